"""Does the cited evidence say what a statement says? Deterministic, or by an entailment model.

An evaluator must not mark its own homework: nothing here asks the product whether a
statement is supported. Only the words that the product puts before a quoted sentence
("Yes.", "No longer current:") are read from its policy, so that they can be set aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant.records import policy
from corpus.errors import NpqError
from corpus.sentences import split_sentences
from evals.metrics.policy import metrics_policy, pattern
from evals.metrics.text import flat, folded, without_markers
from evals.metrics.values import figures_in, is_number_word, unsupported, without_dates
from index.npqs import find_npqs, without_npqs
from index.terms import stems, words

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class Supports(Protocol):
    """Anything that says whether evidence supports a statement; `label` goes on the report."""

    @property
    def label(self) -> str:
        """The method, and the model where there is one."""

    def __call__(self, statement: str, *, evidence: Sequence[str]) -> bool:
        """Say whether the quotes together say what the statement says."""


class DeterministicSupport:
    """Exact quote; or the same figures, dates, NPQs, negation and obligation, and enough words.

    Stands in for the entailment model of ALCE (Gao et al. 2023, arXiv 2305.14627).
    """

    label = "deterministic"

    def __call__(self, statement: str, *, evidence: Sequence[str]) -> bool:
        """Say whether the quotes together say what the statement says."""
        told = body(statement)
        if not told or not evidence:
            return False
        sentences = [s for quote in evidence for s in sentences_of(quote)]
        if _is_run(told, sentences):
            return True
        return not any(_differences(told, sentences, " ".join(evidence)))


def _is_run(told: str, sentences: Sequence[str]) -> bool:
    """Say whether a statement is, sentence for sentence, in the evidence."""
    known = {folded(sentence) for sentence in sentences}
    return all(folded(sentence) in known for sentence in sentences_of(told))


def _differences(told: str, sentences: Sequence[str], evidence: str) -> list[bool]:
    """Return, for each rule, whether the statement breaks it."""
    content = _content(told)
    nearest = max(sentences, key=lambda s: len(content & _content(s)), default="")
    least = metrics_policy()["support"]["least_shared"]
    return [
        bool(unsupported(told, allowed=[evidence])),
        bool(figures_in(told) - figures_in(evidence, spelled=True)),
        bool(find_npqs(told) - find_npqs(evidence)),
        _says("negation", told) is not _says("negation", nearest),
        _says("must", told) is not _says("must", nearest),
        _says("may", nearest) and not _says("may", told),
        len(content & _content(evidence)) < least * len(content),
    ]


def _content(text: str) -> set[str]:
    """Return the stems of the content words; figures, dates and NPQs are compared apart."""
    plain = without_npqs(without_dates(text))
    return set(stems(" ".join(word for word in words(plain) if not is_number_word(word))))


def _says(rule: str, text: str) -> bool:
    return pattern("support", rule).search(without_dates(text)) is not None


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a quote or a statement, without marks of lists and headings."""
    return [flat(text[span.start : span.end]) for span in split_sentences(text)]


@cache
def _openers() -> tuple[str, ...]:
    wording = policy("outcomes")
    ours = [*wording["leads"].values(), *wording["prefixes"].values()]
    known = {folded(opener) for opener in (*ours, *metrics_policy()["support"]["openers"])}
    return tuple(sorted(known, key=len, reverse=True))


def body(statement: str) -> str:
    """Return what a statement tells: no citation markers, no opening words such as "Yes."."""
    text = without_markers(statement).strip()
    for opener in [o for _ in range(3) for o in _openers()]:
        if folded(text[: len(opener) + 1]).rstrip() == opener:
            text = text[len(opener) :].lstrip()
    return text


class EntailmentSupport:
    """A cross-encoder trained on natural language inference, from a local folder.

    Nothing is downloaded. The premise is the quotes, one after another; the statement is
    supported if entailment is the likeliest class.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def label(self) -> str:
        """The method and the model's folder name."""
        return f"entailment:{self._path.name}"

    @cached_property
    def _model(self) -> CrossEncoder:
        from sentence_transformers import CrossEncoder as Loaded

        try:
            model: CrossEncoder = Loaded(str(self._path), local_files_only=True)
        except (OSError, ValueError) as error:
            raise NpqError(f"The entailment model {self._path} cannot be loaded.") from error
        return model

    @cached_property
    def _entailment(self) -> int:
        names = dict(getattr(self._model.config, "id2label", None) or {})
        found = [int(n) for n, name in names.items() if str(name).lower().startswith("entail")]
        if not found:
            raise NpqError(f"The model {self._path} has no class named entailment.")
        return found[0]

    def __call__(self, statement: str, *, evidence: Sequence[str]) -> bool:
        """Say whether the quotes together entail the statement."""
        told = body(statement)
        if not told or not evidence:
            return False
        scores = self._model.predict([(" ".join(evidence), told)])[0]
        return int(scores.argmax()) == self._entailment
