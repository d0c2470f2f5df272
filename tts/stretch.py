"""Rate and pitch of finished speech, by FFmpeg's filters: for voices that cannot change them themselves.

`atempo` overlaps and adds pieces of the wave where they are most alike (WSOLA, Verhelst and Roelands 1993,
https://doi.org/10.1109/ICASSP.1993.319366), which keeps speech clearer than a phase vocoder does. Pitch is changed
by playing faster or slower and then putting the tempo back; formants move along, so keep it to a few semitones.
"""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

SLOWEST_STEP, FASTEST_STEP = 0.5, 2.0
"""One `atempo` keeps every sample only within these; more is done in several steps."""
TAIL = 0.25
"""Seconds of silence fed after the end: the filter keeps back its last window."""


def change(samples: Samples, sample_rate: int, *, rate: float = 1.0, pitch: float = 0.0) -> Samples:
    """Mono `samples` `[S]` said `rate` times faster and `pitch` semitones higher: `[round(S / rate)]`, float32."""
    if not len(samples) or (rate == 1.0 and pitch == 0.0):
        return samples
    ratio = 2.0 ** (pitch / 12)
    filters: list[tuple[str, str]] = []
    if pitch:
        filters += [("asetrate", str(round(sample_rate * ratio))), ("aresample", str(sample_rate))]
        ratio = round(sample_rate * ratio) / sample_rate
    filters += [("atempo", f"{step:.9f}") for step in _steps(rate / ratio)]
    padded = np.concatenate((samples, np.zeros(int(TAIL * max(1.0, rate) * sample_rate), np.float32)))
    return _fitted(_filtered(padded, sample_rate, filters), round(len(samples) / rate))


def _steps(tempo: float) -> list[float]:
    """Factors within what one filter can do, with the product `tempo`."""
    steps = []
    while not SLOWEST_STEP <= tempo <= FASTEST_STEP:
        step = SLOWEST_STEP if tempo < 1 else FASTEST_STEP
        steps.append(step)
        tempo /= step
    return [*steps, tempo] if tempo != 1.0 else steps


def _filtered(samples: Samples, sample_rate: int, filters: list[tuple[str, str]]) -> Samples:
    import av
    from av.error import BlockingIOError, EOFError
    from av.filter import Graph

    graph = Graph()
    layout = {
        "sample_rate": str(sample_rate),
        "sample_fmt": "flt",
        "channel_layout": "mono",
        "time_base": f"1/{sample_rate}",
    }
    nodes = [graph.add("abuffer", **layout), *(graph.add(name, value) for name, value in filters)]
    nodes += [
        graph.add("aformat", f"sample_fmts=flt:sample_rates={sample_rate}:channel_layouts=mono"),
        graph.add("abuffersink"),
    ]
    for one, other in itertools.pairwise(nodes):
        one.link_to(other)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(samples[None], np.float32), format="flt", layout="mono"
    )
    frame.sample_rate = sample_rate
    frame.pts = 0
    graph.push(frame)
    graph.push(None)
    pieces: list[Samples] = []
    while True:
        try:
            pulled = graph.pull()
        except (EOFError, BlockingIOError):
            break
        pieces.append(pulled.to_ndarray().reshape(-1).astype(np.float32))  # type: ignore[union-attr]
    return np.concatenate(pieces) if pieces else np.zeros(0, np.float32)


def _fitted(samples: Samples, size: int) -> Samples:
    """Exactly `size` samples: silence is added or cut at the end."""
    if len(samples) >= size:
        return samples[:size]
    return np.concatenate((samples, np.zeros(size - len(samples), np.float32)))
