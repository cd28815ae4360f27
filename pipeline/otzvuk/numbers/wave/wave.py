"""What is compared: waves of a study, or whole studies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from otzvuk.model.codebook import one_of
from otzvuk.model.errors import InputError
from otzvuk.numbers.count import CLUSTER, PERSON, company_key, person_of
from otzvuk.numbers.resample import Clusters
from otzvuk.numbers.survey import Survey


@dataclass(frozen=True, eq=False)
class Wave:
    """A wave, or a whole study, that is compared with another: its name for people and its survey."""

    name: str
    survey: Survey

    @cached_property
    def people(self) -> pd.DataFrame:
        """Respondents, and raters who are none: names, role, cluster and whether `asked`, by id in order."""
        columns = [PERSON, CLUSTER, "interview", "speaker", "company", "role"]
        asked, raters = self.survey.respondents[columns], self.survey.ratings[columns]
        people = pd.concat([asked.assign(asked=True), raters.assign(asked=False)])
        people = people.drop_duplicates(PERSON).sort_values(PERSON)
        return people.set_index(person_of(people))


def clusters(before: Wave, after: Wave) -> tuple[Clusters, ...]:
    """The cluster of each person of either wave, the same for who is in both.

    Waves of one study share its ids; people of two studies are told apart by their names.
    """
    if before.survey.study.identity is after.survey.study.identity:
        return tuple(wave.people[CLUSTER].cat.codes.tolist() for wave in (before, after))
    return tuple(_names(wave.people) for wave in (before, after))


def _names(people: pd.DataFrame) -> list[str]:
    keys = []
    for interview, speaker, company in zip(
        people["interview"], people["speaker"], people["company"], strict=True
    ):
        alone = f"\0{company_key(speaker)}" if speaker else f"\0\0{interview}"
        keys.append(company_key(company) or alone)
    return keys


def by_wave(survey: Survey, *, before: str = "", after: str = "") -> tuple[Wave, Wave]:
    """Two waves of one study; by default the last and the one before it.

    Raises `InputError` for a wave that no interview has (with those there are), for a wave against itself,
    and where there are not two waves.
    """
    waves = survey.waves
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
    return Wave(first, survey.of_wave(first)), Wave(second, survey.of_wave(second))


def _chosen(waves: tuple[str, ...], before: str, after: str) -> tuple[str, str]:
    if before and after:
        return before, after
    if before:
        return before, next(wave for wave in reversed(waves) if wave != before)
    if after:
        at = waves.index(after)
        return waves[at - 1 if at else 1], after
    return waves[-2], waves[-1]
