from __future__ import annotations

from hypothesis import given, settings

from otzvuk.numbers.damage import rank
from otzvuk.numbers.survey import Survey
from otzvuk.report.headline import headline
from studies import Person, eight_people, make_study, some_people

LATE, BLIND, PAPERS, DEAR = (
    "-discipline.lead_times",
    "-service.informing",
    "-documents.errors",
    "-price.level",
)


def sentences(*people: Person, **keys: object) -> tuple[str, ...]:
    survey = Survey.of(*make_study(*people, **keys))
    asked = len(survey.respondents)
    said = headline(rank(survey), survey.codebook, asked=asked, settings=survey.settings)
    return tuple(each.replace("\u00a0", " ") for each in said)


def test_two_processes_are_named_with_reach_and_certainty_and_the_rest_is_not_separated():
    named, unclear = sentences(*eight_people())
    assert named == (
        "Больше всего вредят клиентам процессы «Доставка» (жалобы у 6 из 8 респондентов, вероятность быть в "
        "первой тройке больше 99 %) и «Информирование о статусе заказа» (жалобы у 4 из 8 респондентов, "
        "вероятность быть в первой тройке 98 %)."
    )
    assert unclear == (
        "Данные не разделяют эти процессы: «Ценообразование», «Работа с рекламациями», «Обмен документами» — "
        "любой из них может быть в первой тройке."
    )


def test_one_process_is_named_alone():
    assert sentences(*[Person(f"Ч{n}", says=[LATE]) for n in range(4)]) == (
        "Больше всего вредит клиентам процесс «Доставка» (жалобы у 4 из 4 респондентов, вероятность быть в "
        "первой тройке больше 99 %).",
    )


def test_numbers_and_nouns_agree():
    (said,) = sentences(*[Person(f"Ч{n}", says=[LATE]) for n in range(21)])
    assert "(жалобы у 21 из 21 респондента, " in said


def test_a_tie_is_named_as_such():
    said = sentences(*[Person(f"Ч{n}", says=[LATE, BLIND, PAPERS, DEAR]) for n in range(4)])
    assert said[0] == "Ни один процесс нельзя уверенно назвать самым вредным для клиентов."
    assert said[1].startswith("Данные не разделяют эти процессы: «Ценообразование», «Информирование")


def test_a_rare_complaint_is_said_to_be_rare():
    people = [Person(f"Ч{n}", says=[LATE, BLIND]) for n in range(9)] + [Person("А", says=[PAPERS] * 3)]
    said = sentences(*people, headline={"p_top3": 0.5})
    assert said[1:] == (
        "Не названы, потому что о них говорят меньше 20 % респондентов: «Обмен документами» (жалобы у 1 из "
        "10 респондентов).",
    )


def test_studies_in_which_nothing_can_be_named():
    nobody = "Назвать процессы, которые вредят клиентам, нельзя: ни один респондент не прочитан."
    assert sentences() == (nobody,)
    assert sentences(Person("Анна", says=["+price.level"])) == (
        "Назвать процессы, которые вредят клиентам, нельзя: жалоб нет.",
    )
    says = [LATE, "+discipline.loading"]
    praised = [Person(f"Ч{n}", says=says) for n in range(4)]
    assert sentences(*praised) == (
        "Назвать процессы, которые вредят клиентам, нельзя: похвалы везде не меньше, чем жалоб.",
    )
    assert sentences(Person("Анна", says=[LATE])) == (
        "Назвать процессы, которые вредят клиентам больше всего, нельзя: опрошен один респондент. "
        "Жалобы: «Доставка».",
    )


@settings(deadline=None, max_examples=20)
@given(some_people())
def test_there_is_always_something_to_say(people: tuple[Person, ...]):
    said = sentences(*people)
    assert said
    assert all(each.endswith(".") and "nan" not in each for each in said)
