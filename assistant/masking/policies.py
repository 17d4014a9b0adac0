"""The policy files of masking: what counts as personal, as data."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from corpus.yaml_files import read_yaml

POLICY = Path(__file__).with_name("policy")


@cache
def masking_policy(name: str) -> dict[str, Any]:
    """Read one of the policy files of masking."""
    loaded: dict[str, Any] = read_yaml(POLICY / f"{name}.yaml")
    return loaded
