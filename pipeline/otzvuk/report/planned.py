"""The plan in reports: what people have decided and what became of it, or the program's drafts, marked so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from otzvuk.model import wording
from otzvuk.report.drafted import ABOUT_DRAFTS, ABOUT_OUTCOMES, DRAFT, Drafted, summary
from otzvuk.report.story import Story, shortened
from otzvuk.report.wellformed import plain
from otzvuk.report.wordfile import WordFile

if TYPE_CHECKING:
    from otzvuk.report.slides import Deck

TITLE: Final = "План действий"
_COLUMNS: Final = (
    "Процесс", "Проблема", "Показатель", "Что сделать", "Ответственный", "Срок", "Состояние"
)  # fmt: skip
_IN_WORD, _ON_SLIDE, _ACTIONS = 4, 4, 7  # drafts in a document and on a slide, actions on a slide
_QUOTE, _ON_SLIDE_QUOTE = 220, 90  # characters of a quote beside a draft


def write_plan(file: WordFile, story: Story) -> None:
    """The plan of the people; where there is none the first drafts of the program."""
    if not story.plan:
        _write_drafts(file, story)
        return
    file.heading(TITLE)
    rows = [
        [
            action.process, action.problem, action.metric,
            " · ".join(filter(None, [action.action, action.note])), action.owner, action.due, action.state,
        ]
        for action in story.plan
    ]  # fmt: skip
    # the author's own columns stand in the same cell: an eighth column would leave the page
    file.table("Что решено сделать", _COLUMNS, rows, shares=(15, 18, 14, 22, 13, 10, 10), small=True)
    if story.outcomes:
        file.text(summary(story.outcomes))
        rows = [
            [_about(each.process, each.action.action), each.verdict, each.told] for each in story.outcomes
        ]
        columns = ("Мера", "Что видно", "По каким числам")
        file.table("Что стало с мерами в следующей волне", columns, rows, shares=(34, 16, 50), small=True)
        file.note(ABOUT_OUTCOMES)


def _write_drafts(file: WordFile, story: Story) -> None:
    if not story.drafts:
        return
    file.heading(f"{TITLE}: {DRAFT}")
    file.note(ABOUT_DRAFTS)
    rows = [_cells(each, _QUOTE) for each in story.drafts[:_IN_WORD]]
    file.table("Что предлагает программа", _DRAFTED, rows, shares=(27, 21, 34, 18), small=True)
    _rest(file, story)


_DRAFTED: Final = ("О чём", "Что сделать", "Слова, на которых это стоит", "Что покажет")


def _cells(each: Drafted, longest: int) -> list[str]:
    """A draft as a row of `_DRAFTED`."""
    quote = each.quotes[0]
    where = f"{quote.who} ({quote.interview}, {quote.where})"
    said = f"{wording.in_quotes(shortened(quote.text, longest))} — {where}"
    about = " ".join(filter(None, [f"{each.about}.", each.doubts]))
    return [about, f"{each.step}.", plain(said), each.metric.partition(".")[0]]


def _rest(file: WordFile, story: Story) -> None:
    more = len(story.drafts) - _IN_WORD
    rest = f"Ещё черновиков: {more}. " if more > 0 else ""
    file.note(f"{rest}Все, с гипотезами и цитатами, — в report.html и по команде otzvuk plan.")


def _about(process: str, action: str) -> str:
    return ": ".join(filter(None, (process, action)))


def plan_slides(deck: Deck) -> None:
    """What people have decided, some rows a slide, and what became of it; or one slide of drafts."""
    story, actions = deck.story, deck.story.plan
    if not actions:
        _draft_slide(deck)
        return
    for first in range(0, len(actions), _ACTIONS):
        part = actions[first : first + _ACTIONS]
        more = f" ({first + 1}–{first + len(part)} из {len(actions)})" if len(actions) > _ACTIONS else ""
        planned = [
            [_about(each.process, each.problem), each.action, each.owner, each.due, each.state]
            for each in part
        ]
        heads = ("О чём", "Что сделать", "Ответственный", "Срок", "Состояние")
        deck.table(deck.slide(f"{TITLE}{more}"), heads, planned, shares=(28, 31, 16, 13, 12))
    judged = [each for each in story.outcomes if each.row["asked_after"]]
    if judged:
        slide = deck.slide("Что стало с мерами")
        deck.text(slide, [summary(story.outcomes)], top=3.1, height=1, size=14)
        rows = [
            [_about(each.process, each.action.action), each.verdict, each.told] for each in judged[:_ON_SLIDE]
        ]
        columns = ("Мера", "Что видно", "По каким числам")
        deck.table(slide, columns, rows, shares=(30, 16, 54), top=4.4, size=11)
        left = len(story.outcomes) - len(rows)  # the summary above counts them
        rest = [f"Ещё мер: {left}; они в report.html и по команде otzvuk plan."] if left else []
        deck.text(slide, [ABOUT_OUTCOMES, *rest], top=16.6, height=1.4, size=11)


def _draft_slide(deck: Deck) -> None:
    story = deck.story
    if not story.drafts:
        return
    slide = deck.slide(f"{TITLE}: {DRAFT}")
    about = "Не решение: по правилам, из жалоб и просьб. Мера — слова клиентов; прочитайте цитаты."
    deck.text(slide, [about], top=3.0, height=0.9, size=13)
    rows = [_cells(each, _ON_SLIDE_QUOTE) for each in story.drafts[:_ON_SLIDE]]
    deck.table(slide, _DRAFTED, rows, shares=(27, 21, 34, 18), top=4.1, size=11)
    more = len(story.drafts) - _ON_SLIDE
    if more > 0:
        rest = f"Ещё черновиков: {more}; они в report.html и по команде otzvuk plan."
        deck.text(slide, [rest], top=17.4, height=0.9, size=11)
