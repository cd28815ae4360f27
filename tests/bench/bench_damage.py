"""How far to trust the headline: studies whose true order is known, coded with the coder's own errors.

Run by `make bench`, or alone: python tests/bench/bench_damage.py [studies [seed]] [--write | --widening].
Asserts nothing. `--write` puts the result into models/damage/README.md.

A **world** is a supplier with some 250 people in 150 client companies. Every process of the bundled codebook
has a rate of complaint and of praise; colleagues share a factor for each process, every person has one of
talkativeness. Totals are those of corpora/training (about 17 complaints and 15 praises an interview). The
true damage of a process is that over all people of the world, coded without errors. A **study** interviews
6, 12, 24 or 48 of them, company by company.

The **coder** errs at its measured rates (models/coders/b2b/README.md): each code is found with its own
recall, times that of the interview's register; what is not found right is missed, or given another kind, or
another code (drawn as the coder's false alarms are distributed), in the measured proportions; stretches that
evaluate nothing are coded as often as measured. Errors are independent within an interview but for the
register.

Real errors are **shared**: a supplier's words do the same to the coder in all its interviews. In the coding
`shared` each study has hidden rates of its own: a level of recall (×0.35 to ×1), a factor of recall and one
of false alarms for each process, and up to four times as many false stretches. The rule is not told them;
it has the coder's confidence, which is right for the study as a whole but for its own measured error and
tells right mentions from wrong ones as well as measured (`MISJUDGED`, `TELLS`).

The thresholds are compared by a rule fixed before the first run: a right name counts 1, a wrong one −3.
`alone` is the rule of versions before: each process whose own P(top 3), people resampled and the coding
taken as true, is at the threshold. `together` is the present one: all that are named are among the first
three with that probability, the coder's errors drawn as well (`otzvuk.numbers.damage.error`).
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy comes; one core, like the other benchmarks

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otzvuk.model.codebook import Codebook, read_codebook
from otzvuk.model.study import Headline, Settings, Study
from otzvuk.numbers.count import IDS
from otzvuk.numbers.damage import rank, rank_intervals
from otzvuk.numbers.damage.certainty import certainty
from otzvuk.numbers.damage.error import drawn_damage
from otzvuk.numbers.survey import Survey

ROOT = Path(__file__).parents[2]
CARD = ROOT / "models" / "coders" / "b2b" / "README.md"
RESULT = ROOT / "models" / "damage" / "README.md"
SIZES = (6, 12, 24, 48)
P_TOP3 = (0.5, 0.6, 0.7, 0.8, 0.9)
ALONE = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)  # thresholds of the former rule in the curve
REACH = (0.1, 0.2, 0.3, 0.4, 0.5)
SHARED_ERRORS = (0.4, 0.8)  # deviations of the logarithms of a process's recall and false alarms
MISJUDGED = 0.05  # error of the coder's confidence over a study
TELLS = 0.8  # how far the evidence of right and wrong mentions lies apart: an AUC of .71 (measured .69–.76)
WRONG_COSTS = 3  # right names that a wrong one outweighs
STUDIES, REPLICATES, TOP = 300, 400, 3
SEED = 2026  # that of 2025 had been seen when the constants were chosen
COMPLAINTS, PRAISES = 17.0, 15.0  # an interview, as in corpora/training
COMPLAINT, PRAISE = 0, 1
KINDS = np.array(["complaint", "praise"])

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Coder:
    """How often the coder is right, by code, and what it does instead."""

    codes: tuple[str, ...]
    recall: Floats  # of each code, kind included
    alarms: Floats  # how the false alarms are distributed over codes
    instead: tuple[float, float, float]  # a mention not found right: missed, another kind, another code
    invented: float  # false stretches for each true mention
    registers: Floats  # factors of recall


@dataclass(frozen=True)
class Said:
    """Mentions of people: who, which code, which kind."""

    person: Ints
    code: Ints
    kind: Ints
    right: NDArray[np.bool_] | None = None  # whether it is so, where a coder says it


@dataclass(frozen=True)
class World:
    """Everybody who could be asked, what each would say, and the true order of the processes."""

    company: Ints
    said: Said
    order: tuple[str, ...]  # processes, worst first
    damage: Floats  # in that order


def read_coder(card: Path) -> Coder:
    """The rates of a model card."""
    text = card.read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if "|" in line
    ]
    (test,) = (row[1:] for row in rows if row[0] == "test")
    pairs = [tuple(map(float, re.findall(r"[\d.]+", cell))) for cell in test]
    (_, span_precision, span), (_, _, kind), _, (_, _, code), _ = pairs
    codes = [row for row in rows if "." in row[0] and len(row) == 5 and row[1].isdigit()]
    predicted, precision, recall = (np.array([float(row[at]) for row in codes]) for at in (2, 3, 4))
    registers = [row for row in rows if len(row) == 6 and row[0] not in ("split", "dev", "test", "register")]
    found = np.array([float(re.findall(r"[\d.]+", row[4])[2]) for row in registers if "(" in row[4]])
    wrong = 1 - code
    return Coder(
        codes=tuple(row[0] for row in codes),
        recall=recall,
        alarms=predicted * (1 - precision) / (predicted * (1 - precision)).sum(),
        instead=((1 - span) / wrong, (span - kind) / wrong, (kind - code) / wrong),
        invented=span / span_precision * (1 - span_precision),
        registers=found / found.mean(),
    )


def perfect(coder: Coder) -> Coder:
    """The same coder without errors."""
    return Coder(coder.codes, np.ones(len(coder.codes)), coder.alarms, coder.instead, 0.0, np.full(1, np.inf))


def shared(coder: Coder, codebook: Codebook, generator: np.random.Generator) -> Coder:
    """The coder with the rates that all interviews of one study share and that nobody knows."""
    processes = sorted(codebook.processes)
    process = np.array([processes.index(codebook.process_of(code)) for code in coder.codes])
    found, false = (
        np.exp(generator.normal(scale=scale, size=len(processes)))[process] for scale in SHARED_ERRORS
    )
    alarms = coder.alarms * false
    return replace(
        coder,
        recall=np.minimum(coder.recall * found * generator.uniform(0.35, 1), 0.98),
        alarms=alarms / alarms.sum(),
        invented=coder.invented * generator.uniform(1, 4),
    )


def make_world(codebook: Codebook, generator: np.random.Generator, *, companies: int = 150) -> World:
    """A world of `companies` client companies."""
    codes = list(codebook.codes)
    processes = sorted({codebook.process_of(code) for code in codes})
    process_of = np.array([processes.index(codebook.process_of(code)) for code in codes])
    share = 1 / np.bincount(process_of)[process_of]  # of a code in its process
    burden = generator.normal(size=len(processes))
    people = generator.choice([1, 2, 3], size=companies, p=[0.5, 0.3, 0.2])
    company = np.repeat(np.arange(companies), people)
    talk = generator.gamma(4, 1 / 4, size=(len(company), 1))
    parts = []
    for kind, total, slope in ((COMPLAINT, COMPLAINTS, 0.7), (PRAISE, PRAISES, -0.4)):
        rate = np.exp(slope * burden + generator.normal(scale=0.3, size=len(processes)))
        rate *= total / rate.sum()
        shared = generator.gamma(2, 1 / 2, size=(companies, len(processes)))[company]
        number = generator.poisson((talk * shared * rate)[:, process_of] * share)
        person, code = np.nonzero(number)
        times = number[person, code]
        parts.append((np.repeat(person, times), np.repeat(code, times), np.full(times.sum(), kind)))
    said = Said(*(np.concatenate([part[at] for part in parts]) for at in range(3)))
    net = np.zeros((len(company), len(processes)))
    np.add.at(net, (said.person, process_of[said.code]), np.where(said.kind == COMPLAINT, 1, -1))
    damage = np.clip(net, 0, 3).mean(axis=0)
    order = np.argsort(-damage, kind="stable")
    return World(company, said, tuple(processes[at] for at in order), damage[order])


def asked(world: World, number: int, generator: np.random.Generator) -> Ints:
    """`number` people, company after company in random order."""
    drawn = generator.permutation(world.company.max() + 1)
    place = np.empty_like(drawn)
    place[drawn] = np.arange(len(drawn))
    return np.argsort(place[world.company], kind="stable")[:number]


def coded(said: Said, people: Ints, coder: Coder, generator: np.random.Generator) -> Said:
    """What the coder makes of what these people said."""
    own = np.isin(said.person, people)
    person, code, kind = said.person[own], said.code[own].copy(), said.kind[own].copy()
    register = generator.choice(coder.registers, size=people.max() + 1)
    right = generator.random(len(person)) < np.minimum(coder.recall[code] * register[person], 1)
    fate = np.where(right, -1, generator.choice(3, size=len(person), p=np.array(coder.instead)))
    kind[fate == 1] = 1 - kind[fate == 1]
    code[fate == 2] = generator.choice(len(coder.codes), size=int((fate == 2).sum()), p=coder.alarms)
    kept = fate != 0
    false = generator.poisson(coder.invented * len(person))
    return Said(
        np.concatenate([person[kept], generator.choice(person, size=false)]),
        np.concatenate([code[kept], generator.choice(len(coder.codes), size=false, p=coder.alarms)]),
        np.concatenate([kind[kept], generator.choice(kind, size=false)]),
        np.concatenate([right[kept], np.zeros(false, dtype=bool)]),
    )


def confidence(said: Said, generator: np.random.Generator) -> Floats:
    """How sure the coder says it is of each mention: right on the whole but for `MISJUDGED`, and better
    than chance
    at telling right from wrong (`TELLS`), both as measured on the interviews held back."""
    right = said.right
    if right is None or not len(right):
        return np.ones(len(said.person))
    share = np.clip(right.mean() + generator.normal(scale=MISJUDGED), 0.05, 0.95)
    evidence = generator.normal(TELLS / 2 * np.where(right, 1, -1), 1)
    return np.asarray(1 / (1 + np.exp(-np.log(share / (1 - share)) - TELLS * evidence)))


class Simulated(Survey):
    """A survey whose frames have the columns that damage reads and no others: they are not looked through."""

    @property
    def sound(self) -> Self:
        """This survey."""
        return self


def survey_of(
    world: World,
    people: Ints,
    said: Said,
    coder: Coder,
    codebook: Codebook,
    settings: Settings,
    sure: Floats | float = 1.0,
) -> Survey:
    """The survey of these people, with as much of the frames as `otzvuk.numbers.damage` reads.

    `sure` is the confidence of its mentions.
    """
    process = np.array([codebook.process_of(code) for code in coder.codes])
    order = np.unique(people)
    names, firms = (list(map(str, each)) for each in (order, np.unique(world.company[order])))

    def who(person: Ints) -> dict[str, object]:
        companies = pd.Categorical(world.company[person].astype(str), categories=firms, ordered=True)
        ids = pd.Categorical(person.astype(str), categories=names, ordered=True)
        return dict(zip(IDS, (ids, companies, companies), strict=True))

    coded = {"process": process[said.code], "kind": KINDS[said.kind], "trend": "", "confidence": sure}
    return Simulated(
        study=Study(Path(), settings, codebook, ()),
        mentions=pd.DataFrame(coded | who(said.person)),
        ratings=pd.DataFrame({"scale": [], "criterion": [], "value": []} | who(people[:0])),
        respondents=pd.DataFrame({"role": "unknown"} | who(people)),
    )


def outcomes(number: int, *, coder: Coder, codebook: Codebook, seed: int = SEED) -> pd.DataFrame:
    """One row a candidate of the headline: its study, true rank, certainty, reach; and the rank intervals.

    Column `coding` is `coder`, `shared` or `perfect`; the same people of the same worlds are asked for all.
    """
    settings = Settings(replicates=REPLICATES, headline=Headline(p_top3=0, reach=0))
    rows = []
    for study in range(number):
        generator = np.random.default_rng([seed, study])
        world = make_world(codebook, generator)
        hidden = shared(coder, codebook, generator)
        for size in SIZES:
            people = asked(world, size, generator)
            for coding, own in (("coder", coder), ("shared", hidden), ("perfect", perfect(coder))):
                said = coded(world.said, people, own, generator)
                sure = 1.0 if coding == "perfect" else confidence(said, generator)
                survey = survey_of(world, people, said, own, codebook, settings, sure)
                rows += _candidates(world, survey, study, size, coding)
    return pd.DataFrame(rows)


def _candidates(
    world: World, survey: Survey, study: int, size: int, coding: str
) -> Iterator[dict[str, object]]:
    true = {process: at + 1 for at, process in enumerate(world.order)}
    ranking = rank(survey)
    joint, alone = certainty(survey), certainty(survey, errors=False)
    columns = list(survey.net.columns)
    damage_held, damage_width = _damage_held(world, survey)
    wide = rank_intervals(survey).set_index("process")
    holds = {
        name: [
            wide.loc[each, f"{name}_low"] <= true[each] <= wide.loc[each, f"{name}_high"]
            for each in wide.index
        ]
        for name in ("rank", "all")
    }
    order: list[int] = []
    first = ranking[ranking["rank"] <= TOP].sort_values("p_top3", ascending=False, kind="stable")
    for row in first.itertuples():
        order.append(columns.index(row.process))
        yield {
            "study": study,
            "interviews": size,
            "coding": coding,
            "rank": row.rank,
            "true_rank": true[row.process],
            "p_top3": joint.together(order),
            "alone": alone.p_top3[order[-1]],
            "reach": row.reach,
            "may": row.named,
            "damage_held": damage_held,
            "damage_width": damage_width,
            "one_held": np.mean(holds["rank"]),
            "one_held_all": all(holds["rank"]),
            "all_held_all": all(holds["all"]),
            "all_width": (wide["all_high"] - wide["all_low"]).mean() + 1,
            "rank_width": (wide["rank_high"] - wide["rank_low"]).mean() + 1,
        }


def _damage_held(world: World, survey: Survey) -> tuple[float, float]:
    """Share of the processes whose damage is in the middle 95 % of samples, and how wide that is."""
    true = dict(zip(world.order, world.damage, strict=True))
    draws = np.concatenate(list(drawn_damage(survey, weighed=False)))
    low, high = np.quantile(draws, (0.025, 0.975), axis=0)
    own = np.array([true[each] for each in survey.net.columns])
    return float(((low <= own) & (own <= high)).mean()), float((high - low).mean())


def curve(found: pd.DataFrame, *, p_top3: float, reach: float, by: str = "p_top3") -> pd.DataFrame:
    """How good the headline is with these thresholds, one row for each number of interviews. Columns:

    `named` (mean number), `right` (of them in the true top 3), `first` (share of studies that name the
    truly worst), `all` (… that name all of the true top 3), `wrong` (… that name one that is not in it),
    `far` (… that name one of true rank 6 or below), `none` (… that name nothing). `by` is the column of
    `found` that the threshold is about: `p_top3` (together) or `alone`.
    """
    named = found["may"] & (found[by] >= p_top3) & (found["reach"] >= reach)
    right = named & (found["true_rank"] <= TOP)
    marks = pd.DataFrame(
        {
            "interviews": found["interviews"],
            "study": found["study"],
            "named": named.astype(int),
            "right": right.astype(int),
            "first": (named & (found["true_rank"] == 1)).astype(int),
            "wrong": (named & ~right).astype(int),
            "far": (named & (found["true_rank"] > 2 * TOP - 1)).astype(int),
        }
    )
    studies = marks.groupby(["interviews", "study"]).sum()
    each = studies.assign(
        all=studies["right"] == TOP, wrong_names=studies["wrong"], none=studies["named"] == 0,
        wrong=studies["wrong"] > 0, far=studies["far"] > 0,
    )  # fmt: skip
    return each.groupby("interviews").mean()


def wrong_against_named(found: pd.DataFrame, *, reach: float = 0.2) -> pd.DataFrame:
    """Both rules side by side at the same share of studies that name something, all sizes together. Columns:

    `alone_at` and `together_at`, the thresholds; `names`, the share of studies that name something by the
    former rule; wrong and right names a study by each; `ratio` of the wrong ones.
    """
    steps = np.round(np.arange(0.02, 1.0, 0.01), 2)

    def along(by: str) -> pd.DataFrame:
        rows = [curve(found, p_top3=at, reach=reach, by=by).mean() for at in steps]
        return pd.DataFrame(rows, index=steps)

    alone, together = along("alone"), along("p_top3")
    rows = []
    for at in ALONE:
        former = alone.loc[at]
        near = (together["none"] - former["none"]).abs().idxmin()
        new = together.loc[near]
        rows.append(
            {
                "alone_at": at, "together_at": near,
                "names": 1 - former["none"], "names_now": 1 - new["none"],
                "wrong": former["wrong_names"], "wrong_now": new["wrong_names"],
                "ratio": new["wrong_names"] / max(former["wrong_names"], 1e-9),
                "right": former["right"], "right_now": new["right"],
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def worth(table: pd.DataFrame) -> float:
    """What a headline is worth: right names less `WRONG_COSTS` times the wrong ones, mean over the sizes."""
    return float((table["right"] - WRONG_COSTS * table["wrong_names"]).mean())


def best(found: pd.DataFrame) -> pd.DataFrame:
    """The worth of every pair of thresholds: a row a p_top3, a column a reach."""
    table = {reach: [worth(curve(found, p_top3=p, reach=reach)) for p in P_TOP3] for reach in REACH}
    return pd.DataFrame(table, index=list(P_TOP3))


def chosen(grid: pd.DataFrame, now: Headline, *, noise: float = 0.02) -> tuple[float, float]:
    """Of the thresholds that are as good as the best but for noise, those nearest to the present ones."""
    good = [at for at, value in grid.stack().items() if value >= grid.to_numpy().max() - noise]
    p_top3, reach = min(good, key=lambda at: (abs(at[0] - now.p_top3), abs(at[1] - now.reach)))
    return float(p_top3), float(reach)


def coverage(found: pd.DataFrame) -> pd.DataFrame:
    """How often rank intervals hold the true rank, by coding and number of interviews."""
    columns = [
        "damage_held",
        "damage_width",
        "one_held",
        "one_held_all",
        "all_held_all",
        "rank_width",
        "all_width",
    ]
    studies = found.drop_duplicates(["coding", "interviews", "study"])
    return studies.groupby(["coding", "interviews"])[columns].mean()


def widening(number: int, *, coder: Coder, codebook: Codebook, seed: int = SEED) -> pd.DataFrame:
    """What the certainty of 24 interviews is as the coder gets worse, by its F1. Columns:

    `confidence` (mean), `rank_width` (mean width of the 90 % intervals of ranks), `held` (share of them that
    hold the true rank), `names` (share of studies that name something by the default rule), wrong and right
    names a study. Recall and precision of the coder are both F1, its errors independent.
    """
    settings, rows = Settings(replicates=REPLICATES), []
    for study in range(number):
        generator = np.random.default_rng([seed, study])
        world = make_world(codebook, generator)
        people = asked(world, 24, generator)
        true = {process: at + 1 for at, process in enumerate(world.order)}
        for f1 in (0.9, 0.8, 0.7, 0.6, 0.5, 0.4):
            own = replace(
                coder,
                recall=np.full(len(coder.codes), f1),
                invented=(1 - f1) * coder.instead[0],
                registers=np.ones(1),
            )
            said = coded(world.said, people, own, generator)
            sure = confidence(said, generator)
            ranking = rank(survey_of(world, people, said, own, codebook, settings, sure))
            place = np.array([true[each] for each in ranking["process"]])
            named = place[ranking["named"].to_numpy(dtype=bool)]
            rows.append(
                {
                    "F1": f1, "confidence": np.mean(sure),
                    "rank_width": (ranking["rank_high"] - ranking["rank_low"]).mean() + 1,
                    "held": ((ranking["rank_low"] <= place) & (place <= ranking["rank_high"])).mean(),
                    "names": float(len(named) > 0), "wrong": float((named > TOP).sum()),
                    "right": float((named <= TOP).sum()),
                }
            )  # fmt: skip
    return pd.DataFrame(rows).groupby("F1").mean().sort_index(ascending=False)


def markdown(table: pd.DataFrame, *, digits: int = 2) -> str:
    """A table as Markdown, its index as the first columns."""
    plain = table.reset_index()
    plain.columns = plain.columns.map(str)

    def cell(value: object) -> str:
        return f"{value:.{digits}f}" if isinstance(value, float) else str(value)

    lines = [list(plain.columns), ["---"] * plain.shape[1]]
    lines += [[cell(value) for value in row] for row in plain.itertuples(index=False)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main() -> None:
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    started = time.perf_counter()
    codebook, coder = read_codebook(), read_coder(CARD)
    number = numbers[0] if numbers else STUDIES
    if "--widening" in sys.argv:
        print(markdown(widening(number, coder=coder, codebook=codebook)))
        return
    seed = numbers[1] if len(numbers) > 1 else SEED
    found = outcomes(number, coder=coder, codebook=codebook, seed=seed)
    lines = result(found, number)
    print(lines)
    print(f"{time.perf_counter() - started:.0f} s")
    if "--write" in sys.argv:
        RESULT.parent.mkdir(parents=True, exist_ok=True)
        text = RESULT.read_text("utf-8") if RESULT.exists() else ""
        RESULT.write_text(text.split("## Result")[0] + lines, "utf-8", newline="\n")


def result(found: pd.DataFrame, number: int) -> str:
    """The result as Markdown."""
    now = Settings().headline
    by = {coding: found[found["coding"] == coding] for coding in ("shared", "coder", "perfect")}
    grid = sum(best(by[coding]) for coding in ("shared", "coder")) / 2
    p_top3, reach = chosen(grid, now)
    same = wrong_against_named(by["shared"]).set_index("alone_at").loc[0.8, "together_at"]
    columns = ["named", "right", "first", "all", "wrong", "far", "none"]
    parts = [
        f"## Result\n\n{number} worlds, {REPLICATES} bootstrap samples each. With shared errors as many "
        f"studies name "
        f"something at {same:.2f} together as did at 0.8 alone; best by the rule, both codings: "
        f"P(together) ≥ {p_top3}, "
        f"reach ≥ {reach}; default of study.yaml: {now.p_top3} and {now.reach}."
    ]
    titles = {"shared": "with shared errors", "coder": "with independent errors", "perfect": "without errors"}
    for coding, title in titles.items():
        table = markdown(wrong_against_named(by[coding]).drop(columns="names_now"))
        parts.append(f"### Wrong against named, coded {title}\n\n{table}")
    for coding, title in titles.items():
        own = by[coding]
        table = markdown(curve(own, p_top3=now.p_top3, reach=now.reach)[columns])
        former = markdown(curve(own, p_top3=0.8, reach=now.reach, by="alone")[columns])
        parts.append(
            f"### Coded {title}: together ≥ {now.p_top3}, reach ≥ {now.reach}\n\n{table}\n\n"
            f"The rule of before, each alone ≥ 0.8:\n\n{former}"
        )
    parts.append(
        f"### Worth of each pair of thresholds\n\nRows P(together), columns reach; mean of shared and "
        f"independent "
        f"errors.\n\n{markdown(grid)}"
    )
    parts.append(f"### Intervals of damage (95 %) and of ranks (90 %)\n\n{markdown(coverage(found))}")
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    main()
