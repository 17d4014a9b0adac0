"""A workbench on the real engine and an invented mail, for the tests of the desk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from desk_people import AMIRA, RUTH, new_desk

from assistant.desk.workbench import Workbench
from assistant.store.engine import Store
from assistant.store.records import EnquiryFile, EnquiryRecord
from corpus.settings import Settings

if TYPE_CHECKING:
    from assistant.assembly import Assistant

MAIL = """From: Kezia Marlowe <kezia@example.org>
Subject: Our SENCO

Hi there,

I'm business manager at an independent special school. Our SENCO Priya Nair (TRN 1234567,
priya@example.org, 07700 900123) started in September.

1. How long does the NPQ for SENCOs take?
2. Is it funded for Priya in autumn 2026?
3. What is the capital of France?

Kind regards
Kezia Marlowe
"""
PERSONAL = ("Priya", "Kezia", "Marlowe", "1234567", "priya@example.org", "07700 900123")


@pytest.fixture
def bench(store: Store, engine: Assistant, settings: Settings) -> Workbench:
    """A workbench on an empty store and the real engine."""
    return Workbench(new_desk(store), lambda: engine, settings)


@pytest.fixture
def idle(store: Store, settings: Settings) -> Workbench:
    """A workbench whose engine must not be asked for."""
    return Workbench(new_desk(store), _never, settings)


def _never() -> Any:
    raise AssertionError("the engine was loaded")


def drafted(bench: Workbench, text: str = MAIL) -> EnquiryRecord:
    """An enquiry with its first draft, by Amira."""
    new = bench.take_in(AMIRA, text)
    return bench.draft(AMIRA, new.id, new.version)


def file_of(bench: Workbench, enquiry: EnquiryRecord) -> EnquiryFile:
    """All that is kept of an enquiry."""
    return bench.desk.open(AMIRA, enquiry.id)


def finished(letter: str) -> str:
    """A letter in which somebody wrote what was missing."""
    return re.sub(r"\[NEEDS YOUR INPUT[^\]]*\]", "Please write to us again.", letter)


def approved(bench: Workbench) -> EnquiryRecord:
    """An enquiry whose letter Amira finished and Ruth approved."""
    now = drafted(bench)
    text = finished(file_of(bench, now).drafts[-1].letter)
    now = bench.save(AMIRA, now.id, now.version, text)
    now = bench.desk.submit(AMIRA, now.id, now.version)
    return bench.desk.approve(RUTH, now.id, now.version, file_of(bench, now).drafts[-1].sha256)
