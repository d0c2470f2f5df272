"""The English rules in order: the first that takes a stretch of writing keeps it."""

from __future__ import annotations

import re

from rhapsode.narration.spoken.english import counting
from rhapsode.narration.spoken.form import Rule

RULES: tuple[Rule, ...] = (*counting.RULES,)

# Writing without any of this is plain words: no rule could match it.
GATE = re.compile(r"[^\w\s.,;:!?'’\"“”()—-]|[\d_]")
