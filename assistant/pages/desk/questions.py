"""The questions of an enquiry, each to stand alone, and the way from them to a draft."""

from __future__ import annotations

from html import escape

import streamlit as st

from assistant.desk.letter import tones
from assistant.desk.records import Asked
from assistant.desk.staff import Actor
from assistant.desk.states import Action
from assistant.pages.desk.shared import offers, role_refusal, state_label, words, workbench
from assistant.pages.desk.working import Working
from assistant.pages.pieces import box_said, bullets, paragraph
from corpus.errors import DeskError

_HERE = "npq-desk-questions"


def draw_questions(actor: Actor, work: Working) -> None:
    """Draw the questions, to be corrected while a draft may still be made of them."""
    wording = words("questions")
    st.header(wording["heading"], anchor=False)
    st.html(f'<div id="{_HERE}" tabindex="-1"></div>')
    if Action.DRAFT not in offers(work.enquiry, actor):
        fixed = wording["fixed"].format(state=state_label(work.enquiry.state))
        st.html(paragraph(role_refusal(actor, Action.DRAFT) or fixed))
        st.html("".join(_fixed_html(asked) for asked in work.questions))
        return
    st.html(paragraph(wording["help"]))
    if not work.questions:
        st.html(paragraph(wording["none"]))
    for place, asked in enumerate(work.questions):
        _draw_question(work, place, asked)
    with st.container(horizontal=True):
        st.button(wording["add"], on_click=_add, args=(work,), key=work.key("add"))
        st.button(
            wording["undo"],
            on_click=_undo,
            args=(work,),
            key=work.key("undo"),
            disabled=not work.earlier,
        )
    if said := work.said_at(_HERE):
        st.html(box_said(said))
    _draw_drafting(actor, work)


def _fixed_html(asked: Asked) -> str:
    return f'<div class="npq-card">{paragraph(asked.standalone)}{_origin(asked)}</div>'


def _origin(asked: Asked) -> str:
    """Return how the question stood in the enquiry, and what was assumed for it."""
    wording = words("questions")
    written = wording["written"].format(text=asked.text) if asked.text else wording["own"]
    if asked.assumed:
        told = f"<p>{escape(wording['assumed'])}</p>{bullets(asked.assumed)}"
    elif asked.text and _same(asked.text, asked.standalone):
        told = paragraph(wording["nothing_assumed"])
    else:
        told = paragraph(wording["changed"]) if asked.text else ""
    return f'<div class="npq-origin">{paragraph(written)}{told}</div>'


def _same(one: str, other: str) -> bool:
    return one.casefold().strip(" ?.") == other.casefold().strip(" ?.")


def _box_key(work: Working, place: int) -> str:
    return work.key(f"question-{work.questions_round}-{place}")


def _draw_question(work: Working, place: int, asked: Asked) -> None:
    wording, key = words("questions"), _box_key(work, place)
    if key not in st.session_state:
        st.session_state[key] = asked.standalone
    with st.container(border=True):
        st.text_area(
            wording["label"].format(number=place + 1),
            key=key,
            height=100,
            on_change=_changed,
            args=(work, place, key),
            persist_state="session",
        )
        st.html(_origin(asked))
        st.button(
            wording["remove"].format(number=place + 1),
            on_click=_remove,
            args=(work, place),
            key=work.key(f"remove-{place}"),
        )


def _changed(work: Working, place: int, key: str) -> None:
    """Take over a correction; what was assumed for the words before holds no longer."""
    text = str(st.session_state[key]).strip()
    before = work.questions[place]
    if text != before.standalone:
        work.earlier.append(list(work.questions))
        work.questions[place] = before.model_copy(update={"standalone": text, "assumed": ()})


def _remove(work: Working, place: int) -> None:
    work.earlier.append(list(work.questions))
    del work.questions[place]
    work.questions_round += 1
    work.say(words("questions")["removed"].format(number=place + 1), _HERE)


def _add(work: Working) -> None:
    work.earlier.append(list(work.questions))
    number = len(work.questions) + 1
    work.questions.append(Asked(number=number, text="", standalone=""))
    work.questions_round += 1
    work.say(words("questions")["added"].format(number=number), _HERE)


def _undo(work: Working) -> None:
    if work.earlier:
        work.questions = work.earlier.pop()
        work.questions_round += 1
        work.say(words("questions")["undone"], _HERE)


def _draw_drafting(actor: Actor, work: Working) -> None:
    wording = words("questions")
    tone = st.radio(
        wording["tone"],
        tones(),
        format_func=wording["tones"].get,
        horizontal=True,
        key=work.key("tone"),
        persist_state="session",
    )
    if work.draft:
        st.html(paragraph(wording["again_help"], "npq-help"))
    label = wording["again" if work.draft else "draft"]
    if st.button(label, type="primary", key=work.key("draft")):
        with st.spinner(wording["started"]):
            _draft(actor, work, tone)
        st.rerun()


def _draft(actor: Actor, work: Working, tone: str) -> None:
    wording = words("questions")
    bar = st.progress(0.0)

    def progress(done: int, total: int) -> None:
        bar.progress(done / max(total, 1), wording["drafting"].format(done=done, total=total))

    def act() -> None:
        asked = ready(work.questions)
        workbench().draft(actor, *work.at, tone=tone, questions=asked, progress=progress)

    number = (work.draft.number if work.draft else 0) + 1
    if work.do(actor, act, wording["drafted"].format(number=number)):
        work.earlier = []
        work.questions = list(workbench().reading(work.file).questions)
        work.questions_round += 1
        work.set_aside = None
        work.show_letter()
        work.tab = "letter"


def ready(questions: list[Asked]) -> list[Asked]:
    """Return the questions numbered anew; one that a colleague added is quoted as it stands.

    Raises `DeskError` naming the first that is empty.
    """
    for number, asked in enumerate(questions, start=1):
        if not asked.standalone.strip():
            raise DeskError(words("questions")["empty"].format(number=number))
    return [
        asked.model_copy(update={"number": number, "text": asked.text or asked.standalone})
        for number, asked in enumerate(questions, start=1)
    ]
