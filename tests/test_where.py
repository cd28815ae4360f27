"""Numbers of some of the people only."""

import pytest

from otzvuk.model.errors import InputError
from otzvuk.numbers.damage import rank
from otzvuk.numbers.findings import find
from otzvuk.numbers.where import read_where, where, with_their_interviews
from studies import Person, make_survey

LATE, BLIND = "-discipline.lead_times", "-service.informing"


def people():
    gone, stays = {"сегмент": "ушедшие"}, {"сегмент": "действующие"}
    return make_survey(
        Person("Анна", "ООО «Ель»", "user", [LATE, LATE], {"delivery": 2}, wave="2024", attributes=gone),
        Person("Борис", "Ель, ООО", "technical", [BLIND], {"delivery": 4}, wave="2025", attributes=gone),
        Person("Вера", "Бор", "user", [LATE], {"delivery": 9}, wave="2025", attributes=stays),
        Person("Глеб", "Луг", "user", [], {"delivery": 8}, wave="2025", attributes=stays),
    )


def narrowed(line):
    survey = people()
    return where(survey, read_where(line, survey))


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("волна=2025", ["Борис", "Вера", "Глеб"]),
        ("wave=2025, сегмент=ушедшие", ["Борис"]),
        ("Роль=Эксплуатант; волна = 2025", ["Вера", "Глеб"]),
        ("компания=ель", ["Анна", "Борис"]),
        ("сегмент=Действующие|ушедшие,волна=2024", ["Анна"]),
        ("", ["Анна", "Борис", "Вера", "Глеб"]),
        ("сегмент!=ушедшие", ["Вера", "Глеб"]),
        ("компания ≠ ель", ["Вера", "Глеб"]),
        ("клиент!=ель|Бор, роль <> technical", ["Глеб"]),
        ("роль=user, роль!=technical, client!=Луг", ["Анна", "Вера"]),
        ("волна!=2025", ["Анна"]),
        ("роль=пользователь, волна=2025", ["Вера", "Глеб"]),
        ("роль=тех.", ["Борис"]),
    ],
)
def test_conditions_by_id_or_russian_name_all_hold(line, who):
    assert narrowed(line).respondents["speaker"].tolist() == who


def test_all_but_a_value_are_those_too_of_whom_nobody_told_it_and_the_line_can_be_read_again():
    survey = make_survey(
        Person("Анна", "Ель", "user", [], wave="2025", attributes={"сегмент": "ушедшие"}),
        Person("Борис", "Бор", "user", [], wave="2025", attributes={"сегмент": "новые"}),
        Person("Вера", "Луг", "user", [], wave="2025", attributes={"сегмент": ""}),
    )
    rest = where(survey, read_where("сегмент!=ушедшие", survey))
    assert rest.respondents["speaker"].tolist() == ["Борис", "Вера"]
    assert rest.scope.sentences == ("Только: сегмент=новые|не указано.",)
    assert where(survey, read_where(rest.scope.line, survey)).respondents["speaker"].tolist() == [
        "Борис",
        "Вера",
    ]


def test_figures_are_those_of_the_people_left():
    survey = narrowed("волна=2025")
    damage = rank(survey).set_index("process")["damage"]
    assert damage.round(4).to_dict() == {"order_status": 0.3333, "delivery": 0.3333}
    assert survey.marks["value"].mean() == 7
    assert narrowed("волна=2025, сегмент=ушедшие").marks["value"].tolist() == [4]
    assert survey.scope.line == "волна=2025"
    assert narrowed("сегмент=ушедшие").scope.sentences == ("Только: сегмент=ушедшие.",)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("погода=ясно", r"нет такого столбца «погода»; ожидается .*wave \(Волна\).*сегмент"),
        ("сегмент=новые", "в столбце «сегмент» нет такого значения «новые».*действующие, ушедшие"),
        ("волна", "столбец=значение .*; столбцы: .*wave"),
        ("сегмент>=ушедшие", "«сегмент>=ушедшие»; ожидается столбец=значение или столбец!=значение"),
        ("сегмент==ушедшие", "«сегмент==ушедшие»; ожидается столбец=значение или"),
        ("сегмент!=ушедшие|действующие", "таких респондентов нет"),
        (
            "волна=2024, сегмент=действующие",
            "таких респондентов нет «сегмент=действующие, волна=2024»; ожидается волна=2025",
        ),
    ],
)
def test_an_unknown_column_or_value_is_answered_with_those_there_are(line, message):
    with pytest.raises(InputError, match=message):
        narrowed(line)


def test_a_report_of_some_people_has_their_interviews_only():
    found = find(with_their_interviews(narrowed("волна=2025")))
    assert [each.id for each in found.study.interviews] == ["i2", "i3", "i4"]
    assert set(found.quotes["interview"]) <= {"i2", "i3"}


def test_a_study_and_a_survey_show_themselves_in_one_line():
    survey = people()
    assert repr(survey.study).endswith("4\u00a0интервью)")
    assert repr(narrowed("роль=user")).endswith(
        "3\u00a0респондента, 3\u00a0высказывания, только: роль=Эксплуатант)"
    )
    assert len(repr(survey)) < 200
