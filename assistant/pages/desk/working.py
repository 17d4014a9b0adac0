"""An enquiry as one person has it open in one tab: the version looked at, and what was typed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

from assistant.desk.exports import Exported
from assistant.desk.records import Asked, desk_policy
from assistant.desk.staff import Actor
from assistant.pages.desk.shared import workbench
from assistant.store.records import DraftRecord, EnquiryFile, EnquiryRecord
from corpus.errors import Conflict, NpqError

log = logging.getLogger(__name__)
_OPEN = "desk-working"
TOLD, CHECKED = "npq-desk-told", "npq-desk-checked"  # ids of what is brought into view


@dataclass
class Working:
    """What is done names the version in `file`, which changes only when the person sees it.

    `round` names the text boxes: a new one gives them new values. `target` is the id of what
    the person should be brought to.
    """

    file: EnquiryFile
    questions: list[Asked]
    earlier: list[list[Asked]] = field(default_factory=list)
    round: int = 0
    questions_round: int = 0
    set_aside: str | None = None
    kept: str | None = None
    trouble: str = ""
    conflict: bool = False
    hand_edited: str = ""
    said: str = ""
    turn: int = 0
    target: str = TOLD
    tab: str = ""
    exported: Exported | None = None
    exported_as: str = ""

    @property
    def enquiry(self) -> EnquiryRecord:
        """The enquiry as it was looked at."""
        return self.file.enquiry

    @property
    def draft(self) -> DraftRecord | None:
        """The letter as it was looked at, if there is one."""
        return self.file.drafts[-1] if self.file.drafts else None

    @property
    def at(self) -> tuple[int, int]:
        """The enquiry and the version of it that an action names."""
        return self.enquiry.id, self.enquiry.version

    def key(self, name: str) -> str:
        """Return the key of a widget of this enquiry."""
        return f"desk-{self.enquiry.id}-{name}"

    @property
    def letter_key(self) -> str:
        """The key of the box with the letter."""
        return self.key(f"letter-{self.round}")

    @property
    def typed(self) -> str:
        """The letter as it stands in the box, saved or not."""
        saved = self.draft.letter if self.draft else ""
        typed = st.session_state.get(self.letter_key)
        return saved if typed is None else str(typed)

    @property
    def unsaved(self) -> bool:
        """Whether the letter in the box is not the one that is saved."""
        return self.draft is not None and self.typed != self.draft.letter

    def say(self, text: str, target: str = TOLD) -> None:
        """Tell the person what came of what they did; `target` is where they go on."""
        self.said, self.trouble, self.target = text, "", target
        self.turn += 1

    def said_at(self, target: str) -> str:
        """Return what is to be told where the person goes on, if that is this place."""
        return self.said if self.target == target else ""

    def complain(self, sentence: str, *, conflict: bool = False) -> None:
        """Tell the person why nothing was done."""
        self.said, self.trouble, self.conflict = "", sentence, conflict
        self.target = TOLD
        self.turn += 1

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do something; a refusal is told in its own sentence, and what was typed stays."""
        self.hand_edited = ""
        try:
            act()
        except Conflict as error:
            self.complain(error.sentence, conflict=True)
        except NpqError as error:
            self.complain(error.sentence)
        except Exception:
            log.exception("an action at the desk failed", extra={"enquiry": self.enquiry.id})
            self.complain(str(desk_policy("pages")["unexpected"]))
        else:
            self.conflict = False
            return True
        return False

    def do(self, actor: Actor, act: Callable[[], object], said: str) -> bool:
        """Do something that changes the enquiry, then look at it again and say what was done."""

        def run() -> None:
            act()
            self.file = workbench().desk.open(actor, self.enquiry.id)

        done = self.attempt(run)
        if done:
            self.exported = None
            self.say(said)
        return done

    def show_letter(self, text: str | None = None) -> None:
        """Fill the box with the saved letter, or with another text that is not saved yet."""
        self.round += 1
        if text is not None:
            st.session_state[self.letter_key] = text

    def look_again(self, actor: Actor) -> None:
        """Load the newest version; a letter that was typed and not saved is kept.

        It stays in the box unless somebody saved another letter: then it is kept beside that.
        """
        before, typed = self.draft, self.typed
        kept = typed if self.unsaved else None
        self.file = workbench().desk.open(actor, self.enquiry.id)
        if not self.earlier:
            self.questions = list(workbench().reading(self.file).questions)
            self.questions_round += 1
        self.conflict, self.exported = False, None
        if kept is not None and before and self.draft and before.sha256 == self.draft.sha256:
            self.show_letter(kept)
            return
        self.kept = kept if kept is not None else self.kept
        self.show_letter()


def working_on(actor: Actor, enquiry_id: int) -> Working:
    """Return what this tab has of an enquiry; raise `EnquiryNotFound` if there is none."""
    known: dict[int, Working] = st.session_state.setdefault(_OPEN, {})
    if enquiry_id not in known:
        file = workbench().desk.open(actor, enquiry_id)
        known[enquiry_id] = Working(file, list(workbench().reading(file).questions))
    return known[enquiry_id]


def go_to(enquiry_id: int | None) -> None:
    """Show an enquiry, or the list; what was typed stays, what was not touched is read anew."""
    known: dict[int, Working] = st.session_state.setdefault(_OPEN, {})
    if enquiry_id is None:
        st.query_params.clear()
        return
    work = known.get(enquiry_id)
    if work and not (work.unsaved or work.earlier or work.kept):
        del known[enquiry_id]
    elif work:
        work.said = work.trouble = ""
    st.query_params["enquiry"] = str(enquiry_id)
