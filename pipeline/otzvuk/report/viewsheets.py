"""Sheets of lenses: values of every lens, the journey, levels, clients and their people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from otzvuk.numbers.findings import Findings
from otzvuk.numbers.lens import lens_labels
from otzvuk.numbers.quote import Quote
from otzvuk.numbers.scores import Source
from otzvuk.report.clientpages import add_cards
from otzvuk.report.journeymap import add_map
from otzvuk.report.named import Labels, add_frame, named_rows
from otzvuk.report.sheet import Book, Column
from otzvuk.report.shown import quoted

COUNTS: Mapping[str, Column] = {
    "mentions": Column("Упоминаний", "count"),
    "praise": Column("Похвал", "count"),
    "complaint": Column("Жалоб", "count"),
    "wish": Column("Пожеланий", "count"),
    "worse": Column("«Стало хуже»", "count"),
    "better": Column("«Стало лучше»", "count"),
    "respondents": Column("Респондентов", "count"),
    "companies": Column("Компаний", "count"),
    "reach": Column("Доля опрошенных", "share"),
    "balance": Column("Баланс, от −1 до 1", "value"),
}
_MARKS: Mapping[str, Column] = {
    f"{source.value}_{name}": Column(f"{source.label}: {label}", style)
    for source in Source
    for name, label, style in (
        ("mean_ten", "средняя из 10", "mark"),
        ("low_ten", "от (95 %)", "mark"),
        ("high_ten", "до", "mark"),
        ("marks", "оценок", "count"),
    )
}


def add_views(book: Book, findings: Findings, labels: Labels, quotes: Sequence[Quote]) -> None:
    """All of them; what nobody spoke of has no row. `quotes` are the picked ones as they are shown."""
    views, book_ = findings.views, findings.study.codebook
    lenses = lens_labels(book_)
    if views.rolled:
        columns = {
            "lens": Column("Разрез", "text", 30),
            "group_label": Column("Группа", "text", 28),
            "label": Column("Значение", "wrapped", 40),
        }
        table = pd.concat(list(views.rolled.values()), ignore_index=True)
        silent = [
            f"Никто не сказал о том, что в разрезе «{lenses.get(str(name), str(name))}»: "
            f"{'; '.join(own['label'])}."
            for name, own in table[table["measured"] & ~table["mentioned"]].groupby("lens", sort=False)
        ]
        silent += [
            f"Не измерялось (нет такого кода) в разрезе «{lenses.get(str(name), str(name))}»: "
            f"{'; '.join(own['label'])}."
            for name, own in table[~table["measured"] & table["value"].ne("")].groupby("lens", sort=False)
        ]
        add_frame(
            book,
            "Разрезы",
            table[table["mentions"] > 0],
            columns | dict(COUNTS),
            {"lens": lambda name: lenses.get(name, name)},
            above=[
                f"Никто не сказал о том, что в разрезе «{each.replace(': ', '»: ', 1)}" for each in silent
            ],
            frozen=3,
            about="Те же упоминания по разрезам кодовой книги, и то, о чём не сказал никто",
        )
    add_map(book, findings)
    _add_journey(book, findings, quotes)
    _add_clients(book, findings, labels)
    add_cards(book, findings)


def _add_journey(book: Book, findings: Findings, quotes: Sequence[Quote]) -> None:
    table = findings.views.journey
    table = table[table["mentions"] > 0]
    if table.empty:
        return
    columns = {
        "stage_label": Column("Этап", "wrapped", 26),
        "label": Column("Процесс", "wrapped", 40),
        **COUNTS,
        "quote": Column("Цитата", "wrapped", 60),
        "quote_speaker": Column("Кто", "wrapped", 22),
    }
    deepest = table["depth"].max()
    said = {quote.mention: quoted(quote) for quote in quotes}
    table = table.assign(
        quote=["" if pd.isna(at) else said.get(int(at), "") for at in table["quote_mention"]],
        stage_label=table["stage_label"].where(table["depth"] > 0, "Всего"),
        label=table["label"].where(table["depth"] == deepest, ""),
    )
    book.add_table(
        "Путь по процессам",
        list(columns.values()),
        named_rows(table, list(columns), {}),
        depths=table["depth"].tolist(),
        frozen=2,
        about="Этапы и процессы пути клиента: похвалы, жалобы и по цитате",
    )


def _add_clients(book: Book, findings: Findings, labels: Labels) -> None:
    views = findings.views
    people = Column("Опрошено людей", "count")
    head = {"company": Column("Клиент", "text", 30), "people": people, "pull_label": Column("Вывод")}
    counts = {name: column for name, column in COUNTS.items() if name != "companies"}
    counts["reach"] = Column("Доля людей", "share")
    about = "Клиенты: что удерживает, что отталкивает, общая оценка"
    add_frame(book, "Клиенты", views.clients, head | counts | dict(_MARKS), labels, about=about)
    if views.profiles:
        columns = {
            "company": Column("Клиент", "text", 30), "label": Column("Блок", "text", 24),
            "pull_label": Column("Вывод"), **counts, **_MARKS,
        }  # fmt: skip
        blocks = pd.concat([each.blocks for each in views.profiles], ignore_index=True)
        counted = ["mentions", *(f"{each.value}_marks" for each in Source)]
        blocks = blocks[blocks[counted].sum(axis=1) > 0]
        about = "Продукт, условия, сервис, цена, отгрузка: что удерживает и отталкивает каждого клиента"
        add_frame(book, "Клиенты по блокам", blocks, columns, labels, frozen=2, about=about)
    columns = {
        "company": Column("Клиент", "text", 30), "speaker": Column("Человек", "text", 28),
        "position": Column("Должность", "wrapped", 30), "role_label": Column("Роль", "text", 26),
        "wave": Column("Волна"), "attitude_label": Column("Отношение"),
        "praised": Column("Хвалит", "wrapped", 30), "blamed": Column("Ругает", "wrapped", 30),
        **{name: COUNTS[name] for name in ("mentions", "praise", "complaint", "wish", "balance")},
    }  # fmt: skip
    about = "Люди клиентов: сторонники, критики, нейтральные и их главные темы"
    add_frame(book, "Люди клиентов", views.accounts, columns, {}, frozen=2, about=about)
