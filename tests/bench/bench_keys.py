"""Keys a decision and the time from key to next mention in the workbench's queue, in a browser.

A script answers as the hand coding of the open gold study does, by keys alone: yes, no, turned round, a
suggested code by its digit, any other from the list. The time from a key to the next mention stands beside
that of opening a static page of the same server. Run by `make bench`, or alone: python
tests/bench/bench_keys.py [60]. Skips without Chromium or the gold study; asserts nothing.
"""

import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bench_workbench import Server, served

from otzvuk.codings.gold import read_gold
from otzvuk.model.mention import Mention
from otzvuk.model.span import Span
from otzvuk.read import read_study

ROOT = Path(__file__).parents[2]
GOLD = ROOT.parent / "shared" / "gold" / "open"
BY_LIST = 6  # keys of an answer from the list: 0, two letters of the code, tab, a letter of the kind, enter
LETTERS = {"yes": "d", "no": "n", "turn": "p"}


def main() -> None:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if not GOLD.is_dir() or program is None:
        print("no gold study beside the checkout, or no Chromium: skipped")
        return
    from playwright.sync_api import sync_playwright

    number = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "study"
        shutil.copytree(GOLD, folder, ignore=shutil.ignore_patterns("gold.jsonl", "marked", "out", ".otzvuk"))
        settings = (folder / "study.yaml").read_text("utf-8")
        # With names shown, addresses name interviews as the gold does.
        (folder / "study.yaml").write_text(settings + "\nhide_names: false\n", "utf-8")
        truth: dict[tuple[str, int], list[Mention]] = {}
        for coding in read_gold(GOLD / "gold.jsonl", read_study(GOLD)):
            for each in coding.mentions:
                truth.setdefault((coding.interview.id, each.turn), []).append(each)
        with served(folder) as server, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
            page = browser.new_context().new_page()
            page.goto(server.address)
            for order in ("doubts", "random"):
                answer(page, server, order, number, truth)
            browser.close()


def answer(
    page: Any, server: Server, order: str, number: int, truth: dict[tuple[str, int], list[Mention]]
) -> None:
    """Answer so many questions of a queue and print what that cost."""
    base, keys, took, acts = f"http://127.0.0.1:{server.port}", [], [], Counter[str]()
    page.goto(f"{base}/check?order={order}")
    page.wait_for_selector("form.asked", timeout=120_000)
    for _ in range(number):
        interview, turn, start, stop = spot_of(page)
        asked = Span(start, stop)
        told = [
            each
            for each in truth.get((interview, turn), ())
            if 2 * asked.shared(each) >= min(each.stop - each.start, stop - start)
        ]
        act, pressed = wanted(page, told[0] if told else None)
        before = page.url + str(spot_of(page))
        started = time.perf_counter()
        with page.expect_event("load"):
            if act == "list":
                page.select_option("form.doing select[name=code]", told[0].code)
                page.select_option("form.doing select[name=kind]", told[0].kind.value)
                page.focus("form.doing button")
                page.keyboard.press("Enter")
            else:
                page.keyboard.press(act)
        took.append(1000 * (time.perf_counter() - started))
        keys.append(pressed)
        acts[act] += 1
        if page.locator("form.asked").count() == 0 or page.url + str(spot_of(page)) == before:
            break
    static = []
    for _ in range(20):
        started = time.perf_counter()
        page.goto(f"{base}/static/work.css")
        static.append(1000 * (time.perf_counter() - started))
    print(
        f"{order}: {len(keys)} decisions, keys each: median {statistics.median(keys):g}, mean "
        f"{statistics.mean(keys):.2f}, by key {dict(acts)}; key to next mention "
        f"{statistics.median(took):.0f} ms (95 %: {sorted(took)[int(0.95 * len(took))]:.0f}), a static page "
        f"{statistics.median(static):.0f} ms"
    )


def spot_of(page: Any) -> tuple[str, int, int, int]:
    """Interview, turn, start and stop of what is asked."""
    name, turn, start, stop = page.input_value("form.asked input[name=at]").rsplit("|", 3)
    return name, int(turn), int(start), int(stop)


def wanted(page: Any, told: Mention | None) -> tuple[str, int]:
    """The key that answers as the hand coding does, and how many keys that is."""
    if told is None:
        return LETTERS["no"], 1
    said = page.inner_text(".verdict")
    label = page.locator(f"form.doing option[value='{told.code}']").first.inner_text()
    if told.kind.label in said and label in said:
        return LETTERS["yes"], 1
    turn = page.locator("button[value=turn]")
    if label in said and turn.count() and told.kind.label.lower() in turn.inner_text().lower():
        return LETTERS["turn"], 1
    for digit, each in enumerate(page.locator(".digits button").all_inner_texts(), 1):
        if told.kind.label in each and label in each:
            return str(digit), 1
    return "list", BY_LIST


if __name__ == "__main__":
    main()
