"""The two networks of `heart` as PyTorch modules: prosody (durations, F0, energy) and decoder (spectra).

Sequences are `[batch, time, channels]`. Padded places are zero before every convolution and masked out of every
attention, so an item's result does not depend on how far it was padded (to rounding) nor, for the same padding,
on its neighbours (to the last bit: see `per_item_linear`). Sizes come from the weights.

The convolutional block is ConvNeXt's (Liu et al. 2022, https://arxiv.org/abs/2201.03545) in one dimension; one
pre-norm Transformer layer is applied several times with shared weights (as in ALBERT, Lan et al. 2019,
https://arxiv.org/abs/1909.11942).
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
import torch.nn.functional as F
from torch import Tensor, nn

SYMBOLS = 178
BINS = 601
"""Frequency bins of a spectrum: FFT of 1200 points at 24 kHz, 20 Hz apart."""
SUBFRAMES = 2
"""Decoder frames (12.5 ms) in a prosody frame (25 ms)."""
F0_SCALE, ENERGY_SCALE = 100.0, 5.0


def per_item_linear(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """`x @ weight.T + bias` for `[B, T, C]`, one matrix product an item.

    Matrix kernels choose their blocking by the number of rows, and with it the order of additions; one call of
    the same shape for every item makes an item's result independent of its batch.
    """
    if x.shape[0] == 1:
        return F.linear(x[0], weight, bias)[None]
    out = x.new_empty(*x.shape[:-1], weight.shape[0])
    for item, row in zip(x, out, strict=True):
        torch.addmm(bias, item, weight.T, out=row)
    return out


class Linear(nn.Linear):
    """A linear layer whose result for an item does not depend on its batch."""

    def forward(self, input: Tensor) -> Tensor:
        return per_item_linear(input, self.weight, self.bias)


def mask_of(lengths: Tensor, size: int) -> Tensor:
    """1 where there is something, 0 where there is padding: `[B]` lengths to `[B, size, 1]` float."""
    return (torch.arange(size, device=lengths.device) < lengths[:, None])[..., None].float()


class Conv(nn.Conv1d):
    """A 1-D convolution over `[B, T, C]` that keeps the length."""

    def __init__(self, inputs: int, outputs: int, kernel: int) -> None:
        super().__init__(inputs, outputs, kernel, padding=kernel // 2)

    def forward(self, input: Tensor) -> Tensor:
        if self.kernel_size == (1,):
            return per_item_linear(input, self.weight[:, :, 0], self.bias)  # type: ignore[arg-type]
        # As a product of windows: the same kernel as every other layer, and exact for an item in any batch.
        around = self.kernel_size[0] // 2
        windows = F.pad(input, (0, 0, around, around)).unfold(1, self.kernel_size[0], 1).flatten(2)
        return per_item_linear(windows, self.weight.flatten(1), self.bias)  # type: ignore[arg-type]


class DepthwiseConv(nn.Conv1d):
    """A depth-wise convolution over `[B, T, C]` that keeps the length."""

    def __init__(self, channels: int, kernel: int, dilation: int = 1) -> None:
        super().__init__(
            channels, channels, kernel, groups=channels, dilation=dilation, padding=dilation * (kernel // 2)
        )

    def forward(self, input: Tensor) -> Tensor:
        # As a picture one pixel high in channels-last memory: no transposition and the fastest kernel.
        picture = input.transpose(1, 2).unsqueeze(2)
        out = F.conv2d(
            picture, self.weight.unsqueeze(2), self.bias,
            padding=(0, self.padding[0]), dilation=(1, self.dilation[0]), groups=self.groups,  # type: ignore[arg-type]
        )  # fmt: skip
        return out.squeeze(2).transpose(1, 2)


class Block(nn.Module):
    """Depth-wise convolution, LayerNorm, two linear layers with GELU between, scaled residual."""

    def __init__(self, channels: int, inner: int, kernel: int, dilation: int = 1) -> None:
        super().__init__()
        self.dw = DepthwiseConv(channels, kernel, dilation)
        self.norm = nn.LayerNorm(channels, eps=1e-5)
        self.pw1 = Linear(channels, inner)
        self.pw2 = Linear(inner, channels)
        self.gamma = nn.Parameter(torch.ones(channels))

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        y = self.pw2(F.gelu(self.pw1(self.norm(self.dw(x)))))
        out = torch.addcmul(x, y, self.gamma)
        return out if mask is None else out * mask


class SelfAttention(nn.Module):
    """Two-headed self-attention with the parameter names of `nn.MultiheadAttention`."""

    def __init__(self, channels: int, heads: int = 2) -> None:
        super().__init__()
        self.heads = heads
        self.in_proj_weight = nn.Parameter(torch.empty(3 * channels, channels))
        self.in_proj_bias = nn.Parameter(torch.empty(3 * channels))
        self.out_proj = Linear(channels, channels)
        nn.init.xavier_uniform_(self.in_proj_weight)
        nn.init.zeros_(self.in_proj_bias)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, time, channels = x.shape
        mixed = per_item_linear(x, self.in_proj_weight, self.in_proj_bias)
        query, key, value = mixed.view(batch, time, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        seen = None if mask is None else mask[:, None, None, :, 0].bool()
        out = F.scaled_dot_product_attention(query, key, value, attn_mask=seen)
        return self.out_proj(out.transpose(1, 2).reshape(batch, time, channels))


class TransformerLayer(nn.Module):
    """One pre-norm Transformer encoder layer."""

    def __init__(self, channels: int, inner: int) -> None:
        super().__init__()
        self.self_attn = SelfAttention(channels)
        self.linear1 = Linear(channels, inner)
        self.linear2 = Linear(inner, channels)
        self.norm1 = nn.LayerNorm(channels, eps=1e-5)
        self.norm2 = nn.LayerNorm(channels, eps=1e-5)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        x = x + self.self_attn(self.norm1(x), mask)
        return x + self.linear2(F.gelu(self.linear1(self.norm2(x))))


class TextEncoder(nn.Module):
    """Phoneme ids `[B, N]` to `[B, N, channels]`. There is no positional encoding: order comes from the blocks."""

    def __init__(self, channels: int, inner: int, turns: int) -> None:
        super().__init__()
        self.turns = turns
        self.emb = nn.Embedding(SYMBOLS, channels)
        self.convs = nn.ModuleList(Block(channels, inner, kernel=5) for _ in range(2))
        self.attn = TransformerLayer(channels, inner)
        self.norm = nn.LayerNorm(channels, eps=1e-5)

    def forward(self, ids: Tensor, mask: Tensor | None) -> Tensor:
        x = self.emb(ids)
        if mask is not None:
            x = x * mask
        for conv in self.convs:
            x = conv(x, mask)
        for _ in range(self.turns):
            x = self.attn(x, mask)
        x = self.norm(x)
        return x if mask is None else x * mask


class Durations(nn.Sequential):
    """Log frames of 25 ms for every phoneme: `[B, N, C]` to `[B, N]`."""

    def __init__(self, channels: int) -> None:
        super().__init__(Conv(channels, channels, 3), nn.GELU(), Conv(channels, 1, 1))

    def forward(self, input: Tensor) -> Tensor:
        return super().forward(input)[..., 0]


class ProsodyNet(nn.Module):
    """When each phoneme sounds, how high and how loud."""

    DILATIONS = (1, 2, 4, 8, 1, 2)

    def __init__(self, channels: int = 192) -> None:
        super().__init__()
        self.text = TextEncoder(channels, 2 * channels, turns=6)
        self.dur = Durations(channels)
        self.pro_in = Conv(channels, channels, 1)
        self.pro = nn.ModuleList(Block(channels, 2 * channels, 7, dilation) for dilation in self.DILATIONS)
        self.pro_out = Conv(channels, 2 * SUBFRAMES, 1)

    def timing(self, ids: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """The encoded text `[B, N, C]` and, for each phoneme, its frames of 25 ms before rounding `[B, N]`."""
        text = self.text(ids, mask)
        return text, self.dur(text).exp() - 1

    def melody(self, text: Tensor, index: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """F0 in Hz (near 0 where unvoiced) and energy, both `[B, 2T]` at 12.5 ms.

        `index` `[B, T]` names the phoneme that sounds in each frame of 25 ms; `mask` is `[B, T, 1]`.
        """
        x = self.pro_in(_expand(text, index))
        if mask is not None:
            x = x * mask
        for block in self.pro:
            x = block(x, mask)
        batch, frames, _ = x.shape
        curves = self.pro_out(x).view(batch, frames, 2, SUBFRAMES).transpose(1, 2).reshape(batch, 2, -1)
        return curves[:, 0] * F0_SCALE, curves[:, 1] * ENERGY_SCALE


class Decoder(nn.Module):
    """Phonemes, timing and melody to spectra."""

    def __init__(self, channels: int = 256, text_channels: int = 128) -> None:
        super().__init__()
        self.text = TextEncoder(text_channels, 2 * text_channels, turns=4)
        self.dec_in = Conv(text_channels + 2, channels, 7)
        self.dec = nn.ModuleList(Block(channels, 3 * channels, 7) for _ in range(8))
        self.dec_norm = nn.LayerNorm(channels, eps=1e-5)
        self.head = Linear(channels, 5 * BINS)

    def forward(
        self, ids: Tensor, index: Tensor, f0: Tensor, energy: Tensor,
        text_mask: Tensor | None = None, mask: Tensor | None = None,
    ) -> Tensor:  # fmt: skip
        """Five stacked spectra `[B, T, 5 * 601]` at 12.5 ms: log harmonic gain, its phase before tanh, log noise
        gain, log free gain, free phase.

        `index` `[B, T]` names the phoneme in each frame of 12.5 ms; `f0` (Hz) and `energy` are `[B, T]`.
        """
        text = _expand(self.text(ids, text_mask), index)
        curves = torch.stack((torch.log1p(f0.clamp(min=0)) / 5, energy / 5), -1)
        x = torch.cat((text, curves), -1)
        if mask is not None:
            x = x * mask
        x = self.dec_in(x)
        if mask is not None:
            x = x * mask
        for block in self.dec:
            x = block(x, mask)
        return self.head(self.dec_norm(x))


class Networks(nn.Module):
    """Both networks, under the names of the published parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.pn = ProsodyNet()
        self.m = Decoder()

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Tensor]) -> Networks:
        """Networks with exactly these parameters, ready to speak."""
        with torch.device("meta"):
            networks = cls()
        networks.load_state_dict(
            {name: value.contiguous() for name, value in parameters.items()}, assign=True
        )
        return networks.eval().requires_grad_(False)


def _expand(text: Tensor, index: Tensor) -> Tensor:
    """`[B, N, C]` gathered at `[B, T]` to `[B, T, C]`."""
    return text.gather(1, index[..., None].expand(-1, -1, text.shape[-1]))
