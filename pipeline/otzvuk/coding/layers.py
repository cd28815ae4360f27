"""The layers of a coded interview: found by rule, and put beside the mentions that they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from otzvuk.coding.leaving import leaving_in
from otzvuk.coding.loss import losses_in
from otzvuk.coding.matters import matters_in
from otzvuk.coding.topic import Topics
from otzvuk.language import parse
from otzvuk.model.layers import Layers
from otzvuk.model.leaving import Leaving, Sign
from otzvuk.model.loss import Loss
from otzvuk.model.matter import Matter
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.model.span import Span
from otzvuk.model.study import Study


def layers_of(coding: Coding, topics: Topics, supplier: frozenset[str] = frozenset()) -> Layers:
    """What a coded interview says beside its mentions; `supplier` are the supplier's names in lower case.

    A code and a process come from the mention that stands nearest in the same sentence, else from the words;
    where neither tells, they stay empty.
    """
    losses: list[Loss] = []
    leaving: list[Leaving] = []
    matters: list[Matter] = []
    said: dict[int, list[Mention]] = {}
    for mention in coding.mentions:
        said.setdefault(mention.turn, []).append(mention)
    for at, turn in enumerate(coding.interview.turns):
        if turn.interviewer:
            continue
        mentions = said.get(at, [])
        complaints = [each for each in mentions if each.kind is Kind.COMPLAINT]
        for loss in losses_in(turn.text, topics, turn=at, own=supplier, complaints=complaints):
            code, process = _belonging(turn.text, loss, complaints, topics)
            losses.append(replace(loss, code=code, process=process))
        for sign in leaving_in(turn.text, turn=at):
            kind = Kind.PRAISE if sign.sign is Sign.STAYS else Kind.COMPLAINT
            wanted = [each for each in mentions if each.kind is kind]
            code, process = _reason(sign, wanted)
            leaving.append(replace(sign, code=code, process=process))
        asked = coding.interview.question_before(at)
        matters += matters_in(turn.text, topics, turn=at, question=asked.text if asked else "")
    return Layers(losses=tuple(losses), leaving=tuple(leaving), matters=tuple(matters))


def names_of_supplier(study: Study) -> frozenset[str]:
    """The supplier's name and aliases, in lower case."""
    settings = study.settings
    return frozenset(each.lower() for each in (settings.supplier, *settings.aliases) if len(each) > 2)


def _belonging(text: str, loss: Loss, mentions: Sequence[Mention], topics: Topics) -> tuple[str, str]:
    """The code and process of a loss: of the nearest complaint of its sentence, else of its words."""
    parsed, trouble = parse(text), loss.trouble
    place = Span(loss.start, loss.stop)
    sentence = next((each for each in parsed.sentences if Span(each.start, each.stop).overlaps(place)), None)
    near = [each for each in mentions if sentence is not None and each.span.overlaps(sentence)]
    if not near and trouble is not None:
        near = [each for each in mentions if each.span.overlaps(trouble)]
    if near:
        best = nearest(place, near)
        return best.code, best.process
    if trouble is not None:
        tokens = [at for at, each in enumerate(parsed.tokens) if trouble.overlaps(each)]
        found = topics.evidence(parsed.tokens, tokens[0], tokens[-1] + 1) if tokens else []
        codes = {each.code for each in found}
        if len(codes) == 1:
            code = codes.pop()
            return code, topics.codebook.codes[code].process
    return "", ""


def nearest(place: Span, mentions: Iterable[Mention]) -> Mention:
    """The mention that stands nearest to a place of its turn, the first of those as near."""
    return min(mentions, key=lambda each: max(0, -place.shared(each.span)))


def _reason(sign: Leaving, mentions: Sequence[Mention]) -> tuple[str, str]:
    """The code and process of what is said beside a sign, where the same turn says it."""
    if not mentions:
        return "", ""
    best = nearest(sign.reason or Span(sign.start, sign.stop), mentions)
    return best.code, best.process
