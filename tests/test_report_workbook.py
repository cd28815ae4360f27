from __future__ import annotations

import dataclasses
import io
import re
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from otzvuk.model.errors import InputError
from otzvuk.model.mention import Coding
from otzvuk.model.study import Failure, Score, Study
from otzvuk.numbers import scores
from otzvuk.numbers.findings import find
from otzvuk.numbers.survey import Survey
from otzvuk.report.sheet import HIDDEN, Book
from otzvuk.report.story import Story
from otzvuk.report.workbook import DETAILS, write_workbook
from studies import METRICS, Person, eight_at_once, make_study, some_people, unmarked_speech

CORE = [
    "Содержание",
    "Графики",
    "Сводка",
    "По этапам",
    "Процессы",
    "План действий",
    "Цитаты",
    "О расчёте",
]
MORE = [
    "Дерево частот",
    "По ролям",
    "Этап × роль × тема",
    "Оценки",
    "Устойчивость",
    "Что сначала",
    "Что отслеживать",
    "Пересечения",
    "Пересечения подробно",
    "Проверки",
    "Насыщение",
    "Разрезы",
    "Карта пути",
    "Карта пути, слова",
    "Путь по процессам",
    "Клиенты",
    "Клиенты по блокам",
    "Люди клиентов",
    "Карточки клиентов",
    "Средние оценки",
    "Избранные цитаты",
    "Пожелания",
]
UNTABLED = {"Содержание", "Графики", "Пересечения", "Дерево частот"}  # no single table under one header
SCORES = (Score("i1", "Анна", "delivery", 3, 5), Score("i2", "Борис", "shipping", 4, 5))


def write(
    path: Path, study: Study, codings: tuple[Coding, ...], created: datetime = datetime(2025, 11, 1)
) -> Path:
    quick = study.settings.model_copy(update={"replicates": 100})
    study = dataclasses.replace(study, settings=quick)
    write_workbook(path, Story(find(Survey.of(study, codings)), {"date": created.isoformat()}))
    return path


def sheets(path: Path) -> dict[str, pd.DataFrame]:
    """Every sheet as a frame under its header (on «Процессы» after the sentences above it)."""
    book, found = CalamineWorkbook.from_path(str(path)), {}
    for name in book.sheet_names:
        if name in UNTABLED:
            continue
        rows = book.get_sheet_by_name(name).to_python()
        top = next(at for at, row in enumerate(rows) if all(row))
        found[name] = pd.DataFrame(rows[top + 1 :], columns=rows[top])
    return found


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name).decode("utf-8") for name in file.namelist()}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    study, codings = make_study(*eight_at_once(), scores=SCORES)
    return write(tmp_path_factory.mktemp("book") / "frequencies.xlsx", study, codings)


def test_the_sheets(book: Path):
    names = CalamineWorkbook.from_path(str(book)).sheet_names
    assert set(names) >= {*CORE, *MORE}
    assert names[:2] == CORE[:2]
    assert names[-3:] == ["Цитаты", "Оценки", "О расчёте"]


def test_the_frequency_table_has_subtotals_that_add_up(book: Path):
    for name, keys in (("Сводка", ["Вид", "Тема", "Код"]), ("По ролям", ["Роль", "Вид", "Тема", "Код"])):
        table = sheets(book)[name]
        assert list(table.columns) == [
            *keys, "Упоминаний", "Доля в группе", "Респондентов", "Опрошено", "Доля опрошенных", "Компаний",
        ]  # fmt: skip
        total = table[table[keys[0]] == "Всего"]["Упоминаний"].item()
        assert total == 27
        for at, key in enumerate(keys[1:], 1):  # the groups named by keys[:at] and their direct parts
            below = keys[at + 1] if at + 1 < len(keys) else None
            is_part = ~table[key].isin(["Итого", ""]) & (True if below is None else table[below] == "Итого")
            parts_of = table[is_part].groupby(keys[:at])["Упоминаний"].sum()
            groups = table[table[key] == "Итого"].set_index(keys[:at])["Упоминаний"]
            assert parts_of.to_dict() == groups.to_dict()
            assert groups.sum() == total


def test_the_kinds_stand_in_the_order_of_the_method_and_groups_by_count(book: Path):
    table = sheets(book)["Сводка"]
    assert table[table["Тема"] == "Итого"]["Вид"].tolist() == ["Похвала", "Жалоба", "Пожелание"]
    complaints = table[(table["Вид"] == "Жалоба") & (table["Код"] == "Итого")]
    assert complaints["Тема"].tolist() == ["Дисциплина", "Сервис", "Документы", "Цены и условия"]
    assert complaints["Упоминаний"].tolist() == [11, 5, 1, 1]


def test_stage_by_role_by_theme_counts_the_kinds_beside_each_other(book: Path):
    table = sheets(book)["Этап × роль × тема"]
    kinds = table[["Похвала", "Жалоба", "Пожелание"]]
    assert kinds.sum(axis=1).tolist() == table["Упоминаний"].tolist()
    assert kinds.iloc[0].tolist() == [5, 18, 4]


def test_every_mention_is_quoted_with_its_place(book: Path):
    study, codings = make_study(*eight_at_once())
    table = sheets(book)["Цитаты"]
    assert table["Цитата"].tolist() == Survey.of(study, codings).mentions.text.tolist()
    first = table.iloc[0]
    assert first[["Интервью", "Файл", "Место в файле", "Респондент", "Компания", "Роль"]].tolist() == [
        "i1", "i1.txt", "строка 4", "Анна", "ООО «Альфа»", "Экономический покупатель",
    ]  # fmt: skip
    assert first["Код"] == "Сроки поставки"
    assert str(first["Время"]).endswith("0:01:30")
    assert first["Уверенность"] == 0.9


def test_the_processes_are_ranked_under_the_headline(book: Path):
    rows = CalamineWorkbook.from_path(str(book)).get_sheet_by_name("Процессы").to_python()
    assert rows[0][0].startswith("Больше всего вредят клиентам процессы «Доставка»")
    table = sheets(book)["Процессы"]
    assert table["Процесс"].tolist()[:2] == ["Доставка", "Информирование о статусе заказа"]
    assert table["Назван главным"].tolist() == ["да", "да", "нет", "нет", "нет", "нет"]


def test_ratings_say_where_they_come_from(book: Path):
    table = sheets(book)["Оценки"]
    assert table["Откуда"].tolist() == ["речь", "анкета", "речь", "анкета", "речь", "речь"]
    assert table["Из 10"].tolist() == [5, 6, 9, 8, 4, 3]
    assert table["Критерий"].tolist()[:4] == ["Уровень цены", "Доставка", "Количество брака", "Отгрузка"]


def test_the_last_sheet_says_how_it_was_counted_and_what_is_assumed(tmp_path: Path):
    study, codings = make_study(*eight_at_once(), role_weights={"economic": 2})
    study = dataclasses.replace(
        study, assumptions=("Роль Анны угадана.",), failures=(Failure("i9.docx", "файл повреждён"),)
    )
    table = sheets(write(tmp_path / "f.xlsx", study, codings))["О расчёте"].set_index("Что")["Значение"]
    assert (table["Интервью"], table["Респондентов"], table["Компаний"], table["Упоминаний"]) == (8, 8, 6, 27)
    assert table["Предположение"] == "Роль Анны угадана."
    assert table["Не прочитано"] == "i9.docx: файл повреждён"
    assert table["Веса ролей"] == "Экономический покупатель — 2; остальные — 1"


def saying(text: str, coding: Coding) -> Coding:
    """The coding with its only mention, and the whole turn it lies in, in other words."""
    mention = dataclasses.replace(coding.mentions[0], text=text, start=0, stop=len(text))
    turns = list(coding.interview.turns)
    turns[mention.turn] = dataclasses.replace(turns[mention.turn], text=text)
    return dataclasses.replace(
        coding, interview=dataclasses.replace(coding.interview, turns=tuple(turns)), mentions=(mention,)
    )


def test_no_text_is_a_formula_a_link_or_a_number(tmp_path: Path):
    nasty = [
        "=1+1",
        "+7 900",
        "-5",
        "@cmd",
        "http://example.org",
        "0012",
        "{=A1}",
        "\x07звонок",
        "мы" * 20_000,
    ]
    study, codings = make_study(*[Person(f"=Ч{n}", "=2+2", says=["-price.level"]) for n in range(len(nasty))])
    codings = tuple(saying(text, coding) for coding, text in zip(codings, nasty, strict=True))
    study = dataclasses.replace(study, interviews=tuple(coding.interview for coding in codings))
    path = write(tmp_path / "f.xlsx", study, codings)
    for name, text in parts(path).items():
        formulas = re.findall(r"<f>(.*?)</f>", text)  # those of the tree, made of cells alone
        assert all(re.match("COUNTIFS|IF", each) for each in formulas), name
        assert not [each for said in nasty for each in formulas if said in each], name
        if "<hyperlink" in text:  # only to sheets of the same file
            assert "r:id" not in text.split("<hyperlinks>")[1].split("</hyperlinks>")[0]
    quotes = sheets(path)["Цитаты"]
    assert quotes["Цитата"].tolist()[:7] == nasty[:7]
    assert quotes["Цитата"].iloc[-1].endswith("…")
    assert set(quotes["Компания"]) == {"=2+2"}
    assert set(sheets(path)["Избранные цитаты"]["Компания"]) == {"=2+2"}


def test_headers_are_frozen_filtered_and_repeated_in_print(book: Path):
    for name, text in parts(book).items():
        if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name) and not name.endswith("/sheet2.xml"):  # charts
            assert 'state="frozen"' in text, name
            assert 'orientation="landscape"' in text or "COUNTIFS" in text, name  # the tree is high
            assert 'fitToHeight="0"' in text, name
            assert "customWidth" in text, name
    filtered = sum("<autoFilter" in text for text in parts(book).values())
    assert filtered == len(sheets(book))


def test_counts_are_numbers_and_shares_percents(book: Path):
    styles = parts(book)["xl/styles.xml"]
    for code in ("0%", "#,##0", "0.00", "[h]:mm:ss"):
        assert f'formatCode="{code}"' in styles
    table = sheets(book)["Сводка"]
    assert table["Доля опрошенных"].between(0, 1).all()


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path, book: Path):
    study, codings = make_study(*eight_at_once(), scores=SCORES)
    assert write(tmp_path / "again.xlsx", study, codings).read_bytes() == book.read_bytes()
    later = write(tmp_path / "later.xlsx", study, codings, datetime(2025, 11, 2))
    assert later.read_bytes() != book.read_bytes()


@settings(deadline=None, max_examples=3)
@given(some_people())
def test_any_study_can_be_written(tmp_path_factory: pytest.TempPathFactory, people: tuple[Person, ...]):
    study, codings = make_study(*people)
    path = write(tmp_path_factory.mktemp("any") / "f.xlsx", study, codings)
    assert zipfile.ZipFile(io.BytesIO(path.read_bytes())).testzip() is None
    assert set(CalamineWorkbook.from_path(str(path)).sheet_names) >= set(CORE)


def test_the_contents_link_every_sheet_that_is_seen_and_name_the_hidden(book: Path):
    linked = re.findall(r"location=\"'([^']+)'!A1\"", parts(book)["xl/worksheets/sheet1.xml"])
    read = CalamineWorkbook.from_path(str(book))
    seen = {each.name: each.visible is SheetVisibleEnum.Visible for each in read.sheets_metadata}
    assert linked == [name for name, visible in seen.items() if visible][1:]
    hidden = {name for name, visible in seen.items() if not visible}
    assert hidden
    assert hidden <= DETAILS
    listed = [str(row[0]) for row in read.get_sheet_by_name("Содержание").to_python()]
    assert hidden <= set(listed[listed.index(HIDDEN) :])


def test_the_plan_begins_with_what_to_do_first(book: Path):
    table, first = sheets(book)["План действий"], sheets(book)["Что сначала"]
    hurting = first["Процесс"].tolist()
    assert list(dict.fromkeys(table["Процесс"]))[: len(hurting)] == hurting
    assert table["Проблема"].iloc[0].startswith("Отгрузка: жалуются ")  # most people complain of it
    assert table["Цитата"].str.startswith("«").all()  # no recommendation without words
    assert (table[["Ответственный", "Срок"]] == "").all(axis=None)
    assert set(table["Состояние"]) == {"черновик программы"}
    others = [text for text in parts(book).values() if "COUNTIFS" not in text]
    assert "".join(others).count("<dataValidation ") == 2


def test_picked_quotes_are_whole_sentences_with_their_words_beside(tmp_path: Path):
    study, codings = unmarked_speech()
    table = sheets(write(tmp_path / "f.xlsx", study, codings))["Избранные цитаты"]
    (row,) = table.to_dict("records")
    assert row["Цитата"] == "Отгрузка у них каждый раз стоит. Я потом неделю искал машину."
    assert "восстановлены" in row["Что изменено"]
    assert row["Дословно"] in study.interviews[0].turns[1].text
    assert row["Вопрос"] == "А что скажете про отгрузку?"
    planned = sheets(tmp_path / "f.xlsx")["План действий"]["Цитата"].iloc[0]
    assert planned == f"«{row['Цитата']}» ({row['Что изменено']})"


def test_a_quote_that_is_not_in_the_transcript_is_not_written(tmp_path: Path):
    found = find(Survey.of(*make_study(*eight_at_once())))
    moved = dataclasses.replace(found, quotes=found.quotes.assign(shown_end=10_000))
    with pytest.raises(InputError, match="на её месте"):
        write_workbook(tmp_path / "f.xlsx", Story(moved, {"date": "2025-11-01"}))
    assert not (tmp_path / "f.xlsx").exists()


def test_wishes_have_a_sheet_where_there_are_any(book: Path, tmp_path: Path):
    (row,) = sheets(book)["Пожелания"].to_dict("records")
    assert (row["О чём просят"], row["Пожеланий"], row["Респондентов"], row["Компаний"]) == (
        "Личный кабинет", 4, 4, 4
    )  # fmt: skip
    assert "личный кабинет" in row["Цитата"].lower()
    content = write(tmp_path / "f.xlsx", *make_study(Person("Анна", says=["-price.level"])))
    assert "Пожелания" not in CalamineWorkbook.from_path(str(content)).sheet_names


def test_crosstabs_say_how_many_and_what_is_proved(book: Path):
    rows = CalamineWorkbook.from_path(str(book)).get_sheet_by_name("Пересечения").to_python()
    (at,) = (at for at, row in enumerate(rows) if str(row[0]).startswith("Роль × Тема"))
    assert rows[at][0].endswith(".")
    assert rows[at + 1][:3] == ["Роль", "Всего", "Качество"]
    counts = rows[at + 2][2:7]
    shares = rows[at + 2][8:13]
    assert [count / rows[at + 2][1] for count in counts] == pytest.approx(shares)
    long = sheets(book)["Пересечения подробно"]
    assert set(long["Признак в столбце"]) >= {"Тема", "Этап", "Вид"}
    assert long["Доля респондентов"].between(0, 1).all()


def test_every_quote_has_the_studys_own_columns(tmp_path: Path):
    study, codings = make_study(
        Person("Анна", says=["-price.level"], attributes={"region": "Урал", "Роль": "своя"}),
        Person("Борис", says=["+quality.defects"], attributes={"region": "Юг"}),
    )
    table = sheets(write(tmp_path / "f.xlsx", study, codings))["Цитаты"]
    assert table["region"].tolist() == ["Урал", "Юг"]
    assert table["Роль (столбец)"].tolist() == ["своя", ""]
    assert table["Блок"].tolist() == ["", "Продукт"]


def test_charts_are_excels_own(book: Path):
    charts = [text for name, text in parts(book).items() if name.startswith("xl/charts/")]
    assert len(charts) >= 3
    assert all("<a:t>" in text for text in charts)


def test_waves_are_compared(tmp_path: Path):
    people = [
        Person(f"П{n}", company=f"К{n}", says=["-price.level" if n < 4 else "+price.level"], wave=wave)
        for n, wave in enumerate(["2024"] * 4 + ["2025"] * 4)
    ]
    study, codings = make_study(*people)
    table = sheets(write(tmp_path / "f.xlsx", study, codings))["Волны"]
    row = table[(table["Что"] == "Уровень цены") & (table["Мера"] == "Доля респондентов с жалобой")].iloc[0]
    assert (row["Было"], row["Стало"], row["Единица"]) == (100, 0, "%")
    assert (row["Вывод"], row["Ясно"]) == ("исчезло", "да")


@settings(deadline=None, max_examples=50)
@given(names=st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_any_name_of_a_sheet_is_made_one_that_excel_takes(names: list[str]):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        with Book(str(path), {}) as book:
            given = [book.add_sheet(name).get_name() for name in names]
        assert CalamineWorkbook.from_path(str(path)).sheet_names == given
    assert len({name.casefold() for name in given}) == len(given)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in given)


def test_a_study_with_process_metrics_and_answers_about_maturity_gets_its_sheets(tmp_path: Path):
    survey = Survey.of(*make_study(*eight_at_once()))
    (tmp_path / "metrics.csv").write_text(METRICS, "utf-8")
    blank = scores.blank_answers(scores.read_questionnaire())
    (tmp_path / "maturity.yaml").write_text(re.sub(r"(?m)^(    \w+:)$", r"\1 2", blank), "utf-8")
    study = dataclasses.replace(survey.study, path=tmp_path)
    names = CalamineWorkbook.from_path(str(write(tmp_path / "f.xlsx", study, survey.codings))).sheet_names
    assert {"CSI", "Показатели CSI", "Зрелость"} <= set(names)
