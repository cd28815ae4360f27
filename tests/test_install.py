"""The wheel in an empty environment, outside the checkout: everything it needs is in it."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, folder: Path) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT]
    run(sys.executable, *build, folder=folder)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_codebook_demo_and_templates_but_no_training_corpus(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("bundled/models/codebooks/b2b.yaml", "bundled/demo/study.yaml", "report/templates/page.css"):
        assert f"otzvuk/{part}" in names
    assert not [name for name in names if "training" in name and "corpora" in name]


def test_every_command_works_from_an_installed_wheel(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "env"
    venv.create(home, with_pip=True)
    binaries = home / ("Scripts" if os.name == "nt" else "bin")
    pinned = ["--constraint", ROOT / "constraints.txt"]
    run(binaries / "python", "-m", "pip", "install", "--quiet", *pinned, wheel, folder=tmp_path)
    otzvuk = binaries / "otzvuk"
    assert "report.html" in run(otzvuk, "demo", "пример", folder=tmp_path)
    assert (tmp_path / "пример" / "out" / "frequencies.xlsx").is_file()
    run(otzvuk, "check", "пример", folder=tmp_path)
    run(otzvuk, "new", "новое", folder=tmp_path)
    transcript = next((tmp_path / "пример" / "transcripts").glob("*.txt"))
    assert run(otzvuk, "show", transcript, folder=tmp_path)
