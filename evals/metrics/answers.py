"""The answer's text against what is expected of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from rapidfuzz.distance import LCSseq

from evals.metrics.text import flat, folded, holds, rouge_tokens, squad_tokens
from evals.metrics.values import count_values, unsupported

_OPENING = re.compile(r"\W*(yes|no)\b(?!\s+(?:longer|one|npqs?|single|fixed|set)\b)", re.I)
Groups = Sequence[Sequence[str]]


def factual_recall(answer: str, *, must_include: Groups) -> float | None:
    """Return the share of the groups of which the answer holds a wording; None without groups.

    Source: nugget recall of TREC question answering; `must_include` are the nuggets.
    """
    if not must_include:
        return None
    return sum(any(holds(answer, w) for w in group) for group in must_include) / len(must_include)


def facts_in(text: str, *, gold: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the facts of which a passage holds a gold sentence, whatever its white space."""
    text = folded(flat(text))
    return {fact for fact, told in gold.items() if any(folded(flat(s)) in text for s in told)}


def forbidden(answer: str, *, must_not_include: Sequence[str]) -> list[str]:
    """Return the wordings that the answer holds and must not."""
    return [wording for wording in must_not_include if holds(answer, wording)]


def factual_precision(answer: str, *, allowed: Sequence[str], forbidden_there: int) -> float | None:
    """Return the share of what can be checked in an answer that the references hold.

    What can be checked are its values (sums, percentages, numbers with a unit, dates) and
    the `forbidden_there` wordings, which no reference holds; None if there is nothing.
    """
    checked = count_values(answer) + forbidden_there
    wrong = len(unsupported(answer, allowed=allowed)) + forbidden_there
    return (checked - wrong) / checked if checked else None


def wrong_values(answer: str, *, allowed: Sequence[str]) -> list[str]:
    """Return the values of an answer that no reference, question or cited quote holds."""
    return unsupported(answer, allowed=allowed)


def rouge_l(answer: str, *, expected: str) -> float:
    """Return ROUGE-L: F1 of the longest common subsequence of tokens.

    Source: Lin 2004, "ROUGE: A Package for Automatic Evaluation of Summaries".
    """
    given, wanted = rouge_tokens(answer), rouge_tokens(expected)
    if not given or not wanted:
        return float(given == wanted)
    return _f1(LCSseq.similarity(given, wanted), len(given), len(wanted))


def token_f1(answer: str, *, expected: str) -> float:
    """Return F1 of the tokens that both texts hold, counted with repetition.

    Source: Rajpurkar et al. 2016 (SQuAD), arXiv 1606.05250.
    """
    given, wanted = squad_tokens(answer), squad_tokens(expected)
    if not given or not wanted:
        return float(given == wanted)
    return _f1((Counter(given) & Counter(wanted)).total(), len(given), len(wanted))


def length_ratio(answer: str, *, expected: str) -> float | None:
    """Return the words of the answer over the words expected; None if none are expected."""
    wanted = len(expected.split())
    return len(answer.split()) / wanted if wanted else None


def opening(text: str) -> str | None:
    """Return "yes" or "no" if a text begins with it; "No longer current" is neither."""
    match = _OPENING.match(text)
    return match[1].lower() if match else None


def yes_no_right(answer: str, *, expected: str) -> float | None:
    """Return 1 if an answer begins with the yes or no that is expected, else 0.

    None where the expected answer begins with neither.
    """
    wanted = opening(expected)
    return None if wanted is None else float(opening(answer) == wanted)


def yes_no_wrong(answer: str, *, expected: str) -> float | None:
    """Return 1 if an answer says yes for no, or no for yes, as its first word, else 0."""
    wanted, said = opening(expected), opening(answer)
    return None if wanted is None else float(said is not None and said != wanted)


def _f1(shared: int, given: int, wanted: int) -> float:
    if not shared:
        return 0.0
    precision, recall = shared / given, shared / wanted
    return 2 * precision * recall / (precision + recall)
