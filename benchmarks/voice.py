"""Speed and memory of the voice heart, beside the onnxruntime of the package its weights come from.

    python -m benchmarks.voice [--seconds N] [--text FILE]

Both speak the same sentences in the same run, taking turns, so that a busy machine slows both. "x real time" is
seconds of audio per second; "per core" is seconds of audio per second of processor time, which other programs
disturb less. Letters to phonemes are included on both sides.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from hibari import Hibari
from rich.console import Console
from rich.table import Table

from rhapsode.tts.heart.voice import HeartVoice, load_heart
from rhapsode.tts.utterance import Utterance

TEXT = """The tide clock on the harbour wall had stopped at ten past four, and nobody in the village could say when.
Every captain who came in that week set his watch by it, and every one of them missed the evening flood.
It took the harbour master three days to notice.
She climbed the ladder with a lamp, a screwdriver and a small tin of oil, and found a crab in the works.
The crab was alive.
What followed is told in four different ways, depending on whom you ask and how much time you have.
In the first, she put the crab in her pocket, wound the clock, and went home to her supper.
In the second, the crab had been placed there on purpose, by a rival harbour, to ruin the trade of the town!
Nobody believes the third.
But the fourth is written in the harbour book, in her own careful hand, between the price of rope and the weather:
clock repaired, crab released, no charge.
Would you have done the same?""".splitlines()

PROBE = """
import json, sys, time
started = time.perf_counter()
if sys.argv[1] == "ours":
    from rhapsode.tts.heart.voice import load_heart
    voice = load_heart()
else:
    from hibari import Hibari
    voice = Hibari()
    voice.g2p
seconds = time.perf_counter() - started
# Not getrusage: on Linux its peak includes the parent's, from before the program was replaced.
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([seconds, int(peak)]))
"""


@dataclass
class Contender:
    """One way of speaking all sentences; `speak` returns the seconds of audio it made."""

    name: str
    workers: int
    batch: int
    speak: Callable[[], float]
    speeds: list[float] = field(default_factory=list)
    per_core: list[float] = field(default_factory=list)

    def turn(self) -> None:
        started, worked = time.perf_counter(), time.process_time()
        audio = self.speak()
        self.speeds.append(audio / (time.perf_counter() - started))
        self.per_core.append(audio / (time.process_time() - worked))


def ours(heart: HeartVoice, texts: Sequence[str], workers: int, batch: int) -> Contender:
    voice = heart.using(workers=workers, batch=batch)
    utterances = [
        Utterance(id=str(i), role="paragraph", written=t, spoken=t, alignment=(), lang="en-US")
        for i, t in enumerate(texts)
    ]
    return Contender(
        "heart (PyTorch)", workers, batch, lambda: sum(s.duration for s in voice.speak(utterances))
    )


def package(voice: Hibari, texts: Sequence[str], workers: int) -> Contender:
    def say(text: str) -> float:
        phonemes = voice.g2p(text, normalize_text=False)
        return len(voice.from_ids(voice.ids(phonemes), rng=np.random.default_rng(0))) / voice.sample_rate

    def speak() -> float:
        with ThreadPoolExecutor(workers) as pool:
            return sum(pool.map(say, texts))

    return Contender("hibari (onnxruntime, int8)", workers, 1, speak)


def loading(which: str) -> tuple[float, float]:
    """Seconds to load in a fresh process, imports included, and its peak memory then, in MB."""
    out = subprocess.run(
        [sys.executable, "-c", PROBE, which], capture_output=True, text=True, check=True
    ).stdout
    seconds, kilobytes = json.loads(out)
    return seconds, kilobytes / 1024


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=30.0, help="how long to measure (default 30)")
    parser.add_argument("--text", type=Path, help="sentences to speak, one a line")
    given = parser.parse_args()
    texts = [line for line in (given.text.read_text("utf-8").splitlines() if given.text else TEXT) if line]
    # Copies of the text, so that utterances of equal padded size exist for the batches.
    texts *= max(1, -(-24 // len(texts)))

    heart, hibari = load_heart(), Hibari(threads=1)
    contenders = [ours(heart, texts, workers, batch) for workers in (1, 2) for batch in (1, 2, 4, 8, 16)]
    contenders += [package(hibari, texts, workers) for workers in (1, 2)]
    until = time.perf_counter() + given.seconds
    for contender in contenders:
        contender.turn()
        contender.speeds.clear()  # the first turn warms up
        contender.per_core.clear()
    while time.perf_counter() < until or not contenders[-1].speeds:
        for contender in contenders:
            contender.turn()
    show(contenders)


def show(contenders: Sequence[Contender]) -> None:
    table = Table(title="median x real time, turns taken in one run")
    for column in ("voice", "threads", "batch", "x real time", "best", "per core"):
        table.add_column(column, justify="left" if column == "voice" else "right")
    for c in contenders:
        table.add_row(
            c.name, str(c.workers), str(c.batch), f"{np.median(c.speeds):.0f}", f"{max(c.speeds):.0f}", f"{np.median(c.per_core):.0f}"
        )  # fmt: skip
    console = Console()
    console.print(table)
    for name, which in (("heart", "ours"), ("hibari", "theirs")):
        seconds, megabytes = loading(which)
        console.print(f"{name}: ready {seconds:.2f} s after the process starts, {megabytes:.0f} MB then")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    console.print(f"peak memory of this run, everything loaded: {peak:.0f} MB")


if __name__ == "__main__":
    main()
