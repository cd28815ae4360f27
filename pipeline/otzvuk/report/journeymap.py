"""The journey map of the method: stages across, what clients want, meet, suffer and propose down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from otzvuk.model.step import MapRow
from otzvuk.model.wording import in_quotes
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Findings
from otzvuk.report.sheet import Book, Column
from otzvuk.report.story import Story, shortened
from otzvuk.report.tabletext import EMPTY, STRONG, needed
from otzvuk.report.wellformed import plain

if TYPE_CHECKING:
    from otzvuk.report.slides import Deck
    from otzvuk.report.wordfile import WordFile

TITLE: Final = "Карта пути клиента"
BELOW: Final = "см. идеи"
"""What a cell of wishes says where all of them name a way, and so are ideas."""

FILLS: Final[Mapping[MapRow, str]] = {
    MapRow.PAIN: "FBEBE9",
    MapRow.PRAISE: "E8F4EC",
    MapRow.WISH: "ECEDF8",
    MapRow.IDEA: "FFF6DF",
}
"""Colours of rows, hexadecimal RGB; the others have none."""

ABOUT: Final = (
    "Столбцы — этапы пути клиента, строки — цели, вопросы, точки контакта, боли, похвалы, пожелания и идеи, "
    "словами самих клиентов. Пустая клетка — об этом никто не сказал; пожелания, которые называют, что "
    "сделать, стоят в идеях. Боли, похвалы и пожелания — из размеченных высказываний; остальное найдено "
    "правилами, которым лучше пропустить, чем выдумать."
)
_ROOM = ((3, 120), (3, 95), (3, 80), (2, 110), (2, 85), (2, 72), (1, 90), (1, 60))
"""How many items a cell has and how many characters each, from the most to what always fits."""
_TOP, _FIRST, _LETTERS = 2.6, 2.9, 9.0  # centimetres above the map and of its first column; points of letters
_LEAST = 3.7  # centimetres of a column that is empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing in a cell: `label` names the code or channel ("" where the words stand alone).

    `words` are those of its best place: turn `turn` of `interview`, at `where`. `labels` are the mentions
    that it is made of, `more` the further places: interview and turn.
    """

    label: str
    people: int
    places: int
    words: str
    speaker: str
    company: str
    interview: str
    turn: int
    where: str
    mention: int | None
    labels: str
    more: tuple[tuple[str, int], ...] = ()

    @property
    def head(self) -> str:
        """The label with how many say it: «Письмо (2 чел.)»; "" without a label."""
        if not self.label:
            return ""
        return f"{self.label} ({self.people}\u00a0чел.)" if self.people > 1 else self.label

    @property
    def said(self) -> str:
        """Who said it and where."""
        who = ", ".join(part for part in (self.speaker, self.company) if part)
        at = ", ".join(part for part in (self.interview, self.where) if part)
        return f"{who} ({at})"

    def brief(self, longest: int, mark: str = " ") -> str:
        """The item in so many characters, with the interview that it is from; `mark` ends its label."""
        head = self.head
        room = max(longest - len(head) - len(self.interview) - 5, 24)
        return f"{head}{f':{mark}' if head else ''}{in_quotes(shortened(self.words, room))} {self.interview}"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one row says of one stage, what most people say first."""

    stage: str
    items: tuple[Item, ...]
    none: str = EMPTY  # what it says without items

    @property
    def places(self) -> int:
        """In how many places it is said."""
        return sum(each.places for each in self.items)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The map: stages with their labels, rows with a cell a stage."""

    stages: tuple[tuple[str, str], ...]
    rows: tuple[tuple[MapRow, tuple[Cell, ...]], ...]

    def widths(self, width: float) -> list[float]:
        """A width in centimetres shared among the stages: what is empty is narrow."""
        said = [sum(len(cells[at].items) for _, cells in self.rows) for at in range(len(self.stages))]
        weights = [0.0 if not each else 1.6 if each < 4 else 3.0 + min(each, 30) / 15 for each in said]
        spare = width - _LEAST * len(said)
        return [_LEAST + spare * weight / (sum(weights) or 1) for weight in weights]

    def fitted(self, widths: Sequence[float], high: float, letters: float) -> list[list[list[str]]]:
        """The paragraphs of every cell: as many and as long as columns of these widths hold in `high` cm.

        `letters` are their size in points. What is left out is counted in the last line of a cell.
        """
        texts: list[list[list[str]]] = []
        for most, longest in _ROOM:
            texts = [[_paragraphs(cell, most, longest) for cell in cells] for _, cells in self.rows]
            if sum(needed(cells, widths, letters) for cells in texts) <= high:
                break
        return texts


def journey_map(findings: Findings) -> Drawn | None:
    """The map as reports show it; None where nothing fills it."""
    if findings.map.empty:
        return None
    book = findings.study.codebook
    further: dict[tuple[str, str, str], list[tuple[str, int]]] = {}
    for row in records(findings.layers.steps):
        if row["channel"]:
            key = row["row"], row["stage"], row["channel"]
            further.setdefault(key, []).append((row["interview"], row["turn"]))
    cells: dict[tuple[str, str], list[Item]] = {}
    for row in records(findings.map):
        own = row["interview"], row["turn"]
        more = [each for each in further.get((row["row"], row["stage"], row["item"]), []) if each != own]
        _put(cells.setdefault((row["row"], row["stage"]), []), _item(row, tuple(dict.fromkeys(more))))
    stages = tuple((stage, book.label(stage)) for stage in book.stages)
    ideas = {stage for row, stage in cells if row == MapRow.IDEA.value}

    def cell(row: MapRow, stage: str) -> Cell:
        none = BELOW if row is MapRow.WISH and stage in ideas else EMPTY
        return Cell(stage, tuple(cells.get((row.value, stage), ())), none)

    rows = tuple((row, tuple(cell(row, stage) for stage, _ in stages)) for row in MapRow)
    return Drawn(stages, rows)


def _put(cell: list[Item], item: Item) -> None:
    """Add an item to a cell; what somebody says again in the same words is one with more places."""
    for at, each in enumerate(cell):
        again = (each.words.casefold(), each.speaker) == (item.words.casefold(), item.speaker)
        if again and not (each.label or item.label):
            more = (*each.more, (item.interview, item.turn))
            cell[at] = replace(each, places=each.places + item.places, more=more)
            return
    cell.append(item)


def _item(row: Mapping[str, Any], more: tuple[tuple[str, int], ...]) -> Item:
    words = plain(row["text"]).strip(" .,;:—–-")
    return Item(
        label=str(row["label"]).partition(":")[0],
        people=row["people"],
        places=row["places"],
        words=words[:1].upper() + words[1:],
        speaker=plain(row["speaker"]),
        company=plain(row["company"]),
        interview=row["interview"],
        turn=row["turn"],
        where=row["place"],
        mention=None if row["mention"] != row["mention"] or row["mention"] is None else _int(row["mention"]),
        labels=row["labels"],
        more=more,
    )


def _int(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):  # pandas' NA
        return None


# --- Word ---------------------------------------------------------------------------------------------


def _paragraphs(cell: Cell, most: int, longest: int) -> list[str]:
    shown = [each.brief(longest, STRONG) for each in cell.items[:most]]
    rest = len(cell.items) - most
    return [*shown, *([f"и ещё {rest}"] if rest > 0 else [])] or [cell.none]


# --- Word and slides ----------------------------------------------------------------------------------


def write_map(file: WordFile, story: Story) -> None:
    """The map on one page of its own, turned on its side."""
    drawn = journey_map(story.findings)
    if drawn is None:
        return
    with file.across():
        file.heading(TITLE)
        file.note(ABOUT)
        width = file.width / 567  # twentieths of a point in a centimetre
        widths = drawn.widths(width - _FIRST)
        texts = drawn.fitted(widths, 13.0, 8.0)
        file.table(
            "Что говорят клиенты на каждом этапе пути",
            ("", *(label for _, label in drawn.stages)),
            [
                [row.label, *(tuple(each.replace(STRONG, " ") for each in cell) for cell in cells)]
                for (row, _), cells in zip(drawn.rows, texts, strict=True)
            ],
            shares=(_FIRST, *widths),
            fills=[["EEF2F6", *[FILLS.get(row, "")] * len(widths)] for row, _ in drawn.rows],
            small=True,
        )


def map_slide(deck: Deck) -> None:
    """The map on one slide, as a table; all its words are in the notes."""
    drawn = journey_map(deck.story.findings)
    if drawn is None:
        return
    slide = deck.slide(TITLE)
    width, height = deck.room(_TOP)
    widths = drawn.widths(width - _FIRST)
    texts = drawn.fitted(widths, height - 1.7, _LETTERS)
    deck.matrix(
        slide,
        ("", *(label for _, label in drawn.stages)),
        [[[row.label], *cells] for (row, _), cells in zip(drawn.rows, texts, strict=True)],
        widths=[_FIRST, *widths],
        heights=[needed(cells, widths, _LETTERS) for cells in texts],
        fills=[FILLS.get(row, "FFFFFF") for row, _ in drawn.rows],
        top=_TOP,
        size=_LETTERS,
    )
    slide.notes_slide.notes_text_frame.text = _notes(drawn)


def _notes(drawn: Drawn) -> str:
    """All the words of the map, cell by cell."""
    lines = [ABOUT]
    for row, cells in drawn.rows:
        for (_, label), cell in zip(drawn.stages, cells, strict=True):
            if cell.items:
                lines.append(f"{row.label} · {label}")
                lines += [
                    f"— {each.head}{': ' if each.head else ''}{in_quotes(each.words)} {each.said}"
                    for each in cell.items
                ]
    return "\n".join(plain(line) for line in lines)


# --- Excel --------------------------------------------------------------------------------------------

SHEET, WORDS = "Карта пути", "Карта пути, слова"
_IN_CELL, _IN_LINE = 6, 130


def add_map(book: Book, findings: Findings) -> None:
    """The map as a sheet, and its words on another, each cell with a link to its own."""
    drawn = journey_map(findings)
    if drawn is None:
        return
    labels = [label for _, label in drawn.stages]
    wide = drawn.widths(40)
    columns = [Column("Строка карты", "text", 18)]
    for label, width in zip(labels, wide, strict=True):
        columns += [Column(label, "wrapped", 20 if width < 6 else 62), Column("Мест", "count")]
    table = [
        [row.label, *(part for cell in own for part in (_lines(cell) or None, cell.places or None))]
        for row, own in drawn.rows
    ]
    placed = book.add_table(
        SHEET,
        columns,
        table,
        above=[ABOUT, "Число мест ведёт к словам клетки на листе рядом."],
        about="Этапы × цели, вопросы, точки контакта, боли, похвалы, пожелания, идеи",
    )
    words = [
        [row.label, label, item.label or None, item.people, item.places, in_quotes(item.words), item.said]
        for row, own in drawn.rows
        for label, cell in zip(labels, own, strict=True)
        for item in cell.items
    ]
    listed = book.add_table(
        WORDS,
        [
            Column("Строка карты", "text", 18), Column("Этап", "wrapped", 26), Column("О чём", "wrapped", 36),
            Column("Человек", "count"), Column("Мест", "count"), Column("Слова", "wrapped", 80),
            Column("Кто и где", "wrapped", 44),
        ],
        words,
        frozen=2,
        about="Карта пути по клеткам: каждое слово с тем, кто и где сказал",
    )  # fmt: skip
    line = listed.first
    for at, (_, own) in enumerate(drawn.rows):
        for across, cell in enumerate(own):
            if cell.items:
                target = f"internal:'{listed.name}'!A{line + 1}"
                book.link(placed.sheet, placed.first + at, 2 + 2 * across, target, cell.places)
                line += len(cell.items)


def _lines(cell: Cell) -> str:
    if not cell.items:
        return "" if cell.none == EMPTY else cell.none
    shown = [f"• {each.brief(_IN_LINE)}" for each in cell.items[:_IN_CELL]]
    rest = len(cell.items) - _IN_CELL
    return "\n".join([*shown, *([f"и ещё {rest}"] if rest > 0 else [])])
