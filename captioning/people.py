"""Guesses about people that a description may not make: what a look cannot know, or need not say.

A term that the article itself uses about what it shows is the article's, not a guess.
"""

from __future__ import annotations

import re

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


def guesses(text: str, grounds: str = "") -> list[str]:
    """The passages of `text` that guess at age, origin, belief, body, health or relations of people."""
    known = grounds.casefold()
    found: list[str] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            words = match.group()
            if _CLOTHES.match(words) or _NOT_PEOPLE.search(words):
                continue
            if words.casefold().split()[0] not in known:
                found.append(words)
    return found
