"""Scores on the checklist sets (tests/checklist), one phenomenon a row: the rules alone, the default coder.

Run by `make bench`, or alone: python tests/bench/bench_checklist.py [phenomenon …]. Asserts nothing.
Rates: F1 at span, kind and code («—»: the set has no mention); alarms: mentions found per dialogue without
any («—»: the set has no such dialogue); right: share of dialogues wholly right at kind.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy comes; one core, like the other benchmarks
sys.path.insert(0, str(Path(__file__).parents[1]))  # tests/, where pytest finds `checklist` by itself

from checklist import Result, has_model, load, measure, names
from otzvuk.coding import coder_for
from otzvuk.model.codebook import read_codebook
from otzvuk.model.study import Guide

RATES = ("span", "kind", "code", "alarms", "right")


def rates(result: Result, *, silent: int) -> list[str]:
    scores = [f"{result.f1[level]:.2f}" if result.mentions else "—" for level in RATES[:3]]
    return [*scores, f"{result.alarms:.2f}" if silent else "—", f"{result.right:.2f}"]


def row(cells: list[str]) -> str:
    return f"{cells[0]:14}" + "".join(f"{cell:>9}" for cell in cells[1:])


def main() -> None:
    codebook = read_codebook()
    coders = {"rules": coder_for(codebook, Guide(), rules_only=True), "default": coder_for(codebook, Guide())}
    print("rules: the rules alone; default: the coder that `otzvuk analyse` takes")
    if not has_model():
        print("NB no bundled model here: `default` is the rules too")
    print(row(["", "", "", *(f"{name}:" if not n else "" for name in coders for n in range(len(RATES)))]))
    print(row(["phenomenon", "dialogs", "mentions", *(rate for _ in coders for rate in RATES)]))
    for name in sys.argv[1:] or names():
        checklist = load(name, codebook)
        silent = sum(not each.mentions for each in checklist.gold)
        results = [measure(coder, checklist) for coder in coders.values()]
        sizes = [str(results[0].dialogues), str(results[0].mentions)]
        print(row([name, *sizes, *(cell for result in results for cell in rates(result, silent=silent))]))


if __name__ == "__main__":
    main()
