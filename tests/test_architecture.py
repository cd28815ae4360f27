"""ARCHITECTURE.md says what is there: its tables are the contracts of pyproject.toml, its modules exist."""

import ast
import re
import tomllib
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "pipeline" / "otzvuk"
LINES = (ROOT / "ARCHITECTURE.md").read_text("utf-8").splitlines()
TABLES = [
    [line.split("|")[1:3] for line in lines]
    for is_row, lines in groupby(LINES, key=lambda line: line.startswith("| `"))
    if is_row
]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]

LOOSE = {"study", "tables", "codings", "mentions", "respondents", "ratings", "codebook"}
"""What a survey holds: a public function of the numbers takes the survey instead of two of these."""


def test_the_tables_are_the_order_that_is_checked() -> None:
    layers = [each for each in CONTRACTS if each["type"] == "layers" and each.get("exhaustive")]
    assert len(layers) == len(TABLES)
    for contract, table in zip(layers, TABLES, strict=True):
        rows = [set(re.findall(r"\w+", layer)) - {"__main__"} for layer in reversed(contract["layers"])]
        named = [set(re.findall(r"`(\w+)/?`", room)) for room, _ in table]
        assert named == [row for row in rows if row], contract["name"]
        assert not any("(" in layer for layer in contract["layers"])


def test_the_modules_it_names_exist() -> None:
    for folder, table in zip((PACKAGE, PACKAGE / "numbers"), TABLES, strict=True):
        for room, told in table:
            for package in re.findall(r"`(\w+)/`", room):
                own = [folder / each for each in re.findall(r"`(\w+)/`", room)]
                for module in re.findall(r"`([a-z]+)`", told):
                    there = [(each / f"{module}.py").is_file() or (each / module).is_dir() for each in own]
                    assert any(there), f"{package}/{module}"


def test_functions_of_the_numbers_take_a_survey_and_no_loose_frames() -> None:
    loose = {}
    for path in sorted((PACKAGE / "numbers").rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                taken = {each.arg for each in (*node.args.args, *node.args.kwonlyargs)} & LOOSE
                if len(taken) > 1:
                    loose[f"{path.name}: {node.name}"] = sorted(taken)
    assert loose == {}


def test_verbs_are_not_hidden_by_modules_of_their_names() -> None:
    import importlib

    import otzvuk

    for name in otzvuk.__all__:
        assert not (PACKAGE / f"{name}.py").exists()
        assert not (PACKAGE / name).exists()
    importlib.import_module("otzvuk.analysis")
    importlib.import_module("otzvuk.numbers.count")
    assert callable(otzvuk.analyse)
    assert callable(otzvuk.count)
    assert set(otzvuk.__all__) <= set(dir(otzvuk))


def test_nouns_of_many_fields_are_built_by_keyword() -> None:
    trees = {path: ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")}
    fields: dict[str, list[int]] = {}
    for tree in trees.values():
        for each in ast.walk(tree):
            if isinstance(each, ast.ClassDef):
                is_data = any("dataclass" in ast.unparse(one) for one in each.decorator_list)
                own = sum(isinstance(one, ast.AnnAssign) for one in each.body)
                fields.setdefault(each.name, []).append(own if is_data else 0)
    many = {name for name, counts in fields.items() if min(counts) > 5}
    assert {"Interview", "Mention", "Study"} <= many
    # what the thing is called may stand first without a name
    assert not [
        f"{path.relative_to(ROOT)}:{each.lineno} {each.func.id}"
        for path, tree in trees.items()
        for each in ast.walk(tree)
        if isinstance(each, ast.Call)
        and isinstance(each.func, ast.Name)
        and each.func.id in many
        and len(each.args) > 1
    ]
