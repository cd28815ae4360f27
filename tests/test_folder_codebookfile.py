"""A codebook edited by the program: comments and order stay, the former state is kept."""

import difflib
import shutil
from datetime import date
from pathlib import Path

import pytest

from otzvuk.folder.codebookdraft import Draft
from otzvuk.folder.codebookfile import CodebookFile, Edit, new_code
from otzvuk.folder.layout import refuse
from otzvuk.model.bundled import bundled
from otzvuk.model.codebook import read_codebook
from otzvuk.model.errors import InputError

TODAY = date(2026, 11, 30)
BOOK = """\
# Наша книга: правил Пётр
name: моя
themes: {work: Работа}  # одна тема
stages: {all: Всё}
processes:
  all: {label: Всё, stage: all}
  other: {label: Прочее, stage: all}
codes:
  # самый частый
  work.news:
    label: "Новости о заказе"
    process: all
    like: service.informing # похож
  work.boxes:
    label: Тара
    process: other
    patterns: {topic: [коробк*, плёнк*]}
    examples:
      - Коробки приходят мятые
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "моя.yaml").write_text(BOOK, "utf-8")
    (tmp_path / "study.yaml").write_text("codebook: моя.yaml\n", "utf-8")
    return tmp_path


def changed(before: str, after: str) -> list[str]:
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


def test_edits_change_their_lines_only_and_the_former_state_is_kept(study: Path) -> None:
    book = CodebookFile.of(study, "моя.yaml")
    edits = [
        Edit(do="label", code="work.boxes", text="Тара и плёнка"),
        Edit(do="definition", code="work.news", text="Что и когда говорят о заказе: «где он»"),
        Edit(do="examples", code="work.boxes", examples=("Коробки приходят мятые", "  Плёнка  рвётся ", "")),
    ]
    assert book.codebook(edits).codes["work.boxes"].label == "Тара и плёнка"
    assert (study / "моя.yaml").read_text("utf-8") == BOOK  # not before it is saved
    (kept,) = book.save(edits, today=TODAY)
    assert (kept.name, kept.read_text("utf-8")) == ("моя.2026-11-30.yaml", BOOK)
    assert changed(BOOK, (study / "моя.yaml").read_text("utf-8")) == [
        "+     definition: 'Что и когда говорят о заказе: «где он»'",
        "-     label: Тара",
        "+     label: Тара и плёнка",
        "+       - Плёнка рвётся",
    ]
    (again,) = CodebookFile.of(study, "моя.yaml").save([], today=TODAY)
    assert again.name == "моя.2026-11-30-2.yaml"


def test_a_file_that_changed_meanwhile_is_not_written(study: Path) -> None:
    book = CodebookFile.of(study, "моя.yaml")
    (study / "моя.yaml").write_text(BOOK + "# ещё\n", "utf-8")
    with pytest.raises(InputError, match="изменена с тех пор"):
        book.save([Edit(do="label", code="work.boxes", text="Тара!")], today=TODAY)
    assert (study / "моя.yaml").read_text("utf-8") == BOOK + "# ещё\n"
    assert sorted(each.name for each in study.iterdir()) == ["study.yaml", "моя.yaml"]


@pytest.mark.parametrize(
    "edit",
    [
        Edit(do="label", code="work.boxes", text="  "),
        Edit(do="label", code="work.нет", text="Нет"),
        Edit(do="add", code="work.news", text="Снова", process="all"),
        Edit(do="add", code="work.new", text="Новый", process="нет"),
        Edit(do="merge", code="work.news", text="work.news"),
    ],
)
def test_edits_that_make_no_codebook_are_refused(study: Path, edit: Edit) -> None:
    with pytest.raises(InputError):
        CodebookFile.of(study, "моя.yaml").save([edit], today=TODAY)
    assert (study / "моя.yaml").read_text("utf-8") == BOOK


def test_codes_are_merged_with_what_is_known_of_them_and_added(study: Path) -> None:
    name = new_code("Щётки и ёмкости", "work", [])
    book = CodebookFile.of(study, "моя.yaml").codebook(
        [
            Edit(do="add", code=name, text="Щётки и ёмкости", process="all", examples=("Щётки лысеют",)),
            Edit(do="merge", code="work.boxes", text="work.news"),
        ]
    )
    assert name == "work.schetki_i_emkosti"
    assert list(book.codes) == ["work.news", name]
    news = book.codes["work.news"]
    assert (news.like, news.examples) == (("service.informing",), ("Коробки приходят мятые",))
    assert news.patterns.topic == ("коробк*", "плёнк*")
    assert news.other_processes == ("other",)


def test_a_bundled_book_is_copied_first_and_named_in_the_settings(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_text("# поставщик\nsupplier: Молога  # он\n", "utf-8")
    shipped = bundled("models", "codebooks") / "b2b.yaml"
    before = shipped.read_bytes()
    book = CodebookFile.of(tmp_path, "b2b")
    edits = [
        Edit(do="label", code="documents.errors", text="Путаница в бумагах"),
        Edit(do="merge", code="documents.speed", text="documents.errors"),
    ]
    (kept,) = book.save(edits, today=TODAY)
    assert kept.name == "study.2026-11-30.yaml"
    settings = (tmp_path / "study.yaml").read_text("utf-8")
    assert settings.startswith("# поставщик\nsupplier: Молога  # он\n")
    assert "codebook: codebook.yaml" in settings
    assert (
        read_codebook("codebook.yaml", beside=tmp_path).codes["documents.errors"].label
        == "Путаница в бумагах"
    )
    lines = changed(before.decode(), (tmp_path / "codebook.yaml").read_text("utf-8"))
    assert sum(line.startswith("-") and "documents." in line for line in lines) == 1  # the code that has gone
    assert len(lines) < 60  # of five hundred: the two codes
    assert shipped.read_bytes() == before


def test_a_study_without_settings_gets_them(tmp_path: Path) -> None:
    assert CodebookFile.of(tmp_path, "b2b").save([], today=TODAY) == ()
    assert (tmp_path / "study.yaml").read_text("utf-8") == "codebook: codebook.yaml\n"
    shipped = bundled("models", "codebooks") / "b2b.yaml"
    assert (tmp_path / "codebook.yaml").read_bytes() == shipped.read_bytes()
    unchanged = read_codebook("codebook.yaml", beside=tmp_path)
    assert unchanged == read_codebook()


def test_a_draft_waits_survives_and_is_undone(study: Path) -> None:
    draft = Draft.of(study, "моя.yaml").with_edit(Edit(do="label", code="work.boxes", text="Тара!"))
    draft = draft.with_edit(Edit(do="examples", code="work.boxes", examples=("Плёнка рвётся",)))
    again = Draft.of(study, "моя.yaml")
    assert again.edits == draft.edits
    assert again.codebook.codes["work.boxes"].examples == ("Плёнка рвётся",)
    assert again.undone().codebook.codes["work.boxes"].examples == ("Коробки приходят мятые",)
    with pytest.raises(InputError):
        again.with_edit(Edit(do="label", code="work.boxes", text=""))
    assert (study / "моя.yaml").read_text("utf-8") == BOOK
    Draft.of(study, "моя.yaml").save(today=TODAY)
    assert read_codebook("моя.yaml", beside=study).codes["work.boxes"].label == "Тара!"
    assert Draft.of(study, "моя.yaml").edits == ()


def test_a_draft_of_a_file_that_changed_can_only_be_undone(study: Path) -> None:
    Draft.of(study, "моя.yaml").with_edit(Edit(do="label", code="work.boxes", text="Тара!"))
    (study / "моя.yaml").write_text(BOOK + "# ещё\n", "utf-8")
    draft = Draft.of(study, "моя.yaml")
    assert draft.stale
    for act in (
        lambda: draft.save(today=TODAY),
        lambda: draft.with_edit(Edit(do="label", code="a", text="b")),
    ):
        with pytest.raises(InputError, match="изменена с тех пор"):
            act()
    assert draft.codebook.codes["work.boxes"].label == "Тара"
    assert Draft.of(study, "моя.yaml").stale  # also after a look
    draft.undone()
    assert not Draft.of(study, "моя.yaml").stale
    Draft.of(study, "моя.yaml").with_edit(Edit(do="label", code="work.boxes", text="Тара!"))
    (study / "codebook-draft.json").write_text("{", "utf-8")
    assert Draft.of(study, "моя.yaml").edits == ()


def test_a_draft_outlives_what_was_computed_and_is_a_file_of_the_study(study: Path) -> None:
    Draft.of(study, "моя.yaml").with_edit(Edit(do="label", code="work.boxes", text="Тара!"))
    shutil.rmtree(study / ".otzvuk", ignore_errors=True)
    assert [each.text for each in Draft.of(study, "моя.yaml").edits] == ["Тара!"]
    with pytest.raises(InputError, match="файл исследования"):
        refuse(study / "codebook-draft.json", study)
    Draft.of(study, "моя.yaml").undone()
    assert not (study / "codebook-draft.json").exists()


def test_a_draft_of_an_earlier_version_is_found_where_it_lay(study: Path) -> None:
    Draft.of(study, "моя.yaml").with_edit(Edit(do="label", code="work.boxes", text="Тара!"))
    (study / ".otzvuk").mkdir(exist_ok=True)
    (study / "codebook-draft.json").rename(study / ".otzvuk" / "codebook-draft.json")
    draft = Draft.of(study, "моя.yaml")
    assert [each.text for each in draft.edits] == ["Тара!"]
    assert draft.undone().edits == ()
    assert Draft.of(study, "моя.yaml").edits == ()


LOOSE = """\
# Книга отдела качества   \n\
name: моя
themes: {work: Работа,   two: "Второе"}
stages:
    all: Всё      # один этап


processes:
    all: {label: Всё, stage: all}
    other: {label: Прочее, stage: all}

# --- коды ---
codes:
    # самый частый
    work.news:
        label:   "Новости о заказе"
        process: all        # выравнивание
        patterns:
            topic: [звон*, сообщ*, предупред*, информир*, уведом*, статус*, известн*, изве*, новост*, новин*,
                    оповещ*]
    # вторая

    # про тару: её просил Пётр
    work.boxes:
        label: Тара
        process: other

    two.last: {label: Последний, process: all}   \n\
# конец кодов
"""


def loose(tmp_path: Path, text: str) -> CodebookFile:
    (tmp_path / "моя.yaml").write_bytes(text.encode())
    (tmp_path / "study.yaml").write_text("codebook: моя.yaml\n", "utf-8")
    return CodebookFile.of(tmp_path, "моя.yaml")


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_whatever_was_not_edited_keeps_blanks_wraps_indents_and_line_ends(
    tmp_path: Path, ends: str, mark: str
) -> None:
    before = mark + LOOSE.replace("\n", ends)
    book = loose(tmp_path, before)
    edits = [
        Edit(do="label", code="work.news", text="Вести"),
        Edit(do="add", code="work.new", text="Новый", process="all"),
    ]
    book.save(edits, today=TODAY)
    after = (tmp_path / "моя.yaml").read_bytes().decode()
    assert after.count("\n") == after.count(ends)
    assert after.startswith(mark + "# Книга")
    gone = [line[2:].strip() for line in changed(before, after) if line[0] == "-"]
    new = [line[2:].strip() for line in changed(before, after) if line[0] == "+"]
    assert gone == ['label:   "Новости о заказе"']
    assert new == ['label: "Вести"', "work.new:", "label: Новый", "process: all"]
    assert (tmp_path / "моя.2026-11-30.yaml").read_bytes().decode() == before


def test_comments_stay_with_what_they_are_about_when_a_code_goes(tmp_path: Path) -> None:
    book = loose(tmp_path, LOOSE)
    book.save([Edit(do="merge", code="work.news", text="two.last")], today=TODAY)
    after = (tmp_path / "моя.yaml").read_text("utf-8")
    for kept in (
        "# вторая\n\n    # про тару: её просил Пётр\n    work.boxes:",
        "# конец кодов",
        "# --- коды ---",
    ):
        assert kept in after
    assert "самый частый" not in after  # it was about the code that has gone


def test_settings_keep_their_lines_when_a_bundled_book_is_copied(tmp_path: Path) -> None:
    before = (
        "supplier:   {name: Молога,   aliases: [Мологе,\n    Мологой]}   # он\nwave: '2025'   \n\n# конец\n"
    )
    (tmp_path / "study.yaml").write_text(before, "utf-8")
    CodebookFile.of(tmp_path, "b2b").save([], today=TODAY)
    after = (tmp_path / "study.yaml").read_text("utf-8")
    assert changed(before, after) == ["+ codebook: codebook.yaml"]
