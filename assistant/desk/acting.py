"""One action on one enquiry as one transaction: role, version, state, change, event."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assistant.desk.inputs import Incoming, NewDraft, hash_of, open_marks
from assistant.desk.staff import Actor
from assistant.desk.states import Action, State, allow, next_state, refusal, rules
from assistant.store.engine import Store
from assistant.store.enquiries import latest_draft, latest_event, locked
from assistant.store.records import EnquiryRecord
from assistant.store.tables import Draft, Enquiry, Event, Review
from corpus.errors import Conflict, DeskError, EnquiryNotFound, NotAllowed, StoreError, WrongState

# Returns the details of its event, or None where there was nothing to change.
Work = Callable[[Session, Enquiry, datetime], dict[str, Any] | None]


@contextmanager
def keeping(text: str) -> Iterator[None]:
    """Give what was typed back with every refusal, so that nothing of it is lost."""
    try:
        yield
    except (DeskError, StoreError) as error:
        error.kept = text
        raise


class Acting:
    """Does actions on the store, at the times of a clock."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self.store = store
        self.clock = clock

    def add(self, actor: Actor, incoming: Incoming) -> EnquiryRecord:
        """Make a new enquiry."""
        state = next_state(None, Action.PASTE)

        def run(session: Session) -> EnquiryRecord:
            at = self.clock()
            fields = incoming.model_dump() | {"references": list(incoming.references)}
            enquiry = Enquiry(
                received=at, updated=at, state=state, version=1, draft_number=0, **fields
            )
            session.add(enquiry)
            session.flush()
            session.add(_event(actor, Action.PASTE, enquiry, None, {}))
            return EnquiryRecord.model_validate(enquiry)

        return self.store.write(run)

    def change(
        self, actor: Actor, action: Action, enquiry_id: int, version: int, work: Work
    ) -> EnquiryRecord:
        """Do `work` if the action may be done now, and note it as an event."""
        allow(actor.roles, action)

        def run(session: Session) -> EnquiryRecord:
            enquiry = self._unchanged(session, enquiry_id, version)
            before = State(enquiry.state)
            after = next_state(before, action)
            at = self.clock()
            details = work(session, enquiry, at)
            if details is None:
                return EnquiryRecord.model_validate(enquiry)
            enquiry.state = after
            enquiry.version += 1
            enquiry.updated = at
            session.add(_event(actor, action, enquiry, before, details))
            return EnquiryRecord.model_validate(enquiry)

        return self.store.write(run)

    def new_version(
        self, actor: Actor, action: Action, enquiry_id: int, version: int, new: NewDraft
    ) -> EnquiryRecord:
        """Keep a new version of the letter; an approval of the one before is undone."""

        def work(session: Session, enquiry: Enquiry, at: datetime) -> dict[str, Any] | None:
            # Saving what is there already must not make its author somebody else.
            if action is Action.EDIT and _same(latest_draft(session, enquiry), new):
                return None
            undone = enquiry.approved_sha256
            enquiry.draft_number += 1
            enquiry.drafted_by = actor.name
            enquiry.approved_sha256 = None
            draft = Draft(
                enquiry_id=enquiry.id,
                number=enquiry.draft_number,
                at=at,
                author=actor.name,
                sha256=hash_of(new.letter),
                **new.model_dump(),
            )
            session.add(draft)
            return named(draft) | ({"undid_approval_of": undone} if undone else {})

        return self.change(actor, action, enquiry_id, version, work)

    def _unchanged(self, session: Session, enquiry_id: int, version: int) -> Enquiry:
        enquiry = locked(session, enquiry_id)
        if enquiry is None:
            raise EnquiryNotFound(refusal("not_found", id=enquiry_id))
        if enquiry.version != version:
            last = latest_event(session, enquiry)
            raise conflict(enquiry.version, last.actor, last.action)
        return enquiry


def conflict(version: int, actor: str, action: str) -> Conflict:
    """Return what to tell somebody whom `actor` was quicker than; `version` is what there is."""
    done = rules().actions[Action(action)].done
    told = Conflict(refusal("conflict", who=actor, done=done))
    told.version = version
    return told


def draft_of(session: Session, enquiry: Enquiry) -> Draft:
    """Return the letter as it stands; one that was escalated at once may have none."""
    draft = latest_draft(session, enquiry)
    if draft is None:
        shown = rules().states[State(enquiry.state)]
        raise WrongState(refusal("no_draft", state=shown))
    return draft


def approved_draft(session: Session, enquiry: Enquiry) -> Draft:
    """Return the letter if it is, to the letter, what was approved."""
    draft = draft_of(session, enquiry)
    if not enquiry.approved_sha256 == draft.sha256 == hash_of(draft.letter):
        raise WrongState(refusal("not_approved_text"))
    return _finished(draft)


def for_approval(session: Session, enquiry: Enquiry, actor: Actor, sha256: str) -> Draft:
    """Return the letter if this person may approve it and it is the one that they read."""
    draft = draft_of(session, enquiry)
    if actor.is_called(draft.author):
        raise NotAllowed(refusal("own_draft", number=draft.number))
    if not sha256 == draft.sha256 == hash_of(draft.letter):
        other = Conflict(refusal("other_text", number=draft.number))
        other.version = enquiry.version
        raise other
    return _finished(draft)


def _finished(draft: Draft) -> Draft:
    count = open_marks(draft.letter)
    if count:
        raise DeskError(refusal("open_mark" if count == 1 else "open_marks", count=count))
    return draft


def review(
    session: Session, enquiry: Enquiry, actor: Actor, at: datetime, decision: Action, note: str
) -> dict[str, Any]:
    """Note what a colleague decided about the letter as it stands; return it for the event."""
    draft = latest_draft(session, enquiry)
    about = named(draft) if draft else {"draft_number": 0, "sha256": None}
    queue = enquiry.queue if decision is Action.ESCALATE else None
    row = Review(
        enquiry_id=enquiry.id,
        at=at,
        reviewer=actor.name,
        decision=decision,
        note=note,
        queue=queue,
        **about,
    )
    session.add(row)
    return about | {"note": note} | ({"queue": queue} if queue else {})


def named(draft: Draft) -> dict[str, Any]:
    """Return which version of the letter it is, as events and exports name it."""
    return {"draft_number": draft.number, "sha256": draft.sha256}


def _same(draft: Draft | None, new: NewDraft) -> bool:
    return new.model_dump() == {key: getattr(draft, key, None) for key in NewDraft.model_fields}


def _event(
    actor: Actor, action: Action, enquiry: Enquiry, before: State | None, details: dict[str, Any]
) -> Event:
    return Event(
        enquiry_id=enquiry.id,
        version=enquiry.version,
        at=enquiry.updated,
        actor=actor.name,
        roles=sorted(actor.roles),
        single_user=actor.single_user,
        action=action,
        from_state=before,
        to_state=enquiry.state,
        details=details,
    )
