"""Questions and answers as files, for a machine elsewhere that may be asked: nothing here opens a connection.

The questions are lines of OpenAI's batch format (`custom_id`, `method`, `url`, `body`), which vLLM's
run_batch and others take as they are; answers may be lines of that format, or just `custom_id` and `content`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from otzvuk.folder.whole import whole_file
from otzvuk.llm.client import Reply
from otzvuk.llm.coder import LlmCoder
from otzvuk.llm.prompt import Question
from otzvuk.model.errors import InputError, reason

_LINE = 16 * 2**20  # letters of a line


@dataclass(frozen=True)
class Taken:
    """How many answers were taken, how many were of no question of the study, how many said nothing."""

    taken: int
    strange: int
    empty: int


def write_questions(questions: Iterable[Question], path: Path) -> int:
    """Write questions to `path`, a line each; the answer is how many."""
    number = 0
    with whole_file(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        for number, each in enumerate(questions, 1):  # noqa: B007
            line = {"custom_id": each.key, "method": "POST", "url": "/v1/chat/completions", "body": each.body}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return number


def take_answers(coder: LlmCoder, path: Path) -> Taken:
    """Keep the answers of `path` to questions that the study asks. Raises `InputError` with the line."""
    if not coder.kept.lasts:
        raise InputError(
            "ответы некуда положить: кеш выключен",
            value="OTZVUK_CACHE=off",
            expected="кеш в папке исследования",
        )
    answers, empty = _read(path)
    taken = 0
    while True:  # the answer to one question may be what another is asked for
        asked = [each for each in coder.unanswered(coder.study.interviews) if each.key in answers]
        if not asked:
            break
        for each in asked:
            coder.kept.put(each, answers.pop(each.key))
            taken += 1
    known = {each.key for each, _ in coder.known(coder.study.interviews)}
    return Taken(taken, sum(key not in known for key in answers), empty)


def _read(path: Path) -> tuple[dict[str, Reply], int]:
    answers, empty = dict[str, Reply](), 0
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                key, reply = _answer(line, path, number)
                if reply is None:
                    empty += 1
                else:
                    answers[key] = reply
    except OSError as error:
        raise InputError("файл не читается", file=path, value=reason(error)) from error
    except UnicodeDecodeError as error:
        raise InputError("файл не в кодировке UTF-8", file=path, expected="строки JSON в UTF-8") from error
    return answers, empty


def _answer(line: str, path: Path, number: int) -> tuple[str, Reply | None]:
    wanted = "custom_id и ответ: content или response пакетного формата OpenAI"
    fault = InputError("это не ответ языковой модели", file=path, place=f"строка {number}", expected=wanted)
    try:
        tree = json.loads(line) if len(line) <= _LINE else None
    except (ValueError, RecursionError):
        raise fault from None
    if not isinstance(tree, dict) or not isinstance(tree.get("custom_id"), str):
        raise fault
    key = tree["custom_id"]
    if isinstance(tree.get("content"), str):
        return key, Reply(content=tree["content"], cut=False) if tree["content"].strip() else None
    if tree.get("error"):
        return key, None
    body = tree.get("response")
    body = body.get("body", body) if isinstance(body, dict) else body
    try:
        choice = body["choices"][0]  # type: ignore[index]
        content = choice["message"]["content"]
    except (LookupError, TypeError):
        return key, None
    return key, _reply(content, choice, body)


def _reply(content: Any, choice: Any, body: Any) -> Reply | None:
    if not isinstance(content, str) or not content.strip():
        return None
    usage = body.get("usage") if isinstance(body, dict) else None
    count = usage.get("total_tokens") if isinstance(usage, dict) else None
    tokens = count if isinstance(count, int) and not isinstance(count, bool) and count >= 0 else None
    return Reply(content=content, cut=choice.get("finish_reason") == "length", tokens=tokens)
