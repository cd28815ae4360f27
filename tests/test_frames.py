"""Public frames: every one is what its schema says, and what somebody changed by hand is refused in words."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pytest

import otzvuk
from otzvuk import numbers
from otzvuk.model.errors import InputError
from otzvuk.numbers import damage, lens, scores, search
from otzvuk.numbers.findings import Findings
from otzvuk.numbers.frames import COLUMNS, FRAMES, meaning, public_frames
from otzvuk.numbers.survey import Survey
from studies import METRICS, Person, eight_at_once, eight_people, make_survey

Change = Callable[[pd.DataFrame], pd.DataFrame]


@pytest.fixture(scope="module")
def survey() -> Survey:
    return make_survey(*eight_people())


@pytest.fixture(scope="module")
def found(survey: Survey) -> Findings:
    return otzvuk.find(survey)


@pytest.fixture(scope="module")
def all_found(found: Findings) -> list[Findings]:
    return [found, otzvuk.find(make_survey(*eight_at_once())), otzvuk.find(make_survey())]


def test_every_frame_of_an_analysis_is_what_its_schema_says(all_found: list[Findings]) -> None:
    seen = set()
    for each in all_found:
        for name, frame in public_frames(each):
            schema = FRAMES[name]
            schema.check(frame)
            seen.add(name)
            own = [column for column in frame.columns if column in schema.columns]
            assert own == list(schema.columns), name
            assert schema.more or schema.grouped or len(own) == len(frame.columns), name
    files = {"csi", "pulls", "pulled", "metrics", "maturity", "maturity.matrix"}  # that this study has not
    lenses = {"lens.groups", "lens.scored"}  # that its codebook has not
    assert set(FRAMES) - seen == files | lenses | {"search", "doubts", "since"}


def test_the_frames_of_single_functions_are_what_their_schemas_say(survey: Survey, tmp_path: Path) -> None:
    (tmp_path / "metrics.csv").write_text(METRICS, "utf-8")
    metrics = scores.read_metrics(tmp_path / "metrics.csv")
    questions = scores.read_questionnaire()
    answers = {step: dict.fromkeys(own.questions, 1) for step, own in questions.steps.items()}
    assessment = scores.assess(scores.Answers(answers=answers), questions)
    ranking = otzvuk.rank(survey)
    changed = damage.since(
        ranking.iloc[1:], ranking, mentions_before=survey.mentions.iloc[1:], mentions=survey.mentions
    )
    hits = search.search(survey, search.read_query("доставка"))
    for name, frame in {
        "metrics": metrics,
        "csi": scores.csi(metrics),
        "pulls": scores.pulls(metrics),
        "pulled": scores.pulled(
            survey, scores.pulls(metrics), scores.read_metric_tree("b2b", survey.codebook)
        ),
        "maturity": assessment.steps,
        "maturity.matrix": assessment.matrix,
        "since": changed,
        "search": search.hits_table(survey, hits),
        "lens.scored": lens.scored(survey, "block"),
    }.items():
        assert list(FRAMES[name].check(frame).columns) == list(FRAMES[name].columns), name


def test_every_column_is_explained_and_nothing_else_is() -> None:
    there = {column for schema in FRAMES.values() for column in schema.columns}
    there |= {f"{name}.{column}" for name, schema in FRAMES.items() for column in schema.columns}
    assert {
        name for name, schema in FRAMES.items() for each in schema.columns if not meaning(name, each)
    } == set()
    assert set(COLUMNS) <= there


def test_every_table_of_columns_in_the_numbers_is_part_of_a_public_frame() -> None:
    known = [frozenset(schema.columns) for schema in FRAMES.values()]
    strange = [
        f"{found.name}.{name} needs a Schema in numbers/frames.py"
        for found in pkgutil.walk_packages(numbers.__path__, "otzvuk.numbers.")
        for name, value in vars(importlib.import_module(found.name)).items()
        if re.fullmatch("[A-Z][A-Z_]*", name) and name != "BEFORE" and _says_columns(value)
        if not any(set(value) <= each for each in known)
    ]
    assert strange == []


def _says_columns(value: object) -> bool:
    types = ["string", "int64", "Int64", "float64", "bool", "category"]
    return isinstance(value, Mapping) and bool(value) and all(each in types for each in value.values())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda frame: frame.drop(columns="code"), "«упоминания» нет столбца «code»"),
        (lambda frame: frame.assign(turn=1.5), "столбец «turn», тип «float64»; ожидается int64"),
        (
            lambda frame: _put(frame, "kind", "похвала"),
            "строка 2: значение «похвала».*praise, complaint, wish",
        ),
        (lambda frame: _put(frame, "confidence", 1.5), "строка 2: число «1.5»; ожидается от 0 до 1"),
        (lambda frame: _put(frame, "start", -1), "строка 2: число «-1»; ожидается от 0"),
        (
            lambda frame: _put(frame, "company", pd.NA),
            "«company», строка 2: пропуск; ожидается пустая строка",
        ),
    ],
)
@pytest.mark.parametrize("door", [otzvuk.rank, otzvuk.find, otzvuk.pick_quotes])
def test_mentions_changed_by_hand_are_refused_at_the_door(
    survey: Survey, door: Callable[[Survey], object], change: Change, words: str
) -> None:
    with pytest.raises(InputError, match=words) as refused:
        door(survey.but(mentions=change(survey.mentions)))
    assert re.search("[а-я]", str(refused.value))


def _put(frame: pd.DataFrame, column: str, value: object) -> pd.DataFrame:
    changed = frame.copy()
    changed.loc[2, column] = value
    return changed


def test_a_ranking_from_elsewhere_is_refused_unless_it_is_one(survey: Survey, tmp_path: Path) -> None:
    ranking = otzvuk.rank(survey)
    ranking.to_csv(tmp_path / "damage.csv", index=False)
    read = pd.read_csv(tmp_path / "damage.csv")
    with pytest.raises(InputError, match="«вред процессов», столбец «rank», тип"):
        otzvuk.find(survey, ranking=read)
    with pytest.raises(InputError, match="нет столбца «p_top3»"):
        otzvuk.pick_quotes(survey, ranking=ranking.drop(columns="p_top3"))


def test_mentions_come_with_participants_columns_and_russian_labels_on_request() -> None:
    anna = Person("Анна", company="Альфа", says=["-documents.errors worse"], attributes={"region": "Урал"})
    boris = Person("Борис", role="user", position="кладовщик", says=["+price.level"])
    survey = make_survey(anna, boris)
    plain = survey.mentions_with()
    assert list(plain.columns) == list(survey.mentions.columns)
    table = survey.mentions_with(labels=True, participants=True, lenses=True)
    assert list(table.columns[: len(plain.columns)]) == list(plain.columns)
    assert table["region"].tolist() == ["Урал", ""]
    assert table["position"].tolist() == ["", "кладовщик"]
    assert table["kind_label"].tolist() == ["Жалоба", "Похвала"]
    assert table["trend_label"].tolist() == ["Ухудшения", ""]
    assert table["role_label"].tolist() == ["Роль неизвестна", "Эксплуатант"]
    assert table["code_label"].tolist() == [survey.codebook.label(code) for code in table["code"]]
    assert {"block", "block_label"} <= set(table.columns)
    FRAMES["mentions"].check(table)
    assert not table.drop(columns=["person_id", "company_id", "cluster_id"]).isna().any().any()


def test_long_work_tells_how_far_it_is(tmp_path: Path) -> None:
    said: list[tuple[str, int, int]] = []

    def progress(what: str, done: int, total: int) -> None:
        said.append((what, done, total))

    (tmp_path / "study.yaml").write_text("coder: rules\nreplicates: 100\n", "utf-8")
    for name in ("i1", "i2"):
        (tmp_path / f"{name}.txt").write_text("Анна: Как дела?\nПётр: Документы вечно опаздывают.\n", "utf-8")
    study = otzvuk.read_study(tmp_path, progress=progress)
    codings = otzvuk.code_study(study, progress=progress)
    survey = otzvuk.count(study, codings)
    found = otzvuk.find(survey, progress=progress)
    otzvuk.write_reports(survey, tmp_path / "out", findings=found, progress=progress)
    kinds = list(dict.fromkeys(what for what, _, _ in said))
    assert kinds[-3:] == ["Разметка", "Числа", "Отчёты"]
    assert ("Разметка", 2, 2) in said
    assert [done for what, done, total in said if what == "Числа"] == list(range(1, 10))
    told = len(said)
    otzvuk.read_study(tmp_path)  # nobody asks now
    assert len(said) == told
    otzvuk.analyse(tmp_path, progress=progress)
    assert {"Разметка", "Числа", "Отчёты"} <= {what for what, _, _ in said[told:]}
