"""Tells a screen reader that an answer is there, and brings the newest question into view.

Streamlit replaces nodes, so a live region drawn by it may stay silent; this one is made once
in the page and only its text changes. Text in the script cannot end it: `<` is escaped.
"""

from __future__ import annotations

import json

import streamlit as st

from assistant.pages.conversation import Conversation
from assistant.records import policy

CLEARED, DELETED = "npq-cleared", "npq-deleted"
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
  const point = (tries) => {
    const target = document.getElementById(%(target)s);
    if (!target) {
      if (tries > 0 && region.dataset.turn === turn) window.setTimeout(point, 200, tries - 1);
      return;
    }
    if (%(bring)s) target.scrollIntoView({block: "start"});
    settle(10);
  };
  // The button that was pressed may be gone, or go in a moment: do not leave the keyboard at the
  // top of the page.
  const settle = (tries) => {
    const target = document.getElementById(%(target)s);
    if (target && document.activeElement === document.body) target.focus({preventScroll: true});
    else if (tries > 0 && region.dataset.turn === turn) window.setTimeout(settle, 200, tries - 1);
  };
  window.setTimeout(() => {
    region.textContent = %(text)s;
    point(20);
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
    elif conversation.deletion:
        said, target = conversation.deletion, DELETED
        turn = f"deletion-{conversation.kept_as.id}-{said}"
    elif last is not None:
        said = words["turn"]["ready" if last.answer else "stopped"]
        turn = last.asked.id
    elif conversation.previous:
        said, target = words["keep"]["cleared"], CLEARED
        turn = "cleared-" + conversation.previous[-1].asked.id
    say(turn, said, target)


def say(turn: str, text: str, target: str, *, bring: bool = True) -> None:
    """Say a text once a turn, and bring what has the id `target` into view.

    Without `bring` the page stays where it is; a focus that was lost goes to the target.
    """
    told = {"turn": turn, "text": text, "target": target, "bring": bring}
    values = {name: json.dumps(value).replace("<", "\\u003c") for name, value in told.items()}
    with st.container(key="npq-saying"):
        st.html(
            _SCRIPT % values,
            unsafe_allow_javascript=True,
        )
