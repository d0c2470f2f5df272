"""The public API: an article in, a narration out, stopping after any arrow.

narration = narrate("post.md", to="public/audio")

with Narrator(voice="heart") as narrator:
    article = narrator.parse("post.md")
    script = narrator.script(article)
    for spoken in narrator.stream(script): ...      # the first sentence is there before the last is spoken
    narration = narrator.render(script, to="public/audio")
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self
from urllib.parse import unquote, urlsplit

from rhapsode.base import RhapsodeError, document, from_json, located, to_json
from rhapsode.captioning.description import Description
from rhapsode.narration.manifest import MANIFEST, Narration, made_by
from rhapsode.narration.recording import Recording
from rhapsode.narration.script import Script, Speaker
from rhapsode.parsing.article import Article
from rhapsode.tts.cache import SegmentCache
from rhapsode.tts.utterance import Utterance
from rhapsode.tts.voice import Speech, Voice

if TYPE_CHECKING:
    from rhapsode.captioning.captioner import Captioner
    from rhapsode.narration.performing import Spoken
    from rhapsode.narration.style import Style
    from rhapsode.parsing.fetch import Fetcher

Stage = Literal["parsing", "describing", "directing", "speaking", "encoding"]
FORMATS = ("m4a", "mp3", "opus", "wav")
_SPELT = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "œ": "oe", "ł": "l", "Ł": "L", "đ": "d"}
)


@document
class Progress:
    """How far a narration is: `done` of `total` steps of `stage`. Both are 0 where a stage cannot be counted."""

    stage: Stage
    done: int = 0
    total: int = 0


OnProgress = Callable[[Progress], None]


def _silent(_: Progress) -> None:
    """Nobody is watching."""


class Narrator:
    """Narrates articles with one voice and one house style.

    Models load on first need, once; a Narrator may be used for any number of articles and from several threads.
    Nothing goes onto the network unless a source is a URL.
    """

    def __init__(
        self,
        voice: str = "heart",
        *,
        style: str | Path | None = None,
        captioner: str | None = None,
        cache: SegmentCache | Path | Literal[False] | None = None,
        fetcher: Fetcher | None = None,
        on_progress: OnProgress | None = None,
    ) -> None:
        """
        Args:
            voice: an engine name, as `rhapsode voices` lists them; it speaks every part the style gives nobody else.
            style: the name of a ready style, or the path of a TOML file.
            captioner: an image model, by its public name or a local folder; None describes pictures without one.
            cache: where spoken segments are kept; None is the user's own cache, False keeps nothing.
            fetcher: how pages and pictures are fetched; None is the safe default.
            on_progress: called from the thread that narrates.
        """
        from rhapsode.narration.style import load_style

        self.voice = voice
        self.style: Style = load_style(style)
        self._captioner_name = captioner
        self._captioner: Captioner | None = None
        self._cache = (
            cache if isinstance(cache, SegmentCache) else SegmentCache(cache) if cache is not False else None
        )
        self._fetcher = fetcher
        self._report = on_progress or _silent

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def load(self) -> None:
        """Load the voice and the captioner now rather than at first need; errors in their names show here."""
        from rhapsode.tts.registry import load_voice

        load_voice(self.voice)
        self._load_captioner()

    def close(self) -> None:
        """Let go of models this narrator alone holds (voices stay loaded for others)."""
        self._captioner = None

    # ------------------------------------------------------------------------------------ one arrow each

    def parse(self, source: str | Path) -> Article:
        """The Article in `source`: a path, a URL, or "-" for standard input."""
        from rhapsode.parsing import load

        self._report(Progress("parsing"))
        with located(str(source)):
            return load(source, fetcher=self._fetcher)

    def describe(self, article: Article, *, fetch_pictures: bool = False) -> tuple[Description, ...]:
        """What is said for each picture of `article`.

        Remote pictures are looked at only where `fetch_pictures` says so or this narrator was given a fetcher.
        """
        from rhapsode.captioning import describe

        self._report(Progress("describing"))
        fetcher = self._picture_fetcher(fetch_pictures)
        with located(name_of(article)):
            return describe(article, captioner=self._load_captioner(), fetcher=fetcher)

    def script(
        self, article: Article | str | Path, descriptions: Sequence[Description] | None = None
    ) -> Script:
        """`article` rewritten for the ear.

        Raises:
            RhapsodeError: the article cannot be read, or a written word would be neither spoken nor accounted for.
        """
        from rhapsode.narration.account import account
        from rhapsode.narration.directing import direct

        article = article if isinstance(article, Article) else self.parse(article)
        described = self.describe(article) if descriptions is None else tuple(descriptions)
        self._report(Progress("directing"))
        with located(name_of(article)):
            script = direct(article, described, self.style)
            account(article, script).check()
        return self._in_voice(script)

    def stream(self, source: Article | Script | str | Path) -> Iterator[Spoken]:
        """Speak `source`, yielding each finished utterance in order while later ones are still being spoken."""
        from rhapsode.narration.directing import check_script
        from rhapsode.narration.performing import perform

        script = source if isinstance(source, Script) else self.script(source)
        with located(script.cover.title):
            check_script(script)
            for spoken in perform(script, self._engines(script), self._cache):
                self._report(Progress("speaking", spoken.index + 1, spoken.total))
                yield spoken

    def speak(self, script: Script, utterance: Utterance | str) -> Speech:
        """Just one utterance of `script` (itself or its id), as the whole narration would have it."""
        if isinstance(utterance, str):
            found = next((u for u in script.utterances if u.id == utterance), None)
            if found is None:
                raise RhapsodeError(
                    f"no utterance with the id {utterance!r} in this script", where=script.cover.title
                )
            utterance = found
        alone = replace(script, utterances=(utterance,))
        return next(iter(self.stream(alone))).speech

    def record(self, script: Script, pcm: Path) -> Recording:
        """Perform the whole of `script` into the file `pcm`: joined, paused, and of even loudness."""
        from rhapsode.narration.assembly import assemble
        from rhapsode.tts.realise import unsounded

        silent: dict[str, None] = {}

        def performance() -> Iterator[tuple[Utterance, Speech]]:
            for spoken in self.stream(script):
                for start, end in unsounded(spoken.utterance, spoken.speech):
                    silent.setdefault(spoken.utterance.spoken[start:end])
                yield spoken.utterance, spoken.speech

        recording = assemble(script, performance(), pcm)
        return replace(recording, warnings=(*recording.warnings, *self._reservations(script, tuple(silent))))

    def render(
        self,
        script: Script,
        to: str | Path,
        *,
        formats: Iterable[str] = ("m4a",),
        slug: str | None = None,
        descriptions: Sequence[Description] = (),
        cover: bytes | None = None,
    ) -> Narration:
        """Perform and publish `script` into the folder `to`/`slug`, which appears whole or not at all.

        Args:
            formats: any of m4a, mp3, opus, wav.
            slug: the folder's name; None makes one from the source's name or the title.
            descriptions: kept in the manifest.
            cover: an image file's bytes, shown by players.
        """
        from rhapsode.narration.publishing import publish, writable

        wanted = checked_formats(formats)
        slug = slug or slug_of(script.cover.source, script.cover.title)
        folder = writable(Path(to))
        key = self.key(script, wanted, descriptions=descriptions, cover=cover)
        with located(script.cover.title), tempfile.TemporaryDirectory(prefix="rhapsode-") as scratch:
            recording = self.record(script, Path(scratch) / "recording.pcm")
            self._report(Progress("encoding"))
            return publish(
                recording, script, folder, slug=slug, key=key, formats=wanted, cover=cover, descriptions=descriptions,
                on_progress=lambda _stage, done: self._report(Progress("encoding", round(100 * done), 100)),
            )  # fmt: skip

    def narrate(
        self,
        source: Article | str | Path,
        to: str | Path,
        *,
        formats: Iterable[str] = ("m4a",),
        slug: str | None = None,
        fresh: bool = True,
        fetch_pictures: bool | None = None,
    ) -> Narration:
        """All arrows at once.

        Args:
            fresh: False leaves a narration as it is that would come out the same.
            fetch_pictures: whether to fetch the article's remote pictures; None does where the article itself is
                fetched, and never otherwise.
        """
        from rhapsode.narration.cover import cover_image

        wanted = checked_formats(formats)
        article = source if isinstance(source, Article) else self.parse(source)
        fetch = is_address(source) if fetch_pictures is None else fetch_pictures
        descriptions = self.describe(article, fetch_pictures=fetch)
        script = self.script(article, descriptions)
        cover = cover_image(article, self._picture_fetcher(fetch))
        slug = slug or slug_of(article.source, article.title)
        if not fresh:
            key = self.key(script, wanted, descriptions=descriptions, cover=cover)
            if (existing := published(Path(to) / slug)) is not None and existing.key == key:
                return existing
        return self.render(script, to, formats=wanted, slug=slug, descriptions=descriptions, cover=cover)

    def key(
        self,
        script: Script,
        formats: Sequence[str],
        *,
        descriptions: Sequence[Description] = (),
        cover: bytes | None = None,
    ) -> str:
        """Hash of everything that determines a narration: if it is unchanged, so is the result."""
        engines = self._engines(script)
        parts = [
            to_json(script),
            *(f"{name}={engine.card.identity}" for name, engine in sorted(engines.items())),
            *(to_json(description) for description in descriptions),
            ",".join(formats),
            hashlib.sha256(cover or b"").hexdigest(),
            repr(sorted(made_by().items())),
        ]
        return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()

    # ------------------------------------------------------------------------------------------- helpers

    def _in_voice(self, script: Script) -> Script:
        """The style's parts that name no engine of their own are spoken by this narrator's voice."""
        parts = {
            name: Speaker(self.voice, part.prosody) if part.engine == "default" else part
            for name, part in script.voices.items()
        }
        return replace(script, voices=parts)

    def _engines(self, script: Script) -> dict[str, Voice]:
        from rhapsode.tts.registry import load_voice

        # A script straight from `direct`, or from SSML, names no engine: it is spoken by this narrator's voice.
        names = sorted({part.engine for part in script.voices.values()})
        return {name: load_voice(self.voice if name == "default" else name) for name in names}

    def _reservations(self, script: Script, silent: Sequence[str]) -> Iterator[str]:
        """What the voices could not do quite as asked, in words for an editor."""
        from rhapsode.tts.realise import limits

        for name, engine in self._engines(script).items():
            theirs = [u for u in script.utterances if script.voices[u.voice].engine == name]
            yield from limits(engine, theirs)
        if silent:
            yield f"no sounds for {len(silent)} words, which are silent: {', '.join(silent[:8])}"

    def _picture_fetcher(self, wanted: bool) -> Fetcher | None:
        if self._fetcher is None and wanted:
            from rhapsode.parsing.fetch import Fetcher

            return Fetcher()
        return self._fetcher

    def _load_captioner(self) -> Captioner | None:
        if self._captioner is None and self._captioner_name is not None:
            from rhapsode.captioning import load_captioner

            self._captioner = load_captioner(self._captioner_name)
        return self._captioner


def narrate(
    source: Article | str | Path,
    to: str | Path,
    *,
    voice: str = "heart",
    style: str | Path | None = None,
    formats: Iterable[str] = ("m4a",),
    slug: str | None = None,
    captioner: str | None = None,
    on_progress: OnProgress | None = None,
) -> Narration:
    """Narrate one article into the folder `to`/`slug` and return the manifest of what was written there."""
    with Narrator(voice, style=style, captioner=captioner, on_progress=on_progress) as narrator:
        return narrator.narrate(source, to, formats=formats, slug=slug)


def is_address(source: object) -> bool:
    """Whether `source` is a web address rather than a path."""
    return isinstance(source, str) and source.startswith(("http://", "https://"))


def checked_formats(formats: Iterable[str]) -> tuple[str, ...]:
    """`formats` in canonical order, each once."""
    wanted = {name.strip().lower().lstrip(".") for name in formats} - {""}
    unknown = sorted(wanted - set(FORMATS))
    if unknown or not wanted:
        what = f"unknown format {unknown[0]!r}" if unknown else "no format given"
        raise RhapsodeError(f"{what}; choose from {', '.join(FORMATS)}")
    return tuple(name for name in FORMATS if name in wanted)


def name_of(article: Article) -> str:
    """How messages call an article: where it came from, else its title."""
    return article.source or article.title or "article"


def slug_of(source: str | None, title: str) -> str:
    """A folder name for an article: from its file's or page's name, which outlives changes of the title.

    Names are plain ASCII, safe in any address; where letters are lost by that, a few characters of the name's hash
    keep different names different.
    """
    stem = ""
    if source and source != "-":
        path = unquote(urlsplit(source).path) if "://" in source else source
        parts = [part for part in re.split(r"[/\\]", path) if part not in ("", ".", "..")]
        stem = re.sub(r"\.\w{1,8}$", "", parts[-1]) if parts else ""
        if stem in ("index", "_index", "README") and len(parts) > 1:
            stem = parts[-2]
    return _ascii_slug(stem) or _ascii_slug(title) or "narration"


def _ascii_slug(text: str) -> str:
    spelt = unicodedata.normalize("NFKD", text.translate(_SPELT))
    plain = "".join(c for c in spelt if not unicodedata.combining(c))
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:80].strip("-")
    if any(c.isalnum() and not c.isascii() for c in plain):
        named = unicodedata.normalize("NFC", text)
        slug = f"{slug}-{hashlib.sha256(named.encode('utf-8', 'replace')).hexdigest()[:8]}".strip("-")
    return slug


def published(folder: Path) -> Narration | None:
    """The narration in `folder`, if its manifest can be read and all its files are there in full."""
    try:
        narration = from_json(Narration, (folder / MANIFEST).read_bytes())
        complete = all((folder / file.name).stat().st_size == file.bytes for file in narration.files)
    except (OSError, RhapsodeError):
        return None
    return narration if complete else None
