"""Spoken forms against two libraries: accuracy by class on the repository's own cases, and sentences a second.

    python -m benchmarks.spoken [--sentences FILE] [--count 2000]

The cases are tests/narration/spoken_cases/*.txt; they are folded for case, punctuation, hyphens, blanks and "and", so
that no library is marked down for its spelling. Libraries that are not installed are left out with a message:
`pip install kitten-text-processing num2words`. FILE holds one sentence a line; without it the cases' own are timed.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from rhapsode.narration.spoken import verbalise

CASES = Path(__file__).parent.parent / "tests" / "narration" / "spoken_cases"
OTHER_LANGUAGES = frozenset({"german", "french", "spanish", "italian", "portuguese", "british"})
Reader = Callable[[str], str]


def ours(text: str) -> str:
    return verbalise(text).spoken


def kitten() -> Reader:
    module = import_module("kitten_text_processing")
    normalizer = module.Normalizer()
    return lambda text: normalizer.normalize(text, punct_post_process=True)


def num2words() -> Reader:
    """Every run of digits through num2words: what a few lines of glue give."""
    say = import_module("num2words").num2words
    digits = re.compile(r"\d[\d,]*(?:\.\d+)?(st|nd|rd|th)?")

    def read(match: re.Match[str]) -> str:
        written = match[0].replace(",", "")
        if match[1]:
            return say(int(float(written[:-2])), to="ordinal")
        return say(float(written) if "." in written else int(written))

    return lambda text: digits.sub(read, text)


def cases() -> list[tuple[str, str, tuple[str, ...]]]:
    """(class, written, readings), as tests/narration/test_spoken_cases.py reads them."""
    found: list[tuple[str, str, tuple[str, ...]]] = []
    for path in sorted(CASES.glob("*.txt")):
        kind = path.stem
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("## "):
                kind = line[3:].strip()
            elif " =>" in line and not line.startswith("# ") and kind not in OTHER_LANGUAGES:
                written, _, spoken = line.partition(" =>")
                found.append((kind, written, tuple(spoken.split(" | "))))
    return found


def folded(text: str) -> str:
    words = re.sub(r"[^\w\s]|_", " ", text.casefold()).split()
    return "".join(word for word in words if word != "and").replace("oh", "zero")


def right(reader: Reader, written: str, readings: Sequence[str]) -> bool:
    try:
        return folded(reader(written)) in {folded(reading) for reading in readings}
    except Exception:
        # A library that fails on a case has not read it; which error it was is not measured here.
        return False


def speed(reader: Reader, sentences: Sequence[str], *, at_most: float = 10.0) -> float:
    """Sentences a second of CPU time; stops after `at_most` seconds, for some take minutes."""
    started = time.process_time()
    done = 0
    for sentence in sentences:
        try:
            reader(sentence)
        except Exception:
            continue
        finally:
            done += 1
        if time.process_time() - started > at_most:
            break
    return done / (time.process_time() - started)


def readers() -> dict[str, Reader]:
    found: dict[str, Reader] = {"rhapsode": ours}
    for name, make in (("kitten", kitten), ("num2words", num2words)):
        try:
            found[name] = make()
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sentences", type=Path, help="prose to time, one sentence a line")
    parser.add_argument("--count", type=int, default=2000, help="how many sentences to time")
    parser.add_argument("--classes", nargs="*", help="only these classes")
    options = parser.parse_args()
    chosen = [case for case in cases() if not options.classes or case[0] in options.classes]
    compared = readers()
    table: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    totals: dict[str, int] = defaultdict(int)
    for kind, written, readings in chosen:
        totals[kind] += 1
        for name, reader in compared.items():
            table[kind][name] += right(reader, written, readings)
    print(f"{'class':<16}{'n':>6}" + "".join(f"{name:>12}" for name in compared))
    for kind, n in totals.items():
        print(f"{kind:<16}{n:>6}" + "".join(f"{100 * table[kind][name] / n:>11.0f}%" for name in compared))
    every = sum(totals.values())
    shares = (100 * sum(row[name] for row in table.values()) / every for name in compared)
    print(f"{'all':<16}{every:>6}" + "".join(f"{share:>11.1f}%" for share in shares))
    if options.sentences:
        lines = options.sentences.read_text("utf-8").splitlines()
        sentences = [line for line in lines if line.strip()][: options.count]
    else:
        sentences = [written for _, written, _ in chosen]
    rates = (speed(reader, sentences) for reader in compared.values())
    print(f"{'sentences/s':<22}" + "".join(f"{rate:>12,.0f}" for rate in rates))


if __name__ == "__main__":
    main()
