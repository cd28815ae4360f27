"""What the program learns of people's decisions: simulated over the held-back studies and gold/open.

python tests/bench/bench_learn.py [--orders 20] [--voice careful] [--keep FOLDER] [SET...]: for each study
decisions are taken from the gold, in an order of its own each time; what was looked at is left out of both
codings, and F1 is that of what is left. `--keep` keeps what the coder hears for the next call. The three
worst processes are told with every interview as one person, all roles alike. Asserts nothing. Figures:
models/coders/README.md.
"""

import argparse
import os
import pickle
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one core is what is measured

import numpy as np

from otzvuk.coding import code_study, coder_for
from otzvuk.coding.delta import chance, coded, corrected
from otzvuk.coding.learned import ModelCoder
from otzvuk.coding.network import KINDS
from otzvuk.codings.gold import read_gold
from otzvuk.model.codebook import Codebook, Patterns, read_codebook
from otzvuk.model.identity import identify
from otzvuk.model.mention import Coding, Kind
from otzvuk.model.study import Guide, Study
from otzvuk.model.yamlfile import read_yaml
from otzvuk.numbers.survey import Survey
from otzvuk.numbers.trust.doubts import doubts
from otzvuk.read import read_study
from otzvuk.read.corpus import read_marked_study
from otzvuk.train.corpus import Split
from otzvuk.train.correct import Judgements, fit, together, validate

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpora" / "training"
GOLD = ROOT.parent / "shared" / "gold" / "open"
SIZES = (25, 50, 100, 200)
WAYS = ("random", "uncertain", "doubts")
CAP = 3  # of one person's complaints about a process
OTHER = "other_"


class Case(NamedTuple):
    """Guesses with what the gold says of them; `partners` are the gold mentions that each overlaps.

    `places` are the guesses' (interview, turn, start, stop), `said` the gold's (interview, kind, process);
    `processes` those of the codes by number.
    `doubts` is the order of places by what they are worth for the conclusion; none where nobody asked.
    """

    given: Judgements
    partners: list[list[int]]
    kinds: np.ndarray
    codes: np.ndarray
    places: Sequence[tuple[str, int, int, int]] = ()
    said: Sequence[tuple[str, int, str]] = ()
    processes: tuple[str, ...] = ()
    doubts: Sequence[tuple[str, int, int, int]] = ()


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
        name = coding.interview.id
        places = [(name, each.sample.turn, each.span.start, each.span.stop) for each in heard.guesses]
        said = [(name, KINDS.index(each.kind), each.process) for each in gold]
        processes = tuple(coder.codebook.process_of(code) for code in coder.codes)
        cases.append(Case(given, partners, gold_kinds, gold_codes, places, said, processes))
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
        [place for each in cases for place in each.places],
        [one for each in cases for one in each.said],
        cases[0].processes,
        [place for each in cases for place in each.doubts],
    )


def of_own_rules(case: Case, draw: np.random.Generator) -> Case:
    """The gold of a reader who calls four of the twelve most frequent codes by another of them."""
    codes = np.bincount(case.codes, minlength=case.given.seen.codes.shape[1]).argsort()[::-1][:12]
    from_, to = draw.permutation(codes)[:8].reshape(2, 4)
    table = np.arange(case.given.seen.codes.shape[1])
    table[from_] = to
    own = np.where(case.given.codes >= 0, table[case.given.codes], -1)
    said = [
        one if table[code] == code else (*one[:2], case.processes[table[code]])
        for one, code in zip(case.said, case.codes, strict=True)
    ]
    return case._replace(given=case.given._replace(codes=own), codes=table[case.codes], said=said)


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
    if way == "doubts":
        worth = {place: rank for rank, place in enumerate(case.doubts, 1)}
        ranks = np.array([_rank(each, worth) for each in case.places])
        return np.argsort(ranks * np.exp(draw.normal(0, 0.1, len(ranks))))
    there = chance(seen.there)
    sure = np.maximum(1 - there, there * np.exp(seen.kinds.max(1) + seen.codes.max(1)))
    return np.argsort(-(1 - sure) * np.exp(draw.normal(0, 0.1, len(sure))))


def _rank(place: tuple[str, int, int, int], worth: dict[tuple[str, int, int, int], int]) -> float:
    """Where a guess stands among the doubts: at the first that covers half of it, else last."""
    found = [
        rank
        for other, rank in worth.items()
        if other[:2] == place[:2] and half((other[2], other[3]), (place[2], place[3]))
    ]
    return min(found, default=len(worth) + 1)


class Ran(NamedTuple):
    """F1 (span, kind, code) of what was not looked at, code F1 of the whole and how many of the three worst
    processes are the gold's, without and with learning; and what there would be to gain at most.

    `ceiling` is the gain at code where every mention found had its kind and code and no other was found.
    """

    before: list[float]
    after: list[float]
    whole: tuple[float, float]
    three: tuple[float, float]
    ceiling: float
    accepted: bool
    seconds: float


def run(case: Case, way: str, size: int, seed: int) -> Ran:
    chosen = order(case, way, np.random.default_rng(seed))[:size]
    seen = case.given.seen
    state = (seen.own, seen.kinds.argmax(1), seen.codes.argmax(1))
    before, whole = scores(case, *state, chosen), whole_score(case, *state, chosen)
    three = of_three(case, *state, chosen)
    right = case.given
    perfect = (seen.own & (right.kinds >= 0), right.kinds, right.codes)
    ceiling = scores(case, *perfect, chosen)[2] - before[2]
    started = time.perf_counter()
    given = case.given.part(chosen)
    outcome = validate(given)
    learnt = fit(given, outcome.kept) if outcome.accepted else None
    spent = time.perf_counter() - started
    if learnt is None:
        return Ran(before, before, (whole, whole), (three, three), ceiling, False, spent)
    codes, kinds, there = corrected(seen, *learnt)
    state = (coded(codes, kinds, there, seen.own), kinds.argmax(1), codes.argmax(1))
    return Ran(
        before,
        scores(case, *state, chosen),
        (whole, whole_score(case, *state, chosen)),
        (three, of_three(case, *state, chosen)),
        ceiling,
        True,
        spent,
    )


def of_three(case: Case, taken: np.ndarray, kinds: np.ndarray, codes: np.ndarray, seen: np.ndarray) -> float:
    """How many of the three worst processes are the gold's, what was looked at being as the gold has it."""
    looked = {to for at in seen for to in case.partners[at]}
    use = taken.copy()
    use[seen] = False
    found = [
        (case.places[at][0], int(kinds[at]), case.processes[int(codes[at])]) for at in np.flatnonzero(use)
    ]
    return len(worst([*found, *(case.said[at] for at in looked)]) & worst(case.said))


def worst(said: Sequence[tuple[str, int, str]]) -> set[str]:
    """The three processes with the most complaints net of praise, a person's clipped."""
    held: Counter[tuple[str, str]] = Counter()
    for person, kind, process in said:
        held[process, person] += {Kind.COMPLAINT: 1, Kind.PRAISE: -1}.get(KINDS[kind], 0)
    harm: Counter[str] = Counter()
    for (process, _), many in held.items():
        harm[process] += min(max(many, 0), CAP)
    return {name for name, _ in sorted(harm.items(), key=lambda each: (-each[1], each[0]))[:3]}


def whole_score(
    case: Case, taken: np.ndarray, kinds: np.ndarray, codes: np.ndarray, seen: np.ndarray
) -> float:
    """Code F1 of everything, what was looked at being as the gold has it."""
    taken, kinds, codes = taken.copy(), kinds.copy(), codes.copy()
    taken[seen] = case.given.kinds[seen] >= 0
    kinds[seen], codes[seen] = case.given.kinds[seen], case.given.codes[seen]
    return scores(case, taken, kinds, codes, np.zeros(0, np.int64))[2]


def read_cases(other: Codebook | None = None, *, careful: bool = False) -> dict[str, dict[str, Case]]:
    book = read_codebook("b2b")
    split = read_yaml(CORPUS / "split.yaml", Split)
    coder = coder_for(other or book, Guide(), careful=careful)
    found: dict[str, dict[str, Case]] = {}
    for part in ("dev", "test", "field_dev", "field_test"):
        found[part] = {}
        for name in getattr(split, part):
            study = read_marked_study(CORPUS / name, codebook=book)
            case = case_of([_as(each, name, bool(other)) for each in study.codings], coder)
            whole = Study(
                path=CORPUS / name,
                settings=study.settings,
                codebook=book,
                interviews=tuple(each.interview for each in study.codings),
            )
            worth = [] if other or "field" in part else by_worth(identify(whole), name)
            found[part][name] = case._replace(doubts=worth)
    if GOLD.is_dir():
        study = read_study(GOLD)
        codings = [_as(each, "gold", bool(other)) for each in read_gold(GOLD / "gold.jsonl", study)]
        case = case_of(codings, coder_for(other or book, study.guide, careful=careful))
        worth = [] if other else by_worth(identify(study), "gold")
        found["gold"] = {"gold": case._replace(doubts=worth)}
    return found


def by_worth(study: Study, name: str) -> list[tuple[str, int, int, int]]:
    """The stretches of a study in the order in which `otzvuk doubts` asks about them, once for all."""
    table = doubts(Survey.of(study, code_study(study)))
    rows = zip(table.interview, table.turn, table.start, table.end, strict=True)
    return [(f"{name}/{interview}", turn, start, stop) for interview, turn, start, stop in rows]


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


def cases_of(arguments: argparse.Namespace, kind: str, other: Codebook | None = None):
    """The cases, from what an earlier call has kept where it has."""
    careful = arguments.voice == "careful"
    if arguments.keep is None:
        return read_cases(other, careful=careful)
    kept = arguments.keep / f"{kind}-{arguments.voice}.pickle"  # our own, of this machine
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(read_cases(other, careful=careful)))
    return pickle.loads(kept.read_bytes())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=5)
    parser.add_argument("--voice", choices=("fast", "careful"), default="careful")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--sizes", default="25,50,100,200")
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("sets", nargs="*")
    arguments = parser.parse_args()
    splits = cases_of(arguments, "b2b")
    dense = [*splits["dev"].values(), *splits["test"].values()]
    field = [*splits["field_dev"].values(), *splits["field_test"].values()]
    sets = {
        "dense": dense,
        "field": field,
        "gold/open": [*splits.get("gold", {}).values()],
        "own rules": [of_own_rules(each, np.random.default_rng(at)) for at, each in enumerate(dense)],
    }
    if "own book" in arguments.sets:
        others = cases_of(arguments, "other", in_other_words(read_codebook("b2b")))
        sets["own book"] = [*others["dev"].values(), *others["test"].values()]
    print(f"{arguments.voice}, {arguments.orders} orders; F1 of what was not looked at: code before → after")
    for name in arguments.sets or sets:
        for way in arguments.ways.split(","):
            for size in map(int, arguments.sizes.split(",")):
                own = [each for each in sets[name] if way != "doubts" or each.doubts]
                ran = [run(case, way, size, seed) for seed in range(arguments.orders) for case in own]
                if ran:
                    print(f"{name:10} {way:9} {size:4} {told(ran, len(own))}", flush=True)


def told(ran: Sequence[Ran], studies: int) -> str:
    """The means, and the gain at code with its 90 % interval by resampling studies, then orders."""
    gains = np.array([each.after[2] - each.before[2] for each in ran]).reshape(-1, studies)
    draw = np.random.default_rng(0)
    spread = [
        gains[
            draw.integers(len(gains), size=(len(gains), studies)), draw.integers(studies, size=studies)
        ].mean()
        for _ in range(2000)
    ]
    low, high = np.quantile(spread, (0.05, 0.95))
    before, after = (np.mean([getattr(each, at) for each in ran], 0) for at in ("before", "after"))
    whole, three = (np.mean([getattr(each, at) for each in ran], 0) for at in ("whole", "three"))
    return (
        f"accepted {np.mean([each.accepted for each in ran]):4.0%} | kind {before[1]:.3f} {after[1]:.3f} | "
        f"code {before[2]:.3f} {after[2]:.3f} | {gains.mean():+.4f} ({low:+.4f} … {high:+.4f}) | "
        f"at most {np.mean([each.ceiling for each in ran]):+.3f} | "
        f"worse by .01 {np.mean(gains < -0.01):.0%} | "
        f"whole {whole[0]:.3f} {whole[1]:.3f} | three {three[0]:.2f} {three[1]:.2f} | "
        f"{np.mean([each.seconds for each in ran]):.2f} s"
    )


if __name__ == "__main__":
    main()
