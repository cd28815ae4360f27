"""Draw docs/workbench.png, the picture of the README, from the demo study: `make picture`."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PIL import Image

from browser import chromium
from workbench import page_of, running

ROOT: Final = Path(__file__).resolve().parents[1]
PICTURE: Final = ROOT / "docs" / "workbench.png"
_WIDTH, _HEIGHT = 1280, 780
_COLOURS: Final = 160  # enough for a page of text, in half of the bytes
_INTERVIEW: Final = "i04"


def draw(target: Path = PICTURE) -> None:
    """Write the picture: an interview of the demo with a mention chosen, names hidden."""
    with TemporaryDirectory() as folder:
        study = Path(folder) / "demo"
        shutil.copytree(ROOT / "corpora" / "demo", study)
        with running(study) as bench, chromium() as browser, page_of(browser, bench, width=_WIDTH) as page:
            while not bench.desk.standing.agenda.ready:  # suggestions come with it
                time.sleep(0.2)
            coding = bench.desk.coding(_INTERVIEW)
            hidden = bench.desk.view(hidden=True)
            turns = coding.interview.turns
            chosen = next(  # beside a name that is hidden
                each
                for each in coding.mentions
                if len(each.text.split()) > 6
                and "[" in hidden.words(_INTERVIEW, each.turn, 0, len(turns[each.turn].text))
            )
            page.set_viewport_size({"width": _WIDTH, "height": _HEIGHT})
            where = f"turn={chosen.turn}&at={chosen.start}-{chosen.stop}#t{chosen.turn}"
            page.goto(f"{bench.base}/interview/{_INTERVIEW}?{where}")
            page.wait_for_selector(".panel .digits small")
            page.evaluate("document.activeElement.blur(); scrollBy(0, -230)")
            page.wait_for_timeout(200)
            target.parent.mkdir(exist_ok=True)
            page.screenshot(path=target)
    Image.open(target).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    draw()
