"""The policy files of masking: what counts as personal, as data."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

POLICY = Path(__file__).with_name("policy")


@cache
def masking_policy(name: str) -> dict[str, Any]:
    """Read one of the policy files of masking."""
    loaded: dict[str, Any] = yaml.safe_load((POLICY / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded
