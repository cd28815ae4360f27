"""How large report.html is and how fast it answers, with ten and with many interviews.

    python tests/bench/bench_report.py [interviews]

The many (200) are copies of the demo with its participants, one word of every turn changed so that none is
like another; `coder: fast`. Milliseconds of CPU of the page's main thread (script, style, layout) for one
choice in the filter of the quotes, until the next frame, in headless Chromium, the two reports in turn.
Asserts nothing.
"""

import csv
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench_again import DEMO, HERE, WORDS, analyse
from playwright.sync_api import sync_playwright

ROUNDS = 5
CHOOSE = """([name, value]) => new Promise((done) => {
  const field = document.getElementById("filter").elements[name];
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => setTimeout(done, 0));
})"""
VALUES = """() => [...document.getElementById("filter").elements].filter((each) => each.tagName === "SELECT")
  .flatMap((each) => [...each.options].slice(1, 4).map((option) => [each.name, option.value]))"""


def copies(folder: Path, interviews: int) -> Path:
    """A study of so many interviews: the demo over and over, no copy like another."""
    (folder / "transcripts").mkdir(parents=True)
    shutil.copy(DEMO / "guide.yaml", folder)
    settings = (DEMO / "study.yaml").read_text("utf-8")
    (folder / "study.yaml").write_text(f"{settings}\ncoder: fast\n", "utf-8")
    files = sorted((DEMO / "transcripts").iterdir())
    with (DEMO / "participants.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file, delimiter=";")
    people, wave = [head], head.index("wave")  # one wave, so that all interviews are shown
    for number in range(interviews):
        copy, file = divmod(number, len(files))
        source, name = files[file], f"{copy:03}-{files[file].name}"
        there = folder / "transcripts" / name
        shutil.copy(source, there)
        own = [row for row in rows if row[1] == source.name]
        people += [[f"c{copy}{row[0]}", name, *row[2:wave], "2025", *row[wave + 1 :]] for row in own]
        if source.suffix in (".txt", ".md") and copy:
            encoding = "cp1251" if source.read_bytes().startswith(b"\xc8") else "utf-8"
            lines = source.read_text(encoding).splitlines()
            changed = [
                _changed(line, copy * 7 + at) if ":" in line else line for at, line in enumerate(lines)
            ]
            there.write_text("\n".join(changed) + "\n", encoding)
    with (folder / "participants.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(people)
    return folder


def _changed(line: str, at: int) -> str:
    """The line with its last word but one changed: the same length, more or less."""
    words = line.split(" ")
    if len(words) > 3:
        words[-2] = WORDS[at % len(WORDS)]
    return " ".join(words)


def spent(session: Any) -> float:
    told = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(each["value"] for each in told if each["name"] == "TaskDuration")


def opened(browser: Any, path: Path) -> tuple[Any, Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})
    session.send("Performance.enable")
    page.goto(path.as_uri())
    page.evaluate("document.getElementById('quotes').scrollIntoView()")
    page.wait_for_timeout(500)
    return page, session


def main() -> None:
    interviews = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as driver:
        reports = []
        for number in (10, interviews):
            study = copies(Path(scratch) / str(number), number)
            analyse(HERE, study)
            reports.append(study / "out" / "report.html")
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        pages = [opened(browser, path) for path in reports]
        took: list[list[float]] = [[], []]
        choices = [page.evaluate(VALUES) for page, _ in pages]
        for _ in range(ROUNDS):
            for (page, session), own, times in zip(pages, choices, took, strict=True):
                for name, value in [*own, ["words", "срок"]]:
                    for each in (value, ""):
                        before = spent(session)
                        page.evaluate(CHOOSE, [name, each])
                        times.append(spent(session) - before)
        for number, path, times in zip((10, interviews), reports, took, strict=True):
            middle, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
            size = path.stat().st_size / 1e6
            print(f"{number:4} interviews: {size:.2f} MB, a choice {middle:.1f} ms, 95 % under {high:.1f} ms")
        print(f"{statistics.median(took[1]) / statistics.median(took[0]):.1f} times as long")
        browser.close()


if __name__ == "__main__":
    main()
