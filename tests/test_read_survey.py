"""Tables that are surveys, pairs of questions and answers, or have no header → turns."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest

from otzvuk.model.interview import Role
from otzvuk.read import read_study
from otzvuk.read.formats import read_transcript
from otzvuk.read.items import strange_items
from otzvuk.read.transcript import Transcript
from reading import lay_out, said


def read(tmp_path: Path, text: str) -> Transcript:
    path = tmp_path / "i1.csv"
    path.write_text(text, "utf-8")
    return read_transcript(path)


def test_each_open_answer_is_a_turn_under_its_question(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Отметка времени;ФИО;Оценка;Что вам не нравится в доставке?;Что улучшить в первую очередь\n"
        "12.05;Пётр;7;Сроки срывают почти каждый месяц;Пусть предупреждают заранее о переносе\n"
        "13.05;;9;;Документы присылать сразу вместе с грузом\n",
    )
    assert said(found) == [
        "Вопрос: Что вам не нравится в доставке?",
        "Пётр: Сроки срывают почти каждый месяц",
        "Вопрос: Что улучшить в первую очередь",
        "Пётр: Пусть предупреждают заранее о переносе",
        "Вопрос: Что улучшить в первую очередь",
        "Респондент 2: Документы присылать сразу вместе с грузом",
    ]
    assert found.notes == (
        "таблица прочитана как анкета: строка — респондент, открытых вопросов: 2",
        "оценки взяты из столбцов: «Оценка» (из 10)",
        "столбцы со служебными сведениями пропущены: «Отметка времени»",
    )


def test_questions_and_answers_may_be_columns(tmp_path: Path) -> None:
    found = read(tmp_path, "Вопрос;Ответ\nКак сроки?;Срывают.\nА документы?;Порядок.\n")
    assert said(found)[:2] == ["Вопрос: Как сроки?", "Респондент: Срывают."]


def test_a_table_without_a_header_has_its_names_in_the_first_column(tmp_path: Path) -> None:
    found = read(tmp_path, "Анна;Как вам сроки?\nПётр;Срывают.\nАнна;А документы?\nПётр;Порядок.\n")
    assert said(found) == ["Анна: Как вам сроки?", "Пётр: Срывают.", "Анна: А документы?", "Пётр: Порядок."]
    assert "нет строки с названиями столбцов" in found.notes[0]


def test_a_spreadsheet_of_opendocument_is_read(tmp_path: Path) -> None:
    name = "urn:oasis:names:tc:opendocument:xmlns"
    rows = [("спикер", "текст"), ("Анна", "Как?"), ("Пётр", "Так.")]
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    with zipfile.ZipFile(tmp_path / "i1.ods", "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", "<manifest/>")
        file.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{name}:office:1.0" xmlns:table="{name}:table:1.0" '
            f'xmlns:text="{name}:text:1.0"><office:body><office:spreadsheet><table:table table:name="a">'
            f"{cells}</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    assert said(read_transcript(tmp_path / "i1.ods")) == ["Анна: Как?", "Пётр: Так."]


def table(*rows: tuple[object, ...]) -> str:
    """Rows as CSV with semicolons."""
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(rows)
    return written.getvalue()


OPEN = [
    ("Трубы приходят без маркировки, сортируем сами.", "Позвонил бы директор хоть раз в год."),
    ("Меня всё устраивает, менять нечего.", "Сделайте отгрузку по субботам."),
    ("Счета присылают на старый адрес.", "Закрепите за нами одного логиста."),
    ("Ждём машину по два дня.", "Предупреждайте о простое склада."),
]
PEOPLE = [
    ("Нина Орлова", "ООО Вектор Плюс", "Главный бухгалтер завода"),
    ("Пётр Климов", "АО Северные трубы и фасон", "Начальник отдела снабжения"),
    ("Ильдар Сафин", "ИП Сафин", "Владелец"),
    ("Ольга Рябова", "Завод Маяк", "Кладовщик"),
]
YANDEX = [
    (
        "ID",
        "Время создания",
        "Как вас зовут?",
        "Из какой вы компании?",
        "Кем вы работаете?",
        "Оцените сроки поставки от 1 до 5",
        "Чем пользуетесь?",
        "Согласие на обработку персональных данных",
        "Что вам мешает работать с нами?",
        "Ваши пожелания",
    ),
    *(
        (
            at,
            f"2025-03-05 10:0{at}:00",
            *PEOPLE[at],
            5 - at,
            ("Портал, Почта", "Почта", "Портал", "Почта")[at],
            "Да",
            *OPEN[at],
        )
        for at in range(4)
    ),
]
GRID = [
    (
        "Timestamp",
        "Email Address",
        "Имя",
        "Фамилия",
        "Организация",
        "Должность",
        "Ваш телефон",
        "Оцените нас по пунктам [Сроки]",
        "Оцените нас по пунктам [Документы]",
        "Как часто вы заказываете?",
        "Опишите последний случай, который вас огорчил",
        "Что изменить в первую очередь?",
    ),
    *(
        (
            f"5.03.2025 10:0{at}:00",
            f"n{at}@mail.example",
            *PEOPLE[at][0].split(),
            *PEOPLE[at][1:],
            "+7 900 000-00-00",
            f"{at + 2} – нормально",
            10 - at,
            ("Часто", "Редко", "Раз в месяц", "Часто")[at],
            *OPEN[at],
        )
        for at in range(4)
    ),
]
MONKEY = [
    (
        "Respondent ID",
        "Collector ID",
        "Start Date",
        "End Date",
        "IP Address",
        "Email Address",
        "Full name",
        "Company",
        "Job title",
        "How likely is it that you would recommend us (0-10)?",
        "What should we change?",
        "Any other comments?",
    ),
    (*[""] * 9, "Response", "Open-Ended Response", "Open-Ended Response"),
    *(
        (
            114 + at,
            42,
            "03/05/2025 10:00",
            "03/05/2025 10:09",
            "10.0.0.1",
            f"n{at}@mail.example",
            *PEOPLE[at],
            at + 6,
            *OPEN[at],
        )
        for at in range(4)
    ),
]
ACROSS = [
    ("№", "Вопрос", *(f"{name}, {position.casefold()}" for name, _, position in PEOPLE)),
    ("", "Название компании", *(company for _, company, _ in PEOPLE)),
    (1, "Что вам мешает работать с нами?", *(one for one, _ in OPEN)),
    (2, "Как часто вы заказываете?", "Каждый месяц, по графику.", "Дважды в год.", "По-разному.", "Да."),
    (3, "Что изменить в первую очередь?", *(other for _, other in OPEN)),
]


@pytest.mark.parametrize(
    ("rows", "questions"),
    [
        (YANDEX, ["Что вам мешает работать с нами?", "Ваши пожелания"]),
        (GRID, ["Опишите последний случай, который вас огорчил", "Что изменить в первую очередь?"]),
        (MONKEY, ["What should we change?", "Any other comments?"]),
    ],
)
def test_only_open_answers_are_turns_and_the_rest_tells_about_the_respondent(
    tmp_path: Path, rows: list[tuple[object, ...]], questions: list[str]
) -> None:
    found = read(tmp_path, table(*rows))
    turns = [(turn.speaker, turn.text) for turn in found.turns]
    assert list(dict.fromkeys(text for who, text in turns if who == "Вопрос")) == questions
    answers = [(who, text) for who, text in turns if who != "Вопрос"]
    assert answers == [(name, text) for (name, *_), own in zip(PEOPLE, OPEN, strict=True) for text in own]
    assert [(each.company, each.position) for each in found.described] == [each[1:] for each in PEOPLE]
    # nothing that identifies is kept as an attribute
    assert not any("@" in value or "+7" in value for each in found.described for _, value in each.attributes)


def test_marks_on_scales_are_marks_with_their_scale(tmp_path: Path) -> None:
    marks = read(tmp_path, table(*YANDEX)).marks
    assert [(mark.speaker, mark.value, mark.scale) for mark in marks][:2] == [
        ("Нина Орлова", 5, 5),
        ("Пётр Климов", 4, 5),
    ]
    marks = read(tmp_path, table(*GRID)).marks
    assert {mark.question for mark in marks} == {
        "Оцените нас по пунктам [Сроки]",
        "Оцените нас по пунктам [Документы]",
    }
    assert {mark.scale for mark in marks if "Документы" in mark.question} == {10}
    assert {mark.scale for mark in read(tmp_path, table(*MONKEY)).marks} == {10}


def test_questions_down_and_people_across_are_turned(tmp_path: Path) -> None:
    found = read(tmp_path, table(*ACROSS))
    respondents = list(dict.fromkeys(turn.speaker for turn in found.turns if turn.speaker != "Вопрос"))
    assert respondents == [f"{name}, {position.casefold()}" for name, _, position in PEOPLE]
    assert sum(turn.speaker != "Вопрос" for turn in found.turns) == 12
    assert [each.company for each in found.described] == [company for _, company, _ in PEOPLE]
    assert "столбец — респондент" in found.notes[0]
    bare = [tuple(row[1:]) for row in (ACROSS[0], *ACROSS[2:])]
    assert len(read(tmp_path, table(("", *bare[0][1:]), *bare[1:])).turns) == 24


def test_people_of_one_name_are_kept_apart_and_those_without_are_counted(tmp_path: Path) -> None:
    rows = [
        ("Ваше имя", "Что изменить в первую очередь?"),
        ("Анна", OPEN[0][1]),
        ("Анна", OPEN[1][1]),
        ("", OPEN[2][1]),
    ]
    found = read(tmp_path, table(*rows))
    assert [turn.speaker for turn in found.turns if turn.speaker != "Вопрос"] == [
        "Анна 1",
        "Анна 2",
        "Респондент 3",
    ]


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        (
            "Насколько вы довольны сайтом?",
            ["Да, полностью", "Скорее нет", "Затрудняюсь ответить", "Да"],
        ),
        (
            "Какие каналы вам удобны?",
            ["Почта, Телефон", "Телефон", "Сайт, Почта", "Сайт"],
        ),
        ("Сколько лет вы с нами?", ["3", "5", "12", "1"]),
        (
            "Откуда вы о нас узнали? (отметьте один вариант)",
            ["Коллеги по цеху", "Нашли сами", "Выставка", "Не помню"],
        ),
        ("Город", ["Омск", "Казань", "Омск", "Пермь"]),
    ],
)
def test_choices_and_counts_are_no_open_answers(tmp_path: Path, question: str, answers: list[str]) -> None:
    rows = [("ФИО", question, "Что изменить в первую очередь?")]
    rows += [(name, given, text) for (name, *_), given, (_, text) in zip(PEOPLE, answers, OPEN, strict=True)]
    found = read(tmp_path, table(*rows))
    assert {turn.text for turn in found.turns if turn.speaker == "Вопрос"} == {
        "Что изменить в первую очередь?"
    }
    assert not found.marks
    assert [dict(each.attributes).get(question.casefold()) for each in found.described] == answers


def test_a_surveys_companies_roles_and_marks_become_the_studys(tmp_path: Path) -> None:
    root = lay_out(
        tmp_path,
        {
            "transcripts/анкета.csv": table(*YANDEX),
            "guide.yaml": "blocks:\n- title: Блок\n  processes: [delivery]\n"
            "  questions: [Оцените сроки поставки от 1 до 5]\n",
        },
    )
    study = read_study(root)
    (interview,) = study.interviews
    assert {turn.speaker for turn in interview.turns if turn.interviewer} == {"Вопрос"}
    people = interview.participants
    assert {name: person.company for name, person in people.items()} == {
        name: firm for name, firm, _ in PEOPLE
    }
    assert people["Пётр Климов"].role is not Role.UNKNOWN
    assert people["Пётр Климов"].role_source == "position"
    assert [(each.speaker, each.criterion, each.value, each.scale) for each in study.scores] == [
        (name, "delivery", 5 - at, 5) for at, (name, *_) in enumerate(PEOPLE)
    ]
    assert not any("таблицы участников нет" in note for note in study.assumptions)


def test_a_question_on_a_scale_that_is_about_nothing_known_is_said(tmp_path: Path) -> None:
    study = read_study(lay_out(tmp_path, {"transcripts/анкета.csv": table(*GRID)}))
    assert any("[Сроки]» (4) не учтены" in note for note in study.assumptions)


@pytest.mark.parametrize(
    ("question", "criterion"),
    [
        ("Насколько вероятно, что вы порекомендуете нас? (0–10)", "relationship.overall"),
        ("Посоветуете ли вы нас коллегам, от 0 до 10?", "relationship.overall"),
        ("Насколько вы довольны нашей компанией в целом?", "relationship.overall"),
        ("Оцените сотрудничество по десятибалльной шкале", "relationship.overall"),
        ("Оцените сервис от 1 до 10", "service"),
        ("Насколько вы довольны цветом нашей упаковки?", None),
        ("Оцените качество музыки в трубке", None),
    ],
)
def test_a_question_asks_for_the_whole_or_for_one_theme(
    tmp_path: Path, question: str, criterion: str | None
) -> None:
    rows = [("ФИО", "Что не нравится в работе с нами?", question)]
    rows += [(name, f"{OPEN[at % 4][1]} {at}", str(7 + at % 3)) for at, (name, *_) in enumerate(PEOPLE)]
    root = lay_out(tmp_path, {"study.yaml": "", "transcripts/анкета.csv": table(*rows)})
    study = read_study(root)
    assert {each.criterion for each in study.scores} == ({criterion} if criterion else set())
    said = next(note for note in study.assumptions if question in note)
    assert said.startswith("transcripts/анкета.csv: оценки по вопросу")
    assert list(strange_items(study)) == ([] if criterion else [question])


def test_a_column_of_towns_is_no_column_of_speakers(tmp_path: Path) -> None:
    rows = [("Город", "Что изменить в первую очередь?")]
    rows += [(("Омск", "Казань", "Пермь")[at % 3], f"{OPEN[at % 4][1]} {at}") for at in range(12)]
    found = read(tmp_path, table(*rows))
    assert {turn.speaker for turn in found.turns} == {"Вопрос", *(f"Респондент {at}" for at in range(1, 13))}
