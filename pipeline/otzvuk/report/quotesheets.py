"""Sheets of quotes: the best of each process, the wishes, and every mention with its attributes, to pivot."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from otzvuk.numbers.count import IDS, MENTIONS, RESPONDENTS, records, with_attributes, with_lenses
from otzvuk.numbers.findings import Findings
from otzvuk.numbers.quote import CHOSEN, Apart, Quote, Wish
from otzvuk.numbers.quote.choose import PICKED_BY_PERSON
from otzvuk.report.named import Labels
from otzvuk.report.sheet import Book, Column, Placed, Row
from otzvuk.report.shown import quoted, shown_wishes

LISTED = "Упоминания"
"""The name of the table of all mentions, for formulas and pivot tables."""

_HEADER = 200  # characters of a header that Excel's own tables take


def add_quotes(
    book: Book, findings: Findings, labels: Labels, quotes: Sequence[Quote], apart: Sequence[Apart] = ()
) -> Placed:
    """The best quotes (`shown_quotes`), before them those chosen `apart`; the wishes, and all mentions, whose
    place it gives."""
    columns = [
        Column("Процесс", "wrapped", 30), Column("Вид"), Column("Место", "plain"),
        Column("Цитата", "wrapped", 70), Column("Что изменено", "wrapped", 24),
        Column("Респондент", "wrapped", 24), Column("Компания", "wrapped", 24),
        Column("Роль", "wrapped", 20), Column("Код", "wrapped", 30), Column("Почему выбрана", "wrapped", 40),
        Column("Дословно", "wrapped", 50), Column("Вопрос", "text", 40), Column("Слова до", "text", 30),
        Column("Слова после", "text", 30), Column("Интервью"), Column("Место в интервью"),
    ]  # fmt: skip
    noted = any(each.remark for each in quotes) or any(each.remark for each in apart)
    columns += [Column("Заметка", "wrapped", 40)] if noted else []
    rows: list[Row] = [
        [
            CHOSEN, "", at, quote.text, "", quote.speaker, quote.company, quote.role.label, "",
            PICKED_BY_PERSON, quote.original, "", "", "", quote.interview, quote.where,
            *([quote.remark] if noted else []),
        ]
        for at, quote in enumerate(apart, 1)
    ]  # fmt: skip
    rows += [
        [
            quote.process_label, quote.kind.label, quote.place, quote.text, quote.note, quote.speaker,
            quote.company, quote.role.label, quote.code_label, quote.why, quote.original, quote.question,
            quote.before, quote.after, quote.interview, quote.where, *([quote.remark] if noted else []),
        ]
        for quote in quotes
    ]  # fmt: skip
    if rows:
        about = "Лучшие цитаты каждого процесса и почему они выбраны; рядом — как сказано дословно и вопрос"
        book.add_table("Избранные цитаты", columns, rows, frozen=2, printed=10, about=about)
    _add_wishes(book, shown_wishes(findings))
    return _add_mentions(book, findings, labels)


def _add_wishes(book: Book, wishes: Sequence[Wish]) -> None:
    """What clients ask for, a row each; left out where they ask for nothing."""
    columns = [
        Column("Процесс", "wrapped", 30), Column("О чём просят", "wrapped", 34),
        Column("Пожеланий", "count"), Column("Респондентов", "count"), Column("Компаний", "count"),
        Column("Цитата", "wrapped", 60), Column("Что изменено", "wrapped", 24),
        Column("Кто сказал", "wrapped", 30), Column("Дословно", "wrapped", 50),
        Column("Другие цитаты", "wrapped", 70),
    ]  # fmt: skip
    rows = [
        [
            wish.process_label, wish.code_label, wish.mentions, wish.respondents, wish.companies,
            first.text, first.note, first.who, first.original,
            "\n".join(f"{quoted(quote)} — {quote.who}" for quote in others),
        ]
        for wish, (first, *others) in ((wish, wish.quotes) for wish in wishes)
    ]  # fmt: skip
    if rows:
        about = "Идеи и пожелания клиентов по процессам, сначала то, о чём просит больше людей"
        book.add_table("Пожелания", columns, rows, frozen=2, about=about)


def _add_mentions(book: Book, findings: Findings, labels: Labels) -> Placed:
    survey, study = findings.survey, findings.study
    mentions = with_lenses(survey.but(mentions=with_attributes(survey)))
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
    return book.add_table(
        "Цитаты",
        columns,
        rows,
        printed=11,
        about="Все упоминания, одна цитата в строке: таблица Excel для фильтров и сводных таблиц",
        listed=LISTED,
    )


def _further(mentions: pd.DataFrame, findings: Findings) -> dict[str, str]:
    """The columns that a study adds, lenses and those of its participants, with their labels."""
    lenses = findings.study.codebook.lenses
    own = [str(name) for name in mentions.columns if name not in {*MENTIONS, *RESPONDENTS, *IDS}]
    return {name: lenses[name].label if name in lenses else name for name in own}


def _unused(label: str, taken: set[str]) -> str:
    label = label[:_HEADER].strip() or "столбец"
    while label.casefold() in {each.casefold() for each in taken}:  # as Excel compares them
        label += " (столбец)"
    taken.add(label)
    return label
