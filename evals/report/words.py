"""Names, definitions and number formats of the metrics, and every word of the report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from corpus.yaml_files import read_yaml
from evals.records import Estimate, Record
from evals.thresholds import better_of, definitions

WORDING = Path(__file__).with_name("wording.yaml")
_AT_K = re.compile(r"@(\d+)$")
_LABEL = re.compile(r"\[(.*)\]$")
_STEP = re.compile(r"(?P<step>.+)_p(?P<percentile>\d+)_ms$")
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NONE = "–"


class Metric(Record):
    """A metric as people read it; `better` is `higher`, `lower` or `none`."""

    key: str
    name: str
    group: str
    written_as: str
    definition: str
    better: str


@cache
def wording() -> dict[str, Any]:
    """Read `wording.yaml`."""
    loaded: dict[str, Any] = read_yaml(WORDING)
    return loaded


@cache
def metric(key: str) -> Metric:
    """Return a metric of a run; one that no file names stands under its own name."""
    at_k, step, label = _AT_K.search(key), _STEP.match(key), _LABEL.search(key)
    general = _general(key)
    group, entry = _placed(general)
    if step and not entry:
        group = _placed("latency_p95_ms")[0]
        general = f"STEP_p{step['percentile']}_ms"
        words = f"{step['step'].capitalize()}: {step['percentile']}th percentile"
        entry = {"name": words.replace("_", " "), "as": "ms"}
    known = definitions().get("metrics", definitions())
    name = entry.get("name", key.replace("_", " ").capitalize())
    return Metric(
        key=key,
        name=name.format(k=at_k[1]) if at_k else f"{name} ({label[1]})" if label else name,
        group=group,
        written_as=entry.get("as", "number"),
        definition=" ".join(str(known.get(general, {}).get("definition", "")).split()),
        better=better_of(general) or "none",
    )


def _general(key: str) -> str:
    """Return the name that a metric is defined by: no cut-off and no label of a model."""
    return _AT_K.sub("@k", _LABEL.sub("", key))


def _placed(key: str) -> tuple[str, dict[str, str]]:
    for group in wording()["groups"]:
        if key in group["metrics"]:
            return group["title"], group["metrics"][key]
    return wording()["rest"], {}


def grouped(keys: Iterable[str]) -> dict[str, list[Metric]]:
    """Put metrics into their groups, in the order of `wording.yaml`, small k first."""
    places = {
        key: place
        for place, key in enumerate(key for g in wording()["groups"] for key in g["metrics"])
    }

    def place(key: str) -> tuple[int, str, int]:
        at_k = _AT_K.search(key)
        general = _general(key)
        return places.get(general, len(places)), general, int(at_k[1]) if at_k else 0

    titles = [*(group["title"] for group in wording()["groups"]), wording()["rest"]]
    groups: dict[str, list[Metric]] = {title: [] for title in titles}
    for key in sorted(set(keys), key=place):
        groups[metric(key).group].append(metric(key))
    return {title: found for title, found in groups.items() if found}


def number(value: float | None, written_as: str) -> str:
    """Write one value of a metric: 0.861 as a share is 86.1%."""
    if value is None:
        return NONE
    if written_as == "share":
        return f"{value:.1%}"
    if written_as == "ms":
        return f"{value:,.0f} ms" if value >= 10 else f"{value:.1f} ms"
    if written_as == "mb":
        return f"{value:,.0f} MB"
    if written_as == "rate":
        return f"{value:,.1f} a second"
    return f"{value:.3f}"


def printable(text: str) -> str:
    """Put a mark for each character that neither XML nor HTML can hold."""
    return _UNPRINTABLE.sub("\ufffd", text)


def estimate_words(estimate: Estimate | None, written_as: str) -> tuple[str, str]:
    """Write an estimate as its value and its interval; a dash where it was not scored."""
    if estimate is None or estimate.mean is None:
        return wording()["unscored"], NONE
    value = number(estimate.mean, written_as)
    if written_as == "count":
        total = round(estimate.mean * estimate.scored)
        value = f"{total:,} ({value} a case)" if total else "0"
    if estimate.low is None or estimate.high is None:
        return value, NONE
    low, high = number(estimate.low, written_as), number(estimate.high, written_as)
    return value, f"{low} to {high}"


def cause(values: Mapping[str, float | None], given: str, expected: str) -> str | None:
    """Return why a case failed by the rules of `wording.yaml`; None if it did not."""
    said = wording()["behaviour"]
    for rule in wording()["fails_when"]:
        value = values.get(rule["metric"])
        if value is None:
            continue
        if ("below" in rule and value < rule["below"]) or (
            "above" in rule and value > rule["above"]
        ):
            words: str = rule["because"]
            return words.format(given=said[given], expected=f"“{said[expected]}”")
    return None
