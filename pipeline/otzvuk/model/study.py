"""A study: the interviews of a folder with all that the folder says about them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import ConfigDict, Field, field_validator, model_validator

from otzvuk.model.arrangement import Arrangement
from otzvuk.model.codebook import Codebook
from otzvuk.model.interview import Interview, Role
from otzvuk.model.plan import Action
from otzvuk.model.wording import counted, wave_name
from otzvuk.model.yamlfile import CheckedModel

CODERS: Final = ("", "rules", "fast", "careful", "llm")
"""What `coder` of study.yaml can be by itself; any other name is that of a plug-in's coder."""


class Headline(CheckedModel):
    """What a process needs to be named in the headline (both are shares, 0…1).

    The defaults come from a simulation (tests/bench/bench_damage.py, models/damage/README.md).
    """

    p_top3: float = Field(0.7, ge=0, le=1)
    reach: float = Field(0.2, ge=0, le=1)


class ScoreRules(CheckedModel):
    """How marks are judged. Thresholds are out of ten, `change` is in points of ten.

    A mean at or above `strength` is a strength, one below `development` a development zone; marks below
    `development` are the low ones whose reasons are looked for. `overall` is the criterion of the mark for
    all in all; `nps`, `csat` and `ces` are the criteria (ids or labels) that asked for recommendation,
    satisfaction and effort: no criterion, no such index. The CSI of process metrics is put onto `csi_scale`
    between the indices `csi_bounds`; left out, between 0 and 1, with "clients" between the worst and the best
    client.
    """

    strength: float = Field(9, ge=0, le=10)
    development: float = Field(8, ge=0, le=10)
    change: float = Field(1, ge=0.01, le=10)
    overall: str = "relationship.overall"
    nps: tuple[str, ...] = ()
    csat: tuple[str, ...] = ()
    ces: tuple[str, ...] = ()
    csi_scale: tuple[float, float] = (0, 10)
    csi_bounds: tuple[float, float] | Literal["clients"] | None = None

    @field_validator("csi_scale", "csi_bounds")
    @classmethod
    def _ends_rise(
        cls, value: tuple[float, float] | Literal["clients"] | None
    ) -> tuple[float, float] | Literal["clients"] | None:
        if isinstance(value, tuple) and not -math.inf < value[0] < value[1] < math.inf:
            raise ValueError("два числа, первое меньше второго")
        return value

    @field_validator("nps", "csat", "ces", mode="before")
    @classmethod
    def _one_as_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) and value else value or []

    @model_validator(mode="after")
    def _development_is_below_strength(self) -> Self:
        if self.development > self.strength:
            raise ValueError("порог development не выше порога strength")
        return self


class ReadLimits(CheckedModel):
    """What reading one file may cost: megabytes on the disk and of memory, and seconds."""

    file_mb: int = Field(50, ge=1, le=2000)
    memory_mb: int = Field(1000, ge=100, le=64_000)
    seconds: float = Field(60, ge=1, le=3600)


class LanguageModel(CheckedModel):
    """How a language model of the user's own is asked, where `coder` is llm.

    `url` is where its server answers («http://localhost:8080/v1»), `model` what the server calls it. Only
    with `allow_remote` may that be another machine than this one. `budget` is how many tokens the coding of
    the study may cost in all (0: no limit, on this machine only). `key` is the name of the environment
    variable with the server's key; the key itself is written nowhere. `hide_names` sends placeholders instead
    of names. `words` is how much talk one question holds, `answer_tokens` how long an answer may be,
    `seconds` how long to wait for one, `parallel` how many are asked at once.
    """

    url: str = ""
    model: str = ""
    allow_remote: bool = False
    budget: int = Field(0, ge=0)
    key: str = Field("", pattern=r"^([A-Za-z_][A-Za-z0-9_]*)?$")
    hide_names: bool = True
    words: int = Field(500, ge=50, le=20_000)
    answer_tokens: int = Field(4000, ge=100, le=100_000)
    seconds: float = Field(300, ge=1, le=3600)
    parallel: int = Field(1, ge=1, le=16)


class Settings(CheckedModel):
    """`study.yaml`; every key is optional.

    `supplier` is a name, or a mapping with `name` and `aliases`; `rivals` are the names of firms that clients
    compare it with, as far as they are known. `codebook` is a bundled name or a path
    relative to the study. `role_weights` weigh respondents in the damage of a process, `damage_cap` is the
    most net complaints that one respondent can count, `replicates` the number of bootstrap samples. `model`
    is a bundled coder's name or a model folder relative to the study (empty: that of the codebook). `coder`
    is how it is used: rules (not at all), fast, careful (with its encoder, several times slower), or empty
    (careful up to `otzvuk.coding.coder.CAREFUL_WORDS`); llm (a language model of the user's own, as `llm`
    says); or the name of a plug-in's coder, which codes instead. `reports` are the reports of plug-ins that
    an analysis writes besides, by their files' names. Mentions with less confidence than `threshold` are left
    out (default: the model's own). `scores` are the thresholds and indices of marks, `metrics` the metric
    tree (a bundled name or a path). `effort` says how much work it is to repair a process, 1 (little) … 5
    (much), by the process's id; blank or left out where nobody can tell. `limits` say what reading one file
    may cost. `hide_names` puts placeholders for names into the reports (`otzvuk.anonymise`), `keep_supplier`
    but for the supplier's own. `coding` is a coding made before, a file or folder relative to the study: it
    is counted, and nothing is coded. `learned` is a folder that `otzvuk learn` wrote, relative to the study:
    the model's guesses are corrected by it.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    supplier: str = ""
    aliases: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    industry: str = ""
    wave: str = ""
    description: str = ""
    codebook: str = "b2b"
    language: str = "ru"
    interviewers: tuple[str, ...] = ()
    role_weights: Mapping[Role, float] = Field(default_factory=dict)
    damage_cap: int = Field(3, ge=1)
    headline: Headline = Headline()
    replicates: int = Field(2000, ge=100, le=100_000)
    seed: int = 2025
    model: str = ""
    coder: str = ""
    llm: LanguageModel = LanguageModel()
    reports: tuple[str, ...] = ()
    threshold: float | None = Field(None, ge=0, le=1)
    scores: ScoreRules = ScoreRules()
    metrics: str = "b2b"
    limits: ReadLimits = ReadLimits()
    hide_names: bool = True
    keep_supplier: bool = False
    coding: str = ""
    learned: str = ""
    effort: Mapping[str, Annotated[float, Field(ge=1, le=5)] | None] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _supplier_as_mapping(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("supplier"), dict):
            supplier = data["supplier"]
            data = {**data, "supplier": supplier.get("name", ""), "aliases": supplier.get("aliases", [])}
        return data

    @field_validator("reports", mode="before")
    @classmethod
    def _one_report_as_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) and value else value or []

    @field_validator("rivals", mode="before")
    @classmethod
    def _one_rival_as_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) and value else value or []

    @field_validator("supplier", "wave", mode="before")
    @classmethod
    def _number_as_text(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value

    @field_validator("wave")
    @classmethod
    def _wave_in_one_spelling(cls, value: str) -> str:
        return wave_name(value)

    @field_validator("role_weights")
    @classmethod
    def _weights_are_positive(cls, value: Mapping[Role, float]) -> Mapping[Role, float]:
        if any(weight < 0 for weight in value.values()) or (value and not any(value.values())):
            raise ValueError("неотрицательные числа, хотя бы одно больше нуля")
        return value

    @field_validator("language")
    @classmethod
    def _language_is_russian(cls, value: str) -> str:
        if value.strip().casefold() not in {"ru", "русский"}:
            raise ValueError("ru: на других языках программа не понимает")
        return "ru"

    @field_validator("effort", mode="before")
    @classmethod
    def _effort_may_be_blank(cls, value: Any) -> Any:
        return {} if value is None else value


class Question(CheckedModel):
    """A question of the guide and what it is about (codes and processes by id)."""

    text: str
    codes: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()


class Block(CheckedModel):
    """A block of the guide; what it is about holds for its questions that do not say themselves."""

    title: str
    codes: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    questions: tuple[Question | str, ...] = ()


class Item(CheckedModel):
    """An item of the client's own questionnaire: what marks are given for there, in its words.

    `block` is the part of the questionnaire that it stands in. `codes` and `processes` (by id) say what it is
    about; one that is about nothing of the codebook has its marks and nothing besides. `scale` is the highest
    mark, for rows of ratings that do not say it.
    """

    name: str = Field(min_length=1)
    block: str = ""
    codes: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    scale: float | None = Field(None, gt=0, le=1000)

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, data: Any) -> Any:
        return {"name": data} if isinstance(data, str | int) else data

    @field_validator("name", "block", mode="before")
    @classmethod
    def _one_line(cls, value: Any) -> Any:
        return " ".join(str(value).split()) if isinstance(value, str | int) else value


class Items(CheckedModel):
    """`criteria.yaml`: the items of the client's own questionnaire."""

    criteria: tuple[Item, ...] = ()


class Guide(CheckedModel):
    """`guide.yaml`: what people were asked; `items` are those of the questionnaire in `criteria.yaml`."""

    blocks: tuple[Block, ...] = ()
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """A row of the questionnaire (`ratings.csv`): a mark given on paper, not in speech."""

    interview: str
    speaker: str
    criterion: str
    value: float
    scale: float
    wave: str = ""
    person: str = ""  # the id of who gave it (`otzvuk.model.identity`), "" where nobody is identified yet


@dataclass(frozen=True, slots=True)
class Failure:
    """A transcript that could not be read, and why (one Russian sentence).

    `passing`: another run may read it (`otzvuk.model.errors.PassingError`).
    """

    file: str
    message: str
    passing: bool = False


@dataclass(frozen=True)
class Identity:
    """The ids of all people and of all companies of a study, in the order in which they are counted.

    The order is that of their names, so that a figure from resampling depends on who was asked, not on when
    an id was given; ids and their order say nothing about the names and stay when those are hidden.
    `clusters` are people who are no independent evidence: those of a company, or of one name without one.
    """

    people: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False)
class Study:
    """A folder as read: settings, codebook, interviews (by id), guide, scores, plan and what was assumed.

    `assumptions` are Russian sentences about the study as a whole; each interview has its own. `identity` is
    None until `otzvuk.model.identity.identify` has told the people apart. `coding` is where a coding that was
    made before has been taken from; "" where the coder codes. `decisions` is the id of the last decision of a
    person that has been taken into account; "" where there is none. `arrangement` is how the reports are put
    together (report.yaml).
    """

    path: Path
    settings: Settings
    codebook: Codebook
    interviews: tuple[Interview, ...]
    guide: Guide = field(default_factory=Guide)
    scores: tuple[Score, ...] = ()
    assumptions: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    plan: tuple[Action, ...] = ()
    coding: str = ""
    identity: Identity | None = None
    decisions: str = ""
    arrangement: Arrangement = field(default_factory=Arrangement)

    def __repr__(self) -> str:
        """One line: a study holds every word said, and a notebook shows what stands last in a cell."""
        return f"Study({str(self.path)!r}: {counted(len(self.interviews), 'interview')})"

    def interview(self, identifier: str) -> Interview:
        """The interview of that id; KeyError where there is none."""
        return next(each for each in self.interviews if each.id == identifier)
