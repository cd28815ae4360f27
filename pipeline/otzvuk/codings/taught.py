"""A user's own coded interviews, read to learn from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from otzvuk.codings.chosen import decided_coding
from otzvuk.codings.gold import read_gold
from otzvuk.folder.layout import MARKED, STORE
from otzvuk.model.codebook import Codebook
from otzvuk.model.errors import InputError
from otzvuk.model.mention import PERSON, Coding
from otzvuk.read import read_marked_study, read_study

GOLD = "gold.jsonl"


class Coded(NamedTuple):
    """Coded interviews, and the ids of those left out because nothing in them is marked.

    An interview without a single mention is taken for one that nobody has coded yet; learning from it
    would teach that nothing in it is a mention.
    """

    codings: tuple[Coding, ...]
    left_out: tuple[str, ...]


def read_coded(studies: Sequence[Path], codebook: Codebook) -> Coded:
    """The coded interviews of studies: transcripts in `marked/`, else a `gold.jsonl`, else decisions.

    Of decisions those interviews count in which a person has seen every mention.

    An interview's id is prefixed with its study's folder. Raises `InputError` for a study with neither or
    given twice, a code or process that `codebook` lacks, a mention in an interviewer's turn, and where
    nothing is marked at all.
    """
    names: dict[Path, str] = {}
    codings: list[Coding] = []
    for path in studies:
        if path.resolve() in names:
            raise InputError("исследование указано дважды", value=path, expected="каждая папка один раз")
        name = names[path.resolve()] = _unused(path.resolve().name, names.values())
        for each in _read(path, codebook):
            _check(each, path)
            codings.append(replace(each, interview=replace(each.interview, id=f"{name}/{each.interview.id}")))
    coded = tuple(each for each in codings if each.mentions)
    if not coded:
        raise InputError(
            "в разметке нет ни одного упоминания",
            file=", ".join(map(str, studies)),
            expected="размеченные слова респондентов",
        )
    return Coded(coded, tuple(each.interview.id for each in codings if not each.mentions))


def _read(path: Path, codebook: Codebook) -> Iterable[Coding]:
    if not path.is_dir():
        raise InputError(
            "это файл, а не папка" if path.exists() else "нет такой папки",
            file=path,
            expected="папка исследования",
        )
    if (path / MARKED).is_dir():
        return read_marked_study(path, codebook=codebook).codings
    if (path / GOLD).is_file():
        return read_gold(path / GOLD, replace(read_study(path), codebook=codebook))
    if (path / STORE).is_file():
        return _checked(decided_coding(replace(read_study(path), codebook=codebook)).codings)
    raise InputError(
        "нет ручной разметки",
        file=path,
        expected=f"папка {MARKED}/ с размеченными стенограммами, файл {GOLD} или решения в {STORE}",
    )


def _checked(codings: Iterable[Coding]) -> Iterable[Coding]:
    """The codings whose every mention a person has seen; the others as if nobody had coded them.

    What the program found and nobody looked at would teach it its own mistakes.
    """
    for each in codings:
        seen = all(mention.decided_by.startswith(PERSON) for mention in each.mentions)
        yield each if seen else replace(each, mentions=())


def _check(coding: Coding, path: Path) -> None:
    turns = coding.interview.turns
    for mention in coding.mentions:
        if turns[mention.turn].interviewer:
            raise InputError(
                f"упоминание стоит в реплике интервьюера «{turns[mention.turn].speaker}»:",
                file=path / coding.interview.file,
                place=turns[mention.turn].place,
                value=mention.text,
                expected="упоминания в словах респондентов; кто спрашивает, скажите в study.yaml "
                "ключом interviewers",
            )


def _unused(name: str, taken: Iterable[str]) -> str:
    """The name, numbered where two studies' folders share it."""
    same = sum(each.partition("~")[0] == name for each in taken)
    return f"{name}~{same + 1}" if same else name
