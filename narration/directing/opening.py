"""What stands before and after the body: title, byline, date, the disclosure, and the house's own words."""

from __future__ import annotations

from rhapsode.narration.directing.director import Director
from rhapsode.narration.directing.figures import lead_image
from rhapsode.narration.directing.inlines import ISO_DATE, iso_date
from rhapsode.narration.directing.passage import Passage, added, join, letters, visible
from rhapsode.parsing.article import Heading, images, plain_text

LEFT_OUT = "style: opening.{} = false"


def opening(d: Director) -> None:
    """Title, standfirst, authors, date, and that the voice is synthetic: the order of published narrations."""
    article, style = d.article, d.style
    pauses = style.pauses
    title = " ".join(visible(article.title).split())
    d.open_chapter(title or d.phrases.text("untitled").rstrip("."), 1)
    if style.opening.intro.strip():
        d.emit(d.template("intro", text=style.opening.intro), "announcement", after=pauses.title)
    _title(d, title)
    _summary(d)
    _byline(d)
    _date(d)
    if style.opening.disclosure:
        d.announce("disclosure", after=pauses.opening)
    d.pause(pauses.body)
    if article.lead_image is not None and _only_above(d):
        lead_image(d, article.lead_image)


def _title(d: Director, title: str) -> None:
    if not d.style.opening.title:
        d.omit(title, LEFT_OUT.format("title"), "title")
        return
    with d.within(block="title"):
        passage = d.inline.plain(title)
        if passage.says_something:
            d.emit(passage, "title", after=d.style.pauses.title, context="heading")
        else:
            d.announce("untitled", role="title", after=d.style.pauses.title)


def _summary(d: Director) -> None:
    summary = d.inline.plain(d.article.summary or "")
    if not summary.says_something:
        return
    policy, rule = d.policy("summary")
    with d.within(block="summary"):
        if policy == "say" and letters(summary.text) not in letters(d.inline.seen):
            d.emit(summary, "announcement", place="paragraph", after=d.style.pauses.opening)
        elif policy == "say":
            d.omit(summary.text, "the body says it again")
        else:
            d.omit(summary.text, rule)


def _byline(d: Director) -> None:
    names = [d.inline.plain(name) for name in d.article.byline]
    names = [name for name in names if name.says_something]
    if not names:
        return
    with d.within(block="byline"):
        if not d.style.opening.byline:
            d.omit(" ".join(name.text for name in names), LEFT_OUT.format("byline"))
            return
        between = d.phrases.enumeration(len(names))
        parts: list[Passage] = []
        for i, name in enumerate(names):
            parts.append(_bare(name))
            if i < len(between):
                parts.append(added(between[i], "byline"))
        d.emit(d.template("byline", names=join(parts)), "byline", after=d.style.pauses.opening)


def _bare(name: Passage) -> Passage:
    """A name without the "By" that some pages put before it."""
    words = name.text.split(" ", 1)
    if len(words) == 2 and words[0].casefold() in ("by", "von", "par", "por", "di", "de"):
        return name.cut(0, len(words[0]) + 1).marked("says", "") + name.cut(len(words[0]) + 1, len(name.text))
    return name


def _date(d: Director) -> None:
    match = ISO_DATE.match(d.article.published or "")
    date = iso_date(match, d.phrases) if match else None
    if date is None or not d.style.opening.date:
        return
    with d.within(block="date"):
        d.emit(d.template("date", date=date), "byline", after=d.style.pauses.opening)


def _only_above(d: Director) -> bool:
    """Whether the lead image is not in the body as well."""
    lead = d.article.lead_image
    return lead is not None and sum(1 for image in images(d.article) if image.src == lead.src) == 1


def closing(d: Director) -> None:
    """The house's last words, after everything."""
    site = visible(d.article.site or "").strip() if d.style.closing.source else ""
    if site or d.style.closing.outro.strip():
        d.pause(d.style.pauses.section)
    if site:
        d.announce("source", site=site)
    if d.style.closing.outro.strip():
        d.emit(d.template("outro", text=d.style.closing.outro), "announcement")


def repeats_title(d: Director, block: object) -> bool:
    """Whether a heading only says the article's title again."""
    if not isinstance(block, Heading):
        return False
    return bool(letters(plain_text(block.content))) and letters(plain_text(block.content)) == letters(
        d.article.title
    )
