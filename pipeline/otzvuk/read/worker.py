"""The process that reads untrusted files for its parent: requests on standard input, answers on output.

Started by `otzvuk.read.sandbox` and of no use by hand. An answer is JSON, so that whatever takes this
process over can hand nothing but data to the parent. The memory it may take is set anew for each file.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO

from otzvuk.model.errors import InputError, reason
from otzvuk.read import limits

HEAD = struct.Struct("<Q")
MOST = 64 * 2**20  # bytes of an answer: no hour of speech comes near, and the parent stays small


def main() -> None:
    """Answer requests until the parent closes the pipe."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # whatever a library prints must not get between the answers
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    limits.enter_worker()
    requests = sys.stdin.buffer
    while (request := receive(requests)) is not None:
        answer, healthy = _answer(request)
        send(answers, answer)
        if not healthy:  # memory ran out: what is left of this process is not to be trusted
            return


def send(stream: BinaryIO, message: Any) -> None:
    """Write `message` with its length before it."""
    data = json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")
    stream.write(HEAD.pack(len(data)) + data)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """The next message; None at the stream's end. Raises `ValueError` for one that is too long."""
    head = stream.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    (length,) = HEAD.unpack(head)
    if length > MOST + 2**20:
        raise ValueError("message too long")
    data = stream.read(length)
    return json.loads(data.decode("utf-8", "surrogatepass")) if len(data) == length else None


def _answer(request: Any) -> tuple[dict[str, Any], bool]:
    path = Path(request["path"])
    limits.enter(limits.Limits(**request["limits"]))
    _limit_memory(int(request["limits"]["memory_mb"]))
    try:
        return {"found": _read(request["what"], path, request["known"])}, True
    except InputError as error:
        value = None if error.value is None else str(error.value)[:500]
        file = None if error.file is None else str(error.file)
        return {"error": [error.what, file, error.place, value, error.expected]}, True
    except OSError as error:
        expected = "файл, доступный для чтения"
        return {"error": ["файл не читается", str(path), "", reason(error), expected]}, True
    except MemoryError:
        return {"memory": True}, False
    except RecursionError:
        return {"error": ["документ вложен сам в себя", str(path), "", None, "стенограмма"]}, True
    except Exception as error:  # a library's fault must not cost more than this file
        kind = type(error).__name__
        return {"error": ["файл повреждён или устроен необычно", str(path), "", kind, "стенограмма"]}, True


def _read(what: str, path: Path, known: list[str]) -> Any:
    if what == "records":
        from otzvuk.read.table import read_records

        return _weighed(read_records(path), path)
    from otzvuk.read.formats import read_transcript

    found = read_transcript(path, known=known)
    turns = [
        [turn.speaker, turn.text, turn.place, [[cue.offset, cue.seconds] for cue in turn.cues]]
        for turn in found.turns
    ]
    return _weighed({"turns": turns, "notes": list(found.notes), "outside": list(found.outside)}, path)


def _weighed(tree: Any, path: Path) -> Any:
    """`tree`, unless there is too much of it to hand over."""
    size = 0
    stack = [tree]
    while stack:
        each = stack.pop()
        if isinstance(each, str):
            size += 2 * len(each) + 8
        else:
            size += 8
            if isinstance(each, dict):
                stack += each.values()
            elif isinstance(each, list | tuple):
                stack += each
        if size > MOST:
            raise InputError(
                "в файле слишком много текста:",
                file=path,
                value=f"больше {MOST // 2**20} МБ",
                expected="стенограмма одного интервью",
            )
    return tree


def _limit_memory(megabytes: int) -> None:
    """Let this process take so much more than it has. Only where the system can (not on Windows)."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * resource.getpagesize() + megabytes * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (ImportError, OSError, ValueError):
        return


if __name__ == "__main__":
    main()
