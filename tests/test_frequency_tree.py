"""The frequency tree: branches that add up, deterioration beside them, in every report; Excel counts it."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from pptx import Presentation
from python_calamine import CalamineWorkbook

from office import check_whole, document_tables, slides
from otzvuk.model.codebook import Code
from otzvuk.numbers.findings import Findings, find
from otzvuk.numbers.lens import frequency_tree
from otzvuk.report.document import write_document
from otzvuk.report.outline import outline
from otzvuk.report.page import render_page
from otzvuk.report.slides import write_slides
from otzvuk.report.story import Story
from otzvuk.report.workbook import write_workbook
from program import call
from studies import Person, eight_at_once, make_survey, small_codebook, some_people

KINDS = ("praise", "complaint", "wish")


@pytest.fixture(scope="module")
def found() -> Findings:
    return find(make_survey(*eight_at_once()))


@pytest.fixture(scope="module")
def workbook(found: Findings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tree") / "frequencies.xlsx"
    write_workbook(path, Story(found, {}))
    return path


@given(some_people())
@settings(max_examples=30, deadline=None)
def test_kinds_add_up_and_deterioration_is_the_same_mentions_once_more(people: tuple[Person, ...]) -> None:
    survey = make_survey(*people)
    tree = frequency_tree(survey)
    total = tree.iloc[0]
    branches = tree[tree["depth"] == 1].set_index("branch")
    assert list(branches.index) == [*KINDS, "worse"]
    assert branches.loc[list(KINDS), "mentions"].sum() == total["mentions"] == len(survey.mentions)
    worse = branches.loc["worse"]
    assert worse["mentions"] == (survey.mentions["trend"] == "worse").sum() == total["worse"]
    assert worse[list(KINDS)].sum() == worse["mentions"]
    assert (branches.loc[list(KINDS), "worse"] == [worse[kind] for kind in KINDS]).all()
    for keys in (["branch"], ["branch", "theme"]):
        parts = tree[tree["depth"] == len(keys) + 1].groupby(keys)["mentions"].sum()
        whole = tree[(tree["depth"] == len(keys)) & (tree["mentions"] > 0)].set_index(keys)["mentions"]
        assert parts.sort_index().to_dict() == whole.sort_index().to_dict()


def test_it_is_said_how_deterioration_overlaps_so_that_sums_are_not_read_twice(found: Findings) -> None:
    tree = outline(found)
    worse = tree.branches[-1].row
    assert worse["complaint"] == worse["mentions"] == 5
    assert "Их 5 (5\u00a0жалоб); в этих ветках и во «Всего» они уже есть" in tree.sentences[1]
    nobody = outline(find(make_survey(Person("Анна", says=["-price.level"]))))
    assert nobody.sentences[1] == "Слов о том, что стало хуже, в разметке нет."
    assert [branch.row["mentions"] for branch in nobody.branches] == [0, 1, 0, 0]


def test_every_number_of_the_page_leads_to_its_quotes(found: Findings) -> None:
    html = render_page(Story(found, {}))
    own = html[html.index('<section id="frequencies">') : html.index('<section id="lenses">')]
    for branch in outline(found).branches:
        assert f'id="tree-{branch.name}"' in own
        for leaf in branch.leaves:
            query = "&amp;".join(f"{name}={value}" for name, value in leaf.facets.items())
            link = re.search(
                rf'href="#(\w+)" data-filter="{re.escape(query)}">{leaf.row["mentions"]}</a>', own
            )
            assert link, query
            assert f'id="{link.group(1)}"' in html
    assert 'data-filter="trend=worse&amp;theme=discipline"' in own


def test_the_document_has_it_as_one_table_with_subtotals(found: Findings, tmp_path: Path) -> None:
    write_document(tmp_path / "r.docx", Story(found, {}))
    check_whole(tmp_path / "r.docx")
    table = next(own for name, own in document_tables(tmp_path / "r.docx").items() if "Дерево частот" in name)
    counts = dict(zip(table["Ветка, тема, код"], table["Упоминаний"].astype(int), strict=True))
    tree = found.views.tree.set_index(["branch", "theme", "code"])["mentions"]
    assert counts["Всего"] == len(found.survey.mentions)
    assert counts["Ухудшения (в их числе)"] == tree["worse", "", ""]
    assert "– Отгрузка" in counts
    once = table["Ветка, тема, код"].str.startswith("– по одному: ")
    assert (table[once]["Упоминаний"].astype(int) > 1).all()


def test_the_slide_is_of_boxes_and_lines_that_can_be_moved(found: Findings, tmp_path: Path) -> None:
    write_slides(tmp_path / "r.pptx", Story(found, {}))
    check_whole(tmp_path / "r.pptx")
    own = next(each for each in slides(tmp_path / "r.pptx") if each["title"] == "Дерево частот")
    text = "\n".join(own["texts"])
    for branch in outline(found).branches:
        assert f"{branch.label}: {branch.row['mentions']}" in text
    slide = next(each for each in Presentation(str(tmp_path / "r.pptx")).slides
                 if each.shapes.title.text_frame.text == "Дерево частот")  # fmt: skip
    assert (
        sum(shape.shape_type is not None and "LINE" in str(shape.shape_type) for shape in slide.shapes) == 4
    )


def test_a_slide_of_sixty_codes_says_how_many_it_leaves_out(tmp_path: Path) -> None:
    own = small_codebook()
    more = {
        f"quality.n{at}": Code(label=f"Очень длинное название кода {at}", process="claims")
        for at in range(60)
    }
    book = own.model_copy(update={"codes": dict(own.codes) | more})
    people = [Person(f"Ч{at}", says=[f"-quality.n{each}" for each in range(at, 60)]) for at in range(6)]
    write_slides(tmp_path / "r.pptx", Story(find(make_survey(*people, codebook=book)), {}))
    file = Presentation(str(tmp_path / "r.pptx"))
    (slide,) = (each for each in file.slides if each.shapes.title.text_frame.text == "Дерево частот")
    (texts,) = (shape.text_frame for shape in slide.shapes if shape.name.startswith("Жалобы: темы"))
    assert texts.paragraphs[-1].text == "\u2003ещё кодов: 44"
    assert len(texts.paragraphs) == 18


def rows_of(path: Path) -> dict[str, list[Any]]:
    """The tree on its sheet: counts by the path of labels."""
    found: dict[str, list[Any]] = {}
    names = ["", "", "", ""]
    for row in CalamineWorkbook.from_path(path).get_sheet_by_name("Дерево частот").to_python():
        label = str(row[0])
        if label == "Всего" or label.startswith("\u2003"):
            depth = len(label) - len(label.lstrip("\u2003"))
            names = [*names[:depth], label.strip(), "", "", ""][:4]
            found["/".join(filter(None, names))] = row[1:5]
    return found


def test_all_mentions_are_a_table_of_excels_own(workbook: Path) -> None:
    with zipfile.ZipFile(workbook) as archive:
        (table,) = (archive.read(name).decode() for name in archive.namelist() if "/tables/" in name)
    sheet = CalamineWorkbook.from_path(workbook).get_sheet_by_name("Цитаты").to_python()
    assert 'displayName="Упоминания"' in table
    assert re.findall(r'<tableColumn id="\d+" name="([^"]+)"', table) == [str(each) for each in sheet[0]]
    assert f":{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[len(sheet[0]) - 1]}{len(sheet)}" in table
    assert "<autoFilter" in table


def test_the_sheet_has_the_numbers_of_the_findings_before_anything_is_recalculated(
    found: Findings, workbook: Path
) -> None:
    counts = [row[0] for row in rows_of(workbook).values()]
    assert counts == found.views.tree["mentions"].tolist()


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice here")
def test_excel_counts_the_tree_again_for_whom_one_picks(
    found: Findings, workbook: Path, tmp_path: Path
) -> None:
    picked = tmp_path / "picked.xlsx"
    _pick(workbook, picked, role="Эксплуатант")
    for path in (_without_values(workbook, tmp_path / "all.xlsx"), picked):
        done = subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{tmp_path / 'office'}", "--headless",
             "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(path)],
            capture_output=True, timeout=600, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    whole, own = rows_of(tmp_path / "out" / "all.xlsx"), rows_of(tmp_path / "out" / "picked.xlsx")
    assert [row[0] for row in whole.values()] == found.views.tree["mentions"].tolist()
    assert [row[2] for row in whole.values()] == found.views.tree["respondents"].tolist()
    said = found.survey.mentions
    users = said[said["role"] == "user"]
    assert own["Всего"][0] == len(users)
    assert own["Всего/Жалобы"][0] == (users["kind"] == "complaint").sum()
    assert own["Всего/Ухудшения (в их числе)"][0] == (users["trend"] == "worse").sum()
    late = (users["code"] == "discipline.lead_times").sum()
    assert own["Всего/Жалобы/Дисциплина/Сроки поставки"][0] == late
    assert own["Всего"][2] == "—"  # different people are not counted by a formula


def _without_values(source: Path, target: Path, change: tuple[str, str] = ("", "")) -> Path:
    """A copy whose formulas have no kept results, so whoever opens it counts; `change` is of the tree."""
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w") as copy:
        for name in archive.namelist():
            content = archive.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(r"(</f>)<v>[^<]*</v>", r"\1", content.decode())
                content = (text.replace(*change) if change[0] and "COUNTIFS" in text else text).encode()
            copy.writestr(name, content)
    return target


def _pick(source: Path, target: Path, *, role: str) -> None:
    """A copy in which that role is picked."""
    with zipfile.ZipFile(source) as archive:
        strings = re.findall(r"<si><t[^>]*>([^<]*)</t></si>", archive.read("xl/sharedStrings.xml").decode())
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    sheet = next(each for each in sheets if "COUNTIFS" in each)
    everybody, wanted = strings.index("все"), strings.index(role)
    cell = next(re.finditer(rf'<c r="B\d+" s="\d+" t="s"><v>{everybody}</v></c>', sheet)).group()
    _without_values(source, target, (cell, cell.replace(f"<v>{everybody}<", f"<v>{wanted}<")))


def test_hostile_labels_are_no_formulas_and_meet_only_themselves(tmp_path: Path) -> None:
    own = small_codebook()
    wild = own.codes["price.level"].model_copy(update={"label": '*"&A1&"?~=1+1'})
    book = own.model_copy(update={"codes": dict(own.codes) | {"price.level": wild}})
    people = [Person("=1+1", "*", "user", ["-price.level", "-quality.defects"]), Person("б", "?", "user")]
    write_workbook(tmp_path / "r.xlsx", Story(find(make_survey(*people, codebook=book)), {}))
    with zipfile.ZipFile(tmp_path / "r.xlsx") as archive:
        formulas = "".join(
            text for name in archive.namelist() if "worksheets/sheet" in name
            for text in re.findall(r"<f>.*?</f>", archive.read(name).decode())
        )  # fmt: skip
        strings = archive.read("xl/sharedStrings.xml").decode()
    assert "A1&" not in formulas
    assert "=~*&quot;&amp;A1&amp;&quot;~?~~=1+1" in strings.replace('"', "&quot;")


def test_the_command_prints_the_tree_as_deep_as_wanted_and_writes_all_of_it(tmp_path: Path) -> None:
    (tmp_path / "s" / "transcripts").mkdir(parents=True)
    (tmp_path / "s" / "study.yaml").write_text("coder: fast\n", "utf-8")
    talk = "Интервьюер: Как с упаковкой?\nАнна: Упаковка отличная, нареканий нет.\n"
    (tmp_path / "s" / "transcripts" / "a.txt").write_text(talk, "utf-8")
    said = call("frequencies", tmp_path / "s", "--depth", "2", "--csv", tmp_path / "tree.csv")
    assert "Ухудшения (в их числе)" in said
    assert "Качество" in said
    assert "Упаковка и маркировка" not in said
    assert "quality.packaging" in (tmp_path / "tree.csv").read_text("utf-8-sig")
