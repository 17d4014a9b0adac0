"""Words: stems, years and intakes, measures, everyday wordings, spelling."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

import Stemmer
from symspellpy import SymSpell, Verbosity

from corpus.yaml_files import read_yaml
from index.npqs import find_npqs
from index.stopwords import STOPWORDS

_SYNONYMS = Path(__file__).with_name("synonyms.yaml")
_WORD = re.compile(r"[a-z0-9£%]+(?:[.,]\d+)*(?:['’][a-z]+)?")
_YEAR = re.compile(r"\b(20\d\d)(?:\s?[/-]\s?(?:20)?(\d\d)\b)?")
_INTAKE = re.compile(
    r"\b(spring|autumn|summer)(?:\s+(?:term|of|intake|cohort))*\s+(?:20|['’])?([123]\d)\b"
    r"(?!\s*(?:days?|weeks?|months?|hours?|people|places|%))",
    re.I,
)


@cache
def _synonyms() -> tuple[tuple[re.Pattern[str], str], ...]:
    entries = read_yaml(_SYNONYMS)
    return tuple((re.compile(rf"\b(?:{p})\b", re.I), str(added)) for p, added in entries)


@lru_cache(maxsize=512)
def guidance_words(text: str) -> str:
    """Return the guidance's words for everyday words of a question; empty if there are none."""
    added = [w for pattern, wording in _synonyms() if pattern.search(text) for w in wording.split()]
    return " ".join(dict.fromkeys(w for w in added if w.lower() not in text.lower()))


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def words(text: str) -> list[str]:
    """Return the lower-case words, figures and sums of a text."""
    return _WORD.findall(text.lower().replace("’", "'"))


@lru_cache(maxsize=16384)
def _stems(text: str) -> tuple[str, ...]:
    kept = [word.removesuffix("'s") for word in words(text) if word not in STOPWORDS]
    codes = [npq.lower() for npq in sorted(find_npqs(text))]
    return (*_stemmer().stemWords([word for word in kept if word not in codes]), *codes)


def stems(text: str) -> list[str]:
    """Return Snowball stems of the content words, with each NPQ as its code as well."""
    return list(_stems(text))


@lru_cache(maxsize=4096)
def find_years(text: str) -> frozenset[int]:
    """Return the calendar years a text names; 2023/24 counts as both."""
    years: set[int] = set()
    years |= {2000 + int(match.group(2)) for match in _INTAKE.finditer(text)}
    for match in _YEAR.finditer(text):
        years.add(int(match.group(1)))
        if match.group(2):
            years.add(2000 + int(match.group(2)))
    return frozenset(years)


def without_school_years(text: str, day: date) -> str:
    """Return a text without the academic years, 2026/27, that have begun by a day."""
    return _YEAR.sub(lambda m: " " if m[2] and date(int(m[1]), 9, 1) <= day else m[0], text)


def find_intakes(text: str) -> frozenset[str]:
    """Return the intakes a text names, such as "autumn 2026"."""
    return frozenset(f"{m.group(1).lower()} 20{m.group(2)}" for m in _INTAKE.finditer(text))


_COUNTED = "two three four five six seven eight nine ten eleven twelve"
_NUMBER_WORDS = {word: str(number) for number, word in enumerate(_COUNTED.split(), start=2)}
_NUMBER_WORD = rf"\b(?:{'|'.join(_NUMBER_WORDS)})\b"
_MEASURE = re.compile(
    rf"(?<![\d,.])£?(?!(?:19|20)\d\d\b)(\d[\d,]*(?:\.\d+)?|{_NUMBER_WORD})(%)?"
    rf"((?:[\s-]+(?!{_NUMBER_WORD})[a-z]+){{0,2}})",
    re.I,
)


def find_measures(text: str) -> frozenset[str]:
    """Return figures with what they count: "six NPQs" gives "6 npq"; 100 and more stand alone.

    Number words count as figures; years do not count.
    """
    found: set[str] = set()
    for figure, percent, after in _MEASURE.findall(text):
        number = _NUMBER_WORDS.get(figure.lower(), figure.replace(",", ""))
        if percent or float(number) >= 100:
            found.add(number)
        found.update(f"{number} {stem}" for stem in stems(after))
    return frozenset(found)


@cache
def english_words() -> frozenset[str]:
    """The words of symspellpy's English frequency list."""
    source = resources.files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt")
    lines = source.read_text(encoding="utf-8-sig").splitlines()
    return frozenset(line.split(" ", 1)[0] for line in lines)


_SHORTENED = frozenset(
    [
        "thats",
        "whats",
        "whos",
        "hows",
        "wheres",
        "theres",
        "heres",
        "isnt",
        "arent",
        "wasnt",
        "werent",
        "dont",
        "doesnt",
        "didnt",
        "cant",
        "couldnt",
        "wont",
        "wouldnt",
        "shouldnt",
        "havent",
        "hasnt",
        "hadnt",
        "youre",
        "theyre",
        "weve",
        "youve",
        "theyve",
        "shes",
    ]
)


# Names that are in no word list, and near to words that mean something else.
_BRANDS = frozenset(
    {"grammarly", "chatgpt", "copilot", "claude", "gemini", "perplexity", "quillbot", "turnitin"}
    | {"deepl", "whatsapp", "linkedin", "moodle", "eventbrite", "dropbox"}
)

_TEXT_SPEAK = {
    "wat": "what", "wot": "what", "wht": "what", "hw": "how", "teh": "the", "u": "you",
    "ur": "your", "r": "are", "pls": "please", "plz": "please", "abt": "about", "ppl": "people",
    "cud": "could", "wud": "would", "shud": "should", "bcoz": "because", "cos": "because",
    "thx": "thanks", "tho": "though", "2nite": "tonight", "wen": "when", "wnt": "want",
    "cnt": "cannot", "gt": "get", "b4": "before", "im": "I'm", "ive": "I've",
}  # fmt: skip
_SPEAK = re.compile(rf"(?<![\w'@-])(?:{'|'.join(_TEXT_SPEAK)})(?![\w'@-]|\.\w+[@.])", re.I)


def spoken_out(text: str) -> str:
    """Return a text with its text-speak spelled out: "pls" is "please"."""
    return _SPEAK.sub(lambda m: _TEXT_SPEAK[m.group().lower()], text)


class Speller:
    """Corrects words that are neither English nor in the corpus to the nearest corpus word."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts = Counter(word for text in texts for word in words(text) if word.isalpha())
        self._known = frozenset(counts)
        self._index = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
        for word, count in counts.items():
            if len(word) >= 4:
                self._index.create_dictionary_entry(word, count)

    def correct(self, text: str) -> str:
        """Return the text with text-speak spelled out and unknown longer words corrected."""
        return re.sub(r"[A-Za-z]{4,}(?!['’]?[A-Za-z])", self._word, spoken_out(text))

    def reads(self, text: str) -> bool:
        """Say whether a text holds any word that is known, or an NPQ; "asdf" does not."""
        lowered = [word.lower() for word in re.findall(r"[A-Za-z]+", text)]
        named = bool(find_npqs(text))
        return named or any(len(word) > 1 and self._is_word(word) for word in lowered)

    def _word(self, match: re.Match[str]) -> str:
        word = match.group()
        inside = match.start() and not re.search(r"[.!?\n]\s*$", match.string[: match.start()])
        if word[0].isupper() and inside and not match.string.isupper():
            return word  # a name, as likely as not
        lowered = word.lower()
        if (
            lowered in _SHORTENED | _BRANDS
            or self._is_word(lowered)
            or self._is_word(lowered.removesuffix("s"))  # "my wifes baby"
            or find_npqs(word)
        ):
            return word
        distance = 1 if len(word) <= 5 else 2
        found = self._index.lookup(lowered, Verbosity.TOP, max_edit_distance=distance)
        return str(found[0].term) if found else word

    def _is_word(self, lowered: str) -> bool:
        return lowered in self._known or lowered in english_words()
