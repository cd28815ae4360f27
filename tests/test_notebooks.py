"""The notebooks hold text and calls only; `make test` runs them from a clean state (nbmake)."""

import json
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


def test_there_are_five() -> None:
    assert len(NOTEBOOKS) == 5


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_output_is_committed_and_no_logic_is_in_it(path: Path) -> None:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    for cell in cells:
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None)
            code = "".join(cell["source"])
            assert not any(line.startswith(("def ", "class ")) for line in code.splitlines())
    assert any("axes." in "".join(cell["source"]) for cell in cells)
