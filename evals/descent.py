"""The way that the adapter and the cross-encoder are trained: AdamW, warmed up, falling off."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from rich.progress import track
from torch import Tensor, nn

_WARM_UP = 0.06
_LAST_RATE = 0.02
_DECAY = 0.01


def descend(
    parameters: Sequence[nn.Parameter], loss: Callable[[], Tensor], *, steps: int, rate: float
) -> None:
    """Take so many steps; `loss` gives that of the next batch, and `rate` is the highest."""
    optimiser = torch.optim.AdamW(parameters, lr=rate, weight_decay=_DECAY)
    rates = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: min(1.0, (step + 1) / (_WARM_UP * steps)) * max(_LAST_RATE, 1 - step / steps),
    )
    for _ in track(range(steps), description="Training"):
        optimiser.zero_grad()
        with torch.autocast("cpu", dtype=torch.bfloat16):  # two and a half times as fast
            missed = loss()
        missed.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        rates.step()
