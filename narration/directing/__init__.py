"""The director: an Article and its Descriptions rewritten for the ear, in a house style."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from rhapsode.captioning.description import Description
from rhapsode.narration.directing.checking import ScriptError, check_script
from rhapsode.narration.directing.director import Director, Setting
from rhapsode.narration.directing.figures import inline_words
from rhapsode.narration.directing.inlines import InlineReader
from rhapsode.narration.directing.notes import Notes, closing_notes
from rhapsode.narration.directing.opening import closing, opening
from rhapsode.narration.directing.passage import letters
from rhapsode.narration.directing.structure import Stage
from rhapsode.narration.lexicon import Entry, Lexicon, load_lexicon
from rhapsode.narration.phrasebook import load_phrasebook
from rhapsode.narration.script import Cover, Script
from rhapsode.narration.spoken import supports
from rhapsode.narration.style import Style, StyleError
from rhapsode.narration.written import units
from rhapsode.parsing.article import Article, BlockBase, Heading, identified, plain_text, walk

__all__ = ["ScriptError", "check_script", "direct"]

DEFAULT_LANGUAGE = "en-US"
# A pronunciation in a lexicon stands between slashes.
IPA = re.compile(r"^/[^/]+/$")


def direct(article: Article, descriptions: Sequence[Description], style: Style) -> Script:
    """The Script for `article`.

    Pictures without a Description are said with the author's alt text, or mentioned. The article's own options
    (front matter `narration`) are laid over `style`. Every written word is in an utterance or among the omissions;
    `rhapsode.narration.account` proves it.

    Raises:
        StyleError: the article's options are no style's.
        LexiconError: a lexicon of the style cannot be read.
    """
    article = with_ids(article)
    style = style.overridden(article.options)
    lang = article.language or DEFAULT_LANGUAGE
    director = _director(article, descriptions, style, lang)
    if not supports(lang):
        director.warnings.append(
            f"there are no spoken forms for {lang}: numbers and signs are left to the voice"
        )
    notes = Notes.of(article)
    stage = Stage(director, notes)
    opening(director)
    stage.body(article.blocks)
    if style.notes == "section":
        stage.section_notes()
    closing_notes(director, notes)
    closing(director)
    if not director.drafts:
        director.announce("empty")
    return Script(
        cover=_cover(article),
        language=lang,
        utterances=director.utterances(),
        chapters=tuple(director.spoken_chapters()),
        voices=dict(style.voices),
        style=style.name,
        omissions=tuple(director.omissions),
        warnings=tuple(director.warnings),
    )


def with_ids(article: Article) -> Article:
    """`article` with ids on all blocks, as parsers give them."""
    missing = any(isinstance(node, BlockBase) and not node.id for node in walk(article))
    return identified(article) if missing else article


def _director(article: Article, descriptions: Sequence[Description], style: Style, lang: str) -> Director:
    phrases = load_phrasebook(lang).with_templates(style.templates)
    title = letters(article.title)
    headings = [block for block in article.blocks if isinstance(block, Heading)]
    levels = [block.level for block in headings if letters(plain_text(block.content)) not in ("", title)]
    director = Director(
        article,
        style,
        phrases,
        lang,
        {description.image: description for description in descriptions},
        lexicon=_words(_lexicon(style.lexicons), article.options.get("lexicon")),
        setting=Setting(lang=lang),
        top_level=min(levels, default=1),
    )
    seen = "\n".join(text for block in article.blocks for _, text in units(block))
    director.inline = InlineReader(
        style,
        phrases,
        lang,
        describe=lambda image: inline_words(director, image),
        omit=director.omit_inlines,
        seen=seen.casefold(),
    )
    return director


@lru_cache(maxsize=16)
def _lexicon(paths: tuple[str, ...]) -> Lexicon | None:
    found: Lexicon | None = None
    for path in paths:
        lexicon = load_lexicon(Path(path))
        found = lexicon if found is None else found + lexicon
    return found


def _words(house: Lexicon | None, own: Any) -> Lexicon | None:
    """The publication's lexicon with the article's own words (`lexicon: {written: spoken}`) over it."""
    if own is None:
        return house
    if not isinstance(own, dict) or not all(isinstance(value, str) for value in own.values()):
        raise StyleError(
            "at lexicon: write it as `written: spoken`, one line each", where="front matter: narration"
        )
    entries = [
        Entry(written, ipa=spoken.strip("/")) if IPA.match(spoken) else Entry(written, spoken)
        for written, spoken in own.items()
    ]
    words = Lexicon(entries, name="article")
    return words if house is None else house + words


def _cover(article: Article) -> Cover:
    return Cover(
        title=article.title,
        byline=article.byline,
        published=article.published,
        summary=article.summary,
        site=article.site,
        source=article.source,
        image=article.lead_image.id if article.lead_image else None,
    )
