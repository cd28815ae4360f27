"""The codings as a table for people: one row a mention, in Excel by a double click."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from otzvuk.folder.csvfile import Dialect, csv_text
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


def export_table(
    codebook: Codebook, codings: Iterable[Coding], path: Path, *, dialect: Dialect = Dialect.EXCEL
) -> None:
    """Write the mentions of `codings` to `path` (`.csv`), with the columns `COLUMNS`.

    Turns are numbered from one, as people count; start and end are code points in the turn. Raises
    `InputError` where the file cannot be written.
    """
    rows: list[Sequence[str]] = [COLUMNS]
    for coding in sorted(codings, key=lambda each: natural(each.interview.id)):
        for mention in sorted(
            coding.mentions, key=lambda each: (each.turn, each.start, each.stop, each.code)
        ):
            rows.append(_row(codebook, coding, mention, dialect))
    with whole_file(path) as temporary:
        temporary.write_bytes(csv_text(rows, dialect).encode(dialect.encoding, "replace"))


def _row(codebook: Codebook, coding: Coding, mention: Mention, dialect: Dialect) -> list[str]:
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
        f"{mention.confidence:.3f}".replace(".", dialect.decimal),
        mention.decided_by,
        mention.why,
    ]
