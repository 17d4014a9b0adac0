"""The gate of our own CI: the real assistant on a fixed sample, and the same bytes twice."""

from __future__ import annotations

from pathlib import Path

from corpus.settings import Settings
from evals.runs import RunFolder
from tests.conftest import Npq

THRESHOLDS = (
    "accuracy=0.8",
    "behaviour_accuracy=0.85",
    "false_refusal_rate<=0.1",
    "citation_recall=1",
    "superseded_as_current<=0",
    "quotes_not_verbatim<=0",
    "cited_not_retrieved<=0",
    "citations_missing<=0",
)


def asked(npq: Npq, out: Path, *more: object) -> tuple[int, str]:
    """Run the sample."""
    given = ("--dataset", "ci_sample", "--out", out, "--as-of", "2026-11-22")
    ran = npq("eval", "run", *given, *more)
    return ran.code, ran.err


def test_the_assistant_reaches_its_thresholds_and_says_the_same_twice(
    npq: Npq, shared_index: Settings, tmp_path: Path
) -> None:
    flags = [part for each in THRESHOLDS for part in ("--fail-under", each)]
    # When the sample is run twice, the first time against its thresholds
    assert asked(npq, tmp_path / "one", *flags) == (0, "")
    assert asked(npq, tmp_path / "two")[0] == 0
    # Then all but times is the same, byte for byte
    one, two = (RunFolder.open(tmp_path / name) for name in ("one", "two"))
    for name in ("dataset.jsonl", "references.json"):
        assert (one.path / name).read_bytes() == (two.path / name).read_bytes()
    for name in ("generated.jsonl", "passages.jsonl", "scored.jsonl"):
        files = (run.path / "systems" / "npq" / name for run in (one, two))
        first, second = (file.read_bytes() for file in files)
        assert first == second, name
    same = {"run_id": "", "created": ""}
    assert one.config.model_copy(update=same) == two.config.model_copy(update=same)


def test_a_threshold_out_of_reach_fails_the_gate(
    npq: Npq, shared_index: Settings, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    given = ("--limit", 2, "--out", out, "--fail-under", "latency_p50_ms<=0.001")
    ran = npq("eval", "run", *given)
    assert ran.code == 100
    assert "Missed by npq: latency_p50_ms is" in ran.err
