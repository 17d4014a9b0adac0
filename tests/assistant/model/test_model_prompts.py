"""Prompts and the policy of the model hold what the code fills in, and bounds that make sense."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import pytest
import yaml

from assistant.model.prompts import FOLDER, prompt
from assistant.model.scripted import ScriptedChatModel
from assistant.records import policy
from corpus.records import Standing
from tests.assistant.model.saying import ASKED, reply

if TYPE_CHECKING:
    from tests.assistant.model.conftest import Speaking

PLACEHOLDERS = {
    "answer": {"today", "evidence", "question", "standalone", "settled"},
    "rewrite": {"history", "message"},
}
LIMITS = policy("model")


def test_given_the_folder_when_listed_then_every_prompt_is_known() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(PLACEHOLDERS)


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_given_a_prompt_when_read_then_it_has_a_version_a_hash_and_only_known_placeholders(
    name: str,
) -> None:
    read = prompt(name)

    assert read.version >= 1
    assert read.hash == sha256(Path(FOLDER / f"{name}.yaml").read_bytes()).hexdigest()[:8]
    assert set(read.template.input_variables) == PLACEHOLDERS[name]


def test_given_the_prompt_of_a_rewrite_when_it_shows_a_form_then_the_form_is_json() -> None:
    system = yaml.safe_load((FOLDER / "rewrite.yaml").read_text(encoding="utf-8"))["system"]

    [form] = re.findall(r"\{\{.*\}\}", system)

    assert json.loads(form.replace("{{", "{").replace("}}", "}"))


def test_given_prompts_when_sent_then_no_placeholder_is_left(speaking: Speaking) -> None:
    chat = ScriptedChatModel(replies=[reply()])

    speaking(chat).invoke({"question": "And in autumn 2026?", "history": [ASKED]})
    speaking(chat).invoke("Can I defer my {NPQ}?")

    assert len(chat.asked) >= 2
    for messages in chat.asked:
        for message in messages:
            for name in set().union(*PLACEHOLDERS.values()):
                assert f"{{{name}}}" not in message.text
    assert "opens with the words “Yes.”" in chat.asked[-1][-1].text


def test_given_the_wording_of_the_policy_when_read_then_it_is_complete() -> None:
    assert set(LIMITS["standings"]) == {standing.value for standing in Standing}
    assert [name for _, name, _, _ in Formatter().parse(LIMITS["settled"]) if name] == ["lead"]
    assert set(LIMITS["opens_with"]) < set(policy("outcomes")["leads"])
    for provider in LIMITS["providers"].values():
        assert provider["extra"]
        assert provider["always"]
        assert "tokens" in json.dumps(provider["tokens"])


def test_given_the_patterns_of_the_policy_when_matched_then_they_find_what_they_name() -> None:
    opener, suspect = LIMITS["opener"], LIMITS["suspect"]

    for text, group in [("Yes, you can.", "yes"), ("Yes you can.", "yes"), ("No. It is.", "no")]:
        found = re.match(opener, text, re.I)
        assert found is not None
        assert found.lastgroup == group
    for text in ("No NPQ is free.", "Not all.", "None is.", "Yesterday it was."):
        assert re.match(opener, text, re.I) is None
    for text in ("a [NAME 1] b", "<b>", "https://example.org", "www.example.org", "a@example.org"):
        assert re.search(suspect, text)
    assert not re.search(suspect, "NPQH takes 18 months (1 to 2 hours a week) & costs £1,885.")


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("evidence", 4, 20),
        ("most_statements", 1, 12),
        ("most_asks", 1, 10),
        ("least_covered", 0.2, 1.0),
        ("connect_s", 0.5, 30),
        ("first_token_share", 0.1, 1.0),
        ("between_tokens_share", 0.1, 1.0),
        ("retries", 0, 5),
        ("rest_s", 1, 600),
        ("most_tokens_out", 100, 4000),
        ("most_output_chars", 1000, 40000),
        ("chars_per_token", 1, 8),
    ],
)
def test_given_a_limit_when_read_then_it_is_within_bounds(
    name: str, least: float, most: float
) -> None:
    assert least <= LIMITS[name] <= most
