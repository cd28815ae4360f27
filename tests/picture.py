"""Draw the pictures of the site and the README from the demo, into docs/pictures: `make pictures`."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from PIL import Image

import otzvuk
from browser import chromium
from otzvuk import plot
from workbench import Bench, page_of, running

ROOT: Final = Path(__file__).resolve().parents[1]
PICTURES: Final = ROOT / "docs" / "pictures"
_WIDTH, _HEIGHT = 1280, 780
_COLOURS: Final = 96  # enough for a page of text, in a third of the bytes
_INTERVIEW: Final = "i04"


def workbench(bench: Bench, page: Any, target: Path) -> None:
    """An interview with a mention chosen, beside a name that is hidden."""
    coding = bench.desk.coding(_INTERVIEW)
    hidden, turns = bench.desk.view(hidden=True), coding.interview.turns
    chosen = next(
        each
        for each in coding.mentions
        if len(each.text.split()) > 6
        and "[" in hidden.words(_INTERVIEW, each.turn, 0, len(turns[each.turn].text))
    )
    where = f"turn={chosen.turn}&at={chosen.start}-{chosen.stop}#t{chosen.turn}"
    page.goto(f"{bench.base}/interview/{_INTERVIEW}?{where}")
    page.wait_for_selector(".panel .digits small")
    page.evaluate("document.activeElement.blur(); scrollBy(0, -230)")
    page.wait_for_timeout(200)
    page.screenshot(path=target)


def check(bench: Bench, page: Any, target: Path) -> None:
    """The first place of the queue of doubts, with its keys."""
    page.goto(f"{bench.base}/check")
    page.wait_for_selector(".digits")
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(200)
    page.screenshot(path=target)


def report(page: Any, folder: Path, target: Path) -> None:
    """The beginning of report.html: the conclusion and the ranking."""
    page.goto((folder / "report.html").as_uri())
    page.wait_for_timeout(300)
    page.screenshot(path=target)


def ranking(found: otzvuk.Findings, target: Path) -> None:
    """A picture of `otzvuk.plot`."""
    plot.ranking(found).get_figure(root=True).savefig(target, dpi=110)


def draw(target: Path = PICTURES) -> None:
    """Draw all of them, names hidden."""
    target.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        study = Path(folder) / "demo"
        shutil.copytree(ROOT / "corpora" / "demo", study)
        result = otzvuk.analyse(study)
        ranking(result.findings, target / "ranking.png")
        with chromium() as browser:
            page = browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT})
            report(page, result.out, target / "report.png")
            page.close()
            with _desk(study, browser) as (bench, page):
                workbench(bench, page, target / "workbench.png")
                check(bench, page, target / "check.png")
    for each in sorted(target.glob("*.png")):
        image = Image.open(each).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
        image.save(each, optimize=True)


@contextmanager
def _desk(study: Path, browser: Any) -> Iterator[tuple[Bench, Any]]:
    with running(study) as bench, page_of(browser, bench, width=_WIDTH) as page:
        while not bench.desk.standing.agenda.ready:  # suggestions come with it
            time.sleep(0.2)
        page.set_viewport_size({"width": _WIDTH, "height": _HEIGHT})
        yield bench, page


if __name__ == "__main__":
    draw()
