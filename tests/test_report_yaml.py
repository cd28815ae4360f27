"""report.yaml: which sections each report has, in which order, what they are called, and own texts."""

from __future__ import annotations

import dataclasses
import io
import re
from pathlib import Path

import docx
import pytest
from pptx import Presentation

from otzvuk.analysis import analyse
from otzvuk.model.arrangement import Arrangement
from otzvuk.model.errors import InputError
from otzvuk.model.sections import SECTIONS, Report, offered
from otzvuk.model.yamlfile import check_yaml, read_yaml
from otzvuk.numbers.findings import Findings, find
from otzvuk.numbers.survey import Survey
from otzvuk.read import inspect_study
from otzvuk.report import page
from otzvuk.report.document import WRITERS, render_document
from otzvuk.report.page import render_page
from otzvuk.report.slides import DRAWERS, render_slides
from otzvuk.report.story import Story
from program import call
from studies import eight_at_once, make_study
from test_report_document import RUN, SCORES

HOSTILE = 'Итог <b>за "2025"</b> & {{ title }} =1+1'


@pytest.fixture(scope="module")
def found() -> Findings:
    return find(Survey.of(*make_study(*eight_at_once(), scores=SCORES)))


def told(found: Findings, text: str) -> Story:
    """The story of the findings with a report.yaml of that text."""
    arrangement = check_yaml(text, Path("report.yaml"), Arrangement)
    study = dataclasses.replace(found.study, arrangement=arrangement)
    return Story(dataclasses.replace(found, survey=dataclasses.replace(found.survey, study=study)), RUN)


def headings(story: Story) -> list[str]:
    file = docx.Document(io.BytesIO(render_document(story)))
    return [each.text for each in file.paragraphs if each.style.name == "Heading 1"]


def paragraphs(story: Story) -> list[str]:
    return [each.text for each in docx.Document(io.BytesIO(render_document(story))).paragraphs]


def titles(story: Story) -> list[str]:
    file = Presentation(io.BytesIO(render_slides(story)))
    return [slide.shapes.title.text_frame.text for slide in file.slides]


def shown(html: str) -> list[str]:
    """The anchors of the page's sections, in their order."""
    return re.findall(r'<section[^>]* id="([\w-]+)"', html)


def test_every_section_has_what_writes_it_and_nothing_else_is_written() -> None:
    assert set(WRITERS) == set(offered(Report.WORD))
    assert set(DRAWERS) == set(offered(Report.SLIDES))
    templates = Path(page.__file__).parent / "templates"
    assert {name for name in SECTIONS if (templates / f"_{name}.html.j2").is_file()} == set(
        offered(Report.HTML)
    )


def test_without_the_file_and_with_an_empty_one_nothing_changes(found: Findings) -> None:
    usual = Story(found, RUN)
    for text in ("", "# ничего\n", "sections:\ntitles:\ntexts:\n"):
        story = told(found, text)
        assert render_page(story) == render_page(usual)
        assert render_document(story) == render_document(usual)
        assert render_slides(story) == render_slides(usual)


def test_sections_come_as_listed_in_every_report(found: Findings) -> None:
    story = told(found, "sections: [wishes, Главное, method]")
    assert headings(story) == ["Идеи и пожелания", "Главное", "Метод и ограничения"]
    assert titles(story)[1:] == ["Чего хотят клиенты", "Главное", "Как посчитано"]
    assert shown(render_page(story)) == ["wishes", "verdict", "method"]


def test_each_report_can_have_sections_of_its_own(found: Findings) -> None:
    story = told(found, "sections:\n  word: [main]\n  slides: [method, main]\n")
    assert headings(story) == ["Главное"]
    assert titles(story)[1:] == ["Как посчитано", "Главное"]
    assert render_page(story) == render_page(Story(found, RUN))


def test_nothing_leads_to_what_was_left_out(found: Findings) -> None:
    html = render_page(told(found, "sections: [main, hurting, frequencies]"))
    places = set(re.findall(r'\bid="([^"]+)"', html))
    assert set(re.findall(r'<a\b[^>]* href="#([^"]+)"', html)) <= places
    assert "data-filter" not in re.sub(r"<script>.*</script>", "", html, flags=re.S)
    assert "Как это прозвучало" in html  # the quotes of the cards are there


def test_titles_are_the_users_everywhere(found: Findings) -> None:
    story = told(found, f"title: '{HOSTILE}'\ntitles:\n  wishes: Чего от нас ждут\n  2025: x\n".replace(
        "  2025: x\n", "  Главное: 2025\n"))  # fmt: skip
    assert {"Чего от нас ждут", "2025"} <= set(headings(story))
    assert {"Чего от нас ждут", "2025"} <= set(titles(story))
    assert titles(story)[0] == HOSTILE
    assert paragraphs(story)[0] == HOSTILE
    html = render_page(story)
    assert "<b>за" not in html
    assert "<h1>Итог &lt;b&gt;за &#34;2025&#34;&lt;/b&gt; &amp; {{ title }} =1+1</h1>" in html
    assert "<h2>Чего от нас ждут</h2>" in html
    assert '<a href="#wishes">Чего от нас ждут</a>' in html


TEXTS = f"""\
texts:
  - place: beginning
    title: От заказчика
    text: |
      Первая строка
      и её продолжение.

      Второй абзац:
      - раз
      - два
  - before: main
    text: Под заголовком главного
  - after: main
    text: '{HOSTILE}'
  - after: Идеи и пожелания
    title: Что решили
    text: Только в Word
    reports: word
"""


def test_own_texts_stand_where_they_were_put(found: Findings) -> None:
    story = told(found, TEXTS)
    said = paragraphs(story)
    assert said.index("Первая строка и её продолжение.") == said.index("От заказчика", 5) + 1
    at = said.index("Второй абзац:")
    assert said[at + 1 : at + 3] == ["раз", "два"]
    main = next(at for at, each in enumerate(said) if each == "Главное" and at > said.index("раз"))
    assert said[main + 1] == "Под заголовком главного"
    assert HOSTILE in said[main:]
    order = headings(story)
    assert order[0] == "От заказчика"
    assert order[order.index("Идеи и пожелания") + 1] == "Что решили"
    html = render_page(story)
    assert (
        html.index("Второй абзац:") < html.index("Под заголовком главного") < html.index("за &#34;2025&#34;")
    )
    assert "<li>раз</li><li>два</li>" in html
    assert "Только в Word" not in html
    named = titles(story)
    assert named[1] == "От заказчика"
    assert named[2:5] == ["Главное", "Главное", "Главное"]  # the text before, the section, the text after
    assert "Что решили" not in named


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sections: [main, wishs]", r"строка 1, столбец 18: нет такого раздела «wishs»; ожидается .*«wishes"),
        ("sections: [main, пожелание]", r"нет такого раздела «пожелание».*«wishes \(Идеи и пожелания\)»"),
        ("sections: [main, main]", r"раздел стоит дважды «main»; ожидается каждый раздел один раз"),
        ("sections: [main, Главное]", r"раздел стоит дважды «Главное»"),
        ("sections: []", r"нет ни одного раздела"),
        ("sections: {pdf: [main]}", r"неизвестный ключ «pdf»; ожидается один из ключей: html, word, slides"),
        ("sections: {word: [quotes]}", r"в report.docx такого раздела не бывает «quotes»"),
        ("titles: {qwerty: Q}", r"нет такого раздела «qwerty»"),
        ("section: [main]", r"неизвестный ключ «section»; .*вы имели в виду «sections»"),
        ("texts: [{text: а}]", r"у текста нет места; ожидается .*place: beginning"),
        ("texts: [{text: а, before: main, after: main}]", r"у текста несколько мест «before, after»"),
        ("texts: [{text: а, after: mian}]", r"нет такого раздела «mian».*«main \(Главное\)»"),
        ("texts: [{text: а, after: main, reports: [wrod]}]", r"нет такого отчёта «wrod».*«word"),
        ("texts: [{text: '  ', after: main}]", r"текст пуст"),
        ("texts: [{place: end, text: а}]", r"неверное значение ключа «place» «end»"),
        ("sections:\n\tmain", r"это не YAML"),
    ],
)
def test_what_is_wrong_is_one_sentence(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as wrong:
        check_yaml(text, Path("report.yaml"), Arrangement)
    assert "\n" not in str(wrong.value)


INTERVIEW = """\
Интервьюер: Как с документами?
Семён: Документы вечно опаздывают, каждый раз напоминаем. А грузчики вежливые.
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "transcripts" / "и1.txt").write_text(INTERVIEW, "utf-8")
    (tmp_path / "study.yaml").write_text("replicates: 100\ncoder: rules\n", "utf-8")
    return tmp_path


def test_it_is_kept_on_every_run_and_names_in_it_are_hidden(study: Path) -> None:
    own = study / "report.yaml"
    own.write_bytes(
        "titles: {main: Итог}\r\ntexts:\r\n- {after: main, text: 'Спросить Семёна.'}\r\n".encode()
    )
    before = own.read_bytes()
    for _ in range(2):
        analyse(study)
        html = (study / "out" / "report.html").read_text("utf-8")
        assert "Семён" not in html
        assert "Спросить [" in html
        assert ">Итог</h2>" in html
    assert own.read_bytes() == before
    own.write_text("titles: {main: Вывод}\n", "utf-8")
    analyse(study)
    assert ">Вывод</h2>" in (study / "out" / "report.html").read_text("utf-8")


def test_a_file_in_another_encoding_and_a_wrong_one_stop_before_the_long_work(study: Path) -> None:
    (study / "report.yaml").write_bytes("titles: {main: Итог}".encode("cp1251"))
    with pytest.raises(InputError, match=r"report\.yaml: файл не в кодировке UTF-8"):
        analyse(study)
    (study / "report.yaml").write_text("sections: [mian]", "utf-8")
    said = [str(each) for each in inspect_study(study).faults]
    assert any("нет такого раздела «mian»" in each for each in said)
    with pytest.raises(InputError, match="нет такого раздела"):
        analyse(study)
    assert not (study / "out").exists()


def test_the_file_is_read_as_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "report.yaml"
    path.write_bytes("\ufefftitle: Отчёт\r\n".encode())
    assert read_yaml(path, Arrangement).title == "Отчёт"


def test_the_command_begins_a_file_that_changes_nothing_and_never_replaces_one(
    study: Path, found: Findings
) -> None:
    assert "Создан" in call("sections", study)
    own = study / "report.yaml"
    text = own.read_text("utf-8")
    story, usual = told(found, text), Story(found, RUN)
    assert render_page(story) == render_page(usual)
    assert render_document(story) == render_document(usual)
    assert render_slides(story) == render_slides(usual)
    own.write_text("sections: [main]\n", "utf-8")
    said = call("sections", study)
    assert "Идеи и пожелания" in said
    assert own.read_text("utf-8") == "sections: [main]\n"
    assert "нет такой папки" in call("sections", study / "nowhere", code=2)


def test_what_is_only_for_who_asks_is_in_the_file_behind_a_sign(study: Path, found: Findings) -> None:
    call("sections", study)
    text = (study / "report.yaml").read_text("utf-8")
    everything = check_yaml(text.replace("    # - ", "    - "), Path("report.yaml"), Arrangement)
    for report in Report:
        assert set(everything.names(report) or ()) == set(offered(report))
