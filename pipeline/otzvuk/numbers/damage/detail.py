"""What stands beside the ranking: marks, company reach, and what leaving one company out changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from otzvuk.model.mention import Kind
from otzvuk.numbers.count import CLUSTER, COMPANY, PERSON, framed, person_of
from otzvuk.numbers.damage.place import places
from otzvuk.numbers.net import role_weights
from otzvuk.numbers.resample import weighted_means
from otzvuk.numbers.survey import Survey

DETAILS: Mapping[str, str] = {
    "process": "string",
    "company_reach": "float64",
    "mean_score": "float64",
    "scores": "int64",
    "drop_one_impact": "float64",
    "damage_low": "float64",
    "damage_high": "float64",
    "rank_best": "int64",
    "rank_worst": "int64",
    "weighty_company": "string",
}
"""Columns and types of the table of details, one row a process."""


def details(survey: Survey) -> pd.DataFrame:
    """What stands beside the ranking, one row a process in the order of the codebook. Columns:

    - `process`, `company_reach` (share of the known companies with a complaint, missing where none is known)
    - `mean_score` (out of 10) and `scores` (how many): marks for the process itself (`numbers.criterion`)
    - `drop_one_impact`: the mean of all marks minus the mean without the respondents who complain about
      the process, per respondent and out of 10; below 0 the process pulls the marks down. Missing where
      nobody of them gave a mark or nobody else did
    - `damage_low`, `damage_high`, `rank_best`, `rank_worst`: the range when any one company is left out,
      and `weighty_company`, the one whose leaving out leaves the least damage
    """
    net, asked = survey.net, survey.people
    complainers: dict[str, set[str]] = {}
    said = (survey.mentions[name].tolist() for name in ("process", "kind", PERSON))
    for process, kind, person in zip(*said, strict=True):
        if kind == Kind.COMPLAINT.value:
            complainers.setdefault(process, set()).add(person)
    marks = process_marks(survey)
    known = asked[COMPANY].nunique()
    clusters = clusters_of(asked)
    values = net.to_numpy(dtype=np.float64)
    kept = np.ones((len(clusters), len(net)))
    for cluster, members in enumerate(clusters.values()):
        kept[cluster, members] = 0
    without = weighted_means(kept * role_weights(asked, survey.settings), values)
    first, last = places(without)
    rows = []
    for at, process in enumerate(net.columns):
        angry = complainers.get(process, set())
        held = net.index.isin(angry)
        own = marks["process"] == process
        least = int(without[:, at].argmin())
        weighty = list(clusters.values())[least][0]
        rows.append(
            {
                "process": process,
                "company_reach": asked.loc[held, COMPANY].nunique() / known if known else float("nan"),
                "mean_score": marks.loc[own, "of_ten"].mean(),
                "scores": int(own.sum()),
                "drop_one_impact": score_impact(marks, angry),
                "damage_low": without[:, at].min(),
                "damage_high": without[:, at].max(),
                "rank_best": first[:, at].min(),
                "rank_worst": last[:, at].max(),
                "weighty_company": asked["company"].iloc[weighty],
            }
        )
    return framed(rows, DETAILS)


def clusters_of(asked: pd.DataFrame) -> dict[int, list[int]]:
    """Rows of respondents by cluster: companies, and people alone."""
    clusters: dict[int, list[int]] = {}
    for at, cluster in enumerate(asked[CLUSTER].cat.codes):
        clusters.setdefault(cluster, []).append(at)
    return dict(sorted(clusters.items()))


def process_marks(survey: Survey) -> pd.DataFrame:
    """Each mark out of ten and the process it is about; empty where it is about a part of one, or all."""
    marks = survey.ratings[survey.ratings["scale"] > 0]
    about = {name: criterion.process for name, criterion in survey.criteria.items()}
    processes = marks["criterion"].map(lambda criterion: about.get(criterion, ""))
    return marks[[]].assign(
        **{PERSON: person_of(marks)}, process=processes, of_ten=10 * marks["value"] / marks["scale"]
    )


def score_impact(marks: pd.DataFrame, angry: Collection[str]) -> float:
    """The mean mark minus that without the respondents in `angry`; missing where one of the two is empty."""
    each = marks.groupby(PERSON)["of_ten"].mean()
    others = each[~each.index.isin(list(angry))]
    return float(each.mean() - others.mean()) if 0 < len(others) < len(each) else float("nan")
