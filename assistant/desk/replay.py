"""A history that was exported, done again: the proof that it holds together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from assistant.desk.history import FORMAT
from assistant.desk.inputs import Incoming, NewDraft
from assistant.desk.service import ReplyDesk
from assistant.desk.staff import Actor
from assistant.desk.states import Action
from assistant.store.engine import Store
from assistant.store.records import DraftRecord, EnquiryFile, EnquiryRecord, EventRecord
from corpus.errors import DeskError, HistoryRejected


def replay(history: dict[str, Any], store: Store) -> int:
    """Do a history again through the desk, every rule checked anew, and return its new id.

    Raises `HistoryRejected` where it does not hold together or does not end as it says; what
    was done until then stays in `store`, which is best one made for this.
    """
    file = _read(history)
    times = _Times()
    # The limit on length is a setting of the place it came from.
    desk = ReplyDesk(store, clock=times, max_enquiry_chars=_longest(file))
    drafts = {draft.number: draft for draft in file.drafts}
    enquiry: EnquiryRecord | None = None
    for event in file.events:
        times.now = event.at
        try:
            enquiry = _again(desk, event, enquiry, file.enquiry, drafts)
        except (DeskError, KeyError, ValueError) as error:
            why = getattr(error, "sentence", "something is missing or unknown.")
            raise HistoryRejected(
                f"The history does not hold together at version {event.version}: {why}"
            ) from error
    if enquiry is None:
        raise HistoryRejected("The history holds no event, so there is nothing to replay.")
    actor = _actor(file.events[0])
    made = desk.open(actor, enquiry.id)
    if _comparable(made) != _comparable(file):
        raise HistoryRejected("The history was replayed, and does not end as it says it does.")
    return enquiry.id


def _longest(file: EnquiryFile) -> int:
    return max(1, len(file.enquiry.original), len(file.enquiry.masked))


class _Times:
    """A clock that shows the time of the event that is being replayed."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


def _read(history: dict[str, Any]) -> EnquiryFile:
    if not isinstance(history, dict) or history.get("format") != FORMAT:
        raise HistoryRejected(f"This is not a history of an enquiry: its format is not {FORMAT}.")
    parts = {key: value for key, value in history.items() if key not in ("format", "masked")}
    try:
        return EnquiryFile.model_validate(parts)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise HistoryRejected(
            f"The history cannot be read: {where} is not as it should be."
        ) from error


def _again(
    desk: ReplyDesk,
    event: EventRecord,
    enquiry: EnquiryRecord | None,
    given: EnquiryRecord,
    drafts: dict[int, DraftRecord],
) -> EnquiryRecord:
    actor, action, details = _actor(event), Action(event.action), event.details
    if action is Action.PASTE:
        fields = given.model_dump(include=set(Incoming.model_fields))
        return desk.paste(actor, Incoming.model_validate(fields))
    if enquiry is None:
        raise HistoryRejected("It does not begin with the enquiry being added.")
    at = (actor, enquiry.id, event.version - 1)
    note = details.get("note", "")

    def version() -> NewDraft:
        draft = drafts[details["draft_number"]]
        return NewDraft.model_validate(draft.model_dump(include=set(NewDraft.model_fields)))

    steps: dict[Action, Callable[[], EnquiryRecord]] = {
        Action.DRAFT: lambda: desk.draft(*at, version()),
        Action.EDIT: lambda: desk.edit(*at, version()),
        Action.SUBMIT: lambda: desk.submit(*at),
        Action.APPROVE: lambda: desk.approve(*at, details["sha256"], note),
        Action.REQUEST_CHANGES: lambda: desk.request_changes(*at, note),
        Action.ESCALATE: lambda: desk.escalate(*at, details["queue"], note),
        Action.EXPORT: lambda: desk.record_export(*at, details["format"]),
        Action.MARK_SENT: lambda: desk.mark_sent(*at),
        Action.LEARN: lambda: desk.record_learning(*at, details["cases"]),
        Action.UNLEARN: lambda: desk.record_unlearning(*at, details["cases"]),
        Action.CLOSE: lambda: desk.close(*at, note),
    }
    return steps[action]()


def _actor(event: EventRecord) -> Actor:
    return Actor.model_validate(
        {"name": event.actor, "roles": event.roles, "single_user": event.single_user}
    )


def _comparable(file: EnquiryFile) -> dict[str, Any]:
    return file.model_dump(mode="json", exclude={"enquiry": {"id"}})
