"""Codings as tasks for Prodigy, Label Studio and doccano, in the form that each of them loads."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from otzvuk.exchange.tasks import Program, export_tasks
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Coding, Kind, Mention
from studies import small_codebook
from test_cli_exchange import complaint, demo, done

__all__ = ["demo"]

SAID = "👨🏻 Отгрузка стоит... а цена 👍 хорошая, и т.д."
BOOK = small_codebook()


def mention(words: str, kind: Kind, code: str) -> Mention:
    start = SAID.index(words)
    place = BOOK.process_of(code)
    return Mention(1, start, start + len(words), words, kind, code, place, confidence=0.75)


CODING = Coding(
    Interview(
        "i1",
        file="i1.txt",
        turns=(
            Turn("И", "Как <отгрузка>?", interviewer=True),
            Turn("Анна", SAID),
            Turn("Анна", "Ну да."),
            Turn("Анна", " "),
        ),
    ),
    (
        mention("Отгрузка стоит", Kind.COMPLAINT, "discipline.loading"),
        mention("цена 👍 хорошая, и т", Kind.PRAISE, "price.level"),
    ),
)
LABELS = ["complaint|discipline.loading", "praise|price.level"]


def test_prodigy_gets_code_points_and_numbers_of_tokens(tmp_path: Path) -> None:
    path = tmp_path / "задачи.jsonl"
    assert export_tasks(BOOK, [CODING], path, Program.PRODIGY) == 2
    full, empty = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert "".join(each["text"] + " " * each["ws"] for each in full["tokens"]) == full["text"] == SAID
    for span, meant in zip(full["spans"], CODING.mentions, strict=True):
        assert SAID[span["start"] : span["end"]] == meant.text
        first, last = full["tokens"][span["token_start"]], full["tokens"][span["token_end"]]
        assert (first["start"], last["end"]) == (span["start"], span["end"])
    assert [span["label"] for span in full["spans"]] == LABELS
    assert full["meta"] == {"interview": "i1", "turn": 1, "speaker": "Анна", "question": "Как <отгрузка>?"}
    assert (empty["text"], empty["spans"]) == ("Ну да.", [])
    labels = (tmp_path / "задачи.labels.txt").read_text("utf-8").splitlines()
    assert len(labels) == len(set(labels)) == 3 * len(BOOK.codes)
    assert set(LABELS) <= set(labels)


def test_codes_that_the_codebook_lacks_have_labels_too(tmp_path: Path) -> None:
    foreign = replace(CODING, mentions=(replace(CODING.mentions[0], code="their.own"),))
    export_tasks(BOOK, [foreign], tmp_path / "задачи.jsonl", Program.PRODIGY)
    labels = (tmp_path / "задачи.labels.txt").read_text("utf-8").splitlines()
    assert "complaint|their.own" in labels


def test_label_studio_gets_predictions_and_its_interface(tmp_path: Path) -> None:
    path = tmp_path / "задачи.json"
    assert export_tasks(BOOK, [CODING], path, Program.LABEL_STUDIO) == 2
    full, empty = json.loads(path.read_text("utf-8"))
    assert full["data"]["text"] == SAID
    assert full["data"]["question"] == "Как <отгрузка>?"
    assert "predictions" not in empty
    (prediction,) = full["predictions"]
    root = ElementTree.fromstring((tmp_path / "задачи.labels.xml").read_text("utf-8"))
    tags = {element.tag: element for element in root.iter()}
    known = {element.get("value") for element in root.iter("Label")}
    for found in prediction["result"]:
        value = found["value"]
        assert SAID[value["start"] : value["end"]] == value["text"]
        assert set(value["labels"]) <= known
        assert found["score"] == 0.75
        assert (found["from_name"], found["to_name"]) == (
            tags["Labels"].get("name"),
            tags["Text"].get("name"),
        )
    assert tags["Labels"].get("toName") == tags["Text"].get("name")
    assert {tags["Text"].get("value"), tags["Header"].get("value")} == {"$text", "$question"}
    assert len({found["id"] for found in prediction["result"]}) == 2


def test_doccano_gets_units_of_utf16(tmp_path: Path) -> None:
    path = tmp_path / "задачи.jsonl"
    assert export_tasks(BOOK, [CODING], path, Program.DOCCANO) == 2
    full, empty = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    units = SAID.encode("utf-16-le")
    texts = [units[2 * start : 2 * stop].decode("utf-16-le") for start, stop, _ in full["label"]]
    assert texts == [each.text for each in CODING.mentions]
    assert [label for *_, label in full["label"]] == LABELS
    assert empty["label"] == []
    assert [each.name for each in tmp_path.iterdir()] == ["задачи.jsonl"]


def test_the_same_coding_gives_the_same_bytes_and_lines_stay_lines(tmp_path: Path) -> None:
    odd = replace(
        CODING,
        interview=replace(CODING.interview, turns=(Turn("А", "раз\u2028два\nтри\u0085"),)),
        mentions=(),
    )
    one, two = tmp_path / "а.jsonl", tmp_path / "б.jsonl"
    for path in (one, two):
        export_tasks(BOOK, [CODING, odd], path, Program.DOCCANO)
    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes().count(b"\n") == 3


def test_a_program_is_not_given_what_it_cannot_load(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"doccano такой файл не загрузит; ожидается имя файла с \.jsonl"):
        export_tasks(BOOK, [CODING], tmp_path / "а.json", Program.DOCCANO)
    with pytest.raises(InputError, match=r"Label Studio такой файл не загрузит"):
        export_tasks(BOOK, [CODING], tmp_path / "а.jsonl", Program.LABEL_STUDIO)


def test_the_command_chooses_the_program_by_the_file_and_hides_names(demo: Path, tmp_path: Path) -> None:
    study = demo / "study.yaml"
    study.write_text(study.read_text("utf-8") + "\ncoder: fast\n", "utf-8")
    file = tmp_path / "задачи.jsonl"
    said = done("export", demo, "--to", file)
    assert "задач для Prodigy: " in said
    assert "метки — " in said
    tasks = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert any("[" in each["meta"]["speaker"] for each in tasks)
    assert "задач для Label Studio: " in done("export", demo, "--to", tmp_path / "задачи.json", "--as-is")
    plain = json.loads((tmp_path / "задачи.json").read_text("utf-8"))
    assert not any("[" in each["data"]["speaker"] for each in plain)
    assert len(plain) == len(tasks)
    assert "задач для doccano: " in done("export", demo, "--to", tmp_path / "д.jsonl", "--for", "doccano")


def test_bad_options_are_refused_before_the_long_work(demo: Path, tmp_path: Path) -> None:
    (tmp_path / "а.labels.txt").write_text("моё", "utf-8")
    for arguments, words in (
        (("--to", "б.jsonl", "--for", "prodegy"), "неверное значение параметра --for «prodegy»"),
        (("--to", "б.json", "--for", "doccano"), "doccano такой файл не загрузит"),
        (("--to", "б.csv", "--for", "doccano"), "--for — только для .jsonl и .json"),
        (("--to", "а.jsonl"), "а.labels.txt: файл уже есть"),
        (("--to", demo / "gold.jsonl"), "файл исследования"),
        (("--to", demo / "transcripts" / "а.jsonl"), "файл исследования"),
    ):
        assert words in complaint("export", demo, *arguments, folder=tmp_path), arguments
    assert [each.name for each in tmp_path.iterdir()] == ["а.labels.txt"]
