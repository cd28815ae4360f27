"""A person taken out of every file that the program wrote, and where the study's own files still name him."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Final, NamedTuple

from otzvuk.anonymise.kind import NameKind
from otzvuk.anonymise.lexicon import facts, fold, stem
from otzvuk.anonymise.mapping import FOUND_LIST, read_found, write_found
from otzvuk.anonymise.names import Found, Names, words_of
from otzvuk.anonymise.person import Parts, parts_of
from otzvuk.folder.layout import CACHE
from otzvuk.folder.whole import whole_file
from otzvuk.model.errors import InputError
from otzvuk.model.study import Study

GONE: Final = "[удалено]"
_TEXT: Final = frozenset((".csv", ".html", ".htm", ".json", ".jsonl", ".txt", ".md", ".tsv", ".yaml", ".svg"))
_ZIPPED: Final = frozenset((".xlsx", ".docx", ".pptx", ".qdpx", ".zip"))
_OWN: Final = ("participants", "ratings", "metrics", "guide", "study", "names", "plan", "facts", "otzvuk")


class Forgotten(NamedTuple):
    """Files changed, files removed since the name could not be cut out, and what still names him."""

    label: str
    changed: tuple[Path, ...]
    removed: tuple[Path, ...]
    left: tuple[str, ...]


def person_called(names: Names, wanted: str) -> Found:
    """The person of that placeholder or name, in any case; `InputError` for nobody and for several."""
    people = [each for each in names.found if each.kind in (NameKind.PERSON, NameKind.USER)]
    key = parts_of(wanted)
    labelled = [each for each in people if each.placeholder.strip("[]") == wanted.strip().strip("[]")]
    fitting = labelled or [
        each
        for each in people
        if _is_called(each, key) or fold(wanted) in {fold(form) for form in each.forms}
    ]
    if len(fitting) != 1:
        raise InputError(
            "такого человека в исследовании не найдено" if not fitting else "так зовут нескольких",
            value=wanted,
            expected=", ".join(each.placeholder for each in fitting) or "имя или метка из otzvuk names",
        )
    return fitting[0]


def _is_called(person: Found, wanted: Parts) -> bool:
    """Whether every part of the name that is asked for is in one of the person's forms."""
    parts = [parts_of(form) for form in person.forms]
    if not (wanted.given or wanted.patronymic or wanted.surname):
        return False
    return (
        (not wanted.given or any(each.given & wanted.given for each in parts))
        and (not wanted.patronymic or any(each.patronymic == wanted.patronymic for each in parts))
        and (not wanted.surname or any(each.surname == wanted.surname for each in parts))
    )


def pattern_of(person: Found) -> re.Pattern[str]:
    """Finds the person's names as written and, where they are hardly anybody else's, in every case form."""
    forms = sorted(person.forms, key=lambda form: (-len(form), form))
    parts = [r"\s+".join(re.escape(word) for word in form.split()) for form in forms if form.strip()]
    for word in {word for form in forms for word in words_of(form)}:
        known = facts(fold(word))
        if (
            len(word) > 3
            and not known.given
            and not known.patronymic
            and (not known.known or known.surname > 0.3)
        ):
            parts.append(rf"{re.escape(stem(word))}\w{{0,3}}")
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.I)


def forget(study: Study, person: Found, *, out: Sequence[Path] = ()) -> Forgotten:
    """Take `person` out of out/ (and `out`), names_found.csv and the cache; transcripts stay as they are.

    A file in which the name cannot be replaced is removed: `otzvuk analyse` makes it again.
    """
    pattern = pattern_of(person)
    changed, removed = [], []
    for folder in (study.path / "out", *out):
        for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if file.is_file() and _names(file, pattern):
                _cut(file, pattern)
                if _names(file, pattern):
                    file.unlink()
                    removed.append(file)
                else:
                    changed.append(file)
    listed = study.path / FOUND_LIST
    found = read_found(listed)
    kept = [
        each for each in found if not (each.kind == person.kind and each.placeholder == person.placeholder)
    ]
    if len(kept) < len(found):
        write_found(kept, listed)
        changed.append(listed)
    if listed.is_file() and _names(listed, pattern):
        _cut(listed, pattern)
    cache = study.path / CACHE
    if cache.is_dir():
        shutil.rmtree(cache)
        removed.append(cache)
    return Forgotten(person.placeholder, tuple(changed), tuple(removed), tuple(_left(study, pattern)))


def _left(study: Study, pattern: re.Pattern[str]) -> Iterator[str]:
    """Where the study's own files still name the person: for people, who alone may change them."""
    for interview in study.interviews:
        turns = [at for at, turn in enumerate(interview.turns, 1) if pattern.search(turn.text)]
        speaks = sorted({turn.speaker for turn in interview.turns if pattern.search(turn.speaker)})
        if turns:
            yield f"{interview.file}: реплики {_some(turns)}"
        if speaks:
            yield f"{interview.file}: говорящий {', '.join(speaks)}"
        if pattern.search(interview.file):
            yield f"{interview.file}: имя файла"
    for file in sorted(study.path.glob("*.*")):
        if file.is_file() and file.stem in _OWN and file.name != FOUND_LIST and _names(file, pattern):
            lines = [at for at, line in enumerate(_lines(file), 1) if pattern.search(line)]
            yield f"{file.name}: строки {_some(lines)}" if lines else file.name


def _some(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:10]))
    return shown if len(numbers) <= 10 else f"{shown} и ещё {len(numbers) - 10}"


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8-sig", "replace").splitlines() if file.suffix in _TEXT | {".yml"} else []


def texts_of(file: Path) -> Iterator[str]:
    """The texts inside a file of ours: CSV, HTML, JSON, office archives (their XML without tags), Parquet."""
    if file.suffix == ".parquet":
        import pyarrow.parquet as pq

        for column in pq.read_table(file).columns:
            yield from (str(value) for value in column.to_pylist() if isinstance(value, str))
    elif file.suffix in _ZIPPED:
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                yield name
                text = archive.read(name).decode("utf-8", "replace")
                yield re.sub(r"<[^<>]*>", "", text)
                yield text
    else:
        data = file.read_bytes()
        text = data.decode("utf-8", "replace")
        yield text
        if file.suffix in (".html", ".htm"):
            yield re.sub(r"<[^<>]*>", "", text)


def _names(file: Path, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(text) for text in texts_of(file))


def _cut(file: Path, pattern: re.Pattern[str]) -> None:
    if file.suffix == ".parquet":
        _cut_parquet(file, pattern)
    elif file.suffix in _ZIPPED:
        _cut_archive(file, pattern)
    elif file.suffix in _TEXT:
        text = file.read_bytes().decode("utf-8", "replace")
        with whole_file(file) as temporary:
            temporary.write_bytes(pattern.sub(GONE, text).encode("utf-8"))


def _cut_parquet(file: Path, pattern: re.Pattern[str]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(file)
    for at, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            values = [value and pattern.sub(GONE, value) for value in table.column(at).to_pylist()]
            table = table.set_column(at, field, pa.array(values, field.type))
    with whole_file(file) as temporary, temporary.open("wb") as sink:
        pq.write_table(table, sink, compression="zstd")


def _cut_archive(file: Path, pattern: re.Pattern[str]) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.endswith((".xml", ".rels", ".qde", ".txt")):
                text = data.decode("utf-8", "replace")
                data = re.sub(r">([^<>]+)<", lambda it: f">{pattern.sub(escape(GONE), it[1])}<", text).encode(
                    "utf-8"
                )
            elif entry.filename.endswith((".xlsx", ".docx")):
                continue  # a workbook inside a slide: its chart is drawn without it
            target.writestr(entry, data)
    with whole_file(file) as temporary:
        temporary.write_bytes(written.getvalue())
