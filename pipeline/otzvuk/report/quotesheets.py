"""Sheets of quotes: the best of each process, and every mention with all its attributes, to pivot."""

from __future__ import annotations

import pandas as pd

from otzvuk.count import MENTIONS, RESPONDENTS, records, with_attributes, with_lenses
from otzvuk.findings import Findings
from otzvuk.report.named import Labels, add_frame
from otzvuk.report.sheet import Book, Column, Row


def add_quotes(book: Book, findings: Findings, labels: Labels) -> None:
    """The best quotes and all of them."""
    columns = {
        "process": Column("Процесс", "wrapped", 30), "kind": Column("Вид"),
        "place": Column("Место", "plain"), "text": Column("Цитата", "wrapped", 70),
        "speaker": Column("Респондент", "wrapped", 24), "company": Column("Компания", "wrapped", 24),
        "role": Column("Роль", "wrapped", 20), "code": Column("Код", "wrapped", 30),
        "why": Column("Почему выбрана", "wrapped", 40),
    }  # fmt: skip
    about = "Лучшие цитаты каждого процесса и почему они выбраны"
    add_frame(book, "Избранные цитаты", findings.quotes, columns, labels, frozen=2, about=about)
    _add_mentions(book, findings, labels)


def _add_mentions(book: Book, findings: Findings, labels: Labels) -> None:
    tables, study = findings.tables, findings.study
    mentions = with_lenses(with_attributes(tables.mentions, tables.respondents), study.codebook)
    columns = [
        Column("Вид"), Column("Тема", "wrapped", 16), Column("Код", "wrapped", 22),
        Column("Цитата", "wrapped", 64), Column("Респондент", "wrapped", 20),
        Column("Компания", "wrapped", 20), Column("Роль", "wrapped", 18), Column("Интервью", "wrapped", 14),
        Column("Файл", "wrapped", 18), Column("Место в файле", "wrapped", 14), Column("Время", "time"),
        Column("Реплика", "plain"), Column("Должность", "wrapped", 28), Column("Волна"),
        Column("Процесс", "wrapped", 28), Column("Этап", "wrapped", 20), Column("Динамика"),
        Column("Уверенность", "value"), Column("Чем решено", "text", 24), Column("Функция", "wrapped", 20),
    ]  # fmt: skip
    further = _further(mentions, findings)
    taken = {column.label for column in columns}
    columns += [Column(_unused(label, taken), "wrapped", 24) for label in further.values()]
    interviews = {interview.id: interview for interview in study.interviews}
    rows: list[Row] = []
    for row in records(mentions):
        interview = interviews[str(row["interview"])]
        turn = interview.turns[int(str(row["turn"]))]
        time = turn.seconds_at(int(str(row["start"])))
        named = {column: labels[column](str(row[column])) for column in labels if column in row}
        rows.append(
            [
                named["kind"], named["theme"], named["code"], row["text"], row["speaker"], row["company"],
                named["role"], row["interview"], interview.file, turn.place,
                None if time is None else time / 86_400,  # Excel's time is a share of a day
                row["turn"], row["position"], row["wave"], named["process"], named["stage"], named["trend"],
                row["confidence"], row["decided_by"], row["function"],
                *(named.get(name, row[name]) for name in further),
            ]
        )  # fmt: skip
    book.add_table(
        "Цитаты",
        columns,
        rows,
        printed=11,
        about="Все упоминания, одна цитата в строке: для фильтров и сводных таблиц",
    )


def _further(mentions: pd.DataFrame, findings: Findings) -> dict[str, str]:
    """The columns that a study adds, lenses and those of its participants, with their labels."""
    lenses = findings.study.codebook.lenses
    own = [str(name) for name in mentions.columns if name not in {*MENTIONS, *RESPONDENTS}]
    return {name: lenses[name].label if name in lenses else name for name in own}


def _unused(label: str, taken: set[str]) -> str:
    while label in taken:
        label += " (столбец)"
    taken.add(label)
    return label
