"""Wrong values of options: said before any long work, with what there is and the nearest guess."""

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

import pytest

from otzvuk.cli import main
from otzvuk.model.choice import choice
from otzvuk.model.errors import InputError

INTERVIEW = "Интервьюер: Как со сроками?\nОлег: Сроки вечно срывают.\n"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "transcripts" / "и1.txt").write_text(INTERVIEW, "utf-8")
    (tmp_path / "participants.csv").write_text(
        "file;speaker;company;role;регион\nи1.txt;Олег;Вымпел;user;Урал\n", "utf-8"
    )
    return tmp_path


def complaint(*arguments: str | Path) -> str:
    """The complaint of a call in which nothing is ever coded."""
    with (
        mock.patch.object(sys, "argv", ["otzvuk", *map(str, arguments)]),
        mock.patch("otzvuk.coding.code_study", side_effect=AssertionError("the long work has begun")),
        redirect_stdout(io.StringIO()),
        redirect_stderr(io.StringIO()) as complained,
        pytest.raises(SystemExit) as ended,
    ):
        main()
    assert ended.value.code == 2
    (line,) = complained.getvalue().strip().splitlines()
    return line


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            "table --rows рлоь --columns theme",
            ["--rows", "«рлоь»", "role (Роль)", "имели в виду «role (Роль)»?"],
        ),
        ("table --rows role --columns региён", ["--columns", "регион", "имели в виду «регион»?"]),
        ("table --rows role --columns theme --kind жалба", ["--kind", "имели в виду «complaint (жалоба)»?"]),
        ("table --rows role --columns theme --count people", ["--count", "companies (компаний)"]),
        ("typical --by rolle", ["--by", "имели в виду «role (Роль)»?"]),
        ("typical --by kind --one жалба", ["--one", "имели в виду «complaint (Жалоба)»?"]),
        ("typical --by kind --one жалоба --other похвла", ["--other", "«praise (Похвала)»?"]),
        ("lens --by stages", ["--by", "имели в виду «stage (Этап)»?"]),
        ("scores --by крiterion", ["--by", "criterion (Критерий)"]),
        ("compare --items процес", ["--items", "имели в виду «process (процесс)»?"]),
        ("compare --before 1999", ["1999"]),
        ("quotes --format txt", ["--format", "имели в виду «text (текст)»?"]),
        ("quotes --by проццесс", ["--by", "имели в виду «process (процесс)»?"]),
        ("quotes --kind похвла", ["имели в виду «praise (Похвала)»?"]),
        ("quotes --role лётчик", ["роль «лётчик»", "technical (Технический покупатель)"]),
        ("quotes --process доккументами", ["имели в виду «document_exchange"]),
        ("quotes --company Вымпал", ["имели в виду «Вымпел»?"]),
    ],
)
def test_a_wrong_value_is_said_before_the_long_work(study: Path, arguments: str, words: list[str]) -> None:
    command, *rest = arguments.split()
    said = complaint(command, study, *rest)
    for each in words:
        assert each in said


def test_a_value_is_named_by_id_or_in_russian_whatever_its_capitals() -> None:
    labels = {"economic": "Экономический покупатель", "user": "Эксплуатант"}
    for name in ("USER", "эксплуатант", "Эксплуатант"):
        assert choice(name, labels, "") == "user"
    with pytest.raises(
        InputError, match=r"^нет роли «лётчик»; ожидается economic \(Экономический покупатель\)"
    ):
        choice("лётчик", labels, "нет роли")


LOADED = """
import sys
from otzvuk.cli import main
try:
    main()
finally:
    names = {each.partition(".")[0] for each in sys.modules}
    print("loaded", *sorted(names - set(sys.stdlib_module_names)))
"""


def loaded(*arguments: str) -> tuple[set[str], str]:
    """Packages beside Python's own that a command takes in, and what it says on the error stream."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    return set(done.stdout.splitlines()[-1].split()[1:]), done.stderr


@pytest.mark.parametrize("command", ["analyse", "check", "names", "lens --by theme", "quotes", "compare"])
def test_a_study_that_is_not_there_costs_no_more_than_help(tmp_path: Path, command: str) -> None:
    name, *rest = command.split()
    packages, said = loaded(name, str(tmp_path / "нет"), *rest)
    assert "нет такой папки" in said
    assert "otzvuk" in packages
    assert packages <= loaded("--help")[0]
