"""The mapping of a study, names_found.csv: for the study's folder only, never for a report."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from otzvuk.anonymise.kind import NameKind
from otzvuk.anonymise.names import COLUMNS, Found, doubtful_first
from otzvuk.folder.layout import FOUND_LIST as FOUND_LIST
from otzvuk.model.errors import InputError, reason
from otzvuk.model.identity import Person
from otzvuk.model.interview import natural
from otzvuk.read.guarded import read_table

_FORM = re.compile(r"(.*\S)\s*\((\d+)\)$", re.DOTALL)
_ID = "id"
_FORMULA = ("=", "+", "-", "@", "'")


def write_found(found: Sequence[Found], path: Path, *, ids: Mapping[Person | str, str] | None = None) -> Path:
    """Write the mapping as CSV (`;`, UTF-8 with BOM, as Excel opens it), whole or not at all.

    Columns as in `otzvuk.anonymise.names.COLUMNS`; at the end stand the `ids` of people and companies
    (`otzvuk.model.identity`), rows of kind `id`: with the interview a person's, without it a company's. A
    cell that Excel could take for a formula begins with an apostrophe. Raises `InputError` where the file
    cannot be written.
    """
    text = found_table(found, ids=ids)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(text)
        temporary.replace(path)
    except OSError as error:
        raise InputError(
            "файл не записывается",
            file=path,
            value=reason(error),
            expected="папка, в которую можно писать, и файл, не открытый в другой программе",
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink()
    return path


def found_table(found: Sequence[Found], *, ids: Mapping[Person | str, str] | None = None) -> bytes:
    """What `write_found` writes."""
    table = io.StringIO()
    writer = csv.writer(table, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in doubtful_first(found):
        forms = " | ".join(f"{' '.join(form.split())} ({count})" for form, count in each.forms.items())
        row = [
            each.kind.value,
            each.placeholder,
            forms,
            each.count,
            ", ".join(each.interviews),
            each.context,
            each.doubt,
        ]
        writer.writerow([_safe(str(cell)) for cell in row])
    for key, id_ in sorted((ids or {}).items(), key=lambda item: natural(item[1])):
        interview, name = key if isinstance(key, tuple) else ("", key)
        writer.writerow([_safe(str(cell)) for cell in (_ID, id_, name, 0, interview, "")])
    return table.getvalue().encode("utf-8-sig")


def read_found(path: Path) -> tuple[Found, ...]:
    """Read a mapping that `write_found` wrote; () where there is no such file.

    Places of examples are not kept. Raises `InputError` for a missing column or an unknown kind.
    """
    if not path.is_file():
        return ()
    table = read_table(path)
    for column in ("kind", "placeholder", "forms"):
        if column not in table.columns:
            raise InputError("нет столбца", file=path, value=column, expected=", ".join(COLUMNS))
    found = []
    for row in table.rows:
        if row["kind"] == _ID:
            continue
        if row["kind"] not in set(NameKind):
            raise InputError(
                "неизвестный вид имени",
                file=path,
                place=row.place,
                value=row["kind"],
                expected=", ".join(NameKind),
            )
        forms = {}
        for part in _plain(row["forms"]).split(" | "):
            counted = _FORM.match(part)
            if counted:
                forms[counted[1]] = int(counted[2])
        interviews = tuple(part for part in _plain(row["interviews"]).split(", ") if part)
        found.append(
            Found(
                kind=NameKind(row["kind"]),
                placeholder=_plain(row["placeholder"]),
                forms=forms,
                interviews=interviews,
                example=None,
                context=_plain(row["example"]),
            )
        )
    return tuple(found)


def read_ids(path: Path) -> dict[Person | str, str]:
    """The ids of people and companies that `write_found` kept; {} where there are none."""
    if not path.is_file():
        return {}
    found: dict[Person | str, str] = {}
    for row in read_table(path).rows:
        if row["kind"] == _ID and re.fullmatch(r"[pk]\d+", row["placeholder"]):
            name, interview = _plain(row["forms"]), _plain(row["interviews"])
            found[(interview, name) if row["placeholder"][0] == "p" else name] = row["placeholder"]
    return found


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") else cell
