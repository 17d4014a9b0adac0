"""Tells a screen reader that an answer is there, and brings the newest question into view.

Streamlit replaces nodes, so a live region drawn by it may stay silent; this one is made once
in the page and only its text changes. The script holds no text from a person or a document.
"""

from __future__ import annotations

import json

import streamlit as st

from assistant.pages.conversation import Conversation
from assistant.records import policy

CLEARED = "npq-cleared"
_SCRIPT = """<script>
(() => {
  let region = document.getElementById("npq-status");
  if (!region) {
    region = document.createElement("div");
    region.id = "npq-status";
    region.className = "npq-hidden";
    region.setAttribute("role", "status");
    region.setAttribute("aria-live", "polite");
    (document.querySelector("main") || document.body).appendChild(region);
  }
  const turn = %(turn)s;
  if (region.dataset.turn === turn) return;
  region.dataset.turn = turn;
  window.setTimeout(() => {
    region.textContent = %(text)s;
    const target = document.getElementById(%(target)s);
    if (!target) return;
    target.scrollIntoView({block: "start"});
    // The button that was pressed may be gone: do not leave the keyboard at the top of the page.
    if (document.activeElement === document.body) target.focus({preventScroll: true});
  }, 200);
})();
</script>"""


def announce(conversation: Conversation) -> None:
    """Say once that the newest answer is ready, being looked for, or stopped by a problem."""
    words = policy("chat")
    number = len(conversation.exchanges)
    last = conversation.exchanges[-1] if conversation.exchanges else None
    turn, said, target = "", "", f"npq-question-{number}"
    if conversation.waiting:
        target = f"npq-question-{number + 1}"
        turn, said = "waiting-" + conversation.waiting[0].id, words["waiting"]["searching"]
    elif last is not None:
        said = words["turn"]["ready" if last.answer else "stopped"]
        turn = last.asked.id
    elif conversation.previous:
        said, target = words["keep"]["cleared"], CLEARED
        turn = "cleared-" + conversation.previous[-1].asked.id
    values = {"turn": turn, "text": said, "target": target}
    with st.container(key="npq-saying"):
        st.html(
            _SCRIPT % {name: json.dumps(value) for name, value in values.items()},
            unsafe_allow_javascript=True,
        )
