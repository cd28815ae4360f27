"""Without the packages that only some need: what goes on, and what is said where something cannot."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from otzvuk.model.errors import InputError
from otzvuk.model.extra import installed, needed
from program import call

DEMO = Path(__file__).parents[1] / "corpora" / "demo"
PARQUET = ["damage.parquet", "mentions.parquet", "ratings.parquet"]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two interviews of the demo, coded fast, with reports."""
    folder = tmp_path_factory.mktemp("small") / "study"
    shutil.copytree(DEMO, folder, ignore=shutil.ignore_patterns("out", ".otzvuk", "otzvuk.sqlite"))
    for talk in (folder / "transcripts").iterdir():
        if talk.name[:2] not in {"01", "03"}:
            talk.unlink()
    for name in ("participants.csv", "ratings.csv"):
        lines = (folder / name).read_text("utf-8-sig").splitlines()
        kept = [line for line in lines if line.startswith(("i01", "i03", "interview"))]
        (folder / name).write_text("\n".join(kept) + "\n", "utf-8-sig")
    with (folder / "study.yaml").open("a", encoding="utf-8") as file:
        file.write("\ncoder: fast\nreplicates: 100\n")
    call("analyse", folder)
    return folder


@pytest.fixture
def study(small: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small, tmp_path / "study", ignore=shutil.ignore_patterns(".otzvuk")))


def one_sentence(said: str, *parts: str) -> None:
    assert len(said.strip().splitlines()) == 1
    assert "Traceback" not in said
    for part in parts:
        assert part in said


def test_what_is_missing_is_named_with_the_command_that_installs_it() -> None:
    assert installed("numpy")
    assert not installed("no_such_package")
    with (
        pytest.raises(
            InputError, match=r"для примера нет пакета «no_such_package»; .*pip install 'otzvuk\[p\]'"
        ),
        needed("для примера", extra="p"),
    ):
        import no_such_package.inside  # noqa: F401


WITHOUT = """
import sys
for name in sys.argv[1].split():
    sys.modules[name] = None  # before anything asks for it
sys.argv = ["otzvuk", *sys.argv[2:]]
from otzvuk.cli import main
main()
"""


def without(packages: str, *arguments: str | Path, code: int = 0) -> str:
    """What the program says where `packages` are not installed: in a process that has loaded nothing yet."""
    command = [sys.executable, "-c", WITHOUT, packages, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def without_pyarrow(*arguments: str | Path, code: int = 0) -> str:
    return without("pyarrow scipy sklearn", *arguments, code=code)


def test_what_reads_parquet_is_named_and_nobody_is_half_forgotten(study: Path) -> None:
    before = {path: path.read_bytes() for path in study.rglob("*") if path.is_file()}
    coding = study / "out" / "mentions.parquet"
    said = without_pyarrow("typical", study, "--by", "role", "--coding", coding, code=2)
    one_sentence(said, "pip install 'otzvuk[parquet]'", "«pyarrow»")
    said = without_pyarrow("forget", study, "Трофимова Алена Игоревна", code=2)
    one_sentence(said, "damage.parquet", "pip install 'otzvuk[parquet]'")
    assert {path: path.read_bytes() for path in before} == before


def test_without_pyarrow_the_tables_are_the_same_but_for_parquet(study: Path) -> None:
    out, when = study / "out", re.compile(rb"\d\d:\d\d")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert sorted(name for name in before if name.endswith(".parquet")) == PARQUET
    without_pyarrow("analyse", study)
    # none is left of the earlier run, which would be taken for new
    assert sorted(path.name for path in out.iterdir()) == sorted({*before} - {*PARQUET})
    for name, data in before.items():
        if name.endswith((".csv", ".html")):
            assert when.sub(b"", (out / name).read_bytes()) == when.sub(b"", data), name
    assert "ничего не изменилось" in without_pyarrow("analyse", study)


def test_without_onnxruntime_the_fast_coder_codes_and_says_so(study: Path) -> None:
    settings = (study / "study.yaml").read_text("utf-8")
    (study / "study.yaml").write_text(settings.replace("coder: fast", "coder: careful"), "utf-8")
    said = without("onnxruntime", "analyse", study, code=2)
    one_sentence(said, "pip install 'otzvuk[careful]'", "coder: careful")
    assert "pip install 'otzvuk[careful]'" in without("onnxruntime", "check", study, code=2)
    (study / "study.yaml").write_text(settings.replace("coder: fast", ""), "utf-8")
    without("onnxruntime", "analyse", study)
    assert "pip install &#39;otzvuk[careful]&#39;" in (study / "out" / "report.html").read_text("utf-8")
    coded = (study / "out" / "mentions.csv").read_text("utf-8")
    assert "b2b@" in coded
    assert "encoder" not in coded


def test_without_scipy_only_learning_is_missing(study: Path) -> None:
    one_sentence(without("scipy", "learn", study, code=2), "pip install 'otzvuk[learn]'", "«scipy»")
