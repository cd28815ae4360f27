"""The part of the Word report on levels: bars and a table of each source, then strengths as theses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from otzvuk.model import wording
from otzvuk.report.leveled import (
    FEW,
    TITLE,
    Group,
    Levels,
    Thesis,
    axis_note,
    drawn,
    left_out,
    level_bars,
    said_of,
    table_of,
)
from otzvuk.report.story import shortened, signed

if TYPE_CHECKING:
    from otzvuk.report.story import Story
    from otzvuk.report.wordfile import WordFile

_SHARES: Final = (26, 8, 10, 9, 8, 17, 27)
_GROUPS: Final = 7  # departments whose theses have words, those that most people praise
_QUOTE: Final = 300  # characters of the quote of a thesis


def levels_section(file: WordFile, story: Story) -> None:
    """Heading, sentences, pictures with their tables, theses by department of the supplier and by role."""
    levels = story.levels
    if not levels.there:
        return
    file.heading(TITLE)
    for sentence in levels.sentences:
        file.text(sentence)
    _bars(file, story, levels)
    rows = said_of(levels)
    file.table(
        "Что сказано на каждом уровне", ("Уровень", "Похвал", "Жалоб", "Респондентов"),
        [[row[0], *map(int, row[1:])] for row in rows], shares=(46, 16, 16, 22),
    )  # fmt: skip
    for note in levels.notes:
        file.note(note)
    if levels.departments:
        file.heading(f"За что хвалят: {levels.by}", 2)
    quoted = sorted(levels.departments, key=lambda group: -group.theses[0].strength.praisers)[:_GROUPS]
    for group in levels.departments:
        if group in quoted:
            _theses(file, group)
    if others := [group for group in levels.departments if group not in quoted]:
        said = "; ".join(f"{group.label}: {group.theses[0].title}" for group in others)
        file.text(f"{said}. Слова — в report.html.", bold="Реже хвалят:")
    if levels.roles:
        file.heading("За что хвалят: по ролям", 2)
    for group in levels.roles:
        said = "; ".join(f"{each.title} — {_people(each)}" for each in group.theses)
        file.item(f"{said}{_more(group.more)}", bold=f"{group.label}:")
    if levels.roles:
        file.note("Слова каждой роли — в report.html и на листе «Сильные стороны» в frequencies.xlsx.")
    if not levels.departments:
        file.text("Сильных сторон назвать нельзя: ни один код не хвалят чаще, чем ругают.")


def _bars(file: WordFile, story: Story, levels: Levels) -> None:
    rules = story.findings.study.settings.scores
    for panel in levels.panels:
        rows = drawn(panel)
        file.chart(
            f"Средние оценки по уровням, из 10. {panel.source.label}",
            level_bars(panel, rows, rules),
            created=story.created,
        )
        file.note(axis_note(rows))
        columns, lines, heavy = table_of(panel)
        caption = f"Уровни и то, что на них оценили. {panel.source.label}"
        file.table(caption, columns, lines, shares=_SHARES, bold=heavy, small=True)
        if rest := left_out(panel):
            file.note(f"Критериев, которые оценили меньше {FEW} человек: {rest}; они в report.html.")


def _theses(file: WordFile, group: Group) -> None:
    """The first thesis with its words, the others by name: all of them would be pages."""
    first, *others = group.theses
    file.text(f"{first.title} — {first.text}", bold=f"{group.label}.")
    for quote in first.quotes[:1]:
        file.quote(shortened(quote.text, _QUOTE), signed(quote))
    if others:
        said = "; ".join(f"{each.title} — {_people(each)}" for each in others)
        file.text(f"Ещё хвалят: {said}{_more(group.more)}")


def _people(thesis: Thesis) -> str:
    own = thesis.strength
    return f"{own.praisers} {wording.out_of(own.asked, 'respondent')}"


def _more(count: int) -> str:
    return f"; ещё тем: {count}, они в frequencies.xlsx." if count else "."
