"""The two sides of a comparison: waves of a study, or whole studies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from otzvuk.model.codebook import one_of
from otzvuk.model.errors import InputError
from otzvuk.numbers.count import PERSON, natural


@dataclass(frozen=True)
class Side:
    """One side: its name for people, and its frames with the columns of `otzvuk.count`."""

    name: str
    mentions: pd.DataFrame
    respondents: pd.DataFrame
    ratings: pd.DataFrame | None = None

    @cached_property
    def people(self) -> pd.DataFrame:
        """Respondents, and raters who are none: company, role and whether `asked`, by interview and speaker.

        In natural order, whatever the order of the frames.
        """
        columns = [*PERSON, "company", "role"]
        known = [self.respondents[columns].assign(asked=True)]
        if self.ratings is not None and len(self.ratings):
            known.append(self.ratings[columns].assign(asked=False))
        people = pd.concat(known).drop_duplicates(PERSON).set_index(PERSON)
        return people.loc[sorted(people.index, key=lambda person: (natural(person[0]), person[1]))]


def waves_of(respondents: pd.DataFrame) -> tuple[str, ...]:
    """The waves that respondents were asked in, in natural order; people without a wave are in none."""
    return tuple(sorted({str(wave) for wave in respondents["wave"]} - {""}, key=natural))


def by_wave(
    mentions: pd.DataFrame,
    respondents: pd.DataFrame,
    ratings: pd.DataFrame | None = None,
    *,
    before: str = "",
    after: str = "",
) -> tuple[Side, Side]:
    """Two waves of one study; by default the last and the one before it.

    Raises `InputError` for a wave that no interview has (with those there are), for a wave against itself,
    and where there are not two waves.
    """
    waves = waves_of(respondents)
    for wave in (before, after):
        if wave and wave not in waves:
            there = one_of(waves) if waves else "волна в participants.csv или study.yaml"
            raise InputError("нет интервью такой волны", value=wave, expected=there)
    if len(waves) < 2:
        value = waves[0] if waves else None
        what = "в исследовании одна волна" if waves else "волны интервью не указаны"
        expected = "столбец wave в participants.csv, в нём не меньше двух волн"
        raise InputError(what, value=value, expected=expected)
    if before and before == after:
        rest = one_of([wave for wave in waves if wave != before])
        raise InputError("волна сравнивается сама с собой", value=before, expected=rest)
    first, second = _chosen(waves, before, after)

    def side(wave: str) -> Side:
        own = None if ratings is None else ratings[ratings["wave"] == wave]
        return Side(wave, mentions[mentions["wave"] == wave], respondents[respondents["wave"] == wave], own)

    return side(first), side(second)


def _chosen(waves: tuple[str, ...], before: str, after: str) -> tuple[str, str]:
    if before and after:
        return before, after
    if before:
        return before, next(wave for wave in reversed(waves) if wave != before)
    if after:
        at = waves.index(after)
        return waves[at - 1 if at else 1], after
    return waves[-2], waves[-1]
