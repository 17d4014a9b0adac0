"""The invented mails of the issue: forty, of which half were looked at while rules were made."""

from __future__ import annotations

from pathlib import Path

from evals import mails as shipped
from evals.mails import Mail, Marked, mark

MAILS = Path(__file__).with_name("emails.jsonl")


def mails(*, held_out: bool) -> list[Mail]:
    """Return one half of the mails."""
    return [mail for mail in shipped.mails(MAILS) if mail.held_out is held_out]


__all__ = ["MAILS", "Mail", "Marked", "mails", "mark"]
