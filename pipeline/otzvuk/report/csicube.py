"""The satisfaction index as a cube, block × role × client, and what pulls it down: worded once for "
"every report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from otzvuk.model import wording
from otzvuk.model.interview import Role
from otzvuk.model.sections import SECTIONS
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Findings
from otzvuk.numbers.scores import Source, scale_words
from otzvuk.report.sheet import Book, Column
from otzvuk.report.wellformed import plain

if TYPE_CHECKING:
    from otzvuk.report.slides import Deck
    from otzvuk.report.story import Story
    from otzvuk.report.wordfile import WordFile

Row = Mapping[str, Any]

TITLE: Final = SECTIONS["csi"].title
ALL_CLIENTS, ALL_ROLES, ALL_BLOCKS = "Все клиенты", "Все роли", "Все блоки"
METHOD: Final = (
    "Индекс блока — средняя из 10 по оценкам его критериев, индекс по всем блокам — средняя по блокам; "
    "оценка «в целом» в блоки не входит. «Тянет вниз» — критерий, без потерь которого индекс вырос бы больше "
    "всего, и на сколько. Меньше трёх человек — только ориентир."
)
_CLIENTS, _ROWS = 9, 12  # clients on a slide, rows of a table in Word


@dataclass(frozen=True, slots=True)
class Face:
    """The cube of one source looked at from one side: rows of clients or roles, columns of blocks.

    Each line has the label, the cells of the blocks (None where nobody marked), and the cell of all blocks.
    """

    source: Source
    title: str
    blocks: tuple[str, ...]
    lines: tuple[tuple[str, tuple[Row | None, ...], Row], ...]


def faces(findings: Findings) -> tuple[Face, ...]:
    """By client and by role, for the questionnaire first: more of it is marked."""
    rows = records(findings.scores.cube)
    found: list[Face] = []
    for source in (Source.QUESTIONNAIRE, Source.SPEECH):
        own = [row for row in rows if row["source"] == source.value]
        if not own:
            continue
        blocks = {row["block"]: plain(row["block_label"]) for row in own if row["block"]}
        for column, fixed, title, everybody in (
            ("client", "role", "по клиентам", ALL_CLIENTS),
            ("role", "client", "по ролям", ALL_ROLES),
        ):
            side = [row for row in own if not row[fixed]]
            lines = []
            for value in dict.fromkeys(row[column] for row in side):
                cells = {row["block"]: row for row in side if row[column] == value}
                label = value if column == "client" else Role(value).label if value else ""
                lines.append((plain(label) or everybody, tuple(map(cells.get, blocks)), cells[""]))
            if len(lines) > 2:  # more than all and one
                found.append(Face(source, f"{source.label}, {title}", tuple(blocks.values()), tuple(lines)))
    return tuple(found)


def pulling(findings: Findings) -> list[Row]:
    """What pulls each client down, by role where several spoke for it: cells of all blocks that lose "
    "something."""
    found = []
    for row in records(findings.scores.cube):
        if row["block"] or not row["client"] or not row["worst"]:
            continue
        found.append(
            dict(row)
            | {
                "who": Role(row["role"]).label if row["role"] else ALL_ROLES,
                "source_label": Source(row["source"]).label,
                "criterion": plain(row["worst_label"]),
            }
        )
    lines = Counter((row["source"], row["client"]) for row in found)
    shown = [row for row in found if not row["role"] or lines[row["source"], row["client"]] > 2]
    order = [Source.QUESTIONNAIRE.value, Source.SPEECH.value]
    return sorted(shown, key=lambda row: (order.index(row["source"]), row["client"], row["role"] != ""))


def index_rows(findings: Findings) -> list[Row]:
    """The index of process metrics (`scores.CSI`) with the complaints about what pulls it down most."""
    scores = findings.scores
    if scores.csi is None or scores.pulled is None:
        return []
    said = {(row["client"], row["block"], row["metric"]): row for row in records(scores.pulled)}
    nothing = {"complaints": 0, "labels": "", "givers": "", "about_label": ""}
    return [
        dict(row)
        | {
            "said": said.get((row["client"], row["worst_block"] or row["block"], row["worst"]), nothing),
            "client_label": plain(row["client"]) or "Все",
        }
        for row in records(scores.csi)
    ]


def scale_of(findings: Findings) -> str:
    """What the ends of the scale of the index are."""
    rules = findings.study.settings.scores
    return scale_words(rules.csi_scale, rules.csi_bounds)


def _cell(row: Row | None) -> str:
    if row is None:
        return "—"
    return f"{wording.number(row['mean_ten'], 1)} ({row['respondents']})"


def _pull(row: Row) -> str:
    """«Рекламации −1,4 (Иванов; Петров)»."""
    if not row["worst"]:
        return "ничто"
    return f"{plain(row['worst_label'])} {wording.signed(-row['impact'])}"


def _fill(row: Row | None) -> str:
    """The colour of a cell by its mean, hexadecimal RGB; few people a paler one."""
    if row is None:
        return ""
    mean = row["mean_ten"]
    for bound, colour in ((9, "CFE8E1"), (8, "EEF6F4"), (6, "FDF0EA"), (4, "F9DDD2"), (0, "F2C3B1")):
        if mean >= bound:
            return colour
    return ""


def _table(face: Face) -> tuple[tuple[str, ...], list[list[str]], list[list[str]]]:
    """Columns, rows and fills of a face."""
    columns = ("", *face.blocks, ALL_BLOCKS, "Тянет вниз")
    rows, fills = [], []
    for label, cells, whole in face.lines:
        rows.append([label, *map(_cell, cells), _cell(whole), _pull(whole)])
        fills.append(["", *map(_fill, cells), _fill(whole), ""])
    return columns, rows, fills


def _shares(face: Face) -> tuple[float, ...]:
    block = 54 / (len(face.blocks) + 1)
    return (19, *(block for _ in range(len(face.blocks) + 1)), 27)


def write_csi(file: WordFile, story: Story) -> None:
    """The cube by client and by role, what pulls down and whose marks; the index of process metrics."""
    found, shown, index = story.findings, faces(story.findings), index_rows(story.findings)
    if not shown and not index:
        return
    file.heading(TITLE)
    if shown:
        file.note(f"{METHOD} В скобках — сколько человек.")
    for face in shown:
        columns, rows, fills = _table(face)
        most = rows[:_ROWS]
        file.table(face.title, columns, most, shares=_shares(face), fills=fills[:_ROWS], small=True)
        if len(rows) > _ROWS:
            file.note(f"Ещё строк: {len(rows) - _ROWS}; они в report.html и frequencies.xlsx.")
    lines = [
        [
            row["client"], row["who"], f"{wording.number(row['mean_ten'], 1)}{_moved(row)}",
            f"{row['criterion']} {wording.signed(-row['impact'])}", row["givers"] or "—",
        ]
        for row in pulling(found)
        if not row["role"]
    ]  # fmt: skip
    columns = ("Клиент", "Кто", "Индекс", "Тянет вниз", "Чьи оценки")
    file.table("Что тянет индекс вниз и чьи это оценки", columns, lines[:_ROWS], shares=(22, 12, 16, 28, 22),
               small=True)  # fmt: skip
    if index:
        cells = [
            [
                row["client_label"], wording.number(row["csi"], 2) + _index_moved(row),
                wording.number(row["normalised"], 1), row["worst"] or "—",
                wording.number(row["impact"], 2), row["said"]["complaints"],
            ]
            for row in index
            if not row["block"]
        ]  # fmt: skip
        columns = ("Клиент", "CSI", "На шкале", "Тянет вниз больше всего", "На сколько", "Жалоб о том же")
        file.table("CSI по показателям процессов", columns, cells, shares=(26, 18, 10, 26, 10, 10))
        file.note(scale_of(found))


def _moved(row: Row) -> str:
    return f" ({wording.signed(row['change'])} к волне {row['previous']})" if row["previous"] else ""


def _index_moved(row: Row) -> str:
    return f" ({wording.signed(row['change'], 2)} к волне {row['previous']})" if row["previous"] else ""


def csi_slide(deck: Deck) -> None:
    """The cube by client, the cells coloured, with what pulls each client down; nothing without marks."""
    shown = faces(deck.story.findings)
    if not shown:
        return
    face = shown[0]
    columns, rows, fills = _table(face)
    slide = deck.slide(TITLE)
    about = f"{face.source.label}; средняя из 10, в скобках — сколько человек. {METHOD}"
    deck.text(slide, [about], top=2.8, height=1.8, size=12)
    deck.table(slide, columns, rows[:_CLIENTS], shares=_shares(face), top=5, size=11, fills=fills[:_CLIENTS])
    if len(rows) > _CLIENTS:
        rest = f"Ещё клиентов: {len(rows) - _CLIENTS}; они в report.html и frequencies.xlsx."
        deck.text(slide, [rest], top=17.4, height=0.9, size=11)


def add_cube_sheets(book: Book, findings: Findings) -> None:
    """The cube as rows for pivot tables, and the process metrics with what clients say of them."""
    columns = [
        Column("Откуда"), Column("Блок", "text", 24), Column("Роль", "text", 24),
        Column("Клиент", "wrapped", 28), Column("Индекс, из 10", "mark"), Column("Оценок", "count"),
        Column("Респондентов", "count"), Column("В прошлой волне", "mark"), Column("Перемена", "signed"),
        Column("Тянет вниз", "wrapped", 36), Column("Его средняя", "mark"), Column("На сколько", "value"),
        Column("Чьи оценки", "wrapped", 40), Column("Слова", "wrapped", 70), Column("Замечание", "text", 26),
    ]  # fmt: skip
    texts = dict(zip(map(str, findings.survey.mentions.index), findings.survey.mentions["text"], strict=True))
    rows: list[Sequence[object]] = [
        [
            Source(row["source"]).label, plain(row["block_label"]) or ALL_BLOCKS,
            Role(row["role"]).label if row["role"] else ALL_ROLES, plain(row["client"]) or ALL_CLIENTS,
            row["mean_ten"], row["marks"], row["respondents"], row["previous_mean_ten"], row["change"],
            plain(row["worst_label"]), row["worst_mean"], row["impact"], row["givers"],
            "\n".join(texts[label] for label in row["labels"].split()[:4]), row["note"],
        ]
        for row in records(findings.scores.cube)
    ]  # fmt: skip
    if rows:
        about = "Средние по блоку, роли и клиенту, со всеми итогами: что тянет вниз, чьи оценки и слова"
        book.add_table("CSI, куб", columns, rows, above=[METHOD], frozen=4, about=about)
    _add_index(book, findings)


def _add_index(book: Book, findings: Findings) -> None:
    rows = index_rows(findings)
    if not rows or findings.scores.pulled is None:
        return
    waves = any(row["wave"] for row in rows)
    before = [Column("В прошлой волне", "third"), Column("Перемена", "moved")]
    columns = [
        *([Column("Волна")] if waves else []), Column("Клиент", "text", 30), Column("Блок", "text", 30),
        Column("Метрик", "plain"), Column("CSI", "third"), Column("На шкале", "mark"),
        *(before if waves else []), Column("Сильнее всего тянет вниз", "wrapped", 36),
        Column("Из блока", "text", 30), Column("На сколько", "third"), Column("Жалоб о том же", "count"),
        Column("Чьи жалобы", "wrapped", 36), Column("Замечание", "wrapped", 40),
    ]  # fmt: skip
    cells: list[Sequence[object]] = [
        [
            *([row["wave"]] if waves else []), row["client"] or "Клиент", row["block"] or "Всего",
            row["metrics"], row["csi"], row["normalised"],
            *([row["previous_csi"], row["change"]] if waves else []), row["worst"], row["worst_block"],
            row["impact"], row["said"]["complaints"], row["said"]["givers"], row["note"],
        ]
        for row in rows
    ]  # fmt: skip
    about = "Индекс удовлетворённости из показателей процессов"
    book.add_table("CSI", columns, cells, frozen=2, above=[scale_of(findings)], about=about)
    columns = [
        Column("Клиент", "text", 30), Column("Блок", "text", 30), Column("Показатель", "wrapped", 36),
        Column("Доля X", "value"), Column("Вес W", "value"), Column("1 − X·W", "third"),
        Column("Тянет вниз на", "third"), Column("Сильнее всех"), Column("О чём", "wrapped", 40),
        Column("Жалоб о том же", "count"), Column("Чьи жалобы", "wrapped", 36),
    ]  # fmt: skip
    cells = [
        [
            row["client"], row["block"], row["metric"], row["value"], row["weight"],
            round(1 - row["value"] * row["weight"], 12), row["impact"], row["worst"], row["about_label"],
            row["complaints"], row["givers"],
        ]
        for row in records(findings.scores.pulled)
    ]  # fmt: skip
    book.add_table(
        "Показатели CSI", columns, cells, frozen=3, about="Из чего сложился CSI и что об этом говорят"
    )
