"""What people decided about a study: who, when, what stood there before; as a list and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from otzvuk.codings.decided import Decided
from otzvuk.codings.decisions import standing
from otzvuk.model.codebook import Codebook
from otzvuk.model.decision import JUDGING, Act, Decision, Judged, Place, is_withdrawn
from otzvuk.model.interview import Interview
from otzvuk.model.study import Study
from otzvuk.show.grid import Grid, clipped, say, show_grid, terminal

IN_FORCE, UNDONE, LOST, GONE = "в силе", "отменено", "слов больше нет", "слова удалены"
_WORDS = 60  # code points of the words that are shown
_LONG = 160  # of a note and of a quote
COLUMNS = ("at", "by", "act", "state", "interview", "turn", "speaker", "text", "was", "now", "note")
"""The columns of `decisions_table`: `turn` counts from 0 and is -1 where the words stand nowhere any more."""


def decisions_table(decisions: Sequence[Decision], decided: Decided, study: Study) -> pd.DataFrame:
    """A row a decision, the last first (`COLUMNS`); undoings are told by the state of what they undid."""
    now = {each.id: each for each in decided.standing}
    force = {each.id for each in standing(decisions)}
    rows = [
        _row(now.get(each.id, each), _state(each, force, now), study)
        for each in reversed(decisions)
        if each.act not in {Act.UNDO, Act.REDO}
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def show_decisions(table: pd.DataFrame, decided: Decided, codebook: Codebook, *, most: int) -> None:
    """The last decisions, those whose words are gone, and where people decided differently."""
    console = terminal()
    rows = table.to_dict("records")
    lost = [each for each in rows if each["state"] == LOST]
    headers = ("Когда", "Кто", "Что", "Интервью", "Слова", "Было", "Стало", "Заметка")
    title = f"Решения: {len(rows)}" + (f", последние {most}" if len(rows) > most else "")
    shown = [_cells(each) for each in rows[:most]]
    show_grid(console, Grid(title, headers, shown, names=4, words=frozenset(range(4, 8))))
    show_grid(
        console,
        Grid(
            f"Слова не нашлись в стенограммах, решения сохранены и не учтены: {len(lost)}",
            headers,
            [_cells(each) for each in lost],
            names=4,
            words=frozenset(range(4, 8)),
        ),
    )
    apart = [
        [
            clipped(each.place.text, _WORDS),
            "; ".join(f"{one.by} — {_outcome(one, codebook)}" for one in each.decisions),
        ]
        for each in decided.disagreed
    ]
    title = f"Люди разошлись: {len(apart)}. В числах последнее решение"
    show_grid(console, Grid(title, ("Слова", "Кто что решил"), apart, names=2))
    whole = sum(len(each.mentions) for each in decided.codings) + decided.rejected
    undone = sum(each["state"] == UNDONE for each in rows)
    say(
        console,
        [
            f"Проверено человеком упоминаний: {decided.seen} из {whole}." if rows else "Решений пока нет.",
            f"Отменённых решений: {undone}." if undone else "",
        ],
    )


def _state(decision: Decision, force: set[str], now: Mapping[str, Decision]) -> str:
    if decision.id not in force:
        return UNDONE
    if is_withdrawn(decision):
        return GONE
    return IN_FORCE if decision.id in now else LOST


def _row(decision: Decision, state: str, study: Study) -> dict[str, object]:
    place, book = decision.place, study.codebook
    known = {each.id: each for each in study.interviews}.get(place.interview)
    there = known is not None and (state == IN_FORCE or (state == UNDONE and _stands(place, known)))
    return {
        "at": decision.at,
        "by": decision.by,
        "act": decision.act.label,
        "state": state,
        "interview": place.interview,
        "turn": place.turn if there else -1,
        "speaker": known.turns[place.turn].speaker if known is not None and there else "",
        "text": place.text,
        "was": _said(decision.was, book) if decision.act in JUDGING else "",
        "now": _said(decision.now, book) if decision.act in JUDGING else decision.shown,
        "note": decision.note,
    }


def _stands(place: Place, interview: Interview) -> bool:
    """Whether the words of what was undone are still where they were."""
    turns = interview.turns
    return place.turn < len(turns) and turns[place.turn].text[place.start : place.stop] == place.text


def _cells(row: Mapping[object, object]) -> list[str]:
    what = str(row["act"]) + ("" if row["state"] == IN_FORCE else f" ({row['state']})")
    turn = int(str(row["turn"]))
    where = str(row["interview"]) + (f", реплика {turn + 1}" if turn >= 0 else "")
    when = str(row["at"])[:16].replace("T", " ")
    now = "" if row["now"] == row["was"] else str(row["now"])  # a confirmation says nothing new
    words = (clipped(str(row["text"]), _WORDS), str(row["was"]), clipped(now, _LONG))
    return [when, str(row["by"]), what, where, *words, clipped(str(row["note"]), _LONG)]


def _outcome(decision: Decision, codebook: Codebook) -> str:
    return _said(decision.now, codebook) or "не упоминание"


def _said(judged: Sequence[Judged], codebook: Codebook) -> str:
    return "; ".join(f"{each.kind.label.lower()}, {codebook.label(each.code)}" for each in judged)
