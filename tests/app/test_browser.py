"""One editor's afternoon in a real browser, with the real voice."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rhapsode.app.launch import free_port

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--autoplay-policy=no-user-gesture-required", "--mute-audio",
]  # fmt: skip
ARTICLE = """# The harbour clock

It cost £40 in 1998. ![A pixel](https://tracker.test/pixel.png)

## Why it is wrong

Nobody has **ever** set it.
"""
SOUND = "() => { const a = document.querySelector('audio'); return [a.duration, a.currentTime, a.error] }"
PLAYING = "() => { const a = document.querySelector('audio'); return a && a.currentTime > 0 }"

pytestmark = pytest.mark.slow


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A preview of its own, started as a user starts it."""
    port = free_port("127.0.0.1", 8700)
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path)}
    code = f"from rhapsode.app.launch import preview; preview(None, port={port}, open_browser=False)"
    with (tmp_path / "server.log").open("w+") as log:
        server = subprocess.Popen(
            [sys.executable, "-c", code],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            cwd=tmp_path,
        )
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            assert line.startswith("Rhapsode preview: http://127.0.0.1:"), (
                line,
                (tmp_path / "server.log").read_text(),
            )
            yield line.split()[2]
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that fails the test for every error on its console and every request to somebody else."""
    wrong: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page.set_default_timeout(60_000)
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: None if is_ours(request.url) else wrong.append(request.url))
    yield page
    assert wrong == []


def is_ours(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:"))


def test_paste_edit_hear_render_play_download(page: Any, address: str) -> None:
    page.goto(address)
    page.get_by_placeholder("Paste Markdown").fill(ARTICLE)
    page.get_by_role("button", name="Write the script").click()
    page.wait_for_url("**/?project=*")

    # the article beside its script
    page.locator(".rh-article", has_text="It cost £40 in 1998.").wait_for()
    page.locator(".rh-swap", has_text="forty pounds").first.wait_for()

    # another wording, heard at once
    row = page.locator('[class*="st-key-segment-"]', has_text="forty pounds").first
    row.get_by_role("button", name="Edit").click()
    page.get_by_label("Spoken", exact=True).fill("It cost forty pounds, long ago.")
    page.get_by_role("button", name="Save and hear").click()
    page.wait_for_function(PLAYING)
    duration, _, error = page.evaluate(SOUND)
    assert error is None
    assert 1.0 < duration < 5.0

    # nothing is lost by a reload
    page.reload()
    page.locator(".rh-said", has_text="It cost forty pounds, long ago.").wait_for()

    # the whole of it, as its listeners will have it
    page.get_by_text("Listen", exact=True).click()
    page.get_by_role("button", name="Render narration").click()
    frame = page.frame_locator('iframe[src*="player.html"]')
    frame.get_by_role("button", name="Play").first.click(timeout=120_000)
    player = next(frame for frame in page.frames if "player.html" in frame.url)
    player.wait_for_function(PLAYING)
    assert player.evaluate(SOUND)[0] > 5.0
    assert page.evaluate("() => document.querySelector('iframe[src*=player]').contentDocument") is None

    with page.expect_download() as download:
        page.get_by_role("button", name="Download all").click()
    names = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())).namelist()
    assert {Path(name).name for name in names} >= {
        "narration.m4a",
        "narration.json",
        "player.html",
        "transcript.vtt",
    }
    assert {Path(name).parts[0] for name in names} == {"the-harbour-clock"}


def test_an_example_on_a_small_screen(page: Any, address: str) -> None:
    page.set_viewport_size({"width": 900, "height": 900})
    page.goto(address)
    page.get_by_role("button", name="Tide clocks").click()
    page.locator(".rh-said").first.wait_for()
    page.get_by_role("button", name="Next").click()
    page.locator(".rh-article", has_text="Why one hand is enough").wait_for()
    page.get_by_role("button", name="Hear").first.click()
    page.wait_for_function(PLAYING)
    page.get_by_text("Pictures", exact=True).click()
    page.locator('img[src^="data:image/jpeg"]').first.wait_for()
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
