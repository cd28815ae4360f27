"""What a time costs, and the sum where somebody stood idle for as long as they say."""

import pytest

from otzvuk.coding.loss import losses_at, losses_in
from otzvuk.coding.topic import Topics
from otzvuk.model.codebook import read_codebook
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.model.span import Span
from otzvuk.numbers.damage import rank
from otzvuk.numbers.layers import layered
from otzvuk.numbers.survey import Survey
from otzvuk.report.layered import told
from test_layers import BOOK, surveyed


@pytest.fixture(scope="module")
def topics() -> Topics:
    return Topics(read_codebook())


def blamed(text: str) -> Mention:
    return Mention(0, 0, len(text), text, Kind.COMPLAINT, "discipline.lead_times", "delivery")


def product(text: str) -> float:
    survey = surveyed(text)
    said = Mention(1, 0, len(text), text, Kind.COMPLAINT, "discipline.lead_times", "delivery")
    whole = Survey.of(survey.study, (Coding(survey.study.interviews[0], mentions=(said,)),))
    found = layered(whole, ranking=rank(whole)).by_process
    return float(found.loc[found["process"] == "delivery", "product"].iloc[0])


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Простой вышел двое суток, ждали валы, а час у нас стоит сорок тысяч.", 40_000, "RUB per hour"),
        ("Стояли шесть часов, час простоя — сорок тысяч.", 40_000, "RUB per hour"),
        ("Минута простоя линии это четыре тысячи рублей, а стояли мы полчаса.", 4000, "RUB per minute"),
        ("Смена у нас тридцать тысяч, стояли две смены.", 30_000, "RUB per shift"),
        ("Простояли двое суток по сорок тысяч.", 40_000, "RUB per day"),
    ],
)
def test_money_is_the_price_of_the_time_that_it_is_said_of(
    text: str, value: float, unit: str, topics: Topics
) -> None:
    found = losses_in(text, topics, complaints=[blamed(text)])
    assert (value, unit) in [(each.low, each.unit) for each in found]


@pytest.mark.parametrize(
    "text",
    [
        "Ждали машину двое суток, за час набежало сорок тысяч.",
        "Стояли двое суток, сорок тысяч потеряли.",
        "Последний месяц у нас сорок тысяч убытка.",
        "Неделя простоя, двести тысяч убытка.",
        "Сутки стояли, сорок тысяч потеряли.",
    ],
)
def test_money_beside_a_time_is_no_price_of_it(text: str, topics: Topics) -> None:
    found = losses_in(text, topics, complaints=[blamed(text)])
    assert [each.unit for each in found if each.kind.value == "money"] == ["RUB"]


@pytest.mark.parametrize(
    ("text", "sum_of"),
    [
        ("Простой вышел двое суток, ждали валы, а час у нас стоит сорок тысяч.", 48 * 40_000),
        ("Час у нас стоит сорок тысяч, а простояли мы из-за вас двое суток.", 48 * 40_000),
        ("Печь стояла шесть часов, час простоя — сорок тысяч.", 6 * 40_000),
        ("Печь стояла неделю, сутки простоя обходятся в сто тысяч.", 7 * 100_000),
        # traps: two things, two times, a price of something else
        ("Акты ждали две недели, а час простоя у нас стоит сорок тысяч.", 0),
        ("Ответа ждали месяц, а простой у нас обходится в сорок тысяч в час.", 0),
        ("Первая линия стояла двое суток, вторая стояла сутки, час простоя — сорок тысяч.", 0),
        ("Простояли трое суток, задержка машины по две тысячи каждому грузчику.", 0),
    ],
)
def test_a_rate_is_multiplied_only_by_the_time_that_was_stood(text: str, sum_of: float) -> None:
    assert product(text) == sum_of


def test_what_is_lost_over_and_over_has_a_sum_of_its_own_by_the_month() -> None:
    text = (
        "Документы сверяем по шесть часов в неделю, переделываем полдня в месяц, один раз ждали двое суток."
    )
    survey = surveyed(text)
    said = Mention(1, 0, len(text), text, Kind.COMPLAINT, "documents.errors", "document_exchange")
    whole = Survey.of(survey.study, (Coding(survey.study.interviews[0], mentions=(said,)),))
    found = layered(whole, ranking=rank(whole))
    row = found.by_process[found.by_process["process"] == "document_exchange"].iloc[0]
    assert (row["hours"], row["hours_said"]) == (48, 1)
    assert row["hours_a_month_said"] == 2
    assert row["hours_a_month"] == pytest.approx(6 * 720 / 168 + 12)
    cell = told(found, BOOK)[0].tables[0].rows[0][3].replace("\u00a0", " ")
    assert cell == "2 сут. (1 сумма); постоянно: 37,7 ч в месяц (сумм: 2)"


@pytest.mark.parametrize(
    "text",
    [
        "Опять брак, продали как второй сорт, минус сорок тысяч.",
        "Перекрасили сами, за свои, за сорок тысяч. Опять брак.",
        "За хранение брака набежало сорок тысяч.",
        "Штраф сорок тысяч за просрочку, и деньги нам не вернули.",
    ],
)
def test_money_that_is_said_to_be_gone_is_lost(text: str, topics: Topics) -> None:
    (loss,) = losses_in(text, topics, complaints=[blamed(text)])
    assert (loss.low, loss.unit) == (40_000, "RUB")


@pytest.mark.parametrize(
    "text",
    [
        "Из-за вашей ошибки переплатили сорок тысяч. Потом вернули.",
        "Насчитали штраф сорок тысяч, потом сняли.",
        "Переплатили сорок тысяч, но это собственник взбрыкнул, вы ни при чём.",
        "Доплатили сорок тысяч за ремонт, сами захотели.",
        "Смета на ремонт сорок тысяч.",
        "Плюс-минус сорок тысяч разницы.",
    ],
)
def test_money_given_back_or_of_others_is_not_lost(text: str, topics: Topics) -> None:
    assert losses_in(text, topics, complaints=[blamed(text)]) == []


@pytest.mark.parametrize(
    ("text", "words", "lost"),
    [
        ("Семь штук лежали в коридоре.", "Семь штук", False),
        ("Двенадцать коробок стоят на складе.", "Двенадцать коробок", False),
        ("Насчитали нам сорок тысяч. Потом сняли.", "сорок тысяч", False),
        ("Двенадцать битых коробок стоят на складе.", "Двенадцать битых коробок", True),
        ("Семь штук лежали в коридоре и промокли.", "Семь штук", True),
        ("Четверых снял с линии.", "Четверых", True),
    ],
)
def test_things_that_only_lie_somewhere_are_no_loss_however_a_coder_hears_them(
    text: str, words: str, lost: bool, topics: Topics
) -> None:
    start = text.index(words)
    found = losses_at(text, [Span(start, start + len(words))], topics, complaints=[blamed(text)])
    assert bool(found) is lost
