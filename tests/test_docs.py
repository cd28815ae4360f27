"""The README's examples run, and every command is documented and has help in Russian."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from otzvuk.model.codebook import read_codebook

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def otzvuk(*arguments: str, folder: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"PYTHONIOENCODING": "utf-8", "COLUMNS": "100"}
    return subprocess.run(
        [sys.executable, "-m", "otzvuk", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env=environment,
        check=False,
    )


def commands() -> list[str]:
    listed = otzvuk("--help").stdout.split("Команды:")[1]
    return re.findall(r"^  (\w+)  ", listed, re.MULTILINE)


def test_every_command_is_in_the_readme() -> None:
    assert commands()
    for command in commands():
        assert f"`otzvuk {command}" in README


NUMBERS = ["table", "typical", "lens", "scores", "compare", "csi", "maturity"]
COMMANDS = [
    "analyse",
    "demo",
    "new",
    "check",
    "names",
    "evaluate",
    "show",
    "train",
    *NUMBERS,
    "quotes",
    "search",
    "review",
    "open",
    "export",
    "import",
    "agree",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_russian_help(command: str) -> None:
    assert command in commands()
    text = otzvuk(command, "--help").stdout
    assert "Использование:" in text
    assert not re.search(r"\b(Usage|Options|Arguments|Show|required|default)\b", text)


def test_the_codebook_of_the_readme_is_understood(tmp_path: Path) -> None:
    _, example = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    (tmp_path / "моя.yaml").write_text(example, "utf-8")
    codes = read_codebook(tmp_path / "моя.yaml").codes
    assert codes["work.news"].like == ("service.informing",)
    assert len(codes["work.boxes"].examples) == 2


def test_the_settings_of_the_readme_are_understood(tmp_path: Path) -> None:
    example, _ = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    (tmp_path / "study.yaml").write_text(example, "utf-8")
    (tmp_path / "и1.txt").write_text("Анна: Как дела?\nПётр: Документы вечно опаздывают.\n", "utf-8")
    done = otzvuk("check", str(tmp_path))
    assert done.returncode == 0, done.stdout
    assert "незнаком" not in done.stdout
    assert otzvuk("scores", str(tmp_path)).returncode == 0


def test_the_python_example_runs(tmp_path: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (tmp_path / "corpora").symlink_to(ROOT / "corpora")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", example],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "report.html").is_file()


def test_the_shell_examples_name_real_commands() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    named = {each for block in blocks for each in re.findall(r"^otzvuk (\w+)", block, re.MULTILINE)}
    assert {"analyse", "new"} <= named <= set(commands())


def test_the_make_targets_exist() -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    named = set(re.findall(r"`?make ([a-z]+)", README))
    assert named
    assert named <= set(targets)
