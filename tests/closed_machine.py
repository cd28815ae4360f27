"""An installed program run where there is no network, and where it wrote."""

import os
import shutil
import subprocess
from pathlib import Path

CLOSED = Path(__file__).with_name("closed")


def binaries(home: Path) -> Path:
    """The folder of the programs of an environment."""
    return home / ("Scripts" if os.name == "nt" else "bin")


def namespace() -> list[str]:
    """What a command begins with to have no network; nothing where that is not allowed."""
    command = ["unshare", "-rn"]
    if shutil.which("unshare") is None:
        return []
    done = subprocess.run([*command, "true"], capture_output=True, check=False)
    return command if done.returncode == 0 else []


def run_alone(home: Path, folder: Path) -> str:
    """What the demo, an analysis and the workbench of the environment `home` say without a network.

    They run in `folder` (the study is `folder`/study); `home` is their user. Where no namespace is to be
    had, addresses but this machine's are refused all the same (closed/sitecustomize.py). Every place that was
    written must be one that docs/more/closed-machine.md has.
    """
    notes = folder / "notes"
    own = {key: value for key, value in os.environ.items() if not key.startswith("OTZVUK_")}
    own |= {"PYTHONPATH": str(CLOSED), "OTZVUK_TEST_NOTES": str(notes), "HOME": str(folder / "home")}
    command = [binaries(home) / "python", CLOSED / "alone.py", binaries(home) / "otzvuk", folder / "study"]
    done = subprocess.run(
        [*namespace(), *map(str, command)],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={key: value for key, value in own.items() if key != "XDG_STATE_HOME"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    if namespace():
        assert "interfaces: lo\n" in done.stdout
    noted = [line.split("\t") for line in notes.read_text("utf-8", "surrogateescape").splitlines()]
    assert [what for kind, what in noted if kind == "address"] == []
    elsewhere = {what for kind, what in noted if kind == "written" and not _told(Path(what), folder, home)}
    assert elsewhere == set()
    return done.stdout


def _told(path: Path, folder: Path, home: Path) -> bool:
    """Whether closed-machine.md says that this is written."""
    study, state = folder / "study", folder / "home" / ".local" / "state" / "otzvuk"
    if path in state.parents or path in {study, state} or path == Path(os.devnull):
        return True  # folders on the way
    inside = path.relative_to(study) if path.is_relative_to(study) else None
    if inside is not None:
        temporary = inside.name.startswith(".") and inside.name.endswith(".tmp")
        name = inside.name[1:].rsplit(".", 2)[0] if temporary else inside.name
        return inside.parts[0] in {"out", ".otzvuk"} or name in STUDY or inside.parts[0] == "transcripts"
    return path.is_relative_to(state) or (path.is_relative_to(home) and "__pycache__" in path.parts)


# what the program writes beside out/ and .otzvuk/, and what the demo is
STUDY = {
    "names_found.csv", "plan.xlsx", "otzvuk.sqlite",
    "README.md", "guide.yaml", "participants.csv", "ratings.csv", "study.yaml", "criteria.yaml",
    "metrics.csv",
}  # fmt: skip
