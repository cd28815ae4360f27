"""Wrong values of options: said before any long work, with what there is and the nearest guess."""

import io
import os
import resource
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
        ("quotes --role юзер", ["роль «юзер»", "technical (Технический покупатель)"]),
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


def test_a_study_that_is_not_there_is_said_at_once(tmp_path: Path) -> None:
    def spent(*arguments: str) -> float:
        """Processor seconds of a call, the least of some."""
        least = 1e9
        for _ in range(5):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-m", "otzvuk", *arguments], capture_output=True, check=False)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            least = min(least, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        return least

    missing, plain = spent("analyse", str(tmp_path / "нет")), spent("--help")
    assert missing <= 1.3 * plain + 0.02


@pytest.mark.parametrize("command", ["analyse", "check", "names", "lens --by theme", "quotes", "compare"])
def test_a_study_that_is_not_there_needs_no_heavy_module(tmp_path: Path, command: str) -> None:
    name, *rest = command.split()
    code = (
        "import sys\nfrom otzvuk.cli import main\nheavy = 'pandas', 'pydantic'\n"
        "try:\n    main()\nfinally:\n    print([each for each in heavy if each in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, name, str(tmp_path / "нет"), *rest],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert "нет такой папки" in done.stderr
    assert done.stdout.strip() == "[]"
