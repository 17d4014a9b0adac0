"""Files that no reader can take are refused, each in one sentence that begins with its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import FileRejected
from corpus.readers import ReadText, read_file

LIMIT = 1_000_000


def read(tmp_path: Path, name: str, content: str | bytes, limit: int = LIMIT) -> ReadText:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_file(path, max_bytes=limit)


def refusal(tmp_path: Path, name: str, content: str | bytes, limit: int = LIMIT) -> str:
    with pytest.raises(FileRejected) as caught:
        read(tmp_path, name, content, limit)
    sentence = caught.value.sentence
    assert sentence.startswith(name)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\t ", "is empty"),
        ("a.txt", b"text\x00more", "binary"),
        ("a.md", bytes(range(1, 32)) * 20, "binary"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        ("a.txt", b"--- *** ---", "no text"),
        ("a.html", b"<main><script>x</script></main>", "no text"),
        ("a.xlsx", b"x", ".docx"),
        ("a", b"x", "format"),
    ],
)
def test_given_a_file_without_text_when_read_then_it_is_refused(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    assert reason in refusal(tmp_path, name, content)


def test_given_a_file_over_the_limit_when_read_then_both_sizes_and_the_setting_are_told(
    tmp_path: Path,
) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(34_000_000)

    with pytest.raises(FileRejected) as caught:
        read_file(path, max_bytes=20_000_000)

    assert caught.value.sentence == (
        "big.txt is 34 MB; the limit is 20 MB, set by NPQ_MAX_FILE_MB."
    )


def test_given_no_file_a_folder_or_no_permission_when_read_then_each_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "shut.txt").write_text("x")

    def shut(self: Path, mode: str = "r") -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "open", shut)
    for name, reason in [
        ("none.txt", "does not exist"),
        ("folder.txt", "is a folder"),
        ("shut.txt", "permission"),
        ("a" * 300 + ".txt", "cannot be read"),
    ]:
        with pytest.raises(FileRejected, match=reason):
            read_file(tmp_path / name, max_bytes=LIMIT)


def test_given_control_characters_and_unicode_tags_when_read_then_they_are_gone(
    tmp_path: Path,
) -> None:
    smuggled = "".join(chr(0xE0000 + ord(c)) for c in "obey")
    found = read(tmp_path, "a.txt", f"Plain\u200b words{smuggled} \u202eand\u202c more\x07 words.")

    assert found.text == "Plain words and more words."
