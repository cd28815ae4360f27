"""Two codings of the same interviews, read from wherever they are, and put side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath

import pandas as pd

from otzvuk.codings.gold import read_gold
from otzvuk.folder.layout import CODERS, MARKED, OUT
from otzvuk.model.codebook import Codebook, read_codebook
from otzvuk.model.errors import InputError
from otzvuk.model.extra import needed
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding, Kind, Mention, Trend
from otzvuk.model.study import Study
from otzvuk.numbers.count import records
from otzvuk.read import read_marked_study, read_study

_EXPECTED = (
    "mentions.csv или .parquet, папка с marked/, gold.jsonl, проект .qdpx или таблица размеченных фрагментов "
    "(.csv, .xlsx)"
)
PROJECT = ".qdpx"
_TABLES = frozenset({".csv", ".xlsx", ".xlsm", ".ods"})
_NEEDED = ("interview", "turn", "start", "end", "text", "kind", "code")


@dataclass(frozen=True)
class Side:
    """One of two codings: what people call it, its interviews as coded, and the codebook it is in.

    `notes` say in Russian what of it could not be taken.
    """

    name: str
    codings: tuple[Coding, ...]
    codebook: Codebook
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pair:
    """An interview as each side coded it; both codings have the turns of the first."""

    one: Coding
    other: Coding


def read_sides(
    one: Path,
    other: Path,
    *,
    study: Path | None = None,
    coders: tuple[str, str] = ("", ""),
    kind: Kind | None = None,
) -> tuple[Side, Side]:
    """Two codings of the same interviews, as of `read_side`, in one codebook.

    The codes of a `.qdpx` are looked for in that of the other side where no `study` is told.
    """
    paths = (one, other)
    first = 1 if one.suffix.lower() == PROJECT and other.suffix.lower() != PROJECT else 0
    found = read_side(paths[first], study=study, coder=coders[first], kind=kind)
    book = None if paths[first].suffix.lower() == PROJECT else found.codebook
    rest = read_side(paths[1 - first], study=study, coder=coders[1 - first], kind=kind, codebook=book)
    return (rest, found) if first else (found, rest)


def read_side(
    path: Path,
    *,
    study: Path | Study | None = None,
    coder: str = "",
    kind: Kind | None = None,
    codebook: Codebook | None = None,
) -> Side:
    """Read a coding: a `mentions.csv` or `.parquet`, a folder with `marked/`, a `gold.jsonl`, a `.qdpx`, or a
    table of coded segments as MAXQDA, ATLAS.ti, QualCoder and Taguette write it (`.csv`, `.xlsx`).

    `study` is the study (or its folder) with the transcripts of a table or .jsonl, by default that in which
    the file lies (`STUDY/out/mentions.csv`, `STUDY/gold.jsonl`, `STUDY/coders/NAME.jsonl`). A study's folder
    without `marked/` stands for its out/mentions.csv. `coder` and `kind` are those of `read_project`;
    the codes of a `.qdpx` are looked for in `codebook` where there is no `study`. Raises `InputError`.
    """
    if path.is_dir():
        if path.name == MARKED:
            path = path.parent
        if (path / MARKED).is_dir():
            book = study.codebook if isinstance(study, Study) else None
            marked = read_marked_study(path, codebook=book)
            own = book or read_codebook(marked.settings.codebook, beside=path)
            return Side(str(path), marked.codings, own)
        inner = [path / OUT / "mentions.csv", path / "mentions.csv", path / "gold.jsonl"]
        found = next((each for each in inner if each.is_file()), None)
        if found is None:
            raise InputError("в папке нет разметки", file=path, expected=_EXPECTED)
        return replace(read_side(found, study=study), name=str(path))
    if not path.exists():
        raise InputError("нет такого файла или папки", file=path, expected=_EXPECTED)
    suffix = path.suffix.lower()
    if suffix == PROJECT:
        from otzvuk.exchange.project import read_project  # what others write is slow to import, and rare

        book = _read(study).codebook if study else codebook or read_codebook()
        project = read_project(path, codebook=book, coder=coder, kind=kind)
        name = f"{path} ({coder})" if coder else str(path)
        return Side(name, project.codings, project.codebook, project.lost)
    if suffix not in {*_TABLES, ".parquet", ".jsonl"}:
        raise InputError("это не разметка", file=path, value=path.suffix, expected=_EXPECTED)
    read = _read(study or (path.parent.parent if path.parent.name in {OUT, CODERS} else path.parent))
    from otzvuk.exchange.segments import is_segments, read_segments

    if suffix in _TABLES and is_segments(path, read):
        segments = read_segments(path, read, coder=coder, kind=kind)
        name = f"{path} ({coder})" if coder else str(path)
        return Side(name, segments.codings, segments.codebook, segments.lost)
    codings = read_gold(path, read) if suffix == ".jsonl" else _table(path, read)
    return Side(str(path), codings, read.codebook)


def _read(study: Path | Study) -> Study:
    return study if isinstance(study, Study) else read_study(study)


def pairs(one: Side, other: Side) -> tuple[tuple[Pair, ...], tuple[str, ...]]:
    """The interviews that both sides have, and in Russian what was left out.

    An interview is found by its id, else by the name of its file, else by its words. Raises `InputError`
    where no interview is common.
    """
    left = list(other.codings)
    found: list[Pair] = []
    notes = [f"{side.name}: {note}" for side in (one, other) for note in side.notes]
    for coding in one.codings:
        same = twin(coding.interview, left)
        if same is None:
            notes.append(f"интервью «{coding.interview.id}» есть только в {one.name}")
            continue
        left.remove(same)
        put, lost = moved(same, coding.interview)
        if lost:
            what = f"реплики разошлись, упоминаний {other.name} вне сравнения: {lost}"
            notes.append(f"интервью «{coding.interview.id}»: {what}")
        found.append(Pair(once(coding), once(put)))
    notes += [f"интервью «{coding.interview.id}» есть только в {other.name}" for coding in left]
    if not found:
        raise InputError(
            "общих интервью нет", file=f"{one.name}, {other.name}", expected="две разметки одних интервью"
        )
    return tuple(found), tuple(notes)


def twin(own: Interview, others: Sequence[Coding]) -> Coding | None:
    """The coding of an interview: by its id, else by the name of its file, else by its words."""
    for same in (
        lambda each: each.id == own.id,
        lambda each: PurePosixPath(each.file).stem == PurePosixPath(own.file).stem,
        lambda each: [turn.text for turn in each.turns] == [turn.text for turn in own.turns],
    ):
        for each in others:
            if same(each.interview):
                return each
    return None


def moved(coding: Coding, onto: Interview) -> tuple[Coding, int]:
    """`coding` with its mentions and ratings in the turns of `onto`, and how many mentions have no place."""
    texts = [[turn.text for turn in each.turns] for each in (coding.interview, onto)]
    if texts[0] == texts[1]:
        return replace(coding, interview=onto), 0
    place: dict[int, int] = {}
    for block in SequenceMatcher(None, texts[0], texts[1], autojunk=False).get_matching_blocks():
        place |= {block.a + at: block.b + at for at in range(block.size)}
    kept = tuple(replace(each, turn=place[each.turn]) for each in coding.mentions if each.turn in place)
    rated = tuple(replace(each, turn=place[each.turn]) for each in coding.ratings if each.turn in place)
    said = coding.sayings
    heard = said and tuple(replace(each, turn=place[each.turn]) for each in said if each.turn in place)
    theirs = tuple(replace(each, turn=place[each.turn]) for each in coding.theirs if each.turn in place)
    whole = Coding(onto, mentions=kept, ratings=rated, sayings=heard, theirs=theirs)
    return whole, len(coding.mentions) - len(kept)


def once(coding: Coding) -> Coding:
    """`coding` with each mention once, whoever made it, in the order of the text."""
    found: dict[tuple[object, ...], Mention] = {}
    for each in sorted(coding.mentions, key=lambda one: (one.turn, one.start, one.stop, one.code)):
        found.setdefault((each.turn, each.start, each.stop, each.kind, each.code), each)
    return replace(coding, mentions=tuple(found.values()))


def _table(path: Path, study: Study) -> tuple[Coding, ...]:
    try:
        if path.suffix.lower() == ".parquet":
            with needed("для файлов Parquet", extra="parquet"):
                import pyarrow  # noqa: F401 - pandas reads by it, and says in English that it is missing

            table = pd.read_parquet(path).astype("string").fillna("").astype(object)
        else:
            with path.open(encoding="utf-8-sig") as file:
                header = file.readline()
            separator = max(",;\t", key=header.count)  # semicolons where Excel has saved it
            table = pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise InputError(
            "таблица не читается", file=path, expected="mentions.csv, как его пишет otzvuk"
        ) from error
    missing = [name for name in _NEEDED if name not in table.columns]
    if missing:
        raise InputError("в таблице нет столбца", file=path, value=missing[0], expected=", ".join(_NEEDED))
    interviews = {each.id: each for each in study.interviews}
    found: dict[str, list[Mention]] = {name: [] for name in interviews}
    for number, row in enumerate(records(table), 2):
        mention = _mention(row, study, path, f"строка {number}")
        found[str(row["interview"])].append(mention)
    return tuple(Coding(each, mentions=tuple(found[each.id])) for each in study.interviews)


def _mention(row: dict[str, str], study: Study, path: Path, place: str) -> Mention:
    interview = next((each for each in study.interviews if each.id == row["interview"]), None)
    if interview is None:
        raise InputError(
            "неизвестное интервью",
            file=path,
            place=place,
            value=row["interview"],
            expected="интервью исследования",
        )
    try:
        turn, start, stop = (int(row[name]) for name in ("turn", "start", "end"))
        text = interview.turns[turn].text[start:stop]
        kind = Kind(row["kind"])
        trend = Trend(row.get("trend", ""))
        sure = float((row.get("confidence") or "1").replace(",", "."))
    except (ValueError, IndexError) as error:
        raise InputError(
            "место или вид упоминания неверны", file=path, place=place, expected="строка, как её пишет otzvuk"
        ) from error
    if min(turn, start) < 0 or not text or text != row["text"]:
        raise InputError(
            "текст не совпадает с местом в реплике",
            file=path,
            place=place,
            value=row["text"],
            expected=f"«{text}»",
        )
    code = row["code"]
    process = row.get("process") or (study.codebook.process_of(code) if code in study.codebook.codes else "")
    return Mention(
        turn=turn, start=start, stop=stop, text=text, kind=kind, code=code, process=process, trend=trend,
        confidence=sure, decided_by=row.get("decided_by", ""),
    )  # fmt: skip


def spoken(pair: Pair) -> Iterable[int]:
    """The turns that can be coded: those of respondents, and any that somebody coded all the same."""
    coded = {each.turn for coding in (pair.one, pair.other) for each in coding.mentions}
    for at, turn in enumerate(pair.one.interview.turns):
        if not turn.interviewer or at in coded:
            yield at
