"""ARCHITECTURE.md says what is there: its table is the contract of pyproject.toml, its modules exist."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
TABLE = [
    line.split("|")
    for line in (ROOT / "ARCHITECTURE.md").read_text("utf-8").splitlines()
    if line.startswith("| `")
]


def test_the_table_is_the_order_that_is_checked() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (contract,) = settings["tool"]["importlinter"]["contracts"]
    layers = [name for layer in reversed(contract["layers"]) for name in re.findall(r"\w+", layer)]
    named = [name for row in TABLE for name in re.findall(r"`(\w+)/?`", row[1])]
    assert named == [name for name in layers if name != "__main__"]


def test_the_modules_it_names_exist() -> None:
    for _, packages, told, *_ in TABLE:
        for package in re.findall(r"`(\w+)/`", packages):
            folder = ROOT / "pipeline" / "otzvuk" / package
            for module in re.findall(r"`([a-z]+)`", told):
                assert (folder / f"{module}.py").is_file() or (folder / module).is_dir(), (
                    f"{package}/{module}"
                )
