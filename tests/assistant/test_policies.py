"""Every policy file can be read, and holds what the code takes from it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest
import yaml

from assistant.records import POLICY, Outcome, policy
from corpus.library import read_jsonl
from corpus.records import Standing
from corpus.signposts import topics
from index.npqs import npq_policy

FACTS = {line["id"]: line for line in read_jsonl("facts.jsonl")}
WORDING: dict[str, Any] = policy("outcomes")
PLACEHOLDERS = {
    "outcomes": {"ask", "topic", "gap"},
    "notices": {"now", "then", "day", "text", "page"},
}


def _patterns() -> Iterator[tuple[str, str]]:
    """Every regular expression of the policy files, with where it stands."""
    slots, decline, clarify = policy("slots"), policy("decline"), policy("clarify")
    for slot, entry in slots.items():
        if isinstance(entry, list):
            yield from ((f"slots.{slot}.{value}", pattern) for value, pattern in entry)
        elif isinstance(entry, dict):
            yield from ((f"slots.{slot}.{name}", pattern) for name, pattern in entry.items())
        else:
            yield f"slots.{slot}", entry
    yield from (("decline.refuse", pattern) for pattern in decline["refuse"])
    yield from (("decline.surely_refused", pattern) for pattern in decline["surely_refused"])
    yield from (
        (f"decline.providers.{name}", called) for name, called in decline["providers"].items()
    )
    pinned, meant = policy("writing")["pinned"], policy("nicknames")["meant"]
    yield from ((f"writing.pinned.{number}", each["asks"]) for number, each in enumerate(pinned))
    yield from ((f"nicknames.meant.{number}", pair[0]) for number, pair in enumerate(meant))
    yield "decline.yearly", decline["yearly"]
    yield "decline.counted", decline["counted"]
    denied = policy("verdict")["denied"].items()
    yield from ((f"verdict.denied.{name}", pattern) for name, pattern in denied if name != "near")
    for reply in policy("courtesy")["replies"]:
        yield f"courtesy.{reply['id']}", reply.get("anywhere") or reply["whole"]
    for name in ("reason", "before", "general", "personal", "when"):
        yield f"premises.{name}", policy("premises")[name]
    yield from (("decline.details", p) for pair in decline["details"] for p in pair)
    yield "decline.may_i", decline["may_i"]
    yield "decline.gap", decline["gap"]
    yield "clarify.bare_reference", clarify["bare_reference"]
    yield from (
        (f"clarify.{topic['id']}", topic["pattern"])
        for topic in clarify["topics"]
        if "pattern" in topic
    )
    yield "verdict.negatives", policy("verdict")["negatives"]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


@pytest.mark.parametrize("path", sorted(POLICY.iterdir()), ids=lambda path: path.name)
def test_given_a_policy_file_when_read_then_it_parses(path: Any) -> None:
    text = path.read_text(encoding="utf-8")
    assert path.suffix in (".yaml", ".json")

    loaded = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)

    assert isinstance(loaded, dict)
    assert loaded


@pytest.mark.parametrize(("where", "pattern"), list(_patterns()))
def test_given_a_pattern_when_compiled_then_it_holds_and_is_not_always_true(
    where: str, pattern: str
) -> None:
    compiled = re.compile(pattern, re.I)

    assert compiled.search("") is None, where


def test_given_the_longest_question_when_matched_then_no_pattern_takes_long() -> None:
    hostile = ("the npq is not on a list of schools for me " * 140)[:6000]
    for where, pattern in _patterns():
        list(re.compile(pattern, re.I).finditer(hostile))
        assert where


def test_given_the_outcomes_when_read_then_each_has_a_label_and_wording() -> None:
    assert set(WORDING["outcomes"]) == {outcome.value for outcome in Outcome}
    for name, entry in WORDING["outcomes"].items():
        assert entry["label"], name
        assert entry["text"] or name == "answered", name


def test_given_the_wording_when_filled_in_then_every_placeholder_is_supplied() -> None:
    for group, supplied in PLACEHOLDERS.items():
        for text in _texts(WORDING[group]):
            assert {name for _, name, _, _ in Formatter().parse(text) if name} <= supplied, text
    for group in ("asks", "leads", "prefixes", "bands"):
        for text in _texts(WORDING[group]):
            assert "{" not in text, text


def test_given_a_standing_that_is_not_current_when_shown_then_it_has_a_mark_of_its_own() -> None:
    marks = WORDING["prefixes"]

    assert set(marks) == {s.value for s in Standing if s is not Standing.CURRENT}
    assert len(set(marks.values())) == len(marks)


def test_given_the_verdicts_when_shown_then_each_has_its_words() -> None:
    verdicts = {rule["then"] for rule in policy("funding")["rules"]} | {"yes", "no"}

    assert verdicts <= set(WORDING["leads"])
    assert "place" in WORDING["leads"]["funded"]


def test_given_the_bands_when_read_then_they_fall_to_zero() -> None:
    floors = [entry["at_least"] for entry in WORDING["bands"]]

    assert floors == sorted(floors, reverse=True)
    assert floors[-1] == 0.0
    assert all(0.0 <= floor < 1.0 for floor in floors)


@pytest.mark.parametrize(
    ("name", "key", "least", "most"),
    [
        ("decline", "signpost_at", 0.2, 0.95),
        ("decline", "unrelated_below", 0.0, 0.6),
        ("decline", "certain_at", 0.5, 1.0),
        ("decline", "certain_margin", 0.0, 0.5),
        ("verdict", "least_similarity", 0.3, 0.95),
        ("verdict", "rank_decay", 0.0, 1.0),
        ("verdict", "least_share", 0.5, 1.0),
        ("writing", "redundant", 50, 100),
        ("writing", "history_margin", 0.0, 50.0),
        ("writing", "today_margin", 0.0, 50.0),
    ],
)
def test_given_a_threshold_when_read_then_it_is_within_bounds(
    name: str, key: str, least: float, most: float
) -> None:
    assert least <= policy(name)[key] <= most


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("confidence.json", None),
        ("extras.json", "wanted"),
        ("extras.json", "page"),
        ("intent.json", "ask_back"),
        ("intent.json", "refuse"),
    ],
)
def test_given_a_fitted_model_when_read_then_its_weights_are_finite_numbers(
    name: str, part: str | None
) -> None:
    stored = json.loads((POLICY / name).read_text(encoding="utf-8"))
    model = stored[part] if part else stored

    assert model["weights"]
    for weight in (model["intercept"], *model["weights"].values()):
        assert abs(float(weight)) < 1000


def test_given_the_confidence_when_read_then_what_it_goes_by_speaks_the_way_it_should() -> None:
    weights = json.loads((POLICY / "confidence.json").read_text(encoding="utf-8"))["weights"]

    for_it = {name for name, weight in weights.items() if weight > 0}

    assert for_it == {"answers", "answers_first", "coverage", "decided"}
    assert all(weights.values())


def test_given_facts_and_npqs_that_policies_name_when_looked_up_then_they_exist() -> None:
    writing = policy("writing")

    answers = [fact for each in policy("decline")["always_answered_by"] for fact in each["facts"]]

    assert set(answers) <= set(FACTS)
    assert set(writing["with_proposals"]) <= set(FACTS)
    assert set(writing["gone"].values()) <= set(FACTS)
    assert {fact for each in writing["pinned"] for fact in each["facts"]} <= set(FACTS)
    assert set(writing["gone"]) <= set(npq_policy())
    named = {npq for group in policy("funding")["npqs"].values() for npq in group}
    assert named <= set(npq_policy())


def test_given_the_rules_of_todays_funding_when_read_then_they_say_since_when() -> None:
    funding = policy("funding")

    assert funding["valid_from"].isoformat() == "2026-05-18"
    assert funding["intake"] in FACTS["fund-a26-universal"]["statement"].lower()


def test_given_the_most_sentences_of_an_answer_when_read_then_more_questions_get_fewer_each() -> (
    None
):
    most = policy("writing")["most"]

    assert most == sorted(most, reverse=True)
    assert all(1 <= each <= 8 for each in most)


def test_given_a_provider_to_ask_when_read_then_a_topic_not_held_names_it_and_it_its_own_name() -> (
    None
):
    asked = " ".join(topic.ask for topic in topics())
    for name, called in policy("decline")["providers"].items():
        assert name in asked
        assert re.search(called, name, re.I)
