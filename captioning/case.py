"""One picture under decision: its surroundings, and, read only when a rule asks, its pixels, its kind and its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from rhapsode.base import from_json, to_json
from rhapsode.captioning import hints, kinds, linter, nouns
from rhapsode.captioning.cache import DescriptionCache, key_of
from rhapsode.captioning.context import Surroundings
from rhapsode.captioning.description import Description, ImageKind, Obtained
from rhapsode.captioning.errors import BackboneUnavailable, ImageRefused
from rhapsode.captioning.loading import Picture, open_picture
from rhapsode.captioning.reading import charts, ocr, pages
from rhapsode.captioning.reading.charts import Chart
from rhapsode.captioning.reading.ocr import Reading
from rhapsode.captioning.sources import ImageFetcher, is_remote, read_source

if TYPE_CHECKING:
    import numpy as np

REJECT = "reject"
DRAWN = 0.5
"""Probability of a map or a diagram from which on a few large words in it are its labels and no quotation."""


@dataclass
class Case:
    """A picture and all that is known about it so far."""

    around: Surroundings
    fetcher: ImageFetcher | None = None
    cache: DescriptionCache = field(default_factory=lambda: DescriptionCache(limit=0))
    problems: list[str] = field(default_factory=list)
    distrusted: bool = False
    """The author declared the picture decorative, and we do not believe it."""

    @cached_property
    def picture(self) -> Picture | None:
        """The opened picture; None where it cannot be read, which is then among the `problems`."""
        image = self.around.image
        try:
            data = read_source(image.src, article=self.around.source, fetcher=self.fetcher)
            return open_picture(data, where=None if image.src[:5].lower() == "data:" else image.src[:120])
        except ImageRefused as error:
            self.problems.append(str(error))
            return None

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height in pixels: as the page shows the picture, else the file's own."""
        image = self.around.image
        if image.width and image.height:
            return image.width, image.height
        return (self.picture.width, self.picture.height) if self.picture else None

    @property
    def kind(self) -> ImageKind:
        """The picture's kind as far as it is known without going to the network for it alone."""
        named = hints.named_kind(self.around.image)
        if named:
            return named
        guess = self.guess if self._at_hand() else None
        if guess is None:
            return "unknown"
        return self._by_words(guess) or (guess.kind if guess.probability >= kinds.LIKELY else "unknown")

    @property
    def looked_at(self) -> bool:
        """Whether the picture's kind was told by its pixels already."""
        return "guess" in self.__dict__

    @property
    def was_read(self) -> bool:
        """Whether words were looked for in the picture already."""
        return "reading" in self.__dict__

    @property
    def sureness(self) -> float:
        """How sure the picture's kind is by its look, 0 to 1; 0 where it was not looked at."""
        guess = self.guess if self.looked_at else None
        return round(guess.probability, 3) if guess and guess.kind == self.kind else 0.0

    def _by_words(self, guess: kinds.Guess) -> ImageKind | None:
        """The kind that the words in the picture tell, once they have been read: they know better than its look."""
        if not self.was_read or self.reading is None:
            return None
        if guess.kind == "screenshot" and guess.probability >= kinds.SURE:
            return None  # pages and programs show charts and large print as well
        if self.chart is not None and self.chart.confidence >= charts.SURE:
            return "chart"
        scattered = guess.kind in ("map", "diagram") and guess.probability >= DRAWN
        return "quote_card" if pages.is_card(self.reading) and not scattered else None

    def _at_hand(self) -> bool:
        return "picture" in self.__dict__ or not is_remote(self.around.image.src, self.around.source)

    @cached_property
    def guess(self) -> kinds.Guess | None:
        """The kind by the pixels; None where there are none."""
        return kinds.classify(self.picture, self.seen[0] if self.seen else None) if self.picture else None

    @cached_property
    def seen(self) -> tuple[np.ndarray, np.ndarray] | None:
        """What the backbone sees, features `[1280]` and logits `[1000]`; None without pixels or its package."""
        if (
            self.picture is None
            or self.picture.pixels is None
            or min(self.picture.pixels.size) < kinds.SMALLEST
        ):
            return None
        from rhapsode.captioning import backbone  # loads torch

        try:
            return backbone.look(self.picture.pixels)
        except BackboneUnavailable as error:
            self.problems.append(str(error))
            return None

    def tags(self, kind: ImageKind) -> tuple[str, ...]:
        """Words for search and moderation: the kind, and what a photograph shows; none of a picture not looked at."""
        if not self.looked_at or kind == "unknown":
            return ()
        return (kind, *(nouns.tags(self.seen[1]) if kind == "photo" and self.seen else ()))

    @cached_property
    def reading(self) -> Reading | None:
        """The words in the picture; None without a reader or pixels."""
        picture = self.picture
        if picture is None or picture.pixels is None or not ocr.available():
            return None
        key = key_of("reading/2", picture.digest, ocr.identity())
        known = ocr.from_json(self.cache.get(key))
        if known is not None:
            return known
        try:
            reading = ocr.read(picture.pixels, small_print=True)
        # An engine with a broken installation beneath it; the article is narrated without its pictures' words.
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            self.problems.append(
                f"the text in the picture cannot be read ({type(error).__name__}); try: {ocr.INSTALL}"
            )
            return None
        if reading is not None:
            self.cache.put(key, ocr.to_json(reading))
        return reading

    @cached_property
    def chart(self) -> Chart | None:
        """The labelled chart in the picture; None where there is none that can be read."""
        picture, reading = self.picture, self.reading
        if picture is None or reading is None:
            return None
        key = key_of("chart", charts.VERSION, picture.digest, ocr.identity())
        match self.cache.get(key):
            case {"chart": str(kept)}:
                return from_json(Chart, kept) if kept else None
        found = charts.read_chart(reading, picture.pixels)
        self.cache.put(key, {"chart": to_json(found, indent=None) if found else ""})
        return found

    def check(self, text: str, *, origin: linter.Origin, grounds: Sequence[str] = ()) -> list[linter.Finding]:
        """The linter's findings for words about this picture."""
        return list(
            linter.lint(
                text,
                origin=origin,
                kind=self.kind,
                lang=self.around.lang,
                caption=self.around.caption,
                neighbours=[words for words in (self.around.before, self.around.after) if words],
                grounds=(*self.around.texts, self.around.credit, *grounds),
            )
        )

    def say(
        self, text: str, source: Obtained, reason: str, *, confidence: float = 1.0, **more: object
    ) -> Description:
        """A Description of this picture that is spoken, or that another part of the article already speaks."""
        known: dict[str, object] = {
            "kind": self.kind,
            "confidence": confidence,
            "lang": self.around.lang,
        } | more
        known["tags"] = (*more.get("tags", ()), *self.tags(known["kind"]))  # type: ignore[misc, arg-type]
        return Description(
            image=self.around.image.id,
            text=text,
            source=source,
            reason=reason,
            warnings=self.warnings,
            **known,  # type: ignore[arg-type]
        )

    def silence(
        self, kind: ImageKind, reason: str, *, confidence: float = 1.0, source: Obtained = "none"
    ) -> Description:
        """A Description of a picture that is silent by intention."""
        return self.say("", source, reason, kind=kind, confidence=confidence, decorative=True)

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.problems))
