from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otzvuk.folder.whole import whole_file
from otzvuk.model.errors import InputError
from otzvuk.model.study import Score
from otzvuk.numbers.count import MENTIONS, RATINGS
from otzvuk.numbers.damage import rank
from otzvuk.numbers.survey import Survey
from otzvuk.report.tables import read_parquet, write_csv, write_parquet, write_run, write_table, write_tables
from studies import eight_at_once, make_study, some_people


def tables(*people: object, scores: tuple[Score, ...] = ()) -> dict[str, pd.DataFrame]:
    study, codings = make_study(*people, scores=scores)
    survey = Survey.of(study, codings)
    return {
        "mentions": survey.mentions[list(MENTIONS)],
        "ratings": survey.ratings[list(RATINGS)],
        "damage": rank(survey),
    }


def test_every_table_is_written_as_csv_and_parquet_and_nothing_else(tmp_path: Path):
    write_tables(tmp_path / "out", tables(*eight_at_once()))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "damage.csv", "damage.parquet", "mentions.csv", "mentions.parquet", "ratings.csv", "ratings.parquet",
    ]  # fmt: skip


@settings(deadline=None, max_examples=8)
@given(some_people())
def test_parquet_gives_back_the_table(tmp_path_factory: pytest.TempPathFactory, people: tuple[object, ...]):
    folder = tmp_path_factory.mktemp("tables")
    for name, table in tables(*people, scores=(Score("i1", "Кто-то", "delivery", 4, 5),)).items():
        write_parquet(table, folder / f"{name}.parquet")
        pd.testing.assert_frame_equal(read_parquet(folder / f"{name}.parquet"), table, check_dtype=False)


def test_types_survive_also_in_empty_tables(tmp_path: Path):
    for people in ([], eight_at_once()):
        write_tables(tmp_path, tables(*people))
        table = read_parquet(tmp_path / "mentions.parquet")
        assert {name: str(dtype) for name, dtype in table.dtypes.items()} == dict(MENTIONS)
        assert pq.read_schema(tmp_path / "damage.parquet").field("named").type == "bool"


def test_the_same_input_gives_the_same_bytes(tmp_path: Path):
    for folder in ("one", "two"):
        write_tables(tmp_path / folder, tables(*eight_at_once()))
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_csv_is_rfc_4180_in_utf8_without_bom(tmp_path: Path):
    said = 'Сказал: "в срок",\nа привезли потом; =1+1'
    table = Survey.of(*make_study(*eight_at_once())).mentions[list(MENTIONS)].assign(text=said)
    write_csv(table, tmp_path / "mentions.csv")
    raw = (tmp_path / "mentions.csv").read_bytes()
    assert raw.startswith(b"interview,file,turn,speaker,start,end,text,")
    assert raw.count(b"\r\n") == len(table) + 1
    assert f'"{said}"'.replace('"в срок"', '""в срок""').encode() in raw
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8"), newline="")))
    assert {row["text"] for row in rows} == {said}


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=8), min_size=1, max_size=5))
def test_csv_gives_back_any_text(tmp_path_factory: pytest.TempPathFactory, said: list[str]):
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    write_csv(pd.DataFrame({"at": range(len(said)), "text": pd.Series(said, dtype="string")}), path)
    with path.open(encoding="utf-8", newline="") as file:
        assert [row["text"] for row in csv.DictReader(file)] == said


def test_a_missing_value_is_an_empty_field(tmp_path: Path):
    write_csv(tables(scores=(Score("i1", "Кто-то", "delivery", 4, 5),))["ratings"], tmp_path / "ratings.csv")
    assert (tmp_path / "ratings.csv").read_text("utf-8").splitlines()[1] == (
        "i1,,Кто-то,,,delivery,4.0,5.0,,unknown,"
    )


def test_run_json_is_readable(tmp_path: Path):
    write_run({"version": "0.1.0", "предупреждения": ["Ё"], "path": Path("a")}, tmp_path / "run.json")
    text = (tmp_path / "run.json").read_text("utf-8")
    assert "Ё" in text
    assert json.loads(text) == {"version": "0.1.0", "предупреждения": ["Ё"], "path": "a"}


def test_a_broken_off_file_leaves_the_old_one(tmp_path: Path):
    path = tmp_path / "report.html"
    path.write_text("старое", "utf-8")

    def break_off() -> None:
        with whole_file(path) as temporary:
            temporary.write_text("полови", "utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]
    assert path.read_text("utf-8") == "старое"


def test_a_place_that_cannot_be_written_is_one_russian_sentence(tmp_path: Path):
    (tmp_path / "out").write_text("это файл", "utf-8")
    with pytest.raises(InputError, match=r"out.mentions\.csv: файл не записывается .*; ожидается папка"):
        write_table(pd.DataFrame({"a": [1]}), tmp_path / "out" / "mentions")
