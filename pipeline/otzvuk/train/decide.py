"""Learning from what people decided about studies: a correction of the model that codes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from otzvuk.coding import study_coder
from otzvuk.coding.coder import learned_folder, study_base
from otzvuk.coding.delta import (
    CARD,
    FORMAT,
    HEADS,
    Delta,
    DeltaCard,
    Head,
    Scores,
    read_delta,
    write_delta,
)
from otzvuk.coding.guess import Guess
from otzvuk.coding.learned import ModelCoder
from otzvuk.coding.network import KINDS
from otzvuk.codings.decided import decide
from otzvuk.codings.decisions import Decisions
from otzvuk.model.decision import JUDGING, Decision, Judged, decision_digest
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding
from otzvuk.model.progress import track
from otzvuk.model.study import Study
from otzvuk.read import read_study
from otzvuk.train.correct import Correction, Judgements, fit, rebased, together, validate
from otzvuk.train.place import written_whole

FEWEST: Final = 50  # decisions from which on something is learnt
LEARNED: Final = "learned"
"""The folder in a study that a correction is written to, unless told otherwise."""


@dataclass(frozen=True, kw_only=True)
class Revision:
    """What was learnt, and how good it is.

    `decisions` are those that were used, `earlier` those learnt from before; `studies` and `interviews` are
    where they were taken, `unknown` how many name a code that the codebook lacks. `scores` are those of
    cross-validation.
    """

    folder: Path
    decisions: int
    earlier: int
    studies: int
    interviews: int
    unknown: int
    scores: Scores


def learn(studies: Sequence[Path], folder: Path) -> Revision:
    """Fit a correction to the decisions in force about `studies`, and write it to `folder`.

    It begins from the correction that the studies use, if any (`learned` of study.yaml), or from where that
    began, if these decisions are in it. Raises `InputError` where there are too few decisions, the studies
    are not coded by the same model with the same codes, and where what was learnt is no better than the
    program without: nothing is written then.
    """
    read = [_without(read_study(path)) for path in _unlike(studies)]
    begun = _begun([study for study, _ in read])
    coders = [_coder(study) for study, _ in read]
    first = coders[0]
    base, codes = study_base(read[0][0]), first.codes
    for (study, _), coder in zip(read, coders, strict=True):
        if study_base(study) != base or coder.codes != codes:
            raise InputError(
                "исследования размечают разные модели или по разным кодам, вместе на них не научиться",
                file=study.path,
                expected="одна модель и одна кодовая книга",
            )
    standing = [decisions for _, decisions in read]
    many = sum(each.act in JUDGING for one in standing for each in one)
    if many < FEWEST:
        raise InputError(
            f"решений людей пока мало, чтобы на них учиться: {many}",
            file=", ".join(str(study.path) for study, _ in read),
            expected=f"не меньше {FEWEST} подтверждённых, отвергнутых или исправленных упоминаний",
        )
    with written_whole(folder, card=CARD, what="дообучение") as made:
        parts: list[Judgements] = []
        unknown = 0
        for (study, decisions), coder in zip(read, coders, strict=True):
            own, lost = judged(study, decisions, coder)
            parts, unknown = [*parts, *own], unknown + lost
        given = together(parts)
        ids = tuple(
            sorted({decision_digest(each) for one in standing for each in one if each.act in JUDGING})
        )
        earlier = _earlier(begun, ids)
        if earlier is not None:
            given = given._replace(seen=rebased(given.seen, earlier))
        outcome = validate(given)
        if not outcome.accepted:
            raise InputError(
                "дообучение не принято и не записано: на отложенных решениях с ним не лучше, F1 "
                f"{_told(outcome.scores.f1_after)} вместо {_told(outcome.scores.f1_before)} без него",
                expected="больше решений; размечает по-прежнему модель без дообучения",
            )
        learnt = fit(given, outcome.kept)
        whole = learnt if earlier is None else earlier.plus(learnt)
        before = 0 if earlier is None or begun is None else begun.card.decisions
        if begun is not None and set(ids) & set(begun.card.ids):
            before = begun.card.earlier
        card = DeltaCard(
            format=FORMAT,
            base=base,
            codes=codes,
            decisions=before + len(given.kinds),
            earlier=before,
            ids=ids,
            kept=outcome.kept,
            sure=outcome.sure,
            scores=outcome.scores,
            files={},
        )
        write_delta(made, Delta(card, whole.keys, whole.heads, _on(whole, earlier)))
    return Revision(
        folder=folder,
        decisions=len(given.kinds),
        earlier=before,
        studies=len(read),
        interviews=len(set(given.of)),
        unknown=unknown,
        scores=outcome.scores,
    )


def _unlike(studies: Sequence[Path]) -> list[Path]:
    seen: dict[Path, Path] = {}
    for path in studies:
        if path.resolve() in seen:
            raise InputError("исследование указано дважды", value=path, expected="каждая папка один раз")
        seen[path.resolve()] = path
    return [*seen.values()]


def _without(study: Study) -> tuple[Study, tuple[Decision, ...]]:
    """The study, and the decisions in force about it whose places are still there."""
    bare = [Coding(each, mentions=()) for each in study.interviews]
    return study, decide(bare, Decisions(study.path).standing()).standing


def _coder(study: Study) -> ModelCoder:
    coder = study_coder(replace(study, settings=study.settings.model_copy(update={"learned": ""})))
    if not isinstance(coder, ModelCoder):
        raise InputError(
            "исследование размечает не обученная модель, учить нечего",
            file=study.path,
            expected="обученная модель",
        )
    return coder


def _begun(studies: Iterable[Study]) -> Delta | None:
    """The correction that the studies use; those that use none do not count."""
    found: dict[Path, Study] = {}
    for study in studies:
        folder = learned_folder(study)
        if folder is not None:
            found[folder.resolve()] = study
    if len(found) > 1:
        raise InputError(
            "исследования дообучены по-разному, начать не с чего",
            value=", ".join(map(str, found)),
            expected="одна и та же строка learned в study.yaml",
        )
    for folder, study in found.items():
        return read_delta(folder, study_base(study), _coder(study).codes)
    return None


def _earlier(begun: Delta | None, ids: Sequence[str]) -> Correction | None:
    if begun is None:
        return None
    if set(ids) & set(begun.card.ids):  # these very decisions are in it: they would count twice
        return None if begun.begun is None else Correction(begun.keys, begun.begun)
    return Correction(begun.keys, begun.heads)


def _on(whole: Correction, earlier: Correction | None) -> dict[str, Head] | None:
    """The heads of an earlier correction, with rows for the words of the whole one."""
    if earlier is None:
        return None
    heads = {}
    for name in HEADS:
        head = earlier.heads[name]
        words = np.zeros((len(whole.keys), head.words.shape[1]))
        words[np.searchsorted(whole.keys, earlier.keys)] = head.words
        heads[name] = Head(head.dense, words)
    return heads


def _told(f1: float) -> str:
    return f"{f1:.3f}".replace(".", ",")


def judged(study: Study, decisions: Sequence[Decision], coder: ModelCoder) -> tuple[list[Judgements], int]:
    """What people say of the program's guesses, an interview each, and how many name an unknown code."""
    by: dict[str, list[Decision]] = {}
    for each in decisions:
        if each.act in JUDGING:
            by.setdefault(each.place.interview, []).append(each)
    own = [each for each in study.interviews if each.id in by]
    found, unknown = [], 0
    for interview in track(own, "Решения", total=len(own)):
        given, lost = _judged(interview, by[interview.id], coder, f"{study.path.name}/{interview.id}")
        unknown += lost
        if len(given.kinds):
            found.append(given)
    return found, unknown


def _judged(
    interview: Interview, decisions: Sequence[Decision], coder: ModelCoder, name: str
) -> tuple[Judgements, int]:
    """The last decision about a stretch counts; of what nobody heard the model is asked where it stands."""
    heard = coder.heard(interview, further=True)
    said: dict[int, Judged | None] = {}
    added: dict[tuple[int, Judged], None] = {}
    at: dict[int, list[int]] = {}
    for number, guess in enumerate(heard.guesses):
        at.setdefault(guess.sample.turn, []).append(number)
    for each in decisions:
        turn = each.place.turn
        near = at.get(turn, ())
        for number in near:
            if any(_half(heard.guesses[number], stretch) for stretch in (*each.was, *each.now)):
                span = heard.guesses[number].span
                now = [one for one in each.now if _half(heard.guesses[number], one)]
                said[number] = max(now, key=span.shared, default=None)
        for was in each.was:
            added.pop((turn, was), None)
        for one in each.now:
            if not any(_half(heard.guesses[number], one) for number in near):
                added[turn, one] = None
    besides = [
        (guess, one) for turn, one in added for guess in coder.heard_at(interview, heard, [(turn, one.span)])
    ]
    seen = coder.see(interview, heard, [guess for guess, _ in besides])
    rows = [*sorted(said.items()), *((len(heard.guesses) + n, one) for n, (_, one) in enumerate(besides))]
    code = {name: number for number, name in enumerate(coder.codes)}
    known = [(number, one) for number, one in rows if one is None or one.code in code]
    chosen = np.array([number for number, _ in known], np.int64)
    given = Judgements(
        seen=seen.part(chosen),
        kinds=np.array([-1 if one is None else KINDS.index(one.kind) for _, one in known], np.int64),
        codes=np.array([-1 if one is None else code[one.code] for _, one in known], np.int64),
        of=[name] * len(known),
    )
    return given, len(rows) - len(known)


def _half(guess: Guess, stretch: Judged) -> bool:
    span = guess.span
    shared = span.shared(stretch)
    return shared > 0 and 2 * shared >= min(span.stop - span.start, stretch.stop - stretch.start)
