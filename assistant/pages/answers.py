"""A question and its answer as HTML that holds nothing but escaped text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from assistant.pages.citations import plain, quote_id, source_item
from assistant.pages.conversation import Exchange
from assistant.pages.pieces import box, paragraph
from assistant.records import Answer, Outcome, Source, Statement, policy

SURE = (Outcome.ANSWERED, Outcome.PARTLY_ANSWERED)


def question_html(text: str, number: int) -> str:
    """Return a question as plain text under a heading that only a screen reader says."""
    heading = f"{policy('chat')['turn']['question']} {number}"
    return (
        f'<h2 class="npq-hidden" id="npq-question-{number}" tabindex="-1">{escape(heading)}</h2>'
        f'<p class="npq-question">{escape(text)}</p>'
    )


def statements_html(statements: Sequence[Statement], sources: Sequence[Source], place: str) -> str:
    """Return the sentences, each with numbers that open the sentence they rest on."""
    return "".join(
        f"<p>{_with_standing(statement.text)}{_marks(statement, sources, place)}</p>"
        for statement in statements
    )


def answer_html(exchange: Exchange, number: int) -> str:
    """Return the whole answer: outcome, sentences, gap, notices and sources."""
    answer = exchange.answer
    assert answer is not None
    words, place = policy("chat"), f"npq-{number}"
    before, after = around(answer)
    partly = answer.outcome is Outcome.PARTLY_ANSWERED
    heading = f"{words['turn']['answer']} {number}"
    parts = [
        f'<h2 class="npq-hidden" id="{place}-answer">{escape(heading)}</h2>',
        f'<p class="npq-outcome">{escape(_outcome(answer))}</p>',
        paragraph(before) if before else "",
        statements_html(answer.statements, answer.sources, place),
        f"<p>{escape(after)}</p>" if after and not partly else "",
        box(words["turn"]["missing"], [paragraph(after)], "npq-missing")
        if after and partly
        else "",
        f"<p><strong>{escape(answer.clarifying_question)}</strong></p>"
        if answer.clarifying_question
        else "",
        box(words["turn"]["notices"], map(paragraph, answer.notices), "npq-notice")
        if answer.notices
        else "",
        f'<p class="npq-sure">{escape(sure(answer))}</p>' if answer.outcome in SURE else "",
    ]
    if answer.sources:
        items = [source_item(s, exchange.passages.get(s.passage), place) for s in answer.sources]
        parts.append(f"<h3>{escape(words['sources']['heading'])}</h3>")
        parts.append(f'<p class="npq-help">{escape(words["sources"]["help"])}</p>')
        parts.append(f'<ol class="npq-sources">{"".join(items)}</ol>')
    return f'<div class="npq-answer">{"".join(parts)}</div>'


def problem_html(sentence: str) -> str:
    """Return one plain sentence about what went wrong."""
    heading = policy("chat")["problem"]["heading"]
    return (
        f'<div class="npq-box npq-problem" role="alert"><h2>{escape(heading)}</h2>'
        f"<p>{plain(sentence)}</p></div>"
    )


def around(answer: Answer) -> tuple[str, str]:
    """Return what the answer says before and after its statements, the question back left out."""
    told = " ".join(f"{s.text} {''.join(f'[{n}]' for n in s.citations)}" for s in answer.statements)
    body = answer.answer
    if answer.clarifying_question:
        body = body.removesuffix(answer.clarifying_question)
    before, _, after = body.partition(told) if told else (body, "", "")
    return before.strip(), after.strip()


def _outcome(answer: Answer) -> str:
    return str(policy("outcomes")["outcomes"][answer.outcome.value]["label"])


def sure(answer: Answer) -> str:
    """Return in words how sure the assistant is."""
    wording = policy("chat")["turn"]
    bands = {band["name"]: band["words"] for band in policy("outcomes")["bands"]}
    name = answer.confidence_band
    words = bands.get(name, bands["low"])
    return str(wording["confidence"].format(band=wording["band"][name], words=words))


def _with_standing(text: str) -> str:
    """Escape a sentence, with the words that say it is past or a proposal in bold."""
    prefixes = "|".join(re.escape(p) for p in policy("outcomes")["prefixes"].values())
    out = escape(text, quote=False)
    return re.sub(rf"^({prefixes})", r"<strong>\1</strong>", out)


def _marks(statement: Statement, sources: Sequence[Source], place: str) -> str:
    known = {source.number: source for source in sources}
    out = []
    for number in statement.citations:
        source = known.get(number)
        if source is None:
            out.append(f"[{number}]")
            continue
        quotes = enumerate(source.quotes)
        quote = next((i for i, text in quotes if text in statement.text), 0)
        label = policy("chat")["sources"]["mark"].format(number=number, title=source.title)
        out.append(
            f'<a class="npq-mark" href="#{quote_id(place, number, quote)}" '
            f'aria-label="{escape(label)}">[{number}]</a>'
        )
    return " " + " ".join(out) if out else ""
