"""A source of a project → its text and its turns, whatever form it came in."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from otzvuk.exchange.archive import MOST_TEXT, Archive
from otzvuk.exchange.export import ASKS, SPEAKERS, SPEAKS
from otzvuk.exchange.moments import timed
from otzvuk.exchange.positions import Text, settle
from otzvuk.exchange.qde import QdeCode
from otzvuk.exchange.qdesource import QdeSource
from otzvuk.exchange.turns import Piece, Placed, locate, read_turns
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Turn
from otzvuk.read.encoding import decode
from otzvuk.read.guarded import read_guarded

_TEXTS = frozenset({"TextSource", "PDFSource"})
_NO_TEXT = {
    "AudioSource": "запись без расшифровки",
    "VideoSource": "запись без расшифровки",
    "PictureSource": "это рисунок",
}
Speaker = tuple[str, bool]
"""Who speaks, and whether they ask for the supplier."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a source holds: `text` is None where only its words are known, not what positions count.

    `own` says that this program wrote the turns. `notes` say in Russian what was guessed.
    """

    text: Text | None
    turns: tuple[Placed, ...]
    own: bool = False
    notes: tuple[str, ...] = ()


def speakers(codes: Mapping[str, QdeCode]) -> dict[str, Speaker]:
    """The codes that mark turns, as `otzvuk.exchange.export` writes them, with who speaks."""
    return {key: told for key, each in codes.items() if (told := _speaker(each))}


def read_contents(source: QdeSource, archive: Archive, told: Mapping[str, Speaker]) -> Contents:
    """The text and turns of `source`; `told` are the codes that mark turns.

    Raises `InputError` for what is no text, lies outside the archive or is not there.
    """
    if source.kind not in _TEXTS and not source.also:
        raise InputError(_NO_TEXT.get(source.kind, "это не текст"))
    raw, notes = source.inline, []
    if raw is None and source.plain:
        try:
            raw = read_text(source.plain, archive)
        except InputError as error:
            if not source.rich:
                raise
            notes.append(
                f"источник «{source.name}»: {error.what} «{error.value}», взят документ с оформлением"
            )
    if raw is None:
        notes.append(f"источник «{source.name}»: простого текста в проекте нет, отрезки найдены по их словам")
        return Contents(None, tuple(_rich(source, archive)), notes=tuple(notes))
    text = settle(raw, source.selections)
    if text.counted:
        notes.append(f"источник «{source.name}»: места отрезков считают {text.counted}; это учтено")
    own = _own_turns(source, text, told)
    if own:
        return Contents(text, tuple(own), own=True, notes=tuple(notes))
    placed, said = read_turns(text.text, source.name)
    placed = timed(placed, [(text.at(place), time) for place, time in source.moments])
    return Contents(text, tuple(placed), notes=(*notes, said) if said else tuple(notes))


def read_text(path: str, archive: Archive) -> str:
    """The text that a path of the project names. Raises `InputError` where it lies outside or is none."""
    return _decoded(archive.read(_inside(path, archive), most=MOST_TEXT), Path(path))


def _rich(source: QdeSource, archive: Archive) -> list[Placed]:
    """The turns of a document that the project holds without its plain text: .docx, .pdf and the like."""
    if not source.rich:
        raise InputError("текста в проекте нет")
    name = _inside(source.rich, archive)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"source{PurePosixPath(name).suffix.lower()}"
        path.write_bytes(archive.read(name))
        turns = read_guarded(path).turns
    text = "\n".join(turn.text for turn in turns)
    numbered, line = [], 1
    for turn in turns:
        numbered.append(replace(turn, place=f"строка {line}"))
        line += turn.text.count("\n") + 1
    return locate(text, numbered)


def _own_turns(source: QdeSource, text: Text, told: Mapping[str, Speaker]) -> list[Placed]:
    """The turns as this program wrote them: stretches coded with who speaks."""
    placed: list[Placed] = []
    end, line = 0, 1
    for each in sorted(source.selections, key=lambda one: one.start):
        speaker = next((told[one.code] for one in each.codings if one.code in told), None)
        start, stop = text.at(each.start), text.at(each.stop)
        if speaker and end <= start < stop <= len(text.text):
            line += text.text.count("\n", placed[-1].pieces[0].text_at if placed else 0, start)
            words, end = text.text[start:stop], stop
            turn = Turn(speaker[0], words, f"строка {line}", interviewer=speaker[1])
            placed.append(Placed(turn, (Piece(0, start, len(words)),)))
    return placed


def _speaker(code: QdeCode) -> Speaker | None:
    name = code.path[-1]
    if len(code.path) < 2 or code.path[-2] != SPEAKERS or not name.startswith((SPEAKS, ASKS)):
        return None
    told = re.search(r"^Говорящий: (.+)", code.description)
    plain = re.sub(r" \([^()]*\)( \(\d+\))?$", "", name).removeprefix(SPEAKS).removeprefix(ASKS)
    return (told[1].strip() if told else plain) or "—", name.startswith(ASKS)


def _inside(reference: str, archive: Archive) -> str:
    """The part of the archive that a path of the project names: `internal://…`, `relative://…`, or bare.

    What lies elsewhere on the disk is never opened; programs pack it in all the same, so that a file of
    that name in the archive is it.
    """
    scheme, parted, rest = reference.partition("://")
    path = (rest if parted else scheme).replace("\\", "/").strip()
    for each in dict.fromkeys((path, unquote(path))):
        inner, name = each.lstrip("/"), PurePosixPath(each).name
        found = archive.find(f"sources/{name}", inner, f"sources/{inner}", name) or archive.find_file(name)
        if name and found is not None:
            return found
    raise InputError(
        "файл источника лежит вне проекта:",
        value=reference,
        expected="проект, сохранённый вместе с файлами источников (папка sources)",
    )


def _decoded(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8")  # with its BOM: whether positions count it is to be seen
    except UnicodeDecodeError:
        return decode(data, path)
