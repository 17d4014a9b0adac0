"""What narrows the list of enquiries; it stays as chosen while an enquiry is open."""

from __future__ import annotations

import streamlit as st

from assistant.desk.staff import Actor
from assistant.desk.states import State, rules
from assistant.pages.desk.shared import queue_label, state_label, words
from assistant.store.enquiries import Filter

_CLEARED = {"words": "", "whose": "all", "queue": "", "states": ()}


def key_of(name: str) -> str:
    """Return the key of a filter."""
    return f"desk-filter-{name}"


def clear_filters() -> None:
    """Let every enquiry through again."""
    for name, value in _CLEARED.items():
        st.session_state[key_of(name)] = value


def draw_filters(actor: Actor, most: int) -> Filter:
    """Draw the filters save the states, and return what they let through."""
    wording = words("desk")
    with st.container(key="npq-desk-filters"):
        one, two, three, four = st.columns([2, 1, 1, 1])
        text = one.text_input(
            wording["words"], max_chars=200, key=key_of("words"), persist_state="session"
        )
        whose = two.selectbox(
            wording["whose"],
            list(wording["whoses"]),
            format_func=wording["whoses"].get,
            key=key_of("whose"),
            persist_state="session",
        )
        queue = three.selectbox(
            wording["queue"],
            ["", *rules().queues],
            format_func=lambda name: queue_label(name) if name else wording["any_queue"],
            key=key_of("queue"),
            persist_state="session",
        )
        four.selectbox(
            wording["sort"],
            list(wording["sorts"]),
            format_func=wording["sorts"].get,
            key=key_of("sort"),
            persist_state="session",
        )
    review, mine = whose == "review", whose == "mine"
    return Filter(
        states=(State.IN_REVIEW,) if review else (),
        queue=queue or None,
        drafted_by=actor.name if mine else None,
        not_drafted_by=actor.name if review else None,
        text=text or "",
        limit=most,
    )


def draw_states(counts: dict[State, int]) -> tuple[State, ...]:
    """Draw how many enquiries stand in each state, to choose states by; return the chosen."""
    # The labels hold the counts, and a new label is a new widget: what is chosen is kept apart.
    key = "desk-states-" + "-".join(map(str, counts.values()))

    def choose() -> None:
        st.session_state[key_of("states")] = tuple(st.session_state[key])

    chosen: tuple[State, ...] = st.session_state.get(key_of("states"), ())
    st.session_state[key] = list(chosen)
    st.pills(
        words("desk")["states"],
        list(counts),
        selection_mode="multi",
        format_func=lambda state: f"{state_label(state)}: {counts[state]:,}",
        key=key,
        on_change=choose,
    )
    return chosen
