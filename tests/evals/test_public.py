"""Public benchmarks, on a corpus small enough to work out by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evals.public.benchmarking import abstention_metrics, as_rows, measure, ranking_metrics
from evals.public.data import BenchmarkError, read_benchmark
from evals.vectors import VectorCache
from index.embedding import MiniLM
from tests.conftest import Npq

CORPUS = [
    {"id": "d1", "title": "Dogs", "text": "Dogs bark at night. A dog eats meat."},
    {"id": "d2", "title": "Cats", "text": "Cats sleep all day. A cat eats fish."},
    {"id": "d3", "title": "Cars", "text": "Cars burn petrol. An engine turns the wheels."},
]
QUERIES: list[dict[str, Any]] = [
    {"id": "q1", "text": "What does a cat eat?"},
    {"id": "q2", "text": "When do dogs bark?"},
    {
        "id": "q3",
        "text": "And what do they eat?",
        "history": [{"role": "user", "text": "Tell me about dogs."}],
    },
    {"id": "q4", "text": "Who wrote the opera Tosca?", "answerable": False},
]
QRELS = "query-id\tcorpus-id\tscore\nq1\td2\t1\nq2\td1\t1\nq3\td1\t1\n"
ANSWERS = [{"id": "q1", "answers": ["A cat eats fish."]}, {"id": "q2", "answers": ["at night"]}]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A benchmark of three texts and four queries."""
    path = tmp_path / "tiny"
    path.mkdir()
    for name, rows in (("corpus", CORPUS), ("queries", QUERIES), ("answers", ANSWERS)):
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    (path / "qrels.tsv").write_text(QRELS, encoding="utf-8")
    return path


def test_every_search_is_measured_and_ours_follows_the_talk(folder: Path, tmp_path: Path) -> None:
    measured = measure(read_benchmark(folder), VectorCache(tmp_path / "cache", MiniLM()))
    assert (measured.corpus, measured.queries, measured.answerable) == (3, 4, 3)
    assert set(measured.systems) == {"bm25", "bm25-stemmed", "minilm", "npq"}
    ours = measured.systems["npq"]
    assert ours["ndcg@10"] == 1.0
    assert ours["recall@1"] == 1.0
    assert ours["sentence_em"] == 0.5  # q1 word for word; q2's answer is part of a sentence
    assert ours["sentence_holds"] == 1.0
    assert ours["answerable_auroc"] == 1.0
    assert ours["false_refusal_at_90_refused"] == 0.0
    assert [row["search"] for row in as_rows(measured)] == list(measured.systems)


def test_vectors_are_made_once(folder: Path, tmp_path: Path) -> None:
    benchmark = read_benchmark(folder)
    first = measure(benchmark, VectorCache(tmp_path / "cache", MiniLM()))

    class Unusable(MiniLM):
        def load(self) -> Any:
            raise AssertionError("the model was loaded again")

    assert measure(benchmark, VectorCache(tmp_path / "cache", Unusable())) == first


def test_a_corpus_of_questions_is_told_from_one_of_sections(folder: Path, tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "cache", MiniLM())
    assert measure(read_benchmark(folder), cache).kind == "sections"
    asked = [{**row, "title": f"What about {row['title'].lower()}?"} for row in CORPUS]
    text = "".join(json.dumps(row) + "\n" for row in asked)
    (folder / "corpus.jsonl").write_text(text, encoding="utf-8")
    assert measure(read_benchmark(folder), cache).kind == "faq"


def test_ranking_metrics_by_hand() -> None:
    # Order of places: 1, 0, 3, 2; of the relevant 0 (grade 1) is second and 2 (grade 2) fourth.
    found = ranking_metrics(np.array([3.0, 4.0, 1.0, 2.0]), {0: 1.0, 2: 2.0})
    gained = 1 / math.log2(3) + 2 / math.log2(5)
    best = 2 / math.log2(2) + 1 / math.log2(3)
    assert found["ndcg@10"] == pytest.approx(gained / best)
    assert (found["recall@1"], found["recall@5"], found["mrr"]) == (0.0, 1.0, 0.5)


def test_of_equal_scores_none_is_favoured_for_being_relevant() -> None:
    assert ranking_metrics(np.zeros(4), {3: 1.0})["mrr"] == 0.25


def test_abstention_by_hand() -> None:
    # Ten answerable at 1..10, and others at 0.5, 1.5 and 5.5; at 2 and more, nine of ten are kept.
    sure = [*range(1, 11), 0.5, 1.5, 5.5]
    found = abstention_metrics(sure, [True] * 10 + [False] * 3)
    assert found["refused_at_90_kept"] == pytest.approx(1 / 3)  # at 1 the lower tenth begins
    assert found["answerable_auroc"] == pytest.approx((10 + 9 + 5) / 30)
    assert abstention_metrics([1.0], [True])["answerable_auroc"] is None


@pytest.mark.parametrize(
    ("file", "text", "why"),
    [
        (
            "corpus.jsonl",
            '{"id": "d1", "text": "x"}\n{"id": "d1", "text": "y"}\n',
            "line 2: the id 'd1'",
        ),
        ("corpus.jsonl", '{"id": "d1"}\n', "line 1: text: Field required"),
        ("queries.jsonl", "not json\n", "line 1: Invalid JSON"),
        ("qrels.tsv", "q1\td9\t1\n", "line 1: there is no corpus id 'd9'"),
        ("qrels.tsv", "q1 d1 1\n", "line 1: three columns are wanted"),
        ("answers.jsonl", '{"id": "q9", "answers": []}\n', "line 1: there is no query id 'q9'"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(
    folder: Path, file: str, text: str, why: str
) -> None:
    (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(BenchmarkError) as told:
        read_benchmark(folder)
    assert f"{file}, {why}" in told.value.sentence


def test_the_command_prints_a_table_and_writes_json_once(
    folder: Path, tmp_path: Path, npq: Npq
) -> None:
    out = tmp_path / "out.json"
    ran = npq("eval", "benchmark", folder, "--out", out)
    assert ran.code == 0
    assert "tiny: 4 queries over 3 texts" in ran.out
    assert "nDCG@10" in ran.out
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["benchmarks"][0]["systems"]["npq"]["ndcg@10"] == 1.0
    again = npq("eval", "benchmark", folder, "--out", out)
    assert (again.code, "nothing is overwritten" in again.err) == (2, True)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, npq: Npq) -> None:
    ran = npq("eval", "benchmark", tmp_path / "nowhere")
    assert (ran.code, ran.err.strip()) == (1, f"There is no benchmark folder {tmp_path}/nowhere.")
