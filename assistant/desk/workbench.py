"""What the pages of the reply desk call: drafting and the service in one place."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from assistant.desk.acting import keeping
from assistant.desk.checking import check_letter, left_out
from assistant.desk.correcting import corrected
from assistant.desk.drafting import draft_letter
from assistant.desk.exports import Exported, history_file, letter_file
from assistant.desk.following import Engine, Followed
from assistant.desk.history import history_of
from assistant.desk.inputs import NewDraft, clean, open_marks
from assistant.desk.keeping import (
    draft_numbered,
    enquiry_of,
    incoming,
    letter_of,
    new_draft,
    passages_of,
    reading_of,
    rewritten,
)
from assistant.desk.letter import tones, write_letter
from assistant.desk.reading import read_text, read_upload
from assistant.desk.records import Asked, Enquiry, Flag, Letter, Reading, desk_policy
from assistant.desk.service import ReplyDesk
from assistant.desk.staff import Actor
from assistant.desk.states import Action, State, allow, refusal, rules
from assistant.masking.personal import restored
from assistant.records import Record
from assistant.store.records import DraftRecord, EnquiryFile, EnquiryRecord
from corpus.errors import DeskError, IndexMissing, StoreError, WrongState
from corpus.settings import Settings
from index.records import Passage

log = logging.getLogger(__name__)
_UK = ZoneInfo("Europe/London")


class TakenIn(Record):
    """What became of a file: enquiries taken in, and a sentence for each that was not."""

    enquiries: tuple[EnquiryRecord, ...]
    refused: tuple[str, ...] = ()


class LetterCheck(Record):
    """A letter held against its sources.

    `left_out` are statements of the draft that are gone; `open_marks` counts what still needs
    a person's own words.
    """

    flags: tuple[Flag, ...] = ()
    left_out: tuple[str, ...] = ()
    open_marks: int = 0


class Workbench:
    """Takes enquiries in, drafts, checks and takes letters out; safe to share among threads.

    `engine` is called when a draft is asked for. Raises what `ReplyDesk` raises, and
    `EnquiryRejected` for what cannot be read.
    """

    def __init__(self, desk: ReplyDesk, engine: Callable[[], Engine], settings: Settings) -> None:
        self.desk = desk
        self._load = engine
        self._loading = threading.Lock()
        self._max_chars = settings.max_enquiry_chars
        self._max_bytes = int(settings.max_file_mb * 1_000_000)

    def take_in(self, actor: Actor, text: str) -> EnquiryRecord:
        """Take in a pasted enquiry."""
        allow(actor.roles, Action.PASTE)
        enquiry = read_text(text, max_chars=self._max_chars)
        with keeping(text):
            return self.desk.paste(actor, incoming(enquiry, "paste"))

    def take_in_file(self, actor: Actor, name: str, data: bytes) -> TakenIn:
        """Take in a file: one enquiry, or those of a CSV, of which each is kept by itself."""
        allow(actor.roles, Action.PASTE)
        upload = read_upload(name, data, max_chars=self._max_chars, max_bytes=self._max_bytes)
        source = Path(name).suffix.lower().lstrip(".")
        if source != "csv":
            (enquiry,) = upload.enquiries
            return TakenIn(enquiries=(self.desk.paste(actor, incoming(enquiry, source)),))
        taken, refused = self._take_in_rows(actor, upload.enquiries)
        return TakenIn(enquiries=tuple(taken), refused=(*upload.refused, *refused))

    def reading(self, file: EnquiryFile) -> Reading:
        """Return what was read in an enquiry, names put back, questions as last corrected."""
        return reading_of(file)

    def draft(
        self,
        actor: Actor,
        enquiry_id: int,
        version: int,
        *,
        tone: str = "plain",
        questions: Sequence[Asked] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> EnquiryRecord:
        """Draft a reply, to the questions as a colleague corrected them if they are given.

        `progress` is told how many questions are done, of how many. Raises `IndexMissing` where
        the guidance cannot be searched; the enquiry then stays as it was.
        """
        with keeping("\n".join(asked.standalone or asked.text for asked in questions or ())):
            _known(tone)
            file = self.desk.before(actor, Action.DRAFT, enquiry_id, version)
            reading = reading_of(file)
            if questions is not None:
                reading = corrected(reading, questions, max_chars=self._max_chars)
            new = self._drafted(enquiry_of(file.enquiry), reading, tone, progress)
            return self.desk.draft(actor, enquiry_id, version, new)

    def change_tone(
        self, actor: Actor, enquiry_id: int, version: int, tone: str, *, overwrite: bool = False
    ) -> EnquiryRecord:
        """Write the latest letter again in another tone, from the same answers and sources.

        A letter that was edited by hand is refused, and given back as `kept`, unless `overwrite`.
        """
        _known(tone)
        file = self.desk.before(actor, Action.EDIT, enquiry_id, version)
        draft, letter = draft_numbered(file), letter_of(file)
        if draft is None or letter is None:
            shown = rules().states[State(file.enquiry.state)]
            raise WrongState(refusal("no_draft", state=shown))
        with keeping(draft.letter):
            lost = len(letter.items) < len(draft.items)
            edited = draft.letter != _written(letter, draft.tone)
            if lost or (edited and not overwrite):
                raise DeskError(_refusal("edited_by_hand"))
            new = rewritten(draft, _written(letter, tone), tone=tone)
            return self.desk.edit(actor, enquiry_id, version, new)

    def check(self, file: EnquiryFile, text: str) -> LetterCheck:
        """Hold an edited letter against the sources of the latest draft, or against none."""
        text = clean(text)
        letter = letter_of(file) or self._unfounded()
        return LetterCheck(
            flags=check_letter(text, letter),
            left_out=left_out(text, letter),
            open_marks=open_marks(text),
        )

    def save(self, actor: Actor, enquiry_id: int, version: int, text: str) -> EnquiryRecord:
        """Keep an edited letter as a new version that rests on the same answers and sources."""
        with keeping(text):
            file = self.desk.before(actor, Action.EDIT, enquiry_id, version)
            new = rewritten(draft_numbered(file), text)
            return self.desk.edit(actor, enquiry_id, version, new)

    def approve(
        self, actor: Actor, enquiry_id: int, version: int, sha256: str, note: str = ""
    ) -> EnquiryRecord:
        """Approve a letter; one with sentences that its sources do not say needs a note on why."""
        file = self.desk.before(actor, Action.APPROVE, enquiry_id, version)
        draft = draft_numbered(file)
        flags = self.check(file, draft.letter).flags if draft and not note.strip() else ()
        if flags:
            raise DeskError(_refusal("say_why", count=len(flags)))
        return self.desk.approve(actor, enquiry_id, version, sha256, note)

    def letter(self, file: EnquiryFile, number: int | None = None) -> Letter | None:
        """Return a stored draft as a letter, the latest unless a number is given."""
        return letter_of(file, number)

    def passages(self, draft: DraftRecord) -> dict[str, Passage]:
        """Return the passages that a draft cites, by id, as they were when it was drafted."""
        return passages_of(draft)

    def export(self, actor: Actor, enquiry_id: int, version: int, format: str) -> Exported:
        """Note that the approved letter is taken out, and return it as a file."""
        record = self.desk.record_export(actor, enquiry_id, version, format)
        # By its number: somebody may have begun a newer version in between.
        draft = draft_numbered(self.desk.open(actor, enquiry_id), record.draft_number)
        if draft is None:
            raise DeskError(refusal("not_found", id=enquiry_id))
        return letter_file(format, draft.letter, record, self.desk.clock().astimezone(_UK))

    def history(self, actor: Actor, enquiry_id: int, *, original: bool = False) -> Exported:
        """Return the whole history as JSON; masked unless `original`."""
        file = self.desk.open(actor, enquiry_id)
        return history_file(history_of(file, original=original), file.enquiry)

    def _take_in_rows(
        self, actor: Actor, enquiries: Sequence[Enquiry]
    ) -> tuple[list[EnquiryRecord], list[str]]:
        """Take in what can be; a store that fails half-way is told for each that is left."""
        taken: list[EnquiryRecord] = []
        refused: list[str] = []
        for place, enquiry in enumerate(enquiries):
            try:
                taken.append(self.desk.paste(actor, incoming(enquiry, "csv")))
            except DeskError as error:
                refused.append(_refusal("not_kept", id=enquiry.id, why=error.sentence))
            except StoreError as error:
                if not taken:
                    raise
                log.exception("the store failed while a file was taken in")
                refused += [
                    _refusal("not_kept", id=left.id, why=error.sentence)
                    for left in enquiries[place:]
                ]
                break
        return taken, refused

    def _drafted(
        self,
        enquiry: Enquiry,
        reading: Reading,
        tone: str,
        progress: Callable[[int, int], None] | None,
    ) -> NewDraft:
        total = min(len(reading.questions), desk_policy("questions")["most_answered"])
        try:
            with self._loading:
                engine = self._load()
            followed = Followed(engine, total, progress)
            letter = draft_letter(
                enquiry, followed, tone=tone, as_of=self._today(), reading=reading
            )
        except IndexMissing as error:
            log.warning("no draft: %s", error.sentence)
            raise IndexMissing(_refusal("no_index")) from error
        return new_draft(letter, followed.passages.values())

    def _today(self) -> date:
        return self.desk.clock().astimezone(_UK).date()

    def _unfounded(self) -> Letter:
        """Return a letter that rests on nothing: every fact of another lacks a source then."""
        return Letter(
            reading=Reading(),
            items=(),
            sources=(),
            tone=tones()[0],
            masked="",
            letter="",
            personal={},
            as_of=self._today(),
        )


def _written(letter: Letter, tone: str) -> str:
    """Return the letter that the answers make by themselves, names put back."""
    reading = letter.reading
    masked = write_letter(
        letter.items, letter.sources, name=reading.greeting_name, npqs=reading.npqs, tone=tone
    )
    return str(clean(restored(masked, letter.personal)))


def _known(tone: str) -> None:
    if tone not in tones():
        raise DeskError(_refusal("tone", tone=tone, tones=", ".join(tones())))


def _refusal(name: str, **values: Any) -> str:
    return str(desk_policy("workbench")["refusals"][name]).format(**values)
