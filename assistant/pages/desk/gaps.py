"""Gaps: what people ask and the guidance does not say, for those who own the guidance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from html import escape

import streamlit as st

from assistant.desk.gaps import Gap
from assistant.desk.spreadsheet import gaps_csv
from assistant.pages.desk.shared import counted, in_uk, words, workbench
from assistant.pages.frame import framed, shared_model
from assistant.pages.pieces import box, bullets, paragraph
from assistant.pages.signin import staff_actor
from assistant.records import policy
from corpus.dates import in_words

_DAYS = {"week": 7, "month": 30, "year": 365}


@framed
def page() -> None:
    """Draw the gaps, biggest first, and offer them as CSV."""
    wording = words("gaps")
    st.title(wording["title"], anchor=False)
    actor = staff_actor()
    if actor is None:
        return
    st.html(paragraph(wording["intro"]))
    choices = wording["sinces"]
    since = st.selectbox(
        wording["since"],
        list(choices),
        index=list(choices).index("year"),
        format_func=choices.get,
        key="npq-gaps-since",
        persist_state="session",
    )
    days = _DAYS.get(since)
    with st.spinner(wording["finding"]):
        after = datetime.now(UTC) - timedelta(days=days) if days else None
        gaps = workbench().desk.gaps(actor, shared_model().encode, since=after)
    if not gaps:
        st.html(box(wording["empty_heading"], [paragraph(wording["empty"])], level=2))
        return
    _draw(gaps)


def _draw(gaps: Sequence[Gap]) -> None:
    wording = words("gaps")
    name = "count_one" if len(gaps) == 1 else "count"
    told = wording[name].format(gaps=len(gaps), questions=sum(gap.count for gap in gaps))
    st.html(f'<p role="status">{escape(told)}</p>')
    st.download_button(
        wording["download"],
        _csv(gaps),
        file_name=wording["file_name"].format(day=in_uk(datetime.now(UTC)).date().isoformat()),
        mime="text/csv",
        on_click="ignore",
    )
    st.html(f'<ol class="npq-gaps">{"".join(map(gap_html, gaps))}</ol>')


def _csv(gaps: Sequence[Gap]) -> Callable[[], bytes]:
    return lambda: gaps_csv(gaps).encode("utf-8")


def gap_html(gap: Gap) -> str:
    """Return one gap: how often, since when, what came of it, and how people put it."""
    wording = words("gaps")
    first, last = (in_words(in_uk(at).date()) for at in (gap.first, gap.last))
    when = wording["once" if first == last else "when"].format(first=first, last=last)
    times = f"{counted(wording['times'], gap.count)}, {when}."
    sources = ", ".join(
        wording["sources"].get(source, source).format(count=count)
        for source, count in gap.sources.items()
    )
    labels = policy("outcomes")["outcomes"]
    outcomes = ", ".join(
        f"{labels[name]['label']} ({count})" if name in labels else f"{name} ({count})"
        for name, count in gap.outcomes.items()
    )
    lines = [
        times,
        wording["from"].format(sources=sources),
        wording["outcomes"].format(outcomes=outcomes),
        gap.ask_instead,
    ]
    said = f"{wording['questions']} ({len(gap.questions)})"
    more = (
        f'<details class="npq-fold"><summary>{escape(said)}</summary>{bullets(gap.questions)}'
        "</details>"
        if len(gap.questions) > 1
        else ""
    )
    told = "".join(paragraph(line) for line in lines if line)
    return f"<li><h2>{escape(gap.label)}</h2>{told}{more}</li>"
