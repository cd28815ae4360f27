"""Random decisions of two people, each in a store of their own: what is in force is what a plain dict says.

The model knows nothing of SQLite, ids of batches or places: it replays acts onto a dict of stretches. A dict
has room for one mention a stretch, so nobody adds where another has taken something away (or back) before:
what then returns stands beside what was added, which has a test of its own.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from otzvuk.codings.decided import LEFT_OUT, decide
from otzvuk.codings.decisions import Decisions, new_decision
from otzvuk.codings.place import found_again, place_of
from otzvuk.model.decision import Act, Judged
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Coding, Kind, Mention

WORDS = [f"слово{at:02}" for at in range(12)]
TEXT = " ".join(WORDS)
SPANS = [(at * 8, at * 8 + 15) for at in range(0, 12, 2)]  # pairs of words, none touching another
TALK = Interview("i1", "transcripts/i1.txt", (Turn("И", "Как дела?", interviewer=True), Turn("К", TEXT)))
CODES = ("a", "b", "c")
PEOPLE = ("Анна", "Пётр")
FOUND = {SPANS[0]: ("complaint", "a"), SPANS[1]: ("praise", "b"), SPANS[2]: ("complaint", "c")}

Said = tuple[str, str]
"""Kind and code."""
Held = dict[tuple[int, int], tuple[Said, str]]
"""Stretch → what is said of it, and by whom ("" for the program)."""


def coding() -> Coding:
    """What the program finds."""
    return Coding(
        TALK,
        tuple(
            Mention(
                1, *span, TEXT[slice(*span)], Kind(kind), code, "p", confidence=0.5, decided_by="model:m@1"
            )
            for span, (kind, code) in FOUND.items()
        ),
    )


class Log:
    """The reference: acts as they came, each with who, its batch, and what it does to a dict."""

    def __init__(self) -> None:
        self.acts: list[dict[str, object]] = []
        self.undone: dict[str, list[list[int]]] = {name: [] for name in PEOPLE}  # that can be put back

    def add(self, who: str, *changes: tuple[str, tuple[int, int], Said | None]) -> None:
        batch = len(self.acts)
        for what, span, said in changes:
            self.acts.append(
                {"who": who, "batch": batch, "what": what, "span": span, "said": said, "off": False}
            )
        self.undone[who] = []

    def undo(self, who: str) -> int:
        force = [at for at, each in enumerate(self.acts) if each["who"] == who and not each["off"]]
        if not force:
            return 0
        batch = self.acts[force[-1]]["batch"]
        taken = [at for at in force if self.acts[at]["batch"] == batch]
        for at in taken:
            self.acts[at]["off"] = True
        self.undone[who].append(taken)
        return len(taken)

    def redo(self, who: str) -> int:
        if not self.undone[who]:
            return 0
        taken = self.undone[who].pop()
        for at in taken:
            self.acts[at]["off"] = False
        return len(taken)

    def is_touched(self, span: tuple[int, int], who: str) -> bool:
        """Whether anybody else has acted on this stretch, in force or taken back."""
        return any(each["span"] == span and each["who"] != who for each in self.acts)

    def state(self) -> tuple[Held, dict[tuple[int, int], str], int]:
        """Mentions, picked quotes with their words in the order of choice, and how many acts are in force."""
        held: Held = {span: (said, "") for span, said in FOUND.items()}
        picked: dict[tuple[int, int], str] = {}
        force = [each for each in self.acts if not each["off"]]
        for each in force:
            span, said, who = each["span"], each["said"], str(each["who"])
            assert isinstance(span, tuple)
            if each["what"] == "say":
                assert isinstance(said, tuple)
                held[span] = (said, who)
            elif each["what"] == "refuse":
                held.pop(span, None)
            elif each["what"] == "pick":
                picked.pop(span, None)
                picked[span] = ""
            elif each["what"] == "drop":
                picked.pop(span, None)
        return held, picked, len(force)


class Deciding:
    """Both people write through stores of their own, opened anew now and then, as two programs do."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.log = Log()
        self.stores = {name: Decisions(self.folder) for name in PEOPLE}
        self.batch = 0

    def _now(self) -> dict[tuple[int, int], Mention]:
        [shown] = decide([coding()], Decisions(self.folder).standing()).codings
        return {(each.start, each.stop): each for each in shown.mentions}

    def _judged(self, span: tuple[int, int], said: Said) -> Judged:
        return Judged(start=span[0], stop=span[1], kind=Kind(said[0]), code=said[1], process="p")

    def say(self, who: str, span: tuple[int, int], kind: Kind, code: str) -> None:
        """Confirm, change or add, as a person sees it."""
        there = self._now().get(span)
        if there is None and self.log.is_touched(span, who):
            return
        said = (kind.value, code)
        was = [Judged.of(there)] if there else []
        now = self._judged(span, said)
        act = Act.ADD if not was else Act.CONFIRM if was[0] == now else Act.CHANGE
        place = place_of(TALK, 1, *span)
        self.stores[who].record(new_decision(act, place, by=who, was=was, now=[now]))
        self.log.add(who, ("say", span, said))

    def refuse(self, who: str, span: tuple[int, int]) -> None:
        there = self._now().get(span)
        if there is not None:
            place = place_of(TALK, 1, *span)
            self.stores[who].record(new_decision(Act.REJECT, place, by=who, was=[Judged.of(there)]))
            self.log.add(who, ("refuse", span, None))

    def merge(self, who: str, at: int) -> None:
        """Two mentions next to each other become what the first says, in one go."""
        one, other = SPANS[at], SPANS[at + 1]
        now = self._now()
        if one in now and other in now:
            said = (now[one].kind.value, now[one].code)
            made = [
                new_decision(
                    Act.CONFIRM, place_of(TALK, 1, *one), by=who, was=[Judged.of(now[one])],
                    now=[self._judged(one, said)], batch=f"{who}{self.batch}",
                ),
                new_decision(
                    Act.REJECT, place_of(TALK, 1, *other), by=who, was=[Judged.of(now[other])],
                    batch=f"{who}{self.batch}",
                ),
            ]  # fmt: skip
            self.batch += 1
            self.stores[who].record(*made)
            self.log.add(who, ("say", one, said), ("refuse", other, None))

    def split(self, who: str, at: int, code: str) -> None:
        """What is said over one stretch is two: the second gets the next stretch and another code."""
        one, other = SPANS[at], SPANS[at + 1]
        now = self._now()
        if one in now and other not in now and not self.log.is_touched(other, who):
            said, second = (now[one].kind.value, now[one].code), ("praise", code)
            place = place_of(TALK, 1, one[0], other[1])
            parts = [self._judged(one, said), self._judged(other, second)]
            self.stores[who].record(
                new_decision(Act.SPLIT, place, by=who, was=[Judged.of(now[one])], now=parts)
            )
            self.log.add(who, ("say", one, said))
            self.log.acts.append({**self.log.acts[-1], "span": other, "said": second})

    def pick(self, who: str, span: tuple[int, int], drop: bool) -> None:
        place = place_of(TALK, 1, *span)
        act, shown = (Act.SHORTEN, LEFT_OUT) if drop else (Act.QUOTE, "")
        self.stores[who].record(new_decision(act, place, by=who, shown=shown))
        self.log.add(who, ("drop" if drop else "pick", span, None))

    def note(self, who: str, span: tuple[int, int]) -> None:
        self.stores[who].record(new_decision(Act.NOTE, place_of(TALK, 1, *span), by=who, note="проверить"))
        self.log.add(who, ("note", span, None))

    def undo(self, who: str) -> None:
        self.log.undo(who)
        self.stores[who].undo(who)

    def redo(self, who: str) -> None:
        self.log.redo(who)
        self.stores[who].redo(who)

    def reopen(self, who: str) -> None:
        self.stores[who] = Decisions(self.folder)

    def the_same(self) -> None:
        decided = decide([coding()], Decisions(self.folder).standing())
        held, picked, _ = self.log.state()
        shown = {
            (each.start, each.stop): (
                (each.kind.value, each.code),
                each.decided_by.removeprefix("person:") if each.decided_by.startswith("person:") else "",
            )
            for each in decided.codings[0].mentions
        }
        assert shown == held
        assert [(each.place.start, each.place.stop) for each in decided.picked] == [*picked]
        assert not decided.lost


STEPS = ("say", "say", "refuse", "merge", "split", "pick", "note", "undo", "undo", "redo", "reopen")
STEP = st.tuples(
    st.sampled_from(STEPS),
    st.sampled_from(PEOPLE),
    st.integers(0, 3),
    st.sampled_from([*Kind]),
    st.sampled_from(CODES),
    st.booleans(),
)


def test_what_returns_stands_beside_what_another_added_meanwhile() -> None:
    """Neither the word of a person nor what another let be again is lost: both are shown, to be decided."""
    deciding = Deciding()
    place = place_of(TALK, 1, *SPANS[2])
    try:
        deciding.refuse("Пётр", SPANS[2])
        added = Judged(start=SPANS[2][0], stop=SPANS[2][1], kind=Kind.PRAISE, code="a", process="p")
        deciding.stores["Анна"].record(new_decision(Act.ADD, place, by="Анна", now=[added]))
        deciding.stores["Пётр"].undo("Пётр")
        decided = decide([coding()], Decisions(deciding.folder).standing())
    finally:
        shutil.rmtree(deciding.folder)
    there = [each for each in decided.codings[0].mentions if (each.start, each.stop) == SPANS[2]]
    assert [(each.code, each.decided_by) for each in there] == [("a", "person:Анна"), ("c", "model:m@1")]


def test_a_decision_about_one_part_leaves_the_other_when_the_word_between_is_taken_back() -> None:
    """Divided by one, a part called otherwise by another and again by the first; the other undoes."""
    for first in (None, Kind.PRAISE):
        deciding = Deciding()
        try:
            if first:
                deciding.say("Анна", SPANS[2], first, "a")
            deciding.split("Анна", 2, "a")
            deciding.say("Пётр", SPANS[2], Kind.PRAISE, "c")
            deciding.say("Анна", SPANS[2], Kind.PRAISE, "a")
            deciding.undo("Пётр")
            deciding.the_same()
        finally:
            shutil.rmtree(deciding.folder)


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(STEP, min_size=12, max_size=30))
def test_what_is_in_force_is_what_a_plain_replay_says(
    steps: list[tuple[str, str, int, Kind, str, bool]],
) -> None:
    deciding = Deciding()
    try:
        for step, who, at, kind, code, drop in steps:
            match step:
                case "say":
                    deciding.say(who, SPANS[at], kind, code)
                case "refuse" | "note":
                    getattr(deciding, step)(who, SPANS[at])
                case "merge":
                    deciding.merge(who, at)
                case "split":
                    deciding.split(who, at, code)
                case "pick":
                    deciding.pick(who, SPANS[at], drop)
                case _:
                    getattr(deciding, step)(who)
            deciding.the_same()
    finally:
        shutil.rmtree(deciding.folder)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_decided_words_are_found_again_after_words_came_and_went_elsewhere(data: st.DataObject) -> None:
    """Words of other turns and around, but not those decided about, are put in and taken out."""
    said = [f"{at}{word}" for at in range(4) for word in WORDS[:8]]  # every word but once
    turns = [said[:8], said[8:16], said[16:24], said[24:]]
    own = data.draw(st.integers(0, 3))
    first = data.draw(st.integers(1, 5))
    kept = turns[own][first : first + 2]
    talk = _talk(turns)
    text = talk.turns[own].text
    start = text.index(kept[0])
    place = place_of(talk, own, start, start + len(" ".join(kept)))
    for _ in range(data.draw(st.integers(0, 8))):
        at = data.draw(st.integers(0, len(turns) - 1))
        words = turns[at]
        where = data.draw(st.integers(0, len(words)))
        # What stands before them stays: in another turn with nothing around as it was, they are not known.
        inside = kept[0] in words and where in {words.index(kept[0]), words.index(kept[1])}
        if data.draw(st.booleans()):
            if not inside:
                words.insert(where, data.draw(st.sampled_from(["ну", "вот", "конечно"])))
        elif where < len(words) and words[where] not in {*kept, *_beside(words, kept)}:
            del words[where]
    if data.draw(st.booleans()):
        turns.insert(0, ["Добрый", "день"])
    edited = _talk(turns)
    again = found_again(place, {"i1": edited})
    assert again is not None
    assert edited.turns[again.turn].text[again.start : again.stop] == again.text == " ".join(kept)


def _talk(turns: list[list[str]]) -> Interview:
    return Interview("i1", "transcripts/i1.txt", tuple(Turn("К", " ".join(words)) for words in turns))


def _beside(words: list[str], kept: list[str]) -> list[str]:
    """The neighbours of the words: without any of them only the very same turn would do."""
    if kept[0] not in words:
        return []
    at = words.index(kept[0])
    return [*words[max(0, at - 1) : at], *words[at + 2 : at + 3]]
