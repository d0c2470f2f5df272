"""Spoken forms: what is written, in the words a newsreader would say, each pointing to what it says."""

from rhapsode.narration.spoken.form import (
    Applied,
    Context,
    SpokenError,
    SpokenForm,
    SpokenOptions,
)
from rhapsode.narration.spoken.reader import rules_of, supports, verbalise

__all__ = [
    "Applied",
    "Context",
    "SpokenError",
    "SpokenForm",
    "SpokenOptions",
    "rules_of",
    "supports",
    "verbalise",
]
