"""What a picture costs in the fast and the contextual tier: processor seconds, wall time, memory, and cache hits.

    python -m benchmarks.captioning_models [--threads 1] [--only fast]

Models of the tiers' published shapes with random weights are built, saved, and loaded like a user's. Random models
never come to an end, so the number of words is fixed at what real ones write. Each line is measured in a process of
its own. "x plain" divides by the library called as its documentation has it, for as many words; "alike" counts the
pictures of a batch that are given the same words alone.
"""

# transformers' dynamic classes are not known to type checkers.
# pyright: reportAttributeAccessIssue=false, reportCallIssue=false

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from rhapsode.captioning.captioner import Caption, Captioner, Job, Settings

SENTENCE = "The old harbour was rebuilt after the storm, and the boats came back one by one in the spring. "
CONTEXT = (
    ("caption", SENTENCE[:60]),
    ("title", SENTENCE[:40]),
    ("text before", SENTENCE * 3),
    ("text after", SENTENCE * 3),
)


@dataclass(frozen=True)
class Case:
    """One line of the table. `kind` decides how many tiles there are: photos have one."""

    tier: str
    kind: str
    dtype: str
    batch: int
    words: int
    plain: bool = False


def cases(only: str | None) -> list[Case]:
    """Every tier and size in float32, alone and in a batch, and in bfloat16; the library's own way once for each size."""
    shapes = [("fast", "photo", 20), ("contextual", "photo", 40), ("contextual", "chart", 40)]
    return [
        Case(tier, kind, dtype, batch, words, plain=dtype == "float32" and batch == 1)
        for tier, kind, words in shapes
        if only in (None, tier)
        for dtype, batch in (("float32", 1), ("float32", 4), ("bfloat16", 1))
    ]


# ---------------------------------------------------------------------------------------------- models


def build(tier: str, folder: Path) -> None:
    """A model of the tier's published shape, with random weights."""
    {"fast": _build_blip, "contextual": _build_smolvlm}[tier](folder)


def _build_blip(folder: Path) -> None:
    """BLIP base: ViT-B/16 at 384 pixels, a BERT base that looks at it; 224 million numbers."""
    from transformers import BertTokenizer, BlipConfig, BlipForConditionalGeneration, BlipProcessor
    from transformers.models.blip.image_processing_pil_blip import BlipImageProcessorPil

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[DEC]"]
    vocabulary = {word: i for i, word in enumerate([*special, *(f"w{i}" for i in range(30518))])}
    ids = {"bos_token_id": 5, "eos_token_id": 2, "sep_token_id": 3, "pad_token_id": 0}
    config = BlipConfig(
        text_config={
            "vocab_size": len(vocabulary),
            "encoder_hidden_size": 768,
            "num_attention_heads": 12,
            **ids,
        },
        vision_config={"image_size": 384, "patch_size": 16},
    )
    BlipForConditionalGeneration(config).save_pretrained(folder)
    images = BlipImageProcessorPil(size={"height": 384, "width": 384})
    BlipProcessor(images, BertTokenizer(vocab=vocabulary)).save_pretrained(folder)


def _build_smolvlm(folder: Path) -> None:
    """SmolVLM-256M: SigLIP-B/16 at 512 pixels, SmolLM2-135M, 64 places a tile; its processor's published settings."""
    from transformers import Idefics3Config, Idefics3ForConditionalGeneration, Idefics3Processor
    from transformers.models.idefics3.image_processing_pil_idefics3 import Idefics3ImageProcessorPil

    tokenizer = _tokenizer()
    text = {
        "model_type": "llama", "hidden_size": 576, "num_hidden_layers": 30, "num_attention_heads": 9, "num_key_value_heads": 3,
        "head_dim": 64, "intermediate_size": 1536, "vocab_size": 49280, "max_position_embeddings": 8192,
        "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2,
    }  # fmt: skip
    vision = {
        "hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12, "intermediate_size": 3072,
        "image_size": 512, "patch_size": 16,
    }  # fmt: skip
    config = Idefics3Config(
        text_config=text, vision_config=vision, scale_factor=4, image_token_id=3, pad_token_id=0
    )
    Idefics3ForConditionalGeneration(config).save_pretrained(folder)
    images = Idefics3ImageProcessorPil(size={"longest_edge": 2048}, max_image_size={"longest_edge": 512})
    template = (
        "{% for m in messages %}{% for c in m['content'] %}{% if c['type'] == 'image' %}<image>{% else %}{{ c['text'] }}"
        "{% endif %}{% endfor %}<end_of_utterance>{% endfor %}{% if add_generation_prompt %}Assistant:{% endif %}"
    )
    Idefics3Processor(images, tokenizer, image_seq_len=64, chat_template=template).save_pretrained(folder)


def _tokenizer() -> Any:
    """Byte pairs learnt from the very prompt, so that it has about as many tokens as with a real vocabulary."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    from rhapsode.captioning.models.prompt import question

    marks = [
        "<pad>",
        "<s>",
        "</s>",
        "<image>",
        "<fake_token_around_image>",
        "<global-img>",
        "<end_of_utterance>",
    ]
    marks += [f"<row_{row}_col_{column}>" for row in range(1, 7) for column in range(1, 7)]
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)  # type: ignore[assignment]
    tokenizer.decoder = decoders.ByteLevel()  # type: ignore[assignment]
    trainer = trainers.BpeTrainer(
        vocab_size=4000, special_tokens=marks, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
    )
    tokenizer.train_from_iterator(
        [question(job(photo(0), "photo")), question(job(photo(0), "chart"))], trainer
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", bos_token="<s>", eos_token="</s>", additional_special_tokens=marks[3:],
        extra_special_tokens={"image_token": "<image>"}, padding_side="left",
    )  # fmt: skip


# ---------------------------------------------------------------------------------------------- measuring


def photo(seed: int) -> Image.Image:
    """1600 x 1067 pixels, in which each `seed` is another."""
    noise = Image.effect_noise((160, 107), 60 + 10 * seed).resize((1600, 1067))
    return Image.merge("RGB", (noise, noise.rotate(180), noise.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))


def job(pixels: Image.Image, kind: str) -> Job:
    return Job(pixels, kind=kind, context=CONTEXT, lang="en")


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """Processor and wall seconds of `work`."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def measure(case: Case, folder: Path, threads: int) -> dict[str, Any]:
    """One line, in this process."""
    import torch

    torch.set_num_threads(threads)
    from rhapsode.captioning import load_captioner

    settings = Settings("cpu", case.dtype, max_new_tokens=case.words, batch_size=case.batch)
    captioner = load_captioner(str(folder), settings)
    jobs = [job(photo(seed), case.kind) for seed in range(max(2, case.batch))]
    captioner.caption(jobs[:1])  # the first call sets up what the others find ready
    together: list[Caption] = []
    cpu, wall = spent(lambda: together.extend(captioner.caption(jobs, deadline=3600)))
    line: dict[str, Any] = {"cpu": cpu / len(jobs), "wall": wall / len(jobs), "memory": peak()}
    if case.batch > 1:
        alone = [captioner.caption([each], deadline=3600)[0] for each in jobs]
        alike = sum(first.text == second.text for first, second in zip(together, alone, strict=True))
        line["alike"] = f"{alike}/{len(jobs)}"
    line |= _cache_hits(captioner, jobs)
    if case.plain:
        line["plain"] = _plain(case, folder, jobs)
    return line


def peak() -> float:
    """Gigabytes of this process at its largest."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


class Known(Captioner):
    """Stands in for a model whose random words may be none at all, which would not be kept."""

    def __init__(self, model: Captioner) -> None:
        self.name, self.identity, self.contextual = model.name, model.identity, model.contextual
        self.asked = 0

    def caption(self, jobs: Sequence[Job], *, deadline: float = 60.0) -> list[Caption]:
        self.asked += len(jobs)
        return [Caption(SENTENCE, 0.5) for _ in jobs]


def _cache_hits(captioner: Captioner, jobs: Sequence[Job]) -> dict[str, float]:
    """Seconds to hash the model, once, and milliseconds for each answer that is kept."""
    from rhapsode.captioning.cache import DescriptionCache, cached_captions

    with tempfile.TemporaryDirectory() as folder:
        cache = DescriptionCache(Path(folder))
        digests = [str(i) for i in range(len(jobs))]
        identity, _ = spent(lambda: captioner.identity)
        known = Known(captioner)
        cached_captions(known, jobs, digests, cache, deadline=600)
        _, hit = spent(lambda: cached_captions(known, jobs, digests, cache, deadline=600))
        assert known.asked == len(jobs), "what is in the cache is not asked again"
    return {"identity": identity, "hit": hit / len(jobs) * 1000}


def _plain(case: Case, folder: Path, jobs: Sequence[Job]) -> float:
    """Processor seconds a picture of the library alone, one by one, as its documentation has it."""
    import torch
    from transformers import AutoModelForImageTextToText, AutoProcessor

    from rhapsode.captioning.models.prompt import question

    processor = AutoProcessor.from_pretrained(folder)
    model = AutoModelForImageTextToText.from_pretrained(folder, dtype=torch.float32)

    def one(each: Job) -> None:
        if case.tier == "fast":
            inputs = processor(images=each.pixels, return_tensors="pt")
        else:
            content = [{"type": "image", "image": each.pixels}, {"type": "text", "text": question(each)}]
            turn = [{"role": "user", "content": content}]
            inputs = processor.apply_chat_template(
                turn, add_generation_prompt=True, tokenize=True, return_dict=True, return_tensors="pt"
            )
        with torch.inference_mode():
            model.generate(**inputs, do_sample=False, max_new_tokens=case.words)

    cpu, _ = spent(lambda: one(jobs[0]))
    return cpu


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--only", choices=("fast", "contextual"))
    parser.add_argument("--case", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.case:
        given = json.loads(options.case)
        case, folder = Case(**given["case"]), Path(given["folder"])
        print(json.dumps(measure(case, folder, options.threads)))
        return
    print("tier        picture  dtype     batch  CPU-s  wall-s  GB    x plain  alike  hit ms  hash s")
    with tempfile.TemporaryDirectory() as root:
        for case in cases(options.only):
            folder = Path(root) / case.tier
            if not folder.is_dir():
                build(case.tier, folder)
            line = _in_a_process(case, folder, options)
            ratio = f"{line['cpu'] / line['plain']:.2f}" if "plain" in line else ""
            print(
                f"{case.tier:<11} {case.kind:<8} {case.dtype:<9} {case.batch:>5}  {line['cpu']:>5.2f}  {line['wall']:>6.2f}"
                f"  {line['memory']:<4.1f}  {ratio:>7}  {line.get('alike', ''):>5}  {line['hit']:>6.2f}  {line['identity']:>6.2f}",
                flush=True,
            )


def _in_a_process(case: Case, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    given = json.dumps({"case": asdict(case), "folder": str(folder)})
    command = [sys.executable, "-m", "benchmarks.captioning_models", "--case", given]
    command += ["--threads", str(options.threads)]
    quiet = os.environ | {"TRANSFORMERS_VERBOSITY": "error", "HF_HUB_DISABLE_PROGRESS_BARS": "1"}
    done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
