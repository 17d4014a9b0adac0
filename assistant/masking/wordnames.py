"""Judge names that are words too ("Will", "May", "Joy") by the grammar around them."""

from __future__ import annotations

import re

from assistant.masking.around import Piece, pattern
from assistant.masking.known import is_english, is_first, is_no_name, is_place, words_of

_MODAL = "Will"
_ASKED = re.compile(r" (?:it|they|I|we|you|he|she|the|there|this|that|my|our|any|all)\b")


def is_time(piece: Piece) -> bool:
    """Say whether a word that is a month or a season too stands as one: "April 2027"."""
    return (
        _is_month(piece.full[0])
        and pattern("when_after").match(piece.after) is not None
        and not pattern("acts_after").match(piece.after)
    )


def stands_as_place(piece: Piece) -> bool:
    """Say whether a town stands as one: beside another or a postcode, or where somebody is from."""
    if re.match(r"[ \t]*,?[ \t]*\x01", piece.after) or pattern("comes_before").search(piece.before):
        return True
    joined = re.search(r"([^\W\d_]+)(?:,|,? and|,? or| &|/) ?$", piece.before)
    joined = joined or re.match(r"(?:,|,? and|,? or| &|/) ?([^\W\d_]+)", piece.after)
    other = joined[1] if joined else ""
    plainly = not is_first(other) or other in words_of("times_and_places")
    return other[:1].isupper() and is_place(other) and plainly


def is_listed(piece: Piece) -> bool:
    """Say whether the word ends a list of names: "Hazel, Heather and Fern"."""
    listed = re.search(r"([^\W\d_]+)(?:,|,? and|,? or| &) $", piece.before)
    return listed is not None and listed[1][0].isupper() and is_first(listed[1])


def are_both(piece: Piece) -> bool:
    """Say whether a name is joined to the word: "Ngozi and Ngaire", "Llinos or Priya"."""
    joined = re.match(r"(?:,| and| or| &) ([^\W\d_]+)", piece.after)
    if joined is None or not joined[1][0].isupper() or is_no_name(joined[1]):
        return False
    other = joined[1]
    return (is_first(other) and not _is_month(other)) or not (is_english(other) or is_place(other))


def acts(piece: Piece, word: str, determined: bool) -> bool:
    """Say whether a name that is also a word (Mark, Joy) stands where a person must be meant."""
    if determined or piece.after.startswith(" of ") or _is_subject(piece):
        return False
    if word == _MODAL and _ASKED.match(piece.after):
        return False
    if pattern("acts_after").match(piece.after) or _is_doubled(piece, word):
        return True
    if _is_month(word):
        return _is_person_in_time(piece)
    if piece.opens and (are_both(piece) or is_called(piece)):
        return True
    if piece.opens and word == _MODAL:
        return pattern("modal_after").match(piece.after) is not None
    asked = re.search(
        r"(?:^|[.!?]\s+)(?:Is|Are|Was|Can|Could|Did|Do|Does|Has|Have|Had|Should|Would|Will)\s$",
        piece.before,
    )
    does = piece.opens and pattern("does_after").match(piece.after)
    return bool(asked or not piece.opens or does)


def _is_month(word: str) -> bool:
    return word in words_of("times_and_places")


def _is_subject(piece: Piece) -> bool:
    """Say whether the word is joined to one that is nobody: "Art, Music and PE"."""
    joined = re.match(r"(?:,|,? and|,? or| &|/) ([A-Z]\w+)", piece.after)
    return joined is not None and is_no_name(joined[1])


def _is_doubled(piece: Piece, word: str) -> bool:
    """Say whether the word stands beside itself, once as a verb: "Will will", "May May"."""
    before = re.search(r"(\w+) $", piece.before)
    after = re.match(r" (?:will )?(\w+)", piece.after)
    return (before is not None and before[1].lower() == word.lower()) or (
        after is not None and after[1] == word.lower()
    )


def is_called(piece: Piece) -> bool:
    """Say whether a line or a sentence speaks to the person: "Grace, can you"."""
    return piece.after.startswith(",") and pattern("called_after").match(piece.after) is not None


def _is_person_in_time(piece: Piece) -> bool:
    """Say whether a month or a season does what a person does: "if May has a coach"."""
    before, after = piece.before, piece.after
    if pattern("when_after").match(after) or pattern("places_before").search(before):
        return False
    if pattern("after_role").match(after):
        return True
    joined = re.match(r" and ([A-Z]\w+)", after)
    if joined and is_first(joined[1]) and not _is_month(joined[1]):
        return True
    if is_listed(piece):
        other = re.search(r"([^\W\d_]+)\W+(?:and |or )?$", before)
        return other is not None and not _is_month(other[1])
    asked = pattern("asked_before").search(before)
    clause = pattern("clause_before").search(before) and pattern("clause_after").match(after)
    if clause and not piece.opens:
        return True
    if asked and pattern("asked_after").match(after):
        return True
    does = piece.opens and re.match(r" (?:(?:is|was) \w+ing|\w{2,}[^s\W]s)\b", after)
    said = clause or asked or does
    return bool(said and pattern("pronoun_after").search(after))
