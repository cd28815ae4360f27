"""Codings as spaCy's `Doc`s, both ways, and as a file that `spacy train` takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import spacy
from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from otzvuk.folder.whole import whole_file
from otzvuk.interop.spacy.marks import SEPARATOR, SPANS, known, put
from otzvuk.interop.spacy.tokens import covering
from otzvuk.model.choice import guess
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Coding, Kind, Mention, Trend
from otzvuk.model.study import Study

PLACE: Final = "otzvuk"
"""Where `doc.user_data` says what the doc is: interview, turn (0-based), speaker."""


def docs(coding: Coding, vocab: Vocab | None = None, *, group: str = SPANS) -> list[Doc]:
    """Each respondent's turn of a coded interview that holds words, as a `Doc` with its mentions.

    Tokens, lemmas and sentence starts are ours; `doc.spans[group]` are the mentions, with the same offsets
    as in the turn; `doc._.question` is what was asked, `doc.user_data["otzvuk"]` the place. Interviewers'
    turns, which are never coded, are left out. `vocab` is that of the pipeline the docs are for.
    """
    vocab = _vocab() if vocab is None else vocab
    by_turn: dict[int, list[Mention]] = defaultdict(list)
    for mention in coding.mentions:
        by_turn[mention.turn].append(mention)
    found = []
    interview = coding.interview
    for index, turn in enumerate(interview.turns):
        if turn.interviewer or not turn.text.strip():
            continue
        own = by_turn[index]
        doc = covering(vocab, turn.text, [(each.start, each.stop) for each in own])
        put(doc, own, group=group)
        asked = interview.question_before(index)
        doc._.question = asked.text if asked else ""
        doc.user_data[PLACE] = {"interview": interview.id, "turn": index, "speaker": turn.speaker}
        found.append(doc)
    return found


@cache
def _vocab() -> Vocab:
    vocab: Vocab = spacy.blank("ru").vocab
    return vocab


def codings(
    found: Iterable[Doc], study: Study, *, group: str = SPANS, decided_by: str = "model:spacy"
) -> tuple[Coding, ...]:
    """The docs of a study's turns (those of `docs`, whoever has marked them since) as codings of the study.

    There is one for each interview that a doc is of, in the study's order. A span that `put` has put is the
    mention that it was; of any other, as a `spancat` finds them, the label says kind and code, the group's
    `scores` the confidence (1 without), and `decided_by` who found it. Raises `InputError` for a doc
    without its place, one whose text is not the turn's, and a label that is no kind and code.
    """
    interviews = {each.id: each for each in study.interviews}
    mentions: dict[str, list[Mention]] = {}
    for number, doc in enumerate(found, 1):
        name, turn = _place(doc, number)
        if name not in interviews or not 0 <= turn < len(interviews[name].turns):
            raise InputError("в исследовании нет такой реплики", value=f"{name}, {turn + 1}")
        if interviews[name].turns[turn].text != doc.text:
            raise InputError(
                "текст документа не тот, что в исследовании",
                file=interviews[name].file,
                place=f"реплика {turn + 1}",
                value=doc.text,
                expected="исследование, из которого сделаны документы",
            )
        spans = doc.spans.get(group, ())
        scores = list(spans.attrs.get("scores", ())) if spans else []
        sure = scores if len(scores) == len(spans) else [1.0] * len(spans)
        own = mentions.setdefault(name, [])
        own += [
            _mention(span, turn, study, confidence=float(score), decided_by=decided_by)
            for span, score in zip(spans, sure, strict=True)
        ]
    return tuple(
        Coding(each, mentions=tuple(sorted(mentions[each.id], key=lambda m: (m.turn, m.start, m.stop))))
        for each in study.interviews
        if each.id in mentions
    )


def _place(doc: Doc, number: int) -> tuple[str, int]:
    place = doc.user_data.get(PLACE)
    if not isinstance(place, dict) or not isinstance(place.get("turn"), int):
        raise InputError(
            "по документу не понять, какая это реплика",
            place=f"документ {number}",
            expected='doc.user_data["otzvuk"] с ключами interview и turn, как в otzvuk.interop.spacy.docs',
        )
    return str(place.get("interview", "")), place["turn"]


def _mention(span: Span, turn: int, study: Study, *, confidence: float, decided_by: str) -> Mention:
    kind, code = _read(span.label_, study)
    told: dict[str, Any] = {"confidence": confidence, "decided_by": decided_by, **known(span)}
    process = told.get("process") or study.codebook.process_of(code)
    return Mention(
        turn=turn,
        start=span.start_char,
        stop=span.end_char,
        text=span.text,
        kind=kind,
        code=code,
        process=process,
        trend=Trend(told.get("trend") or ""),
        confidence=told["confidence"],
        decided_by=told["decided_by"],
        why=told.get("why", ""),
    )


def _read(label: str, study: Study) -> tuple[Kind, str]:
    """The kind and code of a label."""
    kind, bar, code = label.partition(SEPARATOR)
    codes = study.codebook.codes
    if not bar or kind not in set(Kind) or code not in codes:
        near = guess(code, dict.fromkeys(codes, "")) if bar else ""
        raise InputError(
            "метку отрезка не понять",
            value=label,
            expected=f"вид|код, например complaint|{next(iter(codes))}{near}",
        )
    return Kind(kind), code


def write_docs(found: Iterable[Coding], path: Path) -> int:
    """Write the codings as a `DocBin` for `spacy train` (`.spacy`), one doc a respondent's turn.

    Answers how many docs that are; the same codings give the same bytes. Raises `InputError` where the file
    cannot be written.
    """
    made = [doc for coding in found for doc in docs(coding)]
    data = DocBin(docs=made, store_user_data=True).to_bytes()
    with whole_file(path) as temporary:
        temporary.write_bytes(data)
    return len(made)


def parted(found: Sequence[Coding], *, every: int = 5) -> Iterator[tuple[bool, Coding]]:
    """The codings, each with whether it is one to be held back: every so many, whole interviews."""
    last = max(0, min(every, len(found)) - 1)
    return ((at % every == last, coding) for at, coding in enumerate(found))
