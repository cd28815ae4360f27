"""A server asked over HTTP: one address, no redirects, no proxies, bounded in time and size, with retries.

Python's own http.client does none of what must not happen here (it follows no redirects and knows no proxies
of the environment), so that nothing has to be switched off and no package is needed.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import ssl
import time
from contextlib import closing
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Final

from otzvuk.llm.address import Endpoint
from otzvuk.model.errors import InputError
from otzvuk.model.study import LanguageModel

_TRIES: Final = 5
_FIRST_WAIT: Final = 1.0  # seconds, doubled each time
_LONGEST_WAIT: Final = 120.0  # seconds that a server may ask for; for longer, somebody may come back later
_MOST: Final = 8 * 2**20  # bytes of an answer
_STEP: Final = 2**16
_AGAIN: Final = frozenset((408, 409, 425, 429, 500, 502, 503, 504, 529))

_sleep = time.sleep


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a server answered: the text, whether it was cut off, and how many tokens both sides had.

    `tokens` is None where it does not say. `without` are the parameters that it did not take.
    """

    content: str
    cut: bool
    tokens: int | None = None
    without: tuple[str, ...] = ()


class TooLongError(Exception):
    """The question does not fit into what the model can take."""


class _AgainError(Exception):
    """Something that may go better the next time; `wait` is what the server asks for, in seconds."""

    def __init__(self, said: str, wait: float | None = None) -> None:
        super().__init__(said)
        self.wait = wait


class Client:
    """Asks one server; what it once did not take (a schema, a seed) it is not given again."""

    def __init__(self, endpoint: Endpoint, model: LanguageModel) -> None:
        self._endpoint, self._model = endpoint, model
        self._key = _key(model)
        self.without: list[str] = []

    def ask(self, body: dict[str, Any]) -> Reply:
        """The answer to a request. Raises `InputError`, and `TooLongError` where it is too long."""
        said = ""
        for attempt in range(_TRIES):
            try:
                return self._asked(body)
            except _AgainError as error:
                said, wait = str(error), error.wait
                if wait is None:
                    wait = _FIRST_WAIT * 2**attempt
                elif wait > _LONGEST_WAIT:
                    raise self._fault("просит прийти позже, через секунд:", f"{wait:.0f}") from error
            if attempt + 1 < _TRIES:
                _sleep(wait)
        raise self._fault("не ответил, хотя спрошен пять раз:", said)

    def _asked(self, body: dict[str, Any]) -> Reply:
        while True:
            status, headers, data = self._post(self._adapted(body))
            if status not in {400, 422}:
                break
            told = _told(data)
            if _is_too_long(told):
                raise TooLongError
            unwanted = self._unwanted(told)
            if not unwanted:
                raise self._fault(f"не понял запроса ({status}):", self._redacted(told))
            self.without.append(unwanted)
        if 300 <= status < 400:
            where = headers.get("Location", "")
            raise self._fault("отвечает переадресацией, по ней разговоры не пойдут:", where)
        if status in {401, 403}:
            said = "не пустил: нужен верный ключ (llm.key — имя переменной среды);"
            raise self._fault(said, self._redacted(_told(data)))
        if status == 413:
            raise TooLongError
        if status == 500 and _is_garbled(_told(data)):  # it will be so each time: asked for in halves
            return Reply(content="", cut=True)
        if status in _AGAIN:
            raise _AgainError(f"{status} {self._redacted(_told(data))}", _retry_after(headers))
        if status != 200:
            raise self._fault(f"ответил {status}:", self._redacted(_told(data)))
        return self._reply(data)

    def _reply(self, data: bytes) -> Reply:
        try:
            tree = json.loads(data)
            choice = tree["choices"][0]
            message = choice["message"]
            content = message.get("content")
            if isinstance(content, list):  # in parts
                content = "".join(str(each.get("text", "")) for each in content)
            content = content if isinstance(content, str) else ""
        except (ValueError, RecursionError, LookupError, TypeError, AttributeError) as error:
            raise _AgainError("ответ не в том виде, в каком отвечают такие серверы") from error
        usage = tree.get("usage")
        count = usage.get("total_tokens") if isinstance(usage, dict) else None
        cut = choice.get("finish_reason") == "length"
        if not content.strip() and not cut:
            raise _AgainError("пустой ответ")
        tokens = count if isinstance(count, int) and not isinstance(count, bool) and count >= 0 else None
        return Reply(content=content, cut=cut, tokens=tokens, without=tuple(self.without))

    def _post(self, body: dict[str, Any]) -> tuple[int, http.client.HTTPMessage, bytes]:
        data = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "otzvuk"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        until = time.monotonic() + self._model.seconds
        connection = _Pinned(self._endpoint, timeout=self._model.seconds)
        try:
            with closing(connection):
                connection.request("POST", self._endpoint.path, body=data, headers=headers)
                answer = connection.getresponse()
                parts, size = [], 0
                while piece := answer.read1(_STEP):
                    parts.append(piece)
                    size += len(piece)
                    if size > _MOST:
                        raise self._fault("шлёт ответ без конца, мегабайт:", _MOST // 2**20)
                    if time.monotonic() > until:  # a drop at a time is too slow, too
                        raise TimeoutError
                if answer.length:
                    raise _AgainError("соединение оборвалось посреди ответа")
                return answer.status, answer.headers, b"".join(parts)
        except TimeoutError as error:
            raise _AgainError(f"нет ответа за {self._model.seconds:g} с (llm.seconds)") from error
        except ssl.SSLError as error:
            raise self._fault("без доверия к сертификату не спрашивается:", error.reason) from error
        except ConnectionRefusedError as error:
            raise _AgainError("соединения никто не принимает") from error
        except (OSError, http.client.HTTPException) as error:
            raise _AgainError(f"соединение не удалось ({type(error).__name__})") from error

    def _adapted(self, body: dict[str, Any]) -> dict[str, Any]:
        """The request without what this server does not take."""
        adapted = dict(body)
        for name in self.without:
            if name == "json_schema":
                adapted["response_format"] = {"type": "json_object"}
            elif name == "max_tokens":
                adapted["max_completion_tokens"] = adapted.pop("max_tokens")
            else:
                adapted.pop(name, None)
        return adapted

    def _unwanted(self, told: str) -> str:
        """Which parameter a server complains about, among those that can be left out; "" for none."""
        folded = told.casefold()
        for name in ("max_tokens", "seed", "temperature"):
            if name in folded and name not in self.without:
                return name
        # servers word it in many ways: a schema first becomes «any JSON», then nothing
        return next((each for each in ("json_schema", "response_format") if each not in self.without), "")

    def _fault(self, what: str, value: object) -> InputError:
        wanted = (
            "сервер, который отвечает как OpenAI; то, что уже отвечено, сохранено, команду можно повторить"
        )
        return InputError(
            f"сервер языковой модели {what}", file=self._endpoint.shown, value=value, expected=wanted
        )

    def _redacted(self, told: str) -> str:
        """What a server said without the key, which some repeat."""
        return told.replace(self._key, "***") if self._key else told


class _Pinned(http.client.HTTPConnection):
    """A connection to the addresses that were looked at, and to no others that the name may have by now."""

    def __init__(self, endpoint: Endpoint, *, timeout: float) -> None:
        super().__init__(endpoint.host, endpoint.port, timeout=timeout)
        self._endpoint = endpoint
        self.default_port = {"http": 80, "https": 443}[endpoint.scheme]

    def connect(self) -> None:
        """Connect to the first address that answers."""
        failure: OSError | None = None
        for address in self._endpoint.addresses:
            try:
                self.sock = socket.create_connection((address, self.port), self.timeout)
                break
            except OSError as error:
                failure = error
        else:
            raise failure or OSError("no address")
        if self._endpoint.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self._endpoint.host)


def _key(model: LanguageModel) -> str:
    if not model.key:
        return ""
    value = os.environ.get(model.key, "").strip()
    if not value or not value.isascii() or not value.isprintable():
        raise InputError(
            "в переменной среды нет ключа сервера:", file="study.yaml", place="llm.key", value=model.key,
            expected="переменная с ключом: латинские буквы и цифры без переносов",
        )  # fmt: skip
    return value


def _told(data: bytes) -> str:
    """What an error's body says."""
    text = data[:4000].decode("utf-8", "replace")
    try:
        tree = json.loads(data)
        error = tree.get("error", tree) if isinstance(tree, dict) else tree
        text = str(error.get("message") or error) if isinstance(error, dict) else str(error)
    except (ValueError, RecursionError):
        pass
    return " ".join(text.split())


def _is_too_long(told: str) -> bool:
    folded = told.casefold()
    return "context" in folded and any(
        each in folded for each in ("exceed", "length", "size", "too long", "larger", "maximum", "window")
    )


def _is_garbled(told: str) -> bool:
    """Whether the server could make nothing of what its own model said, as llama.cpp words it."""
    return "model produced output that does not match" in told


def _retry_after(headers: http.client.HTTPMessage) -> float | None:
    value = (headers.get("Retry-After") or "").strip()
    if not value:
        return None
    if value.replace(".", "", 1).isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError):
        return None
