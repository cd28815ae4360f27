"""How often the damage is said to have fallen after a planned action, where that did something and where not.

Run alone: python tests/bench/bench_outcomes.py [repeats]. Asserts nothing. Two waves of 8 or 16 people, two
of a company; complaints are Poisson (1.5 of the process of the plan, .8, .8 and .5 of the others, at most 3
a person); from one wave to the next all processes fall by a fifth, or that of the plan by nine tenths.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from otzvuk.model.plan import Action
from otzvuk.numbers.plan import outcomes
from studies import Person, make_survey

CODES = {
    "-discipline.lead_times": 1.5, "-documents.errors": 0.8, "-service.claims": 0.8,
    "-service.informing": 0.5,
}  # fmt: skip
DONE = Action(process="delivery", action="второй склад", state="сделано")


def verdict(number: int, left: float, chance: np.random.Generator) -> str:
    """The verdict on a study of `number` people a wave, `left` of whose complaints about the process stay."""
    people = []
    for wave in ("2024", "2025"):
        for at in range(number):
            rates = {code: rate * (0.8 if wave == "2025" else 1) for code, rate in CODES.items()}
            if wave == "2025":
                rates["-discipline.lead_times"] = 1.5 * left
            says = [code for code, rate in rates.items() for _ in range(min(chance.poisson(rate), 3))]
            people.append(Person(f"{wave}-{at}", f"{wave}К{at // 2}", says=says, wave=wave))
    return str(outcomes(make_survey(*people, replicates=300), (DONE,)).iloc[0]["verdict"])


def main(repeats: int) -> None:
    """Print how often each verdict comes."""
    chance = np.random.default_rng(1)
    for number in (8, 16):
        for left, told in ((0.8, "falls as all do"), (0.1, "falls by nine tenths")):
            found = Counter(verdict(number, left, chance) for _ in range(repeats))
            print(f"{number} people a wave, {told}: {dict(sorted(found.items()))}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
