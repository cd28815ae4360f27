"""Whose coding is counted: the one given, the study's own, else the coder's; and who is told whose it is."""

import json
import zipfile
from pathlib import Path
from unittest import mock

import pytest

from otzvuk.analysis import analyse
from otzvuk.codings.chosen import coding_of
from otzvuk.exchange import import_study
from otzvuk.model.errors import InputError
from otzvuk.read import check_study, read_study
from program import call

SAID = "Документы вечно опаздывают, ждём неделями. А водители вежливые."
TALK = f"Интервьюер: Как с документами?\nКлара: {SAID}\n"
WORDS = "водители вежливые"  # what the people's coding says, and nothing else
FIELDS = {"interview": "и1", "turn": 1, "kind": "praise", "code": "relationship.overall", "text": WORDS}


def gold(start: int = SAID.index(WORDS)) -> str:
    line = FIELDS | {"start": start, "end": start + len(WORDS)}
    return json.dumps(line, ensure_ascii=False) + "\n"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "исследование"
    (folder / "transcripts").mkdir(parents=True)
    (folder / "transcripts" / "и1.txt").write_text(TALK, "utf-8")
    (folder / "study.yaml").write_text("replicates: 100\n", "utf-8")
    return folder


def taken(study: Path, given: Path | None = None) -> list[str]:
    chosen = coding_of(read_study(study), given)
    return [mention.text for coding in chosen.codings for mention in coding.mentions]


def test_a_coding_that_merely_lies_there_is_never_taken(study: Path) -> None:
    coders = taken(study)
    assert coders != [WORDS]
    (study / "gold.jsonl").write_text(gold(), "utf-8")
    (study / "marked").mkdir()
    marked = TALK.replace(WORDS, f'<p s="relationship.overall">{WORDS}</p>')
    (study / "marked" / "и1.txt").write_text(marked, "utf-8")
    assert taken(study) == coders


def test_the_one_given_comes_before_the_studys_own(study: Path, tmp_path: Path) -> None:
    (study / "gold.jsonl").write_text(gold(), "utf-8")
    (study / "study.yaml").write_text("coding: gold.jsonl\n", "utf-8")
    assert taken(study) == [WORDS]
    nothing = tmp_path / "никто.jsonl"
    nothing.write_text("", "utf-8")
    assert taken(study, nothing) == []


def test_every_form_of_a_coding_is_counted(study: Path, tmp_path: Path) -> None:
    (study / "gold.jsonl").write_text(gold(), "utf-8")
    analyse(study, coding=study / "gold.jsonl")
    (study / "marked").mkdir()
    marked = TALK.replace(WORDS, f'<p s="relationship.overall">{WORDS}</p>')
    (study / "marked" / "и1.txt").write_text(marked, "utf-8")
    project = tmp_path / "люди.qdpx"
    call("export", study, "--to", project, "--coding", study / "gold.jsonl")
    forms = ("gold.jsonl", "out/mentions.csv", "out/mentions.parquet", "marked", ".")
    for given in [*(study / name for name in forms), project]:
        assert taken(study, given) == [WORDS], given


@pytest.mark.parametrize(
    "command",
    ["lens --by theme", "table --rows kind --columns theme", "typical --by kind", "scores", "quotes"],
)
def test_a_command_that_counts_takes_it_and_codes_nothing(study: Path, command: str) -> None:
    (study / "gold.jsonl").write_text(gold(), "utf-8")
    name, *rest = command.split()
    with mock.patch("otzvuk.codings.chosen.code_cached", side_effect=AssertionError("coded")):
        said = call(name, study, *rest, "--coding", study / "gold.jsonl")
        (study / "study.yaml").write_text("coding: gold.jsonl\n", "utf-8")
        assert call(name, study, *rest) == said
    assert "Разметка взята готовой, gold.jsonl: упоминаний 1, решили: люди — 1" in said


def test_every_report_says_whose_coding_it_shows(study: Path) -> None:
    (study / "gold.jsonl").write_text(gold(), "utf-8")
    (study / "study.yaml").write_text("replicates: 100\ncoding: gold.jsonl\n", "utf-8")
    analyse(study)
    run = json.loads((study / "out" / "run.json").read_text("utf-8"))
    assert run["coding"] == {"from": "gold.jsonl", "by": {"person:gold": 1}}
    assert run["models"] == {}
    assert "Разметка взята готовой, gold.jsonl" in (study / "out" / "report.html").read_text("utf-8")
    for name in ("report.docx", "report.pptx", "frequencies.xlsx"):
        with zipfile.ZipFile(study / "out" / name) as archive:
            text = "".join(
                archive.read(part).decode() for part in archive.namelist() if part.endswith(".xml")
            )
        assert "gold.jsonl" in text, name
    (study / "study.yaml").write_text("replicates: 100\n", "utf-8")
    analyse(study)
    run = json.loads((study / "out" / "run.json").read_text("utf-8"))
    assert run["coding"]["from"] == ""
    assert run["models"]
    assert not any(name.startswith("person") for name in run["coding"]["by"])


def test_evaluate_compares_the_coder_unless_it_is_told_otherwise(study: Path) -> None:
    (study / "gold.jsonl").write_text(gold(), "utf-8")
    (study / "study.yaml").write_text("coding: gold.jsonl\n", "utf-8")
    by_the_coder = call("evaluate", study, "--gold", study / "gold.jsonl")
    by_itself = call("evaluate", study, "--gold", study / "gold.jsonl", "--coding", study / "gold.jsonl")
    assert by_the_coder != by_itself
    assert "1,00" in by_itself or "1.00" in by_itself


def test_an_imported_study_counts_its_peoples_coding(study: Path, tmp_path: Path) -> None:
    (study / "gold.jsonl").write_text(gold(), "utf-8")
    call("export", study, "--to", tmp_path / "а.qdpx", "--coding", study / "gold.jsonl")
    import_study(tmp_path / "а.qdpx", tmp_path / "новое")
    assert "coding: gold.jsonl" in (tmp_path / "новое" / "study.yaml").read_text("utf-8")
    assert taken(tmp_path / "новое") == [WORDS]


def test_a_coding_that_is_not_there_is_one_sentence(study: Path) -> None:
    (study / "study.yaml").write_text("coding: нету.jsonl\n", "utf-8")
    with pytest.raises(InputError, match=r"ключ coding: нет такой разметки «нету\.jsonl»"):
        read_study(study)
    assert any("нету.jsonl" in each for each in check_study(study))
    (study / "study.yaml").write_text("", "utf-8")
    assert "нет такого файла" in call("lens", study, "--by", "theme", "--coding", "нет.csv", code=2)


def test_what_a_coding_lacks_is_said_and_not_counted(study: Path) -> None:
    (study / "transcripts" / "и2.txt").write_text(TALK.replace("Клара", "Роза"), "utf-8")
    (study / "marked").mkdir()
    marked = TALK.replace(WORDS, f'<p s="relationship.overall">{WORDS}</p>')
    (study / "marked" / "и1.txt").write_text(marked, "utf-8")
    chosen = coding_of(read_study(study), study / "marked")
    assert [each.id for each in chosen.study.interviews] == ["и1"]
    assert any("и2" in each and "не учтено" in each for each in chosen.study.assumptions)


def test_an_imported_study_says_that_the_program_decided(study: Path, tmp_path: Path) -> None:
    """A project goes out with the program's mentions and comes back: no person has looked at them."""
    call("export", study, "--to", tmp_path / "а.qdpx")
    import_study(tmp_path / "а.qdpx", tmp_path / "новое")
    said = call("table", tmp_path / "новое", "--rows", "code", "--columns", "role")
    assert "решили: " in said
    assert "люди" not in said.partition("решили: ")[2].partition(";")[0]
