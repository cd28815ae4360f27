"""Whether two attributes go together, over respondents, and which cells stand out.

**Why respondents.** The tests hold for independent observations. Mentions of one person are not
independent: who dislikes the delivery says so five times. So nothing is tested on mentions.

- Both attributes belong to the respondent (role × wave): each person stands in one cell; χ² or Fisher's
  exact test (`otzvuk.numbers.statistics.contingency`).
- One is said (role × theme): a person can speak of several themes, so the table as a whole is no table of
  people, but each of its columns is: who spoke of the theme and who did not, by role. Each column gets its χ²
  or Fisher test (`values`, Holm over columns). For the whole table the columns' χ² are summed and the sum
  is compared with those after dealing the people to the groups at random, each person's themes kept
  together (Agresti & Liu, Biometrics 55 (1999) 936–943; Bilder, Loughin & Nettleton, Commun. Stat. Simul.
  29 (2000) 1285–1316: multiple marginal independence).
- Both are said (theme × kind): each person is compared with themselves (`otzvuk.numbers.statistics.within`).

**«Слишком мало респондентов»** is the verdict where the margins allow no p value of 0.05 or below whoever
said what, so that a test could not show anything even if it were there. Such cells are no part of Holm's
correction, which is allowed because that depends on the margins alone (Tarone 1990). A group of one person
is shown, marked, and in no test, nor is the group 'unknown'. Colleagues of one company are counted as
independent, which they are not quite: with few large companies p values are somewhat too small.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otzvuk.model.interview import Role
from otzvuk.numbers.count import framed
from otzvuk.numbers.said import Attribute, Said
from otzvuk.numbers.statistics.contingency import LEVEL, NONE, TableTest, chi_square, cramers_v, table_test
from otzvuk.numbers.statistics.interval import holm
from otzvuk.numbers.statistics.verdict import (
    ASSOCIATION,
    BY_DESIGN,
    CELLS,
    RELATED,
    SAME,
    SINGLE,
    TOO_FEW,
    UNKNOWN,
    UNRELATED,
    VALUES,
    corrected,
    share_cells,
    summary,
    tested_cells,
)
from otzvuk.numbers.statistics.within import within_test
from otzvuk.numbers.survey import Survey

DEALT = "перестановки, сумма χ² по значениям"
WITHIN = "внутри респондента, смена знаков"

_BLOCK = 250  # deals at once, so that those of a large study fit into memory

Matrix = NDArray[np.int64]


@dataclass(frozen=True)
class Association:
    """The tests of a crosstab: `table` (one row, `ASSOCIATION`), `values` (`VALUES`), `cells` (`CELLS`).

    `values` has a row for each value of what is said where the other attribute belongs to the respondent;
    else it is empty.
    """

    table: pd.DataFrame
    values: pd.DataFrame
    cells: pd.DataFrame


def association(
    survey: Survey,
    *,
    rows: str,
    columns: str,
    draws: int = 9999,
) -> Association:
    """Test attribute `rows` against attribute `columns`; which test, see the module.

    In `cells` every cell of the crosstab has `respondents` in it, `of` how many (the group asked; where both
    attributes are said, those who speak of the row at all), the `share` with its 95 % Wilson interval,
    `expected` respondents if nothing depended on anything, the adjusted `residual` (z), its `p`, `p_holm`
    over all tested cells, and the `verdict`, which heeds `p_holm` ≤ 0.05. `cramers_v` of role × theme is the
    root mean square over themes. Raises `InputError` for an unknown attribute.
    """
    table, seed = survey.said, survey.settings.seed
    row, column = table.attribute(rows), table.attribute(columns)
    if row.who and column.who:
        return _of_people(table, row, column, seed, draws)
    if row.who or column.who:
        return _of_groups(table, row, column, seed, draws)
    return _of_mentions(table, row, column, seed, draws)


def associations(
    survey: Survey,
    *,
    pairs: Sequence[tuple[str, str]],
    draws: int = 9999,
) -> Association:
    """`association` of several pairs of attributes (rows, columns), one below another.

    Each table is corrected for its own cells, not for the number of tables: with many pairs some p value
    below 0.05 is to be expected by chance.
    """
    return joined(association(survey, rows=rows, columns=columns, draws=draws) for rows, columns in pairs)


def joined(tests: Iterable[Association]) -> Association:
    """Several tests, one below another."""
    found = list(tests)
    if not found:
        return Association(framed([], ASSOCIATION), framed([], VALUES), framed([], CELLS))
    return Association(
        pd.concat([each.table for each in found], ignore_index=True),
        pd.concat([each.values for each in found], ignore_index=True),
        pd.concat([each.cells for each in found], ignore_index=True),
    )


def _of_people(table: Said, row: Attribute, column: Attribute, seed: int, draws: int) -> Association:
    pairs = zip(table.people[row.name].tolist(), table.people[column.name].tolist(), strict=True)
    counts = _tabled(pairs, list(row.values), list(column.values))
    in_row = counts.sum(axis=1)
    unfit = _unfit(row, in_row), _unfit(column, counts.sum(axis=0))
    fit = [np.array([not each for each in side], dtype=bool) for side in unfit]
    inner = np.where(np.logical_and.outer(*fit), counts, 0)
    design = BY_DESIGN if row == column else ""
    cells, tests = [], []
    for (i, r), (j, c) in product(enumerate(row.values), enumerate(column.values)):
        margins = int(inner[i].sum()), int(inner[:, j].sum()), int(inner.sum())
        why = unfit[0][i] or unfit[1][j] or design
        described = share_cells(row, r, column, c, hits=int(counts[i, j]), of=int(in_row[i]))
        cells.append(described | tested_cells(int(inner[i, j]), *margins, why=why))
        tests.append((fit[0].sum() > 2 and r, fit[1].sum() > 2 and c))
    checked = corrected(cells, tests)
    test = table_test(inner, seed=seed, draws=draws)
    singles = sum(each == SINGLE for side in unfit for each in side)
    why = design or ("" if checked["p"].notna().any() else TOO_FEW)
    about = int(inner.sum()), int(fit[0].sum()), singles
    effect = cramers_v(inner), cramers_v(inner, corrected=True)
    return Association(
        summary(row, column, test, about=about, effect=effect, why=why), framed([], VALUES), checked
    )


def _of_groups(table: Said, row: Attribute, column: Attribute, seed: int, draws: int) -> Association:
    group, theme = (row, column) if row.who else (column, row)
    people, groups = table.people["_person"].tolist(), table.people[group.name].tolist()
    says = _says(table, theme, people)
    belongs = _tabled(zip(groups, people, strict=True), list(group.values), people)
    sizes, counts = belongs.sum(axis=1), belongs @ says
    unfit = _unfit(group, sizes)
    fit = np.array([not each for each in unfit], dtype=bool)
    asked = belongs[fit].any(axis=0)
    whole, total = says[asked].sum(axis=0), int(asked.sum())
    order = list(product(enumerate(group.values), enumerate(theme.values)))
    if not row.who:
        order.sort(key=lambda pair: (pair[1][0], pair[0][0]))
    cells, tests = [], []
    for (g, own), (v, value) in order:
        names = (own, value) if row.who else (value, own)
        hits, of = int(counts[g, v]), int(sizes[g])
        described = share_cells(row, names[0], column, names[1], hits=hits, of=of)
        cells.append(described | tested_cells(hits, of, int(whole[v]), total, why=unfit[g]))
        tests.append((fit.sum() > 2 and own, value))
    checked = corrected(cells, tests)
    testable = {value for cell, (_, value) in zip(cells, tests, strict=True) if not np.isnan(cell["p"])}
    tables = {
        value: np.stack([counts[fit, v], sizes[fit] - counts[fit, v]], axis=1)
        for v, value in enumerate(theme.values)
    }
    values = [
        {"by": group.name} | _value(theme, value, each, seed=seed, draws=draws, testable=value in testable)
        for value, each in tables.items()
    ]
    for each, p in zip(values, holm([each["p"] for each in values]), strict=True):
        each["p_holm"] = p
        each["verdict"] = each["verdict"] or (RELATED if p <= LEVEL else UNRELATED)
    test = _dealt(says[asked], sizes[fit], list(tables.values()), seed=seed, draws=draws)
    about = total, int(fit.sum()), sum(each == SINGLE for each in unfit)
    effect = _root_mean_square(tables.values()), _root_mean_square(tables.values(), corrected=True)
    whole_table = summary(row, column, test, about=about, effect=effect, why="" if testable else TOO_FEW)
    return Association(whole_table, framed(values, VALUES), checked)


def _of_mentions(table: Said, row: Attribute, column: Attribute, seed: int, draws: int) -> Association:
    said = [table.mentions[name].tolist() for name in ("_person", row.name, column.name)]
    people = sorted(set(said[0]))
    counts = np.zeros((len(people), len(row.values), len(column.values)), dtype=np.int64)
    places = [{value: at for at, value in enumerate(each)} for each in (people, row.values, column.values)]
    for keys in zip(*said, strict=True):
        counts[tuple([place[key] for place, key in zip(places, keys, strict=True)])] += 1
    design = BY_DESIGN if _by_design(table, row, column) else ""
    test = within_test(counts, seed=seed, draws=draws)
    spoke = (counts.sum(axis=2) > 0).sum(axis=0)
    flat = counts.sum(axis=0)
    two_rows, two_columns = (int((flat.sum(axis=axis) > 0).sum()) == 2 for axis in (1, 0))
    cells, tests = [], []
    for (i, r), (j, c) in product(enumerate(row.values), enumerate(column.values)):
        at = i * len(column.values) + j
        why = design or ("" if test.least[at] <= LEVEL else TOO_FEW)
        found = {"expected": np.nan, "residual": np.nan if design else test.z[at], "verdict": why}
        found |= {"p": np.nan if why else test.p[at], "method": NONE if why else WITHIN}
        hits = int((counts[:, i, j] > 0).sum())
        cells.append(share_cells(row, r, column, c, hits=hits, of=int(spoke[i])) | found)
        tests.append((not two_rows and r, not two_columns and c))
    checked = corrected(cells, tests)
    why = design or ("" if checked["p"].notna().any() else TOO_FEW)
    about = test.people, int((spoke > 0).sum()), 0
    effect = cramers_v(flat), cramers_v(flat, corrected=True)
    tested = TableTest(WITHIN, test.statistic, float("nan"), test.table_p)
    return Association(
        summary(row, column, tested, about=about, effect=effect, why=why), framed([], VALUES), checked
    )


def _says(table: Said, theme: Attribute, people: Sequence[str]) -> Matrix:
    """Which of `people` (rows) spoke of which values (columns): 0 or 1."""
    pairs = zip(table.mentions["_person"].tolist(), table.mentions[theme.name].tolist(), strict=True)
    return (_tabled(pairs, people, list(theme.values)) > 0).astype(np.int64)


def _tabled(pairs: Iterable[tuple[str, str]], rows: Sequence[str], columns: Sequence[str]) -> Matrix:
    """How often each pair occurs."""
    counts = np.zeros((len(rows), len(columns)), dtype=np.int64)
    row, column = ({value: at for at, value in enumerate(each)} for each in (rows, columns))
    for one, other in pairs:
        if one in row and other in column:
            counts[row[one], column[other]] += 1
    return counts


def _unfit(attribute: Attribute, sizes: Matrix) -> list[str]:
    """Why a group is in no test; empty where it is in one."""
    why = []
    for value, size in zip(attribute.values, sizes, strict=True):
        unknown = not value or (attribute.name == "role" and value == Role.UNKNOWN.value)
        why.append(SINGLE if size == 1 else UNKNOWN if unknown else "")
    return why


def _by_design(table: Said, row: Attribute, column: Attribute) -> bool:
    """Whether the codebook ties the two: a code has its theme, process, stage, lenses; a trend its kind."""
    tied = {"theme", "code", "process", "stage", *table.codebook.lenses}
    names = {row.name, column.name}
    return len(names) == 1 or names <= tied or names == {"kind", "trend"}


def _value(
    theme: Attribute, value: str, counts: Matrix, *, seed: int, draws: int, testable: bool
) -> dict[str, Any]:
    """The row of `VALUES` of a value, but for Holm's correction; `counts`: groups × (said, did not)."""
    hits, of = int(counts[:, 0].sum()), int(counts.sum())
    test = TableTest(NONE, float("nan"), float("nan"), float("nan"))
    verdict = SAME if hits in (0, of) and len(counts) > 1 else TOO_FEW
    if testable:
        test, verdict = table_test(counts, seed=seed, draws=draws), ""
    names = {"attribute": theme.name, "value": value, "label": theme.values[value]}
    effect = cramers_v(counts) if testable else float("nan")
    return names | {"respondents": hits, "of": of, "cramers_v": effect, "verdict": verdict} | test._asdict()


def _dealt(says: Matrix, sizes: Matrix, tables: list[Matrix], *, seed: int, draws: int) -> TableTest:
    """The sum of χ² over the columns, and how often people dealt to the groups at random give as much."""
    shares = says.mean(axis=0) if len(says) else np.zeros(0)
    varied = (shares > 0) & (shares < 1)
    if len(sizes) < 2 or not varied.any():
        return TableTest(NONE, float("nan"), float("nan"), float("nan"))
    observed = sum(chi_square(each) for each in tables)
    people, spread = says[:, varied], (shares * (1 - shares))[varied]
    begins = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    expected = np.outer(sizes, shares[varied])
    generator = np.random.default_rng(seed)
    beyond = 0
    for begin in range(0, draws, _BLOCK):
        number = min(_BLOCK, draws - begin)
        order = generator.permuted(np.tile(np.arange(len(people)), (number, 1)), axis=1)
        dealt = np.add.reduceat(people[order], begins, axis=1)
        # χ² of a table of two columns is Σ (n − e)² / (size · share · (1 − share)) over groups.
        drawn = (((dealt - expected) ** 2) / sizes[:, np.newaxis] / spread).sum(axis=(1, 2))
        beyond += int((drawn >= observed - 1e-9).sum())
    return TableTest(DEALT, observed, float("nan"), (beyond + 1) / (draws + 1))


def _root_mean_square(tables: Iterable[Matrix], *, corrected: bool = False) -> float:
    each = np.array([cramers_v(table, corrected=corrected) for table in tables])
    known = each[~np.isnan(each)]
    return float(np.sqrt((known**2).mean())) if len(known) else float("nan")
