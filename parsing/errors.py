"""What can go wrong on the way from a source to an Article."""

from __future__ import annotations

from rhapsode.base import RhapsodeError


class ParseError(RhapsodeError):
    """The input cannot become an Article: empty, binary, or nothing to read in it."""


class SourceError(RhapsodeError):
    """A source cannot be read: missing, a folder, empty, binary, too large, or of an unknown format."""


class FetchError(SourceError):
    """An address was refused or could not be fetched."""
