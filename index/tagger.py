"""A tagger: a small model that reads a text and says of each word which label it has.

The embedding model's own body with further-trained weights (`evals/tagger.py`), kept as
eight-bit integers beside the module that uses them. Beside the letters it sees features of each
word that a vocabulary without capitals and line ends hides, added to the word's embedding.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from index.crossencoder import HEAD, parts_of, stored_weights
from index.embedding import Vectors, plain_model

if TYPE_CHECKING:
    from torch import Tensor, nn

SEEN = "seen"
TOKENS = 320
WINDOW = 900  # characters read at once, nearly always fewer than TOKENS tokens
_BATCH = 8


class Text(NamedTuple):
    """A text, where its words stand, and what is seen of each, shape (words, features)."""

    text: str
    words: Sequence[tuple[int, int]]
    seen: Vectors


class Tagger:
    """Labels words with the weights of one file; loads torch when first asked.

    Safe to share between threads.
    """

    def __init__(self, weights: Path) -> None:
        self._weights = weights
        self._lock = threading.Lock()

    @cached_property
    def _parts(self) -> tuple[Any, nn.Module, Tensor, Tensor, Tensor]:
        """Return tokenizer, model, what turns features to embeddings, and the head."""
        import torch

        arrays = stored_weights(self._weights)
        tokenizer, model = parts_of(plain_model(), arrays, besides=(HEAD, SEEN))
        told = [arrays[name] for name in (f"{SEEN}.weight", f"{HEAD}.weight", f"{HEAD}.bias")]
        seen, weight, bias = (torch.from_numpy(array) for array in told)
        return tokenizer, model, seen, weight, bias

    def chances(self, text: Text) -> Vectors:
        """Return the chance of each label for each word, shape (words, labels).

        A word that shares a token with the one before it ("2nd" is "2" and "nd") has its chances;
        one that cannot be read has none of any label.
        """
        import torch

        with self._lock:
            tokenizer, model, seen, weight, bias = self._parts
        out = np.zeros((len(text.words), len(bias)), dtype=np.float32)
        windows = [(first, part) for first, part in windows_of(text) if part.words]
        while windows:
            some, windows = windows[:_BATCH], windows[_BATCH:]
            with self._lock:
                batch = tokenised(tokenizer, [part for _, part in some])
            with torch.inference_mode():
                states = tagged(model, batch, batch.seen @ seen.T)
                logs = (states @ weight.T + bias).log_softmax(-1).numpy()
            for (first, part), scores, owners in zip(some, logs, batch.owners, strict=True):
                read = int(owners.max(initial=-1)) + 1
                for word in range(read):
                    own = scores[owners == word]
                    if len(own):
                        chance = np.exp(own.mean(axis=0))
                        out[first + word] = chance / chance.sum()
                    elif first + word:
                        out[first + word] = out[first + word - 1]
                # A window that opens with nothing but marks is read again from its first word.
                left = read or int(part.words[0][0] == 0)
                if left < len(part.words):
                    windows.append((first + left, _from_word(part, left)))
        return out


class Batch(NamedTuple):
    """Texts as tokens: what the model takes, the features, and the word of each token or -1."""

    tokens: Any
    seen: Tensor
    owners: Any


def tokenised(tokenizer: Any, texts: Sequence[Text]) -> Batch:
    """Return texts as one batch, each cut after `TOKENS` tokens."""
    import torch

    tokens = tokenizer(
        [each.text for each in texts],
        padding=True,
        truncation=True,
        max_length=TOKENS,
        return_tensors="pt",
        return_offsets_mapping=True,
    )
    offsets = tokens.pop("offset_mapping").numpy()
    owners = np.full(offsets.shape[:2], -1)
    seen = np.zeros((*offsets.shape[:2], texts[0].seen.shape[1]), dtype=np.float32)
    for row, each in enumerate(texts):
        at = np.full(len(each.text) + 1, -1)
        for number, (start, end) in enumerate(each.words):
            at[start:end] = number
        starts, ends = offsets[row, :, 0], offsets[row, :, 1]
        owners[row] = np.where(ends > starts, at[starts], -1)
        known = owners[row] >= 0
        seen[row, known] = each.seen[owners[row, known]]
    return Batch(tokens, torch.from_numpy(seen), owners)


def tagged(model: Any, batch: Batch, extra: Tensor) -> Tensor:
    """Return the last states of the tokens, shape (texts, tokens, 384)."""
    plain = model.embeddings.word_embeddings(batch.tokens["input_ids"])
    read = model(inputs_embeds=plain + extra, attention_mask=batch.tokens["attention_mask"])
    states: Tensor = read.last_hidden_state
    return states


def windows_of(text: Text) -> Iterator[tuple[int, Text]]:
    """Part a text at the ends of lines, or of sentences, with the number of its first word."""
    start, word = 0, 0
    while start < len(text.text):
        end = _end_of_window(text.text, start)
        last = word
        while last < len(text.words) and text.words[last][0] < end:
            last += 1
        own = [(s - start, min(e, end) - start) for s, e in text.words[word:last]]
        yield word, Text(text.text[start:end], own, text.seen[word:last])
        start, word = end, last


def _from_word(text: Text, number: int) -> Text:
    """Return what is left of a text from one of its words on."""
    start = text.words[number][0]
    words = [(s - start, e - start) for s, e in text.words[number:]]
    return Text(text.text[start:], words, text.seen[number:])


def _end_of_window(text: str, start: int) -> int:
    if len(text) - start <= WINDOW:
        return len(text)
    piece = text[start : start + WINDOW]
    for mark in (r"\n[ \t]*\n", r"\n", r"[.!?](?=\s)", r"\s"):
        ends = [match.end() for match in re.finditer(mark, piece)]
        if ends and ends[-1] > WINDOW // 3:
            return start + ends[-1]
    return start + WINDOW
