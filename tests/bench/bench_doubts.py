"""Whether forty checks in the order of `doubts` give the full hand coding's three processes, beside chance.

Run alone: python tests/bench/bench_doubts.py. The eight held-back studies of the training corpus (dev is what
the probabilities were calibrated on, test is not), those of field-like talk, and the open gold study where it
stands beside the checkout. A check answers as the hand coding does; the order is made anew after every ten
answers. Random orders: thirty of each length. Asserts nothing.
"""

import os
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from otzvuk.coding import code_study
from otzvuk.codings.gold import read_gold
from otzvuk.model.codebook import read_codebook
from otzvuk.model.identity import identify
from otzvuk.model.study import Study
from otzvuk.model.yamlfile import parse_yaml, plain
from otzvuk.numbers.survey import Survey
from otzvuk.numbers.trust.doubts import doubts
from otzvuk.numbers.trust.worlds import SIGN, worlds
from otzvuk.read import read_marked_study, read_study

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpora" / "training"
GOLD = ROOT.parent / "shared" / "gold" / "open"
STEP = 10
CHECKS = (0, 10, 20, 40, 80, 120)
TIMES = 30


def main() -> None:
    totals: dict[str, list[list[float]]] = defaultdict(list)
    for sort, name, study, gold in studies():
        by_doubt, by_chance = curve(study, gold)
        print(f"{sort:10} {name:28}", "doubts", *by_doubt, " random", *(f"{each:.2f}" for each in by_chance))
        totals[sort].append([*by_doubt, *by_chance])
    for sort, rows in totals.items():
        print(f"{sort:10} {len(rows)} studies, share with the same three after {CHECKS} checks:")
        means = np.mean(rows, axis=0).round(2)
        print("   doubts", *means[: len(CHECKS)], " random", *means[len(CHECKS) :])


def studies():
    split = plain(parse_yaml((CORPUS / "split.yaml").read_text("utf-8"), CORPUS / "split.yaml"))
    book = read_codebook()
    for sort in ("dev", "test", "field_dev", "field_test"):
        for name in split[sort]:
            marked = read_marked_study(CORPUS / name, codebook=book)
            study = Study(
                path=CORPUS / name,
                settings=marked.settings,
                codebook=book,
                interviews=tuple(each.interview for each in marked.codings),
            )
            yield sort, name, identify(study), marked.codings
    if GOLD.is_dir():
        study = identify(read_study(GOLD))
        yield "gold", "open", study, read_gold(GOLD / "gold.jsonl", study)


def curve(study, gold):
    """Whether the top three are those of the hand coding after so many checks: by doubts, at random."""
    codings = code_study(study)
    drawn = worlds(Survey.of(study, codings), draws=2)
    answers, lost = answered(drawn, gold)
    right = top(net(drawn, answers, lost, range(len(drawn.stretches))), drawn)
    order = asked(study, codings, drawn, answers)
    by_doubt = [int(same(net(drawn, answers, lost, order[:count]), drawn, right)) for count in CHECKS]
    random = np.random.default_rng(1)
    orders = [random.permutation(len(drawn.stretches)) for _ in range(TIMES)]
    by_chance = [
        float(np.mean([same(net(drawn, answers, lost, each[:count]), drawn, right) for each in orders]))
        for count in CHECKS
    ]
    return by_doubt, by_chance


def asked(study, codings, drawn, answers):
    """The stretches in the order in which `doubts` asks, ordered anew after each `STEP` answers."""
    keys = {key(each): at for at, each in enumerate(drawn.stretches)}
    order = []
    while len(order) < CHECKS[-1]:
        survey = Survey.of(study, [answered_coding(each, drawn, answers, order) for each in codings])
        seen = [key(drawn.stretches[at]) for at in order]
        table = doubts(survey, seen=seen).head(STEP)
        order += [keys[one] for one in zip(table.interview, table.turn, table.start, table.end, strict=True)]
        if table.empty:
            break
    return order


def key(each):
    return (each.interview, each.candidate.turn, each.candidate.start, each.candidate.stop)


def answered_coding(coding, drawn, answers, order):
    """The coding with what was answered about the stretches of `order`, as a person's."""
    own = [at for at in order if drawn.stretches[at].interview == coding.interview.id]
    gone = {key(drawn.stretches[at])[1:] for at in own}
    mentions = [each for each in coding.mentions if (each.turn, each.start, each.stop) not in gone]
    for at in own:
        one = drawn.stretches[at].candidate
        there = {"turn": one.turn, "start": one.start, "stop": one.stop, "text": one.text}
        mentions += [replace(each, **there, decided_by="person:x", confidence=1.0) for each in answers[at]]
    return replace(coding, mentions=tuple(mentions))


def answered(drawn, gold):
    """For each stretch what the hand coding says there; and the mentions that lie in no stretch."""
    answers, lost = defaultdict(list), []
    places = defaultdict(list)
    for at, each in enumerate(drawn.stretches):
        places[each.interview, each.candidate.turn].append((at, each.candidate))
    people = {each.interview: {} for each in drawn.stretches}
    for each in drawn.stretches:
        people[each.interview][each.candidate.turn] = each.person
    for coding in gold:
        for mention in coding.mentions:
            near = [
                (one.span.shared(mention), at)
                for at, one in places[coding.interview.id, mention.turn]
                if one.span.shared(mention) > 0
            ]
            if near:
                answers[max(near)[1]].append(mention)
            elif mention.turn in people.get(coding.interview.id, {}):
                lost.append(mention)
    return answers, lost


def net(drawn, answers, lost, checked):
    held = drawn.held.copy()
    for at in checked:
        each = drawn.stretches[at]
        said = each.candidate.said
        if said is not None:
            held[each.person, drawn.column(said.process)] -= SIGN[said.kind]
        for one in answers.get(at, ()):
            held[each.person, drawn.column(one.process)] += SIGN[one.kind]
    return held


def top(held, drawn):
    """The damage of each process, by which the three are told."""
    return np.clip(held, 0, drawn.cap).T @ drawn.weights


def same(held, drawn, right):
    """Whether the three worst are three that the full coding can have there (ties count as either)."""
    damage = top(held, drawn)
    mine = np.argsort(-damage, kind="stable")[:3]
    least = np.sort(right)[-3]
    return all(right[at] >= least - 1e-12 and right[at] > 0 for at in mine)


if __name__ == "__main__":
    main()
