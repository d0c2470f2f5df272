"""Throw mutated articles at the parsers until one falls over: `python -m benchmarks.fuzzing --seconds 600`.

Seeds are the tests' own material: the CommonMark examples, the corpus of Markdown constructs, the fragments, the
examples and a few feeds. They are spliced, cut, repeated and sprinkled with marks. What counts as a finding is an exception
that is not one of ours, an Article that its own JSON does not give back, or an input that takes too long for its size.
Findings are written to `tests/parsing/findings/`, where a test replays them for ever after.
"""

from __future__ import annotations

import argparse
import faulthandler
import hashlib
import json
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from rhapsode.base import RhapsodeError, from_json, to_json
from rhapsode.parsing import Article, Feed, parse_feed, parse_html, parse_markdown, parse_text

REPOSITORY = Path(__file__).parent.parent
TESTS = REPOSITORY / "tests" / "parsing"
FINDINGS = TESTS / "findings"

# CPU seconds that an input may take: a second to begin with, and 60 µs for each byte.
START, EACH_BYTE = 1.0, 60e-6

MARKS: tuple[bytes, ...] = tuple(
    mark if isinstance(mark, bytes) else mark.encode()
    for mark in (
        "*", "**", "_", "`", "```\n", "~~~\n", "~~", "[", "]", "(", ")", "![", "[^1]", "[^1]: ", "^[", "<b>", "</b>", "<div>",
        "</div>", "<details>", "<table>", "<tr>", "<td>", "</table>", "<p>", "<ul><li>", "<!--", "-->", "<![CDATA[", "]]>",
        "{{< ", " >}}", "{% raw %}", "{% endraw %}", "{{", "}}", "{.a}", "{lang=fr}", ":::", "::: note\n", "!!! x\n    ", "> ",
        "> [!NOTE]\n", "- ", "1. ", "- [ ] ", "\n", "\n\n", "    ", "|", "|-|\n", "$", "$$", "\\(", "\\)", "\\", "# ", "---\n",
        "+++\n", "a: b\n", ": ", "*[A]: b\n", "&amp;", "&", "&#0;", "&#x110000;", "\t", "\0", "\r", "\ufeff", "\ufdd0" + "0" + "\ufdd1",
        "<item>", "</item>", "<title>", "<content:encoded>", "<entry>", "<!DOCTYPE x [", "<!ENTITY a 'b'>", "]>", "<script>",
        "<svg>", "<math>", "<iframe src=x>", "<img src=x>", "<a href='", '"', "'", "<noscript>", "<template>", "<figure>", b"\xff", b"\xc3", b"\x80", b"\xf0\x9f", b"\xed\xa0\x80",
    )
)  # fmt: skip

FEEDS = (
    b"<rss version='2.0'><channel><title>A</title><item><title>B</title><description>&lt;p>C</description></item></channel></rss>",
    b"<feed xmlns='http://www.w3.org/2005/Atom'><title>A</title><entry><id>1</id><content type='html'>&lt;p>C</content></entry></feed>",
    b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_html": "<p>x</p>", "tags": ["a"]}]}',
    b"<urlset><url><loc>https://a.example/1</loc></url></urlset>",
    b"<rss xmlns:wp='http://wordpress.org/export/1.2/'><channel><item><wp:post_type>post</wp:post_type></item></channel></rss>",
)


def seeds(target: str) -> list[bytes]:
    """The material that `target` is fuzzed with."""
    examples = json.loads((TESTS / "commonmark" / "spec-0.31.2.json").read_text(encoding="utf-8"))
    markdown = [example["markdown"] for example in examples]
    markdown += (TESTS / "markdown" / "constructs.md").read_text(encoding="utf-8").split("\n.\n")
    markdown += (TESTS / "fragments.md").read_text(encoding="utf-8").splitlines()
    pages = [example["html"] for example in examples] + [
        (REPOSITORY / "examples/island-ferry.html").read_text("utf-8")
    ]
    for fixture in sorted((TESTS / "fixtures").glob("html_*.txt")):
        pages += fixture.read_text("utf-8").split("\n.\n")[1::3]
    found = {
        "markdown": markdown,
        "text": markdown,
        "html": pages,
        "feed": [(REPOSITORY / "examples/feed.xml").read_text("utf-8")],
    }[target]
    return [text.encode() for text in found if text.strip()] + (list(FEEDS) if target == "feed" else [])


def mutated(random_source: random.Random, material: Sequence[bytes]) -> bytes:
    """One more input: a seed, or pieces of several, after a few accidents."""
    data = bytearray(random_source.choice(material))
    for _ in range(random_source.randint(1, 8)):
        at = random_source.randint(0, len(data))
        end = min(len(data), at + random_source.randint(1, 60))
        match random_source.randint(0, 6):
            case 0:
                del data[at:end]
            case 1:
                data[at:at] = random_source.choice(MARKS)
            case 2:
                data[at:at] = random_source.choice(MARKS) * random_source.choice((2, 3, 17, 100))
            case 3:
                data[at:at] = bytes(data[at:end]) * random_source.choice((1, 2, 30))
            case 4:
                other = random_source.choice(material)
                cut = random_source.randint(0, len(other))
                data[at:end] = other[cut : cut + random_source.randint(1, 400)]
            case 5:
                data[at:at] = b"\n" + random_source.choice(MARKS) + bytes(data[at:end])
            case _ if data:
                data[min(at, len(data) - 1)] = random_source.randint(0, 255)
    return bytes(data[:20_000])


def _markdown(data: bytes) -> None:
    _same(parse_markdown(data.decode("utf-8", "replace"), source="a.md"), Article)


def _text(data: bytes) -> None:
    _same(parse_text(data.decode("utf-8", "replace"), source="a.txt"), Article)


def _html(data: bytes) -> None:
    _same(parse_html(data, source="https://a.example/"), Article)


def _feed(data: bytes) -> None:
    _same(parse_feed(data, source="https://a.example/feed"), Feed)


def _same(value: Article | Feed, kind: type) -> None:
    assert from_json(kind, to_json(value)) == value, "its JSON does not give it back"


TARGETS: dict[str, Callable[[bytes], None]] = {
    "markdown": _markdown,
    "text": _text,
    "html": _html,
    "feed": _feed,
}


def complaint(target: str, data: bytes) -> str | None:
    """What is wrong with how `data` is taken; None where nothing is. Our own errors are right answers."""
    start = time.process_time()
    try:
        TARGETS[target](data)
    except RhapsodeError:
        pass
    except Exception:
        return traceback.format_exc(limit=-3)
    spent = time.process_time() - start
    return f"took {spent:.1f} s for {len(data)} bytes" if spent > START + EACH_BYTE * len(data) else None


def _kind(words: str) -> str:
    """Where it was raised and what: the same mistake is reported once, whatever the input says."""
    places = [line.strip() for line in words.splitlines() if line.startswith("  File ")]
    return f"{places[-1] if places else words[:4]} {words.splitlines()[-1].split(':')[0] if places else ''}"


def smaller(target: str, data: bytes, words: str) -> bytes:
    """`data` with what the finding does not need taken out, halves first."""
    size = len(data) // 2
    end = time.monotonic() + 20
    while size and time.monotonic() < end:
        at = 0
        while at < len(data) and time.monotonic() < end:
            shorter = data[:at] + data[at + size :]
            again = complaint(target, shorter)
            if again and _kind(again) == _kind(words):
                data = shorter
            else:
                at += size
        size //= 2
    return data


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fuzzing", description=(__doc__ or "").split("\n", 1)[0]
    )
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--target", choices=sorted(TARGETS), action="append", help="all, where none is named")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    faulthandler.enable()
    targets = options.target or sorted(TARGETS)
    material = {target: seeds(target) for target in targets}
    random_source = random.Random(options.seed)
    tried: Counter[str] = Counter()
    found: set[str] = set()
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        target = random_source.choice(targets)
        data = mutated(random_source, material[target])
        tried[target] += 1
        words = complaint(target, data)
        kind = words and _kind(words)
        if words is None or kind is None or kind in found:
            continue
        found.add(kind)
        data = smaller(target, data, words)
        FINDINGS.mkdir(exist_ok=True)
        name = f"{target}-{hashlib.sha256(data).hexdigest()[:10]}"
        (FINDINGS / name).write_bytes(data)
        print(f"{name}: {len(data)} bytes\n{words}", flush=True)
    print(
        ", ".join(f"{count:,} inputs for {target}" for target, count in sorted(tried.items()))
        + f"; {len(found)} findings"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
