"""From pictures and questions to what a chat model takes.

    ChatInputs            a chat turn per picture, padded on the left
    |- WholeProcessor       the library's own processor for the family
    `- PartsProcessor       put together from tokenizer, image processor and template
       |- GridProcessor       Qwen-VL: a picture is a grid of patches of its own size
       `- TileProcessor       SmolVLM2: a picture is cut into square tiles

The library's processors for models that also take videos want torchvision, in a build that matches torch, to be made
at all. We have no videos; their image processors and tokenizers work without.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

import torch
from PIL import Image

from rhapsode.captioning.models.tiles import DEFAULT_EDGE, bounded_size, edges, tiled_size


class ChatInputs(ABC):
    """`tokenizer`, `images` (the image processor) and the chat `template` of one model.

    `edge` is a tile's, in pixels.
    """

    def __init__(self, tokenizer: Any, images: Any, template: str) -> None:
        self._tokenizer = tokenizer
        self._images = images
        self._template = template
        # Texts are continued at their end, so what fills up the shorter ones goes in front.
        tokenizer.padding_side = "left"
        tile = edges(getattr(images, "max_image_size", None)).get("longest_edge")
        self._cuts = tile is not None
        self.edge = max(1, tile or DEFAULT_EDGE)

    @abstractmethod
    def __call__(self, pictures: Sequence[Image.Image], questions: Sequence[str]) -> dict[str, torch.Tensor]:
        """The model's inputs for one question about each of N pictures: `input_ids` (N x length) and the rest."""

    def decode(self, tokens: torch.Tensor) -> str:
        """The words of one answer (length)."""
        return self._tokenizer.decode(tokens, skip_special_tokens=True)

    def size(self, width: int, height: int, tiles: int) -> tuple[int, int]:
        """The size that a picture should have before it comes here, so that it costs at most `tiles` tiles."""
        fit = tiled_size if self._cuts else bounded_size
        return fit(width, height, self.edge, tiles)

    def _image_settings(self) -> dict[str, Any]:
        """Processors that cut would first enlarge every picture to their own largest size."""
        return {"do_resize": False} if self._cuts else {}


class WholeProcessor(ChatInputs):
    """The library's processor, where it can be had."""

    def __init__(self, processor: Any, template: str) -> None:
        super().__init__(processor.tokenizer, processor.image_processor, template)
        self._processor = processor

    def __call__(self, pictures: Sequence[Image.Image], questions: Sequence[str]) -> dict[str, torch.Tensor]:
        turns = [
            [_turn({"type": "image", "image": picture}, question)]
            for picture, question in zip(pictures, questions, strict=True)
        ]
        return self._processor.apply_chat_template(
            turns,
            chat_template=self._template,
            add_generation_prompt=True,
            tokenize=True,
            return_dict=True,
            return_tensors="pt",
            processor_kwargs={"padding": True, **self._image_settings()},
        )


class PartsProcessor(ChatInputs):
    """The same from the parts: a picture's mark in the prompt becomes as many marks as the model has places for it."""

    types: ClassVar[bool] = False
    """Whether the model wants to be told which tokens are places of a picture (`mm_token_type_ids`)."""

    def __init__(self, tokenizer: Any, images: Any, template: str, config: Any) -> None:
        super().__init__(tokenizer, images, template)
        self._config = config
        self._mark = str(tokenizer.convert_ids_to_tokens(config.image_token_id))

    def __call__(self, pictures: Sequence[Image.Image], questions: Sequence[str]) -> dict[str, torch.Tensor]:
        seen, places = self._look(pictures)
        prompts = [self._prompt(question) for question in questions]
        filled = [prompt.replace(self._mark, marks, 1) for prompt, marks in zip(prompts, places, strict=True)]
        # As in the library: a template that writes the beginning of a text itself gets no second one.
        start = self._tokenizer.bos_token
        words = self._tokenizer(
            filled,
            padding=True,
            return_tensors="pt",
            return_token_type_ids=False,
            add_special_tokens=not (start and prompts[0].startswith(start)),
        )
        if self.types:
            words["mm_token_type_ids"] = (words["input_ids"] == self._config.image_token_id).int()
        return {**words, **seen}

    @abstractmethod
    def _look(self, pictures: Sequence[Image.Image]) -> tuple[dict[str, torch.Tensor], list[str]]:
        """The pictures as the model takes them, and for each the marks of its places in the prompt."""

    def _prompt(self, question: str) -> str:
        prompt = self._tokenizer.apply_chat_template(
            [_turn({"type": "image"}, question)],
            chat_template=self._template,
            add_generation_prompt=True,
            tokenize=False,
        )
        if prompt.count(self._mark) != 1:
            raise ValueError(f"the chat template has no place for a picture ({self._mark})")
        return prompt


class GridProcessor(PartsProcessor):
    """Qwen2-VL, Qwen2.5-VL, Qwen3-VL: `pixel_values` (patches of all pictures x numbers), `image_grid_thw` (N x 3)."""

    types = True

    def _look(self, pictures: Sequence[Image.Image]) -> tuple[dict[str, torch.Tensor], list[str]]:
        seen = self._images(images=list(pictures), return_tensors="pt")
        # Squares of patches are merged into one place before the text model sees them.
        counts = seen["image_grid_thw"].prod(dim=1) // self._images.merge_size**2
        return dict(seen), [self._mark * count for count in counts.tolist()]


class TileProcessor(PartsProcessor):
    """SmolVLM2: `pixel_values` (N x tiles x 3 x edge x edge), `pixel_attention_mask` (N x tiles x edge x edge).

    Each tile is announced by its row and column, the whole by a mark of its own.
    """

    around: ClassVar[str] = "<fake_token_around_image>"
    whole: ClassVar[str] = "<global-img>"

    def _look(self, pictures: Sequence[Image.Image]) -> tuple[dict[str, torch.Tensor], list[str]]:
        seen = self._images(
            images=[[picture] for picture in pictures],
            return_tensors="pt",
            return_row_col_info=True,
            **self._image_settings(),
        )
        grids = zip(seen.pop("rows"), seen.pop("cols"), strict=True)
        return dict(seen), [self._marks(rows[0], columns[0]) for rows, columns in grids]

    def _marks(self, rows: int, columns: int) -> str:
        vision = self._config.vision_config
        patches = vision.image_size // vision.patch_size
        places = self._mark * (patches**2 // self._config.scale_factor**2)
        lines = [
            "".join(f"{self.around}<row_{row}_col_{column}>{places}" for column in range(1, columns + 1))
            for row in range(1, rows + 1)
        ]
        tiles = "\n".join(lines) + "\n\n" if lines else ""
        return f"{tiles}{self.around}{self.whole}{places}{self.around}"


PARTS: dict[str, type[PartsProcessor]] = {
    "qwen2_vl": GridProcessor,
    "qwen2_5_vl": GridProcessor,
    "qwen3_vl": GridProcessor,
    "smolvlm": TileProcessor,
}
"""Families (`model_type`) whose own processor wants torchvision. They never use it: the same words on every machine."""


def _turn(picture: dict[str, Any], question: str) -> dict[str, Any]:
    return {"role": "user", "content": [picture, {"type": "text", "text": question}]}
