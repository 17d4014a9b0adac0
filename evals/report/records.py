"""What a report shows, as plain data: `html`, `markdown` and the Quality page only draw it."""

from __future__ import annotations

from evals.records import Record
from evals.report.words import Metric


class Figure(Record):
    """One metric of one column, written out; `mean` is None where nothing could be scored."""

    value: str
    interval: str
    scored: int
    unscored: int
    mean: float | None


class Difference(Record):
    """A column against the first, paired by case; `verdict` is better, worse or same."""

    value: str
    interval: str
    verdict: str
    chance: str
    paired: int
    won: tuple[str, ...]
    lost: tuple[str, ...]
    tied: int


class MetricRow(Record):
    """A metric over all columns; `differences` holds None for the first."""

    metric: Metric
    figures: tuple[Figure, ...]
    differences: tuple[Difference | None, ...]


class MetricGroup(Record):
    """Metrics that belong together."""

    title: str
    rows: tuple[MetricRow, ...]


class TagRow(Record):
    """The cases of one tag: `figures[column][metric]`."""

    tag: str
    cases: int
    figures: tuple[tuple[Figure, ...], ...]


class Table(Record):
    """A plain table; the first cell of each row heads it."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Series(Record):
    """The points of one line or the bars of one histogram (left edge, count)."""

    label: str
    points: tuple[tuple[float, float], ...]


class Chart(Record):
    """A chart as numbers and words; `kind` is risk_coverage, reliability or latency."""

    kind: str
    title: str
    text: str
    x: str
    y: str
    series: tuple[Series, ...]
    table: Table
    step: float = 0.0
    colour: int = 0


class Outcome(Record):
    """What one system did with one case; `status` is failed, passed or unscored."""

    status: str
    given: str
    answer: str
    statements: tuple[str, ...]
    sources: tuple[tuple[str, tuple[str, ...]], ...]
    notices: tuple[str, ...]
    reasons: tuple[str, ...]
    error: str | None
    confidence: str
    time: str
    repeats: str
    metrics: dict[str, float | None]


class CaseRow(Record):
    """A case with what each column did with it (None where it was not asked)."""

    id: str
    question: str
    history: tuple[str, ...]
    expected: str
    expected_answer: str | None
    must_include: tuple[str, ...]
    must_not_include: tuple[str, ...]
    expected_sources: tuple[str, ...]
    as_of: str | None
    tags: tuple[str, ...]
    outcomes: tuple[Outcome | None, ...]

    @property
    def failed(self) -> bool:
        """Whether any column failed it."""
        return any(o is not None and o.status == "failed" for o in self.outcomes)

    @property
    def failed_by_first(self) -> bool:
        """Whether the first column failed it."""
        first = self.outcomes[0]
        return first is not None and first.status == "failed"


class ColumnHead(Record):
    """A column's name, what it came to in sentences, and what ran: (term, value) pairs."""

    label: str
    plainly: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    failed: int
    passed: int
    unscored: int


class ReportView(Record):
    """A whole report."""

    title: str
    dataset: str
    created: str
    intro: str
    warnings: tuple[str, ...]
    columns: tuple[ColumnHead, ...]
    headline: tuple[MetricRow, ...]
    groups: tuple[MetricGroup, ...]
    tag_metrics: tuple[Metric, ...]
    tags: tuple[TagRow, ...]
    charts: tuple[Chart, ...]
    confusions: tuple[Table, ...]
    cases: tuple[CaseRow, ...]

    @property
    def failing(self) -> tuple[CaseRow, ...]:
        """The cases that any column failed, those of the first column first."""
        failed = [case for case in self.cases if case.failed]
        return tuple(sorted(failed, key=lambda case: not case.failed_by_first))
