"""The player: safe and whole as a file, and alive in a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from rhapsode.narration.assembly import assemble
from rhapsode.narration.publishing import Source, player_page, publish
from rhapsode.narration.recording import Recording
from rhapsode.narration.script import Chapter, Cover, Script
from rhapsode.tts.utterance import Alignment

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required", "--mute-audio",
]  # fmt: skip
HOSTILE = (
    "</script><script>alert(1)</script><!-- <img src=x onerror=alert(2)> \u2028 {{data}} \\u003c &amp; \"'"
)


@pytest.fixture(scope="module")
def recording(tone_engine, otter_script: Script, tmp_path_factory: pytest.TempPathFactory) -> Recording:
    voice = tone_engine()
    performance = ((utterance, voice.speak([utterance])[0]) for utterance in otter_script.utterances)
    return assemble(otter_script, performance, tmp_path_factory.mktemp("player") / "recording.pcm")


def page_of(script: Script, recording: Recording) -> tuple[str, BeautifulSoup]:
    html = player_page(recording, script, [Source("narration.m4a", "audio/mp4")], disclosure="Synthetic.")
    return html, BeautifulSoup(html, "lxml")


class TestFile:
    def test_policy_allows_exactly_what_is_inlined(self, otter_script: Script, recording: Recording) -> None:
        html, soup = page_of(otter_script, recording)
        policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]  # type: ignore[index]
        assert "default-src 'none'" in policy
        for tag in ("style", "script"):
            inlined = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.S)
            assert len(inlined) == 1
            digest = base64.b64encode(hashlib.sha256(inlined[0].encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{digest}'" in policy

    def test_nothing_comes_from_elsewhere(self, otter_script: Script, recording: Recording) -> None:
        html, soup = page_of(otter_script, recording)
        assert not re.search(r"(?i)\b(https?:)?//[a-z0-9]", html)
        for element in soup.find_all(True):
            for name, value in element.attrs.items():
                assert not name.startswith("on")
                assert name != "style"
                if name in ("src", "href"):
                    assert value == "narration.m4a" or str(value).startswith(("#", "data:"))

    def test_hostile_text_stays_text(self, otter_script: Script, recording: Recording) -> None:
        first = replace(
            otter_script.utterances[0], written=HOSTILE, spoken=HOSTILE, lang='"><script>',
            alignment=(Alignment((0, len(HOSTILE)), (0, len(HOSTILE))),),
        )  # fmt: skip
        script = replace(
            otter_script,
            utterances=(first, *otter_script.utterances[1:]),
            cover=Cover(HOSTILE, (HOSTILE,), HOSTILE, HOSTILE, HOSTILE),
            chapters=tuple(Chapter(c.id, HOSTILE) for c in otter_script.chapters),
            language='en"><script>',
        )
        spoken = replace(recording, chapters=tuple(replace(c, title=HOSTILE) for c in recording.chapters))
        html, soup = page_of(script, spoken)
        assert len(soup.find_all("script")) == 2
        assert not soup.find_all("img")
        assert html.count("<!--") == 0
        assert soup.h1 is not None
        assert HOSTILE.split("\u2028")[0] in soup.h1.get_text()
        data = json.loads(soup.find(id="data").string)  # type: ignore[arg-type, union-attr]
        assert data["title"] == HOSTILE
        assert data["chapters"][0]["title"] == HOSTILE

    def test_text_and_timings_go_together(self, otter_script: Script, recording: Recording) -> None:
        _, soup = page_of(otter_script, recording)
        data = json.loads(soup.find(id="data").string)  # type: ignore[arg-type, union-attr]
        words, sentences = soup.select("#text .w"), soup.select("#text .s")
        assert len(words) == len(data["words"]) == len(data["wordEnds"])
        assert len(sentences) == len(data["sentences"]) == len(otter_script.utterances)
        assert data["words"] == sorted(data["words"])
        assert [c["start"] for c in data["chapters"]] == [round(1000 * c.start) for c in recording.chapters]
        price = next(i for i, word in enumerate(words) if word.get_text() == "$3.2bn")
        spoken = recording.utterances[-2].words
        assert (data["words"][price], data["wordEnds"][price]) == (
            round(1000 * spoken[2].start), round(1000 * spoken[6].end)
        )  # fmt: skip

    def test_structure_is_the_article_s(self, otter_script: Script, recording: Recording) -> None:
        _, soup = page_of(otter_script, recording)
        article = soup.find(id="text")
        assert article is not None
        assert [tag.name for tag in article.find_all(True, recursive=False)] == [  # type: ignore[union-attr]
            "h1", "p", "p", "h2", "blockquote", "ul", "h3", "p", "p"
        ]  # fmt: skip
        assert len(article.select("ul > li")) == 2  # type: ignore[union-attr]
        assert len(article.select("p.paragraph")[0].select(".s")) == 2  # type: ignore[union-attr]
        assert "[4]" in article.get_text()  # type: ignore[union-attr]
        assert not article.select("p.image .label")  # type: ignore[union-attr]

    def test_labelled_for_those_who_do_not_see_it(self, otter_script: Script, recording: Recording) -> None:
        _, soup = page_of(otter_script, recording)
        assert soup.html is not None
        assert soup.html["lang"] == "en-GB"
        for control in soup.select("button, input, select, nav, section, dialog"):
            assert control.get("aria-label") or control.get_text(strip=True)
        assert all(svg.get("aria-hidden") == "true" for svg in soup.find_all("svg"))
        assert soup.select("[aria-live=polite]")
        assert soup.select("a.skip[href='#text']")
        assert soup.find("audio").has_attr("controls")  # type: ignore[union-attr]
        assert len(soup.find_all("h1")) == 1

    @pytest.mark.parametrize(("language", "label"), [("de-AT", "Abspielen"), ("fr", "Lire"), ("tlh", "Play")])
    def test_speaks_the_article_s_language(
        self, language: str, label: str, otter_script, recording: Recording
    ) -> None:
        _, soup = page_of(replace(otter_script, language=language), recording)
        assert soup.find(id="play")["aria-label"] == label  # type: ignore[index]

    def test_every_language_has_every_word(self) -> None:
        folder = Path(__file__).parents[2] / "narration" / "publishing" / "player"
        words = json.loads((folder / "words.json").read_text("utf-8"))
        assert all(known.keys() == words["en"].keys() for known in words.values())
        used = set(re.findall(r"\{\{t_(\w+)\}\}", (folder / "player.html").read_text("utf-8")))
        assert used <= words["en"].keys()


@pytest.fixture(scope="module")
def player(otter_script: Script, recording: Recording, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    publish(recording, otter_script, folder, slug="otter", key="k", formats=["m4a", "opus"])
    return folder / "otter" / "player.html"


@pytest.fixture(scope="module")
def browser() -> Iterator:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    sync = pytest.importorskip("playwright.sync_api")
    with sync.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, player: Path) -> Iterator:
    """The player opened from disk; the test fails if anything was said on the console or asked of the network."""
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request", lambda r: complaints.append(r.url) if not r.url.startswith(("file:", "data:")) else None
    )
    page.goto(player.as_uri())
    wait_until(page, "document.getElementById('audio').readyState >= 1")
    yield page
    context.close()
    assert complaints == []


def wait_until(page, expression: str) -> None:
    """Playwright's own waiting evaluates text inside the page, which the page's policy rightly refuses."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")


def state(page) -> dict:
    return page.evaluate(
        """() => { const audio = document.getElementById('audio'), lit = [...document.querySelectorAll('.w.now')];
        const data = JSON.parse(document.getElementById('data').textContent);
        const i = [...document.querySelectorAll('#text .w')].indexOf(lit[0]);
        return {time: audio.currentTime * 1000, paused: audio.paused, rate: audio.playbackRate, lit: lit.length, word: i,
        start: data.words[i], end: data.wordEnds[i], text: lit[0] ? lit[0].textContent : null, muted: audio.muted,
        saying: document.querySelectorAll('.s.saying').length}; }"""
    )


@pytest.mark.slow
class TestBrowser:
    def test_plays_and_the_lit_word_is_the_one_that_sounds(self, page) -> None:
        page.keyboard.press("k")
        wait_until(page, "document.getElementById('audio').currentTime > 0.5")
        seen = []
        for _ in range(25):
            page.wait_for_timeout(70)
            now = state(page)
            assert not now["paused"]
            assert now["lit"] <= 1
            if now["lit"]:
                assert now["start"] - 40 <= now["time"] <= now["end"] + 320
                seen.append(now["word"])
        assert seen == sorted(seen)
        assert len(set(seen)) >= 4

    def test_keys(self, page) -> None:
        page.keyboard.press("Space")
        wait_until(page, "!document.getElementById('audio').paused")
        page.keyboard.press("Space")
        assert state(page)["paused"]
        before = state(page)["time"]
        for key, change in (("l", 15_000), ("j", -15_000), ("ArrowRight", 5_000), ("ArrowLeft", -5_000)):
            page.keyboard.press(key)
            now = state(page)["time"]
            assert now - before == pytest.approx(change, abs=60) or (change < 0 and now == 0)
            before = now
        page.keyboard.press("]")
        assert state(page)["rate"] == 1.1
        page.keyboard.press("Shift+ArrowLeft")
        page.keyboard.press("[")
        assert state(page)["rate"] == 0.9
        page.keyboard.press("m")
        assert state(page)["muted"]
        page.keyboard.press("?")
        assert page.locator("#help").evaluate("dialog => dialog.open")
        page.keyboard.press("Escape")
        assert not page.locator("#help").evaluate("dialog => dialog.open")

    def test_chapters_by_keyboard(self, page) -> None:
        page.keyboard.press("c")
        assert page.locator("#chapters").is_visible()
        assert page.evaluate("document.activeElement.dataset.chapter") == "0"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        wait_until(page, "!document.getElementById('audio').paused")
        assert page.locator("#chapters").is_hidden()
        start = page.evaluate("JSON.parse(document.getElementById('data').textContent).chapters[1].start")
        assert 0 <= state(page)["time"] - start < 1500
        page.keyboard.press("k")
        page.keyboard.press("c")
        assert page.evaluate("document.querySelector('[aria-current]').dataset.chapter") == "1"
        page.keyboard.press("Escape")
        assert page.locator("#chapters").is_hidden()

    def test_a_word_clicked_is_a_word_heard(self, page) -> None:
        page.get_by_text("$3.2bn", exact=True).click()
        wait_until(page, "!document.getElementById('audio').paused")
        page.wait_for_timeout(200)
        now = state(page)
        assert now["text"] == "$3.2bn"
        assert now["saying"] == 1

    def test_sentences_by_key(self, page) -> None:
        starts = page.evaluate("JSON.parse(document.getElementById('data').textContent).sentences")
        for expected in (0, 1, 2):
            page.keyboard.press("n")
            if expected:
                assert state(page)["time"] == pytest.approx(starts[expected], abs=60) or expected == 0
        page.keyboard.press("p")
        assert state(page)["time"] in [pytest.approx(start, abs=60) for start in starts]

    def test_follows_until_the_reader_scrolls(self, page) -> None:
        page.set_viewport_size({"width": 500, "height": 420})
        page.evaluate("document.querySelectorAll('#text .w')[60].click()")
        wait_until(page, "scrollY > 100")
        page.mouse.move(200, 100)
        page.mouse.wheel(0, -2000)
        page.wait_for_timeout(150)
        assert page.locator("#follow").get_attribute("aria-pressed") == "false"
        assert page.locator("#return").is_visible()
        page.locator("#return").click()
        assert page.locator("#follow").get_attribute("aria-pressed") == "true"
        assert page.locator("#return").is_hidden()

    def test_remembers_the_place_and_honours_links(self, page, player: Path) -> None:
        page.goto(player.as_uri() + "#t=7.5")
        page.reload()
        wait_until(page, "document.getElementById('audio').currentTime > 7")
        assert state(page)["time"] == pytest.approx(7500, abs=60)
        page.keyboard.press("l")
        page.goto(player.as_uri())
        wait_until(page, "document.getElementById('audio').readyState >= 1")
        page.wait_for_timeout(200)
        assert state(page)["time"] in (0, pytest.approx(7500 + 15_000, abs=100))

    def test_says_when_the_audio_is_missing(self, browser, player: Path, tmp_path: Path) -> None:
        shutil.copy(player, tmp_path / "player.html")
        page = browser.new_page()
        page.goto((tmp_path / "player.html").as_uri())
        page.locator("#trouble").wait_for(state="visible")
        assert "beside this page" in page.locator("#trouble").inner_text()
        page.close()

    def test_without_scripts_there_is_the_text_and_the_browser_s_own_player(
        self, browser, player: Path
    ) -> None:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(player.as_uri())
        assert page.locator("audio").is_visible()
        assert page.locator("#play").is_hidden()
        assert page.locator("h1").inner_text() == "The slow return of the river otter"
        context.close()

    @pytest.mark.parametrize("width", [320, 390, 640, 1280])
    def test_nothing_sticks_out(self, width: int, page) -> None:
        page.set_viewport_size({"width": width, "height": 600})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for box in page.locator(".buttons > *:visible, .transport > *:visible").evaluate_all(
            "all => all.map(e => { const b = e.getBoundingClientRect(); return [b.left, b.right, b.width, b.height]; })"
        ):
            assert box[0] >= 0
            assert box[1] <= width
            assert min(box[2:]) >= 40
