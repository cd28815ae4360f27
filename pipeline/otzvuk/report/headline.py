"""The ranking in a few Russian sentences: what hurts most, and what the data do not tell apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from otzvuk.model import wording
from otzvuk.model.codebook import Codebook
from otzvuk.model.study import Settings
from otzvuk.numbers.count import records
from otzvuk.numbers.damage import FEWEST, TOP

_LISTED = 5  # more names than that in one sentence are not read


def headline(
    ranking: pd.DataFrame, codebook: Codebook, *, asked: int, settings: Settings | None = None
) -> tuple[str, ...]:
    """Sentences about a damage table (`otzvuk.numbers.damage.rank`) of `asked` respondents.

    The first names the processes of the headline, or says why there is none. Then, while there are fewer
    than three, those that are not named though they stand in the top by rank: for too few respondents
    complain about them, or because the data do not separate them from others.
    """
    settings = settings or Settings()
    harmful = records(ranking[ranking["damage"] > 0])
    if not asked:
        return ("Назвать процессы, которые вредят клиентам, нельзя: ни один респондент не прочитан.",)
    if not harmful:
        reason = "жалоб нет" if not ranking["mentions"].sum() else "похвалы везде не меньше, чем жалоб"
        return (f"Назвать процессы, которые вредят клиентам, нельзя: {reason}.",)
    if asked < FEWEST:
        few = "опрошен один респондент" if asked == 1 else f"опрошено респондентов: {asked}"
        listed = _list(harmful, codebook)
        return (f"Назвать процессы, которые вредят клиентам больше всего, нельзя: {few}. Жалобы: {listed}.",)
    named = [row for row in harmful if row["named"]]
    sentences = [_naming(named, codebook, asked)]
    if len(named) < TOP:
        open_ = [
            row for row in harmful if not row["named"] and (row["rank"] <= TOP or row["rank_low"] <= TOP)
        ]
        rare = [row for row in open_ if row["rank"] <= TOP and _only_rare(row, settings)]
        unclear = [row for row in open_ if row not in rare]
        if len(unclear) > 1:
            listed = _list(unclear, codebook)
            sentences.append(
                f"Данные не разделяют эти процессы: {listed} — любой из них может быть в первой тройке."
            )
        elif unclear:
            sentences.append(f"Данные не отделяют от остальных процесс {_list(unclear, codebook)}.")
        if rare:
            least = wording.percent(settings.headline.reach)
            listed = "; ".join(f"{_quoted(row, codebook)} ({_reach(row, asked)})" for row in rare)
            sentences.append(f"Не названы, потому что о них говорят меньше {least} респондентов: {listed}.")
    return tuple(sentences)


def place_of(row: Mapping[str, Any]) -> str:
    """The place of a row of the damage table: that of equals is shared, without damage there is none."""
    if pd.isna(row["rank"]):
        return wording.place(None)
    return wording.place(int(row["rank"]), int(row["rank_last"]))


def _naming(named: Sequence[Mapping[str, Any]], codebook: Codebook, asked: int) -> str:
    parts = []
    for row in named:
        sure = f"вероятность быть в первой тройке {wording.chance(row['p_top3'])}"
        parts.append(f"{_quoted(row, codebook)} ({_reach(row, asked)}, {sure})")
    if not parts:
        return "Ни один процесс нельзя уверенно назвать самым вредным для клиентов."
    if len(parts) == 1:
        return f"Больше всего вредит клиентам процесс {parts[0]}."
    return f"Больше всего вредят клиентам процессы {', '.join(parts[:-1])} и {parts[-1]}."


def _only_rare(row: Mapping[str, Any], settings: Settings) -> bool:
    return bool(row["reach"] < settings.headline.reach and row["p_top3"] >= settings.headline.p_top3)


def _list(rows: Sequence[Mapping[str, Any]], codebook: Codebook) -> str:
    listed = ", ".join(_quoted(row, codebook) for row in rows[:_LISTED])
    return listed + (f" и ещё {len(rows) - _LISTED}" if len(rows) > _LISTED else "")


def _quoted(row: Mapping[str, Any], codebook: Codebook) -> str:
    return f"«{codebook.label(row['process'])}»"


def _reach(row: Mapping[str, Any], asked: int) -> str:
    one = asked % 10 == 1 and asked % 100 != 11
    return f"жалобы у {row['respondents']} из {asked} {'респондента' if one else 'респондентов'}"
