"""The picture that players show for an article."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from rhapsode.captioning.errors import ImageRefused
from rhapsode.captioning.sources import read_source
from rhapsode.parsing.article import Article, Figure, Image, walk

if TYPE_CHECKING:
    from rhapsode.parsing.fetch import Fetcher

log = logging.getLogger(__name__)


def cover_image(article: Article, fetcher: Fetcher | None = None) -> bytes | None:
    """The bytes of the article's lead image, or of its first figure that can be read; None where there is none.

    Without a `fetcher` only local pictures are read.
    """
    for image in _candidates(article):
        try:
            return read_source(image.src, article=article.source, fetcher=fetcher)
        except ImageRefused as error:
            log.info("%s: no cover from %s: %s", article.source, image.src[:200], error.message)
    return None


def _candidates(article: Article) -> list[Image]:
    """The lead image, then the first shown figure: a cover is worth two attempts, not a download of everything."""
    shown = (
        image
        for block in walk(article)
        if isinstance(block, Figure)
        for image in block.images
        if not image.hidden and image.alt != ""
    )
    first = next(shown, None)
    return [image for image in (article.lead_image, first) if image]
