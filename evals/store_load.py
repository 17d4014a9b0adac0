"""`python -m evals.store_load`: 20 staff at once at the desk, and whether anything was lost."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from assistant.desk.inputs import Incoming, NewDraft
from assistant.desk.replay import replay
from assistant.desk.service import ReplyDesk
from assistant.desk.staff import Actor
from assistant.desk.states import Action, Role, State, possible
from assistant.store.engine import open_store
from assistant.store.enquiries import Filter
from assistant.store.records import EnquiryFile
from corpus.errors import Conflict, DeskError, StoreBusy
from corpus.settings import Settings
from evals.benchmark import machine

STAFF = 20
OPEN_AT_ONCE = 30
REPLAYED = 20
SENTENCE = "Eligibility for NPQ funding is not a promise of a funded place. "
Did = tuple[int, int, str, str]  # enquiry, version after it, who, what was written


@dataclass
class Seen:
    """What the staff of one process did and met."""

    did: list[Did] = field(default_factory=list)
    seconds: dict[str, list[float]] = field(default_factory=lambda: {"read": [], "write": []})
    told: Counter[str] = field(default_factory=Counter)


class Person:
    """A member of staff who reads, writes and reviews without a pause."""

    def __init__(self, desk: ReplyDesk, number: int, seen: Seen) -> None:
        self.desk = desk
        self.actor = Actor(name=f"staff{number}@example.org", roles=frozenset(Role))
        self.seen = seen
        self.random = random.Random(number)
        self.count = 0

    def work(self, until: float, pause: float) -> None:
        """Go on until the time is over; what is refused is counted and nothing is hidden."""
        while time.monotonic() < until:
            try:
                self._turn()
            except Conflict:
                self.seen.told["conflict"] += 1
            except StoreBusy:
                self.seen.told["busy"] += 1
            except DeskError as error:
                self.seen.told[type(error).__name__] += 1
            except Exception as error:
                self.seen.told[f"{type(error).__name__}: {error}"] += 1
            time.sleep(self.random.uniform(0, 2 * pause))

    def _turn(self) -> None:
        unfinished = tuple(state for state in State if state not in (State.SENT, State.CLOSED))
        found = self._timed(
            "read", lambda: self.desk.enquiries(self.actor, Filter(states=unfinished))
        )
        if len(found) < OPEN_AT_ONCE:
            self._wrote(
                lambda text: self.desk.paste(self.actor, Incoming(original=text, masked=text))
            )
            return
        number = self.random.choice(found).id
        file = self._timed("read", lambda: self.desk.open(self.actor, number))
        self._act(file)

    def _act(self, file: EnquiryFile) -> None:
        at = (self.actor, file.enquiry.id, file.enquiry.version)
        digest = file.drafts[-1].sha256 if file.drafts else ""
        desk, choice = self.desk, self.random.choice
        does: dict[Action, Callable[[str], Any]] = {
            Action.DRAFT: lambda text: desk.draft(*at, _letter(text)),
            Action.EDIT: lambda text: desk.edit(*at, _letter(text)),
            Action.SUBMIT: lambda text: desk.submit(*at),
            Action.APPROVE: lambda text: desk.approve(*at, digest, text),
            Action.REQUEST_CHANGES: lambda text: desk.request_changes(*at, text),
            Action.ESCALATE: lambda text: desk.escalate(*at, "policy", text),
            Action.EXPORT: lambda text: desk.record_export(*at, "docx"),
            Action.MARK_SENT: lambda text: desk.mark_sent(*at),
        }
        can = [a for a in possible(State(file.enquiry.state), self.actor.roles) if a in does]
        self._wrote(does[choice([a for a in can if file.drafts or a is not Action.SUBMIT])])

    def _wrote(self, do: Callable[[str], Any]) -> None:
        self.count += 1
        text = f"{self.actor.name} wrote this as number {self.count}."
        made = self._timed("write", lambda: do(text))
        self.seen.did.append((made.id, made.version, self.actor.name, text))

    def _timed(self, kind: str, do: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        try:
            return do()
        finally:
            self.seen.seconds[kind].append(time.perf_counter() - began)


def _letter(text: str) -> NewDraft:
    passages = [{"id": f"page#{n}", "text": SENTENCE * 10} for n in range(5)]
    return NewDraft(letter=f"{text}\n\n{SENTENCE * 30}", passages=passages, writer="extractive")


def _staff(folder: str, numbers: list[int], seconds: float, pause: float) -> Seen:
    seen = Seen()
    with closing(open_store(Settings(data_dir=Path(folder)))) as store:
        desk = ReplyDesk(store)
        until = time.monotonic() + seconds
        with ThreadPoolExecutor(len(numbers)) as pool:
            people = [Person(desk, number, seen) for number in numbers]
            for done in [pool.submit(person.work, until, pause) for person in people]:
                done.result()
    return seen


def lost_updates(desk: ReplyDesk, actor: Actor, did: list[Did]) -> list[str]:
    """Return what somebody was told is kept and is not, and what is kept and nobody did."""
    problems = []
    events = 0
    for number in sorted({enquiry for enquiry, *_ in did}):
        file = desk.open(actor, number)
        events += len(file.events)
        if [e.version for e in file.events] != list(range(1, file.enquiry.version + 1)):
            problems.append(f"enquiry {number}: versions with gaps")
        if [d.number for d in file.drafts] != list(range(1, file.enquiry.draft_number + 1)):
            problems.append(f"enquiry {number}: drafts with gaps")
        whole = file.model_dump_json()
        by_version = {event.version: event for event in file.events}
        for enquiry, version, who, text in did:
            if enquiry != number:
                continue
            event = by_version.get(version)
            if event is None or event.actor != who:
                problems.append(f"enquiry {number}: version {version} is not by {who}")
            elif event.action not in _WORDLESS and text not in whole:
                problems.append(f"enquiry {number}: the text of version {version} is gone")
    if events != len(did):
        problems.append(f"{events} events for {len(did)} actions that succeeded")
    return problems


def _some(did: list[Did]) -> list[int]:
    numbers = sorted({enquiry for enquiry, *_ in did})
    return random.Random(0).sample(numbers, min(REPLAYED, len(numbers)))


_WORDLESS = {Action.SUBMIT, Action.EXPORT, Action.MARK_SENT}


def measure(
    folder: Path, *, staff: int, processes: int, seconds: float, pause: float
) -> dict[str, Any]:
    """Let the staff work on one SQLite file, then look for what was lost."""
    settings = Settings(data_dir=folder)
    with closing(open_store(settings)) as store:
        numbers = [list(range(staff))[first::processes] for first in range(processes)]
        spawn = multiprocessing.get_context("spawn")
        with spawn.Pool(processes) as pool:
            given = [(str(folder), group, seconds, pause) for group in numbers if group]
            seen = pool.starmap(_staff, given)
        did = [one for part in seen for one in part.did]
        told = sum((part.told for part in seen), Counter())
        actor = Actor(name="checker@example.org", roles=frozenset({Role.ADMIN}))
        desk = ReplyDesk(store)
        problems = lost_updates(desk, actor, did)
        with closing(open_store(Settings(data_dir=folder / "replayed"))) as other:
            for number in _some(did):
                replay(desk.history(actor, number, original=True), other)
    figures: dict[str, Any] = {
        "machine": machine(),
        "staff": staff,
        "processes": processes,
        "seconds": seconds,
        "pause_s": pause,
        "actions": len(did),
        "lost_updates": len(problems),
        "problems": problems[:10],
        "conflicts_told": told.pop("conflict", 0),
        "busy_told": told.pop("busy", 0),
        "own_draft_refused": told.pop("NotAllowed", 0),
        "other_errors": dict(told),
    }
    for kind in ("read", "write"):
        times = [1000 * t for part in seen for t in part.seconds[kind]]
        figures[f"{kind}s_per_s"] = round(len(times) / seconds, 1)
        for share in (50, 95, 99, 100):
            figures[f"{kind}_p{share}_ms"] = round(float(np.percentile(times, share)), 1)
    return figures


def main() -> None:
    """Measure, print, and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--staff", type=int, default=STAFF)
    parser.add_argument("--processes", type=int, default=2, help="that the staff are spread over")
    parser.add_argument("--pause", type=float, default=0.0, help="seconds between actions, mean")
    parser.add_argument("--out", type=Path, help="where to write the figures, too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(
            Path(folder),
            staff=given.staff,
            processes=given.processes,
            seconds=given.seconds,
            pause=given.pause,
        )
    text = json.dumps(figures, indent=1) + "\n"
    if given.out:
        given.out.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    sys.exit(int(bool(figures["lost_updates"] or figures["busy_told"] or figures["other_errors"])))


if __name__ == "__main__":
    main()
