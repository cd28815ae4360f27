"""Whether forty checks in the order of `doubts` give the full hand coding's three processes, beside chance.

Run alone: python tests/bench/bench_doubts.py [fast | careful] [sort...] (sorts: dev, test, field_dev,
field_test, gold, simulated, simulated_shared; all but the last two by default). The eight held-back studies
of the training corpus (dev is what the probabilities were calibrated on, test is not), those of field-like
talk, and the open gold study where it stands beside the checkout. A check answers as the hand coding does;
the order is made anew after every ten answers. Random orders: thirty of each length.

Simulated: the stretches of the dev studies with what is true drawn from their probabilities, ten times each
study; `simulated_shared`: each process has an error of its own there, the same in all interviews (the odds of
what was found and of what was passed over by exp(0.7 z)), that the order is not told. Asserts nothing.
"""

import os
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from otzvuk.coding import code_study
from otzvuk.codings.gold import read_gold
from otzvuk.model.candidate import Candidate, Chance
from otzvuk.model.codebook import read_codebook
from otzvuk.model.identity import identify
from otzvuk.model.mention import PERSON, Mention
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
SORTS = ("dev", "test", "field_dev", "field_test", "gold")
DRAWN, SHARED = 10, 0.7


def main() -> None:
    coder = next((each for each in sys.argv[1:] if each in ("fast", "careful")), "careful")
    wanted = [each for each in sys.argv[1:] if each != coder] or list(SORTS)
    totals: dict[str, list[list[float]]] = defaultdict(list)
    for sort, name, study, gold in studies(coder):
        if sort in wanted:
            found = Found(study, gold)
            tell(sort, name, totals, found.curve(found.answers, found.lost))
        if sort in ("dev", "field_dev"):
            for simulated in (each for each in wanted if each.startswith("simulated")):
                found = Found(study, gold)
                for at in range(DRAWN):
                    answers = found.drawn_answers(at, shared=simulated.endswith("shared"))
                    kind = f"{simulated} {'field' if sort.startswith('field') else 'dense'}"
                    tell(kind, name, totals, found.curve(answers, []))
    for sort, rows in totals.items():
        print(f"{sort:10} {len(rows)} studies ({coder}), share with the same three after {CHECKS} checks:")
        means = np.mean(rows, axis=0).round(2)
        print("   doubts", *means[: len(CHECKS)], " random", *means[len(CHECKS) :], flush=True)


def tell(sort, name, totals, curves):
    by_doubt, by_chance = curves
    print(f"{sort:10} {name:28}", "doubts", *by_doubt, " random", *(f"{each:.2f}" for each in by_chance))
    sys.stdout.flush()
    totals[sort].append([*by_doubt, *by_chance])


def studies(coder=""):
    split = plain(parse_yaml((CORPUS / "split.yaml").read_text("utf-8"), CORPUS / "split.yaml"))
    book = read_codebook()
    for sort in ("dev", "test", "field_dev", "field_test"):
        for name in split[sort]:
            marked = read_marked_study(CORPUS / name, codebook=book)
            study = Study(
                path=CORPUS / name,
                settings=marked.settings.model_copy(update={"coder": coder}),
                codebook=book,
                interviews=tuple(each.interview for each in marked.codings),
            )
            yield sort, name, identify(study), marked.codings
    if GOLD.is_dir():
        study = identify(read_study(GOLD))
        study = replace(study, settings=study.settings.model_copy(update={"coder": coder}))
        yield "gold", "open", study, read_gold(GOLD / "gold.jsonl", study)


class Found:
    """A study as it is coded, with what the hand coding says of each stretch."""

    def __init__(self, study, gold):
        self.study, self.codings = study, code_study(study)
        survey = Survey.of(study, self.codings)
        self.candidates = survey.candidates
        self.drawn = worlds(survey, draws=2)
        self.answers, self.lost = answered(self.drawn, gold)

    def curve(self, answers, lost):
        """Whether the top three are those of all answers after so many checks: by doubts, at random."""
        drawn = self.drawn
        right = top(net(drawn, answers, lost, range(len(drawn.stretches))), drawn)
        order = self.asked(answers)
        by_doubt = [int(same(net(drawn, answers, lost, order[:count]), drawn, right)) for count in CHECKS]
        random = np.random.default_rng(1)
        orders = [random.permutation(len(drawn.stretches)) for _ in range(TIMES)]
        by_chance = [
            float(np.mean([same(net(drawn, answers, lost, each[:count]), drawn, right) for each in orders]))
            for count in CHECKS
        ]
        return by_doubt, by_chance

    def asked(self, answers):
        """The stretches in the order in which `doubts` asks, ordered anew after each `STEP` answers."""
        drawn = self.drawn
        keys = {key(each): at for at, each in enumerate(drawn.stretches)}
        order = []
        while len(order) < CHECKS[-1]:
            codings = [answered_coding(each, drawn, answers, order) for each in self.codings]
            survey = Survey.of(self.study, codings)
            survey.__dict__["candidates"] = self.candidates_after(codings, order)
            seen = [key(drawn.stretches[at]) for at in order]
            table = doubts(survey, seen=seen).head(STEP)
            places = zip(table.interview, table.turn, table.start, table.end, strict=True)
            order += [keys[one] for one in places]
            if table.empty:
                break
        return order

    def candidates_after(self, codings, order):
        """The candidates without what was answered, and with the answers; the density of talk stays."""
        gone = {key(self.drawn.stretches[at]) for at in order}
        found = {}
        for coding in codings:
            name = coding.interview.id
            left = [
                each for each in self.candidates[name] if (name, each.turn, each.start, each.stop) not in gone
            ]
            said = [each for each in coding.mentions if each.decided_by.startswith(PERSON)]
            found[name] = (*left, *map(decided, said))
        return found

    def drawn_answers(self, seed, *, shared):
        """What each stretch says, drawn from its chances; `shared`: with an error of each process."""
        generator = np.random.default_rng([14, seed])
        spread = SHARED if shared else 0.0
        names = self.drawn.processes
        found, passed = (
            dict(zip(names, generator.normal(scale=spread, size=len(names)), strict=True)) for _ in range(2)
        )
        answers = defaultdict(list)
        for at, each in enumerate(self.drawn.stretches):
            own = each.candidate
            odds = [own.nothing]
            for one in own.chances:
                off = passed[one.process] if own.said is None else 0.0
                if own.said is not None and one.process == own.said.process:
                    off = found[one.process]
                odds.append(one.probability * np.exp(off))
            drawn = generator.choice(len(odds), p=np.array(odds) / sum(odds))
            if drawn:
                one = own.chances[drawn - 1]
                answers[at].append(
                    Mention(own.turn, own.start, own.stop, own.text, one.kind, one.code, one.process)
                )
        return answers


def decided(mention):
    """A mention as the candidate that is certain."""
    said = Chance(kind=mention.kind, code=mention.code, process=mention.process, probability=1.0)
    return Candidate(
        turn=mention.turn, start=mention.start, stop=mention.stop, text=mention.text, nothing=0.0,
        chances=(said,), said=said, decided=True,
    )  # fmt: skip


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
