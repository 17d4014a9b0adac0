"""Test cases of promptfoo: `vars`, and assertions that say what must and must not be there.

An assertion that has no counterpart here (a script, a model-graded rubric) is kept under
`metadata.unread_assertions`, and the check of a dataset tells of it.
"""

from __future__ import annotations

from typing import Any

_QUESTION = ("question", "query", "input", "prompt", "message", "user_input")
_REFERENCE = frozenset({
    "equals", "similar", "factuality", "model-graded-factuality", "rouge-n", "bleu", "gleu",
    "meteor", "levenshtein", "answer-correctness", "context-recall",
})  # fmt: skip
UNREAD = "unread_assertions"


def from_promptfoo(
    values: dict[str, Any],
) -> tuple[dict[str, Any], str | None, list[str], str | None]:
    """Return the row under our names, the question, the history and the expected answer."""
    given = values.pop("vars", None)
    variables = dict(given) if isinstance(given, dict) else {}
    if not variables:  # CSV: every column that is not an option is a variable
        names = [k for k in values if not k.startswith("__") and k not in ("metadata", "id")]
        variables = {name: values.pop(name) for name in names if name != "assert"}
    question = _question(variables)
    history = variables.pop("history", None) or []
    metadata = dict(values.get("metadata") or {})
    if values.get("description"):
        metadata["description"] = values.pop("description")
    if variables:
        metadata["vars"] = variables
    found = _Assertions()
    for assertion in [*(values.pop("assert", None) or []), *_from_columns(values)]:
        found.take(assertion)
    if found.unread:
        metadata[UNREAD] = found.unread
    values |= {"metadata": metadata, "must_include": found.groups or None}
    values["must_not_include"] = found.forbidden or None
    if found.refusal:
        values["expected_behaviour"] = "refuse"
    return values, question, [str(turn) for turn in history], found.answer


def _question(variables: dict[str, Any]) -> str | None:
    name = next((name for name in _QUESTION if name in variables), None)
    if name is None:
        texts = [key for key, value in variables.items() if isinstance(value, str)]
        name = texts[0] if len(texts) == 1 else None
    value = variables.pop(name) if name is not None else None
    if isinstance(value, list):
        raise ValueError("a variable with several values must be written as several tests")
    return None if value is None else str(value)


def _from_columns(values: dict[str, Any]) -> list[dict[str, Any]]:
    """Read the `__expected…` columns of a CSV: "contains: 12 months"."""
    out = []
    for name in [key for key in values if key.startswith("__expected")]:
        kind, colon, value = str(values.pop(name)).partition(":")
        if colon:
            out.append({"type": kind.strip(), "value": value.strip()})
        else:
            out.append({"type": "equals", "value": kind.strip()})
    return out


class _Assertions:
    """What a list of assertions comes to."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.forbidden: list[str] = []
        self.answer: str | None = None
        self.refusal = False
        self.unread: list[str] = []

    def take(self, assertion: Any) -> None:
        """Read one assertion, or note that it cannot be read."""
        fields = assertion if isinstance(assertion, dict) else {}
        kind, value = str(fields.get("type", "")), fields.get("value")
        plain = kind.replace("icontains", "contains")
        if plain == "contains" and value is not None:
            self.groups.append([str(value)])
        elif plain == "contains-any":
            self.groups.append(_listed(value))
        elif plain == "contains-all":
            self.groups += [[item] for item in _listed(value)]
        elif plain == "not-contains" and value is not None:
            self.forbidden.append(str(value))
        elif plain == "not-contains-any":
            self.forbidden += _listed(value)
        elif kind in _REFERENCE and isinstance(value, str):
            self.answer = self.answer or value
        elif kind == "is-refusal":
            self.refusal = True
        elif kind == "assert-set":
            self.unread.append(kind)
        else:
            self.unread.append(kind or "?")


def _listed(value: Any) -> list[str]:
    """Return a list of wordings, which promptfoo also takes as text with commas."""
    if isinstance(value, str):
        value = value.split(",")
    return [str(item).strip() for item in value or []]
