"""How each family of models is asked, and how its answer is read.

    Transformer         batches, time limits, confidence: the same for all
    |- PlainCaptioner   BLIP, GIT: the picture alone
    |- FlorenceCaptioner  a task token
    `- ChatCaptioner    Idefics3, SmolVLM, Qwen-VL ...: a chat turn with the article around the picture

BLIP is asked without a prompt on purpose: prompts of unequal length in one batch are right-padded by its processor
and change what the shorter one generates.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

import torch

from rhapsode.captioning.captioner import Caption, Captioner, Job, Settings
from rhapsode.captioning.models.allowance import Allowance, OutOfTime
from rhapsode.captioning.models.folder import ModelFolder
from rhapsode.captioning.models.greedy import plain_search, seeded
from rhapsode.captioning.models.processors import ChatInputs
from rhapsode.captioning.models.prompt import PROMPT_VERSION, question
from rhapsode.captioning.models.tiles import resized, tiles_of

CPU_TILES = 5
"""Tiles of a picture with text in it on a CPU, where each costs as much as a photo."""
GPU_TILES = 17
"""SmolVLM's own: four by four and the whole."""
BATCH = 4


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
        self._ends = plain_search(model)

    @cached_property
    def identity(self) -> str:  # type: ignore[override]
        setting = f"{self._settings.max_new_tokens}.{self._tiles()}.{self._model.dtype}"
        return f"{self.family}/{self._folder.digest()}/{self.prompt_version}/{setting}"

    @abstractmethod
    def _inputs(self, jobs: Sequence[Job]) -> Mapping[str, Any]:
        """What the model takes for these jobs, on its processor's device."""

    def _weight(self, job: Job) -> int:
        """What a picture costs beside others; those of one weight are asked together."""
        del job
        return 1

    def _read(self, tokens: torch.Tensor) -> str:
        """The words in one answer."""
        return self._processor.decode(tokens, skip_special_tokens=True)

    def caption(self, jobs: Sequence[Job], *, deadline: float = 60.0) -> list[Caption]:
        found: dict[int, Caption] = {}
        # A photo in a batch with charts would be filled up to their size, and pay for it.
        order = sorted(range(len(jobs)), key=lambda i: self._weight(jobs[i]))
        size = self._batch_size()
        for start in range(0, len(order), size):
            batch = order[start : start + size]
            found.update(zip(batch, self._caption_batch([jobs[i] for i in batch], deadline), strict=True))
        return [found[i] for i in range(len(jobs))]

    def _batch_size(self) -> int:
        """How many pictures go in together.

        In 16 bits one by one: two words are often equally likely there, and the neighbours in a batch, which change
        the order of the sums, would decide between them.
        """
        if self._settings.batch_size is not None:
            return max(1, self._settings.batch_size)
        return BATCH if self._model.dtype == torch.float32 else 1

    def _tiles(self) -> int:
        if self._settings.tiles is not None:
            return max(1, self._settings.tiles)
        return CPU_TILES if self._model.device.type == "cpu" else GPU_TILES

    def _caption_batch(self, jobs: Sequence[Job], deadline: float) -> list[Caption]:
        allowance = Allowance(len(jobs), deadline, self._ends)
        try:
            return self._generate(jobs, allowance)
        except OutOfTime:
            return [self._late()] * len(jobs)
        # One odd picture must not cost the others theirs: anything the library raises is that picture's problem.
        except Exception as error:
            if len(jobs) > 1:
                return [caption for job in jobs for caption in self._caption_batch([job], deadline)]
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            return [Caption("", problem=f"{self.name} failed on this picture ({reason})")]

    def _late(self) -> Caption:
        return Caption("", problem=f"{self.name} took longer than it may")

    @torch.inference_mode()
    def _generate(self, jobs: Sequence[Job], allowance: Allowance) -> list[Caption]:
        inputs = {
            key: value.to(self._model.device, self._model.dtype if value.is_floating_point() else None)
            for key, value in self._inputs(jobs).items()
            if isinstance(value, torch.Tensor)
        }
        with seeded(self._model.device), allowance.watching(self._model):
            answer = self._model.generate(
                **inputs,
                max_new_tokens=self._settings.max_new_tokens,
                stopping_criteria=[allowance],
                return_dict_in_generate=True,
                output_scores=True,
            )
        scores = self._model.compute_transition_scores(answer.sequences, answer.scores, normalize_logits=True)
        tokens = answer.sequences[:, -len(answer.scores) :]
        return [
            self._late() if allowance.stopped(row) else self._finish(tokens[row], scores[row])
            for row in range(len(jobs))
        ]

    def _finish(self, tokens: torch.Tensor, scores: torch.Tensor) -> Caption:
        written = [token not in self._ends for token in tokens.tolist()]
        ended = not all(written)
        count = written.index(False) if ended else len(written)
        text = " ".join(self._read(tokens).split())
        finite = scores[:count][torch.isfinite(scores[:count])]
        confidence = float(finite.mean().exp()) if len(finite) else 0.0
        return Caption(text if ended else _whole_sentences(text), confidence)


class PlainCaptioner(Transformer):
    """BLIP and GIT: nothing but the picture goes in."""

    def _inputs(self, jobs: Sequence[Job]) -> Mapping[str, Any]:
        return self._processor(images=[job.pixels for job in jobs], return_tensors="pt")


class FlorenceCaptioner(Transformer):
    """Florence-2: the task is a token; its prompt is the same for all, so that a batch needs no padding."""

    task: ClassVar[str] = "<DETAILED_CAPTION>"

    def _inputs(self, jobs: Sequence[Job]) -> Mapping[str, Any]:
        images = [job.pixels for job in jobs]
        return self._processor(images=images, text=[self.task] * len(jobs), return_tensors="pt")


class ChatCaptioner(Transformer):
    """Models with a chat template: the article's words go along, as data between marks (see `prompt`)."""

    contextual = True
    prompt_version: ClassVar[str] = PROMPT_VERSION
    _processor: ChatInputs

    def _inputs(self, jobs: Sequence[Job]) -> Mapping[str, Any]:
        pictures = [resized(job.pixels, self._size(job)) for job in jobs]
        return self._processor(pictures, [question(job) for job in jobs])

    def _size(self, job: Job) -> tuple[int, int]:
        """On a CPU photos make do with one tile; pictures with text in them get as many as there may be."""
        one = job.kind == "photo" and self._model.device.type == "cpu"
        return self._processor.size(*job.pixels.size, 1 if one else self._tiles())

    def _weight(self, job: Job) -> int:
        return tiles_of(*self._size(job), self._processor.edge)

    def _read(self, tokens: torch.Tensor) -> str:
        return self._processor.decode(tokens)


def _whole_sentences(text: str) -> str:
    """An answer that was cut off, up to its last full stop; all of it where there is none."""
    end = max(text.rfind(mark) for mark in ".!?")
    return text[: end + 1] if end > 0 else text
