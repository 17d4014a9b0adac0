"""The history of an enquiry as JSON."""

from __future__ import annotations

from typing import Any

from assistant.store.records import EnquiryFile

FORMAT = "npq-enquiry-history/1"
_PERSONAL = ("from_name", "from_address", "subject", "message_id")


def history_of(file: EnquiryFile, *, original: bool) -> dict[str, Any]:
    """Return a history; without `original`, the masked text stands for the text as it came.

    The letters are whole either way: an approval is bound to their hashes.
    """
    whole = file.model_dump(mode="json")
    if not original:
        masked = {"original": file.enquiry.masked, "personal": {}, "references": []}
        whole["enquiry"] |= masked | dict.fromkeys(_PERSONAL, "")
        for draft in whole["drafts"]:
            draft["personal"] = {}
    return {"format": FORMAT, "masked": not original} | whole
