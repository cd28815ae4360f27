from __future__ import annotations

import csv
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from otzvuk.analysis import analyse
from otzvuk.folder.starter import copy_demo
from otzvuk.model.interview import Role
from otzvuk.model.study import Question, Study
from otzvuk.numbers.count import company_key
from otzvuk.read import inspect_study, read_study

DEMO = Path(__file__).parents[1] / "corpora" / "demo"

# What the faults of participants.csv lead to; nothing else may be assumed.
INTENDED = (
    ("Таблица участников, строка 12", "11-parovozik-2025.docx"),
    ("i01 и i05", "один и тот же человек"),
    ("02-shkafomet-2024.txt", "«Гена» принят за «Прытков Геннадий»"),
    ("06-shkafomet-2025.vtt", "определена по должности «начальник окрасочного цеха»: эксплуатант"),
    ("08-tverca-velo-2025.json", "Интервьюер не подписан; за него принят «SPEAKER_00»"),
    ("08-tverca-velo-2025.json", "«SPEAKER_01» принят за «Тимур»"),
    ("10-lamelit-2025.csv", "«Зоя» нет в таблице участников"),
)


@pytest.fixture(scope="module")
def demo() -> Study:
    return read_study(DEMO)


def test_every_transcript_is_read(demo: Study) -> None:
    assert demo.failures == ()
    assert [interview.id for interview in demo.interviews] == [f"i{number:02}" for number in range(1, 11)]


def test_all_formats_and_encodings_occur(demo: Study) -> None:
    files = [DEMO / interview.file for interview in demo.interviews]
    assert {file.suffix for file in files} == {
        ".txt", ".md", ".docx", ".srt", ".vtt", ".json", ".csv", ".xlsx"
    }  # fmt: skip
    with pytest.raises(UnicodeDecodeError):
        (DEMO / "transcripts" / "02-shkafomet-2024.txt").read_text("utf-8")


def test_interviews_are_long_enough(demo: Study) -> None:
    for interview in demo.interviews:
        answers = [turn for turn in interview.turns if not turn.interviewer]
        words = sum(len(turn.text.split()) for turn in interview.turns)
        assert 12 <= len(answers) <= 25, interview.id
        assert 600 <= words <= 1000, interview.id
        assert any(turn.interviewer for turn in interview.turns), interview.id


def test_roles_waves_and_companies(demo: Study) -> None:
    people = [
        (person, interview.wave or person.wave)
        for interview in demo.interviews
        for person in interview.participants.values()
    ]
    roles = Counter(person.role for person, _ in people)
    assert all(roles[role] >= 3 for role in (Role.ECONOMIC, Role.TECHNICAL, Role.USER))
    assert roles[Role.UNKNOWN] == 1
    asked: dict[str, set[str]] = {}
    for person, wave in people:
        if person.company:
            asked.setdefault(company_key(person.company), set()).add(wave)
    assert len(asked) == 7
    assert sum(waves == {"2024", "2025"} for waves in asked.values()) == 2


def test_recordings_keep_their_times(demo: Study) -> None:
    for identifier in ("i04", "i06", "i08"):
        turn = demo.interview(identifier).turns[-1]
        seconds = turn.seconds_at(0)
        assert seconds is not None
        assert seconds > 200


def test_speakers_are_the_people_of_the_table(demo: Study) -> None:
    found = {interview.id: set(interview.participants) for interview in demo.interviews}
    assert found["i01"] == {"Лобов С. А."}
    assert found["i03"] == {"Трофимова Алена Игоревна"}
    assert found["i05"] == {"Лобов Семён Аркадьевич"}
    assert found["i08"] == {"Тимур"}
    assert found["i10"] == {"Марина", "Зоя"}


def test_the_intended_assumptions_and_no_others_are_reported() -> None:
    findings = inspect_study(DEMO)
    assert findings.faults == findings.failures == ()
    assert len(findings.assumptions) == len(INTENDED)
    for parts in INTENDED:
        assert any(all(part in said for part in parts) for said in findings.assumptions), parts


def test_guide_names_codes_of_the_codebook(demo: Study) -> None:
    assert len(demo.guide.blocks) >= 5
    for block in demo.guide.blocks:
        asked = [block, *(each for each in block.questions if isinstance(each, Question))]
        assert {code for each in asked for code in each.codes} <= set(demo.codebook.codes)
        assert {process for each in asked for process in each.processes} <= set(demo.codebook.processes)


def test_every_score_belongs_to_a_respondent(demo: Study) -> None:
    with (DEMO / "ratings.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(demo.scores) == sum(1 for _ in csv.DictReader(file, delimiter=";"))
    for score in demo.scores:
        assert score.speaker in demo.interview(score.interview).participants
        assert score.wave == demo.interview(score.interview).wave
    assert {score.scale for score in demo.scores} == {5.0, 10.0}


def test_it_says_that_it_is_invented(demo: Study) -> None:
    assert "выдуманы" in demo.settings.description
    readme = (DEMO / "README.md").read_text("utf-8")
    assert "Всё здесь выдумано" in readme
    assert "CC BY 4.0" in readme


def _has_calibris_metrics() -> bool:
    """Whether LibreOffice lays pages out as Word does: letters of Calibri's width."""
    if not (shutil.which("soffice") and shutil.which("fc-match")):
        return False
    found = subprocess.run(["fc-match", "Calibri"], capture_output=True, text=True, check=False)
    return "carlito" in found.stdout.casefold() or "calibri" in found.stdout.casefold()


@pytest.mark.thorough
@pytest.mark.skipif(not _has_calibris_metrics(), reason="LibreOffice with Carlito")
def test_the_word_report_of_ten_interviews_stays_under_twenty_pages(tmp_path: Path) -> None:
    study = copy_demo(tmp_path / "demo")
    report = analyse(study, where="волна=все").out / "report.docx"
    own = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"  # another one may be open
    command = ["soffice", own, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(report)]
    subprocess.run(command, check=True, capture_output=True)
    pages = PdfDocument(tmp_path / "report.pdf")
    assert len(pages) < 20
    pages.close()
