"""Transcripts coded inline, the format of the gold study and the training corpus: read and written.

One turn a line, `Имя: текст`. Around a stretch of a turn stand `<c s="code">` (complaint), `<p …>`
(praise), `<w …>` (wish), with `t="worse"` or `t="better"` and `process="…"` where they differ from the
code's default; `s="a,b"` are two mentions on one stretch. `<r s="code" v="8" of="10">` is a mark in speech,
of a code, theme, process or value of a lens; it may stand inside a mention or around one. In the words,
`&lt;` and `&gt;` are the signs of the tags themselves and `<br/>` a line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from otzvuk.model.codebook import Codebook
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Turn
from otzvuk.model.mention import PERSON, Kind, Mention, Rating, Trend
from otzvuk.read.encoding import read_text
from otzvuk.read.settings import near_or_all

_KINDS = {"c": Kind.COMPLAINT, "p": Kind.PRAISE, "w": Kind.WISH}
_TAGS = {kind: tag for tag, kind in _KINDS.items()}
_SPEAKER = re.compile(r"([^:<>\n]+):(?:\s|$)")
_TAG = re.compile(
    r'<(?P<close>/?)(?P<name>[a-z]+)(?P<attributes>(?:\s+[a-z]+="[^"]*")*)\s*(?P<empty>/?)>|[<>]'
)
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_ALLOWED = {"r": {"s", "v", "of"}, **{tag: {"s", "t", "process"} for tag in "cpw"}}
_MARKED_BY = f"{PERSON}marked"


class Marked(NamedTuple):
    """A marked transcript: its turns without the tags, and what the tags say, in the order of the text.

    The process of a mention is "" where the tag gives none and no codebook was at hand.
    """

    turns: tuple[Turn, ...]
    mentions: tuple[Mention, ...]
    ratings: tuple[Rating, ...]


def read_marked(source: str | Path, *, codebook: Codebook | None = None) -> Marked:
    """Read a marked transcript: a path, or the text itself (a `str`).

    With a `codebook`, codes and processes must be in it and mentions get the default process. Raises
    `InputError` with line and column.
    """
    path = source if isinstance(source, Path) else None
    text = read_text(source) if isinstance(source, Path) else source.replace("\r\n", "\n")
    turns: list[Turn] = []
    mentions: list[Mention] = []
    ratings: list[Rating] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        head = _SPEAKER.match(line)
        if head is None:
            raise _error("в начале строки нет имени говорящего", path, number, 1, expected="«Имя: текст»")
        words = _Words(line, head.end(), number, path, codebook)
        spoken, coded, marks = words.read(len(turns))
        turns.append(Turn(head[1].strip(), spoken, f"строка {number}"))
        mentions += coded
        ratings += marks
    return Marked(tuple(turns), tuple(mentions), tuple(ratings))


class _Open(NamedTuple):
    tag: str
    attributes: dict[str, str]
    start: int
    column: int


class _Words:
    """The words of one line, with their tags."""

    def __init__(
        self, line: str, start: int, number: int, path: Path | None, codebook: Codebook | None
    ) -> None:
        self.line, self.start, self.number, self.path, self.codebook = line, start, number, path, codebook

    def read(self, turn: int) -> tuple[str, list[Mention], list[Rating]]:
        text, at = "", self.start
        at += len(self.line[at:]) - len(self.line[at:].lstrip())
        opened: list[_Open] = []
        closed: list[tuple[_Open, int]] = []
        for tag in _TAG.finditer(self.line, at):
            text += _unescaped(self.line[at : tag.start()])
            at = tag.end()
            column = tag.start() + 1
            if tag["name"] is None:
                raise self._error(
                    "лишний знак", column, tag[0], "тег разметки; сам знак пишут как &lt; или &gt;"
                )
            if tag["name"] == "br":
                text += "\n"
            elif tag["close"]:
                if not opened or opened[-1].tag != tag["name"]:
                    expected = f"</{opened[-1].tag}>" if opened else "сначала открывающий тег"
                    raise self._error("закрывающий тег не к месту", column, tag[0], expected)
                closed.append((opened.pop(), len(text)))
            else:
                opened.append(self._opening(tag, opened, len(text), column))
        if opened:
            raise self._error(
                "тег не закрыт",
                opened[-1].column,
                f"<{opened[-1].tag}>",
                f"</{opened[-1].tag}> в той же строке",
            )
        text = (text + _unescaped(self.line[at:])).rstrip()
        mentions: list[Mention] = []
        ratings: list[Rating] = []
        for tag_, stop in sorted(closed, key=lambda each: each[0].column):
            stop = min(stop, len(text))
            if tag_.start >= stop:
                raise self._error("внутри тега ничего нет", tag_.column, f"<{tag_.tag}>", "слова")
            for code in tag_.attributes["s"].split(","):
                if tag_.tag == "r":
                    ratings.append(self._rating(turn, tag_, stop, text, code))
                else:
                    mentions.append(self._mention(turn, tag_, stop, text, code))
        return text, mentions, ratings

    def _opening(self, tag: re.Match[str], opened: Sequence[_Open], start: int, column: int) -> _Open:
        name, attributes = tag["name"], dict(_ATTRIBUTE.findall(tag["attributes"]))
        if name not in _ALLOWED or tag["empty"]:
            raise self._error("неизвестный тег", column, tag[0], "<c>, <p>, <w>, <r> или <br/>")
        if name != "r" and any(each.tag != "r" for each in opened):
            raise self._error("упоминание внутри упоминания", column, tag[0], "сначала закрывающий тег")
        odd = set(attributes) - _ALLOWED[name]
        if odd:
            raise self._error("неизвестный признак", column, min(odd), ", ".join(sorted(_ALLOWED[name])))
        if not attributes.get("s"):
            raise self._error("в теге нет кода", column, tag[0], 's="тема.подтема"')
        return _Open(name, attributes, start, column)

    def _mention(self, turn: int, tag: _Open, stop: int, text: str, code: str) -> Mention:
        code, process, trend = code.strip(), tag.attributes.get("process", ""), tag.attributes.get("t", "")
        if trend not in {"", "worse", "better"}:
            raise self._error("неизвестное изменение", tag.column, trend, "worse или better")
        if self.codebook:
            self._known(code, tag)
            if process and process not in self.codebook.processes:
                raise self._error(
                    "неизвестный процесс", tag.column, process, near_or_all(process, self.codebook.processes)
                )
            process = process or self.codebook.process_of(code)
        return Mention(
            turn=turn,
            start=tag.start,
            stop=stop,
            text=text[tag.start : stop],
            kind=_KINDS[tag.tag],
            code=code,
            process=process,
            trend=Trend(trend),
            confidence=1.0,
            decided_by=_MARKED_BY,
        )

    def _rating(self, turn: int, tag: _Open, stop: int, text: str, code: str) -> Rating:
        code = code.strip()
        if self.codebook and code not in self._wholes(self.codebook):
            self._known(code, tag)
        numbers = [re.fullmatch(r"\d+(?:\.\d+)?", tag.attributes.get(name, "")) for name in ("v", "of")]
        if not all(numbers):
            raise self._error("у оценки нет числа", tag.column, f"<{tag.tag}>", 'v="8" of="10"')
        value, scale = (float(number[0]) for number in numbers if number)
        return Rating(
            turn=turn,
            start=tag.start,
            stop=stop,
            text=text[tag.start : stop],
            criterion=code,
            value=value,
            scale=scale,
        )

    @staticmethod
    def _wholes(codebook: Codebook) -> set[str]:
        """What can be marked beside codes: themes, processes, values of lenses."""
        values = {value for lens in codebook.lenses.values() for value in lens.values}
        return {*codebook.themes, *codebook.processes, *values}

    def _known(self, code: str, tag: _Open) -> None:
        if self.codebook and code not in self.codebook.codes:
            raise self._error("неизвестный код", tag.column, code, near_or_all(code, self.codebook.codes))

    def _error(self, what: str, column: int, value: str, expected: str) -> InputError:
        return _error(what, self.path, self.number, column, value=value, expected=expected)


def write_marked(
    turns: Sequence[Turn],
    mentions: Iterable[Mention] = (),
    ratings: Iterable[Rating] = (),
    *,
    codebook: Codebook | None = None,
) -> str:
    """The marked transcript that `read_marked` reads back to the same turns, mentions and ratings.

    With a `codebook`, a process that is the code's default is left out. Mentions on one stretch are
    written as one tag where kind, trend and process agree. Raises `InputError` where stretches overlap
    in another way, or a speaker's name has a colon: the format cannot say it.
    """
    mentions, ratings = list(mentions), list(ratings)
    lines = []
    for index, turn in enumerate(turns):
        if re.search(r"[:<>\n]", turn.speaker) or not turn.speaker.strip():
            raise InputError(
                "имя говорящего не записать в размеченном виде",
                value=turn.speaker,
                expected="имя без знаков : < >",
            )
        spans = _spans([each for each in mentions if each.turn == index], codebook)
        for mark in (each for each in ratings if each.turn == index):
            spans.append(
                _Span(
                    mark.start, mark.stop, "r", f's="{mark.criterion}" v="{mark.value:g}" of="{mark.scale:g}"'
                )
            )
        lines.append(f"{turn.speaker}: {_tagged(turn.text, spans)}")
    return "".join(f"{line}\n" for line in lines)


class _Span(NamedTuple):
    start: int
    stop: int
    tag: str
    attributes: str


def _spans(mentions: Sequence[Mention], codebook: Codebook | None) -> list[_Span]:
    grouped: dict[tuple[int, int, str, str], list[str]] = {}
    for each in mentions:
        default = codebook.process_of(each.code) if codebook and each.code in codebook.codes else ""
        process = f' process="{each.process}"' if each.process and each.process != default else ""
        trend = f' t="{each.trend}"' if each.trend else ""
        grouped.setdefault((each.start, each.stop, _TAGS[each.kind], trend + process), []).append(each.code)
    return [
        _Span(start, stop, tag, f's="{",".join(codes)}"{more}')
        for (start, stop, tag, more), codes in grouped.items()
    ]


def _tagged(text: str, spans: Sequence[_Span]) -> str:
    # of two that begin together the longer is the outer one; of equals the mention is
    ordered = sorted(spans, key=lambda each: (each.start, -each.stop, each.tag == "r"))
    pieces: list[str] = []
    opened: list[_Span] = []
    at = 0

    def close_until(limit: int) -> None:
        nonlocal at
        while opened and opened[-1].stop <= limit:
            span = opened.pop()
            pieces.append(_escaped(text[at : span.stop]) + f"</{span.tag}>")
            at = span.stop

    for span in ordered:
        close_until(span.start)
        crossing = opened and opened[-1].stop < span.stop
        if crossing or (span.tag != "r" and any(each.tag != "r" for each in opened)):
            raise InputError(
                "упоминания пересекаются", value=text[span.start : span.stop], expected="отдельные отрезки"
            )
        pieces.append(_escaped(text[at : span.start]) + f"<{span.tag} {span.attributes}>")
        at = span.start
        opened.append(span)
    close_until(len(text))
    return "".join(pieces) + _escaped(text[at:])


def _escaped(text: str) -> str:
    guarded = re.sub(r"&(?=(?:amp|lt|gt);)", "&amp;", text)
    return guarded.replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br/>")


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _error(
    what: str, path: Path | None, line: int, column: int, *, value: str | None = None, expected: str
) -> InputError:
    return InputError(
        what, file=path, place=f"строка {line}, столбец {column}", value=value, expected=expected
    )
