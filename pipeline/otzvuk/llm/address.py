"""Where a server stands: on this machine or elsewhere, told by the addresses that it is really asked at."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from otzvuk.model.errors import InputError
from otzvuk.model.study import LanguageModel

_PATH: Final = "/chat/completions"
_WANTED: Final = "адрес вида http://localhost:8080/v1"


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """Where questions go: a host, the `addresses` it is asked at, and whether all are this machine."""

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]
    local: bool

    @property
    def shown(self) -> str:
        """Scheme, host and port, for people."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def endpoint_of(model: LanguageModel) -> Endpoint:
    """Where the server of `model` stands. Raises `InputError` for what is no address, or may not be asked.

    Without `allow_remote` no name but localhost is looked up: to ask for one tells others of it. A name
    counts as this machine only where every address that it has is one of this machine's own loopback.
    """
    scheme, host, port, path = _parsed(model.url)
    if not model.allow_remote and not _may_be_local(host):
        raise _refused(f"{host}: это не этот компьютер")
    addresses = _resolved(host, port, model)
    local = all(map(_is_loopback, addresses))
    if not local and not model.allow_remote:
        raise _refused(f"{host} ({addresses[0]}): это не этот компьютер")
    if is_forwarded(model.model) and not model.allow_remote:
        said = f"модель {model.model}: Ollama считает её в своём облаке, а не здесь"
        raise _refused(said)
    if scheme == "http" and any(ipaddress.ip_address(each.partition("%")[0]).is_global for each in addresses):
        raise InputError(
            "разговоры ушли бы без шифрования:", file="study.yaml", place="llm.url", value=model.url,
            expected="адрес, который начинается с https://",
        )  # fmt: skip
    return Endpoint(scheme=scheme, host=host, port=port, path=path, addresses=addresses, local=local)


def is_forwarded(model: str) -> bool:
    """Whether a server on this machine sends such a model's questions on: names of Ollama's cloud end so."""
    return model.lower().endswith((":cloud", "-cloud"))


def _refused(said: str) -> InputError:
    return InputError(
        "разговоры ушли бы с этого компьютера:", file="study.yaml", place="llm.url", value=said,
        expected="localhost или строка allow_remote: true в блоке llm",
    )  # fmt: skip


def _parsed(url: str) -> tuple[str, str, int, str]:
    wrong = InputError(
        "это не адрес сервера", file="study.yaml", place="llm.url", value=url, expected=_WANTED
    )
    try:
        parts = urlsplit(url.strip())
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = parts.hostname or ""
        host.encode("idna" if ":" not in host else "ascii")
    except (ValueError, UnicodeError):
        raise wrong from None
    if parts.username is not None or parts.password is not None:
        raise InputError(
            "в адресе стоит пароль", file="study.yaml", place="llm.url",
            expected="ключ сервера в переменной среды, её имя — в llm.key",
        )  # fmt: skip
    if parts.scheme not in {"http", "https"} or not host or parts.query or parts.fragment:
        raise wrong
    path = parts.path.rstrip("/")
    return parts.scheme, host, port, path if path.endswith(_PATH) else path + _PATH


def _may_be_local(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host.rstrip(".").lower() == "localhost"
    return True


def _resolved(host: str, port: int, model: LanguageModel) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise InputError(
            "сервер по этому имени не найден:", file="study.yaml", place="llm.url", value=model.url,
            expected="имя, которое знает сеть, или адрес цифрами",
        ) from error  # fmt: skip
    return tuple(dict.fromkeys(str(each[4][0]) for each in found))


def _is_loopback(address: str) -> bool:
    known = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(known, "ipv4_mapped", None)
    return (mapped or known).is_loopback
