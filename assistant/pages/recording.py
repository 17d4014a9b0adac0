"""Having a conversation kept in our records, and deleted from them."""

from __future__ import annotations

from html import escape

import streamlit as st

from assistant.pages.conversation import Conversation, Exchange, KeptAs
from assistant.pages.frame import shared_keeper
from assistant.pages.rating import unsay
from assistant.pages.saying import DELETED
from assistant.records import policy
from corpus.errors import NpqError
from corpus.settings import get_settings


def keep_turn(conversation: Conversation, exchange: Exchange) -> None:
    """Have a turn kept, unless nothing is to be; the person does not wait for it."""
    if exchange.answer is not None and get_settings().keep_conversations:
        kept_as = conversation.kept_as
        shared_keeper().turn(kept_as.id, kept_as.mask, exchange.answer)
        kept_as.kept = True


def draw_deletion(conversation: Conversation, kept_as: KeptAs, which: str = "") -> None:
    """Offer to delete what we keep of a conversation, and say what came of it."""
    words = policy("chat")["keep"]
    if conversation.deletion:
        st.html(f'<p id="{DELETED}" tabindex="-1">{escape(conversation.deletion)}</p>')
    if kept_as.kept:
        st.button(
            words[f"delete{which}"],
            key=f"delete-{kept_as.id}",
            on_click=_delete,
            args=(conversation, kept_as, words[f"deleted{which}"]),
        )
        st.html(f'<p class="npq-help">{words["delete_note"]}</p>')


def _delete(conversation: Conversation, kept_as: KeptAs, deleted: str) -> None:
    words = policy("chat")["keep"]
    try:
        sure = shared_keeper().forget(kept_as.id)
    except NpqError:
        conversation.deletion = words["not_deleted"]  # the keeper has told the operator why
        return
    if not sure:
        conversation.deletion = words["delete_not_sure"]
        return
    for exchange in conversation.exchanges or conversation.previous:
        if exchange.answer is not None:
            unsay(exchange.answer)
    conversation.deleted(deleted)
