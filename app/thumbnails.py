"""Small versions of an article's pictures, for the page. Nothing is fetched: only what lies beside the article."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Mapping
from functools import lru_cache

from rhapsode.base import RhapsodeError
from rhapsode.narration import Article, images, open_picture, read_source

EDGE = 640
"""Pixels of the longest edge."""


class Thumbnails(Mapping[str, str]):
    """`data:` addresses of pictures by the image's id, made on first need.

    Pictures that lie on the network, or that cannot be opened, are not in it.
    """

    def __init__(self, article: Article) -> None:
        self._source = article.source
        self._images = {image.id: image for image in images(article)}
        self._made: dict[str, str | None] = {}

    def __getitem__(self, name: str) -> str:
        if name not in self._made:
            image = self._images[name]
            self._made[name] = thumbnail(image.src, self._source)
        made = self._made[name]
        if made is None:
            raise KeyError(name)
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._images)

    def __len__(self) -> int:
        return len(self._images)


@lru_cache(maxsize=256)
def thumbnail(src: str, source: str | None) -> str | None:
    """The picture at `src` of the article from `source`, as a `data:` address of a JPEG; None if it cannot be had."""
    try:
        pixels = open_picture(read_source(src, article=source)).pixels
    except RhapsodeError:
        return None  # captioning has already said what is wrong with it
    if pixels is None:
        return None
    small = pixels.copy()
    small.thumbnail((EDGE, EDGE))
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=82)
    return "data:image/jpeg;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
