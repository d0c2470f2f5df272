"""`rhapsode voices` and `rhapsode doctor`: what is installed, what is ready, and the command that adds what is not."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from dataclasses import fields
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Annotated, Literal

import typer

from rhapsode.base import document, to_json
from rhapsode.narration.cli.console import DONE, FAILED, out
from rhapsode.tts.voice import VoiceCard

Json = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]

# extra -> (the module that shows it is there, what it is for)
EXTRAS = {
    "app": ("streamlit", "the editors' preview"),
    "vision": ("transformers", "image models for pictures nobody described"),
    "ocr": ("rapidocr", "reading charts, screenshots and quote cards"),
    "heic": ("pillow_heif", "photographs as telephones write them"),
    "coqui": ("TTS", "coqui-tts voices"),
    "ray": ("ray", "batches on a cluster"),
}
PACKAGES = ("torch", "torchaudio", "hibari-tts", "av", "numpy", "scipy", "lxml", "pillow")


@document
class Finding:
    """One thing the doctor looked at. `advice` is a command or a sentence, where something is missing."""

    name: str
    state: Literal["ok", "missing", "broken"]
    detail: str = ""
    advice: str | None = None
    needed: bool = False


@document
class VoiceLine:
    """One voice as listed: its card where it is ready, what is missing where it is not."""

    name: str
    distribution: str
    version: str
    card: VoiceCard | None = None
    missing: str | None = None


def voices(json: Json = False) -> None:
    """List the voices: who they are, what they can do, and what is missing where one is not ready."""
    from rhapsode.tts.registry import available_voices, load_voice

    lines = tuple(
        VoiceLine(
            voice.name,
            voice.distribution,
            voice.version,
            load_voice(voice.name).card if voice.ready else None,
            voice.missing,
        )
        for voice in available_voices()
    )
    if json:
        print(to_json(lines, kind=tuple[VoiceLine, ...]))
        return
    for line in lines:
        out.print(f"{line.name:<10}", style="bold", end="", markup=False)
        if line.card is None:
            out.print(f"not ready: {line.missing}", markup=False)
            continue
        able = [
            spec.name.replace("_", " ")
            for spec in fields(line.card.capabilities)
            if getattr(line.card.capabilities, spec.name)
        ]
        out.print(f"{line.card.description}", markup=False)
        for what, value in {
            "speaks": ", ".join(line.card.languages),
            "natively": ", ".join(able),
            "licence": f"{line.card.licence} ({line.card.attribution})",
            "from": f"{line.distribution} {line.version}",
            **({"limits": "; ".join(line.card.limits)} if line.card.limits else {}),
        }.items():
            out.print(f"          {what:<9}{value}", markup=False)


def doctor(json: Json = False) -> None:
    """Check the installation: what works, what is missing, and the command that adds it."""
    findings = (*_python(), *_packages(), *_voices(), *_encoders(), *_extras(), *_captioners(), _cache())
    if json:
        print(to_json(findings, kind=tuple[Finding, ...]))
    else:
        for finding in findings:
            mark = {"ok": "[green]ok[/]     ", "missing": "[yellow]missing[/]", "broken": "[red]broken[/] "}[
                finding.state
            ]
            out.print(f"{mark}  ", end="")
            out.print(f"{finding.name:<22}{finding.detail}", markup=False)
            if finding.advice:
                out.print(f"           {finding.advice}", markup=False)
    sick = any(finding.needed and finding.state != "ok" for finding in findings)
    raise typer.Exit(FAILED if sick else DONE)


def _python() -> list[Finding]:
    good = (3, 11) <= sys.version_info[:2] < (3, 14)
    advice = None if good else "Rhapsode is tested with Python 3.11 to 3.13."
    return [Finding("python", "ok" if good else "broken", platform.python_version(), advice, needed=True)]


def _packages() -> list[Finding]:
    found: list[Finding] = []
    for name in PACKAGES:
        try:
            found.append(Finding(name, "ok", version(name), needed=True))
        except PackageNotFoundError:
            found.append(Finding(name, "missing", "", "pip install --upgrade rhapsode", needed=True))
    return found


def _voices() -> list[Finding]:
    from rhapsode.tts.registry import available_voices, load_voice

    found: list[Finding] = []
    for voice in available_voices():
        needed = voice.name == "heart"
        if voice.missing is None:
            card = load_voice(voice.name).card
            found.append(
                Finding(f"voice {voice.name}", "ok", f"{card.description} ({card.licence})", needed=needed)
            )
        else:
            found.append(Finding(f"voice {voice.name}", "missing", "", voice.missing, needed=needed))
    return found


def _encoders() -> list[Finding]:
    from av import codecs_available

    found: list[Finding] = []
    for name, codec in {"m4a": "aac", "mp3": "libmp3lame", "opus": "libopus"}.items():
        there = codec in codecs_available
        advice = (
            None
            if there
            else "reinstall PyAV from its wheel: pip install --force-reinstall --only-binary av av"
        )
        found.append(
            Finding(f"encoder {name}", "ok" if there else "missing", codec, advice, needed=name == "m4a")
        )
    return found


def _extras() -> list[Finding]:
    found: list[Finding] = []
    for extra, (module, purpose) in EXTRAS.items():
        there = find_spec(module) is not None
        advice = None if there else f"pip install 'rhapsode[{extra}]'"
        found.append(Finding(f"extra {extra}", "ok" if there else "missing", purpose, advice))
    return found


def _captioners() -> list[Finding]:
    """The recommended image models, where there is something to run them with."""
    if find_spec("transformers") is None:
        return []
    from rhapsode.captioning.models.tiers import TIERS, snapshot

    found: list[Finding] = []
    for tier in TIERS.values():
        there = snapshot(tier.model) is not None
        advice = None if there else tier.command
        detail = f"{tier.model}: {tier.purpose}"
        found.append(Finding(f"captioner {tier.name}", "ok" if there else "missing", detail, advice))
    return found


def _cache() -> Finding:
    from rhapsode.tts.cache import SegmentCache

    stats = SegmentCache().stats()
    # On a fresh installation the folder is not there yet.
    there = next(folder for folder in (stats.folder, *stats.folder.absolute().parents) if folder.is_dir())
    free = shutil.disk_usage(there).free
    detail = f"{stats.folder} ({stats.segments} segments; {free / 1e9:.0f} GB free on its disk)"
    if os.access(there, os.W_OK):
        return Finding("segment cache", "ok", detail)
    advice = "You may not write there, so nothing is kept; set RHAPSODE_CACHE to a folder where you may."
    return Finding("segment cache", "broken", detail, advice)
