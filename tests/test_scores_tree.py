"""The metric tree: the bundled one fits its codebook, and what it says of damaging processes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from otzvuk.model.codebook import read_codebook
from otzvuk.model.errors import InputError
from otzvuk.numbers.scores import TREE, MetricSort, metric_tree, read_metric_tree
from otzvuk.numbers.survey import Survey
from studies import Person, make_study, small_codebook

METRIC = "metrics:\n  late:\n    label: Опоздания\n    sort: computed\n    how: дни\n    codes: [{code}]\n"
PROCESS = (
    "processes:\n  {process}:\n    metrics: [{metric}]\n    ask: {{touch_point: приёмка, form: анкета}}\n"
)


def ranking(**damage: float) -> pd.DataFrame:
    rows = [
        {"rank": at, "process": process, "damage": hurt, "named": at == 1}
        for at, (process, hurt) in enumerate(damage.items(), 1)
    ]
    return pd.DataFrame(rows)


def test_the_bundled_tree_covers_the_whole_codebook() -> None:
    book = read_codebook()
    tree = read_metric_tree("b2b", book)
    assert set(tree.processes) == set(book.processes)
    assert {code for metric in tree.metrics.values() for code in metric.codes} == set(book.codes)
    sorts = [metric.sort for metric in tree.metrics.values()]
    assert sorts.count(MetricSort.COMPUTED) == 6
    assert sorts.count(MetricSort.TRIGGERED) == 12
    for own in tree.processes.values():
        assert own.ask.touch_point
        assert own.ask.form


def test_each_damaging_process_gets_metrics_that_would_have_warned() -> None:
    study, codings = make_study(
        Person(
            "Анна", says=["-discipline.lead_times", "-discipline.loading", "-service.claims process=delivery"]
        ),
        Person("Борис", says=["-discipline.lead_times", "+discipline.loading", "-price.level"]),
    )
    survey = Survey.of(study, codings)
    tree = read_metric_tree("b2b", study.codebook)
    table = metric_tree(survey, ranking=ranking(delivery=1.5, pricing=0.5, claims=0.0), tree=tree)
    assert list(table.columns) == list(TREE)
    delivery = table[table["process"] == "delivery"]
    # the small codebook has no short shipments and no client's effort: those metrics are left out
    assert list(delivery["metric"]) == ["period_deviation"]
    assert list(delivery["complaints"]) == [4]
    assert list(delivery["warned_of"]) == [3]
    assert list(delivery["share"]) == [0.75]
    assert list(delivery["touch_point"]) == ["в день приёмки груза"]
    assert "claims" not in set(table["process"])  # no damage, nothing to warn of
    assert list(table["rank"]) == [1, 2]


def test_a_process_that_the_tree_does_not_know_is_said(tmp_path: Path) -> None:
    book = small_codebook()
    path = tmp_path / "tree.yaml"
    text = METRIC.format(code="price.level") + PROCESS.format(process="pricing", metric="late")
    path.write_text("name: my\n" + text, "utf-8")
    tree = read_metric_tree("tree.yaml", book, beside=tmp_path)
    study, codings = make_study(Person("Анна", says=["-discipline.lead_times"]))
    survey = Survey.of(study, codings)
    table = metric_tree(survey, ranking=ranking(delivery=1.0), tree=tree)
    assert list(table["note"]) == ["в дереве метрик этого процесса нет"]
    assert list(table["metric"]) == [""]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (METRIC.format(code="x.y") + PROCESS.format(process="pricing", metric="late"),
         "строка 7, столбец 13: неизвестный код «x.y»"),
        (METRIC.format(code="price.level") + PROCESS.format(process="pricin", metric="late"),
         "строка 9, столбец 3: неизвестный процесс «pricin»"),
        (METRIC.format(code="price.level") + PROCESS.format(process="pricing", metric="early"),
         "неизвестная метрика «early»; ожидается одно из: late"),
        (METRIC.format(code="price.level").replace("computed", "guessed") + "processes: {}\n",
         "неверное значение ключа «sort» «guessed»"),
        (METRIC.format(code="price.level"), "нет обязательного ключа «processes»"),
    ],
)  # fmt: skip
def test_faulty_trees_are_named_with_line_and_column(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "tree.yaml"
    path.write_text("name: my\n" + text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_metric_tree(path, small_codebook())
    assert message in str(caught.value)


def test_an_unknown_tree_is_named() -> None:
    with pytest.raises(InputError, match=r"нет такого дерева метрик «no.yaml»; ожидается путь к файлу YAML"):
        read_metric_tree("no.yaml", small_codebook())
