"""Goals, questions, touch points and ideas of a coded interview, by rule: the rows of a journey map.

Precision first: a false cell of the map is worse than an empty one. Nothing is taken that belongs to no
process, for without one it has no stage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from otzvuk.coding.pattern import Match, Matcher
from otzvuk.coding.topic import Topics
from otzvuk.language import Clause, ParsedTurn, Sentence, Token, parse, tags
from otzvuk.model.bundled import bundled
from otzvuk.model.matter import Matter
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.model.span import Span
from otzvuk.model.step import MapRow, Step
from otzvuk.model.yamlfile import CheckedModel, read_yaml

_CHANNEL: Final = "channel/"
_PEOPLE: Final = {"service.manager": "manager", "service.tech_support": "support"}
"""Codes whose mentions are about people of the supplier whom the client meets."""

_BUYING: Final = "negotiation"
"""The process of what somebody is about to buy."""

_TOLD: Final = 3  # words under which a stretch tells nothing by itself

_ASKING: Final = re.compile(
    r"^(?:а |и |ну |так |вот )*(?:где|когда|почему|зачем|сколько|кто|какой|какая|какого|куда|откуда|за что"
    r"|доколе|что (?:мне|нам|им)|чей|чья)\b",
    re.IGNORECASE,
)
_TO_INTERVIEWER: Final = re.compile(
    r"\b(?:вы|вам|вас|знаете|понимаете|видите|представляете|скажете|помните|слушайте|ты|тебе)\b",
    re.IGNORECASE,
)
_WOULD: Final = re.compile(
    r"^(?!лучше|если|не )(?:а |и |ну |только |ещ[её] б |ещ[её] бы |да )*(?:\w+ ){0,2}?\w+(?:ли|л|ла) бы?\b",
    re.IGNORECASE,
)
_PROMISED: Final = re.compile(r",\s*(?:то |тогда )?(?:я|мы) бы\b", re.IGNORECASE)  # what they would do then
_IF: Final = re.compile(r"\bесли\b", re.IGNORECASE)


class Channel(CheckedModel):
    """What a touch point goes through: its Russian name, the process it belongs to, its words.

    `alone`: the words tell it without any evaluation beside them.
    """

    label: str
    process: str
    alone: bool = False
    patterns: tuple[str, ...]


class Lexicon(CheckedModel):
    """`models/lexicons/journey.yaml`."""

    channels: dict[str, Channel]
    elsewhere: tuple[str, ...]
    need: tuple[str, ...]
    plan: tuple[str, ...]
    purchase: tuple[str, ...]
    matter: tuple[str, ...]
    asks: tuple[str, ...]
    asked: tuple[str, ...]
    unclear: tuple[str, ...]
    to_us: tuple[str, ...]
    of_theirs: tuple[str, ...]
    idea: tuple[str, ...]
    outright: tuple[str, ...]
    conditional: tuple[str, ...]
    person: tuple[str, ...]


@cache
def lexicon() -> Lexicon:
    """The word lists."""
    return read_yaml(bundled("models", "lexicons", "journey.yaml"), Lexicon)


def channel_label(channel: str) -> str:
    """The Russian name of what a touch point goes through."""
    return lexicon().channels[channel].label


@cache
def _matcher() -> Matcher:
    own = lexicon()
    lists: dict[str, Sequence[str]] = {
        name: value for name, value in own if isinstance(value, tuple) and name != "channels"
    }
    channels = {f"{_CHANNEL}{name}": each.patterns for name, each in own.channels.items()}
    return Matcher({**lists, **channels})


def steps_of(coding: Coding, topics: Topics, matters: Sequence[Matter] = ()) -> Iterator[Step]:
    """What the respondents of a coded interview want, ask, meet and propose, in the order of the text.

    `matters` are what they say matters most (`otzvuk.coding.matters`): that is a goal.
    """
    for at, turn, mentions, question in coding.answers():
        about = _asked(question, topics) if question else ""
        own = [each for each in matters if each.turn == at]
        if not mentions and not about and not own:
            continue
        spoken = _Spoken(at, parse(turn.text), tuple(mentions), about, topics)
        found = [*_touches(spoken), *_questions(spoken), *_goals(spoken), *_ideas(spoken)]
        found += _mattering(spoken, own)
        yield from sorted(_once(found), key=lambda each: (each.start, each.stop, each.row.value))


def _asked(question: str, topics: Topics) -> str:
    """The process that a question is about, "" where it names none."""
    codes, processes = topics.of_question(question)
    if processes:
        return processes[0]
    return topics.codebook.codes[codes[0]].process if codes else ""


def _once(found: Sequence[Step]) -> Iterator[Step]:
    """Of a row and turn no words twice, and no channel twice."""
    kept: list[Step] = []
    for each in found:
        if not any(_alike(each, other) for other in kept):
            kept.append(each)
            yield each


def _alike(one: Step, other: Step) -> bool:
    if one.row is not other.row:
        return False
    shared = Span(one.start, one.stop).overlaps(Span(other.start, other.stop))
    return shared or bool(one.channel and one.channel == other.channel)


@dataclass(frozen=True)
class _Spoken:
    """A respondent's turn with its mentions; `about` is the process that the question was of."""

    turn: int
    parsed: ParsedTurn
    mentions: tuple[Mention, ...]
    about: str
    topics: Topics

    def clauses(self) -> Iterator[tuple[Sentence, Clause, dict[str, list[Match]]]]:
        """Every clause with what the word lists find in it, by list."""
        for sentence in self.parsed.sentences:
            for clause in sentence.clauses:
                found: dict[str, list[Match]] = {}
                for match in _matcher().find(self.parsed.tokens, clause.first, clause.last):
                    found.setdefault(match.label, []).append(match)
                yield sentence, clause, found

    def near(self, sentence: Sentence) -> list[Mention]:
        """The mentions that a sentence holds a part of."""
        return [each for each in self.mentions if each.span.overlaps(sentence)]

    def wishes(self, clause: Clause) -> bool:
        """Whether a clause wishes for something."""
        return any(each.kind is Kind.WISH and each.span.overlaps(clause) for each in self.mentions)

    def judged(self, sentence: Sentence) -> bool:
        """Whether a sentence evaluates something or names what the codebook knows."""
        if self.near(sentence):
            return True
        tokens = self.parsed.tokens
        named = self.topics.process_in(tokens, sentence.first, sentence.last)
        return bool(named or self.topics.evidence(tokens, sentence.first, sentence.last))

    def usual(self, process: str) -> str:
        """A process by its usual name; "" where the codebook, which may be the user's own, has none of it."""
        return process if process in self.topics.codebook.processes else ""

    def process(self, clause: Clause, sentence: Sentence) -> str:
        """Which process words are about: the nearest mention's, else what they name, else what was asked."""
        place, near = Span(clause.start, clause.stop), self.near(sentence)
        if near:
            return _nearest(place, near)
        tokens = self.parsed.tokens
        named = self.topics.process_in(tokens, clause.first, clause.last)
        codes = {each.code for each in self.topics.evidence(tokens, sentence.first, sentence.last)}
        if not named and len(codes) == 1:
            named = self.topics.codebook.codes[codes.pop()].process
        return named or self.about or (_nearest(place, self.mentions) if self.mentions else "")

    def step(self, row: MapRow, start: int, stop: int, process: str, channel: str = "") -> Step:
        """A step at a place of this turn."""
        text = self.parsed.text[start:stop]
        return Step(
            turn=self.turn, start=start, stop=stop, text=text, row=row, process=process, channel=channel
        )


def _nearest(place: Span, mentions: Sequence[Mention]) -> str:
    return min(mentions, key=lambda each: max(0, -place.shared(each.span))).process


def _touches(spoken: _Spoken) -> Iterator[Step]:
    channels = lexicon().channels
    for sentence, clause, found in spoken.clauses():
        names = [name.removeprefix(_CHANNEL) for name in found if name.startswith(_CHANNEL)]
        if not names or "elsewhere" in found:
            continue
        if spoken.wishes(clause):
            continue  # what is wished for is not there yet
        for name in names:
            if not spoken.mentions and not channels[name].alone:
                continue
            process = spoken.usual(channels[name].process) or spoken.process(clause, sentence)
            if process:
                yield spoken.step(MapRow.TOUCH, clause.start, clause.stop, process, name)
    for mention in spoken.mentions:
        told = len(mention.text.split()) >= _TOLD
        if told and mention.code in _PEOPLE and mention.kind is not Kind.WISH:
            yield spoken.step(
                MapRow.TOUCH, mention.start, mention.stop, mention.process, _PEOPLE[mention.code]
            )


def _questions(spoken: _Spoken) -> Iterator[Step]:
    text = spoken.parsed.text
    for sentence, clause, found in spoken.clauses():
        own = "asks" in found and "to_us" not in found and _mine(spoken, clause, found["asks"][0])
        theirs = "asked" in found and "of_theirs" in found
        direct = (
            text[clause.stop : clause.stop + 2].lstrip('»"”').startswith("?")
            and _ASKING.match(clause.text) is not None
            and not _TO_INTERVIEWER.search(sentence.text)
            and len(clause.text.split()) >= _TOLD
            and spoken.judged(sentence)
        )
        if not (own or theirs or direct or "unclear" in found) or spoken.wishes(clause):
            continue
        process = spoken.process(clause, sentence)
        if process and (spoken.mentions or spoken.about):
            start, stop = sentence.start, sentence.stop
            yield spoken.step(MapRow.QUESTION, start, stop, process)


def _mine(spoken: _Spoken, clause: Clause, match: Match) -> bool:
    """Whether it is the speaker who asks: «я спросил», «спрашиваю», not «продавщица спросила»."""
    before = spoken.parsed.tokens[clause.first : match.first]
    if any(token.lemma == "я" or token.lemma == "мы" for token in before):
        return True
    return not any({"NOUN", "NPRO"} & tags(token.text) for token in before)


def _goals(spoken: _Spoken) -> Iterator[Step]:
    tokens = spoken.parsed.tokens
    for sentence, clause, found in spoken.clauses():
        if any(each.kind is Kind.WISH for each in spoken.near(sentence)):
            continue
        words = {token.lemma for token in tokens[clause.first : clause.last]}
        if words & {"если", "бы", "б", "чтобы"} and "purchase" not in found:
            continue
        need = "need" in found
        plan = "plan" in found and _doing(tokens, found["plan"][0], clause)
        if (need or plan) and (spoken.mentions or spoken.judged(sentence)):
            process = spoken.process(clause, sentence)
        elif "purchase" in found and not _IF.search(clause.text):
            process = spoken.usual(_BUYING) or spoken.process(clause, sentence)
        else:
            continue
        if process:
            yield spoken.step(MapRow.GOAL, clause.start, clause.stop, process)


def _doing(tokens: Sequence[Token], match: Match, clause: Clause) -> bool:
    """Whether what is planned is a doing of their own: an infinitive after it."""
    if match.first > clause.first and tokens[match.first - 1].lemma == "не":
        return False
    after = tokens[match.last : min(match.last + 4, clause.last)]
    return any("INFN" in tags(token.text) for token in after)


def _mattering(spoken: _Spoken, matters: Sequence[Matter]) -> Iterator[Step]:
    for each in matters:
        code = spoken.topics.codebook.codes.get(each.code)
        if each.important and code is not None:
            yield spoken.step(MapRow.GOAL, each.start, each.stop, code.process)


def _ideas(spoken: _Spoken) -> Iterator[Step]:
    for sentence, clause, found in spoken.clauses():
        wished = [each for each in spoken.near(sentence) if each.kind is Kind.WISH]
        offered = "idea" in found or "person" in found
        would = _WOULD.match(clause.text) is not None and not _IF.search(sentence.text)
        own = next((each for each in wished if each.span.overlaps(clause)), None)
        if own is not None and (offered or would):
            yield spoken.step(MapRow.IDEA, own.start, own.stop, own.process)
        elif "outright" in found and "conditional" not in found and " не " not in f" {clause.text} ":
            process = spoken.process(clause, sentence)
            promised = _PROMISED.search(clause.text)
            stop = clause.start + promised.start() if promised else clause.stop
            if process:
                yield spoken.step(MapRow.IDEA, clause.start, stop, process)
