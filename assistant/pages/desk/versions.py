"""The letter in another tone, and back to an earlier version."""

from __future__ import annotations

import streamlit as st

from assistant.desk.differences import compare
from assistant.desk.inputs import NewDraft
from assistant.desk.letter import tones
from assistant.desk.staff import Actor
from assistant.desk.states import Action
from assistant.pages.desk.difference import difference_html
from assistant.pages.desk.shared import uk_time, words, workbench
from assistant.pages.desk.working import Working
from assistant.pages.pieces import paragraph
from assistant.store.records import DraftRecord
from corpus.errors import DeskError


def draw_tone(actor: Actor, work: Working, draft: DraftRecord) -> None:
    """Let a person change the tone; a letter that was edited by hand needs a second word."""
    wording, names = words("letter"), words("questions")["tones"]
    others = [tone for tone in tones() if tone != draft.tone]
    with st.expander(wording["tone_heading"], expanded=bool(work.hand_edited)):
        tone = st.radio(
            words("questions")["tone"],
            [draft.tone, *others],
            format_func=lambda name: names.get(name, name),
            horizontal=True,
            key=work.key(f"change-tone-{draft.number}"),
            label_visibility="collapsed",
            persist_state="session",
        )
        st.button(
            wording["change_tone"],
            on_click=_change_tone,
            args=(actor, work, tone),
            key=work.key("change-tone"),
            disabled=tone == draft.tone,
        )
        if work.hand_edited == tone:
            st.html(paragraph(wording["tone_anyway_help"].format(number=draft.number)))
            st.button(
                wording["tone_anyway"],
                on_click=_change_tone,
                args=(actor, work, tone),
                kwargs={"overwrite": True},
                key=work.key("tone-anyway"),
            )


def _change_tone(actor: Actor, work: Working, tone: str, *, overwrite: bool = False) -> None:
    wording, names = words("letter"), words("questions")["tones"]
    if work.unsaved:
        work.complain(wording["save_first"])
        return
    refused = False

    def act() -> None:
        nonlocal refused
        try:
            workbench().change_tone(actor, *work.at, tone, overwrite=overwrite)
        except DeskError as error:
            refused = type(error) is DeskError
            raise

    if work.do(actor, act, "") and work.draft:
        work.set_aside = None
        work.show_letter()
        work.say(wording["tone_changed"].format(tone=names[tone], number=work.draft.number))
    elif refused:
        work.hand_edited = tone


def draw_versions(actor: Actor, work: Working, can: frozenset[Action]) -> None:
    """Let a person hold an earlier version against the letter in the box, and bring it back."""
    wording = words("letter")
    with st.expander(wording["versions"]):
        earlier = {draft.number: draft for draft in reversed(work.file.drafts[:-1])}
        if not earlier:
            st.html(paragraph(wording["no_versions"]))
            return
        number = st.selectbox(
            wording["which"],
            list(earlier),
            format_func=lambda n: wording["version"].format(
                number=n, who=earlier[n].author, when=uk_time(earlier[n].at)
            ),
            key=work.key(f"before-{len(work.file.drafts)}"),
        )
        st.html(paragraph(wording["difference"].format(number=number), "npq-label"))
        st.html(difference_html(compare(earlier[number].letter, work.typed)))
        if Action.EDIT in can:
            st.button(
                wording["bring_back"],
                on_click=_bring_back,
                args=(actor, work, earlier[number]),
                key=work.key("bring-back"),
            )


def _bring_back(actor: Actor, work: Working, old: DraftRecord) -> None:
    """Save an earlier version again, with the items and sources that it rested on."""
    if work.unsaved:
        work.complain(words("letter")["save_first"])
        return
    new = NewDraft.model_validate(old.model_dump(include=set(NewDraft.model_fields)))
    if work.do(actor, lambda: workbench().desk.edit(actor, *work.at, new), "") and work.draft:
        work.set_aside = None
        work.show_letter()
        told = words("letter")["brought_back"]
        work.say(told.format(number=old.number, new=work.draft.number))
