"""Where the article is: paragraphs vouch for what holds them, links speak against it, names are heard last.

Every paragraph gives its holder points for its length and its commas, the holder's holder half as many, and so on; the
share of text that is links takes points away (the idea of Arc90's Readability). The best holder, with those of its
neighbours that read like it, is the article. Then `boilerplate` finds what inside it is not.
"""

from __future__ import annotations

from rhapsode.parsing.html.boilerplate import mark_apart, mark_boilerplate
from rhapsode.parsing.html.dom import Element, ancestors
from rhapsode.parsing.html.measures import Measures
from rhapsode.parsing.html.metadata import Metadata
from rhapsode.parsing.html.page import Page
from rhapsode.parsing.html.vocabulary import BAD, GOOD

_VOUCHING = frozenset(
    {
        "p",
        "td",
        "pre",
        "div",
        "section",
        "article",
        "main",
        "blockquote",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "dd",
        "center",
        "body",
        "figure",
    }
)
_HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "th"})
_MINOR = frozenset({"address", "ol", "ul", "dl", "dd", "dt", "li", "form"})
_LEAST_WORDS = 500
_FEW_WORDS = 140


def select(page: Page, metadata: Metadata) -> list[Element]:
    """The elements that hold the article, in document order; what inside them does not belong joins `page.skip`."""
    root = _body(page)
    attempts: list[tuple[float, list[Element], set[Element]]] = []
    for strict, trust in ((2, 1.2), (1, 1.1), (0, 1.0)):
        before = set(page.skip)
        chosen, chars = _attempt(page, root, metadata, strict)
        if attempts and attempts[0][0] >= _FEW_WORDS and _stands_apart(chosen, attempts[0][2]):
            chars = 0
        if chars >= _LEAST_WORDS:
            return chosen
        attempts.append((chars * trust, chosen, set(page.skip)))
        page.skip.clear()
        page.skip.update(before)
    _, chosen, skip = max(attempts, key=lambda attempt: attempt[0])
    page.skip.update(skip)
    return chosen


def _stands_apart(chosen: list[Element], apart: set[Element]) -> bool:
    """Whether all of a laxer choice lies in what the strict one set apart: a footer longer than a short article."""
    return all(any(item in apart for item in (element, *ancestors(element))) for element in chosen)


def _body(page: Page) -> Element:
    """The element to look in: the body, or all of a page whose text stands beside it."""
    body = page.root.find("body")
    if body is None:
        return page.root
    beside = any(child.tag not in ("head", "body") and len(child) for child in page.root)
    return page.root if beside else body


def _attempt(page: Page, root: Element, metadata: Metadata, strict: int) -> tuple[list[Element], int]:
    """One try; each less strict one believes fewer witnesses against a part of the page."""
    if strict == 2:
        mark_apart(page, Measures(page, root), metadata)
    measures = Measures(page, root)
    scores = _scores(measures, weigh_names=strict > 0)
    top = _declared(measures, scores) or _top(measures, scores)
    chosen = _with_neighbours(measures, scores, top)
    if strict > 0:
        for i in chosen:
            if strict == 1:
                mark_apart(page, measures, metadata, i)
            mark_boilerplate(page, measures, i, metadata)
    after = Measures(page, root) if strict > 0 else measures
    return [measures.order[i] for i in chosen], sum(after.chars[i] for i in chosen)


def _scores(measures: Measures, *, weigh_names: bool) -> dict[int, float]:
    scores: dict[int, float] = {}
    for i, count in enumerate(measures.loose):
        if count < 25 or measures.dead[i] or measures.order[i].tag not in _VOUCHING:
            continue
        points = 1 + measures.loose_commas[i] + min(3, count // 100)
        at = measures.parent[i]
        if measures.has_blocks[i] or (measures.breaks[i] >= 4 and count > 300):
            at = i
            points += count // 600
        level = 0
        while at >= 0 and level < 5:
            if at not in scores:
                scores[at] = _first_score(measures, at, weigh_names)
            scores[at] += points / (1 if level == 0 else 2 if level == 1 else level * 3)
            at = measures.parent[at]
            level += 1
    return {i: score * (1 - measures.link_density(i)) for i, score in scores.items()}


def _first_score(measures: Measures, i: int, weigh_names: bool) -> float:
    element = measures.order[i]
    tag = element.tag
    score = 5.0 if tag in ("div", "article", "main") else 3.0 if tag in ("pre", "td", "blockquote") else 0.0
    score -= 5 if tag in _HEADS else 3 if tag in _MINOR else 0
    return score + (name_weight(element) if weigh_names else 0)


def name_weight(element: Element) -> float:
    weight = 0.0
    for name in (element.get("class"), element.get("id")):
        if name:
            weight += 25 * bool(GOOD.search(name)) - 25 * bool(BAD.search(name))
    return weight


def _declared(measures: Measures, scores: dict[int, float]) -> int | None:
    """The one element that the page's microdata calls the article's body, where it reads like one."""
    found = [
        i
        for i in scores
        if "articleBody" in (measures.order[i].get("itemprop") or "").split()
        and measures.chars[i] >= _LEAST_WORDS
    ]
    outer = [i for i in found if not any(j < i < measures.end[j] for j in found)]
    if len(outer) == 1 and measures.link_density(outer[0]) < 0.4:
        return outer[0]
    return None


def _top(measures: Measures, scores: dict[int, float]) -> int:
    """The best holder, or the holder of several that are nearly as good."""
    ranked = sorted(scores, key=lambda i: (-scores[i], i))
    if not ranked:
        return 0
    top = ranked[0]
    rivals = [i for i in ranked[1:5] if scores[i] >= 0.75 * scores[top]]
    if len(rivals) >= 3:
        at = measures.parent[top]
        while at > 0:
            if sum(1 for i in rivals if at < i < measures.end[at]) >= 3:
                top = at
                break
            at = measures.parent[at]
    return _gathered(measures, _climbed(measures, scores, top))


def _climbed(measures: Measures, scores: dict[int, float], top: int) -> int:
    """Up, while the holder's score grows (the article goes on beside), or while it holds nothing else."""
    last = scores.get(top, 0)
    least = last / 3
    at = measures.parent[top]
    while at > 0:
        if at in scores:
            if scores[at] < least:
                break
            if scores[at] > last:
                top = at
                break
            last = scores[at]
        at = measures.parent[at]
    at = measures.parent[top]
    while (
        at > 0
        and measures.chars[at] == measures.chars[top]
        and measures.pictures[at] == measures.pictures[top]
    ):
        top = at
        at = measures.parent[at]
    return top


def _gathered(measures: Measures, top: int) -> int:
    """Up, where an ancestor holds a good deal more prose: page builders put every paragraph into a box of its own."""
    at = measures.parent[top]
    best = top
    while at > 0:
        gain = measures.prose[at] - measures.prose[best]
        noise = measures.chars[at] - measures.chars[best] - gain
        if gain > 0.25 * measures.prose[best] and noise < 0.5 * gain:
            best = at
        at = measures.parent[at]
    return best


def _with_neighbours(measures: Measures, scores: dict[int, float], top: int) -> list[int]:
    """The holder and those of its siblings that read like it."""
    up = measures.parent[top]
    if up < 0:
        return [top]
    threshold = max(10, 0.2 * scores.get(top, 0))
    own_class = measures.order[top].get("class")
    chosen: list[int] = []
    for sibling in measures.order[up]:
        i = measures.index[sibling]
        if i == top or (not measures.dead[i] and _reads_like(measures, scores, i, top, threshold, own_class)):
            chosen.append(i)
    return _without_gaps(measures, up, chosen, top)


def _without_gaps(measures: Measures, up: int, chosen: list[int], top: int) -> list[int]:
    """What stands between two parts of the article belongs to it; if hardly anything stands outside, take it all."""
    if len(chosen) > 1 or measures.chars[top] < 0.8 * measures.chars[up]:
        siblings = [measures.index[sibling] for sibling in measures.order[up]]
        between = [i for i in siblings if chosen[0] <= i <= chosen[-1] and not measures.dead[i]]
        words = sum(measures.chars[i] for i in between)
        if (
            len(chosen) > 2
            and words > 0.7 * measures.chars[up]
            and measures.order[up].tag not in ("body", "html")
        ):
            return [up]
        return between
    return chosen


def _reads_like(
    measures: Measures, scores: dict[int, float], i: int, top: int, threshold: float, own_class: str | None
) -> bool:
    element = measures.order[i]
    bonus = 0.2 * scores.get(top, 0) if own_class and element.get("class") == own_class else 0
    if i in scores and scores[i] + bonus >= threshold:
        return True
    if element.tag != "p":
        return False
    density, count = measures.link_density(i), measures.chars[i]
    if count > 80:
        return density < 0.25
    return count > 0 and density == 0 and "".join(element.itertext()).rstrip().endswith((".", "!", "?", "。"))
