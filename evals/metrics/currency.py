"""Does an answer tell the past, or a proposal, as what holds today?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from corpus.records import Standing
from corpus.sentences import split_sentences
from evals.metrics.policy import metrics_policy, pattern
from evals.metrics.text import flat, folded
from evals.records import Said
from index.terms import find_years, stems


def marked_as_past(sentence: str, standing: Standing, *, year: int) -> bool:
    """Say whether a sentence says in words that it tells the past or a proposal.

    The words are in `policy.yaml`; the product's prefixes ("No longer current:") hold some.
    For a historical fact, which nothing has replaced, an earlier year than `year` is enough.
    """
    if pattern("currency", "past").search(folded(sentence)):
        return True
    return standing is Standing.HISTORICAL and any(y < year for y in find_years(sentence))


def superseded_as_current(
    statements: Sequence[Said],
    *,
    evidence: Mapping[int, Sequence[str]],
    outdated: Mapping[str, Standing],
    year: int,
) -> list[str]:
    """Return the sentences of an answer that tell what is not current without saying so.

    A sentence does if it holds, word for word, a sentence of the corpus that is not current
    (`outdated`: text to standing), or if all that its statement cites are such sentences.
    """
    old = {folded(flat(text)): standing for text, standing in outdated.items()}
    out = []
    for said in statements:
        cited = [folded(flat(q)) for n in said.citations for q in evidence.get(n, ())]
        only_old = bool(cited) and all(quote in old for quote in cited)
        for sentence in _sentences(said.text):
            text = folded(flat(sentence))
            standings = [standing for told, standing in old.items() if told in text]
            if only_old and not standings:
                standings = [old[quote] for quote in cited]
            if standings and not any(marked_as_past(sentence, s, year=year) for s in standings):
                out.append(sentence)
    return out


def notice_is_due(*, tags: Sequence[str], replaced: int, current: int) -> bool:
    """Say whether an answer ought to tell that something has changed.

    It ought to if the case expects a fact that another has replaced, and either is tagged as
    resting on an old premise or also expects a fact that holds.
    """
    tagged = bool(set(tags) & set(metrics_policy()["currency"]["due_tags"]))
    return replaced > 0 and (tagged or current > 0)


def change_told(
    *, notices: Sequence[str], statements: Sequence[Said], replaced: Collection[str]
) -> bool:
    """Say whether an answer tells of a change.

    It does if a notice or a sentence says so in words ("no longer", "until", "replaced"), or
    if a sentence in the past tense tells one of the `replaced` sentences, in most of its
    words.
    """
    change, past = pattern("currency", "change"), pattern("currency", "past")
    told = [s for said in statements for s in _sentences(said.text)]
    if any(change.search(folded(text)) for text in (*notices, *told)):
        return True
    return any(past.search(folded(s)) is not None and _tells_one(s, replaced) for s in told)


def _tells_one(sentence: str, olds: Collection[str]) -> bool:
    """Say whether a sentence tells one of the old sentences, in most of its words."""
    words = set(stems(sentence))
    least = metrics_policy()["support"]["least_shared"]
    return any(
        len(wanted & words) >= least * len(wanted) for old in olds if (wanted := set(stems(old)))
    )


def _sentences(text: str) -> Iterator[str]:
    """Give the sentences; a bare "Yes." is part of the one that it leads to."""
    start = 0
    for span in split_sentences(text):
        if len(text[start : span.end].split()) > 1:
            yield text[start : span.end].strip()
            start = span.end
    if text[start:].strip():
        yield text[start:].strip()
