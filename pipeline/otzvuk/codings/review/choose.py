"""Which stretches a person is asked about: the doubtful, then a fair sample, then what may be missed."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace

from otzvuk.codings.review.form import Asked, Judgement, Section
from otzvuk.model.mention import Kind, Trend
from otzvuk.numbers.count import records
from otzvuk.numbers.survey import Survey


def to_review(survey: Survey, *, doubtful: int, sample: int, seed: int) -> tuple[Asked, ...]:
    """The stretches to ask about, each once: `doubtful` of the least sure mentions, `sample` at random."""
    rows = [
        Asked(
            sections=(),
            interview=row["interview"],
            turn=row["turn"],
            start=row["start"],
            stop=row["end"],
            text=row["text"],
            proposed=Judgement(Kind(row["kind"]), row["code"], row["process"], Trend(row["trend"])),
            found=True,
            chance=row["confidence"],
        )
        for row in records(survey.mentions)
    ]
    least = sorted(rows, key=lambda each: each.chance)[:doubtful]
    share = min(sample / len(rows), 1.0) if rows else 0.0
    drawn = [
        replace(each, sampled=share) for each in random.Random(seed).sample(rows, min(sample, len(rows)))
    ]
    return _once([*((each, Section.DOUBTFUL) for each in least), *((each, Section.RANDOM) for each in drawn)])


def _once(asked: Iterable[tuple[Asked, Section]]) -> tuple[Asked, ...]:
    """Each stretch once, at its first place, with every section that wants it."""
    found: dict[tuple[object, ...], Asked] = {}
    for each, section in asked:
        key = (each.interview, each.turn, each.start, each.stop, each.proposed)
        known = found.get(key, each)
        sampled = max(known.sampled, each.sampled)
        found[key] = replace(known, sections=(*known.sections, section), sampled=sampled)
    return tuple(found.values())
