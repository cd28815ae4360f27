"""Answers of review tables → decisions on the disk, each kept once however often its table is taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from otzvuk.codings.decisions import Decisions, new_decision
from otzvuk.codings.place import place_of
from otzvuk.codings.review.form import Judgement
from otzvuk.codings.review.take import Answer, Did
from otzvuk.model.decision import Act, Decision, Judged
from otzvuk.model.interview import Interview

_ACTS: Mapping[Did, Act] = {each: Act(each.value) for each in Did}


def record(answers: Iterable[Answer], decisions: Decisions, interviews: Sequence[Interview]) -> list[Answer]:
    """Keep the answers as decisions, one file in one go; those kept before are said back.

    An answer is known by who gave it, the words and what it says; one that was undone since is taken anew.
    Raises `InputError` where nothing can be kept.
    """
    known = {each.id: each for each in interviews}
    everything, force = decisions.all(), {each.id for each in decisions.standing()}
    taken = {each.id for each in everything}
    before, made = list[Answer](), dict[str, list[Decision]]()
    for each in answers:
        name = _name(each)
        while name in taken and name not in force:
            name = sha256(name.encode()).hexdigest()[:32]
        if name in force:
            before.append(each)
        else:
            made.setdefault(f"{each.file}\0{each.by}", []).append(_decision(each, name, known))
    decisions.record(*(one for own in made.values() for one in _in_one_go(own)))
    return before


def _in_one_go(own: Sequence[Decision]) -> Iterable[Decision]:
    """Decisions of one file of one person: undone together."""
    batch = sha256("".join(each.id for each in own).encode()).hexdigest()[:32]
    return (replace(each, batch=batch) for each in own)


def _decision(answer: Answer, name: str, interviews: Mapping[str, Interview]) -> Decision:
    spot = answer.spot
    place = place_of(interviews[spot.interview], spot.turn, spot.start, spot.stop)
    note_only = answer.did is Did.NOTE
    return new_decision(
        _ACTS[answer.did],
        place,
        by=answer.by,
        was=() if note_only else _judged(answer, answer.was),
        now=() if note_only else _judged(answer, answer.now),
        note=answer.note,
        sampled=answer.sampled,
        identifier=name,
    )


def _judged(answer: Answer, said: Judgement | None) -> tuple[Judged, ...]:
    if said is None:
        return ()
    return (
        Judged(
            start=answer.spot.start,
            stop=answer.spot.stop,
            kind=said.kind,
            code=said.code,
            process=said.process,
            trend=said.trend,
        ),
    )


def _name(answer: Answer) -> str:
    spot = answer.spot
    said = (answer.was, answer.now, answer.note, spot.interview, spot.turn, spot.start, spot.stop)
    return sha256(repr(("review", answer.by, answer.did.value, *said)).encode()).hexdigest()[:32]
