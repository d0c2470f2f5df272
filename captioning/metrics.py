"""How good descriptions are, computed here: CIDEr-D and ROUGE-L against references, groundedness against sources.

CIDEr-D: Vedantam, Zitnick, Parikh, "CIDEr: Consensus-based Image Description Evaluation", CVPR 2015 (the variant with
clipping and a Gaussian length penalty, sigma 6, times 10). ROUGE-L: Lin, "ROUGE", 2004 (F-measure with beta 1.2, as
captioning evaluations use it).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rhapsode.captioning.linter.grounding import proper_names
from rhapsode.captioning.numbers import values_in
from rhapsode.captioning.vocabulary import COMMON_CAPITALS
from rhapsode.captioning.words import WORD, content_words, fold, overlap

NGRAMS = 4
SIGMA = 6.0
BETA = 1.2

Grams = Counter[tuple[str, ...]]


def tokens(text: str) -> list[str]:
    """Lower-case words without punctuation."""
    return re.findall(r"\w+(?:'\w+)?", text.lower())


def cider_d(candidates: Sequence[str], references: Sequence[Sequence[str]]) -> tuple[float, list[float]]:
    """The mean over the set (0 to 10) and the value of each candidate; document frequencies come from `references`.

    Raises:
        ValueError: the lengths differ, or a candidate has no reference.
    """
    if len(candidates) != len(references) or not all(references):
        raise ValueError("every candidate needs at least one reference")
    counted = [[_grams(reference) for reference in several] for several in references]
    frequency: Grams = Counter(gram for several in counted for gram in set().union(*several))
    size = math.log(max(len(references), 1))
    values = [
        sum(_likeness(_grams(candidate), reference, frequency, size) for reference in several) / len(several)
        for candidate, several in zip(candidates, counted, strict=True)
    ]
    return sum(values) / max(len(values), 1), values


def _grams(text: str) -> Grams:
    words = tokens(text)
    return Counter(tuple(words[i : i + n]) for n in range(1, NGRAMS + 1) for i in range(len(words) - n + 1))


def _likeness(candidate: Grams, reference: Grams, frequency: Grams, size: float) -> float:
    """10 times the mean over n of the clipped cosine of tf-idf vectors, less for a difference in length."""
    length = [
        sum(count for gram, count in grams.items() if len(gram) == 2) for grams in (candidate, reference)
    ]
    penalty = math.exp(-((length[0] - length[1]) ** 2) / (2 * SIGMA**2))
    total = 0.0
    for n in range(1, NGRAMS + 1):
        c, r = (_weighted(grams, n, frequency, size) for grams in (candidate, reference))
        norms = math.sqrt(sum(v * v for v in c.values())) * math.sqrt(sum(v * v for v in r.values()))
        if norms:
            total += sum(min(value, r[gram]) * r[gram] for gram, value in c.items() if gram in r) / norms
    return 10 * penalty * total / NGRAMS


def _weighted(grams: Grams, n: int, frequency: Grams, size: float) -> dict[tuple[str, ...], float]:
    return {
        gram: count * (size - math.log(max(1.0, frequency[gram])))
        for gram, count in grams.items()
        if len(gram) == n
    }


def rouge_l(candidate: str, references: Sequence[str]) -> float:
    """F-measure (0 to 1) of the longest common subsequence of words, over the best precision and recall."""
    words = tokens(candidate)
    if not words or not any(map(tokens, references)):
        return 0.0
    common = [(_longest_common(words, tokens(reference)), len(tokens(reference))) for reference in references]
    precision = max(length / len(words) for length, _ in common)
    recall = max(length / size for length, size in common if size)
    if not precision or not recall:
        return 0.0
    return (1 + BETA**2) * precision * recall / (recall + BETA**2 * precision)


def _longest_common(first: Sequence[str], second: Sequence[str]) -> int:
    row = [0] * (len(second) + 1)
    for a in first:
        diagonal = 0
        for j, b in enumerate(second, 1):
            diagonal, row[j] = row[j], diagonal + 1 if a == b else max(row[j], row[j - 1])
    return row[-1]


@dataclass(frozen=True, slots=True)
class Groundedness:
    """Shares (0 to 1) of a description's names and numbers that its sources have, 1 where it has none; `redundancy` is
    the share of its content words that caption and neighbours say already; `words` its length."""

    names: float
    numbers: float
    redundancy: float
    words: int


def groundedness(text: str, sources: Sequence[str], around: Sequence[str] = ()) -> Groundedness:
    """How far a description stands on the picture's words and the article (`sources`), and repeats what is `around` it."""
    known = {fold(word) for source in (*sources, *around) for word in WORD.findall(source)}
    names = [name for name in proper_names(text) if name.lower() not in COMMON_CAPITALS]
    grounded = [all(fold(word) in known for word in WORD.findall(name)) for name in names]
    values = values_in(text)
    there = {value for source in (*sources, *around) for value in values_in(source)}
    return Groundedness(
        names=sum(grounded) / len(grounded) if grounded else 1.0,
        numbers=sum(value in there for value in values) / len(values) if values else 1.0,
        redundancy=overlap(text, " ".join(around)) if content_words(text) else 0.0,
        words=len(WORD.findall(text)),
    )
