"""Cases under the names of ragas, deepeval, promptfoo and inspect_ai.

What another tool names otherwise is renamed; what only it knows (its answers, its
retrieved contexts) is kept under its own name and ignored. Passages that ought to be found
(`reference_contexts` of ragas, `context` of deepeval) are kept as `reference_contexts`,
which the passage metrics read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from evals.promptfoo import from_promptfoo

Values = dict[str, Any]

# Names of Case that other tools' users put under metadata, for want of a field.
_LIFTED = (
    "expected_behaviour", "must_include", "must_not_include", "expected_sources", "fact_ids",
    "as_of", "tags", "history",
)  # fmt: skip
_DEEPEVAL = frozenset({
    "expected_output", "actual_output", "retrieval_context", "context", "additional_metadata",
    "expected_tools", "tools_called", "source_file", "comments",
})  # fmt: skip


def format_of(values: Mapping[str, Any]) -> str:
    """Name the tool whose field names a row uses: npq, ragas, deepeval, promptfoo, inspect_ai."""
    if "vars" in values or "assert" in values or any(k.startswith("__expected") for k in values):
        return "promptfoo"
    if "user_input" in values or "ground_truth" in values or "ground_truths" in values:
        return "ragas"
    if "turns" in values or ("input" in values and _DEEPEVAL & values.keys()):
        return "deepeval"
    if "input" in values and "question" not in values:
        return "inspect_ai"
    return "npq"


def to_case(values: Mapping[str, Any]) -> Values:
    """Return a row under the names of `Case`; a `ValueError` says what is missing or odd."""
    made = _READERS[format_of(values)](dict(values))
    return {key: value for key, value in made.items() if value is not None}


def made_up_id(question: str, history: Sequence[str] = ()) -> str:
    """Return an id for a case without one, always the same for the same question."""
    text = "\x1f".join([*history, question])
    return "q-" + hashlib.sha256(text.encode()).hexdigest()[:10]


def _npq(values: Values) -> Values:
    return values


def _ragas(values: Values) -> Values:
    asked = values.pop("user_input", None) or values.pop("question", None)
    question, history = _turns(asked)
    truths = values.pop("ground_truths", None) or [None]
    reference = values.pop("reference", None) or values.pop("ground_truth", None) or truths[0]
    return _finish(values, question, history, reference)


def _deepeval(values: Values) -> Values:
    turns = values.pop("turns", None)
    question, history = _turns(turns if turns else values.pop("input", None))
    values["reference_contexts"] = values.pop("context", None)
    metadata = {
        **_mapping(values.pop("additional_metadata", None)),
        **_mapping(values.get("metadata")),
    }
    values["metadata"] = metadata
    return _finish(values, question, history, values.pop("expected_output", None))


def _inspect(values: Values) -> Values:
    question, history = _turns(values.pop("input"))
    target = values.pop("target", None)
    targets = [str(item) for item in (target if isinstance(target, list) else [target]) if item]
    choices = values.get("choices") or []
    if choices and question:
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        targets = [
            str(choices[letters.index(t)]) if len(t) == 1 and t in letters[: len(choices)] else t
            for t in targets
        ]
        listed = [f"{letter}) {text}" for letter, text in zip(letters, choices, strict=False)]
        question = "\n".join([question, "", *listed])
    # A list of targets is a list of wordings, any of which will do.
    values.setdefault("must_include", [targets] if targets else None)
    return _finish(values, question, history, targets[0] if targets else None)


def _promptfoo(values: Values) -> Values:
    return _finish(*from_promptfoo(values))


def _finish(values: Values, question: str | None, history: Sequence[str], answer: object) -> Values:
    metadata = dict(_mapping(values.get("metadata")))
    for name in _LIFTED:
        if name in metadata and values.get(name) is None:
            values[name] = metadata.pop(name)
    out = {**values, "question": question, "metadata": metadata or None}
    if history:
        out["history"] = list(history)
    if answer is not None and out.get("expected_answer") is None:
        out["expected_answer"] = answer
    if question and out.get("id") in (None, ""):
        out["id"] = made_up_id(question, out.get("history") or ())
    return out


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _turns(value: object) -> tuple[str | None, list[str]]:
    """Return the last thing the person said, and what they said before it."""
    if value is None or isinstance(value, str):
        return value, []
    if not isinstance(value, list):
        raise ValueError("the question must be text or a list of messages")
    said = [_content(message) for message in value if _is_person(message)]
    return (said[-1], said[:-1]) if said else (None, [])


def _is_person(message: object) -> bool:
    if isinstance(message, str):
        return True
    fields = _mapping(message)
    return str(fields.get("role") or fields.get("type") or "").lower() in ("user", "human")


def _content(message: object) -> str:
    content = _mapping(message).get("content", "") if not isinstance(message, str) else message
    if isinstance(content, list):
        return " ".join(str(_mapping(part).get("text", "")) for part in content).strip()
    return str(content).strip()


_READERS = {
    "npq": _npq,
    "ragas": _ragas,
    "deepeval": _deepeval,
    "promptfoo": _promptfoo,
    "inspect_ai": _inspect,
}
