"""Spoken forms: what is written, in the words a newsreader would say, each pointing to what it says."""

from rhapsode.narration.spoken.form import (
    Applied,
    Context,
    SpokenError,
    SpokenForm,
    SpokenOptions,
)
from rhapsode.narration.spoken.formula import FormulaError
from rhapsode.narration.spoken.mathml import mathml_to_words
from rhapsode.narration.spoken.reader import rules_of, supports, verbalise
from rhapsode.narration.spoken.tex import tex_to_words

__all__ = [
    "Applied",
    "Context",
    "FormulaError",
    "SpokenError",
    "SpokenForm",
    "SpokenOptions",
    "mathml_to_words",
    "rules_of",
    "supports",
    "tex_to_words",
    "verbalise",
]
