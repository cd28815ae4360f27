"""What the program learns of people's decisions: simulated over the held-back studies and gold/open.

python tests/bench/bench_learn.py [ORDERS [SET...]]: for each study (and for the studies of a split together)
decisions are taken from the gold, in an order of its own each time; what was looked at is left out of both
codings, and F1 is that of what is left. Asserts nothing. Figures: models/coders/README.md.
"""

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one core is what is measured

import numpy as np

from otzvuk.coding import coder_for
from otzvuk.coding.delta import chance, coded, corrected
from otzvuk.coding.learned import ModelCoder
from otzvuk.coding.network import KINDS
from otzvuk.codings.gold import read_gold
from otzvuk.model.codebook import Codebook, Patterns, read_codebook
from otzvuk.model.mention import Coding
from otzvuk.model.study import Guide
from otzvuk.model.yamlfile import read_yaml
from otzvuk.read import read_study
from otzvuk.read.corpus import read_marked_study
from otzvuk.train.corpus import Split
from otzvuk.train.correct import Judgements, fit, together, validate

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpora" / "training"
GOLD = ROOT.parent / "shared" / "gold" / "open"
SIZES = (25, 50, 100, 200)
WAYS = ("random", "uncertain")
OTHER = "other_"


class Case(NamedTuple):
    """Guesses with what the gold says of them; `partners` are the gold mentions that each overlaps."""

    given: Judgements
    partners: list[list[int]]
    kinds: np.ndarray
    codes: np.ndarray


def half(one: tuple[int, int], other: tuple[int, int]) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > 0 and 2 * shared >= min(one[1] - one[0], other[1] - other[0])


def case_of(codings: Sequence[Coding], coder: ModelCoder) -> Case:
    cases = []
    number = {code: at for at, code in enumerate(coder.codes)}
    for coding in codings:
        heard = coder.heard(coding.interview, further=True)
        gold = coding.mentions
        partners, kinds, codes = [], [], []
        for guess in heard.guesses:
            span, turn = (guess.span.start, guess.span.stop), guess.sample.turn
            own = [at for at, m in enumerate(gold) if m.turn == turn and half(span, (m.start, m.stop))]
            best = max(
                (gold[at] for at in own),
                key=lambda m, g=guess: (m.kind is g.kind) + (number[m.code] == g.codes.argmax()),
                default=None,
            )
            partners.append(own)
            kinds.append(KINDS.index(best.kind) if best else -1)
            codes.append(number[best.code] if best else -1)
        given = Judgements(
            seen=coder.see(coding.interview, heard),
            kinds=np.array(kinds, np.int64),
            codes=np.array(codes, np.int64),
            of=[coding.interview.id] * len(kinds),
        )
        gold_kinds = np.array([KINDS.index(each.kind) for each in gold], np.int64)
        gold_codes = np.array([number[each.code] for each in gold], np.int64)
        cases.append(Case(given, partners, gold_kinds, gold_codes))
    return joined(cases)


def joined(cases: Sequence[Case]) -> Case:
    """Cases as one."""
    gold, partners = 0, []
    for each in cases:
        partners += [[at + gold for at in own] for own in each.partners]
        gold += len(each.kinds)
    return Case(
        together([each.given for each in cases]),
        partners,
        np.concatenate([each.kinds for each in cases]),
        np.concatenate([each.codes for each in cases]),
    )


def of_own_rules(case: Case, draw: np.random.Generator) -> Case:
    """The gold of a reader who calls four of the twelve most frequent codes by another of them."""
    codes = np.bincount(case.codes, minlength=case.given.seen.codes.shape[1]).argsort()[::-1][:12]
    from_, to = draw.permutation(codes)[:8].reshape(2, 4)
    table = np.arange(case.given.seen.codes.shape[1])
    table[from_] = to
    own = np.where(case.given.codes >= 0, table[case.given.codes], -1)
    return case._replace(given=case.given._replace(codes=own), codes=table[case.codes])


def scores(
    case: Case, taken: np.ndarray, kinds: np.ndarray, codes: np.ndarray, seen: np.ndarray
) -> list[float]:
    """F1 at span, kind and code of what was not looked at."""
    gone = {to for at in seen for to in case.partners[at]}
    use = taken.copy()
    use[seen] = False
    rows = [at for at in np.flatnonzero(use) if not case.partners[at] or set(case.partners[at]) - gone]
    left = len(case.kinds) - len(gone)
    found = []
    for level in range(3):
        matched: set[int] = set()
        for at in rows:
            for to in case.partners[at]:
                if to in gone or to in matched:
                    continue
                if level and case.kinds[to] != kinds[at]:
                    continue
                if level == 2 and case.codes[to] != codes[at]:
                    continue
                matched.add(to)
                break
        found.append(2 * len(matched) / max(len(rows) + left, 1))
    return found


def order(case: Case, way: str, draw: np.random.Generator) -> np.ndarray:
    """In which order somebody looks at what is found or may have been missed."""
    seen = case.given.seen
    if way == "random":
        return draw.permutation(len(seen.there))
    there = chance(seen.there)
    sure = np.maximum(1 - there, there * np.exp(seen.kinds.max(1) + seen.codes.max(1)))
    return np.argsort(-(1 - sure) * np.exp(draw.normal(0, 0.1, len(sure))))


class Ran(NamedTuple):
    """F1 (span, kind, code) of what was not looked at and code F1 of the whole, without and with learning."""

    before: list[float]
    after: list[float]
    whole: tuple[float, float]
    accepted: bool
    seconds: float


def run(case: Case, way: str, size: int, seed: int) -> Ran:
    chosen = order(case, way, np.random.default_rng(seed))[:size]
    seen = case.given.seen
    state = (seen.own, seen.kinds.argmax(1), seen.codes.argmax(1))
    before, whole = scores(case, *state, chosen), whole_score(case, *state, chosen)
    started = time.perf_counter()
    given = case.given.part(chosen)
    outcome = validate(given)
    learnt = fit(given, outcome.kept) if outcome.accepted else None
    spent = time.perf_counter() - started
    if learnt is None:
        return Ran(before, before, (whole, whole), False, spent)
    codes, kinds, there = corrected(seen, *learnt)
    state = (coded(codes, kinds, there, seen.own), kinds.argmax(1), codes.argmax(1))
    return Ran(before, scores(case, *state, chosen), (whole, whole_score(case, *state, chosen)), True, spent)


def whole_score(
    case: Case, taken: np.ndarray, kinds: np.ndarray, codes: np.ndarray, seen: np.ndarray
) -> float:
    """Code F1 of everything, what was looked at being as the gold has it."""
    taken, kinds, codes = taken.copy(), kinds.copy(), codes.copy()
    taken[seen] = case.given.kinds[seen] >= 0
    kinds[seen], codes[seen] = case.given.kinds[seen], case.given.codes[seen]
    return scores(case, taken, kinds, codes, np.zeros(0, np.int64))[2]


def read_cases(other: Codebook | None = None) -> dict[str, dict[str, Case]]:
    book = read_codebook("b2b")
    split = read_yaml(CORPUS / "split.yaml", Split)
    coder = coder_for(other or book, Guide())
    found: dict[str, dict[str, Case]] = {}
    for part in ("dev", "test", "field_dev", "field_test"):
        found[part] = {}
        for name in getattr(split, part):
            study = read_marked_study(CORPUS / name, codebook=book)
            found[part][name] = case_of([_as(each, name, bool(other)) for each in study.codings], coder)
    if GOLD.is_dir():
        study = read_study(GOLD)
        codings = [_as(each, "gold", bool(other)) for each in read_gold(GOLD / "gold.jsonl", study)]
        found["gold"] = {"gold": case_of(codings, coder_for(other or book, study.guide))}
    return found


def _as(coding: Coding, name: str, renamed: bool) -> Coding:
    mentions = tuple(replace(m, code=OTHER + m.code) if renamed else m for m in coding.mentions)
    own = replace(coding.interview, id=f"{name}/{coding.interview.id}")
    return replace(coding, interview=own, mentions=mentions)


def in_other_words(book: Codebook) -> Codebook:
    """The same codes with other ids and nothing but label and definition: the model knows none of them."""
    codes = {
        OTHER + name: code.model_copy(update={"patterns": Patterns(), "like": (), "examples": ()})
        for name, code in book.codes.items()
    }
    return book.model_copy(update={"name": "other", "codes": codes})


def main() -> None:
    orders = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    splits = read_cases()
    dense, field = (
        [*splits["dev"].values(), *splits["test"].values()],
        [*splits["field_dev"].values(), *splits["field_test"].values()],
    )
    sets = {
        "dense studies": dense,
        "field studies": field,
        **({"gold/open": [*splits["gold"].values()]} if "gold" in splits else {}),
        "four dense together": [joined([*splits[each].values()]) for each in ("dev", "test")],
        "four field together": [joined([*splits[each].values()]) for each in ("field_dev", "field_test")],
        "own rules, dense": [of_own_rules(each, np.random.default_rng(at)) for at, each in enumerate(dense)],
    }
    wanted = sys.argv[2:]  # the sets, all unless given
    if not wanted or "own book, dense" in wanted:
        others = read_cases(in_other_words(read_codebook("b2b")))
        sets["own book, dense"] = [*others["dev"].values(), *others["test"].values()]
    print("F1 of what was not looked at: kind, code without learning; with it; whole: code")
    for name in wanted or sets:
        own = sets[name]
        for way in WAYS:
            for size in SIZES:
                ran = [run(case, way, size, seed) for case in own for seed in range(orders)]
                before, after = (
                    np.mean([getattr(each, at) for each in ran], 0) for at in ("before", "after")
                )
                gains = np.array([each.after[2] - each.before[2] for each in ran])
                spread = np.random.default_rng(0).choice(gains, (2000, len(gains))).mean(1)
                low, high = np.quantile(spread, (0.05, 0.95))
                whole = np.mean([each.whole for each in ran], 0)
                print(
                    f"{name:20} {way:9} {size:4} accepted {np.mean([each.accepted for each in ran]):4.0%} | "
                    f"{before[1]:.3f} {before[2]:.3f} | {after[1]:.3f} {after[2]:.3f} | "
                    f"code {gains.mean():+.4f} ({low:+.4f} … {high:+.4f}) | "
                    f"worse by .01 {np.mean(gains < -0.01):.0%} | "
                    f"whole {whole[0]:.3f} {whole[1]:.3f} | {np.mean([each.seconds for each in ran]):.2f} s",
                    flush=True,
                )


if __name__ == "__main__":
    main()
