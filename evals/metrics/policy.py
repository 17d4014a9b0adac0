"""The policy file of the metrics: thresholds, units and marker words."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from corpus.yaml_files import read_yaml

HERE = Path(__file__).parent


@cache
def metrics_policy() -> dict[str, Any]:
    """Read `policy.yaml`."""
    loaded: dict[str, Any] = read_yaml(HERE / "policy.yaml")
    return loaded


@cache
def pattern(section: str, name: str) -> re.Pattern[str]:
    """Return one of the patterns of the policy file, for folded text."""
    return re.compile(metrics_policy()[section][name], re.IGNORECASE)
