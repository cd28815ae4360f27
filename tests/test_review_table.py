"""A review table filled in and taken back: nothing lost, nothing doubled, what is not understood is said."""

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from filled import FIRST, LETTERS, fill, may_type, rows_of, saved_by_libreoffice, write_rows
from otzvuk.analysis import shown_to_others
from otzvuk.anonymise import Hidden, find_names
from otzvuk.codings.review import Did, Taken, read_review, take, to_review, write_review
from otzvuk.codings.review.form import ANSWERS as ANSWERED
from otzvuk.codings.review.take import REFUSED, TAKEN, TWICE, UNSEEN
from otzvuk.codings.shown import Shown
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview, Participant, Turn
from otzvuk.model.mention import Coding, Kind, Mention, Trend
from otzvuk.numbers.survey import Survey
from studies import Person, make_study

SAID = {
    "альфа-01": (
        "Вера, как у них со сроками?",
        "Марина Полозова опять сорвала сроки. А вот накладные приходят чистые.",
        "Что ещё?",
        "Накладные путают каждый раз. =1+1, шучу. Цена высокая, но терпим.",
    ),
    "бета-02": ("А у вас?", "Сроки держат. Накладные путают каждый раз, и это беда."),
}
JUDGED = (
    ("альфа-01", 1, "Марина Полозова опять сорвала сроки", Kind.COMPLAINT, "discipline.lead_times", 0.4),
    ("альфа-01", 1, "накладные приходят чистые", Kind.PRAISE, "documents.errors", 0.9),
    ("альфа-01", 3, "Накладные путают каждый раз", Kind.COMPLAINT, "documents.errors", 0.8),
    ("бета-02", 1, "Сроки держат", Kind.PRAISE, "discipline.lead_times", 0.7),
)


def survey_of(said: Mapping[str, Sequence[str]] = SAID, *, path: str = "study") -> Survey:
    study, _ = make_study(Person("Вера"))
    interviews, codings = [], []
    for name, texts in said.items():
        turns = tuple(
            Turn("Вера" if at % 2 else "Инт", text, interviewer=not at % 2) for at, text in enumerate(texts)
        )
        who = {"Вера": Participant("Вера", position="начальник склада")}
        interview = Interview(id=name, file=f"{name}.txt", turns=turns, participants=who)
        mentions = tuple(
            Mention(
                turn=turn, start=texts[turn].index(text), stop=texts[turn].index(text) + len(text), text=text,
                kind=kind, code=code, process=study.codebook.process_of(code), confidence=sure,
            )
            for own, turn, text, kind, code, sure in JUDGED
            if own == name and turn < len(texts) and text in texts[turn]
        )  # fmt: skip
        interviews.append(interview)
        codings.append(Coding(interview, mentions))
    return Survey.of(replace(study, path=Path(path), interviews=tuple(interviews)), codings)


def written(folder: Path, *, as_is: bool = False, survey: Survey | None = None) -> Path:
    """The review table of all mentions, the least sure first."""
    survey = survey or survey_of()
    asked = to_review(survey, doubtful=10, sampled=0, seed=1)
    asked = tuple(sorted(asked, key=lambda each: each.chance))  # the tests fill rows by their number
    shown = Shown(survey, survey) if as_is else shown_to_others(survey)
    write_review(folder / "review.xlsx", asked, shown, created=datetime(2025, 1, 1))
    return folder / "review.xlsx"


def hidden_of(survey: Survey) -> Callable[[], Mapping[tuple[str, int], Hidden]]:
    return lambda: find_names(survey.study).turns


def taken(*paths: Path, survey: Survey | None = None) -> Taken:
    survey = survey or survey_of()
    reviews = [(read_review(path), read_review(path).by or path.stem) for path in paths]
    return take(reviews, survey.study, survey.codings, hidden_of(survey))


def outcomes(found: Taken) -> dict[int, str]:
    return {each.row: each.outcome for each in found.told}


def said(found: Taken) -> list[tuple[Did, str, str]]:
    return [(each.did, each.text, each.now.code if each.now else "") for each in found.answers]


ANSWERS = {
    (1, "right"): "да",
    (2, "right"): "нет",
    (3, "code"): "Уровень цены",
    (4, "note"): "спросить ещё раз",
}
EXPECTED = [
    (Did.CONFIRM, "Марина Полозова опять сорвала сроки", "discipline.lead_times"),
    (Did.REJECT, "Сроки держат", ""),
    (Did.CHANGE, "Накладные путают каждый раз", "price.level"),
    (Did.NOTE, "накладные приходят чистые", "documents.errors"),
]


def test_the_table_hides_names_and_leads_back_to_the_words(tmp_path: Path) -> None:
    path = written(tmp_path)
    cells = [cell for row in rows_of(path) for cell in row]
    assert not any("Полозова" in cell or "альфа" in cell for cell in cells)
    assert "[сотрудник 1] опять сорвала сроки" in cells
    assert any("Полозова" in cell for row in rows_of(written(tmp_path, as_is=True)) for cell in row)
    found = taken(fill(path, tmp_path / "f.xlsx", ANSWERS, by="Анна"))
    assert said(found) == EXPECTED
    assert {each.by for each in found.answers} == {"Анна"}
    changed = found.answers[2]
    assert changed.was is not None
    assert changed.now is not None
    assert (changed.was.process, changed.now.process) == ("document_exchange", "pricing")
    assert found.answers[3].note == "спросить ещё раз"
    assert found.missing == 0


def test_only_answers_may_be_typed_and_lists_are_offered(tmp_path: Path) -> None:
    path = written(tmp_path)
    open_cells = {name for name, letter in LETTERS.items() if may_type(path, f"{letter}{FIRST}")}
    assert open_cells == set(ANSWERED)
    below = {name for name, letter in LETTERS.items() if may_type(path, f"{letter}{FIRST + 4}")}
    assert below == {*ANSWERED, "interview", "text"}
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    lists = re.findall(r'<dataValidation type="list"[^>]*sqref="(\w)\d+:\w\d+"', sheet)
    assert sorted(lists) == sorted(LETTERS[name] for name in ("right", *ANSWERED[1:5], "interview"))


def test_nothing_answered_is_nothing_taken(tmp_path: Path) -> None:
    found = taken(written(tmp_path))
    assert not found.answers
    assert list(outcomes(found).values()) == [UNSEEN] * 4


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_a_table_saved_by_libreoffice_says_the_same(tmp_path: Path, suffix: str) -> None:
    filled = fill(written(tmp_path), tmp_path / "f.xlsx", ANSWERS, by="Анна")
    (tmp_path / "saved").mkdir()
    found = taken(saved_by_libreoffice(filled, tmp_path / "saved", suffix))
    assert said(found) == EXPECTED
    assert {each.by for each in found.answers} == {"Анна"}


def test_rows_moved_deleted_and_copied_into_another_file(tmp_path: Path) -> None:
    rows = rows_of(fill(written(tmp_path), tmp_path / "f.xlsx", ANSWERS))
    head, body = rows[: FIRST - 1], rows[FIRST - 1 : FIRST + 3]
    moved = write_rows(tmp_path / "moved.xlsx", [*head, *reversed(body[:3])])
    found = taken(moved)
    assert sorted(said(found)) == sorted(EXPECTED[:3])
    assert found.missing == 1
    columns = [at for at, cell in enumerate(head[-1]) if not cell.startswith("Ключ")][::-1]
    bare = [[row[at] for at in columns] for row in [head[-1], *body]]  # no key, other order of columns
    assert [each[1] for each in said(taken(write_rows(tmp_path / "bare.xlsx", bare)))]


def test_a_copied_row_is_taken_once_and_a_contradiction_not_at_all(tmp_path: Path) -> None:
    rows = rows_of(fill(written(tmp_path), tmp_path / "f.xlsx", ANSWERS))
    right = list(LETTERS).index("right")
    no = [*rows[FIRST - 1]]
    no[right] = "нет"
    found = taken(write_rows(tmp_path / "twice.xlsx", [*rows[: FIRST + 1], [""] * 3, rows[FIRST], no]))
    assert said(found) == [EXPECTED[1]]
    # row 7 is row 5 once more, row 8 says no where row 4 says yes
    assert outcomes(found) == {4: REFUSED, 5: TAKEN, 7: TWICE, 8: REFUSED}


def test_rows_of_ones_own_are_found_by_their_words(tmp_path: Path) -> None:
    own = {
        (5, "text"): "Цена высокая, но терпим", (5, "kind"): "Жалоба", (5, "code"): "Уровень цены",
        (6, "text"): "накладные путают каждый раз", (6, "kind"): "жалоба", (6, "code"): "Ошибки в документах",
        (7, "interview"): "i02", (7, "text"): "Накладные  путают каждый раз,", (7, "kind"): "Жалоба",
        (7, "code"): "documents.errors", (7, "trend"): "стало хуже",
        (8, "text"): "этого никто не говорил", (8, "kind"): "Жалоба", (8, "code"): "Уровень цены",
        (9, "text"): "[сотрудник 1] опять сорвала", (9, "kind"): "Жалоба", (9, "code"): "Отгрузка",
        (10, "text"): "сроки держат", (10, "kind"): "Похвала", (10, "code"): "Сроки поставки",
        (11, "text"): "но терпим", (11, "kind"): "Жалоба",
    }  # fmt: skip
    found = taken(fill(written(tmp_path), tmp_path / "f.xlsx", own))
    assert said(found) == [
        (Did.ADD, "Цена высокая, но терпим", "price.level"),
        (Did.ADD, "Накладные путают каждый раз,", "documents.errors"),
        (Did.ADD, "Марина Полозова опять сорвала", "discipline.loading"),
        (Did.CONFIRM, "Сроки держат", "discipline.lead_times"),
    ]
    assert found.answers[1].now is not None
    assert found.answers[1].now.trend is Trend.WORSE
    why = {each.row - FIRST + 1: each.why for each in found.told if each.outcome == REFUSED}
    assert "в 2 местах" in why[6]
    assert "нет" in why[8]
    assert "код" in why[11]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({(1, "right"): "нет", (1, "code"): "Отгрузка"}, "что из этого верно"),
        ({(1, "right"): "может быть"}, "ожидается «да» или «нет»"),
        ({(1, "code"): "Уровень цэны"}, "вы имели в виду"),
        ({(1, "text"): "Сроки держат", (1, "right"): "да"}, "переставлены порознь"),
        ({(1, "kind"): "", (1, "right"): "да"}, "не выбран вид"),
    ],
)
def test_what_is_not_understood_is_said_and_nothing_is_made_of_it(
    tmp_path: Path, cells: dict[tuple[int, str], str], why: str
) -> None:
    found = taken(fill(written(tmp_path), tmp_path / "f.xlsx", cells))
    assert not found.answers
    (refused,) = (each for each in found.told if each.outcome == REFUSED)
    assert why in refused.why
    assert refused.row == FIRST


def test_two_people_are_kept_apart_and_their_disagreements_listed(tmp_path: Path) -> None:
    path = written(tmp_path)
    anna = fill(path, tmp_path / "a.xlsx", {(1, "right"): "да", (2, "right"): "да"}, by="Анна")
    boris = fill(path, tmp_path / "b.xlsx", {(1, "right"): "да", (2, "right"): "нет"}, by="Борис")
    found = taken(anna, boris)
    assert len(found.answers) == 4
    ((one, other),) = found.disagreements
    assert (one.by, one.did, other.by, other.did) == ("Анна", Did.CONFIRM, "Борис", Did.REJECT)
    same = taken(anna, fill(path, tmp_path / "c.xlsx", {(1, "right"): "да"}, by="Анна"))
    assert len(same.answers) == 2
    assert TWICE in outcomes(same).values()


def test_words_of_an_edited_transcript_are_found_again(tmp_path: Path) -> None:
    path = fill(written(tmp_path), tmp_path / "f.xlsx", {(1, "right"): "да", (3, "right"): "нет"})
    edited = dict(SAID)
    edited["альфа-01"] = (
        "Вступление.", "Добрый день.", *SAID["альфа-01"][:3], "Накладные, говорят, путают."
    )  # fmt: skip
    found = taken(path, survey=survey_of(edited))
    (kept,) = found.answers
    assert (kept.spot.turn, kept.text) == (3, "Марина Полозова опять сорвала сроки")
    assert [each.why for each in found.told if each.outcome == REFUSED] == ["этих слов в интервью нет"]


def test_tables_of_other_studies_and_other_files_are_refused(tmp_path: Path) -> None:
    path = fill(written(tmp_path), tmp_path / "f.xlsx", {(1, "right"): "да"})
    other = survey_of(dict.fromkeys(SAID, ("О чём?", "О погоде и рыбалке.")), path="другое")
    with pytest.raises(InputError, match="другого исследования"):
        taken(path, survey=other)
    foreign = write_rows(tmp_path / "foreign.xlsx", [["Имя", "Сумма"], ["Анна", "5"]])
    for file, what in (
        (foreign, "не таблица проверки"), (tmp_path / "нет.xlsx", "нет такого файла"), (tmp_path, "папка")
    ):  # fmt: skip
        with pytest.raises(InputError, match=what):
            read_review(file)
    (tmp_path / "x.docx").write_bytes(b"PK")
    with pytest.raises(InputError, match="не таблица"):
        read_review(tmp_path / "x.docx")
    (tmp_path / "bad.xlsx").write_bytes(path.read_bytes()[:2000])
    with pytest.raises(InputError):
        read_review(tmp_path / "bad.xlsx")
