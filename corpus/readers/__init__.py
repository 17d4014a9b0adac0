"""From a file to clean Markdown: one module a format, one call for all of them."""

from corpus.readers.blocks import ReadText
from corpus.readers.reading import ACCEPTED, read_file

__all__ = ["ACCEPTED", "ReadText", "read_file"]
