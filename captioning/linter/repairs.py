"""Descriptions made fit to be spoken."""

from __future__ import annotations

from rhapsode.captioning.linter.characters import visible
from rhapsode.captioning.linter.endings import broken_off, without_broken_end
from rhapsode.captioning.linter.leads import lead_of
from rhapsode.captioning.linter.lengths import MOST_CHARACTERS, shortened
from rhapsode.captioning.words import WORD


def repair(text: str, *, limit: int) -> tuple[str, str | None]:
    """`text` without "Image of" and cut to whole sentences of at most `limit` words; the full text where it was cut.

    Characters of no width and an end that breaks off ("… and a") are taken off as well.
    """
    whole = " ".join(visible(text).split())
    cleaned = whole[:MOST_CHARACTERS]
    lead = lead_of(cleaned)
    if lead and lead.rest:
        cleaned = lead.rest
    if broken_off(cleaned, sure=True):
        cleaned = without_broken_end(cleaned) or cleaned
    if len(WORD.findall(cleaned)) <= limit and len(whole) <= MOST_CHARACTERS:
        return cleaned, None
    return shortened(cleaned, limit), (cleaned if len(whole) <= MOST_CHARACTERS else whole)
