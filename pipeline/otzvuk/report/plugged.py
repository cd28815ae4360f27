"""Reports that other packages write: each into a file of its own, beside those of the program."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol, runtime_checkable

from otzvuk.folder.layout import REPORTS, is_report_name
from otzvuk.folder.whole import whole_file
from otzvuk.model.errors import InputError
from otzvuk.numbers.findings import Findings
from otzvuk.plugins import Group, Plugin, expected, plugin_of, trouble


@runtime_checkable
class Report(Protocol):
    """Writes one file of what was found; an entry point of `otzvuk.reports`, named as its file is."""

    def __call__(self, findings: Findings, path: Path) -> None:
        """Write `findings` to `path`, where nothing is yet; names in it are hidden where they are to be."""
        ...


def plugged_reports(names: Iterable[str]) -> dict[str, tuple[Plugin, Report]]:
    """The reports of those names, loaded: before the long work, as one may be broken.

    Raises `InputError` that names the package, or the report that nobody has.
    """
    return {name: _loaded(name) for name in dict.fromkeys(names)}


def _loaded(name: str) -> tuple[Plugin, Report]:
    plugin = plugin_of(Group.REPORTS, name)
    if plugin is None:
        wanted = expected(Group.REPORTS, name)
        raise InputError("нет такого отчёта", file="study.yaml", place="reports", value=name, expected=wanted)
    return plugin, check_report(plugin)


def check_report(plugin: Plugin) -> Report:
    """The report of a plug-in, loaded; raises `InputError` that names its package."""
    if not is_report_name(plugin.name) or plugin.name in REPORTS:
        raise plugin.fault(
            "пишет в файл, который ему не положен:", plugin.name, "своё имя файла с окончанием"
        )
    loaded: Report = plugin.load(Report, None, Path())
    return loaded


def write_plugged(findings: Findings, folder: Path, names: Iterable[str]) -> None:
    """Write the reports of those names into `folder`; raises `InputError` that names the package."""
    for name, (plugin, report) in plugged_reports(names).items():
        with tempfile.TemporaryDirectory() as place:
            path = Path(place, name)  # under its own name: libraries go by its ending
            try:
                report(findings, path)
            except InputError:
                raise
            except (Exception, SystemExit) as error:
                raise plugin.fault("не записал отчёт:", trouble(error), "исправный плагин") from error
            if not path.is_file():
                raise plugin.fault("не записал отчёт:", name, "файл по данному пути")
            with whole_file(folder / name) as temporary:
                shutil.copyfile(path, temporary)
