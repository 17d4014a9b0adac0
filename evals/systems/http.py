"""Systems behind an address: the OpenAI chat format, or our JSON contract by POST."""

from __future__ import annotations

import json
import logging
import os
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import httpx

from evals.records import SystemIdentity
from evals.runs import safe_name
from evals.systems.base import (
    Prompted,
    Reply,
    SystemUnusable,
    failed_reply,
    parameters,
    timing,
)
from evals.systems.contract import read_contract
from evals.systems.prose import read_prose

log = logging.getLogger(__name__)
_MAY_PASS = frozenset({429, 500, 502, 503, 504})


class _Fault(Exception):  # noqa: N818
    """Why a reply did not come; `down` if nothing answered at the address."""

    def __init__(self, sentence: str, *, down: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.down = down


class Endpoint(ABC):
    """An address that is sent JSON and replies with JSON; retried, and given up in time."""

    local = False
    kind = ""

    def __init__(self, address: str, *, timeout: float | None = None) -> None:
        url, _, self.model = address.partition("#")
        try:
            self.url = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise SystemUnusable(f"{url!r} is not an address: {error}.") from error
        if self.url.scheme not in ("http", "https") or not self.url.host:
            raise SystemUnusable(f"{url!r} is not an address; one begins with http:// or https://.")
        self._policy = parameters("http")
        self._seconds = timeout or float(self._policy["timeout"])
        # Who reads a run folder must not read a password or a key in it.
        self._shown = str(self.url.copy_with(username=None, password=None, query=None))
        self.name = safe_name(f"{self.kind}-{self._shown.split('://', 1)[1]}-{self.model}")
        key = os.environ.get(self._policy["key_variable"], "")
        self._client = httpx.Client(
            timeout=httpx.Timeout(
                self._seconds, connect=min(self._seconds, self._policy["connect_timeout"])
            ),
            headers={"Authorization": f"Bearer {key}"} if key else {},
            # A proxy or a key file of the machine must not decide what is measured.
            trust_env=False,
        )

    def prepare(self, prompts: Sequence[Prompted]) -> None:  # noqa: B027 - nothing is the rule
        """Do nothing: the other side holds what it holds."""

    def identity(self) -> SystemIdentity:
        """Return the address, without a password or a query, and the model if one was named."""
        return SystemIdentity(
            name=self.name,
            writer=self.model,
            details={"address": self._shown, "timeout_s": self._seconds, "documents_held": []},
        )

    def answer(self, prompted: Prompted) -> Reply:
        """Ask once, and again where that may help; a failure is told in the reply."""
        began = time.perf_counter()
        try:
            body = self._asked(self._target(), self._body(prompted))
        except _Fault as fault:
            took = 1000 * (time.perf_counter() - began)
            return failed_reply(prompted, fault.sentence, milliseconds=took, down=fault.down)
        return self._read(prompted, body, 1000 * (time.perf_counter() - began))

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _target(self) -> httpx.URL:
        return self.url

    @abstractmethod
    def _body(self, prompted: Prompted) -> dict[str, Any]: ...

    @abstractmethod
    def _read(self, prompted: Prompted, body: Any, took: float) -> Reply: ...

    def _asked(self, url: httpx.URL, body: dict[str, Any]) -> Any:
        wait = float(self._policy["wait"])
        for attempt in range(int(self._policy["retries"]) + 1):
            last = attempt == self._policy["retries"]
            try:
                status, data, after = self._sent(url, body)
            except httpx.TimeoutException as error:
                # Not again: a slow endpoint asked three times is three times as slow.
                if isinstance(error, httpx.ConnectTimeout) and not last:
                    time.sleep(wait)
                    continue
                down = isinstance(error, httpx.ConnectTimeout)
                raise _Fault(
                    f"{self._shown} gave no reply within {self._seconds:g} seconds.", down=down
                ) from error
            except httpx.TransportError as error:
                if last:
                    raise _Fault(
                        f"{self._shown} cannot be reached ({type(error).__name__}).", down=True
                    ) from error
                time.sleep(wait)
                wait *= 2
                continue
            if status in _MAY_PASS and not last:
                time.sleep(min(after or wait, float(self._policy["longest_wait"])))
                wait *= 2
                continue
            if status >= 400:
                raise _Fault(f"{self._shown} replied with HTTP status {status}.")
            try:
                return json.loads(data)
            except (ValueError, RecursionError) as error:
                raise _Fault(f"{self._shown} replied with something that is not JSON.") from error
        raise AssertionError("the last attempt returns or raises")

    def _sent(self, url: httpx.URL, body: dict[str, Any]) -> tuple[int, bytes, float | None]:
        """Return status, body and the seconds of a Retry-After; give up when time is over.

        httpx's time-out is for each read, so an endpoint that drips is watched here.
        """
        deadline = time.monotonic() + self._seconds
        data = b""
        with self._client.stream("POST", url, json=body) as response:
            for part in response.iter_bytes():
                data += part
                if time.monotonic() > deadline:
                    raise httpx.ReadTimeout("the reply dripped in too slowly")
                if len(data) > self._policy["most_bytes"]:
                    raise _Fault(f"{self._shown} replied with more than can be read.")
            after = response.headers.get("retry-after", "")
            seconds = float(after) if after.isdigit() else None
            return response.status_code, data, seconds


class ContractEndpoint(Endpoint):
    """An address that takes a line of `npq ask --batch` by POST, and replies in our contract."""

    kind = "contract"

    def _body(self, prompted: Prompted) -> dict[str, Any]:
        return contract_line(prompted)

    def _read(self, prompted: Prompted, body: Any, took: float) -> Reply:
        return read_contract(prompted, body, total_ms=took)


class OpenAIEndpoint(Endpoint):
    """An address that speaks the OpenAI chat format; the person's earlier turns go along.

    A reply whose text is an object of our contract is read as such, any other as prose.
    """

    kind = "openai"

    def _target(self) -> httpx.URL:
        path = self.url.path.rstrip("/")
        ending = "/chat/completions"
        return self.url.copy_with(path=path if path.endswith(ending) else path + ending)

    def _body(self, prompted: Prompted) -> dict[str, Any]:
        from corpus.dates import in_words

        system = self._policy["system_prompt"].format(day=in_words(prompted.as_of))
        turns = [*prompted.history, prompted.question]
        return {
            "model": self.model or "default",
            "messages": [
                {"role": "system", "content": system},
                *({"role": "user", "content": turn} for turn in turns),
            ],
            "temperature": 0,
            "seed": 0,
        }

    def _read(self, prompted: Prompted, body: Any, took: float) -> Reply:
        try:
            text = body["choices"][0]["message"]["content"]
        except (KeyError, IndexError, TypeError):
            text = None
        if not isinstance(text, str) or not text.strip():
            return failed_reply(
                prompted,
                f"{self._shown} replied with JSON that holds no answer in the OpenAI chat format.",
                milliseconds=took,
            )
        try:
            fields = json.loads(text)
        except (ValueError, RecursionError):
            fields = None
        if isinstance(fields, dict) and "outcome" in fields:
            return read_contract(prompted, fields, total_ms=took)
        writer = str(body.get("model") or self.model)
        return Reply(read_prose(prompted, text, writer=writer), timing(prompted, took))


def contract_line(prompted: Prompted) -> dict[str, Any]:
    """Return what is sent of a case: no more than a person would type, and the day."""
    return {
        "id": prompted.id,
        "question": prompted.question,
        "history": list(prompted.history),
        "as_of": prompted.as_of.isoformat(),
    }
