"""The process that reads untrusted files for its parent: requests on standard input, answers on output.

Started by `otzvuk.read.sandbox` and of no use by hand. The memory it may take is set anew for each file.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from otzvuk.model.errors import InputError, PassingError, reason
from otzvuk.read import limits
from otzvuk.read.messages import MOST, Answer, Fault, Request, receive, send


def main() -> None:
    """Answer requests until the parent closes the pipe."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # whatever a library prints must not get between the answers
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    requests = sys.stdin.buffer
    while (request := receive(requests, Request)) is not None:
        answer = _answer(request)
        send(answers, answer)
        if answer.exhausted:  # what is left of this process is not to be trusted
            return


def _answer(request: Request) -> Answer:
    limits.enter(request.limits)
    _limit_memory(request.limits.memory_mb)
    try:
        return _read(request)
    except InputError as error:
        value = None if error.value is None else str(error.value)[:500]
        file = None if error.file is None else str(error.file)
        passing = isinstance(error, PassingError)
        return Answer(fault=Fault(error.what, file, error.place, value, error.expected, passing))
    except OSError as error:
        return Answer(
            fault=Fault("файл не читается", value=reason(error), expected="файл, доступный для чтения")
        )
    except MemoryError:
        return Answer(exhausted=True)
    except RecursionError:
        return Answer(fault=Fault("документ вложен сам в себя", expected="стенограмма"))
    except Exception as error:  # a library's fault must not cost more than this file
        kind = type(error).__name__
        return Answer(fault=Fault("файл повреждён или устроен необычно", value=kind, expected="стенограмма"))


def _read(request: Request) -> Answer:
    path = Path(request.path)
    if request.what == "records":
        from otzvuk.read.table import read_records

        records = read_records(path, spread=True)
        _weigh(records, path)
        return Answer(records=records)
    from otzvuk.read.formats import read_transcript

    found = read_transcript(path, known=request.known)
    _weigh([(turn.speaker, turn.text, turn.place, turn.cues) for turn in found.turns], path)
    return Answer(transcript=found)


def _weigh(tree: Any, path: Path) -> None:
    """Raise `InputError` where there is too much in `tree` to hand over."""
    size = 0
    stack = [tree]
    while stack:
        each = stack.pop()
        size += 8
        if isinstance(each, str):
            size += 2 * len(each)
        elif isinstance(each, list | tuple):
            stack += each
        if size > MOST:
            raise InputError(
                "в файле слишком много текста:",
                file=path,
                value=f"больше {MOST // 2**20} МБ",
                expected="стенограмма одного интервью",
            )


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
