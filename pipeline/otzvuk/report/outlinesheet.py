"""The sheet of the frequency tree: counted by Excel itself from the table of mentions, for whom one picks.

Every count is a COUNTIFS over the sheet of all mentions, so that a mention struck or recoded there, or
another role, client, stage picked on top, changes the tree at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from otzvuk.numbers.count import natural, records
from otzvuk.report.named import Labels
from otzvuk.report.outline import TITLE, WORSE
from otzvuk.report.sheet import HEADER, Book, Placed
from otzvuk.report.story import Story

EVERYBODY: Final = "все"
"""What is picked where nobody is left out."""

_PICKED: Final = {
    "role": "Роль",
    "company": "Компания",
    "stage": "Этап",
    "process": "Процесс",
    "wave": "Волна",
}
"""Columns of the mentions that can be picked from, with their headers on the sheet of mentions."""

_COLUMNS: Final = ("Ветка, тема, код", "Упоминаний", "Доля в группе", "Респондентов", "Компаний")
_KEYS: Final = ("Вид", "Тема", "Код", "Динамика")
_FIRST_KEY, _LISTS = 6, 11  # columns that are hidden: what a row counts, what can be picked
_ANY: Final = "<>\u00a7"  # a criterion that every cell meets, an empty one too


def begin_tree(book: Book, story: Story) -> Worksheet | None:
    """The sheet, empty, at its place in the book; none where nobody said anything."""
    if not len(story.findings.survey.mentions):
        return None
    sheet = book.add_sheet(TITLE)
    about = "Похвалы, жалобы, пожелания и ухудшения → тема → код; считает Excel, с отбором по роли, клиенту…"
    book.contents.append((sheet.get_name(), about, len(story.findings.views.tree)))
    return sheet


def fill_tree(book: Book, sheet: Worksheet | None, story: Story, mentions: Placed, labels: Labels) -> None:
    """Write the sheet over the table of all mentions."""
    if sheet is None:
        return
    tree = records(story.findings.views.tree)
    sheet.set_column(0, 0, 74)
    sheet.set_column(1, 4, 15)
    sheet.set_column(_FIRST_KEY, _LISTS + len(_PICKED), None, None, {"hidden": True})
    row = _sentences(book, sheet, story)
    picks = _picks(book, sheet, story, labels, row)
    top = row + len(picks) + 1
    header = book.file.add_format(HEADER)
    for at, label in enumerate(_COLUMNS):
        sheet.write_string(top, at, label, header)
    filters = "".join(
        f",{_cells(mentions, _PICKED[name])},{xl_rowcol_to_cell(at, _FIRST_KEY, True, True)}"
        for name, at in picks
    )
    everybody = ",".join(f'{xl_rowcol_to_cell(at, 1, True, True)}="{EVERYBODY}"' for _, at in picks)
    parents: dict[int, int] = {}
    for at, each in enumerate(tree, top + 1):
        depth = each["depth"]
        parents[depth] = at
        label = f"{each['label']} (в их числе)" if each["branch"] == WORSE and depth == 1 else each["label"]
        sheet.write_string(at, 0, "\u2003" * depth + label, book.format("text", 3 - depth))
        keys = _keys(each["branch"], each["theme"], each["code"], labels)
        for place, key in enumerate(keys, _FIRST_KEY):
            sheet.write_string(at, place, key)
        counted = "".join(
            f",{_cells(mentions, name)},{xl_rowcol_to_cell(at, place, False, True)}"
            for place, name in enumerate(_KEYS, _FIRST_KEY)
        )
        formula = f"=COUNTIFS({(counted + filters)[1:]})"
        sheet.write_formula(at, 1, formula, book.format("count", 3 - depth), each["mentions"])
        own, whole = (xl_rowcol_to_cell(line, 1) for line in (at, parents[max(depth - 1, 0)]))
        look = book.format("share", 3 - depth)
        sheet.write_formula(at, 2, f"=IF({whole}=0,0,{own}/{whole})", look, each["share"])
        for place, name in ((3, "respondents"), (4, "companies")):
            value = each[name]
            look = book.format("count", 3 - depth)
            if everybody:
                sheet.write_formula(at, place, f'=IF(AND({everybody}),{value},"—")', look, value)
            else:
                sheet.write_number(at, place, value, look)
        sheet.set_row(at, None, None, {"level": max(depth - 1, 0)})
    last = top + len(tree)
    _check(book, sheet, tree, top, last)
    sheet.outline_settings(symbols_below=False)
    sheet.freeze_panes(top + 1, 1)
    sheet.print_area(0, 0, last + 2, len(_COLUMNS) - 1)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.set_header("&L&A")
    sheet.set_footer("&R&P из &N")


def _sentences(book: Book, sheet: Worksheet, story: Story) -> int:
    """How to read it; the row that is free then."""
    look = book.file.add_format({"text_wrap": True, "valign": "top", "bold": True})
    said = [
        *story.outline.sentences,
        "Числа считает Excel по листу «Цитаты»: исправьте там вид, тему или код — дерево пересчитается. "
        "Роль, клиента или этап выберите в жёлтой клетке. «Респондентов» и «Компаний» — только без отбора: "
        "разных людей формула не считает. Для сводной таблицы есть таблица «Упоминания» на листе «Цитаты».",
    ]
    for at, sentence in enumerate(said):
        sheet.merge_range(at, 0, at, len(_COLUMNS) - 1, "", look)
        sheet.write_string(at, 0, sentence, look)
        sheet.set_row(at, 15 * -(-len(sentence) // 120))
    return len(said) + 1


def _picks(book: Book, sheet: Worksheet, story: Story, labels: Labels, first: int) -> list[tuple[str, int]]:
    """Cells to pick a role, a client, … from, of what there is more than one; each with its row."""
    mentions = story.findings.survey.mentions
    found: list[tuple[str, int]] = []
    for name, label in _PICKED.items():
        given = {str(each) for each in mentions[name]} - {""}
        values = sorted({labels[name](each) if name in labels else each for each in given}, key=natural)
        if len(values) < 2:
            continue
        at, list_at = first + len(found), _LISTS + len(found)
        sheet.write_string(at, 0, f"{label}:", book.file.add_format({"align": "right"}))
        sheet.merge_range(at, 1, at, 2, "", book.format("blank"))
        sheet.write_string(at, 1, EVERYBODY, book.format("blank"))
        for line, value in enumerate([EVERYBODY, *values]):
            sheet.write_string(line, list_at, value)
        source = "=" + xl_range_abs(0, list_at, len(values), list_at)
        sheet.data_validation(at, 1, at, 1, {"validate": "list", "source": source})
        cell = xl_rowcol_to_cell(at, 1)
        plain = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cell},"~","~~"),"*","~*"),"?","~?")'
        formula = f'=IF({cell}="{EVERYBODY}","{_ANY}","="&{plain})'
        sheet.write_formula(at, _FIRST_KEY, formula, None, _ANY)
        found.append((name, at))
    return found


def _keys(branch: str, theme: str, code: str, labels: Labels) -> Sequence[str]:
    """What a row counts: criteria for the columns of `_KEYS`."""
    kind = "" if branch == WORSE else branch
    trend = labels["trend"](branch) if branch == WORSE else ""
    named = (kind and labels["kind"](kind), theme and labels["theme"](theme), code and labels["code"](code))
    return [_exactly(each) if each else _ANY for each in (*named, trend)]


def _exactly(label: str) -> str:
    """A criterion of COUNTIFS that only this text meets: its wildcards are none."""
    for sign in "~*?":
        label = label.replace(sign, f"~{sign}")
    return f"={label}"


def _cells(mentions: Placed, label: str) -> str:
    """The column of that header on the sheet of mentions, as a formula names it."""
    at = mentions.columns.index(label)
    quoted = mentions.name.replace("'", "''")
    return f"'{quoted}'!{xl_range_abs(mentions.first, at, mentions.last, at)}"


def _check(book: Book, sheet: Worksheet, tree: Sequence[dict[str, object]], top: int, last: int) -> None:
    """A line that says whether the branches of kinds add up to the total."""
    kinds = [at for at, each in enumerate(tree, top + 1) if each["depth"] == 1 and each["branch"] != WORSE]
    total = xl_rowcol_to_cell(top + 1, 1)
    summed = "+".join(xl_rowcol_to_cell(at, 1) for at in kinds)
    sheet.write_string(last + 2, 0, "Похвалы + жалобы + пожелания = всего?", book.format("text"))
    sheet.write_formula(last + 2, 1, f'=IF({summed}={total},"да","нет")', book.format("text"), "да")
