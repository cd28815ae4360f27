"""The wheel in an empty environment, outside the checkout: everything it needs is in it."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from closed_machine import binaries, run_alone

ROOT = Path(__file__).parents[1]
MOST = 620_000_000  # bytes: what an installation with the careful coder may take
MOST_FAST = 520_000_000  # without it
APART = {"pip", "setuptools", "pkg_resources", "_distutils_hack"}  # of the environment, not ours


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


@pytest.fixture(scope="module")
def home(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel and what it needs, nothing else."""
    folder = tmp_path_factory.mktemp("home")
    venv.create(folder / "env", with_pip=True)
    pinned = ["--constraint", ROOT / "constraints.txt"]
    python = binaries(folder / "env") / "python"
    run(python, "-m", "pip", "install", "--quiet", *pinned, wheel, folder=folder)
    return folder / "env"


def test_the_wheel_holds_all_that_it_needs_but_no_training_corpus(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    held = {name.removeprefix("otzvuk/") for name in names}
    bundled = [
        f"bundled/models/{path.relative_to(ROOT / 'models').as_posix()}"
        for path in (ROOT / "models").rglob("*")
        if path.is_file()
    ]
    pages = [
        path.relative_to(ROOT / "pipeline" / "otzvuk").as_posix()
        for path in (ROOT / "pipeline" / "otzvuk").rglob("*")
        if path.suffix in {".j2", ".css", ".js", ".svg", ".yaml"}
    ]
    assert len(bundled) > 20
    assert len(pages) > 20
    assert not {*bundled, *pages, "bundled/demo/study.yaml", "py.typed"} - held
    for name in ("model/slovnet_ner_news_v1.tar", "dict/first.txt", "dict/last.txt", "LICENSE"):
        assert f"bundled/natasha/{name}" in held
    assert [name for name in held if name.startswith("bundled/natasha/emb/navec")]
    assert not [name for name in names if "training" in name and "corpora" in name]


def test_an_installed_wheel_needs_no_network_and_writes_where_it_says(home: Path, tmp_path: Path) -> None:
    said = run_alone(home, tmp_path)
    assert "report.html" in said
    assert "workbench: 200" in said
    assert (tmp_path / "study" / "out" / "frequencies.xlsx").is_file()
    otzvuk = binaries(home) / "otzvuk"
    run(otzvuk, "new", "новое", folder=tmp_path)
    transcript = next((tmp_path / "study" / "transcripts").glob("*.txt"))
    assert run(otzvuk, "show", transcript, folder=tmp_path)


def test_an_installation_is_as_light_as_it_says(home: Path) -> None:
    (packages,) = home.rglob("site-packages")
    sizes = {
        each.name: sum(file.stat().st_size for file in ([each] if each.is_file() else each.rglob("*")))
        for each in packages.iterdir()
        if each.name.split("-")[0] not in APART
    }
    only = ("onnxruntime", "flatbuffers", "google", "protobuf")  # and what comes with it
    careful = sum(size for name, size in sizes.items() if name.startswith(only))
    assert careful > 50_000_000
    assert sum(sizes.values()) <= MOST
    assert sum(sizes.values()) - careful <= MOST_FAST
