"""Tells a screen reader that an answer is there, and brings the newest question into view.

Streamlit replaces nodes, so a live region drawn by it may stay silent; this one is made once
in the page and only its text changes. The script holds no text from a person or a document.
"""

from __future__ import annotations

import json

import streamlit as st

from assistant.pages.conversation import Conversation
from assistant.records import policy

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
  let moved = false;
  for (const touch of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    window.addEventListener(touch, () => { moved = true; }, {once: true, passive: true});
  }
  window.setTimeout(() => { region.textContent = %(text)s; }, 200);
  // Streamlit scrolls to the end while it draws: hold the place until it is still, or 3 s.
  let still = 0;
  const hold = window.setInterval(() => {
    const target = document.querySelector(%(target)s);
    if (moved || still > 8) { window.clearInterval(hold); return; }
    if (!target) return;
    const before = target.getBoundingClientRect().top;
    target.scrollIntoView({block: "start"});
    still = Math.abs(target.getBoundingClientRect().top - before) < 2 ? still + 1 : 0;
  }, 100);
  window.setTimeout(() => window.clearInterval(hold), 3000);
})();
</script>"""


def announce(conversation: Conversation) -> None:
    """Say that the newest answer is ready, or that there is a problem, once each."""
    if conversation.waiting:
        return
    last = conversation.exchanges[-1] if conversation.exchanges else None
    words = policy("chat")["turn"]
    said = "" if last is None else words["ready"] if last.answer else words["stopped"]
    values = {
        "turn": json.dumps(last.asked.id if last else ""),
        "text": json.dumps(said),
        "target": json.dumps(f"#npq-question-{len(conversation.exchanges)}" if last else "h1"),
    }
    with st.container(key="npq-saying"):
        st.html(_SCRIPT % values, unsafe_allow_javascript=True)
