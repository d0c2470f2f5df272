"""Pictures for the ear: a description with its lead word, then the caption, set off and announced.

The order of decisions is that of the W3C's tutorial on images: decorative pictures are silent, what an author or
a caption already says is not said twice, and a picture nobody described is mentioned once.
"""

from __future__ import annotations

from rhapsode.captioning.description import Description
from rhapsode.captioning.kinds import SURE
from rhapsode.narration.directing.director import Director
from rhapsode.narration.directing.passage import Passage, added, join, letters, visible
from rhapsode.narration.written import words
from rhapsode.parsing.article import Figure, Image

LEADS = ("photo", "chart", "screenshot", "diagram", "map", "quote_card", "illustration", "logo", "icon")
# A description may already begin as the lead word would: "A map of ...", "Screenshot of ...".
LEAD_WORDS = 3
# A caption that shares this much of its words with the description says the same.
ALIKE = 0.6


def described(d: Director, image: Image) -> Description:
    """What is known about a picture: its Description, else what the page itself says."""
    if (known := d.described.get(image.id)) is not None:
        return known
    alt = " ".join((image.alt or "").split())
    if image.hidden or image.alt == "":
        return Description(image.id, "", "alt", "the page marks it as decorative", decorative=True)
    if alt:
        return Description(image.id, alt, "alt", "the author's own words")
    return Description(image.id, "", "none", "nobody described it")


def inline_words(d: Director, image: Image) -> str:
    """The words for a picture inside running text; "" where it is silent."""
    known = described(d, image)
    words = _words(d, known)
    policy, rule = d.policy("image")
    if words and not known.decorative and policy in ("say", "summarise"):
        return words
    d.omit_image(
        image,
        "decorative picture" if known.decorative else rule if words else "picture in the text without words",
    )
    return ""


def _words(d: Director, known: Description) -> str:
    """The words of a description; none where it only says the article's title again."""
    text = " ".join(visible(known.text).split())
    return text if letters(text) not in ("", letters(d.article.title)) else ""


def figure(d: Director, block: Figure) -> None:
    """One or more pictures, their caption and their credit."""
    pauses = d.style.pauses
    d.pause(pauses.block)
    lead = _pictures(d, block)
    policy, rule = d.policy("caption", block)
    if policy == "say":
        _caption(d, d.read(block.caption), lead)
    else:
        d.omit_inlines(block.caption, rule)
    _credit(d, block)
    d.pause(pauses.block)


def lead_image(d: Director, image: Image) -> None:
    """The picture above the article, where the body does not show it; nobody misses one that is not described."""
    if _words(d, described(d, image)):
        figure(d, Figure((image,)))
    else:
        d.omit_image(image, "lead picture without words")


def _pictures(d: Director, block: Figure) -> str | None:
    """Say the pictures; the lead word if the one picture's description is its caption, else None."""
    policy, rule = d.policy("image", block)
    shown: list[tuple[Image, Description]] = []
    for image in block.images:
        known = described(d, image)
        if known.decorative:
            d.omit_image(image, "decorative picture")
        elif policy == "skip":
            d.omit_image(image, rule)
        else:
            shown.append((image, known))
            d.picture(image)
    if policy in ("cue", "summarise") and shown:
        d.announce(f"image_{'cue' if policy == 'cue' else 'summary'}", role="image")
        return None
    caption = words(block.caption)
    if len(shown) == 1 and letters(caption) and d.policy("caption", block)[0] == "say":
        known = shown[0][1]
        if known.source == "caption" or (_words(d, known) and alike(known.text, caption)):
            return _lead(d, known)
    if len(shown) > 1 and any(_words(d, known) for _, known in shown):
        d.announce("gallery", role="image", after=d.style.pauses.sentence, count=len(shown))
    _describe(d, shown)
    return None


def alike(a: str, b: str) -> bool:
    """Whether two texts say much the same: most of the words of both are common to both."""
    if letters(a) == letters(b):
        return True
    one, other = ({letters(word) for word in text.split()} - {""} for text in (a, b))
    return len(one & other) >= ALIKE * max(1, len(one | other))


def _describe(d: Director, shown: list[tuple[Image, Description]]) -> None:
    silent = [known for _, known in shown if not _words(d, known)]
    said: set[str] = set()
    for image, known in shown:
        text = _words(d, known)
        if not text:
            continue
        if text in said:
            d.omit_image(image, "described with the same words as its neighbour")
            continue
        said.add(text)
        _say_description(d, known, text)
    if len(silent) == 1 and (picture := _what_it_is(d, silent[0])):
        d.announce("image_undescribed", role="image", picture=picture)
    elif len(silent) > 1:
        d.announce("images_undescribed", role="image", count=len(silent))


def _what_it_is(d: Director, known: Description) -> str:
    """A picture that nobody described, by its kind where that is sure."""
    # Of a description with a source the confidence is the words', not the kind's.
    sure = known.source == "none" and known.kind in LEADS and known.confidence >= SURE
    named = sure and d.phrases.has(f"one_{known.kind}")
    return d.phrases.text(f"one_{known.kind if named else 'image'}").strip()


def _say_description(d: Director, known: Description, text: str) -> None:
    description = d.template("description", text=text)
    if known.lang:
        description = description.marked("language", known.lang)
    d.emit(join((_lead_passage(d, known, text), description)), "image", after=d.style.pauses.attribution)
    if d.style.frames and known.long:
        long = d.template("description", text=" ".join(visible(known.long).split()))
        d.emit(join((d.template("image_long"), added(" ", "image_long"), long)), "image")
    if d.style.frames:
        d.announce("image_end", role="image")


def _lead(d: Director, known: Description) -> str:
    return known.kind if known.kind in LEADS and d.phrases.has(known.kind) else "image"


def _lead_passage(d: Director, known: Description, text: str) -> Passage:
    key = _lead(d, known)
    if d.style.frames:
        intro = d.template("image_intro") + added(" ", "image_intro")
        return intro if key == "image" else join((intro, d.template(key), added(" ", key)))
    lead = d.template(key)
    noun = lead.text.strip(" :.").casefold()
    opening = [word.strip(",.:;").casefold() for word in text.split()[:LEAD_WORDS]]
    if noun in opening:
        return Passage()
    return lead + added(" ", key)


def _caption(d: Director, caption: Passage, lead: str | None) -> None:
    if not caption.says_something:
        return
    key = lead or "caption"
    opening = d.template(key)
    noun = opening.text.strip(" :.").casefold()
    first = caption.text.split()[0].strip(",.:;").casefold()
    if noun != first:
        caption = join((opening, added(" ", key), caption))
    d.emit(caption, "caption")
    if d.style.frames:
        d.announce("caption_end", role="caption")


def _credit(d: Director, block: Figure) -> None:
    policy, rule = d.policy("credit")
    if policy != "say":
        d.omit_inlines(block.credit, rule)
    elif (credit := d.read(block.credit)).says_something:
        d.emit(join((d.template("credit"), added(" ", "credit"), credit)), "caption")
