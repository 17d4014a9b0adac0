"""The one service of the reply desk: each action checks role, version and state, then keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assistant.desk.acting import (
    Acting,
    Work,
    approved_draft,
    conflict,
    draft_of,
    for_approval,
    keeping,
    named,
    review,
)
from assistant.desk.gaps import Embed, Gap, Seen, find_gaps
from assistant.desk.history import history_of
from assistant.desk.inputs import (
    Incoming,
    NewDraft,
    checked_draft,
    checked_incoming,
    checked_note,
)
from assistant.desk.staff import Actor
from assistant.desk.states import (
    Action,
    State,
    allow,
    allow_viewing,
    next_state,
    refusal,
    rules,
)
from assistant.store.columns import now
from assistant.store.engine import Store, open_store
from assistant.store.enquiries import Filter, counted, listed, same_text, whole_file
from assistant.store.records import EnquiryFile, EnquiryRecord, EnquirySummary
from assistant.store.tables import Enquiry, Export
from corpus.errors import DeskError, EnquiryNotFound
from corpus.settings import Settings

MAX_ENQUIRY_CHARS: int = Settings.model_fields["max_enquiry_chars"].default


def open_desk(settings: Settings) -> ReplyDesk:
    """Open the store of a deployment and return the desk on it."""
    return ReplyDesk(open_store(settings), max_enquiry_chars=settings.max_enquiry_chars)


class ReplyDesk:
    """What staff do with enquiries; every action is one transaction.

    An action names the `version` of the enquiry that the person looked at. Raises `NotAllowed`,
    `WrongState`, `Conflict`, `EnquiryNotFound` and `StoreError`; `kept` is what was typed.
    """

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime] = now,
        *,
        max_enquiry_chars: int = MAX_ENQUIRY_CHARS,
    ) -> None:
        self.clock = clock
        self._acting = Acting(store, clock)
        self._store = store
        self._seen = Seen()
        self._max_chars = max_enquiry_chars

    def paste(self, actor: Actor, incoming: Incoming) -> EnquiryRecord:
        """Take in an enquiry."""
        with keeping(incoming.original):
            allow(actor.roles, Action.PASTE)
            return self._acting.add(actor, checked_incoming(incoming, self._max_chars))

    def draft(self, actor: Actor, enquiry_id: int, version: int, draft: NewDraft) -> EnquiryRecord:
        """Keep a letter that the engine drafted, as a new version."""
        with keeping(draft.letter):
            allow(actor.roles, Action.DRAFT)
            tidy = checked_draft(draft)
            return self._acting.new_version(actor, Action.DRAFT, enquiry_id, version, tidy)

    def edit(self, actor: Actor, enquiry_id: int, version: int, draft: NewDraft) -> EnquiryRecord:
        """Keep a letter that a person changed, as a new version; an approval is undone by it.

        A letter that is the same as before changes nothing, its author least of all.
        """
        with keeping(draft.letter):
            allow(actor.roles, Action.EDIT)
            tidy = checked_draft(draft)
            return self._acting.new_version(actor, Action.EDIT, enquiry_id, version, tidy)

    def submit(self, actor: Actor, enquiry_id: int, version: int) -> EnquiryRecord:
        """Ask a colleague for a review."""

        def work(session: Session, enquiry: Enquiry, at: datetime) -> dict[str, Any]:
            return named(draft_of(session, enquiry))

        return self._acting.change(actor, Action.SUBMIT, enquiry_id, version, work)

    def approve(
        self, actor: Actor, enquiry_id: int, version: int, sha256: str, note: str = ""
    ) -> EnquiryRecord:
        """Approve the text whose hash is `sha256`; nobody approves what they wrote."""

        def work(session: Session, enquiry: Enquiry, at: datetime) -> dict[str, Any]:
            enquiry.approved_sha256 = for_approval(session, enquiry, actor, sha256).sha256
            return review(session, enquiry, actor, at, Action.APPROVE, tidy)

        with keeping(note):
            allow(actor.roles, Action.APPROVE)
            tidy = checked_note(note) if note.strip() else ""
            return self._acting.change(actor, Action.APPROVE, enquiry_id, version, work)

    def request_changes(
        self, actor: Actor, enquiry_id: int, version: int, note: str
    ) -> EnquiryRecord:
        """Give a draft back, saying what should change."""

        def work(tidy: str) -> Work:
            return lambda session, enquiry, at: review(
                session, enquiry, actor, at, Action.REQUEST_CHANGES, tidy
            )

        return self._noted(actor, Action.REQUEST_CHANGES, enquiry_id, version, note, work)

    def escalate(
        self, actor: Actor, enquiry_id: int, version: int, queue: str, reason: str
    ) -> EnquiryRecord:
        """Pass an enquiry to a named queue, saying why."""

        def work(tidy: str) -> Work:
            if queue not in rules().queues:
                raise DeskError(refusal("queue", queue=queue, queues=", ".join(rules().queues)))

            def to_queue(session: Session, enquiry: Enquiry, at: datetime) -> dict[str, Any]:
                enquiry.queue = queue
                return review(session, enquiry, actor, at, Action.ESCALATE, tidy)

            return to_queue

        return self._noted(actor, Action.ESCALATE, enquiry_id, version, reason, work)

    def close(self, actor: Actor, enquiry_id: int, version: int, reason: str) -> EnquiryRecord:
        """Close an enquiry without a reply, saying why."""

        def work(tidy: str) -> Work:
            return lambda session, enquiry, at: {"note": tidy}

        return self._noted(actor, Action.CLOSE, enquiry_id, version, reason, work)

    def record_export(
        self, actor: Actor, enquiry_id: int, version: int, format: str
    ) -> EnquiryRecord:
        """Note that the approved letter is taken out; call it before a file is made of it."""

        def work(session: Session, enquiry: Enquiry, at: datetime) -> dict[str, Any]:
            about = named(approved_draft(session, enquiry))
            by = actor.name
            session.add(Export(enquiry_id=enquiry.id, at=at, by=by, format=format, **about))
            return about | {"format": format}

        allow(actor.roles, Action.EXPORT)
        if format not in rules().formats:
            formats = ", ".join(rules().formats)
            raise DeskError(refusal("format", format=format, formats=formats))
        return self._acting.change(actor, Action.EXPORT, enquiry_id, version, work)

    def mark_sent(self, actor: Actor, enquiry_id: int, version: int) -> EnquiryRecord:
        """Note that the approved letter was sent."""

        def work(session: Session, enquiry: Enquiry, at: datetime) -> dict[str, Any]:
            return named(approved_draft(session, enquiry))

        return self._acting.change(actor, Action.MARK_SENT, enquiry_id, version, work)

    def record_learning(
        self, actor: Actor, enquiry_id: int, version: int, cases: int
    ) -> EnquiryRecord:
        """Note that the approved letter becomes evaluation cases; `learn` writes them."""

        def work(session: Session, enquiry: Enquiry, at: datetime) -> dict[str, Any]:
            return named(approved_draft(session, enquiry)) | {"cases": cases}

        return self._acting.change(actor, Action.LEARN, enquiry_id, version, work)

    def record_unlearning(
        self, actor: Actor, enquiry_id: int, version: int, cases: int
    ) -> EnquiryRecord:
        """Note that what was learned is taken back; `unlearn` takes it out of the file."""

        def work(session: Session, enquiry: Enquiry, at: datetime) -> dict[str, Any]:
            return {"cases": cases}

        return self._acting.change(actor, Action.UNLEARN, enquiry_id, version, work)

    def gaps(self, actor: Actor, embed: Embed, *, since: datetime | None = None) -> tuple[Gap, ...]:
        """Return what people asked and the guidance does not say; `embed` never changes."""
        allow_viewing(actor.roles)
        return find_gaps(self._store, embed, since=since, seen=self._seen)

    def enquiries(self, actor: Actor, wanted: Filter | None = None) -> tuple[EnquirySummary, ...]:
        """List enquiries; the text of none is among what is returned."""
        allow_viewing(actor.roles)
        return self._store.read(lambda session: listed(session, wanted or Filter()))

    def counts(self, actor: Actor, wanted: Filter | None = None) -> dict[State, int]:
        """Return how many enquiries stand in each state, every state named."""
        allow_viewing(actor.roles)
        found = self._store.read(lambda session: counted(session, wanted or Filter()))
        return {state: found.get(state, 0) for state in rules().states}

    def open(self, actor: Actor, enquiry_id: int) -> EnquiryFile:
        """Return an enquiry with its versions, reviews, events and exports, of one moment."""
        allow_viewing(actor.roles)
        found = self._store.read(lambda session: whole_file(session, enquiry_id))
        if found is None:
            raise EnquiryNotFound(refusal("not_found", id=enquiry_id))
        return found

    def same_text(self, actor: Actor, enquiry_id: int) -> tuple[EnquirySummary, ...]:
        """Return the other enquiries that came with the very same text, a few at most."""
        allow_viewing(actor.roles)
        return self._store.read(lambda session: same_text(session, enquiry_id))

    def before(self, actor: Actor, action: Action, enquiry_id: int, version: int) -> EnquiryFile:
        """Return an enquiry to which the action may be done now; for work that takes a while.

        Raises what the action would; doing it later checks again.
        """
        allow(actor.roles, action)
        file = self.open(actor, enquiry_id)
        if file.enquiry.version != version:
            last = file.events[-1]
            raise conflict(file.enquiry.version, last.actor, last.action)
        next_state(State(file.enquiry.state), action)
        return file

    def history(self, actor: Actor, enquiry_id: int, *, original: bool = False) -> dict[str, Any]:
        """Return the whole history as JSON, to keep or `replay`; masked unless `original`."""
        return history_of(self.open(actor, enquiry_id), original=original)

    def leave(self) -> None:
        """Let go of the store."""
        self._store.close()

    def _noted(
        self,
        actor: Actor,
        action: Action,
        enquiry_id: int,
        version: int,
        note: str,
        work: Callable[[str], Work],
    ) -> EnquiryRecord:
        with keeping(note):
            allow(actor.roles, action)
            return self._acting.change(actor, action, enquiry_id, version, work(checked_note(note)))
