"""Self-assessment of feedback maturity: levels 0–3 over five steps; the weakest is the overall one.

The levels are those of the method: manual management; surveys and NPS, and still manual; management of
measures; management of all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import Field, StrictInt

from otzvuk.model.bundled import bundled
from otzvuk.model.codebook import one_of
from otzvuk.model.errors import InputError
from otzvuk.model.yamlfile import CheckedModel, Fault, Location, read_yaml
from otzvuk.numbers.count import framed, types_of

STEPS = ("collecting", "planning", "acting", "measuring", "correcting")
"""The steps that every questionnaire has, in this order."""

TOP_LEVEL = 3


class MaturityQuestion(CheckedModel):
    """A question and its answers; the place of an answer (0–3) is its level."""

    text: str
    answers: tuple[str, ...] = Field(min_length=TOP_LEVEL + 1, max_length=TOP_LEVEL + 1)


class Step(CheckedModel):
    """A step of work with feedback; its level is the lowest of its answers."""

    label: str
    questions: Mapping[str, MaturityQuestion] = Field(min_length=1)


class Questionnaire(CheckedModel):
    """`models/maturity/questionnaire.yaml`: names of the levels 0–3 and the questions of the five steps."""

    name: str
    version: str = "1"
    levels: tuple[str, ...] = Field(min_length=TOP_LEVEL + 1, max_length=TOP_LEVEL + 1)
    steps: Mapping[str, Step]

    def faults(self) -> Iterable[Fault]:
        """Steps that are none of the five, or missing."""
        for name in self.steps:
            if name not in STEPS:
                yield Fault(("steps", name), "неизвестный шаг", name, one_of(STEPS))
        for name in STEPS:
            if name not in self.steps:
                yield Fault(("steps",), f"нет шага «{name}»", None, one_of(STEPS))


class Answers(CheckedModel):
    """A company's own answers: step → question → number of the answer."""

    company: str = ""
    answers: Mapping[str, Mapping[str, StrictInt]]


MATURITY: Mapping[str, str] = {
    "step": "string",
    "label": "string",
    "level": "int64",
    "level_label": "string",
    "weakest": "bool",
    "next_level": "Int64",
    "needs": "string",
}
"""Columns and types of the table of steps; `next_level` is missing and `needs` empty at the highest."""


class Reached(StrEnum):
    """Where a level of a step stands to the study's own."""

    PASSED = "passed"
    HERE = "here"
    AHEAD = "ahead"

    @property
    def label(self) -> str:
        """The Russian word."""
        return {"passed": "пройден", "here": "сейчас", "ahead": "впереди"}[self.value]


MATRIX: Mapping[str, str] = {
    "step": "string",
    "label": "string",
    "level": "int64",
    "level_label": "string",
    "text": "string",
    "reached": "string",
}
"""Columns and types of the matrix of steps by levels, one row a cell; `reached` is a `Reached`."""


@dataclass(frozen=True)
class Assessment:
    """The level of each step (a frame with the columns of `MATURITY`) and the overall one, the weakest.

    `matrix` (columns of `MATRIX`) has every step at every level: what is done there, and whether the company
    is there; `levels` are the names of the levels 0–3.
    """

    steps: pd.DataFrame
    level: int
    label: str
    matrix: pd.DataFrame
    levels: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The overall level and why it is that one, in Russian."""
        weakest = [str(each) for each in self.steps.loc[self.steps["weakest"], "label"]]
        at = ", ".join(f"«{each}»" for each in weakest)
        all_equal = len(weakest) == len(self.steps)
        why = "на нём все шаги" if all_equal else f"он равен самому слабому шагу: {at}"
        return f"Общий уровень — {self.level}, «{self.label}»: {why}."

    @property
    def rows(self) -> list[tuple[str, tuple[tuple[str, Reached], ...]]]:
        """The matrix by step: its name, and of each level from 0 what is done there and where it stands."""
        return [
            (str(own["label"].iloc[0]), tuple(zip(own["text"], map(Reached, own["reached"]), strict=True)))
            for _, own in self.matrix.groupby("step", sort=False)
        ]


def read_questionnaire(path: Path | None = None) -> Questionnaire:
    """The questionnaire: the bundled one, or a YAML file like it; `InputError` with line and column."""
    return read_yaml(path or bundled("models", "maturity", "questionnaire.yaml"), Questionnaire)


def read_answers(path: Path, questionnaire: Questionnaire) -> Answers:
    """A user's answers, every question answered by a number from 0 to 3.

    Raises `InputError` with line and column for an unknown step or question, a missing answer or another
    number.
    """
    if not path.is_file():
        raise InputError("нет такого файла", value=path, expected="файл YAML с ответами")

    class CheckedAnswers(Answers):
        def faults(self) -> Iterable[Fault]:
            return _answer_faults(self, questionnaire)

    return Answers.model_validate(read_yaml(path, CheckedAnswers).model_dump())


def assess(answers: Answers, questionnaire: Questionnaire) -> Assessment:
    """The level of each step, the overall one, and what the next level needs.

    A step is where its weakest answer is; it `needs` the next answer of every question that is there.
    Several steps can be the `weakest`.
    """
    rows: list[dict[str, Any]] = []
    for name in STEPS:
        step = questionnaire.steps[name]
        given = {question: answers.answers[name][question] for question in step.questions}
        level = min(given.values())
        needs = [
            step.questions[question].answers[level + 1]
            for question, answer in given.items()
            if answer == level < TOP_LEVEL
        ]
        rows.append(
            {
                "step": name,
                "label": step.label,
                "level": level,
                "level_label": questionnaire.levels[level],
                "next_level": level + 1 if needs else pd.NA,
                "needs": " ".join(needs),
            }
        )
    overall = min(row["level"] for row in rows)
    table = pd.DataFrame(rows).assign(weakest=lambda frame: frame["level"] == overall)
    cells = [
        {"step": row["step"], "label": row["label"], "level": level, "level_label": name}
        | {
            "text": " ".join(
                each.answers[level] for each in questionnaire.steps[row["step"]].questions.values()
            )
        }
        | {"reached": _reached(level, row["level"]).value}
        for row in rows
        for level, name in enumerate(questionnaire.levels)
    ]
    return Assessment(
        steps=table[list(MATURITY)].astype(types_of(MATURITY)),
        level=overall,
        label=questionnaire.levels[overall],
        matrix=framed(cells, MATRIX),
        levels=questionnaire.levels,
    )


def _reached(level: int, own: int) -> Reached:
    return Reached.HERE if level == own else Reached.PASSED if level < own else Reached.AHEAD


def blank_answers(questionnaire: Questionnaire) -> str:
    """A YAML file to fill in: every question with its answers as comments, and room for the number."""
    lines = [
        f"# {questionnaire.name}: у каждого вопроса поставьте номер ответа, от 0 до {TOP_LEVEL}.",
        "answers:",
    ]
    for name in STEPS:
        step = questionnaire.steps[name]
        lines.append(f"  {name}: # {step.label}")
        for identifier, question in step.questions.items():
            lines.append(f"    # {question.text}")
            lines += [f"    #   {number} — {answer}" for number, answer in enumerate(question.answers)]
            lines.append(f"    {identifier}:")
    return "\n".join(lines) + "\n"


def _answer_faults(answers: Answers, questionnaire: Questionnaire) -> Iterable[Fault]:
    for name, given in answers.answers.items():
        if name not in questionnaire.steps:
            yield Fault(("answers", name), "неизвестный шаг", name, one_of(questionnaire.steps))
            continue
        questions = questionnaire.steps[name].questions
        for question, level in given.items():
            where: Location = ("answers", name, question)
            if question not in questions:
                yield Fault(where, "неизвестный вопрос", question, one_of(questions))
            elif not 0 <= level <= TOP_LEVEL:
                yield Fault(where, "нет ответа с таким номером", level, f"целое число от 0 до {TOP_LEVEL}")
    missing = [
        (name, question)
        for name, step in questionnaire.steps.items()
        for question in step.questions
        if question not in answers.answers.get(name, {})
    ]
    if missing:
        first = missing[0][0]
        where = ("answers", first) if first in answers.answers else ("answers",)
        said = ", ".join(f"«{question}» шага «{name}»" for name, question in missing)
        what = "нет ответа на вопрос" if len(missing) == 1 else "нет ответов на вопросы:"
        yield Fault(where, f"{what} {said}", None, f"целое число от 0 до {TOP_LEVEL}")
