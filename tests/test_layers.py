"""What interviews say beside their mentions: amounts of harm, signs of leaving, and how they are told."""

from pathlib import Path

import pytest

from otzvuk.coding.layers import layers_of
from otzvuk.coding.leaving import leaving_in
from otzvuk.coding.loss import losses_in
from otzvuk.coding.matters import matters_in
from otzvuk.coding.quantity import amounts_in
from otzvuk.coding.topic import Topics
from otzvuk.language import tokenise
from otzvuk.model.codebook import read_codebook
from otzvuk.model.interview import Interview, Participant, Role, Turn
from otzvuk.model.leaving import Sign
from otzvuk.model.loss import Measured
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.model.span import Span
from otzvuk.model.study import Settings, Study
from otzvuk.numbers.damage import rank
from otzvuk.numbers.layers import layered
from otzvuk.numbers.survey import Survey
from otzvuk.report.layered import UNNAMED, told

BOOK = read_codebook()


@pytest.fixture(scope="module")
def topics() -> Topics:
    return Topics(BOOK)


@pytest.mark.parametrize(
    ("said", "kind", "value", "unit"),
    [
        ("двое суток", "time", 2, "day"),
        ("часов по шесть", "time", 6, "hour"),
        ("полгода", "time", 6, "month"),
        ("сто двадцать тысяч рублей", "money", 120_000, "RUB"),
        ("четыре с половиной миллиона", "money", 4_500_000, "RUB"),
        ("120 000 руб.", "money", 120_000, "RUB"),
        ("две тысячи в час", "money", 2000, "RUB per hour"),
        ("каждый пятый паспорт", "share", 0.2, "share"),
        ("из двухсот датчиков тридцать шесть", "share", 0.18, "share"),
        ("процентов двенадцать", "share", 0.12, "share"),
        ("раз в две недели", "frequency", 0.5, "per week"),
        ("раза три за месяц", "frequency", 3, "per month"),
        ("четыре тонны муки", "quantity", 4, "тонна"),
    ],
)
def test_amounts_are_read_in_the_unit_said(said: str, kind: str, value: float, unit: str) -> None:
    (amount,) = amounts_in(tokenise(said))
    assert (amount.kind.value, pytest.approx(value), unit) == (kind, amount.low, amount.unit)


def test_a_range_keeps_both_ends() -> None:
    (amount,) = amounts_in(tokenise("семь-восемь процентов"))
    assert (amount.low, amount.high) == (0.07, 0.08)


@pytest.mark.parametrize("said", ["в две тысячи девятнадцатом году", "ставлю троечку", "третьего числа"])
def test_years_marks_and_dates_are_no_amounts(said: str) -> None:
    assert amounts_in(tokenise(said)) == []


def complaint(text: str, words: str, code: str = "discipline.lead_times") -> Mention:
    start = text.index(words)
    process = BOOK.codes[code].process
    return Mention(0, start, start + len(words), words, Kind.COMPLAINT, code, process)


def test_an_amount_is_harm_where_somebody_complains_of_it(topics: Topics) -> None:
    text = "Из-за вас линия стояла двое суток. Мы сами сушим двадцать минут."
    said = complaint(text, "линия стояла двое суток")
    (loss,) = losses_in(text, topics, complaints=[said])
    assert (loss.kind, loss.low, loss.unit) == (Measured.TIME, 2.0, "day")
    assert text[loss.start : loss.stop] == loss.text == "двое суток"


@pytest.mark.parametrize(
    "text",
    [
        "Если вы задержите машину на неделю, мы встанем.",
        "Прошлый поставщик задерживал нас на две недели.",
        "По договору за простой штраф пять тысяч.",
        "Мы сами задержали аванс на десять дней.",
        "Работаем с вами одиннадцать лет.",
    ],
)
def test_what_is_not_our_harm_is_no_amount_even_where_the_coder_complains(text: str, topics: Topics) -> None:
    assert losses_in(text, topics, complaints=[complaint(text, text)]) == []


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Мы уже присматриваемся к другим.", Sign.LEAVING),
        ("Деваться нам некуда, завод один.", Sign.DEPENDENCE),
        ("Уходить не собираемся.", Sign.STAYS),
    ],
)
def test_signs_of_leaving_are_told_apart(text: str, sign: Sign) -> None:
    (found,) = leaving_in(text)
    assert found.sign is sign
    assert text[found.start : found.stop] == found.text


@pytest.mark.parametrize(
    "text",
    [
        "Ухожу я на пенсию в мае.",
        "Мы ушли к вам от прошлого поставщика и не пожалели.",
        "Если бы вы сорвали сроки, мы бы ушли к другим.",
        "Деваться некуда: поддоны ставить некуда.",
    ],
)
def test_other_ways_of_going_are_no_signs(text: str) -> None:
    assert leaving_in(text) == []


def test_who_decides_is_told_only_where_it_is_said() -> None:
    (found,) = leaving_in("Директор объявил тендер на весь год.")
    assert found.who is not None
    assert leaving_in("Мы объявили тендер на весь год.")[0].who is None


@pytest.mark.parametrize(
    ("text", "question", "important", "code"),
    [
        ("Самое главное — сроки поставки.", "", True, "discipline.lead_times"),
        ("Цена на втором месте.", "", False, "price.level"),
        ("Очень важна.", "Насколько важна цена?", True, "price.level"),
    ],
)
def test_what_matters_is_told_of_its_code(
    text: str, question: str, important: bool, code: str, topics: Topics
) -> None:
    (found,) = matters_in(text, topics, question=question)
    assert (found.important, found.code) == (important, code)
    assert text[found.start : found.stop] == found.text


@pytest.mark.parametrize(
    "text",
    [
        "Главный инженер подписывает сроки.",
        "Для наших покупателей самое важное — цена.",
        "«Ваш звонок очень важен», и ждём полчаса.",
        "Всё равно опоздали.",
        "Не цена главное.",
    ],
)
def test_other_important_things_are_no_matter(text: str, topics: Topics) -> None:
    assert matters_in(text, topics) == []


TALK = (
    "Линия стояла двое суток, и простой обошёлся в одиннадцать тысяч в час. Документы с ошибками. "
    "Присматриваемся к другим, директор так решил. Самое главное для нас — сроки поставки."
)


def surveyed(text: str = TALK) -> Survey:
    people = {"Лобов": Participant("Лобов", company="Ель", role=Role.ECONOMIC)}
    turns = (Turn("И", "Как сроки?", interviewer=True), Turn("Лобов", text))
    interview = Interview("i1", "i1.txt", turns, people)
    mentions: tuple[Mention, ...] = ()
    if "Линия" in text:
        words = text[: text.index(".")]
        papers = text.index("Документы с ошибками")
        mentions = (
            Mention(1, 0, len(words), words, Kind.COMPLAINT, "discipline.lead_times", "delivery"),
            Mention(
                1,
                papers,
                papers + 20,
                text[papers : papers + 20],
                Kind.COMPLAINT,
                "documents.errors",
                "document_exchange",
            ),
        )
    study = Study(path=Path(), settings=Settings(), codebook=BOOK, interviews=(interview,))
    return Survey.of(study, (Coding(interview, mentions),))


def test_sums_say_what_was_named_and_a_rate_is_multiplied_only_by_the_time_beside_it() -> None:
    survey = surveyed()
    found = layered(survey, ranking=rank(survey))
    row = found.by_process[found.by_process["process"] == "delivery"].iloc[0]
    assert (row["hours"], row["people"]) == (48.0, 1)
    assert row["product"] == 48 * 11_000
    sections = told(found, BOOK)
    assert [each.anchor for each in sections] == ["losses", "leaving", "matters"]
    assert "528\u00a0000\u00a0₽" in sections[0].tables[0].rows[0][4]
    assert sections[1].tables[0].rows[0][0] == "Ель"


def test_a_process_that_does_damage_without_a_figure_says_so() -> None:
    losses, *_ = told(layered(surveyed(), ranking=rank(surveyed())), BOOK)
    assert losses.sentences[-1] == f"{BOOK.label('document_exchange')}: {UNNAMED}."


def test_a_talk_without_anything_of_the_kind_has_no_sections_and_whole_tables() -> None:
    survey = surveyed("Привет, мы пьём чай.")
    found = layered(survey, ranking=rank(survey))
    assert told(found, BOOK) == ()
    assert list(found.losses)
    assert found.losses.empty


def test_layers_move_with_their_text(topics: Topics) -> None:
    (coding,) = surveyed().codings
    found = layers_of(coding, topics)

    def shifted(turn: int, span: Span) -> tuple[Span, str]:
        return Span(span.start + 3, span.stop + 3), "..."

    moved = found.moved(shifted)
    for one, other in zip((*found.losses, *found.leaving), (*moved.losses, *moved.leaving), strict=True):
        assert (other.start, other.stop, other.text) == (one.start + 3, one.stop + 3, "...")
