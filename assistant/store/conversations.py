"""Conversations of the chat and what people thought of the answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assistant.contract import to_contract
from assistant.feedback import Feedback
from assistant.records import Answer
from assistant.store.columns import now
from assistant.store.engine import Store
from assistant.store.records import ConversationRecord, TurnRecord
from assistant.store.tables import Conversation, Rating, Turn


class Conversations:
    """Keeps conversations and ratings; whoever calls it has masked what people typed."""

    def __init__(self, store: Store, clock: Callable[[], datetime] = now) -> None:
        self._store = store
        self._clock = clock

    def keep_turn(self, conversation_id: str, question: str, answer: Answer) -> None:
        """Add a masked question and its answer; an answer that is kept already is left alone.

        The conversation is begun by its first turn. The answer must have an `id`.
        """
        if not answer.id:
            raise ValueError("an answer without an id could not be rated later")
        answer_id = answer.id
        masked = answer.model_copy(update={"question": question})

        def work(session: Session) -> None:
            at = self._clock()
            if session.scalar(select(Turn.id).where(Turn.answer_id == answer_id)) is not None:
                return
            conversation = session.get(Conversation, conversation_id, with_for_update=True)
            if conversation is None:
                conversation = Conversation(id=conversation_id, started=at)
                session.add(conversation)
            conversation.updated = at
            session.flush()
            last = session.scalar(
                select(func.max(Turn.number)).where(Turn.conversation_id == conversation_id)
            )
            turn = Turn(
                conversation_id=conversation_id,
                number=(last or 0) + 1,
                at=at,
                question=question,
                answer_id=answer_id,
                answer=to_contract(masked),
                outcome=answer.outcome.value,
                writer=answer.writer,
                index_id=answer.index_id,
            )
            session.add(turn)

        self._store.write(work)

    def rate(self, feedback: Feedback) -> None:
        """Keep a rating; where an answer has several, the last one counts."""

        def work(session: Session) -> None:
            conversation_id = session.scalar(
                select(Turn.conversation_id).where(Turn.answer_id == feedback.answer_id)
            )
            fields = feedback.model_dump() | {"reasons": list(feedback.reasons)}
            fields["outcome"] = feedback.outcome.value
            session.add(Rating(conversation_id=conversation_id, **fields))

        self._store.write(work)

    def get(self, conversation_id: str) -> ConversationRecord | None:
        """Return a conversation with its turns, or None if there is none of that id."""

        def work(session: Session) -> ConversationRecord | None:
            found = session.get(Conversation, conversation_id)
            if found is None:
                return None
            turns = session.scalars(
                select(Turn).where(Turn.conversation_id == conversation_id).order_by(Turn.number)
            )
            return ConversationRecord(
                id=found.id,
                started=found.started,
                updated=found.updated,
                turns=tuple(TurnRecord.model_validate(turn) for turn in turns),
            )

        return self._store.read(work)

    def forget(self, conversation_id: str) -> bool:
        """Delete a conversation with its ratings now; return whether there was one."""

        def work(session: Session) -> bool:
            session.execute(delete(Rating).where(Rating.conversation_id == conversation_id))
            gone = session.execute(
                delete(Conversation)
                .where(Conversation.id == conversation_id)
                .returning(Conversation.id)
            )
            return gone.first() is not None

        return self._store.write(work)

    def ratings(self, since: datetime | None = None) -> tuple[Feedback, ...]:
        """Return the rating that counts of each answer, oldest first."""

        def work(session: Session) -> tuple[Feedback, ...]:
            last = select(func.max(Rating.id)).group_by(Rating.answer_id)
            query = select(Rating).where(Rating.id.in_(last)).order_by(Rating.at, Rating.id)
            if since is not None:
                query = query.where(Rating.at >= since)
            return tuple(
                Feedback.model_validate(
                    {name: getattr(rating, name) for name in Feedback.model_fields}
                )
                for rating in session.scalars(query)
            )

        return self._store.read(work)
