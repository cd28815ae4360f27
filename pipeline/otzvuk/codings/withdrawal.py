"""Somebody who takes back what they said: their words in decisions and in what was learnt."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from otzvuk.anonymise.forget import Person
from otzvuk.coding.coder import learned_folder, study_delta
from otzvuk.codings.decisions import Decisions
from otzvuk.codings.place import found_again
from otzvuk.model.decision import GONE, JUDGING, Decision, Place, decision_digest
from otzvuk.model.errors import InputError
from otzvuk.model.study import Study


class Withdrawn(NamedTuple):
    """How many decisions had name or words of theirs, and what is to be taught anew."""

    decisions: int
    learned: Path | None = None
    model: str = ""


def withdraw(study: Study, person: Person) -> Withdrawn:
    """Take `person` out of otzvuk.sqlite of `study`: name and words, but no decision.

    A decision about their words keeps who decided what and when, and counts no more; where only the name
    stood in or around the words of others it counts as before. Raises `InputError` where the file of
    decisions is open elsewhere.
    """
    known = {each.id: each for each in study.interviews}

    def theirs(place: Place) -> bool:
        there = found_again(place, known) or place
        return (
            there.interview in person.alone
            or (there.interview, there.turn) in person.turns
            or person.said.is_in(place.text)
        )

    def cut(decision: Decision) -> Decision:
        place = decision.place
        shown, note = person.cut(decision.shown), person.cut(decision.note)
        interview, file = (person.name.sub(GONE, each) for each in (place.interview, place.file))
        if theirs(place):
            place = replace(place, interview=interview, file=file, text=GONE, before="", after="")
            return replace(decision, place=place, shown="", note="")
        around = (person.cut(each) for each in (place.text, place.before, place.after))
        text, before, after = around
        return replace(
            decision, place=replace(place, text=text, before=before, after=after), shown=shown, note=note
        )

    store = Decisions(study.path)
    changed = store.withdraw(cut)
    judged = {decision_digest(each) for each in changed if each.act in JUDGING and theirs(each.place)}
    return Withdrawn(
        decisions=len(changed), learned=_taught(study, judged),
        model=study.settings.model if person.said else "",
    )  # fmt: skip


def _taught(study: Study, decisions: set[str]) -> Path | None:
    """The folder of a correction that was learnt from any of these decisions."""
    try:
        delta = study_delta(study)
    except InputError:  # it fits no more, and codes nothing
        return None
    return learned_folder(study) if delta is not None and decisions & set(delta.card.ids) else None
