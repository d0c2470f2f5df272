"""The contract of image models: pictures in, words out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels


@dataclass(frozen=True, slots=True)
class Job:
    """One picture to describe: RGB `pixels` and what the article says around them.

    `kind` is the picture's kind where it is known, `reading` the text found in the picture. `context` pairs a
    label ("title", "caption") with its text, the most useful first; models that take no context ignore it.
    """

    pixels: Pixels
    kind: str = "unknown"
    context: tuple[tuple[str, str], ...] = ()
    reading: str = ""
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Caption:
    """What a model says of one picture. `text` is "" where it failed or ran out of time; `problem` tells why.

    `confidence` is the geometric mean probability of the words (0 to 1).
    """

    text: str
    confidence: float = 0.0
    problem: str | None = None


class Captioner(ABC):
    """An image model.

    `name` is what the user asked for; `identity` changes whenever the same picture could be described otherwise
    (weights, prompt, settings): it is part of the cache key. `contextual` models read `Job.context`.
    """

    name: str
    identity: str
    contextual: bool = False

    @abstractmethod
    def caption(self, jobs: Sequence[Job], *, deadline: float = 60.0) -> list[Caption]:
        """One Caption per job, in order; a job alone and in a batch gives the same words.

        `deadline` is in seconds per picture; pictures that are described together share the time it takes. One
        picture's failure is its own Caption's `problem`.
        """


@dataclass(frozen=True, slots=True)
class Settings:
    """How a model is run; None leaves the choice to us.

    `device` is then CUDA where it is there, `dtype` what is fast on the device. `batch_size` counts pictures. `tiles`
    limits the squares into which chat models cut a picture with text in it, the view of the whole included.
    """

    device: str | None = None
    dtype: str | None = None
    max_new_tokens: int = 60
    batch_size: int | None = None
    tiles: int | None = None
