"""What can go wrong with pictures.

CaptioningError            (a RhapsodeError)
|- CaptionerUnavailable    the image model, or what it needs, is not there
|- BackboneUnavailable     the weights of the network that looks at pictures are not there
`- ImageRefused            a picture is unsafe, broken, out of reach, or of no supported format
"""

from __future__ import annotations

from rhapsode.base import RhapsodeError


class CaptioningError(RhapsodeError):
    """Root of what describing pictures may raise."""


class CaptionerUnavailable(CaptioningError):
    """An image model cannot be used: a package, a file or a supported architecture is missing."""


class ImageRefused(CaptioningError):
    """A picture is not opened: unsafe, broken, out of reach, or of no supported format."""


class BackboneUnavailable(CaptioningError):
    """The network that tells what photographs show cannot be used: its weights are missing or not those expected."""
