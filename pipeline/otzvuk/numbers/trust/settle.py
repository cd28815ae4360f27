"""What would settle who is named: hand checks, where the coding is what is open, else more interviews."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from otzvuk.model.codebook import Codebook
from otzvuk.model.mention import PERSON as BY_PERSON
from otzvuk.model.wording import counted, form_of
from otzvuk.numbers.damage import FEWEST, TOP
from otzvuk.numbers.damage.certainty import certainty
from otzvuk.numbers.damage.wording import quoted
from otzvuk.numbers.survey import Survey

SURE = 0.9
"""A mention as sure as that is not worth a look first."""

CHECKS = 40
"""So many checks are ten minutes; more are not asked for at once."""

_NAMED = 4  # processes that the sentence lists


def settling(survey: Survey, ranking: pd.DataFrame) -> str:
    """One Russian sentence on what would settle the headline of a damage table; "" where three are named.

    Checking is said to help where more could be named if the coding of the open processes were certain.
    """
    harmful = ranking[ranking["damage"] > 0]
    named, asked = int(ranking["named"].sum()), len(survey.net)
    rivals = harmful[~harmful["named"] & ((harmful["rank"] <= TOP) | (harmful["rank_low"] <= TOP))]
    if named >= TOP or asked < FEWEST or rivals.empty or len(harmful) <= named:
        return ""
    least = survey.settings.headline
    may = harmful[(harmful["rank"] <= TOP) & (harmful["reach"] >= least.reach)]
    columns = list(survey.net.columns)
    order = [columns.index(each) for each in may["process"]]
    known = certainty(survey, errors=False)
    order.sort(key=lambda at: -known.p_top3[at])
    could = len(known.nameable(order, least.p_top3))
    open_ = list(rivals["process"])
    own = survey.mentions[
        survey.mentions["process"].isin(open_)
        & (survey.mentions["kind"] != "wish")
        & ~survey.mentions["decided_by"].str.startswith(BY_PERSON)
        & (survey.mentions["confidence"] < SURE)
    ]
    between = _listed(open_, survey.codebook)
    if could > named and len(own):
        checks = _stretches(min(len(own), CHECKS))
        return f"Проверьте {checks} (otzvuk doubts): это скорее всего решит между {between}."
    people = counted(asked, "respondent")
    return f"Проверка разметки этого не решит, нужны ещё респонденты: сейчас это {people}."


def _stretches(number: int) -> str:
    return f"{number}\u00a0{form_of(number, ('место', 'места', 'мест'))}"


def _listed(processes: Sequence[str], codebook: Codebook) -> str:
    names = [quoted(each, codebook) for each in processes[:_NAMED]]
    more = len(processes) - len(names)
    if more:
        return f"{', '.join(names)} и ещё {more}"
    return " и ".join(filter(None, (", ".join(names[:-1]), names[-1])))
