"""Drafts of a plan, by rule and with their quotes; what the next wave says of a plan."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from python_calamine import CalamineWorkbook

from otzvuk.model.mention import Kind
from otzvuk.model.plan import GROUNDS, LABELS, Action
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Findings, find
from otzvuk.numbers.plan import Doubt, Verdict, outcomes, process_of
from otzvuk.numbers.plan.action import Progress, progress_of
from otzvuk.numbers.survey import Survey
from otzvuk.read.plan import read_plan
from otzvuk.report.drafted import drafted
from otzvuk.report.drafted import outcomes as told_outcomes
from otzvuk.report.draftfile import write_drafts
from otzvuk.report.slides import write_slides
from otzvuk.report.story import Story
from program import call
from studies import Person, eight_at_once, make_study, make_survey, small_codebook, some_people
from test_plan import words

BOOK = small_codebook()
MADE = dataclasses.replace
DAY = Story(None, {}).created  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def found() -> Findings:
    return find(Survey.of(*make_study(*eight_at_once())))


def with_plan(findings: Findings, *plan: Action) -> Findings:
    study = dataclasses.replace(findings.study, plan=plan)
    return dataclasses.replace(findings, survey=dataclasses.replace(findings.survey, study=study))


def test_drafts_stand_in_the_order_of_what_to_do_first_and_know_who_suffers(found: Findings) -> None:
    order = found.harm.priorities["process"].tolist()
    processes = [each.process for each in found.drafts if each.damage > 0]
    assert processes == sorted(processes, key=order.index)
    mentions = found.survey.mentions
    for each in found.drafts:
        own = mentions[(mentions["process"] == each.process) & (mentions["code"] == each.code)]
        said = own[own["kind"] == Kind.COMPLAINT.value]
        assert (each.complaints, each.complainers) == (len(said), said["person_id"].nunique())
        assert each.wishes == (own["kind"] == Kind.WISH.value).sum()
        assert sum(one.respondents for one in each.sufferers) == each.complainers
        named = found.harm.ranking.set_index("process")["named"].get(each.process, False)
        assert (Doubt.UNNAMED in each.doubts) == (each.damage > 0 and not named)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(people=some_people())
def test_no_draft_without_the_words_it_rests_on(people: tuple[Person, ...]) -> None:
    findings = find(Survey.of(*make_study(*people)))
    mentions = findings.survey.mentions
    for each in drafted(findings):
        assert each.quotes
        for quote in each.quotes:
            row = mentions.loc[quote.mention]
            assert (row["process"], row["code"]) == (each.draft.process, each.draft.code)
            wanted = Kind.WISH if quote in each.draft.asks else Kind.COMPLAINT
            assert row["kind"] == wanted.value
        assert each.problem
        assert each.metric
        assert each.hypothesis.startswith("Если ")
    if not (mentions["kind"].isin(["complaint", "wish"])).any():
        assert findings.drafts == ()


def test_what_one_person_says_is_doubtful_and_so_is_a_process_that_is_not_named() -> None:
    alone = find(make_survey(Person("Анна", "Альфа", says=["-documents.errors"]), Person("Борис", "Бета")))
    (draft,) = alone.drafts
    assert {Doubt.SINGLE, Doubt.UNNAMED} <= set(draft.doubts)
    (told,) = drafted(alone)
    assert told.doubts.count("Сомнительно") == 2


def test_what_several_wish_where_nothing_hurts_is_an_idea() -> None:
    people = [Person(f"Ч{n}", f"К{n}", says=["?service.digital", "+quality.defects"]) for n in range(3)]
    (draft,) = find(make_survey(*people)).drafts
    assert (draft.code, draft.complaints, draft.wishers) == ("service.digital", 0, 3)
    assert Doubt.IDEA in draft.doubts


def test_a_row_of_the_plan_takes_its_draft_away(found: Findings) -> None:
    first, *rest = drafted(found)
    moved = Action(process=first.process, problem=first.problem, action="другое")
    left = drafted(with_plan(found, moved))
    assert [each.problem for each in left] == [each.problem for each in rest]
    assert all(each.planned for each in left if each.process == first.process)


def test_the_file_has_the_columns_of_a_plan_and_a_moved_row_is_read_back(
    found: Findings, tmp_path: Path
) -> None:
    path = tmp_path / "plan-draft.xlsx"
    told = drafted(found)
    assert write_drafts(path, told, wave="2025", created=DAY) is None
    book = CalamineWorkbook.from_path(str(path))
    header, *rows = book.get_sheet_by_name("Черновики").to_python()
    assert header == ["№", *LABELS.values(), *GROUNDS]
    assert len(rows) == len(told)
    actions = read_plan(path)  # a person may take the whole file
    assert [each.process for each in actions] == [each.process for each in told]
    assert {each.more["Волна"] for each in actions} == {"2025"}
    assert all(each.note == "" and each.state == "не начато" for each in actions)
    assert all(process_of(each, BOOK) == own.draft.process for each, own in zip(actions, told, strict=True))
    once = path.read_bytes()
    assert write_drafts(path, told, wave="2025", created=DAY) is None
    assert path.read_bytes() == once


def test_drafts_that_a_person_edited_are_kept_beside(found: Findings, tmp_path: Path) -> None:
    path = tmp_path / "plan-draft.xlsx"
    told = drafted(found)
    write_drafts(path, told[:1], wave="", created=DAY)
    assert write_drafts(path, told, wave="", created=DAY) is None  # other drafts are no edit
    path.write_bytes(b"mine")
    kept = write_drafts(path, told, wave="", created=DAY)
    assert kept is not None
    assert kept.name == "plan-draft (правка).xlsx"
    assert kept.read_bytes() == b"mine"


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice")
@pytest.mark.thorough
def test_saved_again_by_libreoffice_the_drafts_are_no_edit_and_are_a_plan(
    found: Findings, tmp_path: Path
) -> None:
    path = tmp_path / "in" / "plan-draft.xlsx"
    write_drafts(path, drafted(found), wave="2025", created=DAY)
    own = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    again = ["soffice", own, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path), str(path)]
    subprocess.run(again, check=True, capture_output=True)
    saved = tmp_path / "plan-draft.xlsx"
    assert read_plan(saved) == read_plan(path)
    assert write_drafts(saved, drafted(found), wave="2025", created=DAY) is None


@pytest.mark.parametrize(
    ("state", "progress"),
    [
        ("в работе", Progress.BEGUN), ("Сделано", Progress.BEGUN), ("готово 12.03", Progress.BEGUN),
        ("запущено", Progress.BEGUN), ("не начато", Progress.IDLE), ("отложено", Progress.IDLE),
        ("ещё не готово", Progress.IDLE), ("", Progress.UNTOLD), ("Иванов", Progress.UNTOLD),
    ],
)  # fmt: skip
def test_how_far_an_action_is(state: str, progress: Progress) -> None:
    assert progress_of(Action(state=state)) is progress


def test_a_process_is_known_by_id_label_and_other_endings() -> None:
    for said in ("delivery", "Доставка", "доставки", " ДОСТАВКА "):
        assert process_of(Action(process=said), BOOK) == "delivery"
    assert process_of(Action(process="Логистика вообще"), BOOK) == ""


LATE, PAPERS, CLAIMS = "-discipline.lead_times", "-documents.errors", "-service.claims"


def two_waves(number: int, before: list[str], after: list[str]) -> Survey:
    """`number` people a wave, each of a company of its own; all of a wave say the same."""
    people = [
        Person(f"{wave}-{n}", f"{wave}К{n}", says=says, wave=wave)
        for wave, says in (("2024", before), ("2025", after))
        for n in range(number)
    ]
    return make_survey(*people)


DONE = Action(process="Доставка", action="второй склад", state="сделано")


def judged(survey: Survey, *plan: Action) -> list[dict[str, object]]:
    return [dict(row) for row in records(outcomes(survey, plan))]


def test_damage_that_fell_more_than_elsewhere_is_seen() -> None:
    survey = two_waves(12, [LATE, LATE, PAPERS], [PAPERS])
    (row,) = judged(survey, DONE)
    assert row["verdict"] == Verdict.FELL
    assert (row["before"], row["after"], row["control_change"]) == (2.0, 0.0, 0.0)
    assert row["high"] < 0
    assert row["control"] == 1


def test_a_fall_that_all_processes_share_is_no_result_of_the_action() -> None:
    survey = two_waves(12, [LATE, LATE, PAPERS, PAPERS], [])
    (row,) = judged(survey, DONE)
    assert row["change"] == -2.0
    assert row["difference"] == 0.0
    assert row["verdict"] != Verdict.FELL


def test_damage_that_stayed_is_said_to_have_stayed() -> None:
    (row,) = judged(two_waves(12, [LATE, PAPERS], [LATE, PAPERS]), DONE)
    assert row["verdict"] == Verdict.STAYED


@pytest.mark.parametrize(
    ("plan", "note"),
    [
        ([MADE(DONE, state="не начато")], "ещё не делается"),
        ([MADE(DONE, state="")], "не сказано, делается ли"),
        ([MADE(DONE, process="Всё")], "не процесс кодовой книги"),
        ([MADE(DONE, more={"Волна": "2025"})], "следующей волны после 2025 ещё нет"),
        ([MADE(DONE, more={"волна": "2023"})], "волны «2023» в исследовании нет"),
        ([DONE, MADE(DONE, process="document_exchange")], "нетронутых процессов с жалобами нет"),
        ([MADE(DONE, process="production")], "жалоб на этот процесс не было"),
    ],
)
def test_what_cannot_be_judged_says_why(plan: list[Action], note: str) -> None:
    rows = judged(two_waves(12, [LATE, PAPERS], [PAPERS]), *plan)
    assert note in str(rows[0]["note"])
    assert {row["verdict"] for row in rows} == {Verdict.UNSEEN}


def test_of_few_people_nothing_is_claimed_and_the_number_is_said() -> None:
    survey = two_waves(2, [LATE, LATE], [])
    (row,) = judged(survey, DONE)
    assert row["verdict"] == Verdict.UNSEEN
    assert "слишком мало респондентов: «2024» — 2" in str(row["note"])
    assert judged(make_survey(Person("Анна", says=[LATE])), DONE) == []


def test_a_slide_of_outcomes_says_how_many_actions_it_has_no_room_for(tmp_path: Path) -> None:
    plan = (DONE, DONE, Action(process="Логистика вообще", action="думать", state="сделано"))
    survey = two_waves(4, [LATE, PAPERS], [LATE])
    planned = dataclasses.replace(survey, study=dataclasses.replace(survey.study, plan=plan))
    write_slides(tmp_path / "report.pptx", Story(find(planned), {}))
    assert "Ещё мер: 1;" in words(tmp_path / "report.pptx")


def test_words_about_outcomes_claim_no_cause() -> None:
    people = two_waves(12, [LATE, LATE, PAPERS], [PAPERS])
    study = dataclasses.replace(people.study, plan=(DONE,))
    (told,) = told_outcomes(find(dataclasses.replace(people, study=study)))
    assert told.verdict == "вред снизился"
    assert "опрошено 12 и 12" in told.told
    assert "95 %" in told.told
    assert not any(word in told.told for word in ("благодаря", "из-за", "помогл", "сработал"))


INTERVIEW = """\
Интервьюер: Как с документами?
Семён: Документы вечно опаздывают, каждый раз напоминаем. Хотелось бы личный кабинет.
"""


def test_the_command_writes_drafts_and_reports_show_them_marked(tmp_path: Path) -> None:
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "transcripts" / "и1.txt").write_text(INTERVIEW, "utf-8")
    (tmp_path / "study.yaml").write_text("replicates: 100\ncoder: rules\n", "utf-8")
    assert "Черновики программы" in call("plan", tmp_path)
    assert (tmp_path / "out" / "plan-draft.xlsx").is_file()
    assert not (tmp_path / "plan.xlsx").exists()
    whole = (tmp_path / "out" / "plan-draft.xlsx").read_bytes()
    call("plan", tmp_path, "--where", "interview=и1")
    assert [each.name for each in (tmp_path / "out").rglob("plan-draft.xlsx")] == ["plan-draft.xlsx"] * 2
    assert (tmp_path / "out" / "plan-draft.xlsx").read_bytes() == whole  # everybody's stay as they are
    call("analyse", tmp_path)
    for name in ("report.html", "report.docx", "report.pptx"):
        assert "черновик программы" in words(tmp_path / "out" / name), name
    shutil.copyfile(tmp_path / "out" / "plan-draft.xlsx", tmp_path / "plan.xlsx")
    before = (tmp_path / "plan.xlsx").read_bytes()
    assert "Черновиков нет" in call("plan", tmp_path)
    call("analyse", tmp_path)
    for name in ("report.html", "report.docx", "report.pptx"):
        assert "черновик программы" not in words(tmp_path / "out" / name), name
    assert (tmp_path / "plan.xlsx").read_bytes() == before
