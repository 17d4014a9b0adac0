"""Text as the metrics compare it: folded, flattened, split into tokens."""

from __future__ import annotations

import re
import string
from functools import lru_cache

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("‘’‛ʼ′`´", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
        "…": "...",
    }
)
_MARKER = re.compile(r"\s*\[\d{1,3}\](?!\()")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LINE_MARK = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|[-*•][ \t]+|\d{1,2}[.)][ \t]+|>[ \t]?)", re.M)
_SHORT = 4
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans(
    dict.fromkeys("-/", " ") | dict.fromkeys([c for c in string.punctuation if c not in "-/"], "")
)


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Return a text in lower case with plain quotation marks, hyphens and single spaces."""
    return " ".join(text.translate(_FOLDED).lower().split())


def without_markers(text: str) -> str:
    """Return an answer without its citation markers: "It is. [1][2]" is "It is."."""
    return _MARKER.sub("", text)


@lru_cache(maxsize=65536)
def flat(text: str) -> str:
    """Return a text on one line: no comments, no marks of headings or lists, single spaces.

    Letters, quotation marks and dashes stay as they are: what is compared this way is
    compared word for word.
    """
    return " ".join(_LINE_MARK.sub("", _COMMENT.sub(" ", text)).split())


def holds(text: str, wanted: str) -> bool:
    """Say whether a text holds a wording, whatever its case, quotation marks and spaces.

    A wording of four letters or fewer must be a whole word ("no" is not in "not"), and a
    figure must be a whole figure ("10" is not in "2010", nor "5" in "1,500" or "5.5").
    """
    text, wanted = folded(text), folded(wanted)
    if not wanted:
        return True
    if len(wanted) <= _SHORT and wanted.isalpha():
        return re.search(rf"\b{re.escape(wanted)}\b", text) is not None
    start = r"(?<!\d)(?<!\d[.,])" if wanted[0].isdigit() else ""
    end = r"(?!\d)(?![.,]\d)" if wanted[-1].isdigit() else ""
    if not start and not end:
        return wanted in text
    return re.search(start + re.escape(wanted) + end, text) is not None


def squad_tokens(text: str) -> list[str]:
    """Return the tokens of a text as SQuAD compares answers.

    Lower case, no punctuation, no articles. Here dashes and slashes part words, so that
    "12-month" and "12 month" agree, and curly marks are folded first.

    Source: Rajpurkar et al. 2016, arXiv 1606.05250, evaluation script.
    """
    return _ARTICLES.sub(" ", folded(text).translate(_PUNCTUATION)).split()


def rouge_tokens(text: str) -> list[str]:
    """Return the tokens of a text as the common ROUGE implementation splits them.

    Runs of a-z and 0-9, in lower case. A comma or point inside a figure is dropped first,
    so that 1,500 is one token.

    Source: Lin 2004, "ROUGE: A Package for Automatic Evaluation of Summaries".
    """
    return re.findall(r"[a-z0-9]+", re.sub(r"(?<=\d)[.,](?=\d)", "", folded(text)))
