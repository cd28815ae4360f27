"""Codings as people decided them: what they confirmed, refused and corrected, put onto the coder's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from otzvuk.codings.looked import Looked
from otzvuk.codings.place import found_again
from otzvuk.model.codebook import Codebook
from otzvuk.model.decision import JUDGING, Act, Decision, Judged, Place, is_withdrawn
from otzvuk.model.interview import Interview
from otzvuk.model.mention import PERSON, Checks, Coding, Mention, Picked
from otzvuk.model.span import Span

LEFT_OUT = "[…]"
"""What stands for words that are left out of a quote."""

_GAP = re.compile(r"\[(?:…|\.\.\.)\]")  # what stands for words left out
_HALF = 0.5  # of the shorter one: what two stretches have to share to be one mention


@dataclass(frozen=True)
class Disagreement:
    """The same words, decided otherwise by different people; the last of `decisions` counts."""

    place: Place
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class Decided:
    """Codings with what people decided, and what is to be said of it.

    `seen` counts the mentions that people looked at: what they left or made, and what they took away
    (`rejected`). `standing` are the decisions as taken into account, with their places as they are now;
    `lost` those whose words stand nowhere any more. `picked` are the quotes chosen for reports, in the order
    of choice, `disagreed` what people decided differently.
    """

    codings: tuple[Coding, ...]
    seen: int = 0
    rejected: int = 0
    standing: tuple[Decision, ...] = ()
    lost: tuple[Decision, ...] = ()
    picked: tuple[Decision, ...] = ()
    disagreed: tuple[Disagreement, ...] = ()
    people: tuple[str, ...] = ()


@dataclass
class _Held:
    """A mention with everything it was before, so that a decision about any of that finds it."""

    mention: Mention
    was: list[Judged] = field(default_factory=list)


def decide(codings: Iterable[Coding], decisions: Sequence[Decision]) -> Decided:
    """The codings with the decisions in force (`Decisions.standing`) put onto them, in their order.

    A decision takes away the mentions it was about, wherever the coder finds them today, and puts instead
    what it says, `decided_by` its person and certain. What a person has said to be a mention stays one even
    where the coder no longer finds it; what the coder finds of the same code over it is the same mention.
    """
    given = tuple(codings)
    known = {each.interview.id: each.interview for each in given}
    placed, lost = [], []
    for each in decisions:
        place = found_again(each.place, known)
        if is_withdrawn(each):
            continue
        if place is None:
            lost.append(each)
        else:
            placed.append(_moved(each, place))
    judging: dict[str, list[Decision]] = defaultdict(list)
    for each in placed:
        if each.act in JUDGING:
            judging[each.place.interview].append(each)
    made, rejected, picked = [], 0, picked_of(placed)
    looked = Looked.of(placed)
    for coder in given:
        coding = coder
        own, quoted = judging.get(coding.interview.id), _quoted(picked, coding)
        if own:
            coding, taken = _replayed(coding, own)
            rejected += taken
            coding = replace(coding, checks=Checks(refused=taken))
        made.append(looked.put(coder, replace(coding, picked=quoted) if quoted else coding))
    seen = sum(each.decided_by.startswith(PERSON) for coding in made for each in coding.mentions)
    return Decided(
        codings=tuple(made), seen=seen + rejected, rejected=rejected, standing=tuple(placed),
        lost=tuple(lost), picked=picked, disagreed=_disagreed(placed),
        people=tuple(dict.fromkeys(each.by for each in placed)),
    )  # fmt: skip


def of_codebook(decisions: Iterable[Decision], codebook: Codebook) -> list[Decision]:
    """The decisions whose codes and processes the codebook has: the others cannot be counted."""
    return [
        each
        for each in decisions
        if all(one.code in codebook.codes and one.process in codebook.processes for one in each.now)
    ]


def judged_places(
    decisions: Iterable[Decision], interviews: Iterable[Interview]
) -> tuple[tuple[str, int, int, int], ...]:
    """Where decisions in force have judged something, as transcripts stand: interview, turn, start, end."""
    known = {each.id: each for each in interviews}
    found = (found_again(each.place, known) for each in decisions if each.act in JUDGING)
    return tuple((each.interview, each.turn, each.start, each.stop) for each in found if each is not None)


def _moved(decision: Decision, place: Place) -> Decision:
    """The decision with its place and its stretches as the transcript has them now."""
    was, now = (_shifted(each, decision.place, place) for each in (decision.was, decision.now))
    return replace(decision, place=place, was=was, now=now)


def _shifted(judged: tuple[Judged, ...], old: Place, new: Place) -> tuple[Judged, ...]:
    """Stretches moved with their place; its end may have moved by more, where a name is written otherwise."""
    by = new.start - old.start
    ends = {old.stop: new.stop}
    return tuple(
        replace(each, start=each.start + by, stop=ends.get(each.stop, each.stop + by)) for each in judged
    )


def _replayed(coding: Coding, decisions: Sequence[Decision]) -> tuple[Coding, int]:
    """The coding after the decisions about it, and how many stretches were said to be no mention."""
    held = [_Held(each) for each in coding.mentions]
    refused: list[tuple[int, Judged]] = []
    for each in decisions:
        turn = each.place.turn
        gone = _meant([one for one in held if one.mention.turn == turn], each.was)
        past = [was for one in gone for was in (*one.was, Judged.of(one.mention))]
        past += each.was
        held = [one for one in held if not any(one is out for out in gone)]
        refused = [
            one for one in refused if one[0] != turn or not any(_alike(one[1], was) for was in each.was)
        ]
        if each.act is Act.REJECT:
            refused += [(turn, was) for was in each.was]
        for now in each.now:
            held = [one for one in held if not (one.mention.turn == turn and _covers(one, now))]
            held.append(_Held(_said(coding, turn, now, each), past))
    text = sorted((one.mention for one in held), key=lambda one: (one.turn, one.start, one.stop, one.code))
    return replace(coding, mentions=tuple(text)), len(refused)


def _meant(held: Sequence[_Held], was: Iterable[Judged]) -> list[_Held]:
    """Which mentions of a turn a decision about `was` is about: those that stand just so, else those that do
    but for kind or ends, else those that have been it: first such as stand there now.

    Both parts of a mention that was divided have been that mention; a decision about one is not about both.
    Where none has been that, as when somebody else's change was undone, it is about what stands in the very
    place: else the words would be said twice.
    """
    found = list[_Held]()
    for each in was:
        exact = [one for one in held if Judged.of(one.mention) == each]
        alike = exact or [one for one in held if _alike(Judged.of(one.mention), each)]
        been = [one for one in held if any(_alike(was, each) for was in one.was)]
        here = [one for one in been if _shared(Judged.of(one.mention), each)]
        found += alike or here or been or [one for one in held if one.mention.span == each.span]
    return found


def _alike(one: Judged, other: Judged) -> bool:
    return one.code == other.code and _shared(one, other)


def _covers(held: _Held, now: Judged) -> bool:
    """Whether the coder's own mention is what a person has just said to stand there."""
    own = not held.mention.decided_by.startswith(PERSON)
    return held.mention.code == now.code and _shared(Judged.of(held.mention), now) if own else (
        Judged.of(held.mention) == now
    )  # fmt: skip


def _shared(one: Judged, other: Judged) -> bool:
    shorter = min(one.stop - one.start, other.stop - other.start)
    return one.span.shared(other) >= max(1, _HALF * shorter)


def _said(coding: Coding, turn: int, now: Judged, by: Decision) -> Mention:
    text = coding.interview.turns[turn].text[now.start : now.stop]
    return Mention(
        turn=turn, start=now.start, stop=now.stop, text=text, kind=now.kind, code=now.code,
        process=now.process, trend=now.trend, confidence=1.0, decided_by=PERSON + by.by,
        why=f"{by.act.label}: {by.by}",
    )  # fmt: skip


def picked_of(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The last choice about each quote, in the order in which they were last chosen.

    One that is shortened to nothing but […] is no longer chosen.
    """
    found: dict[tuple[str, int, int, int], Decision] = {}
    for each in decisions:
        key = (each.place.interview, each.place.turn, each.place.start, each.place.stop)
        if each.act is Act.SHORTEN and each.shown == LEFT_OUT:
            found.pop(key, None)
        elif each.act is Act.QUOTE:
            before = found.pop(key, None)
            found[key] = replace(each, note=each.note or (before.note if before else ""))
        elif each.act is Act.SHORTEN:
            found[key] = replace(each, note=each.note or (found[key].note if key in found else ""))
        elif each.act is Act.NOTE and key in found:
            found[key] = replace(found[key], note=each.note)
    return tuple(found.values())


def _quoted(picked: Sequence[Decision], coding: Coding) -> tuple[Picked, ...]:
    """The chosen quotes of one interview; their places are those among all."""
    return tuple(
        Picked(
            place=at, turn=each.place.turn, start=each.place.start, stop=each.place.stop,
            kept=_kept(each, coding.interview.turns[each.place.turn].text), note=each.note,
        )
        for at, each in enumerate(picked, 1)
        if each.place.interview == coding.interview.id
    )  # fmt: skip


def _kept(decision: Decision, text: str) -> tuple[Span, ...]:
    """Where in its turn the words stand that a shortened quote is to show.

    Nothing where all is shown, and where other words are asked for than the respondent's: nobody has words
    put into their mouth.
    """
    at, found = decision.place.start, []
    for part in _GAP.split(decision.shown):
        words = [re.escape(word) for word in part.split()]
        if not words:
            continue
        there = re.compile(r"\s+".join(words), re.IGNORECASE).search(text, at, decision.place.stop)
        if there is None:
            return ()
        found.append(Span(*there.span()))
        at = there.end()
    whole = len(found) == 1 and found[0] == decision.place.span
    return () if whole else tuple(found)


def _disagreed(decisions: Sequence[Decision]) -> tuple[Disagreement, ...]:
    """The stretches about which the last word of one person is not that of another."""
    last: dict[tuple[str, int, int, int, str], dict[str, Decision]] = defaultdict(dict)
    for each in decisions:
        for was in each.was if each.act in JUDGING else ():
            key = (each.place.interview, each.place.turn, was.start, was.stop, was.code)
            last[key].pop(each.by, None)  # the order of the last words, not of the first
            last[key][each.by] = each
    found: dict[tuple[str, ...], Disagreement] = {}
    for by in last.values():
        if len({_outcome(each) for each in by.values()}) > 1:
            said = tuple(by.values())
            found.setdefault(tuple(each.id for each in said), Disagreement(said[-1].place, said))
    return tuple(found.values())


def _outcome(decision: Decision) -> tuple[Judged, ...]:
    return tuple(sorted(decision.now, key=lambda one: (one.start, one.stop, one.code)))
