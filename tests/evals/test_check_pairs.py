"""`npq eval check-pairs`: counts, intervals, halves and files that cannot be used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.check_pairs import MORE, PAIRS, judged, read_pairs, report, share_of
from tests.conftest import Npq

LINES = [
    {"id": "a", "evidence": ["NPQH takes 18 months."], "statement": "NPQH lasts 18 months.",
     "supported": True, "kind": "paraphrase", "split": "dev"},
    {"id": "b", "evidence": ["NPQH takes 18 months."], "statement": "NPQH takes 8 months.",
     "supported": False, "kind": "number", "split": "dev"},
    {"id": "c", "evidence": ["NPQH takes 18 months."], "statement": "NPQH takes 18 months.",
     "supported": False, "kind": "number", "split": "dev"},
    {"id": "d", "evidence": ["Zebras eat grass."], "statement": "NPQH takes 18 months.",
     "supported": True, "kind": "paraphrase", "split": "test"},
]  # fmt: skip


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    """Four pairs, of which one in each half will be judged wrongly."""
    path = tmp_path / "pairs.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES), encoding="utf-8")
    return path


def test_given_pairs_when_checked_then_caught_and_lost_are_counted_for_each_half(
    npq: Npq, pairs: Path
) -> None:
    ran = npq("eval", "check-pairs", pairs, "--rules-only", "--json")

    dev, test = json.loads(ran.out)["halves"]
    assert (dev["caught"]["count"], dev["caught"]["total"]) == (1, 2)
    assert (dev["lost"]["count"], dev["lost"]["total"]) == (0, 1)
    assert dev["caught_by_kind"]["number"]["share"] == 0.5
    assert dev["wrong"] == ["c"]
    assert (test["lost"]["count"], test["lost"]["total"]) == (1, 1)
    assert test["caught"]["share"] is None


def test_given_the_test_half_when_shown_then_no_id_of_it_is_told(npq: Npq, pairs: Path) -> None:
    ran = npq("eval", "check-pairs", pairs, "--rules-only")

    assert ran.code == 0
    assert "Judged wrongly: c\n" in ran.out
    assert "wrong ones caught" in ran.out
    assert "50.0%" in ran.out


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "no file of pairs"), ("", "holds no pairs"), ('{"id": "a"}\n', "line 1")],
)
def test_given_a_file_that_cannot_be_used_when_checked_then_it_is_said_in_one_line(
    npq: Npq, tmp_path: Path, content: str | None, sentence: str
) -> None:
    path = tmp_path / "pairs.jsonl"
    if content is not None:
        path.write_text(content, encoding="utf-8")

    ran = npq("eval", "check-pairs", path, "--rules-only")

    assert ran.code == 1
    assert sentence in ran.err


def test_given_a_share_when_its_interval_is_told_then_it_is_wilsons() -> None:
    share = share_of(9, 10)

    assert share.low == pytest.approx(0.5958, abs=1e-3)
    assert share.high == pytest.approx(0.9821, abs=1e-3)


def test_given_the_shipped_pairs_when_read_then_half_of_them_are_wrong_and_ids_are_unique() -> None:
    pairs = read_pairs(PAIRS) + read_pairs(MORE)

    assert len(read_pairs(PAIRS)) >= 200
    assert len({pair.id for pair in pairs}) == len(pairs)
    for split in ("dev", "test"):
        half = [pair.supported for pair in read_pairs(PAIRS) if pair.split == split]
        assert 0.4 <= sum(half) / len(half) <= 0.6


def test_given_the_shipped_pairs_when_judged_then_the_check_is_no_worse_than_it_was() -> None:
    pairs = read_pairs(PAIRS)

    dev, test = report(pairs, judged(pairs, None))

    assert dev.caught.share is not None
    assert dev.lost.share is not None
    assert dev.caught.share >= 0.95
    assert dev.lost.share <= 0.06
    assert test.caught.share is not None
    assert test.lost.share is not None
    assert test.caught.share >= 0.88
    assert test.lost.share <= 0.2
