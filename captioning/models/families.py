"""How each family of models is asked, and how its answer is read.

    Transformer         batches, time limits, confidence: the same for all
    |- PlainCaptioner   BLIP, GIT: the picture alone
    |- FlorenceCaptioner  a task token
    `- ChatCaptioner    Idefics3, SmolVLM, Qwen-VL ...: a chat turn with the article around the picture

BLIP is asked without a prompt on purpose: prompts of unequal length in one batch are right-padded by its processor
and change what the shorter one generates.
"""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

import torch

from rhapsode.captioning.captioner import Caption, Captioner, Job, Settings
from rhapsode.captioning.models.folder import ModelFolder
from rhapsode.captioning.models.prompt import PROMPT_VERSION, question

TILE_PIXELS = 384
"""An edge of the smallest picture that models with tiles get, where the processor does not say."""


class Transformer(Captioner):
    """A model and its processor; greedy decoding, so that the same picture gives the same words."""

    prompt_version: ClassVar[str] = "1"

    def __init__(
        self, name: str, folder: ModelFolder, processor: Any, model: Any, settings: Settings
    ) -> None:
        self.name = name
        self.family = folder.family
        self._folder = folder
        self._processor = processor
        self._model = model
        self._settings = settings

    @cached_property
    def identity(self) -> str:  # type: ignore[override]
        setting = f"{self._settings.max_new_tokens}.{self._settings.tiles}.{self._model.dtype}"
        return f"{self.family}/{self._folder.digest()}/{self.prompt_version}/{setting}"

    @abstractmethod
    def _inputs(self, jobs: Sequence[Job]) -> Any:
        """What the model takes for these jobs, on its processor's device."""

    def _read(self, tokens: torch.Tensor, job: Job) -> str:
        """The words in one answer."""
        del job
        return self._processor.decode(tokens, skip_special_tokens=True)

    def caption(self, jobs: Sequence[Job], *, deadline: float = 60.0) -> list[Caption]:
        found: list[Caption] = []
        size = max(1, self._settings.batch_size)
        for start in range(0, len(jobs), size):
            found += self._caption_batch(jobs[start : start + size], deadline)
        return found

    def _caption_batch(self, jobs: Sequence[Job], deadline: float) -> list[Caption]:
        try:
            return self._generate(jobs, deadline * len(jobs))
        # One odd picture must not cost the others theirs: anything the library raises is that picture's problem.
        except Exception as error:
            if len(jobs) > 1:
                return [caption for job in jobs for caption in self._caption_batch([job], deadline)]
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            return [Caption("", problem=f"{self.name} failed on this picture ({reason})")]

    @torch.inference_mode()
    def _generate(self, jobs: Sequence[Job], limit: float) -> list[Caption]:
        began = time.monotonic()
        inputs = self._inputs(jobs).to(self._model.device)
        inputs = {
            key: value.to(self._model.dtype) if torch.is_floating_point(value) else value
            for key, value in inputs.items()
            if isinstance(value, torch.Tensor)
        }
        answer = self._model.generate(
            **inputs,
            do_sample=False,
            num_beams=1,
            max_new_tokens=self._settings.max_new_tokens,
            max_time=limit,
            return_dict_in_generate=True,
            output_scores=True,
        )
        late = time.monotonic() - began >= limit
        scores = self._model.compute_transition_scores(answer.sequences, answer.scores, normalize_logits=True)
        tokens = answer.sequences[:, -len(answer.scores) :]
        return [self._finish(tokens[row], scores[row], job, late) for row, job in enumerate(jobs)]

    def _finish(self, tokens: torch.Tensor, scores: torch.Tensor, job: Job, late: bool) -> Caption:
        ends = self._ends()
        written = [bool(token not in ends) for token in tokens.tolist()]
        ended = not all(written)
        count = written.index(False) if ended else len(written)
        if late and not ended:
            return Caption("", problem=f"{self.name} took longer than it may")
        text = " ".join(self._read(tokens, job).split())
        finite = scores[:count][torch.isfinite(scores[:count])]
        confidence = float(finite.mean().exp()) if len(finite) else 0.0
        return Caption(_whole_sentences(text) if not ended else text, confidence)

    def _ends(self) -> set[int]:
        config = self._model.generation_config
        ends = config.eos_token_id if isinstance(config.eos_token_id, list) else [config.eos_token_id]
        return {token for token in (*ends, config.pad_token_id) if token is not None}


class PlainCaptioner(Transformer):
    """BLIP and GIT: nothing but the picture goes in."""

    def _inputs(self, jobs: Sequence[Job]) -> Any:
        return self._processor(images=[job.pixels for job in jobs], return_tensors="pt")


class FlorenceCaptioner(Transformer):
    """Florence-2: the task is a token; its prompt is the same for all, so that a batch needs no padding."""

    task: ClassVar[str] = "<DETAILED_CAPTION>"

    def _inputs(self, jobs: Sequence[Job]) -> Any:
        images = [job.pixels for job in jobs]
        return self._processor(images=images, text=[self.task] * len(jobs), return_tensors="pt")


class ChatCaptioner(Transformer):
    """Models with a chat template: the article's words go along, as data between marks (see `prompt`)."""

    contextual = True
    prompt_version: ClassVar[str] = PROMPT_VERSION

    def _inputs(self, jobs: Sequence[Job]) -> Any:
        self._processor.tokenizer.padding_side = "left"
        turns = [
            [{"role": "user", "content": [self._picture(job), {"type": "text", "text": question(job)}]}]
            for job in jobs
        ]
        return self._processor.apply_chat_template(
            turns,
            add_generation_prompt=True,
            tokenize=True,
            return_dict=True,
            return_tensors="pt",
            processor_kwargs={"padding": True},
        )

    def _picture(self, job: Job) -> dict[str, Any]:
        """The picture, small enough for the number of tiles that the settings allow.

        Photos need one tile; pictures with text in them as many as there may be.
        """
        tiles = 1 if job.kind == "photo" else self._settings.tiles
        edge = self._tile_edge() * max(1, int(max(0, tiles - 1) ** 0.5))
        pixels = job.pixels
        if max(pixels.size) > edge:
            pixels = pixels.copy()
            pixels.thumbnail((edge, edge))
        return {"type": "image", "image": pixels}

    def _tile_edge(self) -> int:
        size = getattr(self._processor.image_processor, "max_image_size", None) or {}
        return int(size.get("longest_edge", TILE_PIXELS)) if hasattr(size, "get") else TILE_PIXELS


def _whole_sentences(text: str) -> str:
    """An answer that was cut off, up to its last full stop; all of it where there is none."""
    end = max(text.rfind(mark) for mark in ".!?")
    return text[: end + 1] if end > 0 else text
