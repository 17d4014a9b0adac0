"""The chat: ask a question, read a checked answer with its sources."""

from __future__ import annotations

from datetime import date

import streamlit as st

from assistant.pages.answers import answer_html, problem_html, question_html, statements_html
from assistant.pages.conversation import Conversation, Exchange, reply
from assistant.pages.export import to_markdown
from assistant.pages.frame import framed, shared_assistant, shared_keeper
from assistant.pages.notes import keeping_notes
from assistant.pages.rating import draw_rating
from assistant.pages.recording import draw_deletion, keep_turn
from assistant.pages.saying import CLEARED, announce
from assistant.records import policy
from corpus.errors import NpqError
from corpus.settings import get_settings

USER, BOOK = ":material/person:", ":material/menu_book:"


@framed
def page() -> None:
    """Draw the chat, answer what is waiting, and load the guidance while the person reads."""
    words = policy("chat")
    conversation: Conversation = st.session_state.setdefault("conversation", Conversation())
    limit = get_settings().max_question_chars
    _take_deep_link(conversation, limit)
    st.title(words["title"], anchor=False)
    st.html(
        f'<p>{words["intro"]}</p><p class="npq-box npq-note">'
        f"<strong>{words['note']}</strong> {words['check']} {words['care']} "
        f"{keeping_notes(get_settings())['note']}</p>"
    )
    trouble, talk = st.empty(), st.container()
    with st.container(key="npq-ask"):
        loading = st.empty()
        # Without `max_chars`: a browser drops a longer text without a word, we say why.
        if typed := st.chat_input(words["placeholder"], key="typed"):
            conversation.ask(typed)
        announce(conversation)
    with talk:
        _draw_talk(conversation)
    try:
        with loading, st.spinner(words["waiting"]["loading"]):
            shared_assistant()
        if get_settings().keep_conversations:
            shared_keeper().warm()
    except NpqError as error:
        if not (conversation.exchanges and conversation.exchanges[-1].problem):
            trouble.html(problem_html(error.sentence))


def _draw_talk(conversation: Conversation) -> None:
    """Draw what was said so far; answer the next question in line if there is one."""
    if not conversation.exchanges and not conversation.waiting:
        _draw_start(conversation)
    for number, exchange in enumerate(conversation.exchanges, start=1):
        _draw_exchange(conversation, exchange, number)
    if conversation.waiting:
        _answer_next(conversation)
    if conversation.exchanges:
        _draw_keeping(conversation)


def _take_deep_link(conversation: Conversation, limit: int) -> None:
    """Ask the question of `?q=` once, at load."""
    asked = st.query_params.get("q", "").strip()[:limit]
    if asked and st.session_state.setdefault("deep_link", asked) == asked:
        st.session_state["deep_link"] = ""
        conversation.ask(asked)


def _draw_start(conversation: Conversation) -> None:
    words = policy("chat")
    if conversation.previous:
        with st.container(key="npq-undo"):
            st.html(f'<p id="{CLEARED}" tabindex="-1">{words["keep"]["cleared"]}</p>')
            st.button(words["keep"]["undo"], on_click=conversation.undo)
        draw_deletion(conversation, conversation.previous_kept_as, "_last")
    st.header(words["suggested"]["heading"], anchor=False)
    with st.container(key="npq-suggested", gap="xsmall"):
        for number, text in enumerate(words["suggested"]["questions"]):
            st.button(
                text,
                key=f"suggested-{number}",
                width="stretch",
                on_click=conversation.ask,
                args=(text,),
                kwargs={"alone": True},
            )


def _draw_exchange(conversation: Conversation, exchange: Exchange, number: int) -> None:
    with st.chat_message("user", avatar=USER):
        st.html(question_html(exchange.asked.text, number))
    with st.chat_message("assistant", avatar=BOOK):
        if exchange.answer is None:
            _draw_problem(conversation, exchange)
            return
        st.html(answer_html(exchange, number))
        last = exchange is conversation.exchanges[-1] and not conversation.waiting
        if last and exchange.answer.options:
            _draw_options(conversation, exchange)
        draw_rating(exchange.answer, conversation.kept_as.mask)


def _draw_problem(conversation: Conversation, exchange: Exchange) -> None:
    words = policy("chat")["problem"]
    st.html(problem_html(exchange.problem))
    key = f"again-{exchange.asked.id}"
    if exchange.rejected:
        st.button(words["edit"], key=key, on_click=_edit, args=(conversation, exchange))
    else:
        st.button(words["again"], key=key, on_click=conversation.retry, args=(exchange,))


def _edit(conversation: Conversation, exchange: Exchange) -> None:
    conversation.take_back(exchange)
    st.session_state["typed"] = exchange.asked.text


def _draw_options(conversation: Conversation, exchange: Exchange) -> None:
    assert exchange.answer is not None
    st.html(f"<p>{policy('chat')['turn']['choose']}</p>")
    with st.container(key=f"npq-options-{exchange.asked.id}", gap="xsmall"):
        for number, option in enumerate(exchange.answer.options):
            st.button(
                option,
                key=f"option-{exchange.asked.id}-{number}",
                on_click=conversation.ask,
                args=(option,),
                kwargs={"alone": True},
            )


def _answer_next(conversation: Conversation) -> None:
    """Answer the first question in line, statement by statement, then draw the page again."""
    asked = conversation.waiting[0]
    number = len(conversation.exchanges) + 1
    with st.chat_message("user", avatar=USER):
        st.html(question_html(asked.text, number))
    said, looking = [], policy("chat")["waiting"]["searching"]
    with st.chat_message("assistant", avatar=BOOK), st.spinner(looking):
        place = st.empty()
        for item in reply(conversation, asked, shared_assistant):
            if isinstance(item, Exchange):
                conversation.settle(item)
                keep_turn(conversation, item)
            else:
                said.append(item)
                place.html(statements_html(said, (), f"npq-{number}"))
    st.rerun()


def _draw_keeping(conversation: Conversation) -> None:
    """Offer to copy, to download, to start over and to delete what we keep."""
    words, today = policy("chat")["keep"], date.today()
    if any(exchange.answer for exchange in conversation.exchanges):
        text = to_markdown(conversation.exchanges, today)
        with st.expander(words["heading"]):
            st.download_button(
                words["download"],
                text,
                file_name=words["file_name"].format(day=today.isoformat()),
                mime="text/markdown",
                on_click="ignore",
            )
            st.html(f"<p>{words['copy']}</p>")
            st.code(text, language=None, wrap_lines=True)
    st.button(words["start_over"], on_click=_start_over, args=(conversation,))
    draw_deletion(conversation, conversation.kept_as)


def _start_over(conversation: Conversation) -> None:
    st.query_params.clear()
    conversation.start_over()
