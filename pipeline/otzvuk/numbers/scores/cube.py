"""The satisfaction of clients as a cube: block × role × client, with what pulls each cell down and whose
marks."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean
from typing import Any, Final, NamedTuple

import pandas as pd

from otzvuk.numbers.column import values_of
from otzvuk.numbers.count import COMPANY, PERSON, company_key, framed, records
from otzvuk.numbers.marks import Source
from otzvuk.numbers.resample import FEWEST
from otzvuk.numbers.scores.changes import shown_waves, wave_before, waves_marked
from otzvuk.numbers.scores.grounds import grounds
from otzvuk.numbers.scores.interval import TOO_FEW
from otzvuk.numbers.scores.means import Zone, zone_of
from otzvuk.numbers.survey import Survey

CUBE: Final[Mapping[str, str]] = {
    "source": "string",
    "block": "string",
    "block_label": "string",
    "role": "string",
    "client": "string",
    "company_id": "string",
    "marks": "int64",
    "respondents": "int64",
    "blocks": "int64",
    "mean_ten": "float64",
    "zone": "string",
    "worst": "string",
    "worst_label": "string",
    "worst_block": "string",
    "worst_mean": "float64",
    "impact": "float64",
    "givers": "string",
    "labels": "string",
    "previous": "string",
    "previous_mean_ten": "float64",
    "change": "float64",
    "note": "string",
}
"""Columns and types of the cube, one row a cell that holds marks; an empty block, role or client is all of
them."""

BLOCK: Final = "block"
NOWHERE: Final = "Компания не указана"
"""What the client is called of people whose company nobody named."""


class _Mark(NamedTuple):
    rating: int
    criterion: str
    label: str
    block: str
    role: str
    client: str
    person: str
    who: str
    of_ten: float


_Key = tuple[str, str, str]  # block, role, client


def cube(survey: Survey, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Every cell of block × role × client that holds marks, and every margin, with the columns of `CUBE`.

    Counted are marks whose criterion belongs to a block: that of criteria.yaml, else the value of the lens
    `block`, without that lens the theme; the mark for all in all is no block's. `mean_ten` of a block is the
    mean of its marks out of ten, of all blocks the mean over the blocks, as in the index of process metrics:
    a block asked about by many questions weighs no more. `worst` is the criterion that pulls the cell down
    most, by its marks' mean (`worst_mean`), and `impact` by how much the cell would rise if all its marks
    were 10; `givers` are who
    gave marks below ten for it, the lowest first, `labels` the row labels in `mentions` of the words that
    explain the low ones (`grounds`, or such a `table`). Sources are told apart.
    """
    table = grounds(survey) if table is None else table
    words: dict[int, list[str]] = {}
    for row in records(table):
        if row["low"]:
            words.setdefault(row["rating"], []).extend(row["labels"].split())
    names = _blocks(survey)
    labels = survey.company_names
    rows: list[dict[str, Any]] = []
    for source, marks in _marks(survey).items():
        cells: dict[_Key, list[_Mark]] = {}
        for mark in marks:
            for key in itertools.product(*(("", own) for own in (mark.block, mark.role, mark.client))):
                cells.setdefault((key[0], key[1], key[2]), []).append(mark)
        roles, clients = list(values_of("role", survey.codebook)), _once(each.client for each in marks)
        order = list(names), roles, clients
        for key in sorted(cells, key=lambda one: tuple(_at(o, v) for o, v in zip(order, one, strict=True))):
            block, role, client = key
            head = {"source": source, "block": block, "block_label": names.get(block, ""), "role": role}
            head |= {"client": _named(client, labels), "company_id": "" if client == NOWHERE else client}
            rows.append(head | _cell(cells[key], words, survey))
    return framed(rows, CUBE)


def cube_with_change(survey: Survey, whole: Survey, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """`cube` of `survey`, which shows the last wave of the `whole`, with what each cell was in the wave
    before."""
    found = cube(survey, table)
    waves, shown = waves_marked(whole), shown_waves(survey)
    keys = ("source", "block", "role", "company_id", "unnamed")
    earlier: dict[tuple[Any, ...], float] = {}
    for source, wave in shown.items():
        previous = wave_before(waves[source], wave) if wave else ""
        if not previous:
            continue
        own = whole.ratings["turn"].isna() == (source == Source.QUESTIONNAIRE)
        then = whole.but(ratings=whole.ratings[own & (whole.ratings["wave"] == previous)])
        earlier |= {
            tuple(_told(row)[key] for key in keys): row["mean_ten"]
            for row in records(cube(then, pd.DataFrame(columns=["low", "rating", "labels"])))
        }
    values, names = [], []
    for row in records(found):
        value = earlier.get(tuple(_told(row)[key] for key in keys), float("nan"))
        values.append(value)
        known = value == value
        names.append(wave_before(waves[row["source"]], shown[row["source"]]) if known else "")
    return found.assign(
        previous=pd.array(names, dtype="string"),
        previous_mean_ten=pd.array(values, dtype="float64").to_numpy(dtype="float64", na_value=float("nan")),
        change=lambda each: (each["mean_ten"] - each["previous_mean_ten"]).round(9),
    )


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with whether it is of people without a company: names of companies differ between waves."""
    return dict(row) | {"unnamed": row["client"] == NOWHERE}


def _marks(survey: Survey) -> dict[str, list[_Mark]]:
    """The marks that belong to a block, by source."""
    table = survey.marks
    column, own = _column(survey), _own_blocks(survey)
    found: dict[str, list[_Mark]] = {source.value: [] for source in Source}
    for rating, row in zip(survey.ratings.index.tolist(), records(table), strict=True):
        block = own.get(row["criterion"]) or row[column]
        if not block:
            continue
        company, person = row[COMPANY], row[PERSON]
        known = not (company is None or pd.isna(company))
        found[row["source"]].append(
            _Mark(
                rating=rating,
                criterion=row["criterion"],
                label=row["label"],
                block=block,
                role=row["role"],
                client=str(company) if known else NOWHERE,
                person="" if person is None or pd.isna(person) else str(person),
                who=row["speaker"],
                of_ten=row["of_ten"],
            )
        )
    return {source: marks for source, marks in found.items() if marks}


def _column(survey: Survey) -> str:
    return BLOCK if BLOCK in survey.codebook.lenses else "theme"


def _blocks(survey: Survey) -> dict[str, str]:
    """The blocks in order with their names: those of the codebook, then those of criteria.yaml."""
    found = dict(values_of(_column(survey), survey.codebook))
    return found | {each: each for each in _spelt(survey).values() if each not in found}


def _spelt(survey: Survey) -> dict[str, str]:
    """The blocks that criteria.yaml says, each in its first spelling; one titled like a block of the codebook
    is that one."""
    found = {company_key(label): name for name, label in values_of(_column(survey), survey.codebook).items()}
    for item in survey.guide.items:
        if item.block:
            found.setdefault(company_key(item.block), item.block)
    return found


def _own_blocks(survey: Survey) -> dict[str, str]:
    """The block that criteria.yaml says of a criterion."""
    spelt = _spelt(survey)
    return {name: spelt[company_key(each.block)] for name, each in survey.criteria.items() if each.block}


def _named(client: str, labels: Mapping[str, str]) -> str:
    return labels.get(client, client)


def _at(order: Sequence[str], value: str) -> int:
    """Where a value comes: all together first, what is unknown last."""
    return -1 if not value else order.index(value) if value in order else len(order)


def _cell(marks: Sequence[_Mark], words: Mapping[int, list[str]], survey: Survey) -> dict[str, Any]:
    by_block: dict[str, list[_Mark]] = {}
    for mark in marks:
        by_block.setdefault(mark.block, []).append(mark)
    mean = round(fmean(fmean(each.of_ten for each in own) for own in by_block.values()), 9)
    people = {mark.person for mark in marks} - {""}
    lost: dict[tuple[str, str], float] = {}
    for block, own in by_block.items():
        for each in own:
            key = (each.criterion, block)
            lost[key] = lost.get(key, 0.0) + (10 - each.of_ten) / len(own) / len(by_block)
    few = len(people) < FEWEST
    cell: dict[str, Any] = {
        "marks": len(marks),
        "respondents": len(people),
        "blocks": len(by_block),
        "mean_ten": mean,
        "zone": Zone.NONE.value if few else zone_of(mean, survey.settings.scores).value,
        "note": TOO_FEW if few else "",
        "impact": 0.0,
        "worst_mean": float("nan"),
        "previous_mean_ten": float("nan"),
        "change": float("nan"),
    } | dict.fromkeys(("worst", "worst_label", "worst_block", "givers", "labels", "previous"), "")
    worst = max(lost, key=lambda key: (round(lost[key], 9), -list(lost).index(key)))
    if round(lost[worst], 9) <= 0:
        return cell
    pulling = [each for each in by_block[worst[1]] if each.criterion == worst[0]]
    low = sorted((each for each in pulling if each.of_ten < 10), key=lambda each: (each.of_ten, each.rating))
    return cell | {
        "worst": worst[0],
        "worst_label": pulling[0].label,
        "worst_block": worst[1],
        "worst_mean": round(fmean(each.of_ten for each in pulling), 9),
        "impact": round(lost[worst], 9),
        "givers": "; ".join(_once(each.who for each in low)),
        "labels": " ".join(_once(label for each in low for label in words.get(each.rating, ()))),
    }


def _once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
