"""What an editor can do, without a page around it: open, edit, hear, render, download."""

from __future__ import annotations

import io
import re
import threading
import wave
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from rhapsode.app import project as desk
from rhapsode.app.jobs import Job, Jobs
from rhapsode.app.project import Describe, Edit, Project, Published
from rhapsode.app.store import Store
from rhapsode.app.thumbnails import Thumbnails
from rhapsode.base import RhapsodeError
from rhapsode.narration import Article, Fetcher, Narration, Narrator, Progress, Speech, cover_image

LARGEST_UPLOAD_MB = 20
EXAMPLES = Path(__file__).parent.parent / "examples"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


class Studio:
    """The store, the voices and the jobs of one running preview. Safe between threads."""

    def __init__(self, store: Store | None = None) -> None:
        self.store = store or Store()
        self.jobs: Jobs[Narration] = Jobs()
        self.local = True
        """Whether only this machine reaches the page, so that paths on its disk may be opened."""
        self.voice_trouble: dict[str, str] = {}
        self._warming: dict[str, threading.Thread] = {}

    # ------------------------------------------------------------------------------------------- opening

    def open(self, source: str | Path) -> Project:
        """A project from a path or a web address."""
        text = str(source).strip()
        if not text or text == "-":
            raise RhapsodeError("name a file or a web address", where="preview")
        if not self.local and not is_address(text):
            raise RhapsodeError(
                "only web addresses can be opened from here; upload the file instead", where=text
            )
        return self.adopt(Narrator().parse(text), origin=text)

    def open_text(self, text: str) -> Project:
        """A project from pasted Markdown, HTML or plain text."""
        if not text.strip():
            raise RhapsodeError("there is nothing to read in the pasted text", where="preview")
        return self._open_kept(
            f"pasted.{'html' if looks_like_html(text) else 'md'}", text.encode(), "pasted text"
        )

    def open_upload(self, name: str, data: bytes) -> Project:
        """A project from an uploaded file; the name's ending tells what it is."""
        if len(data) > LARGEST_UPLOAD_MB * 2**20:
            raise RhapsodeError(f"larger than {LARGEST_UPLOAD_MB} MB; is this the article?", where=name)
        return self._open_kept(safe_name(name), data, name, slug=Path(safe_name(name)).stem)

    def _open_kept(self, name: str, data: bytes, origin: str, slug: str | None = None) -> Project:
        """Keep `data` as a file of its own folder (where no other file is for it to name), and open that."""
        number, folder = self.store.new_folder()
        try:
            kept = folder / "source" / name
            kept.parent.mkdir()
            kept.write_bytes(data)
            try:
                article = Narrator().parse(kept)
            except RhapsodeError as error:
                raise RhapsodeError(error.message, where=origin) from error
            return self.adopt(replace(article, source=None), origin=origin, number=number, slug=slug)
        except BaseException:
            self.store.remove(number)
            raise

    def adopt(self, article: Article, *, origin: str, number: str = "", slug: str | None = None) -> Project:
        """A project around `article`, described and directed."""
        narrator = Narrator()
        descriptions = narrator.describe(article)
        script = narrator.script(article, descriptions)
        return self.store.add(
            Project(number, origin, article, descriptions, script, slug=slug, voice=narrator.voice)
        )

    # ------------------------------------------------------------------------------------------- editing

    def edit(self, project: str, edit: Edit) -> Project:
        """Make `edit` and save; a picture's new description is directed into the script at once."""

        def change(before: Project) -> Project:
            after = desk.with_edit(before, edit)
            return self._directed(after) if isinstance(edit, Describe) else after

        return self.store.update(project, change)

    def restyle(self, project: str, style: str) -> Project:
        """Direct the article again in another house style; edits stay with the sentences that stay."""
        return self.store.update(project, lambda before: self._directed(replace(before, style=style)))

    def _directed(self, project: Project) -> Project:
        return replace(
            project, script=self._narrator(project).script(project.article, desk.described(project))
        )

    def _narrator(self, project: Project, report: Callable[[Progress], None] | None = None) -> Narrator:
        return Narrator(project.voice, style=project.style, on_progress=report)

    def thumbnails(self, project: Project) -> Thumbnails:
        """The article's pictures, small; they are kept between calls."""
        return Thumbnails(project.article)

    # ------------------------------------------------------------------------------------------- hearing

    def hear(self, project: Project, utterance: str) -> bytes:
        """One utterance as edited, alone, as a WAV file. What was spoken before comes from the cache."""
        script = desk.edited(project)
        return wav(self._narrator(project).speak(script, desk.utterance_of(script, utterance)))

    def warm(self, project: Project) -> None:
        """Load the project's voice behind the editor's back, so that the first sentence is heard at once."""
        if project.voice in self._warming:
            return

        def load() -> None:
            try:
                self._narrator(project).load()
            except RhapsodeError as error:
                self.voice_trouble[project.voice] = str(error)

        self._warming[project.voice] = threading.Thread(target=load, name="rhapsode-warm", daemon=True)
        self._warming[project.voice].start()

    # ----------------------------------------------------------------------------------------- rendering

    def render(self, project: str, formats: Sequence[str]) -> Job[Narration]:
        """Render the project as it is now in the background; the finished narration is saved with it."""
        before = self.store.get(project)
        script, descriptions = desk.edited(before), desk.described(before)
        mark = desk.fingerprint(before)
        folder = self.store.folder_of(project) / "published"

        def work(report: Callable[[Progress], None]) -> Narration:
            folder.mkdir(parents=True, exist_ok=True)
            narration = self._narrator(before, report).render(
                script, folder, formats=formats, slug=before.slug, descriptions=descriptions,
                cover=cover_image(before.article, Fetcher() if is_address(before.article.source) else None),
            )  # fmt: skip
            report(Progress("encoding", 1, 1))  # a job given up meanwhile ends here
            done = Published(str(folder / narration.slug), mark, narration)
            self.store.update(project, lambda now: replace(now, published=done))
            return narration

        return self.jobs.start(project, work)


@lru_cache(maxsize=1)
def studio() -> Studio:
    """The studio of this process: pages come and go, projects and jobs stay."""
    return Studio()


def examples() -> tuple[Path, ...]:
    """The example articles, where this installation has them."""
    if not EXAMPLES.is_dir():
        return ()
    return tuple(sorted(path for path in EXAMPLES.iterdir() if path.suffix in (".md", ".html")))


def is_address(source: str | None) -> bool:
    """Whether `source` is on the web, and not a path."""
    return bool(re.match(r"https?://", source or "", re.IGNORECASE))


def looks_like_html(text: str) -> bool:
    """Whether pasted text is HTML rather than Markdown with some of it inside."""
    start = text.lstrip()[:2_000].lower()
    return bool(re.match(r"<(!doctype|html|head|body|article|main|section|div|h1|p|figure)\b", start))


def safe_name(name: str) -> str:
    """A file name with nothing in it but letters, digits, dots and dashes; the ending is kept."""
    stem, dot, ending = re.split(r"[/\\]", name)[-1].rpartition(".")
    if not dot:
        stem, ending = ending, "txt"
    stem = re.sub(r"[^\w-]+", "-", stem, flags=re.ASCII).strip("-")[:60] or "article"
    return f"{stem}.{re.sub(r'[^a-z0-9]', '', ending.lower())[:8] or 'txt'}"


def wav(speech: Speech) -> bytes:
    """`speech` as a 16-bit mono WAV file."""
    samples = np.clip(speech.samples, -1.0, 1.0)
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(speech.sample_rate)
        file.writeframes((samples * 32_767).astype("<i2").tobytes())
    return buffer.getvalue()


def zipped(folder: Path) -> bytes:
    """The published folder as one archive, with the folder's name inside."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(path for path in folder.iterdir() if path.is_file()):
            archive.writestr(zipfile.ZipInfo(f"{folder.name}/{path.name}", _ZIP_DATE), path.read_bytes())
    return buffer.getvalue()
