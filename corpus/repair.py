"""Repair damaged text: the ordinary kinds by ftfy, and UTF-8 that was read as GBK.

The second kind is seen in copies of English pages that passed through Chinese
software: UTF-8 bytes decoded as GBK, then traditional characters folded to
simplified ones, so that each ASCII letter became a Chinese character whose GBK
trail byte was that letter. ftfy does not handle it (rspeer/python-ftfy issue 34).
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

import ftfy

_FOLDED = (
    "补产肠诲别蹿驳丑颈箩办濒尘苍辞辫辩谤蝉迟耻惫飞虫测锄"
    "础叠颁顿贰贵骋贬滨闯碍尝惭狈翱笔蚕搁厂罢鲍痴奥齿驰窜听"
)
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ\u00a0"
_TRAIL = dict(zip(_FOLDED, _LETTERS, strict=True))
_HAN_RUN = re.compile(r"[\u2e80-\u9fff]+")
_LOST = re.compile(r"鈥[\ufffd?]")
_PROOF = re.compile(r"鈥|(?<=[A-Za-z.,:;!?)\]])听|听(?=[A-Za-z(])")
_TAGS = re.compile(
    "[\U000e0000-\U000e0fff\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
_LINE_ENDS = re.compile("[\u2028\u2029]")
_SPACES = re.compile("[\u00a0\u2002-\u200a\u202f\u205f\u3000]")


class Repaired(NamedTuple):
    """Clean text, and what could not be repaired, each with some text around it."""

    text: str
    unrepaired: tuple[str, ...]


def repair(text: str) -> Repaired:
    """Return readable text; genuine Chinese and curly quotation marks stay as they are."""
    text = unfold_gbk(text)
    config = ftfy.TextFixerConfig(
        uncurl_quotes=False, fix_character_width=False, unescape_html=False, normalization="NFC"
    )
    text = ftfy.fix_text(text, config)
    text = _SPACES.sub(" ", _TAGS.sub("", _LINE_ENDS.sub("\n", text)))
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")
    return Repaired(text, _leftovers(text))


def unfold_gbk(text: str) -> str:
    """Undo UTF-8 read as GBK and folded to simplified characters, only where it is proved.

    Proof is a mark that genuine Chinese does not hold, in a text that is mostly Latin.
    """
    if not _PROOF.search(text):
        return text
    # A damaged quotation mark is proof itself, so it does not count as Chinese.
    han = sum(map(len, _HAN_RUN.findall(re.sub("鈥.?", "", text))))
    latin = len(re.findall("[A-Za-z]", text))
    if latin < 3 * han:
        return text
    text = _LOST.sub(_lost_byte, text)
    words = frozenset(re.findall(r"[a-z]{3,}", text.lower()))
    return _HAN_RUN.sub(lambda run: _unfold_run(run.group(), words), text)


def _unfold_run(run: str, words: frozenset[str]) -> str:
    whole = _through_gbk(run)
    if whole is not None:
        return whole
    out, i = "", 0
    while i < len(run):
        for j in (i + 2, i + 1):
            piece = _through_gbk(run[i:j])
            if piece is not None:
                out, i = out + piece, j
                break
        else:
            if run[i] not in _TRAIL:
                return run
            out, i = out + _TRAIL[run[i]], i + 1
    word = out.strip("\u00a0").lower()
    readable = not word or not word.isascii() or (len(word) >= 4 and word.isalpha())
    return out if readable or word in words else run


def _through_gbk(run: str) -> str | None:
    try:
        out = run.replace("听", "聽").encode("gbk").decode("utf-8")
    except UnicodeError:
        return None
    return None if _HAN_RUN.search(out) else out


def _lost_byte(match: re.Match[str]) -> str:
    """Choose the likeliest mark where the last byte of one is lost; a space where none fits."""
    text, start, end = match.string, match.start(), match.end()
    before, after = text[max(0, start - 1) : start], text[end : end + 4]
    if before.isdigit() and after[:1].isdigit():
        return "\u2013"
    if before.isalpha() and re.match(r"(?:s|t|d|m|ll|re|ve)\b", after):
        return "\u2019"
    if not before or not after or not after[0].isspace():
        return " "
    if before.isspace():
        return "\u2013"
    if _quote_is_open(text[text.rfind("\n", 0, start) + 1 : start]):
        return "\u201d"
    return "\u2019" if before == "s" else ""


def _quote_is_open(line: str) -> bool:
    """Say whether an opening quotation mark (E2 80 9C) in a damaged line is still unclosed."""
    for mark in reversed(list(re.finditer(r"鈥(.)(\s?)", line))):
        if mark[1] in "\ufffd?" and mark[2]:
            return False
        if mark[1].encode("gbk", "ignore")[:1] == b"\x9c":
            return True
    return False


def _leftovers(text: str) -> tuple[str, ...]:
    """List places that still look damaged: replacement marks, and Chinese inside English words."""
    suspects = re.finditer("\ufffd|(?<=[A-Za-z])[\u2e80-\u9fff]+(?=[A-Za-z])|鈥", text)
    return tuple(" ".join(text[max(0, m.start() - 20) : m.end() + 20].split()) for m in suspects)
