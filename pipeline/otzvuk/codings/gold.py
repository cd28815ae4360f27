"""A coding made by hand, or taken over from another program, one mention a line: `gold.jsonl`."""

from __future__ import annotations

import difflib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from otzvuk.model.codebook import Codebook, one_of
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview
from otzvuk.model.mention import PERSON, Coding, Kind, Mention, Trend
from otzvuk.model.study import Study


def read_gold(path: Path, study: Study) -> tuple[Coding, ...]:
    """Read a coding made by hand: a .jsonl file, one mention a line.

    Fields: interview, turn (0-based, over all turns), kind, code, start, end (code points, end
    exclusive); optional process (null: that of the code), trend, text, which must then stand there, and
    decided_by as in `Mention` (null: a person).
    Gives a coding for each interview of the study. Raises `InputError` with the line for a line that is
    no such object or does not fit the study.
    """
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("файл не в кодировке UTF-8", file=path, expected="текст JSON в UTF-8") from error
    except OSError as error:
        raise InputError("файл не читается", file=path, expected="существующий файл .jsonl") from error
    interviews = {interview.id: interview for interview in study.interviews}
    found: dict[str, list[Mention]] = defaultdict(list)
    for number, line in enumerate(text.split("\n"), 1):  # JSON may hold other line ends within a string
        if line.strip():
            reader = _Line(path, number, _parse(line, path, number))
            interview = interviews[reader.one_of("interview", interviews, "неизвестное интервью")]
            found[interview.id].append(_mention(reader, interview, study.codebook))
    return tuple(
        Coding(each, mentions=tuple(sorted(found[each.id], key=lambda m: (m.turn, m.start, m.stop))))
        for each in study.interviews
    )


def _mention(line: _Line, interview: Interview, codebook: Codebook) -> Mention:
    turn = line.whole("turn", 0, len(interview.turns) - 1)
    said = interview.turns[turn]
    if said.interviewer:
        raise line.error(
            "реплика интервьюера не размечается", turn, "номер реплики респондента, считая с нуля"
        )
    start = line.whole("start", 0, len(said.text))
    stop = line.whole("end", start + 1, len(said.text))
    text = said.text[start:stop]
    if line.fields.get("text") not in (None, text):
        raise line.error("текст не совпадает с местом в реплике", line.fields["text"], f"«{text}»")
    kind = Kind(line.one_of("kind", [kind.value for kind in Kind], "неизвестный вид"))
    code = line.one_of("code", codebook.codes, "неизвестный код")
    process, trend = codebook.process_of(code), Trend.NONE
    if line.fields.get("process"):
        process = line.one_of("process", codebook.processes, "неизвестный процесс")
    if line.fields.get("trend"):
        trend = Trend(line.one_of("trend", [Trend.WORSE.value, Trend.BETTER.value], "неизвестная динамика"))
    return Mention(
        turn=turn,
        start=start,
        stop=stop,
        text=text,
        kind=kind,
        code=code,
        process=process,
        trend=trend,
        decided_by=line.decider(),
    )


@dataclass(frozen=True)
class _Line:
    """A line of a gold file; every complaint about it names file and line."""

    path: Path
    number: int
    fields: Mapping[str, Any]

    def error(self, what: str, value: object, expected: str) -> InputError:
        place = f"строка {self.number}"
        return InputError(what, file=self.path, place=place, value=value, expected=expected)

    def one_of(self, field: str, allowed: Iterable[str], what: str) -> str:
        value, names = self._value(field), list(allowed)
        if value in names:
            return str(value)
        near = difflib.get_close_matches(str(value), names, 1)
        raise self.error(what, value, f"«{near[0]}» или другое известное значение" if near else one_of(names))

    def whole(self, field: str, least: int, most: int) -> int:
        value = self._value(field)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        expected = f"целое число от {least} до {most}" if least <= most else "место в непустой реплике"
        raise self.error(f"неверное значение поля «{field}»", value, expected)

    def decider(self) -> str:
        """Who decided about the mention, as `Mention.decided_by` says it."""
        value = self.fields.get("decided_by") or f"{PERSON}gold"
        if isinstance(value, str) and value.startswith((PERSON, "model:", "rule:", "llm:", "plugin:")):
            return value
        raise self.error("неверное значение поля «decided_by»", value, "person:…, model:… или rule:…")

    def _value(self, field: str) -> object:
        if field not in self.fields:
            raise self.error(f"нет поля «{field}»", None, f"поле «{field}»")
        return self.fields[field]


def _parse(line: str, path: Path, number: int) -> Mapping[str, Any]:
    expected = 'объект JSON в одной строке, например {"interview": "i1", "turn": 3, …}'
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(
            "это не JSON", file=path, place=f"строка {number}", value=line, expected=expected
        ) from error
    if not isinstance(fields, dict):
        raise InputError("это не объект", file=path, place=f"строка {number}", value=line, expected=expected)
    return fields
