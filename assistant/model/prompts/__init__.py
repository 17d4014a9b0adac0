"""Prompts are files: each has a version, and a hash that every answer names."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from langchain_core.prompts import ChatPromptTemplate

from corpus.yaml_files import parse_yaml

FOLDER = Path(__file__).parent


class Prompt(NamedTuple):
    """A prompt as LangChain takes it, its version, and the first 8 digits of its SHA-256."""

    template: ChatPromptTemplate
    version: int
    hash: str


@cache
def prompt(name: str) -> Prompt:
    """Read one of the prompts of this folder."""
    data = (FOLDER / f"{name}.yaml").read_bytes()
    read = parse_yaml(data)
    template = ChatPromptTemplate.from_messages(
        [("system", read["system"].strip()), ("human", read["human"].strip())]
    )
    return Prompt(template, int(read["version"]), sha256(data).hexdigest()[:8])
