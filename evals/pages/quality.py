"""The Quality page: the stored runs, drawn as the report draws them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from assistant.pages.frame import framed
from corpus.settings import get_settings
from evals.report.shelf import SHIPPED, StoredRun, read_shelf
from evals.report.words import wording

if TYPE_CHECKING:
    from evals.report.columns import Column
    from evals.report.records import CaseRow, Chart, ReportView

STYLES = Path(__file__).parents[1] / "report" / "templates"
MOST = 50
HEIGHT = 340
INK = {"light": "#1c2526", "dark": "#eef2f2"}  # textColor of .streamlit/config.toml
Choice = tuple[str, str, float]


@framed
def page() -> None:
    """Let a person choose a run, a system and another to hold it against; draw what they did."""
    words = wording()["page"]
    st.html(STYLES / "parts.css")
    st.html(STYLES / "quality.css")
    st.title(words["title"], anchor=False)
    st.html(f"<p>{escape(words['intro'])}</p>")
    home = get_settings().data_dir / "evals"
    shelf = read_shelf(home, SHIPPED)
    if shelf.runs:
        choices = _choose(shelf.runs)
        with st.spinner(words["reading"]):
            view, columns = _read(choices)
        _draw(view, columns, choices)
    else:
        _draw_none(home)
    if shelf.problems:
        st.header(words["damaged"]["heading"], anchor=False)
        lines = "".join(f"<li>{escape(problem)}</li>" for problem in shelf.problems)
        st.html(f'<div class="npq-report"><ul>{lines}</ul></div>')


def _draw_none(home: Path) -> None:
    none = wording()["page"]["none"]
    st.html(
        f'<div class="npq-box"><h2>{escape(none["heading"])}</h2><p>{escape(none["text"])}</p>'
        f"<p><code>{escape(none['command'])}</code></p>"
        f"<p>{escape(none['where'].format(folder=home))}</p></div>"
    )


def _choose(runs: Sequence[StoredRun]) -> tuple[Choice, ...]:
    """Return the systems to show: the chosen one, and the one to hold it against, if any."""
    words = wording()["page"]
    by_path = {str(run.folder.path): run for run in runs}
    names = {path: _name(run) for path, run in by_path.items()}
    one, two, three = st.columns(3)
    path = one.selectbox(words["run"], list(by_path), format_func=lambda key: names[key])
    system = two.selectbox(words["system"], by_path[path].systems)
    others = [
        (other, name)
        for other, run in by_path.items()
        for name in run.systems
        if (other, name) != (path, system)
    ]
    others.sort(key=lambda other: other[0] != path)
    against = three.selectbox(
        words["against"],
        [None, *others],
        format_func=lambda o: f"{o[1]}, {names[o[0]]}" if o else words["nothing"],
    )
    return tuple(_choice(*each) for each in [(path, system), against] if each)


def _name(run: StoredRun) -> str:
    shipped: str = wording()["page"]["shipped"]
    return shipped.format(run=run.folder.config.run_id) if run.shipped else run.folder.path.name


def _choice(path: str, system: str) -> Choice:
    """Name a system of a run with the time it was last scored, so that a new score is seen."""
    return path, system, (Path(path) / "systems" / system / "summary.json").stat().st_mtime


@st.cache_resource(show_spinner=False, max_entries=4)
def _read(choices: tuple[Choice, ...]) -> tuple[ReportView, list[Column]]:
    from evals.report.columns import read_columns
    from evals.report.view import build_view
    from evals.runs import RunFolder

    columns = read_columns([(RunFolder.open(Path(path)), system) for path, system, _ in choices])
    return build_view(columns), columns


@st.cache_data(show_spinner=False, max_entries=2)
def _files(choices: tuple[Choice, ...]) -> dict[str, str]:
    from evals.report.files import files_of

    return files_of(*_read(choices))


def _draw(view: ReportView, columns: Sequence[Column], choices: tuple[Choice, ...]) -> None:
    from evals.report.html import part

    words = wording()["page"]
    st.header(words["about"], anchor=False)
    st.html(part("about", view))
    st.header(words["figures"], anchor=False)
    st.html(part("summary", view))
    if view.tags:
        st.header(words["tags"], anchor=False)
        st.html(part("tags", view))
    st.header(words["behaviour"], anchor=False)
    st.html(part("confusions", view))
    if view.charts:
        st.header(words["charts"], anchor=False)
        places = st.columns(2) if len(view.charts) > 1 else [st.container()]
        for number, chart in enumerate(view.charts):
            with places[number % len(places)]:
                _draw_chart(chart, f"npq-chart-{number}")
    _draw_failing(view)
    _draw_files(choices)


def _draw_chart(chart: Chart, name: str) -> None:
    from evals.report.drawing import inked
    from evals.report.html import chart_part

    st.subheader(chart.title, anchor=False)
    st.html(f"<p>{escape(chart.text)}</p>")
    words = f"{chart.title}. {chart.text}"
    ink = INK.get(st.context.theme.type or "light", INK["light"])
    st.altair_chart(inked(chart, ink), width="stretch", height=HEIGHT, alt=words)
    st.html(chart_part(chart, name))


def _draw_failing(view: ReportView) -> None:
    from evals.report.html import cases_part

    words = wording()["page"]
    st.header(words["failing"], anchor=False)
    failing = view.failing
    if not failing:
        st.html(f"<p>{escape(words['all_passed'])}</p>")
        return
    left, right = st.columns([2, 1])
    search = left.text_input(words["search"], max_chars=200)
    tags = sorted({tag for case in failing for tag in case.tags})
    tag = right.selectbox(words["tag"], ["", *tags], format_func=lambda t: t or words["any"])
    found = [case for case in failing if matches(case, search, tag)]
    count = words["count"].format(shown=len(found), total=len(failing))
    more = words["most"].format(most=MOST) if len(found) > MOST else ""
    st.html(f'<p role="status">{escape(count + more)}</p>')
    st.html(cases_part(view, found[:MOST]))


def matches(case: CaseRow, search: str, tag: str) -> bool:
    """Say whether a case has the tag, and every word of the search anywhere in it."""
    text = case.model_dump_json().lower()
    return (not tag or tag in case.tags) and all(word in text for word in search.lower().split())


def _draw_files(choices: tuple[Choice, ...]) -> None:
    from evals.report.files import MIMES

    words = wording()["page"]
    st.header(words["files"], anchor=False)

    def text_of(name: str) -> Any:
        return lambda: _files(choices)[name]

    with st.container(horizontal=True):
        for name, mime in MIMES.items():
            st.download_button(name, text_of(name), file_name=name, mime=mime, on_click="ignore")
