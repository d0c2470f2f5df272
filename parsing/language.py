"""The language of a text that declares none: by its script, or by a vote of its commonest words.

Only a clear majority counts: a wrong language is worse than none, because a whole article would be said by the wrong
voice. Languages are told apart by function words (the idea of Grefenstette, "Comparing two language identification
schemes", 1995); neighbours without a voice of their own vote as well, so that Dutch is not taken for German.
"""

from __future__ import annotations

import re
from collections import Counter

_ENOUGH = 20  # votes
_KINDS = 6  # different words
_SHARE = 0.15  # of all words
_LEAD = 2.0  # over the next language
_MOST = 30_000  # characters looked at
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]"), 0.1),
    ("ko", re.compile("[\uac00-\ud7af]"), 0.4),
    ("zh", re.compile("[\u4e00-\u9fff]"), 0.6),
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]"), 0.6),
    ("he", re.compile("[\u05d0-\u05ea]"), 0.6),
    ("th", re.compile("[\u0e01-\u0e5b]"), 0.6),
)
_LETTERS = re.compile(r"[^\W\d_]")
_COMMON = {
    "en": "the of and to in that is was for it with as his he on be at by this had not are but from or have they which you were her all she there would their we him been has when who will more no if out so what up said its about than into them can only other",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde wenn",
    "fr": "de la le et les des en un du une que est pour qui dans par plus pas au sur ne se ce il sont avec son aux ou mais comme nous sa elle leur cette ces été deux fait être ont ses vous où même tout était après sans très entre encore",
    "es": "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde está mi porque qué",
    "it": "di e il la che in un a per è una non sono da del le si con come più i della al lo nel ha dei gli anche ma alla delle questo ci se o su tra ed dal nella suo sua era stato dalla essere loro hanno degli due molto quando prima",
    "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou quando muito nos já também só pelo pela até isso ela entre depois sem mesmo aos seus quem nas esse eles está foi são",
    "nl": "de van het een en in is dat op te zijn met die voor niet aan er om ook als dan maar bij of uit nog naar heeft door over wel werd wordt je tot hij was zich hun meer ze al geen kan worden veel deze dit haar wat",
    "ca": "de la i que a el en els les del un per una amb es no al per com més dels són ha va però també seva seu aquest aquesta entre han ser sobre fins quan molt tot o si hi ens l és",
    "sv": "och i att det som en på är av för med den till inte har de ett om var men sig så från vi kan nu när man ska eller också efter upp vid sin över där år under mot",
    "da": "og i at det er en til på af som for med den de ikke der har et om var men sig så fra vi kan nu når man skal eller også efter op ved sin over hvor år under mod blev",
    "pl": "i w na z że się nie do to jest o jak po co ale za od czy tak dla są przez tym tego był być oraz już może tylko które który jego jej ich także przed po",
    "ro": "de și în a la cu pe că nu o un din este care pentru mai se au sau fi ca dar prin după al sunt fost lui ei acest această între când ale unei unui",
    "cs": "a se v na je že o s z do i to k ve pro by ale si po jako za tak od jeho jsou byl které který podle nebo být jen také už při bylo až než jsem",
    "fi": "ja on ei se että oli hän ovat mutta kun myös niin kuin joka sen tai jos mukaan vain ole ovat sekä jo olla nyt tämä",
    "tr": "ve bir bu da de için ile çok daha olarak olan gibi ne ama kadar sonra var değil o en her ya ki mi oldu olduğunu ise",
    "id": "yang dan di dengan untuk dari ini itu pada dalam tidak akan juga adalah ke oleh sebagai telah karena atau bisa ada lebih saat kepada para tersebut mereka",
}  # fmt: skip
_VOTES: dict[str, tuple[str, ...]] = {}
for _language, _words in _COMMON.items():
    for _word in dict.fromkeys(_words.split()):
        _VOTES[_word] = (*_VOTES.get(_word, ()), _language)


def language_of(text: str) -> str | None:
    """The language of `text` as its primary subtag (`es`), or None where that is not clear."""
    text = text[:_MOST]
    letters = sum(1 for _ in _LETTERS.finditer(text))
    if letters < 20:
        return None
    for language, script, share in _SCRIPTS:
        if sum(1 for _ in script.finditer(text)) >= share * letters:
            return language
    return _by_words(re.findall(r"[^\W\d_]+", text.lower()))


def _by_words(tokens: list[str]) -> str | None:
    votes: Counter[str] = Counter()
    for token, count in Counter(tokens).items():
        for language in _VOTES.get(token, ()):
            votes[language] += count
    if not votes:
        return None
    (best, most), (_, next_most) = [*votes.most_common(2), ("", 0)][:2]
    kinds = sum(1 for token in set(tokens) if best in _VOTES.get(token, ()))
    if most < _ENOUGH or most < _SHARE * len(tokens) or kinds < _KINDS:
        return None
    if most >= _LEAD * next_most:
        return best
    return _by_distinct_words(tokens)


def _by_distinct_words(tokens: list[str]) -> str | None:
    """Neighbouring languages share their shortest words: those that only one of them has decide."""
    votes: Counter[str] = Counter()
    for token, count in Counter(tokens).items():
        languages = _VOTES.get(token, ())
        if len(languages) == 1:
            votes[languages[0]] += count
    (best, most), (_, next_most) = [*votes.most_common(2), ("", 0), ("", 0)][:2]
    return best if most >= _ENOUGH / 2 and most >= 2 * _LEAD * next_most else None
