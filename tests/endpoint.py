"""A server that answers as OpenAI's do, in a thread: what it says to each request is given by the test."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]


@dataclass
class Say:
    """An answer: a status, headers, bytes; `slow` waits before each byte, `short` breaks off half-way."""

    data: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    slow: float = 0.0
    short: bool = False


def chat(content: str | None, *, finish: str = "stop", tokens: int | None = 100) -> Say:
    """A whole answer of a chat."""
    tree: Body = {"choices": [{"index": 0, "finish_reason": finish, "message": {"content": content}}]}
    if tokens is not None:
        tree["usage"] = {"total_tokens": tokens}
    return Say(json.dumps(tree, ensure_ascii=False).encode())


def claims(*each: Body) -> str:
    """The JSON of an answer."""
    return json.dumps({"mentions": list(each)}, ensure_ascii=False)


def claim(
    turn: int, quote: str, *, kind: str = "complaint", code: str = "documents.speed", **more: Any
) -> Body:
    return {"turn": turn, "quote": quote, "kind": kind, "code": code, "trend": "none"} | more


def refusal(status: int, message: str, **headers: str) -> Say:
    tree = {"error": {"message": message}}
    return Say(
        json.dumps(tree).encode(), status, {name.replace("_", "-"): value for name, value in headers.items()}
    )


@dataclass
class Endpoint:
    """What was asked, and where it answers."""

    url: str
    asked: list[Body] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def talk(self, at: int = -1) -> str:
        """What the user's message of a request says."""
        return str(self.asked[at]["messages"][1]["content"])


@contextmanager
def answering(say: Callable[[Body, int], Say]) -> Iterator[Endpoint]:
    """A server on this machine; `say` is given each request's body and its number from 0."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                number = len(endpoint.asked)
                endpoint.asked.append(body)
                endpoint.headers.append(dict(self.headers))
            said = say(body, number)
            try:
                if said.status == 0:  # closes without a word
                    self.close_connection = True
                    return
                self.send_response(said.status)
                for name, value in ({"Content-Type": "application/json"} | said.headers).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(said.data)))
                self.end_headers()
                data = said.data[: len(said.data) // 2] if said.short else said.data
                if said.slow:
                    for at in range(len(data)):
                        time.sleep(said.slow)
                        self.wfile.write(data[at : at + 1])
                        self.wfile.flush()
                else:
                    self.wfile.write(data)
                self.close_connection = said.short or self.close_connection
            except OSError:  # whoever asked has gone
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            pass

    lock = threading.Lock()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    endpoint = Endpoint(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def turns_of(body: Body) -> dict[int, str]:
    """The respondents' turns that a request asks about, by number."""
    talk = body["messages"][1]["content"].partition("Разметить:")[2]
    return {int(number): text for number, text in re.findall(r"^\[(\d+)\] Р: (.*)$", talk, re.MULTILINE)}
