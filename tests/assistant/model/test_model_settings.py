"""Any model by one setting; none at all without it."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from assistant.assembly import build_assistant
from assistant.model import language_model
from assistant.model.provider import merged, open_chat
from assistant.records import policy
from corpus.errors import SettingsError
from corpus.settings import Settings, get_settings

needs_openai = pytest.mark.skipif(
    importlib.util.find_spec("langchain_openai") is None, reason="needs the extra `openai`"
)
IMPORTS = """
import sys
from pathlib import Path
from assistant.assembly import build_assistant
from corpus.settings import Settings
build_assistant(Settings(data_dir=Path(sys.argv[1])))
heavy = ("langchain", "langchain_openai", "openai", "langgraph", "faker", "phonenumbers")
print(sorted(set(heavy) & set(sys.modules)))
print(sorted(name for name in sys.modules if name.startswith("assistant.model.")))
"""


def test_given_no_model_when_built_then_nothing_of_it_is_imported(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS, str(tmp_path)], capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines() == ["[]", "[]"]
    assert language_model(Settings(data_dir=tmp_path)) == (None, None)


@pytest.mark.parametrize("name", ["gpt-4o", "openai:", ":x", "Open AI:x"])
def test_given_a_model_without_a_provider_when_set_then_it_is_refused_by_its_name(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NPQ_MODEL", name)

    with pytest.raises(SettingsError, match="NPQ_MODEL"):
        get_settings()


@needs_openai
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nobody:x", "NPQ_MODEL cannot be used"),
        ("cohere:x", r"pip install 'langchain langchain-cohere'"),
        ("anthropic:x", r"pip install 'npq-assistant\[anthropic\]'"),
        ("openai:x", "NPQ_MODEL cannot be used: .*key"),
    ],
)
def test_given_a_model_that_cannot_be_when_built_then_one_sentence_says_what_to_do(
    name: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = name.split(":")[0]
    if provider not in ("nobody", "openai") and importlib.util.find_spec(f"langchain_{provider}"):
        pytest.skip(f"langchain-{provider} is installed")
    for variable in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE"):
        monkeypatch.delenv(variable, raising=False)

    with pytest.raises(SettingsError, match=said) as raised:
        build_assistant(Settings(data_dir=tmp_path, model=name))

    assert "\n" not in raised.value.sentence


@needs_openai
def test_given_options_when_opened_then_they_win_and_null_takes_one_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NPQ_MODEL", "openai:x")
    monkeypatch.setenv(
        "NPQ_MODEL_OPTIONS",
        '{"temperature": 0.7, "max_tokens": null, "extra_body": {"response_format": null, "k": 1}}',
    )
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    get_settings.cache_clear()

    chat: Any = open_chat(get_settings())

    assert chat.temperature == 0.7
    assert chat.max_tokens is None
    assert chat.extra_body == {"k": 1}
    assert chat.max_retries == 0
    assert chat.request_timeout.connect == policy("model")["connect_s"]


@needs_openai
def test_given_openai_itself_when_opened_then_its_own_limit_of_tokens_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    settings = Settings(data_dir=tmp_path, model="openai:x")

    chat: Any = open_chat(settings)
    plain: Any = open_chat(settings, plain=True)

    assert chat.max_tokens == plain.max_tokens == policy("model")["most_tokens_out"]
    assert chat.extra_body == {"response_format": {"type": "json_object"}}
    assert not plain.extra_body
    assert plain.temperature is None


@pytest.mark.parametrize(
    "wrong", [{"model_timeout_s": 0}, {"model_timeout_s": 601}, {"model_tokens_a_day": -1}]
)
def test_given_a_limit_out_of_bounds_when_set_then_it_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Settings(**wrong)


def test_given_mappings_when_merged_then_the_later_wins_and_inner_ones_are_merged() -> None:
    assert merged({"a": 1, "b": {"c": 1, "d": 2}}, {"a": 3, "b": {"d": 4}}, {"e": {}}) == {
        "a": 3,
        "b": {"c": 1, "d": 4},
        "e": {},
    }
