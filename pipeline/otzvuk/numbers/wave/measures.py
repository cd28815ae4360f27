"""People × items: what each respondent of a wave says of each item, by measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from otzvuk.model.codebook import one_of
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Kind, Trend
from otzvuk.numbers.count import IDS, PERSON, person_of
from otzvuk.numbers.resample import Floats
from otzvuk.numbers.wave.change import Measure
from otzvuk.numbers.wave.wave import Wave


def items_of(by: str, waves: Sequence[Wave]) -> list[str]:
    """What a column of the mentions can be, in the order of the codebook, with what nobody mentions.

    Of a column that is no part of the codebook: the values there are, in order. Raises `InputError` for a
    column that mentions lack.
    """
    codebook = waves[0].survey.codebook
    known: Mapping[str, Sequence[str]] = {
        "code": list(codebook.codes),
        "theme": list(codebook.themes),
        "process": list(codebook.processes),
        "stage": list(codebook.stages),
    }
    if by in known:
        return list(known[by])
    tables = [wave.survey.mentions.drop(columns=list(IDS)) for wave in waves]
    for mentions in tables:
        if by not in mentions.columns:
            raise InputError("нет такого столбца упоминаний", value=by, expected=one_of(mentions.columns))
    return sorted({str(value) for mentions in tables for value in mentions[by]} - {""})


def said(wave: Wave, by: str, items: Sequence[str], *, cap: int) -> dict[Measure, Floats]:
    """Of each person and item whether there is a complaint, a praise, and the capped net complaints.

    Rows are `Wave.people`; missing for those who were not asked.
    """
    praise, complaints = (_counts(wave, by, items, kind) for kind in (Kind.PRAISE, Kind.COMPLAINT))
    missing = np.where(wave.people["asked"].to_numpy(dtype=bool), 0.0, np.nan)[:, np.newaxis]
    return {
        Measure.COMPLAINT: np.minimum(complaints, 1) + missing,
        Measure.PRAISE: np.minimum(praise, 1) + missing,
        Measure.DAMAGE: np.clip(complaints - praise, 0, cap) + missing,
    }


def marked(wave: Wave, criteria: Sequence[str]) -> dict[Measure, Floats]:
    """Each person's mean mark out of ten by criterion; missing for who gave none."""
    ratings = wave.survey.ratings
    ratings = ratings[ratings["scale"] > 0]
    ratings = ratings.assign(of_ten=10 * ratings["value"] / ratings["scale"])
    found = {}
    for measure, own in (
        (Measure.SPEECH, ratings[ratings["turn"].notna()]),
        (Measure.QUESTIONNAIRE, ratings[ratings["turn"].isna()]),
    ):
        means = own.groupby([person_of(own), "criterion"])["of_ten"].mean().unstack("criterion")
        table = means.reindex(index=wave.people.index, columns=list(criteria))
        found[measure] = table.to_numpy(dtype=np.float64)
    return found


def criteria_of(waves: Sequence[Wave]) -> list[str]:
    """The criteria with marks in either wave: codes and processes as in the codebook, then the others."""
    codebook = waves[0].survey.codebook
    given = {str(each) for wave in waves for each in wave.survey.ratings["criterion"]}
    known = [name for name in (*codebook.codes, *codebook.processes, *codebook.themes) if name in given]
    return known + sorted(given - set(known))


def trends(wave: Wave, by: str, items: Sequence[str]) -> tuple[list[int], list[int]]:
    """How many mentions of each item say that it got worse, and that it got better."""
    mentions = wave.survey.mentions
    counted = Counter(zip(mentions["trend"].tolist(), mentions[by].tolist(), strict=True))
    worse, better = ([counted[trend.value, item] for item in items] for trend in (Trend.WORSE, Trend.BETTER))
    return worse, better


def _counts(wave: Wave, by: str, items: Sequence[str], kind: Kind) -> Floats:
    mentions = wave.survey.mentions
    rows = {code: at for at, code in enumerate(wave.people[PERSON].cat.codes.tolist())}
    columns = {item: at for at, item in enumerate(items)}
    counts = np.zeros((len(rows), len(columns)))
    said = (mentions[PERSON].cat.codes.tolist(), mentions[by].tolist(), mentions["kind"].tolist())
    for person, item, own in zip(*said, strict=True):
        if own == kind.value and person in rows and item in columns:
            counts[rows[person], columns[item]] += 1
    return counts
