"""Between the records of the desk and the rows that keep them."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from pydantic import ValidationError

from assistant.desk.drafting import mask_of, masked_reading
from assistant.desk.inputs import Incoming, NewDraft
from assistant.desk.reading import read_text
from assistant.desk.records import Asked, Enquiry, Item, Letter, Reading, desk_policy
from assistant.desk.understanding import understand_enquiry
from assistant.masking.personal import Mask, restored
from assistant.records import Source
from assistant.store.records import DraftRecord, EnquiryFile, EnquiryRecord
from index.records import Passage

log = logging.getLogger(__name__)


def incoming(enquiry: Enquiry, source: str) -> Incoming:
    """Return an enquiry as the desk keeps it: whole, masked, and read."""
    reading = understand_enquiry(enquiry)
    mask = mask_of(enquiry, reading)
    masked = mask.hide(enquiry.text)
    notes = (*reading.notes, *_notes(enquiry, source))
    kept = masked_reading(reading.model_copy(update={"notes": notes}), mask)
    thread = enquiry.references or (enquiry.in_reply_to,)
    return Incoming(
        original=enquiry.text,
        masked=masked,
        from_name=enquiry.sender_name,
        from_address=enquiry.sender_email,
        subject=enquiry.subject,
        message_id=enquiry.message_id,
        references=tuple(reference for reference in thread if reference),
        source=source,
        personal=mask.personal,
        reading=kept.model_dump(mode="json"),
    )


def new_draft(letter: Letter, passages: Iterable[Passage]) -> NewDraft:
    """Return a letter as the desk keeps it, with the passages that it cites."""
    return NewDraft(
        letter=letter.letter,
        items=[item.model_dump(mode="json") for item in letter.items],
        passages=[passage.model_dump(mode="json") for passage in passages],
        index_id=letter.index_id,
        writer=letter.writer,
        tone=letter.tone,
        sources=[source.model_dump(mode="json") for source in letter.sources],
        reading=letter.reading.model_dump(mode="json"),
        personal=letter.personal,
        as_of=letter.as_of,
    )


def rewritten(draft: DraftRecord | None, letter: str, *, tone: str | None = None) -> NewDraft:
    """Return another text on what a draft rests on; on nothing where there is no draft."""
    kept = draft.model_dump(include=set(NewDraft.model_fields)) if draft else {}
    return NewDraft.model_validate(kept | {"letter": letter} | ({"tone": tone} if tone else {}))


def enquiry_of(row: EnquiryRecord) -> Enquiry:
    """Return a stored enquiry as it was read."""
    enquiry = read_text(
        row.original, max_chars=max(1, len(row.original)), subject=row.subject, id=str(row.id)
    )
    return enquiry.model_copy(
        update={
            "sender_name": row.from_name,
            "sender_email": row.from_address,
            "message_id": row.message_id,
            "references": row.references,
        }
    )


def draft_numbered(file: EnquiryFile, number: int | None = None) -> DraftRecord | None:
    """Return a version of the letter, the latest unless a number is given."""
    wanted = file.enquiry.draft_number if number is None else number
    return next((draft for draft in file.drafts if draft.number == wanted), None)


def letter_of(file: EnquiryFile, number: int | None = None) -> Letter | None:
    """Return a stored draft as the letter it was, the latest unless a number is given.

    None where there is no such draft. One that rests on nothing we can read has no items, so
    that a check finds all it says without a source.
    """
    draft = draft_numbered(file, number)
    if draft is None:
        return None
    try:
        items = tuple(Item.model_validate(item) for item in draft.items)
        sources = tuple(Source.model_validate(source) for source in draft.sources)
    except ValidationError:
        log.warning("a draft rests on what cannot be read", extra=_which(file, draft))
        items, sources = (), ()
    personal = dict(draft.personal)
    return Letter(
        reading=_kept_reading(draft.reading) or Reading(),
        items=items,
        sources=sources,
        tone=draft.tone,
        masked=Mask.knowing(personal).hide(draft.letter),
        letter=draft.letter,
        personal=personal,
        as_of=draft.as_of or draft.at.date(),
        index_id=draft.index_id,
        writer=draft.writer,
    )


def reading_of(file: EnquiryFile) -> Reading:
    """Return what was read in an enquiry, names put back, questions as last corrected."""
    row = file.enquiry
    for kept, personal in (
        *((draft.reading, draft.personal) for draft in reversed(file.drafts)),
        (row.reading, row.personal),
    ):
        reading = _kept_reading(kept)
        if reading is not None:
            return _restored_reading(reading, personal)
    return understand_enquiry(enquiry_of(row))


def passages_of(draft: DraftRecord) -> dict[str, Passage]:
    """Return the passages that a draft cites, by id, as they were when it was drafted."""
    found = {}
    for kept in draft.passages:
        try:
            passage = Passage.model_validate(kept)
        except ValidationError:
            log.warning("a passage kept with a draft cannot be read", extra={"draft": draft.number})
            continue
        found[passage.id] = passage
    return found


def _notes(enquiry: Enquiry, source: str) -> Iterable[str]:
    wording = desk_policy("workbench")["notes"]
    if enquiry.attachments:
        yield wording["attached"].format(names=", ".join(enquiry.attachments))
    if source == "csv" and enquiry.id:
        yield wording["reference"].format(id=enquiry.id)


def _kept_reading(kept: dict[str, object]) -> Reading | None:
    """Return a reading that was kept; None where there is none, or one of another shape."""
    try:
        return Reading.model_validate(kept) if kept else None
    except ValidationError:
        return None


def _restored_reading(reading: Reading, personal: dict[str, str]) -> Reading:
    def shown(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(restored(text, personal) for text in texts)

    return reading.model_copy(
        update={
            "writer": restored(reading.writer, personal),
            "greeting_name": restored(reading.greeting_name, personal),
            "dates": shown(reading.dates),
            "notes": shown(reading.notes),
            "questions": tuple(
                Asked(
                    number=asked.number,
                    text=restored(asked.text, personal),
                    standalone=restored(asked.standalone, personal),
                    assumed=shown(asked.assumed),
                )
                for asked in reading.questions
            ),
        }
    )


def _which(file: EnquiryFile, draft: DraftRecord) -> dict[str, int]:
    return {"enquiry": file.enquiry.id, "draft": draft.number}
