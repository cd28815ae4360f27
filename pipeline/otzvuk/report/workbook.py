"""frequencies.xlsx: the frequency tables of the method, the ranking, all quotes and how it was counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pandas as pd

from otzvuk.codebook import Codebook
from otzvuk.count import records, respondents_table, subtotals, with_attributes
from otzvuk.interview import Role
from otzvuk.mention import Kind, Trend
from otzvuk.report.about import about
from otzvuk.report.headline import headline
from otzvuk.report.sheet import Book, Column, Row, missing
from otzvuk.report.whole import whole_file
from otzvuk.study import Study

_COUNTS = (
    Column("Упоминаний", "count"),
    Column("Доля в группе", "share"),
    Column("Респондентов", "count"),
    Column("Опрошено", "count"),
    Column("Доля опрошенных", "share"),
    Column("Компаний", "count"),
)
_COUNTED = ("mentions", "share", "respondents", "asked", "reach", "companies")
_KEYS = {
    "kind": Column("Вид"),
    "theme": Column("Тема"),
    "code": Column("Код", "wrapped", 60),
    "role": Column("Роль"),
    "stage": Column("Этап"),
}


def write_workbook(
    path: Path,
    study: Study,
    *,
    mentions: pd.DataFrame,
    ratings: pd.DataFrame,
    ranking: pd.DataFrame,
    details: pd.DataFrame,
    created: datetime,
) -> None:
    """Write the workbook; the same arguments give the same bytes.

    The frames are those of `otzvuk.count` and `otzvuk.damage` (`rank`, `details`); `created` stands in the
    file's properties and on the sheet «О расчёте». Raises `InputError` where the file cannot be written.
    """
    respondents = respondents_table(study)
    labels = _labels(study.codebook)
    orders = {
        "kind": [kind.value for kind in Kind],
        "role": [role.value for role in Role],
        "stage": list(study.codebook.stages),
    }
    title = " · ".join(part for part in ("Частоты упоминаний", study.settings.supplier) if part)
    with whole_file(path) as temporary, Book(str(temporary), {"title": title, "created": created}) as book:
        for name, by in _OUTLINES.items():
            table = subtotals(mentions, by, orders=orders, respondents=respondents)
            _add_outline(book, name, table, by, labels)
        _add_cross(book, mentions, orders, respondents, labels)
        _add_processes(book, study, ranking, details, asked=len(respondents))
        _add_quotes(book, study, with_attributes(mentions, respondents), labels)
        _add_ratings(book, study, ratings, labels)
        columns = [Column("Что", "text"), Column("Значение", "wrapped", 110)]
        rows = about(study, mentions, respondents, ratings, created=created)
        book.add_table("О расчёте", columns, rows)


_OUTLINES: Mapping[str, Sequence[str]] = {
    "Сводка": ("kind", "theme", "code"),
    "По ролям": ("role", "kind", "theme", "code"),
    "По этапам": ("stage", "kind", "theme", "code"),
}

Labels = Mapping[str, Callable[[str], str]]


def _labels(codebook: Codebook) -> Labels:
    def of(names: Mapping[str, str]) -> Callable[[str], str]:
        return lambda identifier: names.get(identifier, identifier)

    return {
        "kind": of({kind.value: kind.label for kind in Kind}),
        "theme": of(codebook.themes),
        "code": of({name: code.label for name, code in codebook.codes.items()}),
        "process": of({name: process.label for name, process in codebook.processes.items()}),
        "stage": of(codebook.stages),
        "role": of({role.value: role.label for role in Role}),
        "trend": of({trend.value: trend.label for trend in Trend}),
        "criterion": lambda name: _criterion(codebook, name),
    }


def _criterion(codebook: Codebook, name: str) -> str:
    for lens in codebook.lenses.values():
        if name in lens.values and codebook.label(name) == name:
            return lens.values[name]
    return codebook.label(name)


def _named(row: Mapping[str, object], by: Sequence[str], labels: Labels) -> list[str]:
    """The labels of an outline's row: a total says «Всего», each subtotal «Итого» in the column after it."""
    depth = int(str(row["depth"]))
    names = [labels[column](str(row[column])) for column in by[:depth]]
    rest = ["Всего" if depth == 0 else "Итого"] + [""] * len(by)
    return (names + rest)[: len(by)]


def _add_outline(book: Book, name: str, table: pd.DataFrame, by: Sequence[str], labels: Labels) -> None:
    rows = [[*_named(row, by, labels), *(row[column] for column in _COUNTED)] for row in records(table)]
    columns = [*(_KEYS[column] for column in by), *_COUNTS]
    book.add_table(name, columns, rows, depths=table["depth"].tolist(), frozen=len(by))


def _add_cross(
    book: Book,
    mentions: pd.DataFrame,
    orders: Mapping[str, Sequence[str]],
    respondents: pd.DataFrame,
    labels: Labels,
) -> None:
    by = ("stage", "role", "theme")
    table = subtotals(mentions, by, orders=orders, respondents=respondents)
    of_kind = {}
    for kind in Kind:
        own = subtotals(mentions[mentions["kind"] == kind.value], by)
        of_kind[kind] = {tuple(row[column] for column in by): row["mentions"] for row in records(own)}
    rows = []
    for row in records(table):
        path = tuple(row[column] for column in by)
        kinds = [of_kind[kind].get(path, 0) for kind in Kind]
        rows.append([*_named(row, by, labels), *kinds, *(row[column] for column in _COUNTED)])
    kind_columns = [Column(kind.label, "count") for kind in Kind]
    columns = [*(_KEYS[column] for column in by), *kind_columns, *_COUNTS]
    book.add_table("Этап × роль × тема", columns, rows, depths=table["depth"].tolist(), frozen=len(by))


def _add_processes(
    book: Book, study: Study, ranking: pd.DataFrame, details: pd.DataFrame, *, asked: int
) -> None:
    said = headline(ranking, study.codebook, asked=asked, settings=study.settings)
    table = ranking.merge(details, how="left", on="process")
    shown = {
        "rank": Column("Место", "plain"),
        "process": Column("Процесс", "wrapped", 34),
        "stage": Column("Этап", "wrapped", 20),
        "named": Column("Назван главным"),
        "damage": Column(f"Ущерб (от 0 до {study.settings.damage_cap})", "value"),
        "mentions": Column("Жалоб", "count"),
        "respondents": Column("Респондентов с жалобой", "count"),
        "reach": Column("Доля опрошенных", "share"),
        "companies": Column("Компаний с жалобой", "count"),
        "company_reach": Column("Доля компаний", "share"),
        "worse_share": Column("Доля «стало хуже»", "share"),
        "p_top3": Column("Вероятность первой тройки", "share"),
        "rank_low": Column("Место от", "plain"),
        "rank_high": Column("Место до (90 %)", "plain"),
        "mean_score": Column("Средняя оценка из 10", "mark"),
        "scores": Column("Оценок", "count"),
        "drop_one_impact": Column("Вклад в среднюю оценку", "value"),
        "damage_low": Column("Ущерб без одной компании: от", "value"),
        "damage_high": Column("до", "value"),
        "weighty_company": Column("Самая весомая компания", "text", 30),
    }
    named = table.assign(
        process=[study.codebook.processes[process].label for process in table["process"]],
        stage=[study.codebook.stages[stage] for stage in table["stage"]],
    )
    rows = [[row[column] for column in shown] for row in records(named)]
    sheet = book.add_table("Процессы", list(shown.values()), rows, above=said, frozen=2, printed=14)
    if rows:
        first, at = len(said) + 2, list(shown).index("damage")
        bar = {
            "type": "data_bar",
            "bar_color": "#E8A598",
            "bar_solid": True,
            "min_type": "num",
            "min_value": 0,
        }
        sheet.conditional_format(first, at, first + len(rows) - 1, at, bar)


def _add_quotes(book: Book, study: Study, mentions: pd.DataFrame, labels: Labels) -> None:
    columns = [
        Column("Вид"), Column("Тема", "wrapped", 16), Column("Код", "wrapped", 22),
        Column("Цитата", "wrapped", 64), Column("Респондент", "wrapped", 20),
        Column("Компания", "wrapped", 20), Column("Роль", "wrapped", 18), Column("Интервью", "wrapped", 14),
        Column("Файл", "wrapped", 18), Column("Место в файле", "wrapped", 14), Column("Время", "time"),
        Column("Реплика", "plain"), Column("Должность", "wrapped", 28), Column("Волна"),
        Column("Процесс", "wrapped", 28), Column("Этап", "wrapped", 20), Column("Динамика"),
        Column("Уверенность", "value"), Column("Чем решено", "text", 24),
    ]  # fmt: skip
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
                row["confidence"], row["decided_by"],
            ]
        )  # fmt: skip
    book.add_table("Цитаты", columns, rows, printed=11)


def _add_ratings(book: Book, study: Study, ratings: pd.DataFrame, labels: Labels) -> None:
    columns = [
        Column("Интервью"), Column("Респондент", "text", 24), Column("Компания", "text", 28), Column("Роль"),
        Column("Волна"), Column("Критерий", "wrapped", 60), Column("Оценка", "mark"),
        Column("Шкала", "plain"), Column("Из 10", "mark"), Column("Откуда"), Column("Место в файле"),
        Column("Реплика", "plain"),
    ]  # fmt: skip
    interviews = {interview.id: interview for interview in study.interviews}
    rows: list[Row] = []
    for row in records(ratings):
        spoken = not missing(row["turn"])
        place = interviews[str(row["interview"])].turns[int(str(row["turn"]))].place if spoken else ""
        value, scale = float(str(row["value"])), float(str(row["scale"]))
        rows.append(
            [
                row["interview"], row["speaker"], row["company"], labels["role"](str(row["role"])),
                row["wave"], labels["criterion"](str(row["criterion"])), value, scale,
                10 * value / scale if scale > 0 else None, "речь" if spoken else "анкета", place, row["turn"],
            ]
        )  # fmt: skip
    book.add_table("Оценки", columns, rows)
