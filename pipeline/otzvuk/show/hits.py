"""Where words were said, in the terminal: who, when, the words with those around, what is coded there."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from otzvuk.numbers.count import records
from otzvuk.numbers.quote.shown import visible
from otzvuk.numbers.search import Hit, hits_table
from otzvuk.numbers.survey import Survey
from otzvuk.show.grid import say, terminal

_FOUND = "bold yellow"


def show_hits(survey: Survey, hits: Sequence[Hit], *, most: int) -> None:
    """The first hits, each with its words marked, then how many there are, by how many people."""
    console = terminal()
    table = hits_table(survey, hits)
    turns = {each.id: each.turns for each in survey.study.interviews}
    for hit, row in zip(hits[:most], records(table.head(most)), strict=True):
        where = f"реплика {row['turn'] + 1}"
        who = (row["interview"], row["speaker"], row["company"], row["role"], where, row["time"])
        console.print(Text(" · ".join(filter(None, map(str, who))), style="dim"), soft_wrap=True)
        line = Text(f"  {row['before']} " if row["before"] else "  ", style="dim")
        line.append_text(_marked(turns[hit.interview][hit.turn].text, hit))
        after = str(row["after"])
        line.append(f"{'' if after[:1] in ',.;:!?…' else ' '}{after}" if after else "", style="dim")
        console.print(line)
        if row["coded"]:
            console.print(Text(f"  [{row['coded']}]", style="cyan"), soft_wrap=True)
    people = table[["interview", "speaker"]].drop_duplicates()
    asked = len(survey.study.interviews)
    said = (
        f"Мест: {len(hits)}; интервью: {table['interview'].nunique()} из {asked}; говорящих: {len(people)}."
    )
    if len(hits) > most:
        said += f" Показаны первые {most}; все — --csv или --most."
    say(console, [said])


def show_nothing(near: Sequence[str], alone: Sequence[tuple[str, int]]) -> None:
    """That nothing was found: what may have been meant, and which words stand there, but not together."""
    listed = ", ".join(f"«{each}»" for each in near)
    said = ["Ничего не найдено." + (f" Похожие слова в интервью: {listed}." if near else "")]
    if len(alone) > 1 and any(count for _, count in alone):
        counts = "; ".join(f"«{text}» — {count}" for text, count in alone)
        said.append(f"Реплик, где слова стоят порознь: {counts}. Ищутся слова одного предложения.")
    say(terminal(), said)


def _marked(text: str, hit: Hit) -> Text:
    """The hit's stretch with the words found in colour; without signs that cannot be seen."""
    shown, at = Text(style="default not dim"), hit.start
    for start, stop in hit.words:
        start = max(start, at)
        shown.append(_shown(text[at:start]))
        shown.append(_shown(text[start:stop]), style=_FOUND)
        at = max(at, stop)
    shown.append(_shown(text[at : hit.stop]))
    return shown


def _shown(piece: str) -> str:
    """A piece as it is read, with the blanks at its edges."""
    inner = visible(piece)
    if not inner:
        return " " if piece else ""
    return f"{' ' if piece[0].isspace() else ''}{inner}{' ' if piece[-1].isspace() else ''}"
