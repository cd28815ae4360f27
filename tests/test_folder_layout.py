"""Nothing that a person wrote is ever replaced: every command, every own file, found rather than named."""

import io
import os
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

import pytest
import typer

from otzvuk.cli import app, main
from otzvuk.folder.edited import keep_edited
from otzvuk.folder.layout import REPORTS, own_files, refuse, refuse_reports
from otzvuk.model.errors import InputError

INTERVIEW = """\
Интервьюер: Что у них со сроками?
Ольга: Машину вечно ждём по три дня. Зато склад отвечает мигом.
"""
# What a required option of that name in the help may be given; a new kind of option needs a line here.
VALUES = {
    "ПРИЗНАК": "role",
    "РАЗРЕЗ": "theme",
    "ИМЯ": "имя",
    "ФАЙЛ": "b2b",
    "ОТВЕТЫ": "ответы.yaml",
    "ПАПКА": "новая папка",
}
PATHS = {"ФАЙЛ", "ПАПКА", "ИССЛЕДОВАНИЕ", "ВТОРОЕ", "ОТВЕТЫ", "РАЗМЕТКА", "МОДЕЛЬ", "A", "B"}

# Known to be read only: some files are enough. Whatever is new is tried with every file.
READ = {"study", "studies", "second", "coding", "gold", "template", "start", "one", "other"}


def call(*arguments: str | Path, folder: Path) -> tuple[object, str]:
    with (
        mock.patch.object(sys, "argv", ["otzvuk", *map(str, arguments)]),
        mock.patch.dict(os.environ, COLUMNS="160"),
        chdir(folder),
        redirect_stdout(io.StringIO()),
        redirect_stderr(io.StringIO()) as complained,
        pytest.raises(SystemExit) as ended,
    ):
        main()
    return ended.value.code or 0, complained.getvalue()


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study with every own file it can have, each holding what only a person could have written."""
    folder = tmp_path / "исследование"
    (folder / "transcripts").mkdir(parents=True)
    (folder / "transcripts" / "и1.txt").write_text(INTERVIEW, "utf-8")
    (folder / "marked").mkdir()
    (folder / "marked" / "и1.txt").write_text(INTERVIEW, "utf-8")
    (folder / "study.yaml").write_text("codebook: b2b\nmetrics: дерево.yaml\n", "utf-8")
    (folder / "дерево.yaml").write_text("моё: дерево\n", "utf-8")
    for path in own_files(folder):
        if not path.exists():
            path.write_text(f"моё: {path.name}\n", "utf-8")
    (folder / "заметки.txt").write_text("моё", "utf-8")
    return folder


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def placeholders() -> list[tuple[str, str]]:
    """Every parameter of every command that takes a path: command and parameter."""
    group = typer.main.get_command(app)
    return [
        (name, str(each.name))
        for name, command in group.commands.items()  # type: ignore[attr-defined]
        for each in command.params
        if each.metavar
        in {"ФАЙЛ", "ПАПКА", "ИССЛЕДОВАНИЕ", "ВТОРОЕ", "ОТВЕТЫ", "РАЗМЕТКА", "МОДЕЛЬ", "A", "B"}
    ]


def replaces(name: str) -> bool:
    command = typer.main.get_command(app).commands[name]  # type: ignore[attr-defined]
    return any(each.name == "overwrite" for each in command.params)


def line(name: str, given: str, value: Path, study: Path) -> list[str | Path]:
    """A command line of command `name` in which the parameter `given` is `value`."""
    command = typer.main.get_command(app).commands[name]  # type: ignore[attr-defined]
    words: list[str | Path] = [name]
    for each in command.params:
        filling: str | Path = value if each.name == given else ""
        if not filling and each.required:
            filling = study if each.metavar == "ИССЛЕДОВАНИЕ" else VALUES.get(each.metavar or "", study)
        if filling:
            words += [filling] if each.param_type_name == "argument" else [each.opts[0], filling]
    return words


def test_the_parameters_that_take_a_path_are_found() -> None:
    found = set(placeholders())
    assert {
        ("quotes", "out"),
        ("lens", "csv"),
        ("export", "to"),
        ("analyse", "out"),
        ("train", "out"),
    } <= found


@pytest.mark.parametrize(("command", "parameter"), placeholders())
def test_no_command_replaces_a_file_of_the_study(command: str, parameter: str, study: Path) -> None:
    before = contents(study)
    # transcripts that cannot be there yet, and files that a person may write tomorrow
    fresh = [study / "transcripts" / "и2.csv", study / "transcripts" / "новая" / "report.html"]
    own = own_files(study)
    tried = own[::6] if parameter in READ else own
    for target in [*tried, *fresh, study / "заметки.txt", study / "дерево.yaml"]:
        for more in ([], ["--overwrite"]) if replaces(command) else ([],):
            call(*line(command, parameter, target, study), *more, folder=study.parent)
            after = contents(study)
            changed = {path for path in before | after if before.get(path) != after.get(path)}
            allowed = {study / "names_found.csv"}  # of the names command: its own list
            assert {each for each in changed - allowed if not {"out", ".otzvuk"} & {*each.parts}} == set(), (
                target,
                more,
            )


@pytest.mark.parametrize(
    ("command", "parameter"), [each for each in placeholders() if each[1] in {"csv", "out", "to"}]
)
def test_a_file_outside_is_replaced_only_where_that_is_asked_for(
    command: str, parameter: str, study: Path
) -> None:
    other = study.parent / ("чужое.md" if parameter == "out" else "чужое.csv")
    other.write_text("моё", "utf-8")
    code, complained = call(*line(command, parameter, other, study), folder=study.parent)
    assert (code, complained.count("\n")) == (2, 1)
    assert other.read_text("utf-8") == "моё"


def test_a_missing_own_file_is_not_made_by_chance(tmp_path: Path) -> None:
    (tmp_path / "transcripts").mkdir()
    for name in ("ratings.csv", "Names.csv", "facts.csv", "plan.xlsx"):
        with pytest.raises(InputError, match="так называется файл исследования"):
            refuse(tmp_path / name, tmp_path)
    refuse(tmp_path / "таблица.csv", tmp_path)
    refuse(tmp_path / "out" / "ratings-2.csv", tmp_path)


def test_among_transcripts_that_lie_in_the_folder_itself_nothing_is_put(tmp_path: Path) -> None:
    (tmp_path / "и1.txt").write_text(INTERVIEW, "utf-8")
    for name in ("цитаты.txt", "таблица.csv"):  # they would be read as transcripts the next time
        with pytest.raises(InputError, match="out"):
            refuse(tmp_path / name, tmp_path)
    refuse(tmp_path / "проект.qdpx", tmp_path)


def test_another_study_is_spared_too(tmp_path: Path) -> None:
    for name in ("первое", "второе"):
        (tmp_path / name / "transcripts").mkdir(parents=True)
    with pytest.raises(InputError, match="файл исследования"):
        refuse(tmp_path / "второе" / "names.csv", tmp_path / "первое", overwrite=True)


def test_a_link_into_the_study_is_followed(tmp_path: Path) -> None:
    (tmp_path / "s" / "transcripts").mkdir(parents=True)
    (tmp_path / "s" / "names.csv").write_text("text;placeholder\n", "utf-8")
    link = tmp_path / "ссылка.csv"
    link.symlink_to(tmp_path / "s" / "names.csv")
    with pytest.raises(InputError, match="файл исследования"):
        refuse(link, tmp_path / "s", overwrite=True)


@pytest.mark.parametrize("folder", ["отчёты", "s/out"])
def test_reports_do_not_replace_what_no_analysis_wrote(tmp_path: Path, folder: str) -> None:
    (tmp_path / "s" / "transcripts").mkdir(parents=True)
    elsewhere = tmp_path / folder
    elsewhere.mkdir()
    refuse_reports(elsewhere, tmp_path / "s")
    (elsewhere / "report.docx").write_text("мой доклад", "utf-8")
    with pytest.raises(InputError, match="--overwrite"):
        refuse_reports(elsewhere, tmp_path / "s")
    refuse_reports(elsewhere, tmp_path / "s", overwrite=True)
    with pytest.raises(InputError, match="читается"):  # the template would be gone
        refuse_reports(elsewhere, tmp_path / "s", elsewhere / "report.docx", overwrite=True)


def test_a_report_that_somebody_changed_is_kept(study: Path) -> None:
    for path in own_files(study):
        if path.is_file() and path.name != "study.yaml":
            path.unlink()
    (study / "study.yaml").write_text("replicates: 100\n", "utf-8")
    assert call("analyse", study, folder=study.parent) == (0, "")
    out = study / "out"
    assert {path.name for path in out.iterdir()} == set(REPORTS)
    assert keep_edited(out) == ()
    (out / "report.html").write_text("мои правки", "utf-8")
    assert call("analyse", study, folder=study.parent) == (0, "")
    assert (out / "report (правка).html").read_text("utf-8") == "мои правки"
    assert "мои правки" not in (out / "report.html").read_text("utf-8")
    assert call("analyse", study, folder=study.parent) == (0, "")
    assert {path.name for path in out.iterdir()} == {*REPORTS, "report (правка).html"}


def test_what_a_killed_run_has_put_in_place_is_nobodys_edit(study: Path) -> None:
    for path in own_files(study):
        if path.is_file() and path.name != "study.yaml":
            path.unlink()
    (study / "study.yaml").write_text("replicates: 100\n", "utf-8")
    assert call("analyse", study, folder=study.parent) == (0, "")
    out = study / "out"
    first = (out / "run.json").read_bytes()
    (study / "transcripts" / "и2.txt").write_text(INTERVIEW, "utf-8")
    assert call("analyse", study, folder=study.parent) == (0, "")
    # as a run leaves it that is killed when all but its run.json are in their places
    (out / "run.json").rename(out / ".run.json.77.tmp")
    (out / "run.json").write_bytes(first)
    assert keep_edited(out) == ()
    (out / "report.html").write_text("мои правки", "utf-8")
    assert [path.name for path in keep_edited(out)] == ["report (правка).html"]
