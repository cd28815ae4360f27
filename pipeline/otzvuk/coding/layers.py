"""The layers of a coded interview: heard by its coder or found by rule, put beside its mentions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from otzvuk.coding.deciders import deciders_in
from otzvuk.coding.firm import Firms, firms_in
from otzvuk.coding.grounds import grounds_in
from otzvuk.coding.leaving import leaving_at, leaving_in
from otzvuk.coding.loss import losses_at, losses_in
from otzvuk.coding.matters import matters_at, matters_in
from otzvuk.coding.objects import OVERALL
from otzvuk.coding.reason import code_of, reason_asked
from otzvuk.coding.rivals import rivals_in
from otzvuk.coding.steps import steps_of
from otzvuk.coding.topic import Topics
from otzvuk.language import parse
from otzvuk.model.decider import Decider, Say
from otzvuk.model.interview import Turn
from otzvuk.model.layers import Layers
from otzvuk.model.leaving import Leaving, Sign
from otzvuk.model.loss import Loss, Measured
from otzvuk.model.matter import Matter
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.model.rival import Rival
from otzvuk.model.saying import Layer, Saying
from otzvuk.model.span import Span


def layers_of(
    coding: Coding,
    topics: Topics,
    supplier: frozenset[str] = frozenset(),
    rivals: frozenset[str] = frozenset(),
) -> Layers:
    """What a coded interview says beside its mentions.

    Losses, leaving and matters are what the coder heard (`Coding.sayings`); where it does not listen for
    them, what rules find. `supplier` are the supplier's names in lower case, `rivals` those of its rivals, as
    far as they are known.

    A code and a process come from the mention that stands nearest in the same sentence, else from the words;
    where neither tells, they stay empty.
    """
    losses: list[Loss] = []
    leaving: list[Leaving] = []
    deciders: list[Decider] = []
    matters: list[Matter] = []
    compared: list[Rival] = []
    known, theirs = Firms(rivals), _by_turn(coding.theirs, coding.mentions)
    firms = _firms(coding, supplier)
    heard = _heard(coding)
    answers = list(coding.answers())
    for number, (at, turn, mentions, question) in enumerate(answers):
        said = None if heard is None else heard.get(at, {})
        complaints = [each for each in mentions if each.kind is Kind.COMPLAINT]
        for loss in (
            losses_in(turn.text, topics, turn=at, own=supplier, complaints=complaints, question=question)
            if said is None
            else losses_at(
                turn.text,
                _places(said, Layer.LOSSES),
                topics,
                turn=at,
                complaints=complaints,
                question=question,
            )
        ):
            code, process = _belonging(turn.text, loss, complaints, topics)
            if (code, loss.kind) in _NO_HARM:
                continue
            losses.append(replace(loss, code=code, process=process))
        going = (
            leaving_in(turn.text, turn=at, question=question)
            if said is None
            else leaving_at(turn.text, _labelled(said, Layer.LEAVING), turn=at)
        )
        for sign in going:
            kind = Kind.PRAISE if sign.sign is Sign.STAYS else Kind.COMPLAINT
            # all in all is no reason: «остаёмся с ними» would be why they stay
            wanted = [each for each in mentions if each.kind is kind and each.code != OVERALL]
            code, process = _reason(sign, wanted, turn.text, topics)
            sign = replace(sign, code=code, process=process)
            if number + 1 < len(answers) and sign.reason is None and not code:
                following, _, theirs_too, _ = answers[number + 1]
                told_of = [each for each in theirs_too if each.kind is kind and each.code != OVERALL]
                sign = reason_asked(sign, coding.interview, following, told_of, topics)
            leaving.append(sign)
        matters += (
            matters_in(turn.text, topics, turn=at, question=question)
            if said is None
            else matters_at(turn.text, _labelled(said, Layer.MATTERS), topics, turn=at, question=question)
        )
        compared += rivals_in(
            turn.text,
            topics,
            turn=at,
            own=supplier,
            firms=firms,
            mentions=mentions,
            question=question,
            known=known,
            theirs=theirs.get(at, ()),
        )
        told = list(deciders_in(turn.text, turn=at, question=question))
        deciders += sorted([*told, *_who_goes(going, turn, told)], key=lambda each: each.start)
    steps = steps_of(coding, topics, matters)
    return Layers(
        losses=tuple(losses),
        leaving=tuple(leaving),
        matters=tuple(matters),
        rivals=tuple(compared),
        grounds=tuple(grounds_in(coding, topics)),
        steps=tuple(steps),
        deciders=tuple(deciders),
    )


Heard = Mapping[Layer, Sequence[Saying]]
"""What a coder heard in a turn."""


def _heard(coding: Coding) -> dict[int, dict[Layer, list[Saying]]] | None:
    """What the coder heard beside the mentions, by turn; None where it does not listen for that."""
    if coding.sayings is None:
        return None
    found: dict[int, dict[Layer, list[Saying]]] = {}
    for each in coding.sayings:
        found.setdefault(each.turn, {}).setdefault(each.layer, []).append(each)
    return found


def _places(said: Heard, layer: Layer) -> list[Span]:
    return [each.span for each in said.get(layer, ())]


def _labelled(said: Heard, layer: Layer) -> list[tuple[Span, str]]:
    return [(each.span, each.label) for each in said.get(layer, ())]


def _by_turn(theirs: Sequence[Mention], mentions: Sequence[Mention]) -> dict[int, list[Mention]]:
    """What is said of rivals, by turn, but for what a person has found to be a mention all the same."""
    found: dict[int, list[Mention]] = {}
    for each in theirs:
        if not any(one.turn == each.turn and one.span.overlaps(each.span) for one in mentions):
            found.setdefault(each.turn, []).append(each)
    return found


def _firms(coding: Coding, supplier: frozenset[str]) -> frozenset[str]:
    """The firms that an interview names, but for the supplier, the client's own and its people."""
    people = coding.interview.participants.values()
    own = {name for each in people for name in (each.speaker, each.company) if name}
    return firms_in((turn.text for turn in coding.interview.turns), supplier | frozenset(own))


_NO_HARM: Final = {
    ("price.level", Measured.SHARE),
    ("price.level", Measured.FREQUENCY),
    ("price.quotas", Measured.QUANTITY),
}
"""How much dearer a thing is, or how much of it is allotted, is no loss."""


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


def _who_goes(signs: Iterable[Leaving], turn: Turn, told: Sequence[Decider]) -> Iterable[Decider]:
    """Who decides to go or to stay, unless that has been `told` of them already."""
    known = [each.who or Span(each.start, each.stop) for each in told]
    for sign in signs:
        who = sign.who
        if who is None or any(who.overlaps(each) for each in known):
            continue
        known.append(who)
        said = next(each for each in parse(turn.text).sentences if who.overlaps(each))
        yield Decider(
            turn=sign.turn, start=said.start, stop=said.stop, text=said.text, say=Say.DECIDES, who=who
        )


def _reason(sign: Leaving, mentions: Sequence[Mention], text: str, topics: Topics) -> tuple[str, str]:
    """The code and process of what is said beside a sign, where the same turn says it: by the nearest
    mention, else by the words of the reason."""
    if mentions:
        best = nearest(sign.reason or Span(sign.start, sign.stop), mentions)
        return best.code, best.process
    return ("", "") if sign.reason is None else code_of(sign.reason, text, topics)
