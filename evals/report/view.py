"""From the columns of a report to what it shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from corpus.dates import in_words
from evals.comparing import not_alike
from evals.records import Behaviour, Case, Estimate
from evals.report.cases import case_row
from evals.report.columns import Column
from evals.report.curves import charts
from evals.report.differences import differences
from evals.report.plain import in_sentences
from evals.report.records import (
    CaseRow,
    ColumnHead,
    Difference,
    Figure,
    MetricGroup,
    MetricRow,
    ReportView,
    Table,
    TagRow,
)
from evals.report.words import Metric, estimate_words, grouped, metric, wording


def build_view(columns: Sequence[Column]) -> ReportView:
    """Return what a report on these columns shows; the first is what others are held against."""
    words = wording()
    cases = _cases(columns)
    against: list[dict[str, Difference]] = [{}]
    against += [differences(columns[0], other) for other in columns[1:]]
    keys = {key for column in columns for key in column.summary.estimates}
    groups = tuple(
        MetricGroup(title=title, rows=tuple(_row(m, columns, against) for m in metrics))
        for title, metrics in grouped(keys).items()
    )
    by_key = {row.metric.key: row for group in groups for row in group.rows}
    tag_metrics = tuple(metric(key) for key in words["by_tag"] if key in keys)
    return ReportView(
        title=words["title"],
        dataset=", ".join(dict.fromkeys(column.config.dataset for column in columns)),
        created=", ".join(dict.fromkeys(day(column.config.created) for column in columns)),
        intro=words["intro"],
        warnings=tuple(_warnings(columns)),
        columns=tuple(_head(column, cases, at) for at, column in enumerate(columns)),
        headline=tuple(by_key[key] for key in words["headline"] if key in by_key),
        groups=groups,
        tag_metrics=tag_metrics,
        tags=_tags(columns, tag_metrics),
        charts=charts(columns),
        confusions=tuple(_confusion(column) for column in columns),
        cases=cases,
    )


def day(created: str) -> str:
    """Write when a run was made: 22 November 2026, 21:36."""
    try:
        made = datetime.fromisoformat(created)
    except ValueError:
        return created
    return f"{in_words(made.date())}, {made:%H:%M}"


def figure(estimate: Estimate | None, of: Metric, cases: int = 0) -> Figure:
    """Write an estimate; where a column lacks the metric, none of its cases was scored."""
    value, interval = estimate_words(estimate, of.written_as)
    return Figure(
        value=value,
        interval=interval,
        scored=estimate.scored if estimate else 0,
        unscored=estimate.unscored if estimate else cases,
        mean=estimate.mean if estimate else None,
    )


def _row(
    of: Metric, columns: Sequence[Column], against: Sequence[dict[str, Difference]]
) -> MetricRow:
    return MetricRow(
        metric=of,
        figures=tuple(
            figure(column.summary.estimates.get(of.key), of, column.summary.cases)
            for column in columns
        ),
        differences=tuple(found.get(of.key) for found in against),
    )


def _cases(columns: Sequence[Column]) -> tuple[CaseRow, ...]:
    known: dict[str, Case] = {}
    for column in columns:
        for case in column.cases.values():
            known.setdefault(case.id, case)
    return tuple(case_row(case, columns) for case in known.values())


def _head(column: Column, cases: Sequence[CaseRow], at: int) -> ColumnHead:
    config, identity = column.config, column.identity
    revision = config.git_revision or "unknown"
    as_of = in_words(config.as_of) if config.as_of else ""
    facts = {
        "System": column.system,
        "Run": config.run_id,
        "Made": day(config.created),
        "Data set": f"{config.dataset} ({column.summary.cases} cases)",
        "Only": ", ".join(f"{key} {value}" for key, value in sorted(config.filters.items())),
        "Data set hash": config.dataset_sha256[:12],
        "Writer": identity.writer,
        "Index": identity.index_id,
        "Asked as of": as_of,
        "Times asked": str(config.repeat) if config.repeat > 1 else "",
        "Code": f"{revision[:12]}{', with changes not committed' if config.git_dirty else ''}",
        "Made on": f"Python {config.python}, {config.platform}",
        **{key: _plain(value) for key, value in identity.details.items()},
    }
    seen = Counter(o.status for case in cases if (o := case.outcomes[at]) is not None)
    return ColumnHead(
        label=column.label,
        plainly=in_sentences(column.summary),
        facts=tuple((term, value) for term, value in facts.items() if value),
        failed=seen["failed"],
        passed=seen["passed"],
        unscored=seen["unscored"],
    )


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _warnings(columns: Sequence[Column]) -> list[str]:
    found = []
    for column in columns[1:]:
        found += not_alike(columns[0].folder, column.folder)
    for column in columns:
        missing = len(column.cases.keys() - {case_id for case_id, _ in column.scored})
        if missing:
            found.append(f"{column.label} is not whole: {missing} cases were not scored.")
    dirty = [column.label for column in columns if column.config.git_dirty]
    if dirty:
        found.append(f"{' and '.join(dirty)} ran on code with changes that were not committed.")
    return list(dict.fromkeys(found))


def _tags(columns: Sequence[Column], metrics: Sequence[Metric]) -> tuple[TagRow, ...]:
    counts: Counter[str] = Counter()
    for column in columns:
        asked = {case_id for case_id, _ in column.scored}
        counts |= Counter(tag for case_id in asked for tag in set(column.cases[case_id].tags))
    tags = {tag for column in columns for tag in column.summary.by_tag}
    return tuple(
        TagRow(
            tag=tag,
            cases=counts[tag],
            figures=tuple(
                tuple(
                    figure(column.summary.by_tag.get(tag, {}).get(each.key), each)
                    for each in metrics
                )
                for column in columns
            ),
        )
        for tag in sorted(tags, key=lambda tag: (-counts[tag], tag))
    )


def _confusion(column: Column) -> Table:
    given = [b.value for b in Behaviour]
    rows = []
    for expected in given[:-1]:
        counts = column.summary.confusion.get(expected, {})
        if any(counts.values()):
            numbers = [counts.get(each, 0) for each in given]
            rows.append((expected, *map(str, numbers), str(sum(numbers))))
    return Table(
        caption=f"Expected behaviour (rows) against given (columns): {column.label}",
        headers=("Expected", *given, "Cases"),
        rows=tuple(rows),
    )
