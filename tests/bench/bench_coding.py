"""Speed from text to mentions, and scores on the open gold study where it stands beside the checkout.

Run by `make bench`, or alone: python tests/bench/bench_coding.py. Asserts nothing.
"""

import os
import time
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one core is what is measured

from otzvuk.agreement.measure import evaluate
from otzvuk.coding import code_study, study_coder  # after the thread limit
from otzvuk.codings.gold import read_gold
from otzvuk.language import parse, tokenise
from otzvuk.read import read_study

ROOT = Path(__file__).parents[2]
GOLD = ROOT.parent / "shared" / "gold" / "open"


def main() -> None:
    study = read_study(GOLD if GOLD.is_dir() else ROOT / "corpora" / "demo")
    tokens = sum(len(parse(turn.text).tokens) for each in study.interviews for turn in each.turns)
    for name in ("rules", "fast", "careful"):
        asked = replace(study, settings=study.settings.model_copy(update={"coder": name}))
        coder = study_coder(asked)
        for run in ("cold", "warm", "warm"):
            parse.cache_clear()  # words may be known again, the very turns may not
            tokenise.cache_clear()
            started = time.perf_counter()
            for interview in study.interviews:
                coder.code(interview)
            print(f"{name}, {run}: {tokens / (time.perf_counter() - started):,.0f} tokens/s, one process")
        if not GOLD.is_dir():
            print("no gold study beside the checkout: scores skipped")
            continue
        codings = code_study(asked)
        result = evaluate(study, codings, read_gold(GOLD / "gold.jsonl", study))
        print(result.scores.round(3).to_string(index=False))
        print(result.top.to_string(index=False))


if __name__ == "__main__":
    main()
