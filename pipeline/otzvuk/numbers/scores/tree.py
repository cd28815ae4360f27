"""The metric tree: which figures would have warned of a damaging process, and where to ask the client."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import Field

from otzvuk.model.bundled import bundled
from otzvuk.model.codebook import Codebook, one_of
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Kind
from otzvuk.model.yamlfile import CheckedModel, Fault, Location, read_yaml
from otzvuk.numbers.count import PERSON, framed, records, types_of
from otzvuk.numbers.survey import Survey


class MetricSort(StrEnum):
    """Where a metric comes from."""

    COMPUTED = "computed"
    TRIGGERED = "triggered"

    @property
    def label(self) -> str:
        """The sort's Russian name, as the method has it."""
        return {"computed": "Вычисляемая", "triggered": "Триггерная"}[self.value]

    @property
    def plural(self) -> str:
        """The same of several, with what it means."""
        return {
            "computed": "Вычисляемые: по данным поставщика",
            "triggered": "Триггерные: вопрос клиенту после события",
        }[self.value]


class Metric(CheckedModel):
    """A figure to watch: its name, how it is computed or asked, complaints of which codes it shows."""

    label: str
    sort: MetricSort
    how: str
    codes: tuple[str, ...] = Field(min_length=1)


class Ask(CheckedModel):
    """Where (touch point) and in which form the client is asked."""

    touch_point: str
    form: str


class ProcessMetrics(CheckedModel):
    """The metrics that warn of a process, the strongest first, and where to ask."""

    metrics: tuple[str, ...] = Field(min_length=1)
    ask: Ask


class MetricTree(CheckedModel):
    """`models/metrics/*.yaml`: metrics, and for each process those that warn of it."""

    name: str
    codebook: str = ""
    metrics: Mapping[str, Metric] = Field(min_length=1)
    processes: Mapping[str, ProcessMetrics]

    def faults(self) -> Iterable[Fault]:
        """Metrics that a process names and the file does not define."""
        for process, own in self.processes.items():
            for at, metric in enumerate(own.metrics):
                if metric not in self.metrics:
                    where: Location = ("processes", process, "metrics", at)
                    yield Fault(where, "неизвестная метрика", metric, one_of(self.metrics))


TREE: Mapping[str, str] = {
    "rank": "int64",
    "process": "string",
    "process_label": "string",
    "named": "bool",
    "complaints": "int64",
    "place": "int64",
    "metric": "string",
    "metric_label": "string",
    "sort": "string",
    "sort_label": "string",
    "how": "string",
    "warned_of": "int64",
    "share": "float64",
    "labels": "string",
    "touch_point": "string",
    "form": "string",
    "note": "string",
}
"""Columns and types of the metric tree, one row a process and metric."""

TREE_CODES: Mapping[str, str] = {
    "rank": "int64",
    "process": "string",
    "process_label": "string",
    "named": "bool",
    "place": "int64",
    "metric": "string",
    "metric_label": "string",
    "sort": "string",
    "code": "string",
    "code_label": "string",
    "complaints": "int64",
    "respondents": "int64",
    "labels": "string",
}
"""Columns and types of the leaves of the metric tree, one row a process, metric and code that asks for it;
codes that no metric of the process shows come last, with an empty metric."""

NO_METRIC = "в дереве метрик этого процесса нет"


def read_metric_tree(
    name_or_path: str | Path, codebook: Codebook, *, beside: Path | None = None
) -> MetricTree:
    """The metric tree of a bundled name or of a YAML file (relative to `beside`), checked with the codebook.

    A user's own file must name processes and codes of `codebook`; of a bundled tree what another codebook
    does not have is left out. Raises `InputError` with line and column.
    """
    name = str(name_or_path)
    path = bundled("models", "metrics", f"{name}.yaml")
    if path.is_file() and "/" not in name and "\\" not in name:
        return _fitting(_bundled(path), codebook)
    path = (beside or Path()) / name
    if not path.is_file():
        known = sorted(file.stem for file in bundled("models", "metrics").glob("*.yaml"))
        raise InputError(
            "нет такого дерева метрик", value=name, expected=f"путь к файлу YAML или {one_of(known)}"
        )

    class CheckedTree(MetricTree):
        def faults(self) -> Iterable[Fault]:
            yield from super().faults()
            yield from _unknown(self, codebook)

    return MetricTree.model_validate(read_yaml(path, CheckedTree).model_dump())


def metric_tree(survey: Survey, *, ranking: pd.DataFrame, tree: MetricTree) -> pd.DataFrame:
    """For each process with damage, worst first, the metrics that would have warned, with columns of `TREE`.

    `ranking` is a damage table (rank, process, damage, named). `complaints` are those about the process,
    `warned_of` those of them whose code the metric shows, `share` their part, `labels` their row labels in
    `mentions`, separated by spaces. Metrics are in the order of
    the tree (`place`); one that would have shown none of these complaints stays, with 0. A process that the
    tree does not know has one row with an empty metric and a note.
    """
    rows: list[dict[str, Any]] = []
    complaints, codebook = survey.of_kind(Kind.COMPLAINT).mentions, survey.codebook
    for damaging in records(ranking[ranking["damage"] > 0]):
        process = str(damaging["process"])
        codes = complaints.loc[complaints["process"] == process, "code"]
        head = {"rank": damaging["rank"], "process": process, "process_label": codebook.label(process)}
        head |= {"named": damaging["named"], "complaints": len(codes)}
        own = tree.processes.get(process)
        if own is None:
            rows.append(head | {"place": 0, "warned_of": 0, "share": 0.0, "note": NO_METRIC})
            continue
        for place, name in enumerate(own.metrics, 1):
            metric = tree.metrics[name]
            of_metric = codes.index[codes.isin(metric.codes)]
            shown = len(of_metric)
            rows.append(
                head
                | {"place": place, "metric": name, "metric_label": metric.label}
                | {"sort": metric.sort.value, "sort_label": metric.sort.label, "how": metric.how}
                | {"warned_of": shown, "share": round(shown / len(codes), 9) if len(codes) else 0.0}
                | {"labels": " ".join(map(str, of_metric))}
                | {"touch_point": own.ask.touch_point, "form": own.ask.form, "note": ""}
            )
    table = pd.DataFrame(rows, columns=list(TREE))
    text = [name for name, kind in TREE.items() if kind == "string"]
    return table.astype(dict.fromkeys(text, "object")).fillna(dict.fromkeys(text, "")).astype(types_of(TREE))


def metric_codes(survey: Survey, *, ranking: pd.DataFrame, tree: MetricTree) -> pd.DataFrame:
    """Which code asks for each metric of the processes with damage, with the columns of `TREE_CODES`.

    A code asks for a metric that would have shown its complaints. Of each metric the codes come with the most
    complaints about the process first, those without any too. `complaints`, `respondents` and `labels` are
    those about the process with that code. Codes of complaints that no metric of the process shows have
    rows of their own: a metric is missing there.
    """
    complaints, codebook = survey.of_kind(Kind.COMPLAINT).mentions, survey.codebook
    rows: list[dict[str, Any]] = []
    for damaging in records(ranking[ranking["damage"] > 0]):
        process = str(damaging["process"])
        about = complaints[complaints["process"] == process]
        said = {str(code): own for code, own in about.groupby("code", sort=False)}
        own = tree.processes.get(process)
        metrics = [(name, tree.metrics[name]) for name in own.metrics] if own else []
        shown = {code for _, metric in metrics for code in metric.codes}
        head = {"rank": damaging["rank"], "process": process, "process_label": codebook.label(process)}
        head |= {"named": damaging["named"]}
        for place, (name, metric) in enumerate(metrics, 1):
            about_metric = {"metric": name, "metric_label": metric.label, "sort": metric.sort.value}
            for code in _by_complaints(metric.codes, said):
                rows.append(head | about_metric | {"place": place} | _leaf(code, said, codebook))
        rest = {"metric": "", "metric_label": "", "sort": "", "place": len(metrics) + 1}
        missing = [code for code in codebook.codes if code in said and code not in shown]
        rows += [head | rest | _leaf(code, said, codebook) for code in _by_complaints(missing, said)]
    return framed(rows, TREE_CODES)


def _by_complaints(codes: Iterable[str], said: Mapping[str, pd.DataFrame]) -> list[str]:
    return sorted(codes, key=lambda code: -len(said.get(code, ())))


def _leaf(code: str, said: Mapping[str, pd.DataFrame], codebook: Codebook) -> dict[str, Any]:
    own = said.get(code)
    return {
        "code": code,
        "code_label": codebook.label(code),
        "complaints": 0 if own is None else len(own),
        "respondents": 0 if own is None else int(own[PERSON].nunique()),
        "labels": "" if own is None else " ".join(map(str, own.index)),
    }


@lru_cache(maxsize=8)
def _bundled(path: Path) -> MetricTree:
    return read_yaml(path, MetricTree)


def _fitting(tree: MetricTree, codebook: Codebook) -> MetricTree:
    metrics = {
        name: metric.model_copy(update={"codes": codes})
        for name, metric in tree.metrics.items()
        if (codes := tuple(code for code in metric.codes if code in codebook.codes))
    }
    processes = {
        name: own.model_copy(update={"metrics": kept})
        for name, own in tree.processes.items()
        if name in codebook.processes and (kept := tuple(each for each in own.metrics if each in metrics))
    }
    return tree.model_copy(update={"metrics": metrics, "processes": processes})


def _unknown(tree: MetricTree, codebook: Codebook) -> Iterable[Fault]:
    for name, metric in tree.metrics.items():
        for at, code in enumerate(metric.codes):
            if code not in codebook.codes:
                yield Fault(("metrics", name, "codes", at), "неизвестный код", code, one_of(codebook.codes))
    for process in tree.processes:
        if process not in codebook.processes:
            yield Fault(("processes", process), "неизвестный процесс", process, one_of(codebook.processes))
