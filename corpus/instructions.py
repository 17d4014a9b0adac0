"""Tell text that gives orders to a machine from text that informs a person."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from corpus.yaml_files import read_yaml


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    policy = read_yaml(Path(__file__).with_suffix(".yaml"))
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in policy["direct"])


def gives_orders(sentence: str) -> bool:
    """Say whether a sentence instructs the assistant instead of asking or telling."""
    return any(pattern.search(sentence) for pattern in _patterns())
