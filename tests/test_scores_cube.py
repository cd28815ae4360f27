"""The cube of satisfaction, process metrics by wave, bands of NPS, importance beside performance."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from statistics import fmean
from typing import Any

import pandas as pd
import pytest
from docx import Document
from pptx import Presentation
from python_calamine import CalamineWorkbook

import otzvuk
from otzvuk.model.codebook import read_codebook
from otzvuk.model.errors import InputError
from otzvuk.model.study import Guide, Item, Score, ScoreRules
from otzvuk.numbers import layers, scores
from otzvuk.numbers.count import records
from otzvuk.numbers.findings import Findings
from otzvuk.numbers.layers import WEIGHED, Quadrant
from otzvuk.numbers.layers.importance import IMPORTANCE
from otzvuk.numbers.survey import Survey
from otzvuk.report import csicube, importancemap, npsbands
from otzvuk.report.document import render_document
from otzvuk.report.nativescatter import Points, drawn_points, dress_points, points_workbook
from otzvuk.report.page import render_page
from otzvuk.report.slides import write_slides
from otzvuk.report.story import Story
from otzvuk.report.workbook import write_workbook
from studies import METRICS, Person, make_study

WAVES = """\
клиент;волна;блок;показатель;доля;вес;код
Альфа;2024;product;брак;10 %;2;quality.defects
Альфа;2025;product;брак;40 %;2;quality.defects
Альфа;2024;shipping;опоздания;20 %;1;
Альфа;2025;shipping;опоздания;10 %;1;
Бета;2025;shipping;опоздания;0 %;1;
"""
BOOK = read_codebook()
MARKS = {
    "quality.defects": 4,
    "quality.assortment": 10,
    "discipline.lead_times": 6,
    "relationship.overall": 1,
}


def metrics_of(tmp_path: Path, text: str) -> pd.DataFrame:
    path = tmp_path / "metrics.csv"
    path.write_text(text, "utf-8")
    return scores.read_metrics(path)


def survey_of(**settings: Any) -> Survey:
    people = (
        Person("Анна", "Альфа", "economic", ["-quality.defects", "-price.level"], rates=MARKS),
        Person("Борис", "Альфа", "user", ["-discipline.lead_times"], rates={"quality.defects": 8}),
        Person("Вера", "Бета", "user", ["+quality.defects"], rates={"discipline.lead_times": 10}),
    )
    return Survey.of(*make_study(*people, codebook=BOOK, **settings))


def cell(table: pd.DataFrame, **where: str) -> dict[str, Any]:
    keys = {"block": "", "role": "", "client": ""} | where
    for name, value in keys.items():
        table = table[table[name] == value]
    (row,) = table.to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_a_file_of_two_waves_has_an_index_for_each_and_the_change(tmp_path: Path) -> None:
    metrics = metrics_of(tmp_path, WAVES)
    table = scores.csi(metrics)
    assert list(table["wave"].unique()) == ["2024", "2025"]
    assert scores.csi(metrics_of(tmp_path, WAVES.replace(";2025;", ";2025 г.;"))).equals(table)
    now = scores.of_wave(table)
    alpha = now[(now["client"] == "Альфа") & (now["block"] == "")].iloc[0]
    assert alpha["csi"] == pytest.approx(((1 - 0.8) + 0.9) / 2)
    assert alpha["previous"] == "2024"
    assert alpha["previous_csi"] == pytest.approx((0.8 + 0.8) / 2)
    assert alpha["change"] == pytest.approx(alpha["csi"] - alpha["previous_csi"])
    beta = now[(now["client"] == "Бета") & (now["block"] == "")].iloc[0]
    assert (beta["previous"], pd.isna(beta["change"])) == ("", True)
    assert scores.of_wave(scores.pulls(metrics), "2024")["wave"].eq("2024").all()


def test_an_old_file_without_waves_stays_what_it_was(tmp_path: Path) -> None:
    metrics = metrics_of(tmp_path, METRICS)
    table = scores.csi(metrics)
    assert set(table["wave"]) == set(table["previous"]) == {""}
    old = metrics.drop(columns=["wave", "about"])  # a frame of somebody's own, as it was made before
    pd.testing.assert_frame_equal(scores.csi(old), table)


def test_a_metric_twice_in_a_wave_or_without_a_wave_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="метрика повторяется"):
        metrics_of(tmp_path, WAVES.replace("Альфа;2025;product", "Альфа;2024;product"))
    with pytest.raises(InputError, match="не заполнен столбец wave"):
        metrics_of(tmp_path, WAVES.replace("Бета;2025", "Бета;"))


def test_metrics_lead_to_what_their_client_says_of_the_same(tmp_path: Path) -> None:
    survey = survey_of()
    tree = scores.read_metric_tree("b2b", BOOK)
    now = scores.of_wave(scores.pulls(metrics_of(tmp_path, WAVES)))
    table = scores.pulled(survey, now, tree).set_index(["client", "metric"])
    defects = table.loc[("Альфа", "брак")]
    assert (defects["about"], defects["complaints"], defects["givers"]) == ("quality.defects", 1, "Анна")
    assert survey.mentions.loc[int(defects["labels"]), "code"] == "quality.defects"
    assert table.loc[("Бета", "опоздания"), "complaints"] == 0
    with pytest.raises(InputError, match=r"неизвестный критерий.*кривда"):
        scores.pulled(survey, now.assign(about="кривда"), tree)


def test_the_cube_has_every_margin_and_the_whole_for_all_counts_nowhere() -> None:
    table = scores.cube(survey_of())
    product, shipping = [4, 10, 8], [6, 10]
    assert cell(table, block="product")["mean_ten"] == pytest.approx(fmean(product))
    whole = cell(table)
    assert whole["mean_ten"] == pytest.approx(fmean([fmean(product), fmean(shipping)]))
    assert whole["marks"] == len(product) + len(shipping)
    assert cell(table, role="user", client="Альфа")["mean_ten"] == 8
    assert cell(table, block="product", client="Альфа", role="economic")["mean_ten"] == 7
    assert cell(table, client="Бета")["note"] == "слишком мало респондентов"
    for _, row in table.iterrows():
        assert 0 <= row["impact"] <= 10 - row["mean_ten"] + 1e-9


def test_what_pulls_a_cell_down_is_what_it_would_gain_and_leads_to_its_words() -> None:
    survey = survey_of()
    row = cell(scores.cube(survey), block="product")
    assert (row["worst"], row["givers"]) == ("quality.defects", "Анна; Борис")
    assert row["impact"] == pytest.approx(fmean([10, 10, 10]) - fmean([4, 10, 8]))
    said = survey.mentions.loc[[int(label) for label in row["labels"].split()]]
    assert set(said["code"]) == {"quality.defects"}
    assert set(said["kind"]) == {"complaint"}  # what is praised pulls nothing down


RECOMMEND = "Готовность рекомендовать"


def recommending() -> Survey:
    given = {"А": 10, "Б": 9, "В": 7, "Г": 3}
    people = [
        Person(name, "Альфа", "user", ["-price.level"] if mark < 7 else ["+price.level"])
        for name, mark in given.items()
    ]
    ratings = [Score(f"i{n}", name, RECOMMEND, mark, 10, person=f"p{n:02}") for n, (name, mark) in
               enumerate(given.items(), 1)]  # fmt: skip
    study, codings = make_study(*people, scores=ratings, codebook=BOOK)
    rules = study.settings.scores.model_copy(update={"nps": (RECOMMEND,)})
    guide = Guide(items=(Item(name=RECOMMEND, scale=10),))
    study = replace(study, guide=guide, settings=study.settings.model_copy(update={"scores": rules}))
    return Survey.of(study, codings)


def test_bands_hold_everybody_who_was_asked_with_what_they_say() -> None:
    survey = recommending()
    people = scores.bands(survey)
    assert [(row["speaker"], row["band"]) for row in people.to_dict("records")] == [
        ("Г", "detractors"), ("В", "passives"), ("Б", "promoters"), ("А", "promoters")
    ]  # fmt: skip
    counted = people["band"].value_counts()
    found = scores.indices(survey)
    values = {row["measure"]: row["value"] for row in found.to_dict("records")}
    assert values["promoters"] == 100 * counted["promoters"] / len(people)
    said = scores.band_said(survey, people)
    critics = said[said["band"] == "detractors"]
    assert list(critics["code"]) == ["price.level"]
    assert list(critics["kind"]) == ["complaint"]
    assert (critics["respondents"] <= critics["of"]).all()


def test_the_blocks_of_the_clients_own_questionnaire_are_those_of_the_cube() -> None:
    items = (
        Item(name="Чистота", scale=10, block="Склад", codes=("quality.defects",)),
        Item(name="Вежливость", scale=10, block="Люди"),  # of no code at all
        Item(name="В целом", scale=10, block="Люди"),
        Item(name=BOOK.codes["discipline.lead_times"].label, block="склад"),  # known, and of a part
        Item(name="Вес", scale=10, block=BOOK.lenses["block"].values["product"]),
    )
    study, codings = make_study(Person("Анна", "Альфа", "user", ["+price.level"]), codebook=BOOK)
    told = {"Чистота": 4, "Вежливость": 10, "В целом": 1, "discipline.lead_times": 8, "Вес": 5}
    marks = tuple(Score("i1", "Анна", name, value, 10) for name, value in told.items())
    rules = study.settings.model_copy(update={"scores": ScoreRules(overall="В целом")})
    study = replace(study, guide=Guide(items=items), scores=marks, settings=rules)
    table = scores.cube(Survey.of(study, codings))
    found = {row["block_label"]: row["mean_ten"] for row in records(table) if not row["role"] + row["client"]}
    assert found == {"": fmean([5, 6, 10]), "Продукт": 5, "Склад": 6, "Люди": 10}


def on_the_map(survey: Survey, **codes: tuple[int, int]) -> pd.DataFrame:
    """`importance` of codes with how many say that they matter and that they do not."""
    rows = [
        {"code": code.replace("__", "."), "important": yes, "unimportant": no, "praise": 1, "complaint": 0}
        for code, (yes, no) in codes.items()
    ]
    table = pd.DataFrame(rows).assign(mean_ten=float("nan"), marks=0)
    return layers.importance(table.astype(dict(WEIGHED))[list(WEIGHED)], survey)


def test_importance_beside_performance_names_what_follows() -> None:
    table = on_the_map(
        survey_of(), quality__defects=(3, 0), discipline__lead_times=(0, 1), price__level=(1, 0)
    ).set_index("code")
    defects = table.loc["quality.defects"]
    assert defects["performance"] == pytest.approx(fmean([4, 8]))
    assert (defects["quadrant"], defects["few"], defects["by_marks"]) == ("repair", False, True)
    assert table.loc["discipline.lead_times", "quadrant"] == "enough"  # 8 of 10 and not important
    words = table.loc["price.level"]
    assert (words["by_marks"], words["quadrant"], words["few"]) == (False, "keep", True)
    assert {Quadrant(each).label for each in table["quadrant"]} == set(table["quadrant_label"])


def test_what_is_asked_of_a_code_alone_is_its_mark_on_the_map() -> None:
    item = Item(name="Выгодно ли", scale=10, codes=("price.level",))
    study, codings = make_study(Person("Анна", "Альфа", "economic", ["+price.level"]), codebook=BOOK)
    mark = Score(interview="i1", speaker="Анна", criterion=item.name, value=2.0, scale=10.0)
    survey = Survey.of(replace(study, guide=Guide(items=(item,)), scores=(mark,)), codings)
    price = on_the_map(survey, price__level=(1, 0)).iloc[0]
    assert (price["by_marks"], price["marks"], price["performance"]) == (True, 1, 2.0)
    assert price["quadrant"] == "repair"
    said = pd.DataFrame({"code": ["price.level"], "important": [True], "person_id": ["p01"]})
    assert layers.weighed(said, survey)[["mean_ten", "marks"]].to_numpy().tolist() == [[2.0, 1.0]]


@pytest.mark.parametrize(("strict", "split"), [(True, 8), (False, 5)])
def test_the_drawing_parts_the_field_where_the_table_does(found: Findings, strict: bool, split: int) -> None:
    rows = {
        "quality.defects": (7.0, True, Quadrant.REPAIR),
        "price.level": (6.0, False, Quadrant.KEEP),
        "service.claims": (4.9, False, Quadrant.REPAIR),
        "service.informing": (5.0, False, Quadrant.KEEP),
        "documents.errors": (9.0, True, Quadrant.KEEP),
    }
    table = pd.DataFrame(
        [
            dict.fromkeys(("important", "unimportant", "asked", "marks", "praise", "complaint"), 1)
            | {
                "code": code,
                "label": code,
                "importance": 1.0,
                "by_marks": by_marks,
                "performance": performance,
            }
            | {"quadrant": where.value, "quadrant_label": where.label, "few": False, "labels": ""}
            for code, (performance, by_marks, where) in rows.items()
            if strict or not by_marks
        ]
    ).astype(dict(IMPORTANCE))
    told = replace(found, layers=replace(found.layers, importance=table))
    map_ = importancemap.drawn(told)
    assert map_ is not None
    assert map_.split == split
    points = importancemap.points(map_)
    for spot, x in zip(map_.spots, points.x, strict=True):
        kept = spot.row["quadrant"] == Quadrant.KEEP
        assert (x >= points.parted[0]) == kept, spot.row["code"]
        assert (spot.x >= map_.split_x) == kept


def test_a_native_scatter_holds_every_point_with_its_name_and_its_numbers(tmp_path: Path) -> None:
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Cm

    points = Points(
        names=["Сроки", "Цена"], x=[3.0, 8.5], y=[100, 0], across=("оценка", 0, 10), up=("важно", -25, 125),
        parted=(8, 50), described="карта", faint=[False, True],
    )  # fmt: skip
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, 0, 0, Cm(10), Cm(8), points.data)
    dress_points(frame.chart, points)
    names = [each.name for each in frame.chart.plots[0].series]
    assert names == [name for name, _ in points.series]
    assert names[0].startswith("Граница")  # a first series of one point is not drawn by LibreOffice
    xml = drawn_points(points).decode("utf-8")
    assert "Сроки" in xml
    assert "scatterChart" in xml
    path = tmp_path / "numbers.xlsx"
    path.write_bytes(points_workbook(points, Story(otzvuk.find(survey_of()), {}).created))
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert [3.0, 100.0, "Сроки"] in rows


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """The demo study: two waves of process metrics, a question of recommendation, what matters."""
    from otzvuk.codings.surveyed import read_identified
    from otzvuk.folder.starter import copy_demo

    root = tmp_path_factory.mktemp("demo") / "demo"
    copy_demo(root)
    study = read_identified(root)
    study = replace(study, settings=study.settings.model_copy(update={"coder": "fast", "replicates": 100}))
    return otzvuk.find(otzvuk.count(study, otzvuk.code_study(study)))


def test_every_report_shows_cube_bands_and_map_of_the_demo(found: Findings, tmp_path: Path) -> None:
    story = Story(found, {})
    html = render_page(story)
    for name in ("csi", "nps", "importance"):
        assert f'<section id="{name}">' in html
    for face in csicube.faces(found):
        assert face.title in html
    slides = tmp_path / "report.pptx"
    write_slides(slides, story)
    titles = [slide.shapes.title.text for slide in Presentation(str(slides)).slides]
    assert {csicube.TITLE, npsbands.TITLE, importancemap.TITLE} <= set(titles)
    book = tmp_path / "frequencies.xlsx"
    write_workbook(book, story)
    sheets = CalamineWorkbook.from_path(str(book)).sheet_names
    assert {"CSI, куб", "CSI", "Группы NPS", "Важность и оценка"} <= set(sheets)


def test_the_document_has_them_where_report_yaml_asks(found: Findings, tmp_path: Path) -> None:
    from otzvuk.report.wordfile import WordFile

    story = Story(found, {})
    file = WordFile()
    for write in (csicube.write_csi, npsbands.write_nps, importancemap.write_importance):
        write(file, story)
    path = tmp_path / "report.docx"
    path.write_bytes(file.save(title="", author="", created=story.created, footer=""))
    headings = [each.text for each in Document(str(path)).paragraphs if each.style.name == "Heading 1"]
    assert headings == [csicube.TITLE, npsbands.TITLE, importancemap.TITLE]
    assert render_document(story)


def test_the_wave_shown_has_its_process_metrics_and_the_change_to_the_one_before(found: Findings) -> None:
    assert found.scores.csi is not None
    assert set(found.scores.csi["wave"]) == {found.survey.scope.wave}
    both = found.scores.csi[found.scores.csi["previous"].ne("")]
    clients = set(both["client"])
    assert clients
    for row in both.to_dict("records"):
        assert row["change"] == pytest.approx(row["csi"] - row["previous_csi"])
