"""What a checked random sample does to the headline: the worlds of bench_damage, coded with shared errors.

Run alone: python tests/bench/bench_headline.py [studies [checked]]. Asserts nothing. Of 24 interviews with 60
silent clauses each a number of stretches is drawn by chance and checked. Three ways to go on:

- `unchecked`: the coding as it is
- `checked`: what was checked is certain, and that is all
- `corrected`: the sample also says how far off each process is (`otzvuk.numbers.checked`, `damage.error`)

Columns: P(together) `at` which something is named, share of studies that name something (`names`), wrong and
right names a study.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from bench_damage import (
    CARD,
    KINDS,
    REPLICATES,
    TOP,
    Coder,
    Said,
    World,
    asked,
    confidence,
    make_world,
    markdown,
    read_coder,
    shared,
    survey_of,
)

from otzvuk.model.codebook import Codebook, read_codebook
from otzvuk.model.interview import Interview, Participant, Turn
from otzvuk.model.mention import Checks, Coding, Kind, Look, Reading
from otzvuk.model.study import Headline, Settings, Study
from otzvuk.numbers.damage import rank
from otzvuk.numbers.damage.certainty import certainty
from otzvuk.numbers.survey import Survey

PEOPLE, SILENT, SEED = 24, 60, 41
AT = (0.5, 0.6, 0.7, 0.8, 0.9)
NONE = -1


def stretches(world: World, people: np.ndarray, coder: Coder, generator: np.random.Generator) -> pd.DataFrame:
    """Every stretch of these people: true code and kind, those that the coder found (−1: none there).

    The coder errs as in `bench_damage.coded`.
    """
    own = np.isin(world.said.person, people)
    person, code, kind = (each[own] for each in (world.said.person, world.said.code, world.said.kind))
    register = generator.choice(coder.registers, size=people.max() + 1)
    right = generator.random(len(person)) < np.minimum(coder.recall[code] * register[person], 1)
    fate = np.where(right, -1, generator.choice(3, size=len(person), p=np.array(coder.instead)))
    other = generator.choice(len(coder.codes), size=len(person), p=coder.alarms)
    found = pd.DataFrame(
        {
            "person": person,
            "true": code,
            "true_kind": kind,
            "code": np.where(fate == 0, NONE, np.where(fate == 2, other, code)),
            "kind": np.where(fate == 1, 1 - kind, kind),
            "right": right,
        }
    )
    silent = pd.DataFrame({"person": np.repeat(people, SILENT), "true": NONE, "code": NONE, "right": False})
    false = min(int(generator.poisson(coder.invented * len(person))), len(silent))
    at = generator.permutation(len(silent))[:false]
    silent = silent.assign(true_kind=0, kind=generator.choice(kind, size=len(silent)))
    silent.loc[at, "code"] = generator.choice(len(coder.codes), size=false, p=coder.alarms)
    return pd.concat([found, silent], ignore_index=True)


def surveyed(
    world: World,
    people: np.ndarray,
    told: pd.DataFrame,
    checked: np.ndarray,
    *,
    looks: bool,
    coder: Coder,
    codebook: Codebook,
    settings: Settings,
) -> Survey:
    """The survey in which the stretches of `checked` are as people decided them."""
    now = told.copy()
    now.loc[checked, ["code", "kind"]] = told.loc[checked, ["true", "true_kind"]].to_numpy()
    seen = np.zeros(len(told), dtype=bool)
    seen[checked] = True
    there = (now["code"] != NONE).to_numpy()
    said = Said(*(now.loc[there, name].to_numpy() for name in ("person", "code", "kind")))
    sure = np.where(seen, 1.0, told["sure"])[there]
    survey = survey_of(world, people, said, coder, codebook, settings, sure)
    survey = survey.but(
        mentions=survey.mentions.assign(decided_by=np.where(seen[there], "person:x", "model:x@1"))
    )
    if not looks:
        return survey

    def reading(code: int, kind: int, confidence: float) -> tuple[Reading, ...]:
        if code == NONE:
            return ()
        process = codebook.process_of(coder.codes[code])
        return (Reading(kind=Kind(KINDS[kind]), process=process, confidence=confidence),)

    own: dict[int, list[Look]] = {int(each): [] for each in people}
    for row in told.loc[checked].itertuples():
        own[int(row.person)].append(
            Look(
                turn=0, was=reading(row.code, row.kind, row.sure),
                now=reading(row.true, row.true_kind, 1.0), drawn=True, round=0,
            )
        )  # fmt: skip
    passed = told[told["code"] == NONE].groupby("person").size()
    turn = (Turn("К", ""),)
    codings = tuple(
        Coding(
            Interview(str(each), "", turn, {"К": Participant("К", id=str(each))}), (),
            checks=Checks(looks=tuple(found), passed=(int(passed.get(each, 0)),)),
        )
        for each, found in own.items()
    )  # fmt: skip
    study = Study(Path(), settings, codebook, tuple(each.interview for each in codings))
    return replace(survey, study=study, codings=codings)


def outcomes(number: int, checked: int) -> pd.DataFrame:
    """A row a candidate of a headline: its study, way, P(together) and whether it is of the true three."""
    codebook, coder = read_codebook(), read_coder(CARD)
    settings = Settings(replicates=REPLICATES, headline=Headline(p_top3=0, reach=0))
    rows = []
    for study in range(number):
        generator = np.random.default_rng([SEED, study])
        world = make_world(codebook, generator)
        hidden = shared(coder, codebook, generator)
        people = asked(world, PEOPLE, generator)
        told = stretches(world, people, hidden, generator)
        there = told["code"] != NONE
        said = Said(*(told.loc[there, name].to_numpy() for name in ("person", "code", "kind", "right")))
        told["sure"] = 1.0
        told.loc[there, "sure"] = confidence(said, generator)
        drawn = generator.permutation(len(told))[:checked]
        for way, look, of in (
            ("unchecked", False, drawn[:0]),
            ("checked", False, drawn),
            ("corrected", True, drawn),
        ):
            survey = surveyed(
                world, people, told, of, looks=look, coder=coder, codebook=codebook, settings=settings
            )
            ranking, sure, order = rank(survey), certainty(survey), list[int]()
            columns = list(survey.net.columns)
            first = ranking[ranking["rank"] <= TOP].sort_values("p_top3", ascending=False, kind="stable")
            for row in first[first["named"]].itertuples():
                order.append(columns.index(row.process))
                right = row.process in world.order[:TOP]
                rows.append((study, way, sure.together(order), row.reach, right))
    return pd.DataFrame(rows, columns=["study", "way", "together", "reach", "right"])


def main() -> None:
    numbers = [int(each) for each in sys.argv[1:]]
    number, checked = (*numbers, *(240, 120)[len(numbers) :])
    found = outcomes(number, checked)
    rows = []
    for way in ("unchecked", "checked", "corrected"):
        for at in AT:
            named = found[(found["way"] == way) & (found["together"] >= at) & (found["reach"] >= 0.2)]
            names, right = named["study"].nunique() / number, named["right"].sum() / number
            rows.append((way, at, names, len(named) / number - right, right))
    table = pd.DataFrame(rows, columns=["way", "at", "names", "wrong", "right"])
    print(f"{number} worlds, {PEOPLE} interviews, {checked} stretches checked\n\n{markdown(table)}")


if __name__ == "__main__":
    main()
