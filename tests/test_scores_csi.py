"""The integral index from process metrics: the worked example, normalisation, bad input."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otzvuk.model.errors import InputError
from otzvuk.numbers.scores import (
    CSI,
    METRICS,
    csi,
    metrics_where,
    normalise,
    possible_bounds,
    pulls,
    read_metrics,
    scale_words,
)

A = [(0.20, 4), (0.10, 2), (0.30, 2), (0.15, 2), (0.25, 3)]
B = [(0.20, 5), (0.10, 3), (0.30, 3), (0.15, 2), (0.25, 1)]
C = [(0.20, 1), (0.10, 3), (0.30, 5)]


def metrics(**blocks: list[tuple[float, float]]) -> pd.DataFrame:
    rows = [
        {"client": "", "block": block, "metric": f"{block}{n}", "value": x, "weight": w}
        for block, pairs in blocks.items()
        for n, (x, w) in enumerate(pairs, 1)
    ]
    return pd.DataFrame(rows, columns=list(METRICS)).astype(dict(METRICS))


def read(tmp_path: Path, text: str) -> pd.DataFrame:
    path = tmp_path / "metrics.csv"
    path.write_text(text, "utf-8")
    return read_metrics(path)


def test_the_worked_example_comes_out_exactly() -> None:
    table = csi(metrics(A=A, B=B, C=C))
    assert list(table.columns) == list(CSI)
    assert list(table["block"]) == ["", "A", "B", "C"]
    assert list(table["csi"][1:]) == [0.47, 0.45, 0.333333333]
    assert table["csi"].iloc[0] == pytest.approx((0.47 + 0.45 + 1 / 3) / 3, abs=1e-9)


def test_the_metric_that_pulls_the_index_down_most_by_client(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        "Клиент;Блок;Метрика;X;Вес\n"
        "ООО «Ель»;сроки;опоздания;20 %;4\nООО «Ель»;сроки;ритмичность;0,1;2\nООО «Ель»;бумаги;ошибки;0,3;2\n"
        '"ооо ""Ель""";бумаги;скорость;0;5\nОльха;сроки;опоздания;0;4\n',
    )
    found = csi(table, scale=(0, 100), bounds="clients")
    whole = found[found["block"] == ""].set_index("client")
    assert list(whole.index) == ["ООО «Ель»", "Ольха"]
    elj = whole.loc["ООО «Ель»"]
    assert (elj["worst"], elj["worst_block"], elj["impact"]) == ("опоздания", "сроки", 0.2)
    assert elj["csi"] == pytest.approx(((0.2 + 0.8) / 2 + (0.4 + 1) / 2) / 2)
    assert whole.loc["Ольха", "worst"] == ""  # nothing pulls where nothing failed
    assert list(whole["normalised"]) == [0.0, 100.0]


@settings(max_examples=20, deadline=None)
@given(st.dictionaries(st.sampled_from("ABC"), st.lists(
    st.tuples(st.floats(0, 1), st.floats(0, 5)), min_size=1, max_size=3), min_size=1))  # fmt: skip
def test_impact_is_what_the_index_would_gain_without_the_metric(
    blocks: dict[str, list[tuple[float, float]]],
) -> None:
    table = metrics(**blocks)
    whole = csi(table)["csi"].iloc[0]
    assert possible_bounds(table)[0] - 1e-9 <= whole <= 1
    for at, impact in pulls(table)["impact"].items():
        mended = table.assign(value=table["value"].where(table.index != at, 0.0))
        assert csi(mended)["csi"].iloc[0] - whole == pytest.approx(impact, abs=1e-7)


def test_normalisation_is_min_max_onto_the_scale_that_is_stated() -> None:
    values = pd.Series([0.2, 0.35, 0.6])
    assert list(normalise(values, scale=(0, 1))) == [0.0, 0.375, 1.0]
    assert list(normalise(values, scale=(1, 5))) == [1.0, 2.5, 5.0]
    assert list(normalise(values, scale=(0, 10), bounds=(0, 1))) == [2.0, 3.5, 6.0]


def test_one_client_alone_is_normalised_only_to_stated_bounds() -> None:
    table = metrics(A=A, B=B, C=C)
    alone = csi(table, bounds="clients").iloc[0]
    assert math.isnan(alone["normalised"])
    assert "нормировать не к чему" in alone["note"]
    stated = csi(table, bounds=(0, 1), scale=(0, 100)).iloc[0]
    assert stated["normalised"] == pytest.approx(41.777778, abs=1e-6)
    assert stated["note"] == ""


def test_two_close_clients_are_close_on_the_scale() -> None:
    close = pd.concat(
        [metrics(A=[(share, 1)]).assign(client=name) for name, share in (("Ель", 0.036), ("Ясень", 0.04))]
    ).astype(dict(METRICS))
    whole = lambda table: list(table.loc[table["block"] == "", "normalised"])  # noqa: E731
    assert whole(csi(close)) == [9.64, 9.6]
    assert whole(csi(close, bounds="clients")) == [10, 0]
    assert "относительная" in scale_words((0, 10), "clients")
    assert scale_words((1, 5), (0.5, 1)) == "Шкала абсолютная: 1 — индекс 0,5, 5 — индекс 1."


def test_an_index_below_zero_is_at_the_beginning_of_the_absolute_scale() -> None:
    row = csi(metrics(A=[(1, 4)])).iloc[0]
    assert (row["csi"], row["normalised"]) == (-3, 0)
    assert "ниже нуля" in row["note"]


@pytest.mark.parametrize(
    ("scale", "bounds", "message"),
    [
        ((10, 0), None, "неверная шкала «10…0»"),
        ((0, 10), (1, 1), "неверные границы «1…1»"),
        ((0, 10), (0.5, 1), "индекс вне границ «0.417778»"),
    ],
)
def test_faulty_scales_are_named(
    scale: tuple[float, float], bounds: tuple[float, float] | None, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        csi(metrics(A=A, B=B, C=C), scale=scale, bounds=bounds)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("metric;block;value\nа;б;1\n", "в таблице нет столбца weight"),
        ("metric;block;value;weight\nа;б;0,2;много\n",
         "строка 2: неверное значение столбца weight «много»; ожидается вес — число не меньше нуля"),
        ("metric;block;value;weight\nа;б;0,2;-1\n", "столбца weight «-1»"),
        ("metric;block;value;weight\nа;б;0,2;nan\n", "столбца weight «nan»"),
        ("metric;block;value;weight\nа;б;0,2;inf\n", "столбца weight «inf»"),
        ("metric;block;value;weight\nа;б;20;1\n", "столбца value «20»; ожидается доля от 0 до 1"),
        ("metric;block;value;weight\nа;б;120 %;1\n", "столбца value «120 %»"),
        ("metric;block;value;weight\nа;б;;1\n", "строка 2: неверное значение столбца value"),
        ("metric;block;value;weight\nа;;0;1\n", "строка 2: не заполнен столбец block"),
        ("metric;block;value;weight;client\nа;б;0;1;Ель\nв;б;0;1;\n", "строка 3: не заполнен столбец client"),
        ("metric;block;value;weight\nа;б;0;1\nа;б;1;1\n",
         "строка 3: метрика повторяется (впервые — строка 2) «а»"),
        ("metric;block;value;weight\n", "в таблице нет ни одной метрики"),
    ],
)  # fmt: skip
def test_bad_tables_are_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    assert "metrics.csv" in str(caught.value)
    assert message in str(caught.value)


def test_some_of_the_metrics_only_and_a_wrong_name_is_answered_with_those_there_are():
    table = metrics(product=A, shipping=C)
    only = csi(metrics_where(table, "блок=shipping"))
    assert only.loc[only["block"] == "", "csi"].tolist() == pytest.approx([1 / 3])
    assert metrics_where(table, "") is table
    with pytest.raises(
        InputError, match="в столбце «блок» нет такого значения «цена»; ожидается product, shipping"
    ):
        metrics_where(table, "блок=цена")
    with pytest.raises(InputError, match=r"нет такого столбца «вес»; ожидается client \(клиент\)"):
        metrics_where(table, "вес=1")
