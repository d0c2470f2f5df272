"""Which voices there are, and loading one by name. Voices register under the entry-point group `rhapsode.voices`."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import metadata

from rhapsode.tts.voice import Voice, VoiceError, VoiceUnavailable

GROUP = "rhapsode.voices"


@dataclass(frozen=True, slots=True)
class AvailableVoice:
    """A registered voice. `missing` says why it cannot be loaded and what to do; None where it is ready."""

    name: str
    distribution: str
    version: str
    missing: str | None = None

    @property
    def ready(self) -> bool:
        """Whether the voice can be loaded here and now."""
        return self.missing is None


class Registry:
    """Voices by name; each is loaded once, on first need, and kept. Safe to use from several threads."""

    def __init__(self) -> None:
        self._voices: dict[str, Voice] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def load(self, name: str) -> Voice:
        """The voice called `name`.

        Raises:
            VoiceUnavailable: the voice is known, but something it needs is missing; the message says what to run.
            VoiceError: no such voice (the message names the known ones), or its engine failed to load.
        """
        with self._lock:
            # One lock a voice: loading one does not keep the others waiting.
            lock = self._locks.setdefault(name, threading.Lock())
        with lock:
            if name not in self._voices:
                self._voices[name] = _load(name)
            return self._voices[name]

    def available(self) -> tuple[AvailableVoice, ...]:
        """Every registered voice by name. Readiness is found out by loading; voices loaded before are free."""
        return tuple(self._look_at(name, entry) for name, entry in sorted(entry_points().items()))

    def _look_at(self, name: str, entry: metadata.EntryPoint) -> AvailableVoice:
        try:
            self.load(name)
            missing = None
        except VoiceError as error:
            missing = str(error)
        distribution = entry.dist
        return AvailableVoice(
            name,
            distribution.name if distribution else "?",
            distribution.version if distribution else "?",
            missing,
        )


def entry_points() -> dict[str, metadata.EntryPoint]:
    """The registered voices by name; where two packages register one name, the first is kept."""
    found: dict[str, metadata.EntryPoint] = {}
    for entry in metadata.entry_points(group=GROUP):
        found.setdefault(entry.name, entry)
    return found


def _load(name: str) -> Voice:
    known = entry_points()
    entry = known.get(name)
    if entry is None:
        close = get_close_matches(name, known, n=1)
        hint = f" (did you mean {close[0]}?)" if close else ""
        raise VoiceError(
            f"there is no voice {name!r}{hint}; known voices: {', '.join(sorted(known)) or 'none'}"
        )
    try:
        voice = entry.load()()
    except VoiceError:
        raise
    except ImportError as error:
        raise VoiceUnavailable(f"the voice {name} needs a package that is missing ({error})") from error
    except Exception as error:  # an engine of somebody else's may fail in any way
        message = f"the voice {name} ({entry.value}) failed to load: {type(error).__name__}: {error}"
        raise VoiceError(message) from error
    if not isinstance(voice, Voice):
        raise VoiceError(f"the voice {name} ({entry.value}) gave {type(voice).__name__}, not a Voice")
    return voice


_registry = Registry()


def load_voice(name: str) -> Voice:
    """The voice called `name`, loaded on first use and shared afterwards (see `Registry.load`)."""
    return _registry.load(name)


def available_voices() -> tuple[AvailableVoice, ...]:
    """Every registered voice: name, distribution, version, and what is missing where it is not ready."""
    return _registry.available()
