"""The slide of levels: means as native bars, the marks on them, and what is praised as theses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pptx.dml.color import RGBColor

from otzvuk.model import wording
from otzvuk.report.leveled import TITLE, Group, drawn, level_bars, said_of, start_of
from otzvuk.report.story import shortened

if TYPE_CHECKING:
    from otzvuk.report.slides import Deck

_LEFT, _HALF, _RIGHT = 1.6, 16.4, 18.9  # centimetres: the bars, the theses
_TOP, _BOTTOM = 3.1, 17.0
_THESES, _WORDS = 3, 150
_GREY = RGBColor(0x5B, 0x67, 0x73)


def levels_slide(deck: Deck) -> None:
    """Bars of each source on the left, a thesis a department on the right; no slide of neither."""
    levels, rules = deck.story.levels, deck.story.findings.study.settings.scores
    groups = [group for group in levels.departments if group.theses]
    if not levels.panels and not groups:
        return
    slide = deck.slide(TITLE)
    deck.text(slide, levels.sentences, top=_TOP, height=2.4, size=13, left=_LEFT, width=_HALF)
    high = (_BOTTOM - _TOP - 2.6) / max(len(levels.panels), 1)
    for at, panel in enumerate(levels.panels):
        rows = drawn(panel, whole=len(levels.panels) > 1, most=9)
        top = _TOP + 2.6 + at * high
        named = f"{panel.source.label}, средняя из 10 (ось с {start_of(rows)})"
        deck.text(slide, [named], top=top, height=0.8, size=12, left=_LEFT, width=_HALF, bold=True)
        tall = min(high - 0.9, 2.2 + 0.95 * len(rows))
        deck.chart(slide, level_bars(panel, rows, rules), left=_LEFT, top=top + 0.8, width=_HALF, height=tall)
    said = said_of(levels)
    if said and not levels.panels:
        columns = ("Уровень", "Похвал", "Жалоб", "Человек")
        shares = (44, 18, 18, 20)
        deck.table(slide, columns, said, shares=shares, top=_TOP + 3, size=12, left=_LEFT, width=_HALF)
    elif not levels.panels:
        _theses(deck, slide, levels.roles, "по ролям", left=_LEFT, top=_TOP + 1.6)
    _theses(deck, slide, levels.departments, levels.by, left=_RIGHT, top=_TOP)
    if note := " ".join(levels.notes):
        deck.text(slide, [shortened(note, 380)], top=17.1, height=1.4, size=10, colour=_GREY, width=28)


def _theses(deck: Deck, slide: object, groups: Sequence[Group], by: str, *, left: float, top: float) -> None:
    """The first thesis of each group with one quote, those that most people say first."""
    firsts = [(group, group.theses[0]) for group in groups if group.theses]
    shown = sorted(firsts, key=lambda pair: -pair[1].strength.praisers)[:_THESES]
    width = 33.867 - _RIGHT - 1.6
    deck.text(
        slide, [f"За что хвалят, {by}"], top=top, height=0.9, size=13, left=left, width=width, bold=True
    )
    if not shown:
        none = ["Ни один код не хвалят чаще, чем ругают."]
        deck.text(slide, none, top=top + 1, height=1, size=13, left=left, width=width)
    high = (_BOTTOM - top - 1.0) / max(len(shown), 3)
    for at, (group, thesis) in enumerate(shown):
        own, begins = thesis.strength, top + 1.0 + at * high
        praised = f"{own.praisers} {wording.out_of(own.asked, 'respondent')}"
        verb = wording.agreeing(own.praisers, "хвалит", "хвалят")
        line = f"{shortened(thesis.title, 48)} — {verb} {praised} ({group.label})"
        deck.text(slide, [line], top=begins, height=1.2, size=12, left=left, width=width, bold=True)
        quotes, below = thesis.quotes[:1], begins + 1.2
        deck.quotes(slide, quotes, left=left + 0.1, top=below, longest=_WORDS, size=11, width=width)
