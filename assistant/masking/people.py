"""Judge whether some capitalised words in a row are a person, by what stands around them."""

from __future__ import annotations

import re

from assistant.masking.around import Piece, pattern
from assistant.masking.known import (
    is_english,
    is_first,
    is_last,
    is_maybe_first,
    is_ordinary,
    is_place,
    is_word,
    is_word_too,
    words_of,
)
from assistant.masking.policies import masking_policy
from assistant.masking.wordnames import (
    acts,
    are_both,
    is_called,
    is_listed,
    is_time,
    stands_as_place,
)
from index.stopwords import STOPWORDS


def after_title(before: str) -> bool:
    """Say whether what stands before ends with a title ("Mrs")."""
    titles = masking_policy("personal")["titles"]
    return re.search(rf"\b(?:{titles})\.?[ \t]+$", before) is not None


def is_expected(piece: Piece) -> bool:
    """Say whether what stands before makes nearly any capitalised word a name."""
    return (
        after_title(piece.before)
        or _is_placed(piece)
        or pattern("before_name").search(piece.before) is not None
        or pattern("surname_before").search(piece.before) is not None
    )


def is_asked(piece: Piece) -> bool:
    """Say whether the sentence that the words stand in is a question."""
    return re.match(r"[^.!?\n]*\?", piece.after) is not None


def is_person(piece: Piece) -> bool:
    """Say whether the words are a person's name."""
    full = piece.full
    if not full:
        return _are_initials(piece) or (piece.ends and _is_placed(piece))
    if after_title(piece.before) or (_is_placed(piece) and not _is_role(piece)):
        return True
    if pattern("surname_before").search(_without_particles(piece.before)):
        return True
    if pattern("thing_before").search(piece.before) or pattern("thing_after").match(piece.after):
        return False
    if _is_cited(piece) or _ends_place(piece) or (len(full) == 1 and is_time(piece)):
        return False
    named = pattern("before_name").search(piece.before) is not None
    if all(is_ordinary(word) and not is_first(word) for word in full):
        initial = re.fullmatch(r"[^\W\d_]\.", piece.words[0]) and is_last(full[-1])
        return bool(initial) or (named and (len(full) >= 2 or is_maybe_first(full[0])))
    if is_place(" ".join(piece.words)) and not is_first(full[0]):
        return False
    if named or pattern("after_role").match(piece.after) or _is_signed(piece):
        return True
    return _is_full_name(piece) if len(piece.words) >= 2 else _is_lone_name(piece)


def _without_particles(before: str) -> str:
    return re.sub(r"(?:\b(?:van|von|de|der|den|da|dos|du|la|le|al|el|ap|bin|del) )+$", "", before)


def _is_cited(piece: Piece) -> bool:
    """Say whether the words are an author read on the course: "Kotter", "a paper by Black"."""
    if pattern("cited_before").search(piece.before):
        return True
    if pattern("acts_after").match(piece.after) or pattern("before_name").search(piece.before):
        return False
    alone = len(piece.full) == 1 and piece.full[0].split("'")[0] in words_of(
        "theorists"
    ) | words_of("providers_too")
    listed = re.search(r"([^\W\d_]+)(?:,|,? and|,? or| &|/) ?$", piece.before)
    beside = listed is not None and listed[1] in words_of("theorists")
    return (alone or (beside and len(piece.full) == 1)) and not piece.ends


def _ends_place(piece: Piece) -> bool:
    """Say whether the words end the name of a place: "Isle of Man"."""
    before = re.findall(r"[\w'’-]+", piece.before)[-3:]
    words = " ".join(piece.words)
    return any(is_place(" ".join([*before[start:], words])) for start in range(len(before)))


def _ends_town(piece: Piece) -> bool:
    """Say whether a town stands right before: "Sheffield Hallam", "Leeds Beckett"."""
    town = re.search(r"([^\W\d_]+) $", piece.before)
    return town is not None and town[1][0].isupper() and is_place(town[1])


def _are_initials(piece: Piece) -> bool:
    """Say whether initials alone ("J.K.") do what only a person does, or own something."""
    dotted = re.fullmatch(r"(?!U\.[KS]|E\.U)(?:\w\.){2,3}", piece.words[0]) is not None
    return dotted and pattern("does_after").match(piece.after) is not None


def _is_role(piece: Piece) -> bool:
    """Say whether a greeting is for an office: "Dear Admissions"."""
    names = (word for word in piece.full if is_first(word) or is_last(word))
    return not any(names) and all(is_ordinary(word) for word in piece.full)


def _is_placed(piece: Piece) -> bool:
    """Say whether only a name can stand here: after a greeting or a sign-off, before <address>."""
    alone = not piece.before.strip(" \t,>-–—*") and re.match(r"\s*(?:$|[,(|.–—-]|x\b)", piece.after)
    return bool(
        pattern("greeting").fullmatch(piece.before.lstrip(" >"))
        or pattern("closing_inline").search(piece.before)
        or re.match(r"\s*<[^<>\n]*@", piece.after)
        or (alone and pattern("closing").match(piece.line_before))
    )


def _is_signed(piece: Piece) -> bool:
    """Say whether a first name, or a word that is none, stands alone behind the last sentence."""
    if not (piece.ends and piece.opens and len(piece.words) <= 3 and piece.before.strip()):
        return False
    return is_first(piece.full[0]) or not any(is_english(word) for word in piece.full)


def is_given(word: str) -> bool:
    """Say whether a word has the shape of a given name of two syllables: "Ji-hoon"."""
    shaped = re.fullmatch(r"[^\W\d_a-z]\w+[-‑](?P<two>[^\W\d_A-Z]{2,10})", word)
    return shaped is not None and shaped["two"] not in STOPWORDS and not is_place(word)


def _is_full_name(piece: Piece) -> bool:
    """Judge two or more words by lists of names, and by how rare the words are in English."""
    full, head = piece.full, piece.words[0]
    sure = [word for word in full if is_first(word) and not is_word_too(word)]
    unknown = [word for word in full if not is_word(word) and not is_place(word)]
    if len(head.rstrip(".")) == 1 or re.fullmatch(r"(?:\w\.)+|\w[-‑]\w", head):
        last = full[-1]
        rare = is_last(last) or not is_ordinary(last)
        return rare and len(last) > 2 and last.lower() not in STOPWORDS
    if re.search(r"\bthe $", piece.before, re.I) and not re.match(
        r" (?:who|that|I)\b", piece.after
    ):
        return False
    if (is_first(head) and not is_word_too(head)) or (is_given(head) and is_last(full[-1])):
        return True
    first_two = full[:2]
    if all(is_first(w) and w not in words_of("times_and_places") for w in first_two):
        return len(first_two) == 2
    if is_first(head) or len(full) < len(piece.words):
        return any(is_last(word) or not is_ordinary(word) for word in full[1:] or full)
    if pattern("places_before").search(piece.before):
        return False
    if any(is_given(word) for word in full[1:]) and is_last(head):
        return True
    if is_place(head):
        return False
    rare, last = not is_ordinary(head), full[-1]
    if rare and (sure or is_last(last) or last in unknown):
        return True
    return head in unknown and not is_ordinary(last)


def _is_lone_name(piece: Piece) -> bool:
    """Judge one word: a first name in use, a word that is no English, or a name that is a word."""
    word = piece.full[0]
    placed = pattern("places_before").search(piece.before) is not None or _ends_town(piece)
    placed = placed or (is_place(word) and stands_as_place(piece))
    determined = pattern("determiner_before").search(piece.before) is not None
    if pattern("thanked_before").search(piece.before) and re.match(r"[,.!]|\s*$", piece.after):
        determined = False
    if piece.before.endswith("that ") and pattern("after_name").match(piece.after):
        determined = False
    if is_first(word) and not is_word_too(word):
        return not placed and not (determined and is_place(word))
    if is_first(word):
        return acts(piece, word, determined)
    if is_place(word) and is_last(word) and not (placed or determined):
        return pattern("acts_after").match(piece.after) is not None
    placed = placed or pattern("comes_before").search(piece.before) is not None
    if placed or determined or is_place(word) or pattern("place_shape").fullmatch(word):
        return False
    if is_word(word):
        return is_maybe_first(word) and is_listed(piece)
    shaped = re.fullmatch(r"\w{2,}[-‑]\w{2,}", word) is not None
    after = pattern("after_name").match(piece.after) or is_called(piece)
    return not piece.opens or shaped or bool(after) or are_both(piece)
