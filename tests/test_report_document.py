from __future__ import annotations

import dataclasses
import io
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings

from office import check_whole, document_tables, document_text
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Turn
from otzvuk.model.mention import Coding
from otzvuk.model.study import Score, Study
from otzvuk.numbers.findings import find
from otzvuk.numbers.survey import Survey
from otzvuk.report.document import render_document, write_document
from otzvuk.report.story import Story, shortened
from otzvuk.report.wellformed import plain, settled
from otzvuk.report.wordfile import QUOTE, TABLE
from studies import Person, eight_at_once, make_study, some_people

RUN = {"version": "0.1.0", "date": "2025-11-21T10:00:00", "models": {"b2b@7": "ab12"}}
SCORES = (
    Score("i1", "Анна", "delivery", 3, 5),
    Score("i2", "Борис", "delivery", 4, 5),
    Score("i4", "Глеб", "delivery", 3.5, 5),
    Score("i1", "Анна", "quality.defects", 10, 10),
    Score("i2", "Борис", "quality.defects", 10, 10),
    Score("i3", "Вера", "quality.defects", 10, 10),
    Score("i3", "Вера", "price.level", 10, 10),
)
HOSTILE = '<script>alert(1)</script> =HYPERLINK("http://x.ru") \x00\x0b\x1f\ufffe🙂 \u202eкод\u202c & ]]> {{'


def told(*people: Person, scores: tuple[Score, ...] = SCORES) -> Story:
    return Story(find(Survey.of(*make_study(*people, scores=scores))), RUN)


def hostile_study(text: str = HOSTILE, *, most: int = 99) -> tuple[Study, tuple[Coding, ...]]:
    """The eight people, the words of `most` interviews and all names and companies hostile."""
    study, codings = make_study(*eight_at_once(), supplier=text, description=text, industry=text)
    changed = []
    for coding in codings:
        turns, mentions = [], []
        if len(changed) >= most:
            changed.append(coding)
            continue
        for at, turn in enumerate(coding.interview.turns):
            own = [each for each in coding.mentions if each.turn == at]
            said = f"{text} {turn.text}" if own else turn.text
            turns.append(dataclasses.replace(turn, text=said))
            for each in own:
                long = dataclasses.replace(each, start=0, stop=len(said), text=said)
                mentions.append(long)
        people = {
            name: dataclasses.replace(person, company=f"{text}{person.company}", position=text)
            for name, person in coding.interview.participants.items()
        }
        interview = dataclasses.replace(
            coding.interview, turns=tuple(turns), participants=people, assumptions=(text,)
        )
        changed.append(Coding(interview, tuple(mentions), coding.ratings))
    study = dataclasses.replace(
        study, interviews=tuple(each.interview for each in changed), assumptions=(text,)
    )
    return study, tuple(changed)


@pytest.fixture(scope="module")
def story() -> Story:
    return told(*eight_at_once())


@pytest.fixture(scope="module")
def report(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.docx"
    write_document(path, story)
    return path


def test_the_sections_in_the_order_clients_expect(report: Path):
    file = docx.Document(str(report))
    headings = [each.text for each in file.paragraphs if each.style.name == "Heading 1"]
    assert headings == [
        "Задача и кого спросили",
        "Главное",
        "Что вредит клиентам",
        "Уровни и сильные стороны",
        "Сильные стороны и зоны развития",
        "По этапам и ролям",
        "Идеи и пожелания",
        "Что делать и за чем следить",
        "План действий: черновик программы",
        "Метод и ограничения",
        "Приложение. Таблицы частот",
    ]
    assert file.paragraphs[0].style.name == "Title"
    styles = {each.style.name for each in file.paragraphs}
    assert styles >= {"Heading 2", "Heading 3", "Caption", QUOTE, "List Bullet", "TOC 1", "TOC 2"}
    assert {table.style.name for table in file.tables} == {TABLE}


def test_contents_captions_and_page_numbers_are_fields(report: Path):
    document = check_whole(report)["word/document.xml"].decode()
    assert 'TOC \\o "1-2"' in document
    assert document.count("SEQ Таблица") == len(docx.Document(str(report)).tables)
    footers = [own.decode() for name, own in check_whole(report).items() if "footer" in name]
    assert any(" PAGE " in each and " NUMPAGES " in each for each in footers)
    for anchor in docx.Document(str(report)).element.xpath("//w:hyperlink/@w:anchor"):
        assert f'w:name="{anchor}"' in document


def test_charts_are_native_with_their_numbers_and_a_text_for_who_does_not_see_them(report: Path):
    found = check_whole(report)
    charts = [name for name in found if name.startswith("word/charts/chart")]
    sheets = [name for name in found if name.startswith("word/embeddings/")]
    assert len(charts) == len(sheets) >= 3
    for described in docx.Document(str(report)).element.xpath("//wp:docPr/@descr"):
        assert described.startswith("Столбики")
    assert len(docx.Document(str(report)).element.xpath("//wp:docPr[@descr]")) == len(charts)
    numbers = docx.Document(str(report)).element.xpath("//wp:docPr/@id")
    assert len(set(numbers)) == len(numbers)


def test_it_says_how_it_was_made_and_what_was_assumed(report: Path):
    text = document_text(report)
    assert "Отзвук 0.1.0; 21.11.2025; кодовая книга small, версия 1; модель b2b@7" in text
    assert "8 интервью: 8 респондентов из 6 компаний" in text.replace("\u00a0", " ")
    study, codings = make_study(*eight_at_once())
    assumed = dataclasses.replace(study, assumptions=("Волна взята из имени файла",))
    story = Story(find(Survey.of(assumed, codings)), {})
    assert "Волна взята из имени файла" in story.assumed
    assert "без обученной модели" in story.made


def test_marks_are_told_by_zone_with_their_number(report: Path):
    weak = document_tables(report)["Зоны развития: оценки"]
    row = weak[weak["Что оценено"] == "Доставка"].iloc[0]
    assert row[["Откуда", "Средняя из 10", "Оценок", "Респондентов"]].tolist() == [
        "Из анкеты",
        "7,0",
        "3",
        "3",
    ]
    strong = document_tables(report)["Сильные стороны: оценки"]
    assert strong["Что оценено"].tolist() == ["Количество брака"]  # one person's mark is no strength


def test_quotes_stand_by_department_and_are_the_respondents_words(story: Story, report: Path):
    text = document_text(report)
    kind = next(iter(story.hurting)).quotes[0].kind
    departments = story.by_department(kind, most=1)
    assert any(quotes for _, quotes in departments)
    for _, quotes in departments:
        for quote in quotes:
            assert quote.kind is kind
            assert f"«{quote.text}»" in text
            turn = story.findings.study.interview(quote.interview).turns[quote.turn]
            assert plain(turn.text[quote.start : quote.stop]) == quote.original


def test_the_same_story_gives_the_same_bytes(story: Story):
    again = Story(find(Survey.of(*make_study(*eight_at_once(), scores=SCORES))), RUN)
    assert render_document(story) == render_document(again)


def test_a_template_gives_its_look_but_not_its_text(story: Story, tmp_path: Path):
    own = docx.Document()
    own.add_paragraph("Текст шаблона")
    own.styles["Heading 1"].font.name = "PT Serif"
    own.sections[0].header.paragraphs[0].text = "ООО «Консультант»"
    own.sections[0].footer.paragraphs[0].text = "Конфиденциально"
    bare = own.styles["Caption"].element
    bare.getparent().remove(bare)
    path = tmp_path / "template.docx"
    own.save(str(path))
    write_document(tmp_path / "report.docx", story, template=path)
    check_whole(tmp_path / "report.docx")
    made = docx.Document(str(tmp_path / "report.docx"))
    assert made.styles["Heading 1"].font.name == "PT Serif"
    assert made.sections[0].header.paragraphs[0].text == "ООО «Консультант»"
    assert made.sections[0].footer.paragraphs[0].text == "Конфиденциально"
    assert "Текст шаблона" not in document_text(tmp_path / "report.docx")
    assert any(each.style.name == "Caption" for each in made.paragraphs)


def test_a_dotx_is_a_template_too(story: Story, tmp_path: Path):
    content = io.BytesIO()
    docx.Document().save(content)
    path = tmp_path / "template.dotx"
    with zipfile.ZipFile(content) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            part = source.read(name).replace(b"document.main+xml", b"template.main+xml")
            target.writestr(name, part)
    write_document(tmp_path / "report.docx", story, template=path)
    assert document_text(tmp_path / "report.docx")


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04broken"])
def test_a_template_that_is_no_word_file_is_refused_in_russian(story: Story, tmp_path: Path, content: bytes):
    path = tmp_path / "template.docx"
    path.write_bytes(content)
    with pytest.raises(InputError, match="шаблон отчёта не читается как документ Word"):
        write_document(tmp_path / "report.docx", story, template=path)
    assert not (tmp_path / "report.docx").exists()


def test_a_missing_template_is_refused(story: Story, tmp_path: Path):
    with pytest.raises(InputError, match="шаблон"):
        write_document(tmp_path / "report.docx", story, template=tmp_path / "none.docx")


def test_hostile_words_stay_words(tmp_path: Path):
    path = tmp_path / "report.docx"
    write_document(path, Story(find(Survey.of(*hostile_study())), RUN))
    found = check_whole(path)  # no relation leads out of the file
    text = document_text(path)
    assert "<script>alert(1)</script>" in text
    assert "🙂" in text
    assert "\u202e" not in text
    for content in (found[name] for name in found if name.endswith(".xlsx")):
        with zipfile.ZipFile(io.BytesIO(content)) as sheet:
            assert not any(b"<f>" in sheet.read(name) for name in sheet.namelist())


def test_a_quote_of_five_thousand_words_is_shortened(tmp_path: Path):
    path = tmp_path / "report.docx"
    write_document(path, Story(find(Survey.of(*hostile_study("слово " * 5000, most=1))), RUN))
    check_whole(path)
    quotes = [each.text for each in docx.Document(str(path)).paragraphs if each.style.name == QUOTE]
    assert quotes
    assert max(map(len, quotes)) < 750


def test_a_study_without_complaints_says_so(tmp_path: Path):
    happy = (Person("Анна", "Альфа", "economic", ["+price.level"]), Person("Борис", "Бета", "user", []))
    write_document(tmp_path / "report.docx", told(*happy, scores=()))
    text = document_text(tmp_path / "report.docx")
    assert "Назвать процессы, которые вредят клиентам, нельзя" in text
    assert "Идеи и пожелания" not in text  # no section of nothing
    assert "Что вредит клиентам" not in text.split("\n")[1:]


def test_one_quote_and_nobody_at_all(tmp_path: Path):
    for people in ((Person("Анна", says=["-price.level"]),), ()):
        write_document(tmp_path / "report.docx", told(*people, scores=()))
        check_whole(tmp_path / "report.docx")


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some_people(min_size=1, max_size=3))
def test_any_study_gives_a_whole_file(people: tuple[Person, ...]):
    content = render_document(told(*people, scores=()))
    assert docx.Document(io.BytesIO(content)).paragraphs


def test_texts_are_cut_at_words_and_cleaned():
    assert shortened("Ждали три недели, и никто", 20) == "Ждали три […]"
    assert shortened("слово" * 300, 50).endswith("[…]")
    assert plain("a\x00b\ud800c\ufffe\u202e\nd") == "abc d"
    with zipfile.ZipFile(raw := io.BytesIO(), "w") as archive:
        archive.writestr("a.xml", "<a/>")
    assert settled(raw.getvalue()) == settled(settled(raw.getvalue()))


def test_a_turn_alone_is_no_story():
    study, codings = make_study(Person("Анна"))
    quiet = dataclasses.replace(codings[0].interview, turns=(Turn("Анна", "Да."),))
    study = dataclasses.replace(study, interviews=(quiet,))
    story = Story(find(Survey.of(study, (Coding(quiet, ()),))), {})
    assert story.dated == ""
    assert render_document(story)
