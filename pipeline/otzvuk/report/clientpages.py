"""Client cards and the account map in Word, on slides and as a sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from otzvuk.model.interview import Role
from otzvuk.model.leaving import Sign
from otzvuk.model.wording import counted, in_quotes
from otzvuk.numbers.findings import Findings
from otzvuk.report.clientcard import (
    ABOUT,
    BY_ROLE,
    ClientCard,
    Line,
    card_rows,
    client_cards,
    some,
    weightiest,
)
from otzvuk.report.sheet import Book, Column
from otzvuk.report.story import Story
from otzvuk.report.tabletext import EMPTY, STRONG, needed
from otzvuk.report.wellformed import plain

if TYPE_CHECKING:
    from otzvuk.report.slides import Deck
    from otzvuk.report.wordfile import WordFile

CARDS, ACCOUNTS = "Карточки клиентов", "Карта клиентов: кто решает и что имеет против нас"

# --- Word ---------------------------------------------------------------------------------------------

_IN_WORD, _LINES, _LONGEST = 8, 3, 150  # clients, points of a part, characters of a point


def write_cards(file: WordFile, story: Story) -> None:
    """A table a client: what holds and pushes it, who decides, what each person holds against us."""
    cards = weightiest(client_cards(story.findings))
    if not cards:
        return
    file.heading(CARDS)
    file.note(ABOUT)
    for card in cards[:_IN_WORD]:
        file.heading(card.name, 2)
        rows = [[title, tuple(paragraphs)] for title, paragraphs in card_rows(card, _LINES, _LONGEST)]
        plainly = [[title, tuple(each.replace(STRONG, " ") for each in said)] for title, said in rows]
        file.table(
            f"{card.name}: карточка клиента", ("Что", "Словами клиента"), plainly, shares=(24, 76), small=True
        )
    if len(cards) > _IN_WORD:
        file.note(f"Ещё клиентов: {len(cards) - _IN_WORD}; их карточки — в report.html и frequencies.xlsx.")


def write_accounts(file: WordFile, story: Story) -> None:
    """The account map as one table on a page turned on its side."""
    cards = weightiest(client_cards(story.findings))
    if not cards:
        return
    with file.across():
        file.heading("Карта клиентов")
        file.note(ABOUT)
        width = file.width / 567
        widths = [width * share / sum(_SHARES) for share in _SHARES]
        shown, texts = _fitted(cards, widths[1:], 12.3, 8.0)
        rows = [
            [card.name, *(tuple(each.replace(STRONG, " ") for each in cell) for cell in cells)]
            for card, cells in zip(shown, texts, strict=True)
        ]
        file.table(ACCOUNTS, _COLUMNS, rows, shares=_SHARES, small=True)
        _left_out(file.note, cards, shown)


# --- slides -------------------------------------------------------------------------------------------

_COLUMNS: Final = (
    "Клиент",
    "Люди: роль и отношение",
    "Удерживает",
    "Отталкивает",
    "Кто решает",
    "Уход и важное",
)
_SHARES: Final = (3.2, 5.4, 6.2, 7.4, 5.2, 5.2)
_TOP, _LETTERS = 2.6, 9.0


def accounts_slide(deck: Deck) -> None:
    """The account map: a row a client, those who look around and complain most first."""
    cards = weightiest(client_cards(deck.story.findings))
    if not cards:
        return
    slide = deck.slide(ACCOUNTS)
    width, height = deck.room(_TOP)
    widths = [width * share / sum(_SHARES) for share in _SHARES]
    shown, texts = _fitted(cards, widths[1:], height - 2.0, _LETTERS)
    deck.matrix(
        slide,
        _COLUMNS,
        [[[card.name], *cells] for card, cells in zip(shown, texts, strict=True)],
        widths=widths,
        heights=[
            needed([[card.name], *cells], widths, _LETTERS) for card, cells in zip(shown, texts, strict=True)
        ],
        fills=["FBEBE9" if Sign.LEAVING in card.signs else "FFFFFF" for card in shown],
        top=_TOP,
        size=_LETTERS,
    )
    notes: list[str] = [ABOUT]
    for card in cards:
        notes += [card.name, *(f"{title}: {'; '.join(said)}" for title, said in card_rows(card, 99, 400))]
    slide.notes_slide.notes_text_frame.text = "\n".join(plain(each.replace(STRONG, " ")) for each in notes)
    _left_out(lambda said: deck.text(slide, [said], top=17.6, height=0.8, size=11), cards, shown)


def cards_slides(deck: Deck) -> None:
    """A slide a client."""
    for card in weightiest(client_cards(deck.story.findings)):
        slide = deck.slide(card.name)
        width, height = deck.room(_TOP)
        widths = [5.0, width - 5.0]
        rows = card_rows(card, 1, 60)
        for most, longest in ((4, 190), (3, 170), (3, 130), (2, 130), (2, 95), (1, 110)):
            rows = card_rows(card, most, longest)
            if sum(needed([said], widths[1:], 10.0) for _, said in rows) <= height - 1.6:
                break
        deck.matrix(
            slide,
            ("", "Словами клиента"),
            [[[title], said] for title, said in rows],
            widths=widths,
            heights=[needed([said], widths[1:], 10.0) for _, said in rows],
            fills=[_FILLS.get(title, "FFFFFF") for title, _ in rows],
            top=_TOP,
            size=10.0,
        )


_FILLS: Final = {
    "Удерживает": "E8F4EC",
    "Отталкивает": "FBEBE9",
    "Что каждый имеет против нас": "FBEBE9",
}


def _fitted(
    cards: Sequence[ClientCard], widths: Sequence[float], high: float, letters: float
) -> tuple[list[ClientCard], list[list[list[str]]]]:
    """As many clients as fit, with their cells; shorter words before fewer clients."""
    shown, texts = list(cards), list[list[list[str]]]()
    while shown:
        for most, longest in ((3, 110), (2, 110), (2, 85), (2, 65), (1, 80), (1, 60)):
            texts = [_cells(card, most, longest) for card in shown]
            if sum(needed(cells, widths, letters) for cells in texts) <= high:
                return shown, texts
        if len(shown) == 1:
            break
        shown = shown[:-1]
    return shown, texts


def _cells(card: ClientCard, most: int, longest: int) -> list[list[str]]:
    people = [f"{each.label}:{STRONG}{each.role.label.lower()}, {each.attitude}" for each in card.people]
    rest = len(people) - 3
    by_role = [f"По роли: {each}" for each in card.roles if each.startswith(BY_ROLE[Role.ECONOMIC])]
    decides = [*some(card.decides, most, longest), *by_role]
    aside = [*some(card.leaving, most, longest), *some(card.matters, 1, longest)]
    return [
        [*people[:3], *([f"и ещё {rest}"] if rest > 0 else [])],
        some(card.holds, most, longest) or [EMPTY],
        some(card.pushes, most, longest) or [EMPTY],
        decides or [EMPTY],
        aside or [EMPTY],
    ]


def _left_out(say: Callable[[str], object], cards: Sequence[ClientCard], shown: Sequence[ClientCard]) -> None:
    rest = len(cards) - len(shown)
    if rest:
        say(f"Ещё {counted(rest, 'company')} — в report.html и frequencies.xlsx.")


# --- Excel --------------------------------------------------------------------------------------------


def add_cards(book: Book, findings: Findings) -> None:
    """Every point of every card, a row each."""
    rows: list[list[object]] = []
    for card in client_cards(findings):
        for each in card.people:
            told = f"{each.role.label}: {each.by_role} (по роли); {each.attitude}"
            rows.append([card.name, "Люди", None, each.label, told, None, None, None])
        for title, lines in card.parts:
            sign = {"Удерживает": "+", "Отталкивает": "−"}.get(title)
            rows += [_row(card, title, sign, line) for line in lines]
        for person in card.people:
            rows += [_row(card, "Что имеет против нас", "−", line) for line in person.held]
    if not rows:
        return
    columns = [
        Column("Клиент", "text", 30), Column("Часть карточки", "wrapped", 28), Column("Знак"),
        Column("Кто", "wrapped", 30), Column("О чём", "wrapped", 40), Column("Упоминаний", "count"),
        Column("Слова", "wrapped", 70), Column("Интервью"),
    ]  # fmt: skip
    book.add_table(
        CARDS, columns, rows, above=[ABOUT], frozen=2,
        about="Клиент на одной карточке: факторы лояльности со знаком и цитатой, кто решает",
    )  # fmt: skip


def _row(card: ClientCard, title: str, sign: str | None, line: Line) -> list[object]:
    return [
        card.name, title, sign, line.speaker or None, line.label, line.mentions or None,
        in_quotes(line.words), line.interview,
    ]  # fmt: skip
