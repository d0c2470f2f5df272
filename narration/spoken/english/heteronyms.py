"""Heteronyms that a part-of-speech tagger cannot tell apart, or mostly gets wrong, where the words beside them can.

Read, wind, record, close, use and their like are left to the voice's tagger, which has them right. These few are noun
against noun (bass, lead) or hang on a phrase; the rules fix their sound in IPA and leave the spelling alone.
"""

from __future__ import annotations

import re

from rhapsode.narration.spoken.form import Rule, Scene, Sounded, rule

# word -> (American, British)
SOUNDS = {
    "bass": ("beɪs", "beɪs"),
    "lead": ("lɛd", "lɛd"),
    "live": ("laɪv", "laɪv"),
    "tear": ("tɛɹ", "tɛə"),
    "minute": ("maɪˈnut", "maɪˈnjuːt"),
    "object": ("əbˈdʒɛkt", "əbˈdʒɛkt"),
    "content": ("kənˈtɛnt", "kənˈtɛnt"),
}
WORDS = (*SOUNDS, "Bass", "Lead", "Live", "Minute")
PATTERNS = {
    "bass": r"\bbass(?=\s(?:guitars?|guitarist|lines?|players?|drums?|clarinet|notes?|solo|riff|voice|clef|singer|part|tones?|frequencies|sound)\b)"
    r"|(?<=\bplays )bass\b|(?<=\bplayed )bass\b|(?<=\bplaying )bass\b|(?<=\bdouble )bass\b|(?<=\bon )bass\b(?!\sboat)",
    "lead": r"\blead(?=[\s-](?:poisoning|pipes?|paint|acid|exposure|levels?|contamination|bullets?|ore|shot|free|based|lined|pellets?|smelter|content)\b)"
    r"|(?<=\bmade of )lead\b|(?<=\bexposure to )lead\b|(?<=\blevels of )lead\b|(?<=\btraces of )lead\b|(?<=\bcontains )lead\b",
    "live": r"\blive(?=\s(?:on (?:television|TV|air|stage|radio|camera|screen)|from the|stream|streams|streaming|concerts?|music|performances?|broadcasts?|albums?|audience|coverage|shows?|updates?|wire|ammunition|animals?)\b)"
    r"|(?<=\bgo )live\b|(?<=\bis )live\b(?=[.,;]|\son\b)|(?<=\bgoes )live\b|(?<=\bwent )live\b|(?<=\bbroadcast )live\b|(?<=\bstreamed )live\b|(?<=\baired )live\b|(?<=\bperformed )live\b|(?<=\brecorded )live\b",
    "tear": r"(?<=\ba )tear\b(?=\sin\s(?:the|his|her|its|their|my|your|a)\b(?!\seyes?))|(?<=\bwear and )tear\b",
    "minute": r"\bminute(?=\s(?:details?|amounts?|quantit(?:y|ies)|traces?|particles?|differences?|fractions?|creatures?|variations?|changes)\b)",
    "object": r"(?<=\bI )object\b|(?<=\byou )object\b|(?<=\bwe )object\b|(?<=\bthey )object\b|(?<=\bwho )object\b|(?<=\bwould )object\b|(?<=\bmay )object\b|(?<=\bnot )object\b|\bobject(?=\sstrongly\b)",
    "content": r"(?<=\bwas )content\b(?=\s(?:with|to)\b)|(?<=\bis )content\b(?=\s(?:with|to)\b)|(?<=\bare )content\b(?=\s(?:with|to)\b)|(?<=\bwere )content\b(?=\s(?:with|to)\b)|(?<=\bbe )content\b(?=\s(?:with|to)\b)|(?<=\bnot )content\b(?=\s(?:with|to)\b)",
}  # fmt: skip
ANY = re.compile("|".join(PATTERNS.values()), re.IGNORECASE)


def say_heteronym(match: re.Match[str], scene: Scene) -> Sounded:
    american, british = SOUNDS[match[0].lower()]
    return Sounded(match[0], british if scene.british else american)


RULES: tuple[Rule, ...] = (rule("heteronym", ANY.pattern, say_heteronym, flags=re.IGNORECASE),)
