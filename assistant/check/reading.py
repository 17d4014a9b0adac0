"""Texts made comparable: rewritten phrases, clauses, content words with what means the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import Stemmer

from assistant.check.values import Amount, figured, values_in
from assistant.records import policy
from corpus.sentences import split_sentences
from index.npqs import without_npqs
from index.stopwords import STOPWORDS

_DASHES = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-", "\u00a0": " "})
_TOKEN = re.compile(r"[^\W_]+(?:[_'][^\W_]+)*")
_CONDITION_FIRST = re.compile(
    r"^(?:if|unless|where|when|once|provided|while|although|because|as long as|to)\b", re.I
)
_SPLIT = re.compile(
    r";\s+|:\s+|,?\s+but\s+(?!not\b)|,?\s+(?:whereas|while|although|though)\s+|,\s+(?:and|or|so)\s+"
    r"|,?\s+because\s+|\s+-\s+|\s+and\s+|,\s+",
    re.I,
)


@cache
def policy_pattern(name: str) -> re.Pattern[str]:
    """Return a pattern of the policy, whole words in any case."""
    return words_pattern(str(policy("check")[name]))


@cache
def words_pattern(words: str) -> re.Pattern[str]:
    """Return alternatives as a pattern of whole words in any case."""
    return re.compile(rf"(?<![\w£-])(?:{words})(?![\w-])", re.I)


@cache
def _rewrites() -> tuple[tuple[re.Pattern[str], str], ...]:
    out = []
    for pattern, words in policy("check")["rewrite"]:
        bounded = pattern if pattern.startswith("n't") else rf"(?<![\w-])(?:{pattern})(?![\w-])"
        out.append((re.compile(bounded, re.I), words))
    return tuple(out)


@lru_cache(maxsize=8192)
def rewritten(text: str) -> str:
    """Return a text with phrases put the one way in which they are compared."""
    text = " ".join(text.translate(_DASHES).split())
    for pattern, words in _rewrites():
        text = pattern.sub(words, text)
    return text


def comparable(text: str) -> str:
    """Return a text as it is compared: rewritten, its number words as figures."""
    return figured(rewritten(text))


def amounts_in(text: str) -> tuple[Amount, ...]:
    """Return the figures of a text as it was written, number words among them."""
    return values_in(comparable(text)).amounts


def has(name: str, text: str) -> bool:
    """Say whether a rewritten text holds any word of a pattern of the policy."""
    return policy_pattern(name).search(text) is not None


@lru_cache(maxsize=8192)
def clauses(text: str) -> tuple[str, ...]:
    """Return the main clauses of a rewritten text, each with the conditions told with it."""
    out: list[str] = []
    for span in split_sentences(text):
        out += _merged(list(_parts(text[span.start : span.end])))
    return tuple(out) or (text,)


def _parts(sentence: str) -> Iterator[tuple[str, str]]:
    """Yield each part with what parted it from the one before."""
    before, start = "", 0
    for match in _SPLIT.finditer(sentence):
        if match.start() > start:
            yield before, sentence[start : match.start()]
            before, start = match.group().strip().lower(), match.end()
    if sentence[start:].strip():
        yield before, sentence[start:]


def _merged(parts: list[tuple[str, str]]) -> list[str]:
    """Join what is no clause of its own (a list, a condition) to the clause it belongs to."""
    out: list[str] = []
    opening = False
    for before, part in parts:
        joined = not out or opening or not _stands_alone(before, part, out[-1])
        if out and joined:
            out[-1] = f"{out[-1]}{'' if before[:1] in ',;:' else ' '}{before} {part}"
            opening = opening and not before.startswith(",")
        elif not out:
            out.append(part)
            opening = bool(_CONDITION_FIRST.match(part))
        else:
            out.append(part)
    return out


def _stands_alone(before: str, part: str, last: str) -> bool:
    """Say whether a part is a main clause of its own."""
    if not has("verbs", part) or _is_condition(part):
        return False
    if before == ",":
        return bool(re.match(r"(?:it|they|you|the|this|npq\w*)\b", part, re.I))
    if before == "and":
        ends = [m.end() for m in words_pattern(str(policy("check")["told"])).finditer(last)]
        return has("verbs", last[max(ends, default=0) :])
    return True


def _is_condition(part: str) -> bool:
    return bool(re.match(rf"(?:only\s+)?(?:{policy('check')['told']}|who|which)\b", part, re.I))


class Word(tuple[str, frozenset[int]]):
    """A stem, and the numbers of the lines of the policy that it stands on."""

    __slots__ = ()

    def meets(self, other: Word) -> bool:
        """Say whether two words are the same or mean the same here."""
        return self[0] == other[0] or bool(self[1] & other[1])


@cache
def _stemmer() -> Any:
    return Stemmer.Stemmer("english")


def stem(word: str) -> str:
    """Return the Snowball stem of a lower-case word."""
    return str(_stemmer().stemWord(word.removesuffix("'s").removesuffix("'")))


@cache
def _lines() -> tuple[dict[str, frozenset[int]], re.Pattern[str]]:
    """Return the lines of each word or phrase, and the pattern of phrases, longest first."""
    known: dict[str, set[int]] = {}
    phrases = set()
    for number, line in enumerate(policy("check")["same"]):
        for entry in line:
            words = re.findall(r"[a-z0-9']+", str(entry).lower())
            if len(words) > 1:
                phrases.add(r"[\s,-]+".join(map(re.escape, words)))
                known.setdefault("_".join(words), set()).add(number)
            else:
                known.setdefault(stem(words[0]), set()).add(number)
                known.setdefault(words[0], set()).add(number)
    longest = sorted(phrases, key=len, reverse=True)
    return {word: frozenset(n) for word, n in known.items()}, words_pattern("|".join(longest))


@cache
def _empty() -> frozenset[str]:
    return frozenset({*STOPWORDS, *policy("check")["empty"]})


@lru_cache(maxsize=8192)
def all_words(text: str) -> tuple[Word, ...]:
    """Return the words of a rewritten text: no numbers, no names of NPQs."""
    lines, phrases = _lines()
    bare = without_npqs(text).lower()
    bare = phrases.sub(lambda m: "_".join(re.findall(r"[a-z0-9']+", m.group())), bare)
    out: dict[str, Word] = {}
    for token in _TOKEN.findall(bare):
        if not token[0].isdigit():
            key = token if "_" in token or token in _empty() else stem(token)
            out.setdefault(key, Word((key, lines.get(token, lines.get(key, frozenset())))))
    return tuple(out.values())


@lru_cache(maxsize=8192)
def content(text: str) -> tuple[Word, ...]:
    """Return the content words of a rewritten text."""
    return tuple(w for w in all_words(text) if w[0] not in _empty() and len(w[0]) > 1)


@lru_cache(maxsize=8192)
def unmatched(text: str, evidence: str) -> tuple[Word, ...]:
    """Return the content words of a rewritten text that evidence has in no form."""
    held = all_words(evidence)
    keys = {word[0] for word in held}
    numbers: frozenset[int] = frozenset().union(*(word[1] for word in held))
    return tuple(w for w in content(text) if w[0] not in keys and not w[1] & numbers)


def share_told(text: str, evidence: str) -> float:
    """Return the share of the content words of a text that evidence has; 1 if there are none."""
    total = len(content(text))
    return 1 - len(unmatched(text, evidence)) / total if total else 1.0
