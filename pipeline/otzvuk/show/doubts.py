"""What is worth checking, in the terminal: where it stands, its words, what it may be."""

from __future__ import annotations

import pandas as pd
from rich.text import Text

from otzvuk.numbers.count import records
from otzvuk.numbers.survey import Survey
from otzvuk.show.grid import clipped, say, terminal

_WORDS = 160  # code points of a stretch that are shown


def with_speakers(table: pd.DataFrame, survey: Survey) -> pd.DataFrame:
    """The table of doubts with a column `speaker` after `turn`."""
    known = {each.id: each.turns for each in survey.study.interviews}
    pairs = zip(table["interview"], table["turn"], strict=True)
    speakers = [known[name][turn].speaker for name, turn in pairs]
    table = table.copy()
    table.insert(2, "speaker", pd.Series(speakers, index=table.index, dtype="string"))
    return table


def show_doubts(table: pd.DataFrame, whole: int) -> None:
    """A paragraph a stretch: who and where, the words, what they are taken for and what else they may be."""
    console = terminal()
    for number, row in enumerate(records(table), 1):
        where = f"{number}. {row['interview']} · {row['speaker']} · реплика {row['turn'] + 1}"
        console.print(Text(where if row["found"] else f"{where} · здесь ничего не найдено", style="dim"))
        console.print(Text(f"  {clipped(str(row['text']), _WORDS)}"))
        console.print(Text(f"  {row['why']}", style="cyan"))
    if not whole:
        say(console, ["Проверять нечего: всё, что есть, уже решил человек, или нет ни одного места."])
        return
    say(
        console,
        [
            f"Показано мест: {len(table)} из {whole}; первые важнее для тройки процессов.",
            "Проверить их в таблице: otzvuk review ИССЛЕДОВАНИЕ --to проверка.xlsx",
        ],
    )
