"""A small codebook and studies in memory, coded by hand: for tests of all that comes after coding.

    study, codings = make_study(
        Person("Анна", company="Альфа", role="economic", says=["-discipline.lead_times", "+price.level"]),
        Person("Борис", company="Бета", says=["?service.digital", "-documents.errors worse"]),
    )

Each thing said is `-` (complaint), `+` (praise) or `?` (wish) and a code, optionally a trend (`worse`,
`better`) and a process (`process=claims`). It becomes a turn of its own after a question, and the mention
lies on a part of that turn.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from otzvuk.model.codebook import Code, Codebook, Lens, Process
from otzvuk.model.interview import Cue, Interview, Participant, Role, Turn
from otzvuk.model.mention import Coding, Kind, Mention, Rating, Trend
from otzvuk.model.study import Score, Settings, Study
from otzvuk.numbers.survey import Survey

METRICS = """\
client;metric;block;value;weight
Альфа;брак;product;0.20;4
Альфа;цвет;product;0.10;2
Альфа;упаковка;product;0.30;2
Альфа;срок;product;0.15;2
Альфа;остаток;product;0.25;3
Альфа;опоздания;shipping;0.20;1
Альфа;очередь;shipping;0.10;3
Альфа;бой;shipping;0.30;5
"""
"""Process metrics of one client in two blocks, as metrics.csv has them."""

KINDS = {"-": Kind.COMPLAINT, "+": Kind.PRAISE, "?": Kind.WISH}


@dataclass(frozen=True)
class Person:
    """Who is interviewed and what they say; people of one `interview` share it, else each has an own one."""

    speaker: str
    company: str = ""
    role: str = "unknown"
    says: Sequence[str] = ()
    rates: Mapping[str, float] = field(default_factory=dict)  # criterion → mark out of ten, in speech
    interview: str = ""
    position: str = ""
    function: str = ""
    wave: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


def small_codebook() -> Codebook:
    """Nine codes of five themes, seven processes, three stages, one lens; in the ids of the default book."""
    product, shipping = {"block": "product"}, {"block": "shipping"}
    return Codebook(
        name="small",
        themes={
            "quality": "Качество",
            "discipline": "Дисциплина",
            "service": "Сервис",
            "documents": "Документы",
            "price": "Цены и условия",
        },
        stages={
            "deal": "Оценка и сделка",
            "usage": "Опыт применения",
            "post_purchase": "Постпокупочный опыт",
        },
        processes={
            "pricing": Process(label="Ценообразование", stage="deal"),
            "production": Process(label="Производство", stage="usage"),
            "order_status": Process(label="Информирование о статусе заказа", stage="usage"),
            "delivery": Process(label="Доставка", stage="post_purchase"),
            "claims": Process(label="Работа с рекламациями", stage="post_purchase"),
            "document_exchange": Process(label="Обмен документами", stage="post_purchase"),
            "client_meetings": Process(label="Встречи с клиентами", stage="post_purchase"),
        },
        lenses={"block": Lens(label="Блок", values={"product": "Продукт", "shipping": "Отгрузка"})},
        codes={
            "quality.defects": Code(label="Количество брака", process="production", lenses=product),
            "quality.packaging": Code(label="Упаковка", process="production", lenses=shipping),
            "discipline.lead_times": Code(label="Сроки поставки", process="delivery", lenses=shipping),
            "discipline.loading": Code(label="Отгрузка", process="delivery", lenses=shipping),
            "service.digital": Code(label="Личный кабинет", process="order_status"),
            "service.informing": Code(label="Информирование", process="order_status"),
            "service.claims": Code(label="Рекламации", process="claims"),
            "documents.errors": Code(label="Ошибки в документах", process="document_exchange"),
            "price.level": Code(label="Уровень цены", process="pricing"),
        },
    )


def make_study(
    *people: Person, scores: Sequence[Score] = (), codebook: Codebook | None = None, **settings: Any
) -> tuple[Study, tuple[Coding, ...]]:
    """The study of these people and its coding; `settings` are keys of study.yaml."""
    codebook = codebook or small_codebook()
    rooms: dict[str, list[Person]] = {}
    for number, person in enumerate(people, 1):
        rooms.setdefault(person.interview or f"i{number}", []).append(person)
    codings = tuple(_coding(name, room, codebook) for name, room in rooms.items())
    study = Study(
        path=Path("study"),
        settings=Settings(**({"supplier": "Мологаплит", "replicates": 200} | settings)),
        codebook=codebook,
        interviews=tuple(coding.interview for coding in codings),
        scores=tuple(scores),
    )
    return study, codings


def unmarked_speech() -> tuple[Study, tuple[Coding, ...]]:
    """One complaint within a turn of recognised speech: no marks, no capitals."""
    study, _ = make_study()
    said = "отгрузка у них каждый раз стоит я потом неделю искал машину"
    words = "отгрузка у них каждый раз стоит"
    code = "discipline.loading"
    turns = (Turn("И", "А что скажете про отгрузку?", interviewer=True), Turn("анна", said))
    people = {"анна": Participant("анна", "Альфа", role=Role.USER)}
    interview = Interview("i1", "i1.txt", turns, people)
    mention = Mention(1, 0, len(words), words, Kind.COMPLAINT, code, study.codebook.process_of(code))
    return replace(study, interviews=(interview,)), (Coding(interview, (mention,)),)


def _coding(name: str, people: Sequence[Person], codebook: Codebook) -> Coding:
    turns: list[Turn] = []
    mentions: list[Mention] = []
    ratings: list[Rating] = []

    def say(speaker: str, text: str, *, interviewer: bool = False) -> int:
        place, cue = f"строка {len(turns) + 1}", Cue(0, 30.0 * len(turns))
        turns.append(Turn(speaker, text, place=place, cues=(cue,), interviewer=interviewer))
        return len(turns) - 1

    for person in people:
        say("Интервьюер", f"{person.speaker}, здравствуйте. Расскажите о себе.", interviewer=True)
        say(person.speaker, "Работаем с ними лет пять.")
        for said in person.says:
            code, *more = said[1:].split()
            words = {"-": "с этим у нас беда", "+": "тут всё хорошо", "?": "хотелось бы лучше"}[said[0]]
            before, text = "Ну смотрите, ", f"{codebook.label(code).lower()} — {words}"
            say("Интервьюер", f"А что скажете про «{codebook.label(code)}»?", interviewer=True)
            turn = say(person.speaker, f"{before}{text}, вот так.")
            named = next((part[8:] for part in more if part.startswith("process=")), "")
            process = named or codebook.process_of(code)
            trend = next((Trend(part) for part in more if part in {"worse", "better"}), Trend.NONE)
            start, stop = len(before), len(before) + len(text)
            mentions.append(
                Mention(turn, start, stop, text, KINDS[said[0]], code, process, trend, 0.9, "person:test")
            )
        for criterion, value in person.rates.items():
            say("Интервьюер", "Какую оценку поставите?", interviewer=True)
            text = f"{value:g} из десяти"
            turn = say(person.speaker, f"Пожалуй, {text}.")
            ratings.append(Rating(turn, 10, 10 + len(text), text, criterion, value, 10))
    participants = {person.speaker: _participant(person) for person in people}
    interview = Interview(name, f"{name}.txt", tuple(turns), participants)
    return Coding(interview, tuple(mentions), tuple(ratings))


def _participant(person: Person) -> Participant:
    about = {name: getattr(person, name) for name in ("speaker", "company", "position", "function", "wave")}
    return Participant(**about, role=Role(person.role), attributes=person.attributes)


def eight_people() -> tuple[Person, ...]:
    """Eight people of six companies: delivery hurts most, order status next, then single complaints."""
    late = ["-discipline.lead_times", "-discipline.loading worse"]
    blind = ["-service.informing", "?service.digital"]
    good, south = "+quality.defects", {"region": "Юг"}
    return (
        Person("Анна", "ООО «Альфа»", "economic", [*late, "+price.level"], {"price.level": 5}, wave="2024"),
        Person("Борис", "ООО «Альфа»", "technical", [*late, good], {"quality.defects": 9}, wave="2024"),
        Person("Вера", "АО «Бета»", "user", [*late, *blind], {"discipline.lead_times": 4}, wave="2024"),
        Person("Глеб", "Гамма", "user", [*late, *blind, "-documents.errors"], {"delivery": 3}, wave="2025"),
        Person("Дина", "Дельта", "economic", [*blind, "-price.level", "+quality.packaging"], wave="2025"),
        Person("Егор", "Эпсилон", "technical", ["-discipline.loading", *blind], wave="2025"),
        Person("Жанна", "", "unknown", ["+discipline.lead_times", f"{good} better"], wave="2025"),
        Person("Захар", "Дзета", "economic", [*late, "-service.claims"], wave="2025", attributes=south),
    )


def eight_at_once() -> tuple[Person, ...]:
    """The same eight people, all asked in one wave."""
    return tuple(replace(person, wave="2025") for person in eight_people())


@st.composite
def some_people(draw: st.DrawFn, min_size: int = 0, max_size: int = 7) -> tuple[Person, ...]:
    """Any few people of any companies and roles who say anything of the small codebook."""
    codes = sorted(small_codebook().codes)
    parts = st.sampled_from("-+?"), st.sampled_from(codes), st.sampled_from(["", " worse"])
    said = st.tuples(*parts).map("".join)
    number = draw(st.integers(min_size, max_size))
    names = itertools.islice(itertools.count(1), number)
    return tuple(
        Person(
            f"Человек {name}",
            company=draw(st.sampled_from(["", "Альфа", "Бета", "Гамма"])),
            role=draw(st.sampled_from([role.value for role in Role])),
            says=draw(st.lists(said, max_size=6)),
            interview=draw(st.sampled_from(["", "вдвоём"])),
        )
        for name in names
    )


def make_survey(*people: Person, **settings: Any) -> Survey:
    """The survey of these people, as `make_study` makes them."""
    return Survey.of(*make_study(*people, **settings))


def mixed(survey: Survey) -> Survey:
    """The same survey with the rows of its frames in another order."""
    return survey.but(
        mentions=shuffled(survey.mentions),
        ratings=shuffled(survey.ratings),
        respondents=shuffled(survey.respondents),
    )


def shuffled(frame: pd.DataFrame, seed: int = 1) -> pd.DataFrame:
    """The same rows in another order."""
    return frame.sample(frac=1, random_state=seed).reset_index(drop=True)


def written(folder: Path, talks: Mapping[str, str], settings: str) -> Path:
    """A study in a folder: transcripts by name, and what its study.yaml says."""
    (folder / "transcripts").mkdir(parents=True)
    for name, talk in talks.items():
        (folder / "transcripts" / f"{name}.txt").write_text(talk, "utf-8")
    (folder / "study.yaml").write_text(settings, "utf-8")
    return folder
