"""Rules on numbers: figures, ranges, dates, and the bounds that stand with a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

from assistant.check import values
from assistant.check.pairs import Compared, nearest_clause, wording
from assistant.check.reading import has, words_pattern
from assistant.records import policy

_ONE = re.compile(r"(?<![\w-])(?:one|a single)(?![\w-])", re.I)


def figures(pair: Compared) -> Iterator[str]:
    """Numbers, sums and percentages; one end of a range."""
    mine, known = values.values_in(pair.claim), values.values_in(pair.source)
    extra = untold_figures(pair)
    if extra:
        yield wording("figures", *sorted(extra))
    told = {amount.figure for amount in mine.amounts}
    free = {a.figure for a in known.amounts if not a.ranged}
    whole = {x for low, high in _ranges(known) if {low, high} <= told for x in (low, high)}
    for low, high in _ranges(known):
        one = {low, high} & told - free - whole
        if len(one) == 1 and not has("bounds", pair.claim):
            yield wording("range", f"{one.pop():g}")


def untold_figures(pair: Compared) -> set[str]:
    """Return the figures of a claim that its evidence lacks."""
    mine, known = values.values_in(pair.claim), values.values_in(pair.source)
    untold = [a for a in mine.amounts if not values.amount_told(a, known.amounts)]
    says_one = _ONE.search(pair.source) is not None
    extra = {a.text for a in untold if not (says_one and (a.figure, a.unit) == (1, ""))}
    new = _raw(pair.claim, (*mine.dates, *mine.terms)) - _raw(pair.source, ())
    dates = " ".join(d.text for d in mine.dates if not values.date_told(d, known.dates))
    new |= _raw(dates, ()) - _raw(pair.source, ())
    new -= {"1"} if says_one else set()
    return extra | (new - {a.text.strip("£%").replace(",", "") for a in mine.amounts})


def _ranges(known: values.Values) -> Iterator[tuple[float, float]]:
    for low, high in pairwise(known.amounts):
        if low.start == high.start and low.ranged:
            yield low.figure, high.figure


def _raw(text: str, without: Iterable[values.When | values.Term]) -> set[str]:
    """Return the bare figures of a text, as they are compared, without those of dates and terms."""
    for date in without:
        text = text[: date.start] + " " * (date.end - date.start) + text[date.end :]
    return {f.replace(",", "").strip(".") for f in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


def times(pair: Compared) -> Iterator[str]:
    """Dates and terms; a claim about one year that drops the year."""
    mine = values.values_in(pair.claim)
    extra = untold_dates(pair)
    if extra:
        yield wording("dates", *sorted(extra))
    about = values.values_in(nearest_clause(pair.claim, pair.source))
    if (about.dates or about.terms) and not (mine.dates or mine.terms):
        yield wording("when", *(d.text for d in about.dates), *(t.text for t in about.terms))
    dropped = {t.text for t in about.terms if t.year}
    if dropped and mine.terms and not any(t.year for t in mine.terms) and not mine.dates:
        yield wording("when", *sorted(dropped))


def bounds(pair: Compared) -> Iterator[str]:
    """At least, up to and about: lost from a number, or put to one."""
    known = values.values_in(pair.source).amounts
    for amount in values.values_in(pair.claim).amounts:
        same = [a for a in known if values.amount_told(amount, (a,))]
        if not same or amount.unit == "th":
            continue
        mine = _bounds_of(pair.claim, amount)
        theirs = [_bounds_of(pair.source, other) for other in same]
        lost = frozenset.intersection(*theirs) - mine
        if lost and not any(other.ranged for other in same):
            yield wording("condition", *sorted(lost))
        elif mine - frozenset.union(*theirs) - {"about"} and not any(a.ranged for a in same):
            yield wording("added", *sorted(mine - frozenset.union(*theirs)))


def untold_dates(pair: Compared) -> set[str]:
    """Return the dates and terms of a claim that its evidence lacks."""
    mine, known = values.values_in(pair.claim), values.values_in(pair.source)
    dates = {d.text for d in mine.dates if not values.date_told(d, known.dates)}
    return dates | {t.text for t in mine.terms if not values.term_told(t, known)}


@cache
def _bound_patterns(side: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    named = policy("check")[f"bounds_{side}"].items()
    return tuple((name, words_pattern(words)) for name, words in named)


def _bounds_of(text: str, amount: values.Amount) -> frozenset[str]:
    """Return the bounds within reach of a number."""
    before_reach, after_reach = policy("check")["reach"]
    before = " ".join(re.split(r"[,;:.(]", text[: amount.start])[-1].split()[-before_reach:])
    after = " ".join(re.split(r"[,;:.)]\s", text[amount.end :])[0].split()[:after_reach])
    found = {name for name, pattern in _bound_patterns("before") if pattern.search(before)}
    return frozenset(found | {n for n, p in _bound_patterns("after") if p.search(after)})
