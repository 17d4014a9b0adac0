"""The charts as Altair specifications, and as static SVG that needs no script."""

from __future__ import annotations

import re
from html import escape
from typing import Any, TypeAlias

import altair as alt

from evals.report.records import Chart
from evals.report.words import wording

Drawn: TypeAlias = alt.LayerChart | alt.FacetChart
WIDTH, HEIGHT = 400, 230
_INK = "currentColor"
_ROLES = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_OPENING = re.compile(r"<svg ([^>]*)>")


def specification(chart: Chart) -> Drawn:
    """Return a chart with colours, dashes and shapes that read on light and on dark."""
    return _bars(chart) if chart.kind == "latency" else _lines(chart)


def _lines(chart: Chart) -> Drawn:
    rows = [
        {"x": x, "y": y, "system": series.label}
        for series in chart.series
        for x, y in series.points
    ]
    labels = [series.label for series in chart.series]
    # One legend for colour, dash and shape: they merge where field, title and order are the same.
    one: dict[str, Any] = {
        "title": "System",
        "sort": labels,
        "legend": alt.Legend(orient="bottom", symbolSize=120) if len(labels) > 1 else None,
    }
    share = alt.Scale(domain=[0, 1])
    colour = alt.Scale(domain=labels, range=[_colour(at) for at in range(len(labels))])
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("x:Q", title=chart.x, scale=share, axis=alt.Axis(format="%", tickCount=6)),
        y=alt.Y("y:Q", title=chart.y, axis=alt.Axis(format="%", tickCount=6)),
        color=alt.Color("system:N", scale=colour, **one),
    )
    line = base.mark_line(strokeWidth=2.5).encode(
        strokeDash=alt.StrokeDash("system:N", scale=alt.Scale(domain=labels), **one)
    )
    if chart.kind == "risk_coverage":
        return alt.layer(line).properties(width=WIDTH, height=HEIGHT)
    ends = alt.InlineData(values=[{"x": 0, "y": 0}, {"x": 1, "y": 1}])
    truth = (
        alt.Chart(ends)
        .mark_line(color="#7d7d7d", strokeDash=[4, 4], strokeWidth=1)
        .encode(x="x:Q", y=alt.Y("y:Q", scale=share))
    )
    points = base.mark_point(size=70, filled=True, opacity=1).encode(
        shape=alt.Shape("system:N", scale=alt.Scale(domain=labels), **one)
    )
    return alt.layer(truth, line, points).properties(width=WIDTH, height=HEIGHT)


def _bars(chart: Chart) -> Drawn:
    rows = [{"from": x, "to": x + chart.step, "y": y} for x, y in chart.series[0].points]
    bars = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(color=_colour(chart.colour), binSpacing=1)
        .encode(
            x=alt.X("from:Q", title=chart.x, bin=alt.BinParams(binned=True, step=chart.step)),
            x2="to:Q",
            y=alt.Y("y:Q", title=chart.y, axis=alt.Axis(values=_whole(chart))),
        )
    )
    return alt.layer(bars).properties(width=WIDTH, height=HEIGHT * 3 // 4)


def _colour(at: int) -> str:
    colours: list[str] = wording()["palette"]
    return colours[at % len(colours)]


def _whole(chart: Chart) -> list[int]:
    """Return a few whole numbers from 0 to the tallest bar, a round step apart."""
    top = int(max(y for _, y in chart.series[0].points))
    steps = (factor * 10**power for power in range(9) for factor in (1, 2, 5))
    return list(range(0, top + 1, next(step for step in steps if step * 6 >= top)))


def svg(chart: Chart, name: str) -> str:
    """Draw a chart as SVG with a title and a description; `name` is unique on its page."""
    import vl_convert

    whole = inked(chart).to_dict()
    whole["config"] |= {"background": "transparent", "font": "inherit"}
    drawn: str = vl_convert.vegalite_to_svg(whole)
    title, text = f"{name}-title", f"{name}-text"
    opening = (
        rf'<svg \1 role="img" aria-labelledby="{title}" '
        rf'aria-describedby="{text}">'
    )
    words = (
        f'<title id="{title}">{escape(chart.title)}</title>'
        f'<desc id="{text}">{escape(chart.text)}</desc>'
    )
    named, found = _OPENING.subn(opening, _ROLES.sub("", drawn), count=1)
    assert found, "the drawing has no opening tag of the known shape"
    end = named.index(">") + 1
    return named[:end] + words + named[end:]


def inked(chart: Chart, ink: str = _INK) -> Drawn:
    """Return a chart whose words and lines have the colour `ink`: by default, that of the page."""
    drawn: Drawn = (
        specification(chart)
        .configure_axis(
            labelColor=ink,
            titleColor=ink,
            tickColor=ink,
            domainColor=ink,
            gridColor=ink,
            gridOpacity=0.15,
            labelFontSize=13,
            titleFontSize=14,
            titleFontWeight="normal",
        )
        .configure_legend(labelColor=ink, titleColor=ink, labelFontSize=13, labelLimit=400)
        .configure_view(stroke=None)
    )
    return drawn
