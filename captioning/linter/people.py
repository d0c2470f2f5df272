"""Guesses about people that a description may not make: what a look cannot know, or need not say.

A term that the article itself uses about what it shows is the article's, not a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rhapsode.captioning.linter.people_words import ABROAD, BETWEEN, WORK, WORK_SEEN
from rhapsode.captioning.words import WORD, fold, language_of

PERSON = (
    r"(?:man|men|woman|women|male|female|person|people|boy|boys|girl|girls|child|children|kid|kids|lady|ladies|guy|guys|"
    r"couple|family|families|teenager|teenagers|player|players|athlete|student|students|worker|workers|crowd|"
    r"individual|individuals|gentleman|father|mother|baby|toddler|model|actor|actress|politician|doctor|nurse|soldier|"
    r"soldiers|protesters|tourists|businessman|businesswoman|villagers|farmer|farmers|community|immigrants?|migrants?)"
)
_GROUPS = (
    r"asian|caucasian|african(?:[- ]american)?|hispanic|latin[oax]|black|white|middle[- ]eastern|arab|native american|"
    r"indigenous|biracial|mixed[- ]race|brown|oriental|european|chinese|japanese|indian|mexican|russian|german|french|"
    r"american|british|korean|nigerian|polish|turkish|italian|spanish|pakistani|israeli|iranian|ukrainian|"
    r"muslim|jewish|christian|hindu|buddhist|catholic|sikh|atheist|"
    r"gay|lesbian|straight|bisexual|transgender|queer|homosexual|heterosexual|"
    r"disabled|autistic|handicapped|retarded|crippled|mentally ill|blind|deaf|homeless|poor|wealthy|rich|illegal|"
    r"middle[- ]aged|elderly|old|older|aged|senior|obese|overweight|fat|skinny|chubby|slim|attractive|beautiful|handsome|pretty|ugly|"
    r"sexy|gorgeous|unattractive|plain[- ]looking|pregnant|drunk|depressed|criminal|suspicious[- ]looking|conservative|liberal|republican|democrat"
)
_PATTERNS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b(?:{_GROUPS})(?:,? (?:and )?[\w-]+){{0,2}}? {PERSON}\b",
        rf"\b{PERSON} of (?:\w+ )?(?:descent|origin|ethnicity|colou?r|appearance)\b",
        r"\bof (?:asian|african|european|hispanic|latin|arab|middle[- ]eastern|indian|mixed) (?:descent|origin|ethnicity|appearance|heritage)\b",
        r"\b(?:in|into) (?:his|her|their) (?:early |mid[- ]?|late )?(?:teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|\d0s)\b",
        r"\b(?:\d{1,3}|\w+)[- ]years?[- ]old\b(?! (?:building|house|tree|wine|tradition|church|oak|temple|bridge))",
        r"\b(?:about|around|approximately|roughly|aged?) (?:\d{1,2}|twenty|thirty|forty|fifty|sixty|seventy)(?: years(?: of age)?)?\b(?= [,.]|$|[,.])",
        r"\b(?:appears?|seems?|looks?) (?:to be |like )?(?:a |an )?(?:his|her|their|asian|black|white|muslim|jewish|gay|drunk|poor|rich|pregnant|american|chinese|homeless|mentally|angry with|in love|depressed|ill|sick|guilty)\b",
        r"\b(?:probably|likely|possibly|perhaps|maybe|presumably|apparently) (?:a |an |the |his |her |their )?(?:\w+ )?(?:husband|wife|father|mother|son|daughter|brother|sister|boyfriend|girlfriend|partner|spouse|immigrant|refugee|politician|celebrity|criminal|doctor|lawyer|teacher|terrorist|student|executive|christian|muslim|tourist|ceo)s?\b",
        r"\b(?:husband and wife|boyfriend|girlfriend|lovers|soulmates)\b",
        r"\b(?:appears?|seems?|looks?) (?:to be )?(?:in (?:his|her|their) |around |about )\w+",
        r"\b(?:dark|light|fair|olive|pale|brown|black|white)[- ]skin(?:ned)?\b",
        r"\b(?:attractive|sexy|ugly|good[- ]looking|unattractive)\b(?= (?:man|woman|girl|boy|person|face|smile))",
        r"\b(?:suffering from|diagnosed with|mentally ill|on drugs|under the influence)\b",
        r"\bslanted eyes\b|\bexotic[- ]looking\b",
        r"\b(?:he|she|they|who|man|woman) (?:is|are|looks?|seems?) (?:clearly |obviously |evidently |probably )?(?:gay|lesbian|muslim|jewish|christian|catholic|hindu|drunk|depressed|wealthy|poor|homeless|autistic|pregnant|asian|chinese|african|hispanic|latino|caucasian|elderly|overweight|obese|attractive|beautiful|ugly)\b",
    )
)
# "a white dress ... woman" is about the dress; "an old family photo" about the photo.
_NOT_PEOPLE = re.compile(
    r"\b(?:black|white|brown|old|older|blind|plain|rich|poor|straight|slim|pretty|beautiful|american|french|german|italian|indian|"
    r"chinese|japanese|british|european|turkish|spanish|polish|russian|mexican|christian|catholic|indigenous|jewish)"
    r"(?:[ -](?!(?:and|or)\b)[\w-]+)*? (?:model|family)\b(?! (?:of|sits|stands|walks))|\bblack and white\b|\bold (?:model|community)\b",
    re.I,
)
_CLOTHES = re.compile(
    r"^(?:black|white|brown|old|older|plain|pretty|beautiful|american|french|italian|british|german)\b(?=.* (?:dress|shirt|coat|suit|"
    r"jacket|hat|cap|uniform|car|horse|dog|cat|flag|house|bus|bench|bicycle|football|soccer|basketball|hockey|wall|background|robes?)\b)",
    re.I,
)

_KIN = re.compile(
    r"(?<!its )\b(?:fathers?|mothers?|dads?|daddy|moms?|mums?|mummy|parents?|daughters?|(?:his|her|their|a|the|and|young) sons?|sons|"
    r"brothers?|sisters?|siblings|twins|grandmothers?|grandfathers?|grandparents?|grandmas?|grandpas?|grand(?:son|daughter|child|children)s?|"
    r"aunts?|uncles?|nieces?|nephews?|cousins?|husbands?|wife|wives|spouses?|married|newly-?weds|relatives|"
    r"friends?|buddies|colleagues|co-?workers|classmates|famil(?:y|ies))\b"
    r"(?! (?:tree|photos?|photographs?|portraits?|albums?|house|home|car|farm|room|name|business|restaurant|ship|of pearl|nature|earth|"
    r"christmas|board|compan(?:y|ies))\b|-of-pearl|['’]s? day)",
    re.I,
)
_ANIMAL = (
    r"(?:bears?|ducks?|hens?|cats?|dogs?|sheep|elephants?|swans?|goose|geese|birds?|cows?|horses?|mares?|lions?|lioness|foxes|monkeys?|"
    r"deer|pigs?|cubs?|chicks?|calf|calves|foals?|lambs?|kittens?|pupp(?:y|ies)|ducklings?|goslings?|piglets?|fawns?|penguins?|"
    r"whales?|dolphins?|seals?|giraffes?|zebras?|otters?|owls?|storks?|wolves|apes?|gorillas?|orangutans?|kangaroos?)"
)
_YOUNG = (
    r"(?:cubs?|chicks?|calf|calves|foals?|lambs?|kittens?|pupp(?:y|ies)|ducklings?|goslings?|piglets?|fawns?)"
)
# Animals have mothers and families as well, and a family of boats is none.
_ANIMAL_KIN = re.compile(
    rf" (?:[\w-]+ )?{_ANIMAL}\b| (?:[\w-]+ ){{1,3}}{_YOUNG}\b| of (?!(?:two|three|four|five|six|seven|eight|people)\b)",
    re.I,
)
_MOODS = (
    r"(?:sad|angry|worried|lonely|unhappy|upset|anxious|nervous|frustrated|bored|scared|frightened|terrified|proud|happy|joyful|cheerful|"
    r"excited|depressed|desperate|miserable|disappointed|annoyed|furious|confused|exhausted|tired|stressed|grieving|heartbroken|"
    r"content|delighted|jealous|embarrassed|ashamed)"
)
_WITHIN = r"(?:,? (?:and )?(?!(?:and|or|of|with|at|on|in|near|by|beside|to|a|an|the)\b)[\w-]+){0,2}?"
_MOOD = re.compile(
    rf"\b{_MOODS}(?:[- ]looking)?{_WITHIN} {PERSON}\b|\b(?:sad|angry|worried|lonely|happy|tired|nervous|bored)-looking\b"
    rf"|\b{PERSON} (?:[\w-]+ ){{0,2}}?(?:looks?|looking|seems?|appears?|feels?|feeling|is|are) (?:to be )?(?:very |so |rather |quite )?{_MOODS}\b"
    rf"|\b(?:a|an|his|her|their) {_MOODS} (?:expressions?|look|mood)\b"
    r"|\b(?:enjoying|enjoys?) (?:themselves|himself|herself|(?:a|the|their|his|her|each other)\b)|\b(?:having|has|have) (?:fun|a (?:good|great|nice) time)\b"
    r"|\bin love\b",
    re.I,
)
_FEELINGS = re.compile(
    r"\b(?:sad|angry|worried|lonely|happy|tired|bored)-looking\b|\b(?:enjoying themselves|in love)\b", re.I
)
_AGE = re.compile(r"\bteen(?:age|aged|ager|agers|s)?\b(?! (?:magazine|novel|room))", re.I)
_MEDICINE = r"operating|surg|syringe|stethoscope|scrubs|coat|gown|mask|uniform|x-ray|microscope|hospital bed"
_SCHOOL = r"blackboard|chalkboard|whiteboard|class|pupils|students"
_LABORATORY = r"coat|microscope|laborator|test tube|pipette|goggles"
_OCCUPATIONS = tuple(
    (
        re.compile(rf"\b(?:{words})\b(?! (?:plate|bag|suit|chair|shark))", re.I),
        re.compile(seen or r"(?!)", re.I),
    )
    for words, seen in (
        ("doctors?|physicians?|nurses?|dentists?|therapists?|pharmacists?", _MEDICINE),
        ("teachers?|professors?|lecturers?|tutors?", _SCHOOL),
        ("scientists?|researchers?|chemists?|biologists?", _LABORATORY),
        (
            r"business ?(?:m[ae]n|wom[ae]n|people|person)s?|lawyers?|attorneys?|politicians?|executives|ceo|bankers?|accountants?|"
            r"secretar(?:y|ies)|salesm[ae]n|managers?|engineers?|programmers?|architects?|economists?|entrepreneurs?|investors?|"
            r"actors?|actress(?:es)?|celebrit(?:y|ies)|millionaires?|criminals?|thie(?:f|ves)|terrorists?|refugees?|retirees?|pensioners?",
            "",
        ),
    )
)
LONG_ENOUGH_TO_TELL = 500
_PERSON_WORDS = frozenset(re.findall(r"[a-z]+", PERSON))
_SAYS_NOTHING = frozenset(
    """a an the of and or to be in on at his her their its he she they who is are look looks seem seems appear appears
    appearing like clearly obviously evidently probably likely possibly perhaps maybe presumably apparently about around
    approximately roughly aged year years old-fashioned early mid late very so rather quite have has having with some
    looking young descent origin ethnicity appearance heritage skin skinned son
    un une ein eine einen una uno um uma een son sa leur ses su sus seu sua il la le el de di da du des""".split()  # noqa: SIM905
)


def guesses(text: str, grounds: str = "", lang: str | None = None) -> list[str]:
    """The passages of `text` that guess at age, origin, belief, body, looks, mood, occupation or relations of people.

    What `grounds` says of them is no guess, nor is what can be seen: a smile, a uniform, a class before its teacher.
    `lang` is the article's language; a text that is plainly in another one is judged in that.
    """
    known = {
        fold(part) for word in WORD.findall(grounds) for part in (word, *re.split(r"[-'’]", word)) if part
    }
    return [words for words in _guesses(text, lang) if not _grounded(words, known)]


def _guesses(text: str, lang: str | None) -> Iterator[str]:
    tongue = language_of(text) or (lang or "")[:2].lower()
    if tongue not in ABROAD:
        yield from _english(text)
    # A long text without a language is not prose; asking it in six of them would only take time.
    unknown = ABROAD if not tongue and len(text) < LONG_ENOUGH_TO_TELL else ()
    for abroad in [tongue] if tongue in ABROAD else unknown:
        yield from _guesses_abroad(text, abroad)
    if tongue in ABROAD and language_of(text) is None:
        yield from _english(text)  # too short to tell


def _guesses_abroad(text: str, lang: str) -> Iterator[str]:
    at_work = WORK_SEEN.search(text)
    for match in _abroad(lang).finditer(text):
        if not (at_work and WORK.match(match.group())):
            yield match.group()


def _english(text: str) -> Iterator[str]:
    someone = not _PERSON_WORDS.isdisjoint(re.findall(r"[a-z]+", text.lower()))
    for pattern in _PATTERNS if someone else _PATTERNS[2:]:  # the first two need a person
        for match in pattern.finditer(text):
            if not (_CLOTHES.match(match.group()) or _NOT_PEOPLE.search(match.group())):
                yield match.group()
    for match in _KIN.finditer(text):
        if not _ANIMAL_KIN.match(text, match.end()):
            yield match.group()
    for pattern in (_MOOD, _AGE) if someone else (_FEELINGS, _AGE):
        yield from (match.group() for match in pattern.finditer(text))
    for pattern, seen in _OCCUPATIONS:
        if not seen.search(text):
            yield from (match.group() for match in pattern.finditer(text))


@cache
def _abroad(lang: str) -> re.Pattern[str]:
    words = ABROAD[lang]
    return re.compile(
        rf"\b(?:{words.before}{BETWEEN} (?:{words.person})|(?:{words.person}){BETWEEN} (?:{words.after})|{words.alone})\b(?!-)",
        re.I,
    )


def _grounded(guess: str, known: set[str]) -> bool:
    """Whether the word that makes the guess, or another form of it, is in the article's own words."""
    parts = [part for word in WORD.findall(guess) for part in re.split(r"[-'’]", word) if part]
    telling = [part for part in parts if part.lower() not in _SAYS_NOTHING]
    telling = [part for part in telling if part.lower() not in _PERSON_WORDS] or telling or parts[-1:]
    return bool(telling) and _same_stem(fold(telling[0]), known)


def _same_stem(word: str, known: set[str]) -> bool:
    if word in known:
        return True
    return len(word) > 4 and any(other.startswith(word[: max(4, len(word) - 2)]) for other in known)
