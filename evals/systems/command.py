"""A system that is a command line: it reads and writes the batch contract, a line a question."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.records import SystemIdentity
from evals.runs import safe_name
from evals.systems.base import Prompted, Reply, SystemUnusable, failed_reply
from evals.systems.contract import read_contract
from evals.systems.http import contract_line

_SECONDS = 3600.0
_TAIL = 160


class CommandSystem:
    """A command run once for all questions, without a shell.

    `{in}` and `{out}` in it stand for the files to read and write; without them the questions
    go to standard input and the answers come from standard output.
    """

    local = False

    def __init__(self, command: str, *, timeout: float | None = None) -> None:
        try:
            self._arguments = shlex.split(command)
        except ValueError as error:
            raise SystemUnusable(f"The command {command!r} cannot be read: {error}.") from error
        program = self._arguments[0] if self._arguments else ""
        if not program or shutil.which(program) is None:
            raise SystemUnusable(f"The command {program!r} is not there, or may not be run.")
        self.command = command
        self.name = safe_name(f"command-{Path(program).name}-{'-'.join(self._arguments[1:])}")
        self._seconds = timeout or _SECONDS
        self._lines: dict[str, Any] = {}
        self._fault = ""

    def prepare(self, prompts: Sequence[Prompted]) -> None:
        """Run the command on all questions of this round."""
        given = "".join(json.dumps(contract_line(p), ensure_ascii=False) + "\n" for p in prompts)
        self._lines, self._fault = {}, ""
        with tempfile.TemporaryDirectory(prefix="npq-eval-") as folder:
            source, out = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
            source.write_text(given, encoding="utf-8", errors="replace")
            try:
                done = subprocess.run(
                    [
                        part.replace("{in}", str(source)).replace("{out}", str(out))
                        for part in self._arguments
                    ],
                    input=b"" if self._takes("{in}") else given.encode("utf-8", "replace"),
                    capture_output=True,
                    timeout=self._seconds,
                    check=False,
                )
                printed, code, said = done.stdout, done.returncode, done.stderr
            except subprocess.TimeoutExpired as error:
                self._fault = f"The command did not end within {self._seconds:g} seconds"
                printed, code, said = error.stdout or b"", None, error.stderr or b""
            except OSError as error:
                raise SystemUnusable(
                    f"The command {self._arguments[0]!r} cannot be run: {error.strerror}."
                ) from error
            if self._takes("{out}"):
                printed = out.read_bytes() if out.is_file() else b""
        if code:
            last = (said.decode("utf-8", "replace").strip().splitlines() or ["nothing"])[-1]
            self._fault = f"The command ended with exit code {code} and said: {last[-_TAIL:]}"
        self._read(printed)

    def identity(self) -> SystemIdentity:
        """Return the command and the writer that it names."""
        known: dict[str, Any] = next(iter(self._lines.values()), {})
        return SystemIdentity(
            name=self.name,
            writer=str(known.get("writer") or ""),
            index_id=str(known.get("index_id") or ""),
            details={"command": self.command, "documents_held": []},
        )

    def answer(self, prompted: Prompted) -> Reply:
        """Return the line that the command wrote for a question."""
        fields = self._lines.get(prompted.id)
        if fields is None:
            why = self._fault or "The command ended well"
            return failed_reply(prompted, f"{why}; it wrote no line with this question's id.")
        return read_contract(prompted, fields)

    def close(self) -> None:
        """Forget the answers."""
        self._lines = {}

    def _takes(self, place: str) -> bool:
        return any(place in argument for argument in self._arguments)

    def _read(self, printed: bytes) -> None:
        for raw in printed.split(b"\n"):
            try:
                fields = json.loads(raw.decode("utf-8", "replace"))
            except (ValueError, RecursionError):
                continue  # what a command prints beside its answers is no answer
            if isinstance(fields, dict) and "id" in fields:
                self._lines[str(fields["id"])] = fields
