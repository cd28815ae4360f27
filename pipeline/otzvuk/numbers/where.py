"""Whom the figures are of: some of the people only («волна=2025, сегмент=ушедшие»), and of several waves one.

A study with waves shows the last one everywhere (`latest`): a figure over all waves would be nobody's. What
compares waves takes the whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

import pandas as pd

from otzvuk.model.choice import choice, listed
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding, Mention, Rating
from otzvuk.model.saying import Saying
from otzvuk.model.wording import wave_name
from otzvuk.numbers.column import role_said
from otzvuk.numbers.count import PERSON, company_key, natural
from otzvuk.numbers.said import UNSAID
from otzvuk.numbers.scope import Scope
from otzvuk.numbers.survey import Survey

Conditions = Mapping[str, tuple[str, ...]]
"""Columns of the respondents and the values of each that are wanted."""

EVERY_WAVE: Final = "волна=все"
"""What asks for all waves put together."""

WRONG: Final = "неверное значение параметра --where"
_BUT: Final = ("!=", "<>", "≠")
_SPLIT = re.compile(r"\s*[,;\n]\s*(?=[^,;=≠\n]+(?:=|≠|<>))")
_SIGN = re.compile(r"!=|<>|≠|=")
_OTHER_SIGN = re.compile(r"[<>~!^]$|^[=<>~]")  # «>=», «~=», «==»: what nobody here understands
_ALIASES: Final[Mapping[str, str]] = {"клиент": "company", "client": "company"}
"""What the reports call a column."""
_UNKNOWN = "[скрыто]"  # a value that nobody of the people shown has
_WAVE, _ALL = "wave", frozenset({"все", "all"})


def read_where(line: str, survey: Survey) -> Conditions:
    """The conditions of a line «столбец=значение, столбец=значение|значение», by id or Russian name.

    «столбец!=значение» wants all other values, an empty one included; «волна=все» stands for every wave
    there is. Raises `InputError` that tells the columns there are, or the values of a column.
    """
    said = survey.said
    names = [name for name in said.names() if said.attribute(name).who and name != "person"]
    labels = {name: said.attribute(name).label for name in names}
    found: dict[str, tuple[str, ...]] = {}
    wide: dict[str, frozenset[str]] = {}
    for name, value, wanted in conditions_of(line, labels):
        known = _ALIASES.get(name.casefold(), name) if name not in labels else name
        column = choice(known, labels, f"{WRONG}: у респондентов нет такого столбца")
        values = _values(survey, column)
        if column == _WAVE and wanted and value.casefold() in _ALL:
            found[column] = (*values, "")
            continue
        said_to_be = _wanted(
            survey, column, value, f"{WRONG}: в столбце «{labels[column]}» нет такого значения"
        )
        if wanted:
            found[column] = (*found.get(column, ()), *said_to_be)
        else:
            wide[column] = wide.get(column, frozenset()) | _spellings(column, said_to_be)
    for column, unwanted in wide.items():
        there = found.get(column) or (*_values(survey, column), *_untold(survey, column))
        found[column] = tuple(each for each in there if not _spellings(column, (each,)) <= unwanted)
        if not found[column]:
            raise InputError(
                "таких респондентов нет", value=line, expected="условия, которым кто-то отвечает"
            )
    return found


def _wanted(survey: Survey, column: str, value: str, what: str) -> tuple[str, ...]:
    """The values of a column that «значение|значение» names."""
    values = _values(survey, column)
    parts = value.split("|")
    if column == "company":  # however it is written
        spelt = {company_key(each): each for each in values}
        parts = [spelt.get(company_key(each), each) for each in parts]
    if column == "role":
        meant = {each: role_said(each.strip(), survey.codebook) for each in parts}
        parts = [meant[each] if meant[each] in values else each for each in parts]
    if column == _WAVE:
        parts = [each if each.strip() in values else wave_name(each) for each in parts]
    if any(each.strip() == UNSAID for each in parts):
        values |= dict.fromkeys(_untold(survey, column), UNSAID)
    return tuple(choice(each.strip(), values, what) for each in parts)


def _spellings(column: str, values: Iterable[str]) -> frozenset[str]:
    return frozenset(company_key(each) if column == "company" else each for each in values)


def _untold(survey: Survey, column: str) -> tuple[str, ...]:
    """The empty value, where somebody has it; of waves it would mean all."""
    return ("",) if column != _WAVE and "" in set(survey.said.people[column]) else ()


def conditions_of(line: str, labels: Mapping[str, str]) -> Iterator[tuple[str, str, bool]]:
    """The pairs of a line «столбец=значение, столбец!=значение», each with whether it is wanted or unwanted;
    `labels` are the columns there are."""
    for part in filter(None, (each.strip(" ,;") for each in _SPLIT.split(line))):
        sign = _SIGN.search(part)
        name, value = (part[: sign.start()].strip(), part[sign.end() :].strip()) if sign else ("", "")
        if not (sign and name and value) or _OTHER_SIGN.search(name) or _OTHER_SIGN.search(value):
            forms = "столбец=значение или столбец!=значение"
            raise InputError(WRONG, value=part, expected=f"{forms}; столбцы: {listed(labels)}")
        yield name, value, sign.group() not in _BUT


def _values(survey: Survey, column: str) -> dict[str, str]:
    """What can be asked of a column; of waves also those that only marks have."""
    values = {each: label for each, label in survey.said.attribute(column).values.items() if each}
    if column == _WAVE:
        marked = {str(each) for each in survey.ratings[_WAVE]} - {""}
        values = {each: each for each in sorted(values.keys() | marked, key=natural)}
    return values


def where(survey: Survey, conditions: Conditions) -> Survey:
    """What those people said and marked who meet every condition.

    A company that is written in several ways is met by each. The wave of a mark is its own; who only gave
    marks is asked by what the marks tell of them. Raises `InputError` where nobody meets the conditions.
    """
    if not conditions:
        return survey
    said, others = survey.said.people, _but_waves(conditions)
    waves = conditions.get(_WAVE)
    fits = _meeting(said, others)
    in_wave = said[_WAVE].isin(waves) if waves else True
    people = frozenset(said.loc[fits & in_wave, "_person"])
    ratings = survey.ratings
    raters = ratings[PERSON].astype("object")
    marks = raters.isin(set(said.loc[fits, "_person"]))
    if all(column in ratings for column in others):
        marks |= ~raters.isin(set(said["_person"])) & _meeting(ratings, others)
    if waves:
        marks &= ratings[_WAVE].isin(waves)
    if not people and not marks.any():
        expected = _where_they_are(survey, others) if waves else "условия, которым кто-то отвечает"
        raise InputError("таких респондентов нет", value=told(survey, conditions), expected=expected)
    found = of_people(survey, people).but(ratings=ratings[marks])
    scope = replace(survey.scope, conditions=others, only=told(survey, others), line=told(survey, conditions))
    return replace(found, scope=scope)


def _but_waves(conditions: Conditions) -> dict[str, tuple[str, ...]]:
    return {name: wanted for name, wanted in conditions.items() if name != _WAVE}


def _meeting(people: pd.DataFrame, conditions: Conditions) -> pd.Series[bool]:
    """Which rows meet the conditions; companies whatever their spelling."""
    meets = pd.Series(True, index=people.index)
    for column, wanted in conditions.items():
        if column == "company":
            keys = {company_key(each) for each in wanted}
            meets &= people[column].map(company_key).isin(keys).astype(bool)
        else:
            meets &= people[column].isin(wanted).astype(bool)
    return meets


def _where_they_are(survey: Survey, others: Conditions) -> str:
    """What to ask for instead: the waves in which somebody meets the other conditions."""
    people = survey.said.people
    waves = sorted(set(people.loc[_meeting(people, others), _WAVE]) - {""}, key=natural)
    return " или ".join(f"волна={each}" for each in waves) or "условия, которым кто-то отвечает"


def told(survey: Survey, conditions: Conditions) -> str:
    """The conditions in Russian, as `read_where` takes them; that of the wave last."""
    parts = []
    for column, wanted in sorted(conditions.items(), key=lambda each: each[0] == _WAVE):
        attribute = survey.said.attribute(column)
        name = attribute.label.lower() if attribute.label != column else column
        values = "|".join(attribute.values.get(each) or each or UNSAID for each in wanted)
        parts.append(EVERY_WAVE if column == _WAVE and "" in wanted else f"{name}={values}")
    return ", ".join(parts)


def asked_for(survey: Survey, conditions: Conditions) -> Survey:
    """What `latest` and the comparisons of waves are made of: who meets `conditions`, with earlier waves.

    A wave that is named becomes the last one; several that are named are put together. Raises `InputError`
    where nobody is left to be shown.
    """
    waves = conditions.get(_WAVE, ())
    if not waves:
        found = where(survey, conditions)
        if len(found.waves) == 1 < len(survey.waves):  # which one has to be told
            return replace(found, scope=replace(found.scope, asked=found.waves[0]))
        return found
    own = where(survey, conditions)  # somebody has to be shown
    known = list(_values(survey, _WAVE))
    if len(set(waves)) > 1:
        there = tuple(each for each in known if each in waves)
        return replace(own, scope=replace(own.scope, pooled=there if len(there) > 1 else ()))
    until = tuple(known[: known.index(waves[0]) + 1])
    found = where(survey, {**conditions, _WAVE: until})
    return replace(found, scope=replace(own.scope, asked=waves[0]))


def latest(survey: Survey) -> Survey:
    """What was said and marked in the last wave, which `scope` then names; the survey itself where there are
    not several waves, or where they were asked for together.

    The marks of a questionnaire have waves of their own: those of its last one are shown. People without a
    wave are in none.
    """
    scope = survey.scope
    if scope.pooled or scope.wave or scope.paper:
        return survey
    waves, papers = survey.waves, _waves_of(survey.ratings[survey.ratings["turn"].isna()])
    wave = scope.asked or (waves[-1] if len(waves) > 1 else "")
    paper = papers[-1] if len(papers) > 1 or (papers and wave) else ""
    if not (wave or paper):
        return survey
    rest = tuple(_interviews(survey, without=wave)) if wave else ()
    return shown(survey, replace(scope, wave=wave, paper=paper, rest=rest))


def shown(survey: Survey, scope: Scope) -> Survey:
    """Of a survey what `scope` names of the waves."""
    mentions, ratings, respondents = survey.mentions, survey.ratings, survey.respondents
    spoken = ratings["turn"].notna()
    kept = pd.Series(True, index=ratings.index)
    if scope.wave:
        mentions = mentions[mentions[_WAVE] == scope.wave]
        respondents = respondents[respondents[_WAVE] == scope.wave]
        kept &= ~spoken | (ratings[_WAVE] == scope.wave)
    if scope.paper:
        kept &= spoken | (ratings[_WAVE] == scope.paper)
    found = survey.but(mentions=mentions, ratings=ratings[kept], respondents=respondents)
    return replace(found, scope=scope)


def _waves_of(frame: pd.DataFrame) -> list[str]:
    return sorted({str(each) for each in frame[_WAVE]} - {""}, key=natural)


def _interviews(survey: Survey, *, without: str) -> Iterable[tuple[str, int]]:
    """The other waves with how many interviews each has; people without a wave last."""
    wave = dict(zip(survey.respondents[PERSON].astype("object"), survey.respondents[_WAVE], strict=True))
    found: dict[str, int] = {}
    for interview in survey.study.interviews:
        there = {wave[who.id] for who in interview.participants.values() if who.id in wave}
        for each in there - {without}:
            found[each] = found.get(each, 0) + 1
    return sorted(found.items(), key=lambda each: (not each[0], natural(each[0])))


def hidden_alike(hidden: Survey, survey: Survey) -> Survey:
    """Of `hidden`, the whole of a study with names hidden, those whom `survey` shows of the study itself."""
    scope = survey.scope
    if scope == Scope():
        return hidden
    people = {str(each) for frame in (survey.respondents, survey.ratings) for each in frame[PERSON].dropna()}
    found = of_people(hidden, people)
    waves = {str(each) for each in survey.ratings[_WAVE]}
    found = found.but(ratings=found.ratings[found.ratings[_WAVE].isin(waves)])
    called = {
        column: tuple(dict.fromkeys(_called(survey, found, column).get(each, _UNKNOWN) for each in wanted))
        for column, wanted in scope.conditions.items()
    }
    only = told(found, called)
    line = scope.line.replace(scope.only, only) if scope.only else scope.line
    return shown(found, replace(scope, conditions=called, only=only, line=line))


def _called(survey: Survey, hidden: Survey, column: str) -> Mapping[str, str]:
    """What the values of a column are called where names are hidden: the same people's."""
    real, other = (
        dict(zip(each.said.people["_person"], each.said.people[column], strict=True))
        for each in (survey, hidden)
    )
    return {str(value): str(other[person]) for person, value in real.items()}


def of_people(survey: Survey, people: Collection[str]) -> Survey:
    """What these people (ids) said and marked."""
    return survey.but(
        mentions=_of(survey.mentions, people),
        ratings=_of(survey.ratings, people),
        respondents=_of(survey.respondents, people),
    )


def with_their_interviews(survey: Survey) -> Survey:
    """The survey with no other interviews than those in which somebody of it speaks.

    For reports only: names and ids are kept of the whole study.
    """
    people = set(survey.respondents[PERSON].astype("object"))
    interviews = tuple(
        each
        for each in survey.study.interviews
        if any(who.id in people for who in each.participants.values())
    )
    known = {each.id for each in interviews}
    return replace(
        survey,
        study=replace(survey.study, interviews=interviews),
        codings=tuple(each for each in survey.codings if each.interview.id in known),
    )


def only_theirs(survey: Survey) -> tuple[Coding, ...]:
    """The codings of the interviews in which somebody of the survey speaks, with what they said only."""
    own = with_their_interviews(survey)
    known = {each.id: each for each in own.study.interviews}
    people = set(survey.respondents[PERSON].astype("object"))
    found = []
    for coding in own.codings:
        interview = known[coding.interview.id]  # whose people have ids

        def theirs(said: Mention | Rating | Saying, interview: Interview = interview) -> bool:
            return interview.participant(interview.turns[said.turn]).id in people

        mentions, ratings = filter(theirs, coding.mentions), filter(theirs, coding.ratings)
        sayings = coding.sayings and tuple(filter(theirs, coding.sayings))
        of_rivals = tuple(filter(theirs, coding.theirs))
        found.append(
            replace(
                coding,
                mentions=tuple(mentions),
                ratings=tuple(ratings),
                sayings=sayings,
                theirs=of_rivals,
            )
        )
    return tuple(found)


def _of(frame: pd.DataFrame, people: Collection[str]) -> pd.DataFrame:
    return frame[frame[PERSON].astype("object").isin(list(people))]
