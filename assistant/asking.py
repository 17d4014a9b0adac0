"""Whether a question wants yes or no first."""

from __future__ import annotations

import re

from assistant.question_kinds import last_question

_AUXILIARY = (
    r"(?:is|isn't|isnt|are|aren't|am|was|wasn't|were|do|don't|does|doesn't|did|didn't|can|can't|"
    r"cant|could|couldn't|will|won't|would|wouldn't|should|shouldn't|must|may|might|has|have|"
    r"haven't|hasn't|had)"
)
_QUESTION_WORD = r"(?:what|which|who|whom|whose|when|where|why|how)"
_OPENER = r"^\W*(?:(?:so|and|but|ok|also)\W+)*"
_YES_NO = re.compile(
    r"^\W*(?:(?:so|and|but|also|ok|okay|please|hi|hello|then|just|anyway|actually|well|now|right|"
    r"oh|hey|sorry|thanks|by the way|btw|quick question|one more thing)\W+)*"
    rf"(?:{_AUXILIARY}|whether)\b",
    re.I,
)
_TAG = re.compile(
    rf"(?:,|\s)\s*(?:{_AUXILIARY}\s+(?:it|they|we|i|you|he|she|there)|yes|no|true)\s*\?+\s*$"
    r"|[\w,]\s(?<!\bthe )(?<!\bis )(?<!\bget )(?<!\bgot )(?<!\bbe )"
    r"(?:right|correct|yeah|yea)\s*[?.!]*\s*$",
    re.I,
)
_ENDS_YES_NO = re.compile(
    rf"(?:^|[,;:–—-]\s*|\bso\s+|\bbut\s+|\band\s+){_AUXILIARY}\s+(?:i|we|you|she|he|they|it|my|our|the|a|an|there|that|this|any|all|[A-Z])\b[^,;?]*\?*\s*$",
    re.I,
)
_OPEN = re.compile(
    r"^\W*(?:(?:so|and|but|also|hi|hello|hey|ok|okay|thanks|thank you|cheers|great|right|sorry|"
    r"please)\W+)*(?:what|which|who|whom|whose|when|where|why|how|list|tell|explain|give|compare)\b",
    re.I,
)
_ENDS_OPEN = re.compile(r"[,;:]\s*(?:how|what|which|when|where|who|why)\b[^,;]*\?\s*$", re.I)
_WH = re.compile(rf"\b{_QUESTION_WORD}\b", re.I)
_AFTER_IF = re.compile(
    rf"{_OPENER}(?:if|when|once|since|because|as|after|say|with)\b.{{4,160}}?[\s,]"
    rf"{_AUXILIARY}\s+(?:i|we|you|she|he|they|it|my|our|the|a|an|there|that|this|any|dfe|npq\w*|school)\b",
    re.I,
)
_OR_NOT = re.compile(
    r"\b(?:or (?:not|no|nah)|any (?:chance|funded|funding)\b.*|i assume\b.*|presumably\b.*|surely)"
    r"\W*$",
    re.I,
)
_JUDGED = re.compile(
    rf"{_OPENER}(?:\w+[\s,]+){{0,8}}?(?:funded|free|covered|eligible|allowed|"
    r"possible|compulsory|mandatory|required|included|paid for|counts|ticked|open|right|correct|"
    r"true|the same|same thing|worth \w+|on (?:the|their|your) list|going|available)\b"
    r"(?:[\s,]+\w+){0,4}\?+\W*$",
    re.I,
)
_REQUESTS_OPEN = re.compile(
    r"^\W*(?:(?:so|and|but|hi|hello|ok|please)\W+)*(?:can|could|would|will)\s+(?:you|someone|anyone)\b"
    rf".{{0,40}}?\b{_QUESTION_WORD}\b",
    re.I,
)
_CONFIRM = re.compile(
    r"\b(?:please )?confirm\b.{0,30}\b(?:right|correct|true|still|whether|if|that)\b"
    r"|\bis (?:that|this) (?:still )?(?:right|true|correct)\b",
    re.I,
)
_ALTERNATIVE = re.compile(
    r"\bor (?:do|does|is|are|can|could|must|should|will|would|just|be|have|has|only)\b(?! not\b)"
    r"|\bor (?:the|a|an) \w+ one\b",
    re.I,
)
_FUNDED_QUERY = re.compile(
    r"\b(?:funded|paid for|free|eligible|compulsory|mandatory|allowed|possible)\s*\?+\s*$", re.I
)

_NO_SUBJECT = re.compile(
    r"^\W*(?:can'?t|couldn'?t|won'?t|don'?t|didn'?t|doesn'?t|haven'?t|hasn'?t)\s+"
    r"(?:find|see|get|log|open|work|know|understand|remember|seem|make|let|have|received?|heard?)\b",
    re.I,
)


def is_yes_no(text: str) -> bool:
    """Say whether a question wants yes or no first."""
    if _NO_SUBJECT.search(text):
        return False
    tail = last_question(text)
    if _CONFIRM.search(text):
        return True
    if _ALTERNATIVE.search(tail):
        return False
    if _OPEN.match(tail) or _REQUESTS_OPEN.match(tail) or _ENDS_OPEN.search(tail):
        return False
    if _TAG.search(tail):
        return True
    plain = _YES_NO.match(tail) or _ENDS_YES_NO.search(tail) or _FUNDED_QUERY.search(tail)
    if plain or _asks_by_its_end(tail):
        return not re.search(
            r"\b(?:12|18|one|two|\w+) or (?:12|18|\w+) (?:months|years|words)", tail
        )
    return False


def _asks_by_its_end(tail: str) -> bool:
    """Say whether a question without its verb in front wants yes or no: "Covered or not?"."""
    if _OR_NOT.search(tail):
        return _WH.match(tail) is None
    said = _AFTER_IF.search(tail)
    if said is not None and not _WH.search(tail[said.end() :]):
        return _WH.search(said.group().split(None, 1)[-1]) is None
    return _JUDGED.search(tail) is not None and _WH.search(tail) is None
