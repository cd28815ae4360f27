"""What is written for other programs: valid by the standard's schema, and free of what they choke on."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from otzvuk.exchange import export_codebook, export_project, export_table
from otzvuk.folder.csvfile import harmless
from otzvuk.model.codebook import Code
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Coding, Kind, Mention
from refi import CODEBOOK, PROJECT, schema
from studies import Person, eight_people, make_study, small_codebook

MOMENT = datetime(2025, 3, 1, 12, tzinfo=UTC)
NS = {"q": PROJECT}


def exported(
    tmp_path: Path, *people: Person, **more: Any
) -> tuple[Any, dict[str, bytes], tuple[Coding, ...]]:
    study, codings = make_study(*(people or eight_people()), **more)
    return *written(tmp_path, study, codings), codings


def written(tmp_path: Path, study: Any, codings: Any) -> tuple[Any, dict[str, bytes]]:
    path = tmp_path / "study.qdpx"
    export_project(study, codings, path, moment=MOMENT)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return etree.fromstring(parts["project.qde"]), parts


def test_a_project_fits_the_schema_of_the_standard(tmp_path: Path) -> None:
    root, _, _ = exported(tmp_path)
    etree.XMLSchema(etree.fromstring(schema())).assertValid(root)


def test_an_empty_study_fits_the_schema_too(tmp_path: Path) -> None:
    study, _ = make_study()
    root, _ = written(tmp_path, study, ())
    etree.XMLSchema(etree.fromstring(schema())).assertValid(root)


def test_the_schema_refuses_what_the_standard_does() -> None:
    check = etree.XMLSchema(etree.fromstring(schema()))
    for inner in (
        "<Users/>",
        '<CodeBook><Codes><Code guid="1" name="x" isCodable="true"/></Codes></CodeBook>',
    ):
        assert not check.validate(etree.fromstring(f'<Project xmlns="{PROJECT}" name="x">{inner}</Project>'))


def test_every_mention_is_a_selection_of_its_words_with_its_own_code(tmp_path: Path) -> None:
    root, parts, codings = exported(tmp_path)
    codes = {each.get("guid"): each for each in root.iterfind(".//q:Code", NS)}
    found = []
    for source in root.iterfind(".//q:TextSource", NS):
        name = source.get("plainTextPath").removeprefix("internal://")
        text = parts[f"sources/{name}"].decode("utf-8")
        for selection in source.iterfind("q:PlainTextSelection", NS):
            code = codes[selection.find("q:Coding/q:CodeRef", NS).get("targetGUID")]
            assert code.get("isCodable") == "true"
            if code.getparent().get("name") != "Говорящие":
                place = slice(int(selection.get("startPosition")), int(selection.get("endPosition")))
                found.append((source.get("name"), text[place], code.get("name")))
    book = small_codebook()
    expected = [
        (coding.interview.id, each.text, f"{each.kind.label}: {book.label(each.code)}")
        for coding in codings
        for each in coding.mentions
    ]
    assert Counter(found) == Counter(expected)


def test_nothing_that_programs_choke_on_is_written(tmp_path: Path) -> None:
    root, parts, _ = exported(tmp_path)
    assert root.get("origin")
    assert not list(root.iter(f"{{{PROJECT}}}PlainTextContent"))
    for name, data in parts.items():
        assert not data.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in data
        assert name == "project.qde" or name.startswith("sources/")
    guids = [each.get("guid") for each in root.iter() if each.get("guid")]
    assert len(set(guids)) == len(guids)
    refs = {each.get(name) for each in root.iter() for name in ("targetGUID", "creatingUser")} - {None}
    assert refs <= set(guids)
    for tag in ("TextSource", "PlainTextSelection", "Coding"):
        dates = [each.get("creationDateTime") for each in root.iterfind(f".//q:{tag}", NS)]
        assert dates
        assert all(dates)
    for tag in ("Code", "Case", "TextSource", "Variable", "User"):
        names = [each.get("name").casefold() for each in root.iterfind(f".//q:{tag}", NS)]
        assert len(set(names)) == len(names), tag
    empty = [
        each.tag
        for each in root.iter()
        if not len(each) and not each.attrib and not (each.text or "").strip()
    ]
    assert not empty
    assert not any(
        code.get("isCodable") == "true"
        for code in root.iterfind(".//q:Code", NS)
        if code.find("q:Code", NS) is not None
    )


def test_equal_labels_and_names_get_apart(tmp_path: Path) -> None:
    book = small_codebook()
    twin = {"service.price": Code(label="Уровень цены", process="pricing")}
    book = book.model_copy(
        update={"codes": {**book.codes, **twin}, "themes": {**book.themes, "price": "Качество"}}
    )
    people = [Person("Анна", says=["-price.level"]), Person("Анна", says=["-service.price"])]
    root, _, _ = exported(tmp_path, *people, codebook=book)
    for tag in ("Code", "Case"):
        names = [each.get("name").casefold() for each in root.iterfind(f".//q:{tag}", NS)]
        assert len(set(names)) == len(names)


def test_people_are_cases_with_variables_and_attributes_of_their_document(tmp_path: Path) -> None:
    person = Person("Анна", "ООО «Альфа»", "economic", ["+price.level"], attributes={"Регион": "Юг"})
    root, _, _ = exported(tmp_path, person)
    names = {each.get("guid"): each.get("name") for each in root.iterfind(".//q:Variable", NS)}

    def values(element: Any) -> dict[str, str]:
        return {
            names[each.find("q:VariableRef", NS).get("targetGUID")]: each.findtext("q:TextValue", None, NS)
            for each in element.iterfind("q:VariableValue", NS)
        }

    case = root.find(".//q:Case", NS)
    told = {
        "Интервью": "i1",
        "Говорящий": "Анна",
        "Компания": "ООО «Альфа»",
        "Роль": "economic",
        "Регион": "Юг",
    }
    assert values(case) == told
    assert values(root.find(".//q:TextSource", NS)) == {
        f"Документ: {name}": value for name, value in told.items()
    }
    selected = {each.get("targetGUID") for each in case.iterfind("q:SelectionRef", NS)}
    assert len(selected) == 2  # both turns of hers


def test_person_and_program_are_two_users_and_the_reason_is_the_memo(tmp_path: Path) -> None:
    study, (coding,) = make_study(Person("Анна", says=["-price.level worse", "+price.level"]))
    by = ("rule:clue", "person:Мария")
    mentions = [
        Mention(
            each.turn,
            each.start,
            each.stop,
            each.text,
            each.kind,
            each.code,
            each.process,
            each.trend,
            0.25,
            who,
            "потому",
        )
        for each, who in zip(coding.mentions, by, strict=True)
    ]
    root, _ = written(tmp_path, study, [Coding(coding.interview, tuple(mentions))])
    users = {each.get("guid"): each.get("name") for each in root.iterfind(".//q:User", NS)}
    assert sorted(users.values()) == ["Мария", "Отзвук (программа)"]
    told = [
        (users[each.find("q:Coding", NS).get("creatingUser")], each.findtext("q:Description", None, NS))
        for each in root.iterfind(".//q:PlainTextSelection", NS)
        if each.find("q:Description", NS) is not None
    ]
    assert told[0][0] == "Отзвук (программа)"
    assert told[0][1].split("\n") == [
        "потому",
        "",
        "Динамика: Ухудшения",
        "Уверенность: 0,25",
        "Решение: rule:clue",
    ]
    assert told[1][0] == "Мария"


def test_the_same_study_gives_the_same_bytes(tmp_path: Path) -> None:
    study, codings = make_study(*eight_people())
    one, two = tmp_path / "1.qdpx", tmp_path / "2.qdpx"
    for path in (one, two):
        export_project(study, codings, path, moment=MOMENT)
    assert one.read_bytes() == two.read_bytes()


def test_a_codebook_alone_fits_its_schema(tmp_path: Path) -> None:
    path = tmp_path / "book.qdc"
    export_codebook(small_codebook(), path)
    root = etree.fromstring(path.read_bytes())
    etree.XMLSchema(etree.fromstring(schema(CODEBOOK))).assertValid(root)
    assert len(root.findall(f".//{{{CODEBOOK}}}Code[@isCodable='true']")) == 9 * len(Kind)


def test_the_table_opens_in_excel(tmp_path: Path) -> None:
    text = "=1+1; «дорого»\nи долго"
    interview = Interview("i1", "i1.txt", (Turn("+7 Анна", text, "строка 1"),))
    mention = Mention(
        0, 0, len(text), text, Kind.COMPLAINT, "price.level", "pricing", why="-потому", confidence=0.5
    )
    path = tmp_path / "codings.csv"
    export_table(small_codebook(), [Coding(interview, (mention,))], path)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    (row,) = rows
    assert row["Текст"] == f"'{text}"
    assert (row["Говорящий"], row["Почему"], row["Уверенность"]) == ("'+7 Анна", "'-потому", "0,500")
    assert (row["Вид"], row["Название кода"], row["Реплика"]) == ("Жалоба", "Уровень цены", "1")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_cell_becomes_a_formula(sign: str) -> None:
    assert harmless(f"{sign}cmd|' /C calc'!A0").startswith("'")
    assert harmless(f"  {sign}1").startswith("'")


def test_qdapy_reads_the_project(tmp_path: Path) -> None:
    """`qdaPy` is AGPL and stays in an environment of its own: OTZVUK_QDAPY names that one's python."""
    python = os.environ.get("OTZVUK_QDAPY", "")
    if not shutil.which(python or "no-such-python"):
        pytest.skip("OTZVUK_QDAPY does not name a python with qdaPy")
    _, _, codings = exported(tmp_path)
    script = (
        "import sys, warnings; warnings.simplefilter('ignore'); import qdapy\n"
        "p = qdapy.read_qdpx(sys.argv[1], warn=False)\n"
        "f = p.fragments; f = f[~f.code.str.startswith('Говорящие/')]\n"
        "print(len(f), len(p.sources), f.text.str.len().sum())"
    )
    done = subprocess.run(
        [python, "-c", script, str(tmp_path / "study.qdpx")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-500:]
    mentions = [each for coding in codings for each in coding.mentions]
    said = f"{len(mentions)} {len(codings)} {sum(len(each.text) for each in mentions)}"
    assert done.stdout.split() == said.split(), sys.version
