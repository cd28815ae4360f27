"""The codings as a table for Excel: one row a mention, opened right by a double click in Russian Windows.

UTF-8 with BOM (without it Excel takes Russian for Windows-1251), semicolons (what Excel expects where the
decimal sign is a comma), CRLF, decimal commas. A cell that Excel would take for a formula gets an
apostrophe before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from otzvuk.folder.whole import whole_file
from otzvuk.model.codebook import Codebook
from otzvuk.model.interview import Role
from otzvuk.model.mention import Coding, Mention
from otzvuk.numbers.count import natural

COLUMNS = (
    "Интервью", "Файл", "Реплика", "Место", "Говорящий", "Компания", "Должность", "Роль", "Волна", "Начало",
    "Конец", "Текст", "Вид", "Тема", "Код", "Название кода", "Процесс", "Этап", "Динамика", "Уверенность",
    "Кто решил", "Почему",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def export_table(codebook: Codebook, codings: Iterable[Coding], path: Path) -> None:
    """Write the mentions of `codings` to `path` (`.csv`), with the columns `COLUMNS`.

    Turns are numbered from one, as people count; start and end are code points in the turn. Raises
    `InputError` where the file cannot be written.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for coding in sorted(codings, key=lambda each: natural(each.interview.id)):
        for mention in sorted(
            coding.mentions, key=lambda each: (each.turn, each.start, each.stop, each.code)
        ):
            writer.writerow([harmless(cell) for cell in _row(codebook, coding, mention)])
    with whole_file(path) as temporary:
        temporary.write_bytes(text.getvalue().encode("utf-8-sig", "replace"))


def harmless(cell: str) -> str:
    """`cell` so that no spreadsheet takes it for a formula.

    >>> harmless("=1+1"), harmless("да")
    ("'=1+1", 'да')
    """
    return f"'{cell}" if cell.lstrip(" \xa0\ufeff").startswith(_FORMULA) else cell


def _row(codebook: Codebook, coding: Coding, mention: Mention) -> list[str]:
    interview = coding.interview
    turn = interview.turns[mention.turn]
    person = interview.participant(turn)
    stage = codebook.stage_of(mention.process) if mention.process in codebook.processes else ""
    return [
        interview.id,
        interview.file,
        str(mention.turn + 1),
        turn.place,
        turn.speaker,
        person.company,
        person.position,
        "" if person.role is Role.UNKNOWN else person.role.label,
        person.wave or interview.wave,
        str(mention.start),
        str(mention.stop),
        mention.text,
        mention.kind.label,
        codebook.label(codebook.theme_of(mention.code)),
        mention.code,
        codebook.label(mention.code),
        codebook.label(mention.process),
        codebook.label(stage),
        mention.trend.label,
        f"{mention.confidence:.3f}".replace(".", ","),
        mention.decided_by,
        mention.why,
    ]
