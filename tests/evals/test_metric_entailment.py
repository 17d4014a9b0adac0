"""An entailment model from a folder is loaded without a network and asked for its class."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import NpqError
from evals.metrics.support import EntailmentSupport
from evals.runs import RunFolder
from tests.conftest import Npq
from tests.evals.making import case_lines, write_cases

pytestmark = pytest.mark.slow
LABELS = {0: "contradiction", 1: "entailment", 2: "neutral"}


def _model(folder: Path, favoured: int, labels: dict[int, str] = LABELS) -> Path:
    """Write a tiny cross-encoder that always finds one class the likeliest."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "months", "eighteen"]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    model = BertForSequenceClassification(
        BertConfig(
            vocab_size=len(words), hidden_size=8, num_hidden_layers=1, num_attention_heads=1,
            intermediate_size=8, max_position_embeddings=64, id2label=labels,
            label2id={name: n for n, name in labels.items()},
        )
    )  # fmt: skip
    with torch.no_grad():
        model.classifier.bias[:] = torch.tensor(
            [50.0 * (n == favoured) for n in range(len(labels))]
        )
    model.save_pretrained(folder)
    return folder


@pytest.mark.parametrize(("favoured", "supported"), [(1, True), (0, False), (2, False)])
def test_given_a_model_when_asked_then_only_entailment_is_support(
    tmp_path: Path, favoured: int, supported: bool
) -> None:
    supports = EntailmentSupport(_model(tmp_path / "nli", favoured))

    assert supports("Eighteen months.", evidence=["eighteen months"]) is supported
    assert supports.label == "entailment:nli"
    assert not supports("Eighteen months.", evidence=[])


def test_given_a_model_without_an_entailment_class_when_asked_then_it_is_refused(
    tmp_path: Path,
) -> None:
    supports = EntailmentSupport(_model(tmp_path / "other", 0, {0: "bad", 1: "good", 2: "so so"}))

    with pytest.raises(NpqError, match="no class named entailment"):
        supports("Eighteen months.", evidence=["eighteen months"])


def test_given_no_model_in_the_folder_when_asked_then_one_sentence_says_so(tmp_path: Path) -> None:
    with pytest.raises(NpqError, match="cannot be loaded"):
        EntailmentSupport(tmp_path)("Eighteen months.", evidence=["eighteen months"])


def test_given_the_option_when_a_run_is_scored_again_then_its_judgement_stands_beside_the_rules(
    npq: Npq, tmp_path: Path
) -> None:
    # given a run of a system that quotes what it says, and a model that finds it unsupported
    cases = write_cases(tmp_path / "mine.jsonl", case_lines(2))
    asked = ("--dataset", cases, "--system", "bm25", "--out", tmp_path / "run")
    assert npq("eval", "run", *asked).code == 0
    model = _model(tmp_path / "nli", 0)

    # when it is scored again with that model
    ran = npq("eval", "score", tmp_path / "run", "--entailment", model)

    # then the rules and the model each have a name of their own
    assert ran.code == 0, ran.err
    summary = RunFolder.open(tmp_path / "run").summary("bm25")
    assert summary.estimates["citation_recall"].mean == 1.0
    assert summary.estimates["citation_recall[entailment:nli]"].mean == 0.0
