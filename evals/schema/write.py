"""`python -m evals.schema.write [--check]`: write the schema of a case, or say if it drifted."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from evals.records import Behaviour, Case

SCHEMA = Path(__file__).with_name("case.schema.json")


def case_schema() -> dict[str, Any]:
    """Return the JSON schema of one line of a data set.

    As in reading, one wording may stand for a group of one, and `error` is never expected.
    """
    schema = Case.model_json_schema(mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "NPQ evaluation case"
    expected = schema["$defs"]["Behaviour"]
    expected["enum"] = [b.value for b in Behaviour if b is not Behaviour.ERROR]
    groups = schema["properties"]["must_include"]
    groups["items"] = {"anyOf": [{"type": "string"}, groups["items"]]}
    return schema


def written() -> str:
    """Return the schema as it stands in the file."""
    return json.dumps(case_schema(), indent=1, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Write the schema, or with --check return 1 if it has drifted."""
    if "--check" in arguments:
        return int(not SCHEMA.exists() or SCHEMA.read_text(encoding="utf-8") != written())
    SCHEMA.write_text(written(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
