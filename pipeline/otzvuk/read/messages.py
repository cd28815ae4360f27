"""What the reading process is asked and what it answers, and how both go through a pipe.

A message is JSON of one of the dataclasses below, checked on arrival: whatever takes the reading process
over can hand nothing but data of this shape to its parent.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, TypeVar

from otzvuk.read.limits import Limits
from otzvuk.read.table import Records
from otzvuk.read.transcript import Transcript

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Message = TypeVar("Message", "Request", "Answer")

HEAD = struct.Struct("<Q")
MOST = 64 * 2**20  # bytes of an answer: no hour of speech comes near, and the parent stays small


@dataclass(frozen=True, slots=True)
class Request:
    """Read the file at `path` as a transcript or as the rows of a table.

    `known` are the speakers that the study expects.
    """

    what: Literal["transcript", "records"]
    path: str
    limits: Limits
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the file, in the words of an `InputError`; whether it is a `PassingError`."""

    what: str
    file: str | None = None
    place: str = ""
    value: str | None = None
    expected: str = ""
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One of these: what was asked for, the file's fault, or that memory ran out."""

    transcript: Transcript | None = None
    records: Records | None = None
    fault: Fault | None = None
    exhausted: bool = False


def send(stream: BinaryIO, message: Request | Answer) -> None:
    """Write `message` with its length before it."""
    tree = _adapters()[type(message)].dump_python(message)
    # half characters are let through: a file's name may hold some
    data = json.dumps(tree, ensure_ascii=False).encode("utf-8", "surrogatepass")
    stream.write(HEAD.pack(len(data)) + data)
    stream.flush()


def receive(stream: BinaryIO, kind: type[Message]) -> Message | None:
    """The next message; None at the stream's end. Raises `ValueError` for one of another shape."""
    head = stream.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    (length,) = HEAD.unpack(head)
    if length > MOST + 2**20:
        raise ValueError("message too long")
    data = stream.read(length)
    if len(data) < length:
        return None
    found: Message = _adapters()[kind].validate_python(json.loads(data.decode("utf-8", "surrogatepass")))
    return found


@cache
def _adapters() -> dict[type[Any], TypeAdapter[Any]]:
    from pydantic import TypeAdapter  # with the first message: what reads nothing does not wait for it

    return {Request: TypeAdapter(Request), Answer: TypeAdapter(Answer)}
