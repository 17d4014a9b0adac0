"""The library: every page we ship and every document a deployment added."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import frontmatter
import yaml
from pydantic import ValidationError

from corpus.errors import CorpusError
from corpus.records import Document
from corpus.settings import PACKAGE_ROOT, Settings

FRONT_MATTER = (
    "id", "title", "publisher", "kind", "url", "published", "updated", "status",
    "superseded_by", "applies_to", "licence", "retrieved",
)  # fmt: skip


def read_page(path: Path, *, added: bool = False) -> Document:
    """Read one Markdown page with front matter; raise `CorpusError` naming the field."""
    try:
        post = frontmatter.loads(path.read_text(encoding="utf-8"))
        return Document.model_validate(
            {**post.metadata, "text": post.content, "added": added, "path": path}
        )
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise CorpusError(f"{path.name}: front matter field {field}: {first['msg']}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path.name}: the front matter cannot be read.") from error


def write_page(document: Document) -> str:
    """Return a document as Markdown with front matter, the form `read_page` reads."""
    values = document.model_dump(mode="json")
    head = _yaml({key: values[key] for key in FRONT_MATTER}, flow=False)
    if document.facts:
        facts = [fact.model_dump(mode="json", exclude_none=True) for fact in document.facts]
        head += "facts:\n" + "".join(f"- {_yaml(fact, flow=True)}" for fact in facts)
    return f"---\n{head}---\n\n{document.text.strip()}\n"


def _yaml(values: dict[str, Any], *, flow: bool) -> str:
    return str(
        yaml.safe_dump(
            values, sort_keys=False, allow_unicode=True, width=1000, default_flow_style=flow
        )
    )


class Library:
    """All documents by id; an added document of the same id outranks nothing, it clashes."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents: dict[str, Document] = {}
        for document in documents:
            if document.id in self._documents:
                raise CorpusError(f"Two documents have the id {document.id!r}.")
            self._documents[document.id] = document

    @classmethod
    def load(cls, settings: Settings) -> Library:
        """Read the shipped pages and the documents in the data folder."""
        added = (
            read_page(path, added=True) for path in sorted(settings.documents_dir.glob("*.md"))
        )
        return cls([*shipped_pages(), *added])

    def __iter__(self) -> Iterator[Document]:
        return iter(self._documents.values())

    def __len__(self) -> int:
        return len(self._documents)

    def __contains__(self, document_id: object) -> bool:
        return document_id in self._documents

    def get(self, document_id: str) -> Document | None:
        """Return the document with this id, if there is one."""
        return self._documents.get(document_id)


def shipped_pages() -> Iterator[Document]:
    """Read the pages of `corpus/`, in order of path."""
    for path in sorted(PACKAGE_ROOT.glob("*/*.md")):
        yield read_page(path)


def read_jsonl(name: str) -> list[dict[str, Any]]:
    """Read one of the JSON Lines files that stand beside the pages."""
    lines = (PACKAGE_ROOT / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]
