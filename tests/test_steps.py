"""Goals, questions, touch points and ideas of an interview, and who decides: what is found, and what not."""

from __future__ import annotations

import pytest

from otzvuk.coding.deciders import deciders_in
from otzvuk.coding.steps import channel_label, steps_of
from otzvuk.coding.topic import Topics
from otzvuk.model.codebook import read_codebook
from otzvuk.model.decider import Say
from otzvuk.model.interview import Interview, Participant, Turn
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.model.step import MapRow, Step
from studies import small_codebook

BOOK = read_codebook()
COMPLAINT, WISH = Kind.COMPLAINT, Kind.WISH


@pytest.fixture(scope="module")
def topics() -> Topics:
    return Topics(BOOK)


def found(
    topics: Topics, answer: str, *said: tuple[str, Kind, str], question: str = "Расскажите."
) -> list[Step]:
    """The steps of one answer; `said` are its mentions: words, kind, code."""
    turns = (Turn("И", question, interviewer=True), Turn("Р", answer))
    interview = Interview("i1", "i1.txt", turns, {"Р": Participant("Р")})
    mentions = []
    for words, kind, code in said:
        start = answer.index(words)
        process = topics.codebook.process_of(code)
        mentions.append(Mention(1, start, start + len(words), words, kind, code, process))
    steps = list(steps_of(Coding(interview, tuple(mentions)), topics))
    for step in steps:
        assert answer[step.start : step.stop] == step.text
    return steps


def rows(steps: list[Step]) -> list[tuple[str, str]]:
    return [(step.row.value, step.process) for step in steps]


LATE = ("везут на неделю позже", COMPLAINT, "discipline.lead_times")


@pytest.mark.parametrize(
    ("answer", "row", "process"),
    [
        ("Нам надо три тонны к пятнице, а везут на неделю позже.", "goal", "delivery"),
        ("Я звоню диспетчеру, а везут на неделю позже.", "touch", "delivery"),
        ("Водитель приехал в обед, опять везут на неделю позже.", "touch", "delivery"),
        ("Опять везут на неделю позже. Вот если бы сами сроки считали!", "idea", "delivery"),
        ("Спрашиваю, где машина, а везут на неделю позже.", "question", "delivery"),
        ("Почему везут на неделю позже, непонятно.", "question", "delivery"),
    ],
)
def test_what_clients_want_meet_ask_and_propose(topics: Topics, answer: str, row: str, process: str) -> None:
    assert (row, process) in rows(found(topics, answer, LATE))


@pytest.mark.parametrize(
    "answer",
    [
        "Наш водитель заболел, а везут на неделю позже.",  # our own
        "Продавщица спросила, не в школу ли мне, и везут на неделю позже.",  # another asks
        "Если бы нам надо было больше, мы бы сказали, но везут на неделю позже.",  # not so
        "Понимаете, везут на неделю позже, знаете почему?",  # to the interviewer
        "Лучше бы не заказывали, везут на неделю позже.",  # regret
    ],
)
def test_what_looks_like_it_is_left_out(topics: Topics, answer: str) -> None:
    assert found(topics, answer, LATE) == []


def test_what_is_wished_for_is_no_touch_point_but_an_idea(topics: Topics) -> None:
    wish = "Сделали бы приложение, чтобы видеть заказ"
    steps = found(topics, f"{wish}.", (wish, WISH, "service.digital"))
    assert rows(steps) == [("idea", "order_status")]
    assert steps[0].text == wish


def test_a_wish_that_names_no_way_stays_a_wish(topics: Topics) -> None:
    wish = "Хотелось бы точности"
    assert found(topics, f"{wish}.", (wish, WISH, "discipline.lead_times")) == []


def test_a_touch_point_names_its_channel_and_the_stage_it_belongs_to(topics: Topics) -> None:
    (step,) = found(
        topics, "Познакомились с ними на выставке в Казани.", question="Давно ли работаете с менеджером?"
    )
    assert (step.row, step.channel, step.process) == (MapRow.TOUCH, "exhibition", "events")
    assert channel_label(step.channel) == "Выставка"


def test_without_a_judgement_or_a_topic_nothing_is_found(topics: Topics) -> None:
    assert found(topics, "Нам надо было домой. Я звоню жене.", question="Как дела?") == []


def test_a_codebook_without_the_usual_processes_is_enough() -> None:
    own = Topics(small_codebook())
    answer = "Менеджер на выставке говорил одно, а сроки поставки сорвали."
    said = ("сроки поставки сорвали", COMPLAINT, "discipline.lead_times")
    for step in found(own, answer, said):
        assert step.process in own.codebook.processes


@pytest.mark.parametrize(
    ("answer", "say", "who"),
    [
        ("По поставщикам у нас решает директор.", Say.DECIDES, "директор"),
        ("Последнее слово за главным инженером.", Say.DECIDES, "главным инженером"),
        ("Замена на другую марку требует подписи архитектора.", Say.DECIDES, "архитектора"),
        ("Техсовет в декабре рассмотрит вопрос о допуске второй марки.", Say.DECIDES, "Техсовет"),
        (
            "Поставщика менять не дал технолог, технолог может зарубить любой тендер.",
            Say.INFLUENCES,
            "технолог",
        ),
        ("Поставщиков я сам решаю.", Say.DECIDES, ""),
        ("Этот расчёт я и показывал директору.", Say.INFLUENCES, ""),
    ],
)
def test_who_decides_and_who_has_a_say(answer: str, say: Say, who: str) -> None:
    (one,) = deciders_in(answer)
    named = "" if one.who is None else answer[one.who.start : one.who.stop]
    assert (one.say, named) == (say, who)
    assert answer[one.start : one.stop] == one.text


def test_the_question_may_name_what_about() -> None:
    answer = "Директор утверждает сумму, а сорт я."
    assert [each.say for each in deciders_in(answer, question="А кто решает о таких покупках?")] == [
        Say.DECIDES
    ]


@pytest.mark.parametrize(
    "answer",
    [
        "Их директор решает, кому везти первому, и договор держит у себя.",  # the supplier's
        "Она ничего не решает, у директора надо спросить про договор.",  # a denial
        "Директор сказал, будем худеть.",  # of something else
        "Он утверждает, что поставщик лучше, и кроссворд решает.",
        "Кто у вас решает, директор?",  # a question
        "Рекламации решают долго.",
    ],
)
def test_what_decides_nothing_names_nobody(answer: str) -> None:
    assert list(deciders_in(answer)) == []
