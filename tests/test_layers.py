"""What interviews say beside their mentions: amounts of harm, signs of leaving, and how they are told."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from pptx import Presentation

from otzvuk.coding.amounts.reading import amounts_in
from otzvuk.coding.firm import Firms, firms_in
from otzvuk.coding.layers import layers_of
from otzvuk.coding.leaving import leaving_in
from otzvuk.coding.loss import losses_at, losses_in
from otzvuk.coding.matters import matters_at, matters_in
from otzvuk.coding.rivals import rivals_in
from otzvuk.coding.topic import Topics
from otzvuk.language import tokenise
from otzvuk.model.codebook import read_codebook
from otzvuk.model.interview import Interview, Participant, Role, Turn
from otzvuk.model.leaving import Sign
from otzvuk.model.loss import Measured
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.model.rival import Verdict
from otzvuk.model.span import Span
from otzvuk.model.study import Settings, Study
from otzvuk.numbers.damage import rank
from otzvuk.numbers.findings import find
from otzvuk.numbers.layers import layered
from otzvuk.numbers.survey import Survey
from otzvuk.report.layered import UNNAMED, amount, of_losses, told
from otzvuk.report.slides import write_slides
from otzvuk.report.story import Story
from test_report_document import RUN

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
        ("за прошлый квартал пять раз", "frequency", 5, "per quarter"),
        ("целый день", "time", 1, "day"),
        ("два миллиона выручки", "money", 2_000_000, "RUB"),
        ("на тридцать шестой день", "time", 36, "day"),
        ("уже пятый месяц без замены", "time", 5, "month"),
        ("четвёртые сутки", "time", 4, "day"),
        ("на второй неделе", "time", 2, "week"),
        ("на 21-й день", "time", 21, "day"),
        ("каждый 30-й стакан", "share", 1 / 30, "share"),
        ("каждый двенадцатый стакан", "share", 1 / 12, "share"),
        ("каждую третью среду", "frequency", 1 / 3, "per week"),
        ("каждый четверг", "frequency", 1, "per week"),
        ("каждое утро", "frequency", 1, "per day"),
        ("каждое десятое число", "frequency", 1, "per month"),
    ],
)
def test_amounts_are_read_in_the_unit_said(said: str, kind: str, value: float, unit: str) -> None:
    (amount,) = amounts_in(tokenise(said))
    assert (amount.kind.value, pytest.approx(value), unit) == (kind, amount.low, amount.unit)


def test_a_range_keeps_both_ends() -> None:
    (amount,) = amounts_in(tokenise("семь-восемь процентов"))
    assert (amount.low, amount.high) == (0.07, 0.08)


@pytest.mark.parametrize(
    "said",
    [
        "в две тысячи девятнадцатом году",
        "ставлю троечку",
        "третьего числа",
        "третьего дня",
        "на третий этаж",
        "третий час ночи",
        "во второй месяц",
    ],
)
def test_years_marks_and_dates_are_no_amounts(said: str) -> None:
    assert amounts_in(tokenise(said)) == []


def complaint(text: str, words: str, code: str = "discipline.lead_times") -> Mention:
    start = text.index(words)
    process = BOOK.codes[code].process
    return Mention(0, start, start + len(words), words, Kind.COMPLAINT, code, process)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"measured": "time", "low": 1, "high": 1, "unit": "shift"}, "1 смена"),
        ({"measured": "time", "low": 2, "high": 3, "unit": "shift"}, "2–3 смены"),
        ({"measured": "time", "low": 0.5, "high": 0.5, "unit": "shift"}, "0,5 смены"),
        ({"measured": "time", "low": 6, "high": 6, "unit": "hour per week"}, "6 ч в неделю"),
        ({"measured": "frequency", "low": 3, "high": 3, "unit": "per summer"}, "3 раза за лето"),
        ({"measured": "frequency", "low": 5, "high": 5, "unit": "per week"}, "5 раз в неделю"),
        ({"measured": "frequency", "low": 4, "high": 4, "unit": "per half-year"}, "4 раза в полгода"),
        (
            {
                "measured": "money",
                "low": 400,
                "high": 400,
                "unit": "RUB per штука",
                "text": "400 рублей за штуку",
            },
            "400 рублей за штуку",
        ),
    ],
)
def test_an_amount_is_shown_in_words_that_agree(row: dict[str, object], said: str) -> None:
    assert amount(row).replace("\u00a0", " ") == said


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
    ("text", "value", "unit"),
    [
        ("Опять криво. Потеряли на этом около трёхсот тысяч рублей.", 300_000, "RUB"),
        ("Опять криво. Сутки простоя у нас обходятся в сто двадцать тысяч.", 120_000, "RUB per day"),
        ("Опять криво. Недовезли два паллета.", 2, "паллет"),
        ("Опять криво. Недовезли девяносто мешков.", 90, "мешок"),
        ("Опять криво. Потеряли на этом лям.", 1e6, "RUB"),
        ("Опять криво. Раз в месяц привозят битое.", 1, "per month"),
        ("Бетон опоздал на три часа, вы и не позвонили.", 3, "hour"),
        ("Срок сорвали на месяц, стройка встала.", 1, "month"),
    ],
)
def test_harm_in_as_many_words_needs_a_complaint_only_near(
    text: str, value: float, unit: str, topics: Topics
) -> None:
    (loss,) = losses_in(
        text, topics, complaints=[complaint(text, text.split(".")[0])] if "криво" in text else []
    )
    assert (loss.low, loss.unit) == (value, unit)


@pytest.mark.parametrize(
    "text",
    [
        "Приглашённая звезда опоздала на три часа.",
        "Зарплату задержали на неделю.",
        "Опять криво. Скостили за простой двенадцать тысяч.",
        "Вот вы говорите, недогруз двадцать килограммов. Не было такого.",
        "Сами виноваты: мы опоздали на три часа, вы ждали.",
    ],
)
def test_the_harm_of_others_in_as_many_words_is_none_of_ours(text: str, topics: Topics) -> None:
    said = [complaint(text, "Опять криво")] if "криво" in text else []
    assert losses_in(text, topics, complaints=said) == []


def test_an_amount_spoken_of_again_is_one(topics: Topics) -> None:
    text = "Рекламацию рассматривали сорок дней, за сорок дней мы кафель другой уложили."
    said = complaint(text, "Рекламацию рассматривали сорок дней")
    heard = [Span(text.index(each), text.index(each) + 10) for each in ("сорок дней,", "сорок дней мы")]
    assert [each.text for each in losses_at(text, heard, topics, complaints=[said])] == ["сорок дней"]


def test_an_amount_said_again_is_one(topics: Topics) -> None:
    text = "Возврат денег ждали полгода. Полгода!"
    (loss,) = losses_in(text, topics, complaints=[complaint(text, text)])
    assert text[: loss.stop] == "Возврат денег ждали полгода"


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


def test_a_question_of_leaving_makes_fewer_words_an_answer() -> None:
    asked = "Планируете ли продолжать работать с нами?"
    assert [each.sign for each in leaving_in("Продолжим.", question=asked)] == [Sign.STAYS]
    assert leaving_in("Продолжим.") == []
    assert [each.sign for each in leaving_in("Не исключаю.", question="Думаете сменить нас?")] == [
        Sign.LEAVING
    ]


def test_an_idiom_is_dependence_only_where_a_supplier_is_spoken_of() -> None:
    assert leaving_in("Снег чистили сами, куда деваться.") == []
    assert [each.sign for each in leaving_in("Куда деваться, работать с ними можно.")] == [Sign.DEPENDENCE]


def test_a_threat_is_a_sign_and_a_supposition_is_none() -> None:
    threat = "Если не наладите отгрузку, мы начнём искать других поставщиков."
    assert [each.sign for each in leaving_in(threat)] == [Sign.LEAVING]
    assert leaving_in("Если бы вы не наладили отгрузку, мы бы искали других поставщиков.") == []


def test_a_short_answer_to_how_much_is_harm(topics: Topics) -> None:
    (loss,) = losses_in("Полторы тысячи штук.", topics, question="Сколько не довезли?")
    assert (loss.low, loss.trouble) == (1500, None)
    assert losses_in("Полторы тысячи штук.", topics, question="Сколько вы заказали?") == []


def test_a_denial_is_of_the_words_beside_it() -> None:
    assert [each.sign for each in leaving_in("Мониторим рынок, не скрою.")] == [Sign.LEAVING]
    assert leaving_in("Рынок мы не мониторим.") == []


def test_what_is_told_of_the_beginning_is_no_leaving() -> None:
    text = "Заказала образцы у семи производителей."
    assert leaving_in(text, question="Расскажите, как вы к ним пришли.") == []


def test_a_bare_answer_means_what_the_question_asks() -> None:
    (found,) = leaving_in("Скорее нет.", question="Планируете ли вы продлевать договор?")
    assert found.sign is Sign.LEAVING
    (found,) = leaving_in("Нет.", question="Не думали сменить поставщика?")
    assert found.sign is Sign.STAYS
    assert leaving_in("Нет.", question="А если мы поднимем цены, вы уйдёте?") == []


def test_one_clause_says_what_matters_and_what_does_not(topics: Topics) -> None:
    found = matters_in("Самое главное для нас — сроки поставки, скидки погоды не делают.", topics)
    assert {(each.code, each.important) for each in found} == {
        ("discipline.lead_times", True),
        ("price.policy", False),
    }


def test_how_much_a_thing_matters_is_told_by_the_first_words(topics: Topics) -> None:
    (found,) = matters_in("Да не особо.", topics, question="Насколько важна скорость ответа?")
    assert (found.important, found.code) == (False, "service.response_speed")


def test_who_decides_is_told_only_where_it_is_said() -> None:
    (found,) = leaving_in("Директор объявил тендер на весь год.")
    assert found.who is not None
    assert leaving_in("Мы объявили тендер на весь год.")[0].who is None


def test_the_reason_to_leave_is_what_answers_why(topics: Topics) -> None:
    own = "Мы уже присматриваемся к другим. Почему? Да сроки поставки замучили."
    (sign,) = leaving_in(own)
    assert sign.reason is not None
    assert own[sign.reason.start : sign.reason.stop] == "Да сроки поставки замучили."
    for question, why in (("Почему?", "Да сроки поставки замучили."), ("Как часто заказываете?", "")):
        turns = (
            Turn("Б", "Мы уже присматриваемся к другим."),
            Turn("А", question, interviewer=True),
            Turn("Б", "Да сроки поставки замучили. Вот."),
        )
        (sign,) = layers_of(
            Coding(Interview("i1", "i1.txt", turns, {"Б": Participant("Б")}), ()), topics
        ).leaving
        answer = turns[2].text
        assert (sign.reason is not None) == bool(why)
        assert sign.reason is None or (sign.reason_turn, answer[sign.reason.start : sign.reason.stop]) == (
            2,
            why,
        )
        assert sign.code == ("discipline.lead_times" if why else "")


@pytest.mark.parametrize(
    ("text", "question", "signs"),
    [
        ("Один раз прощаем, второй уйдём.", "", [Sign.LEAVING]),
        ("Ещё один срыв, и мы вас отключим.", "", [Sign.LEAVING]),
        ("Вот решили уйти от вас к весне.", "", [Sign.LEAVING]),
        ("Вот решили уйти от ручной погрузки.", "", []),
        ("Не продлим.", "Готовы ли продлевать?", [Sign.LEAVING]),
        ("Вы спрашиваете, останемся ли мы с вами.", "", []),
        ("Не верьте, что мы тендер готовим.", "", []),
        ("Клиент наш объявил торги, участвуем.", "", []),
    ],
)
def test_what_is_asked_denied_or_left_besides_is_no_sign(text: str, question: str, signs: list[Sign]) -> None:
    assert [each.sign for each in leaving_in(text, question=question)] == signs


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "Срок, цена и чтобы трубку брали",
            ["discipline.lead_times", "price.level", "service.response_speed"],
        ),
        ("Больше всего ценим, чтобы трубку брали", ["service.response_speed"]),
        ("Цена, если дойдёт очередь, в самом хвосте", ["price.level"]),
    ],
)
def test_each_thing_of_a_list_matters_by_itself(topics: Topics, text: str, codes: list[str]) -> None:
    found = matters_at(text, [(Span(0, len(text)), "important")], topics)
    assert [each.code for each in found] == codes


def test_a_judgement_all_in_all_is_no_reason_to_stay(topics: Topics) -> None:
    text = "Мы останемся с вами. Счета приходят вовремя."
    talk = Interview("i1", "i1.txt", (Turn("Б", text),), {"Б": Participant("Б")})
    whole = Mention(0, 0, 19, text[:19], Kind.PRAISE, "relationship.overall", "client_meetings")
    papers = Mention(0, 21, 43, text[21:43], Kind.PRAISE, "documents.speed", "document_exchange")
    for mentions, code in (((whole,), ""), ((whole, papers), "documents.speed")):
        (sign,) = layers_of(Coding(talk, mentions), topics).leaving
        assert (sign.sign, sign.code) == (Sign.STAYS, code)


def test_who_decides_to_go_is_a_decider_and_is_told_once(topics: Topics) -> None:
    talk = Interview(
        "i1",
        "i1.txt",
        (
            Turn("А", "Какие планы?", interviewer=True),
            Turn("Б", "Директор объявил тендер на весь год."),
            Turn("А", "А как выбираете?", interviewer=True),
            Turn("Б", "Поставщика выбирает директор, и директор уже объявил тендер на весь год."),
        ),
        {"Б": Participant("Б")},
    )
    found = layers_of(Coding(talk, ()), topics).deciders
    assert [(each.turn, each.say.label) for each in found] == [(1, "Решает"), (3, "Решает")]
    assert found[0].text == "Директор объявил тендер на весь год."
    for each in found:
        assert talk.turns[each.turn].text[each.start : each.stop] == each.text


@pytest.mark.parametrize(
    ("text", "question", "important", "code"),
    [
        ("Самое главное — сроки поставки.", "", True, "discipline.lead_times"),
        ("Цена на втором месте.", "", False, "price.level"),
        ("Очень важна.", "Насколько важна цена?", True, "price.level"),
        ("Номер один — комплектность бумаг.", "", True, "documents.completeness"),
        ("Цена.", "По каким критериям выбираете?", True, "price.level"),
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
        "Заводу всё равно, чей логотип на коробке.",
    ],
)
def test_other_important_things_are_no_matter(text: str, topics: Topics) -> None:
    assert matters_in(text, topics) == []


OURS = frozenset({"северпак", "ломакин"})


def compared(text: str, topics: Topics, question: str = "", mentions: tuple[Mention, ...] = ()) -> list:
    firms = firms_in([text], OURS)
    return rivals_in(text, topics, own=OURS, firms=firms, question=question, mentions=mentions)


@pytest.mark.parametrize(
    ("text", "rival", "verdict"),
    [
        ("Короба у них крепче, чем у Гофролидера.", "Гофролидера", Verdict.BETTER),
        ("У конкурентов дешевле, чем у вас.", "конкурентов", Verdict.WORSE),
        (
            "В отличие от прежнего подрядчика, эти хотя бы перезванивают.",
            "прежнего подрядчика",
            Verdict.BETTER,
        ),
        (
            "Раньше возили у Сталепрома, там вечно опаздывали, а тут день в день.",
            "Сталепрома",
            Verdict.BETTER,
        ),
        ("У «Сталепрома» личный кабинет есть, а у Ломакина до сих пор почта.", "«Сталепрома»", Verdict.WORSE),
        ("По срокам Северпак проигрывает «Сталепрому».", "«Сталепрому»", Verdict.WORSE),
        ("Цены у вас как у всех.", "всех", Verdict.SAME),
        ("Со «Сталепромом». Ну у того сортамент шире, чем у Ломакина.", "«Сталепромом»", Verdict.WORSE),
        ("Прежний поставщик хамил.", "Прежний поставщик", Verdict.ALONE),
    ],
)
def test_a_comparison_names_the_rival_and_who_is_better(
    text: str, rival: str, verdict: Verdict, topics: Topics
) -> None:
    (found,) = compared(text, topics)
    assert (found.text, found.verdict) == (rival, verdict)
    assert text[found.start : found.stop] == found.text


@pytest.mark.parametrize(
    "text",
    [
        "В этом году отгружаете быстрее, чем в прошлом.",
        "Если бы у «Сталепрома» было дешевле, мы бы задумались.",
        "Наши конкуренты торгуют дешевле.",
        "Наша сборка дороже, чем у Сталепрома.",
        "Говорят, у «Сталепрома» быстрее.",
        "Он варит лучше всех.",
        "Труба у Ломакина лучше тридцатая, чем сороковая.",
        "«Сталепром» купил «Астру».",
    ],
)
def test_what_compares_nothing_of_ours_is_no_comparison(text: str, topics: Topics) -> None:
    assert compared(text, topics) == []


def test_a_rival_is_compared_in_its_own_sentence_where_the_next_compares_it_by_itself(topics: Topics) -> None:
    text = (
        "У «Сталепрома» на претензию отвечают за неделю, а у вас ждём три месяца. "
        "Зато цены у вас ниже, чем у «Сталепрома»."
    )
    said = complaint(text, "ждём три месяца", "service.claims")
    found = compared(text, topics, mentions=(said,))
    better = [each for each in found if each.verdict is Verdict.BETTER]
    assert [text[each.aspect.start :][:4] for each in better] == ["Зато"]


def test_a_known_rival_is_found_in_any_form_and_without_a_capital(topics: Topics) -> None:
    text = "у гофролидера счета быстрее, чем у северпака"
    found = rivals_in(text, topics, own=OURS, known=Firms(["Гофролидер"]))
    assert [(each.text, each.verdict) for each in found] == [("гофролидера", Verdict.WORSE)]
    assert rivals_in(text, topics, own=OURS) == []


def test_two_sentences_that_compare_are_told_apart(topics: Topics) -> None:
    text = "Короба у них крепче, чем у «Гофролидера». А вот цена у «Гофролидера» ниже, чем у Северпака."
    assert [each.verdict for each in compared(text, topics)] == [Verdict.BETTER, Verdict.WORSE]


def test_the_coder_tells_which_way_where_the_words_do_not(topics: Topics) -> None:
    text = "На фоне остальных поставщиков документы у них приходят через неделю."
    said = complaint(text, "документы у них приходят через неделю", "documents.speed")
    (found,) = compared(text, topics, mentions=(said,))
    assert (found.verdict, found.code) == (Verdict.WORSE, "documents.speed")


TALK = (
    "Линия стояла двое суток, и простой обошёлся в одиннадцать тысяч в час. Документы с ошибками. "
    "Присматриваемся к другим, директор так решил. Самое главное для нас — сроки поставки. "
    "Цена у вас ниже, чем у «Весты». Прежний поставщик хамил."
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
    assert [each.anchor for each in sections] == ["losses", "leaving", "matters", "rivals"]
    assert "528\u00a0000\u00a0₽" in sections[0].tables[0].rows[0][4]
    assert sections[1].tables[0].rows[0][0] == "Ель"
    codes, words, alone = sections[3].tables
    assert codes.rows == (("Уровень цены", "1", "0", "0", "Весты"),)
    assert [row[1] for row in words.rows] == ["Весты"]
    assert [row[0] for row in alone.rows] == ["Прежний поставщик"]  # and counted nowhere


def test_of_several_times_in_the_same_words_the_longest_is_summed() -> None:
    talk = "Документы ждали две недели, прислали на пятнадцатый день с ошибками."
    survey = surveyed(talk)
    said = Mention(1, 0, len(talk), talk, Kind.COMPLAINT, "documents.speed", "document_exchange")
    coding = Coding(survey.study.interviews[0], (said,))
    found = layered(Survey.of(survey.study, (coding,)), ranking=rank(survey))
    assert sorted(found.losses["hours"]) == [336, 360]
    row = found.by_process[found.by_process["process"] == "document_exchange"].iloc[0]
    assert (row["hours"], row["hours_said"], row["others"]) == (360, 1, "две недели")


def test_a_rival_is_called_as_the_study_calls_it_and_a_label_stays_its_own() -> None:
    survey = surveyed("Цена у вас ниже, чем у «Весты». Сроки у вас хуже, чем у «Регула».")

    def called(*rivals: str) -> list[str]:
        settings = survey.settings.model_copy(update={"rivals": rivals})
        study = replace(survey.study, settings=settings)
        return [*layered(Survey.of(study, survey.codings), ranking=rank(survey)).rivals["rival"]]

    assert called("Веста Плюс", "Регул") == ["Веста Плюс", "Регул"]
    assert called("[организация 2]") == called() == ["Весты", "Регула"]


def test_a_process_that_does_damage_without_a_figure_says_so() -> None:
    losses, *_ = told(layered(surveyed(), ranking=rank(surveyed())), BOOK)
    assert losses.sentences[-1] == f"{BOOK.label('document_exchange')}: {UNNAMED}."


def test_a_talk_without_anything_of_the_kind_has_no_sections_and_whole_tables() -> None:
    survey = surveyed("Привет, мы пьём чай.")
    found = layered(survey, ranking=rank(survey))
    assert told(found, BOOK) == ()
    assert list(found.losses)
    assert found.losses.empty


def test_every_table_of_words_leads_to_where_each_row_was_said() -> None:
    for layer in told(layered(surveyed(), ranking=rank(surveyed())), BOOK):
        for table in layer.tables:
            if table.words >= 0:
                assert table.places == (("i1", 1),) * len(table.rows)


def test_places_that_are_shared_and_quantities_are_told_as_the_ranking_and_the_person_tell_them() -> None:
    found = layered(surveyed(), ranking=rank(surveyed()))
    rows = pd.DataFrame(
        {**found.losses.iloc[:1], "measured": "quantity", "unit": "поставка", "text": "четыре поставки"}
    )
    named = found.by_process[found.by_process["said"] > 0].iloc[:1].assign(rank=2, rank_last=3)
    sums, words = of_losses(rows, named, BOOK).tables
    assert sums.rows[0][1] == "2–3"
    assert words.rows[0][1] == "четыре поставки"  # not «4 поставка»


def test_a_slide_of_counts_has_the_words_under_them(tmp_path: Path) -> None:
    write_slides(tmp_path / "report.pptx", Story(find(surveyed()), RUN))
    for title, said in (
        ("конкурентов", "«Цена у вас ниже"),
        ("важнее всего", "«Самое главное"),
        ("Цена вреда", "«Линия"),
    ):
        (slide,) = [
            each
            for each in Presentation(str(tmp_path / "report.pptx")).slides
            if title in each.shapes.title.text
        ]
        cells = [cell.text for shape in slide.shapes if shape.has_table for cell in shape.table.iter_cells()]
        assert any(cell.startswith(said) for cell in cells), title


def test_layers_move_with_their_text(topics: Topics) -> None:
    (coding,) = surveyed().codings
    found = layers_of(coding, topics)

    def shifted(turn: int, span: Span) -> tuple[Span, str]:
        return Span(span.start + 3, span.stop + 3), "..."

    moved = found.moved(shifted)
    for one, other in zip((*found.losses, *found.rivals), (*moved.losses, *moved.rivals), strict=True):
        assert (other.start, other.stop, other.text) == (one.start + 3, one.stop + 3, "...")
