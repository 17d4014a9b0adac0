"""The report as one HTML file that needs nothing else, and its parts for the Quality page."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evals.report.records import CaseRow, Chart, ReportView
from evals.report.words import printable, wording

TEMPLATES = Path(__file__).with_name("templates")
_NOT_ANCHOR = re.compile(r"[^A-Za-z0-9.-]")


def to_html(view: ReportView) -> str:
    """Return the whole report; its policy lets in only the style and the script it holds."""
    from evals.report.drawing import svg

    style, script = _text("parts.css") + _text("page.css"), _text("report.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    drawings = [
        Markup(svg(chart, f"npq-drawing-{at}"))  # noqa: S704 - drawn by us, its words escaped
        for at, chart in enumerate(view.charts, start=1)
    ]
    page = _environment().get_template("report.html")
    drawn = page.render(
        view=view,
        drawings=drawings,
        policy=Markup(policy),  # noqa: S704 - hashes of our own files
        style=Markup(style),  # noqa: S704 - a file of ours
        script=Markup(script),  # noqa: S704 - a file of ours
    )
    return printable(drawn)


def part(name: str, view: ReportView) -> str:
    """Return one part of the report: about, summary, tags, confusions or all_cases."""
    return _framed(_part(name)(view))


def cases_part(view: ReportView, shown: Sequence[CaseRow]) -> str:
    """Return some cases of the report, folded."""
    return _framed(_part("cases")(view, shown))


def chart_part(chart: Chart, name: str) -> str:
    """Return the numbers of a chart as a folded table."""
    return _framed(_part("chart_table")(chart, name))


def _framed(inner: str) -> str:
    return f'<div class="npq-report">{printable(inner)}</div>'


def _part(name: str) -> Any:
    return getattr(_environment().get_template("parts.html").module, name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["words"] = wording()
    environment.filters["anchor"] = anchor
    return environment


def anchor(case_id: str) -> str:
    """Return a case id as part of an HTML id: unsafe characters become their numbers."""
    return _NOT_ANCHOR.sub(lambda found: f"_{ord(found[0]):x}_", case_id)


def _text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
