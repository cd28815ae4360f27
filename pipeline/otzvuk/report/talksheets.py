"""Sheets about who speaks of what: crosstabs and their tests, typical words, co-occurrence, saturation."""

from __future__ import annotations

import pandas as pd

from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Talk
from otzvuk.report.named import add_frame
from otzvuk.report.sheet import Block, Book, Column, Line, Placed

_SAYS = {"чаще": "#D9ECE7", "реже": "#F9DDD2"}


def add_talk(book: Book, talk: Talk) -> Placed | None:
    """All of them; the place of the table of saturation, for its chart."""
    _add_crosstabs(book, talk)
    _add_cells(book, talk)
    _add_tests(book, talk)
    _add_typical(book, talk)
    _add_together(book, talk)
    saturation = _add_saturation(book, talk)
    _add_unlisted(book, talk)
    return saturation


def _add_crosstabs(book: Book, talk: Talk) -> None:
    """The crosstabs as people read them, one under another, with the verdict of each."""
    verdicts = {
        (row["rows"], row["row"], row["columns"], row["column"]): str(row["verdict"])
        for row in records(talk.association.cells)
    }
    tests = {(row["rows"], row["columns"]): row for row in records(talk.association.table)}
    blocks = []
    for pair, table in talk.crosstabs.items():
        if table.empty:
            continue
        test = tests[pair]
        sentence = f"{test['rows_label']} × {test['columns_label']}: {test['verdict']}"
        if test["p"] == test["p"]:
            figures = f"p = {test['p']:.3f}; V Крамера {test['cramers_v']:.2f}".replace(".", ",")
            sentence += f" ({test['method']}; {figures}; респондентов {test['respondents']})"
        # the share that answers the question: of the people asked, where one attribute is theirs
        of = "column" if pair[1] in {"role", "wave"} and pair[0] not in {"role", "wave"} else "row"
        labels = list(dict.fromkeys(table["column_label"]))
        lines = []
        for _, line in table.groupby("row", sort=False):
            cells = records(line)
            marks = [verdicts.get((*pair[:1], cell["row"], pair[1], cell["column"]), "") for cell in cells]
            shown = [cell["respondents"] for cell in cells]
            shares = [cell[f"respondents_of_{of}"] for cell in cells]
            lines.append(Line(cells[0]["row_label"], cells[0]["row_respondents"], shown, shares, marks))
        blocks.append(Block(f"{sentence}.", str(test["rows_label"]), labels, lines))
    if blocks:
        book.add_blocks(
            "Пересечения",
            blocks,
            fills=_SAYS,
            note="Слева — сколько респондентов сказали, справа — доля от опрошенных в строке (где в строках "
            "то, о чём говорят, — от сказавших об этом). Зелёное — достоверно чаще, чем у остальных, "
            "рыжее — реже.",
            about="Роли, этапы, волны и темы: сколько респондентов, какая доля, что доказано",
        )


def _add_cells(book: Book, talk: Talk) -> None:
    tests = talk.association.cells
    if not talk.crosstabs:
        return
    keys = ["rows", "row", "columns", "column"]
    table = pd.concat(list(talk.crosstabs.values()), ignore_index=True)
    table = table[table["mentions"] > 0]
    names = talk.association.table.set_index(["rows", "columns"])
    beside = ["share_low", "share_high", "expected", "residual", "p", "p_holm", "verdict", "of", "share"]
    table = table.merge(tests[[*keys, *beside]], how="left", on=keys)
    pairs = list(zip(table["rows"], table["columns"], strict=True))
    table["rows"] = [names.loc[pair, "rows_label"] for pair in pairs]
    table["columns"] = [names.loc[pair, "columns_label"] for pair in pairs]
    columns = {
        "rows": Column("Признак в строке"), "row_label": Column("Строка", "text", 30),
        "columns": Column("Признак в столбце"), "column_label": Column("Столбец", "text", 30),
        "mentions": Column("Упоминаний", "count"),
        "mentions_of_row": Column("Доля в строке", "share"),
        "mentions_of_column": Column("Доля в столбце", "share"),
        "once": Column("Без повторов", "count"),
        "once_of_row": Column("Без повторов: доля в строке", "share"),
        "respondents": Column("Респондентов", "count"), "of": Column("Из скольких", "count"),
        "share": Column("Доля респондентов", "share"), "share_low": Column("Доля от (95 %)", "share"),
        "share_high": Column("Доля до", "share"), "companies": Column("Компаний", "count"),
        "expected": Column("Ожидалось респондентов", "value"), "residual": Column("Остаток z", "value"),
        "p": Column("p", "third"), "p_holm": Column("p с поправкой Холма", "third"),
        "verdict": Column("Вывод", "wrapped", 34), "single": Column("Один человек"),
    }  # fmt: skip
    add_frame(
        book,
        "Пересечения подробно",
        table,
        columns,
        {},
        frozen=4,
        about="Те же таблицы, одна ячейка в строке: три счёта, доли, интервалы Уилсона, остатки, проверки",
    )


def _add_tests(book: Book, talk: Talk) -> None:
    table = talk.association.table.assign(label="вся таблица", of=talk.association.table["respondents"])
    names = {(row["rows"], row["columns"]): row for row in records(table)}
    parts = talk.association.values
    if len(parts):
        found = [
            names.get((row["by"], row["attribute"])) or names[row["attribute"], row["by"]]
            for row in records(parts)
        ]
        parts = parts.assign(
            rows_label=[str(row["rows_label"]) for row in found],
            columns_label=[str(row["columns_label"]) for row in found],
        )
    columns = {
        "rows_label": Column("Признак в строках"), "columns_label": Column("Признак в столбцах"),
        "label": Column("Что проверено", "text", 40), "respondents": Column("Респондентов", "count"),
        "of": Column("Из скольких", "count"), "method": Column("Способ", "wrapped", 40),
        "statistic": Column("Статистика", "value"), "dof": Column("Степеней свободы", "plain"),
        "p": Column("p", "third"), "p_holm": Column("p с поправкой Холма", "third"),
        "cramers_v": Column("V Крамера", "value"), "verdict": Column("Вывод", "wrapped", 34),
    }  # fmt: skip
    add_frame(
        book,
        "Проверки",
        pd.concat([table, parts], ignore_index=True),
        columns,
        {},
        frozen=3,
        about="Связаны ли роли, волны и этапы с тем, о чём говорят; проверяется по респондентам",
    )


def _add_typical(book: Book, talk: Talk) -> None:
    parts = []
    for each in talk.typical:
        for what, table in (("слово", each.lemmas), ("код", each.codes)):
            found = table[table["typical_for"] != ""]
            parts.append(found.assign(what=what, pair=f"{each.one} — {each.other}"))
    if not parts:
        return
    columns = {
        "pair": Column("Сравниваются", "text", 44), "typical_for": Column("Типично для", "text", 28),
        "what": Column("Что"), "label": Column("Слово или код", "wrapped", 34),
        "count_one": Column("Раз: первые", "count"), "count_other": Column("Раз: вторые", "count"),
        "respondents_one": Column("Респондентов: первые", "count"),
        "respondents_other": Column("Респондентов: вторые", "count"),
        "log_odds": Column("Лог-шансы", "value"), "z": Column("z", "value"),
        "examples": Column("Примеры", "wrapped", 70),
    }  # fmt: skip
    add_frame(
        book,
        "Что типично",
        pd.concat(parts, ignore_index=True),
        columns,
        {},
        frozen=4,
        about="Слова и коды, которыми отличаются похвалы от жалоб, роли и волны (Monroe и др., 2008)",
    )


def _add_together(book: Book, talk: Talk) -> None:
    table = pd.concat(list(talk.together.values()), ignore_index=True)
    table = table[table["together"] > 1]
    columns = {
        "within": Column("Вместе в одном"), "label": Column("Код", "wrapped", 40),
        "other_label": Column("Другой код", "wrapped", 40), "together": Column("Раз вместе", "count"),
        "respondents": Column("Респондентов", "count"), "companies": Column("Компаний", "count"),
        "code_units": Column("Раз первый", "count"), "other_units": Column("Раз второй", "count"),
        "jaccard": Column("Жаккар", "value"), "lift": Column("Во сколько раз чаще случайного", "value"),
    }  # fmt: skip
    where = {"turn": "реплике", "interview": "интервью"}
    add_frame(
        book,
        "Что связано",
        table,
        columns,
        {"within": lambda name: where[name]},
        frozen=3,
        about="Коды, которые называют вместе (больше одного раза)",
    )


def _add_saturation(book: Book, talk: Talk) -> Placed | None:
    columns = {
        "interviews": Column("Интервью по счёту", "plain"), "interview": Column("Интервью"),
        "new_as_read": Column("Новых кодов", "count"), "codes_as_read": Column("Кодов всего", "count"),
        "new_mean": Column("Новых при любом порядке", "mark"), "new_low": Column("от (5 %)", "mark"),
        "new_high": Column("до (95 %)", "mark"),
        "codes_mean": Column("Всего при любом порядке", "mark"),
    }  # fmt: skip
    return add_frame(
        book,
        "Насыщение",
        talk.saturation.table,
        columns,
        {},
        above=[_sentence(talk.saturation.verdict)],
        about="Сколько нового даёт каждое следующее интервью: хватит ли их",
    )


def _add_unlisted(book: Book, talk: Talk) -> None:
    columns = {
        "name": Column("Тема", "wrapped", 30), "terms": Column("Слова", "wrapped", 40),
        "clauses": Column("Высказываний", "count"), "respondents": Column("Респондентов", "count"),
        "companies": Column("Компаний", "count"), "nearest_label": Column("Ближайший код", "wrapped", 34),
        "proposed": Column("Предлагается"), "c_value": Column("c-value", "value"),
        "examples": Column("Примеры", "wrapped", 70),
    }  # fmt: skip
    add_frame(
        book,
        "Темы вне книги",
        talk.unlisted.topics,
        columns,
        {},
        above=[_sentence(talk.unlisted.verdict)],
        about="О чём говорят, а в кодовой книге этого нет: предложения, чем её дополнить",
    )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
