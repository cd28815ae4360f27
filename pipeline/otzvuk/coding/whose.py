"""Of whom the words of a turn speak: of us, of a rival, or perhaps of one; and mentions that are a rival's.

Words about a rival are no mention unless they compare (coding guide, rule 3). Who «у них», «они», «там» are
is told by whom the words before named last: a rival stays the one spoken of until we or somebody else is
named, and where that is not clear the mention stays, but in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from itertools import pairwise
from typing import Final

from otzvuk.coding.firm import NOBODY, Firms, firms_in, is_named, stem
from otzvuk.coding.pattern import Matcher
from otzvuk.language import Clause, ParsedTurn, parse
from otzvuk.model.bundled import bundled
from otzvuk.model.interview import Interview
from otzvuk.model.mention import PERSON, Kind, Mention
from otzvuk.model.study import Study
from otzvuk.model.yamlfile import CheckedModel, read_yaml

DOUBTED: Final = 0.6  # what is left of a mention's confidence that may be a rival's
_SAID: Final = 3  # words of a part about nobody named that make a point of their own
_RUN_ON: Final = 9  # tokens of a part in which speech has no stops, or few
_HERE: Final = frozenset({"эти", "этих", "этим", "тут", "здесь"})
_PREPOSITIONS: Final = frozenset({"у", "с", "со", "от", "в", "к"})
_BARE: Final = 2  # words of a part that only names somebody
_STOPS: Final = frozenset(",;:—–-…")
BUT: Final = frozenset({"а", "но", "зато"})
_QUOTES: Final = frozenset('«»"„“”')


class Whose(Enum):
    """Whom words speak of."""

    OURS = "ours"
    THEIRS = "theirs"
    EITHER = "either"  # perhaps of a rival
    OPEN = "open"  # of nobody named: of us, as all that is asked


class Lexicon(CheckedModel):
    """`models/lexicons/whose.yaml`: lists of patterns."""

    rival: tuple[str, ...]
    you: tuple[str, ...]
    here: tuple[str, ...]
    they: tuple[str, ...]
    there: tuple[str, ...]
    client: tuple[str, ...]
    over: tuple[str, ...]
    beside: tuple[str, ...]
    bought: tuple[str, ...]
    pushed: tuple[str, ...]
    better: tuple[str, ...]
    worse: tuple[str, ...]


@cache
def _matcher() -> Matcher:
    return Matcher(read_yaml(bundled("models", "lexicons", "whose.yaml"), Lexicon).model_dump())


@dataclass(frozen=True)
class Named:
    """The supplier and its rivals, as far as a study names them."""

    own: Firms = NOBODY
    rivals: Firms = NOBODY
    likely: frozenset[str] = frozenset()
    """Stems of firms that an interview takes for suppliers besides us: perhaps rivals."""

    @classmethod
    def of(cls, own: Iterable[str], rivals: Iterable[str]) -> Named:
        """By their names."""
        return cls(Firms(own), Firms(rivals))


def names_of_supplier(study: Study) -> frozenset[str]:
    """The supplier's name and aliases, in lower case."""
    settings = study.settings
    return frozenset(each.lower() for each in (settings.supplier, *settings.aliases) if len(each) > 2)


def names_of_rivals(study: Study) -> frozenset[str]:
    """The rivals that study.yaml names."""
    return frozenset(each.strip() for each in study.settings.rivals if len(each.strip()) > 2)


def named_in(study: Study) -> Named:
    """The supplier and the rivals that study.yaml names."""
    return Named.of(names_of_supplier(study), names_of_rivals(study))


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause or a part of one between its commas, and whom it speaks of; `rival` is named in it."""

    clause: Clause
    whose: Whose
    rival: bool = False


@dataclass
class _Focus:
    """Who was named last while a turn is read."""

    rival: bool = False
    sure: bool = True  # that it is one
    sentence: int = -9  # of the last word about the rival
    named: bool = False  # a rival was named in the turn, or asked about


_EVALUATES: Final = re.compile(
    r"(?:^|[\s,–—-])(?:как|как(?:ой|ая|ое|ие|ово|ого)|каков\w*|расскаж\w+|что (?:скаж|дума|нрав|не нрав)\w*"
    r"|чем)\b",
    re.IGNORECASE,
)
_OURS_ASKED: Final = re.compile(r"\bнаш\w*|\bнас\b|\bнам\b|\bнами\b|\bмы\b", re.IGNORECASE)


def asks_of_rival(question: str, named: Named) -> bool:
    """Whether a question wants to hear how a rival is, and not how we are."""
    if not named.rivals or not _EVALUATES.search(question) or _OURS_ASKED.search(question):
        return False
    parsed = parse(question)
    return any(named.rivals.find(parsed.tokens, each.first, each.last) for each in parsed.sentences) and not (
        any(named.own.find(parsed.tokens, each.first, each.last) for each in parsed.sentences)
    )


def pieces_of(parsed: ParsedTurn, named: Named, question: str = "") -> list[Piece]:
    """A respondent's turn in pieces, each with whom it speaks of; `question` is the interviewer's before."""
    focus = _Focus()
    asked = asks_of_rival(question, named)
    if asked:
        focus = _Focus(rival=True, sentence=1, named=True)
    suspects = [
        (at, at + 1)
        for at, token in enumerate(parsed.tokens)
        if named.likely and token.text[0].isupper() and is_named(token.text, named.likely)
    ]
    addressed = any(m.label == "you" for m in _matcher().find(parsed.tokens))
    found: list[Piece] = []
    for number, sentence in enumerate(parsed.sentences):
        names = named.rivals.find(parsed.tokens, sentence.first, sentence.last)
        own = named.own.find(parsed.tokens, sentence.first, sentence.last)
        names = [each for each in names if not any(a < each[1] and each[0] < b for a, b in own)]
        for clause in _cut(parsed, sentence.first, sentence.last, {first for first, _ in names}):
            found.append(_piece(parsed, clause, number, names, own, focus, suspects, addressed=addressed))
    return found


def _piece(
    parsed: ParsedTurn,
    clause: Clause,
    number: int,
    names: Sequence[tuple[int, int]],
    own: Sequence[tuple[int, int]],
    focus: _Focus,
    suspects: Sequence[tuple[int, int]],
    *,
    addressed: bool,
) -> Piece:
    tokens = parsed.tokens[clause.first : clause.last]
    labels = {m.label for m in _matcher().find(parsed.tokens, clause.first, clause.last)}
    rival = _within(names, clause) or "rival" in labels
    us = _within(own, clause) or "you" in labels
    if us:
        focus.named |= rival
        if not rival or "over" in labels:
            focus.rival = False
        return Piece(clause, Whose.OURS, rival)
    if rival and "beside" in labels:
        return Piece(clause, Whose.OPEN, True)  # «вы, в отличие от X, слово держите»
    if rival:
        focus.rival, focus.sure, focus.sentence, focus.named = "over" not in labels, True, number, True
        if "pushed" in labels:  # «пришлось докупать у X»: what drove them there is ours
            return Piece(clause, Whose.OPEN, True)
        if sum(each.text[0].isalnum() for each in tokens) <= _BARE:
            focus.sentence += 1  # «Гидромир? Возят исправно.»
        sure = "bought" not in labels or labels & {"they", "there"}
        return Piece(clause, Whose.THEIRS if sure else Whose.EITHER, True)
    if _within(suspects, clause):
        focus.rival, focus.sure, focus.sentence, focus.named = True, False, number, True
        return Piece(clause, Whose.EITHER)
    away = number - focus.sentence
    they, there = "they" in labels, "there" in labels
    if they or there:
        if focus.rival and away <= 1 + there:
            focus.sentence = number
            near = addressed or there or away <= 1
            return Piece(clause, Whose.THEIRS if near and focus.sure else Whose.EITHER)
        if focus.rival:
            return Piece(clause, Whose.EITHER)
        if focus.named and addressed and tokens[0].lemma in BUT:
            return Piece(clause, Whose.EITHER)
        return Piece(clause, Whose.OPEN)
    if "here" in labels:
        focus.rival = False
        return Piece(clause, Whose.OURS if focus.named else Whose.OPEN)
    if not focus.rival:
        return Piece(clause, Whose.OPEN)
    if "over" in labels:
        focus.rival = False
        return Piece(clause, Whose.EITHER)
    if away <= 0 and tokens[0].text.lower() in {"а", "зато"}:
        return Piece(clause, Whose.EITHER)  # «их менеджер не знал, а Оксана знает»
    if away <= 0:
        return Piece(clause, Whose.THEIRS if focus.sure and "client" not in labels else Whose.EITHER)
    if away == 1:
        return Piece(clause, Whose.EITHER)
    focus.rival = False
    return Piece(clause, Whose.OPEN)


def _within(places: Iterable[tuple[int, int]], clause: Clause) -> bool:
    return any(first < clause.last and clause.first < last for first, last in places)


def _cut(parsed: ParsedTurn, first: int, last: int, names: Collection[int]) -> Iterator[Clause]:
    """The sentence cut at every comma, dash and «а»; what stands in quotation marks stays whole.

    Speech without stops is cut before a rival's name among `names` and before «эти», «тут», too.
    """
    tokens = parsed.tokens
    cuts, inside = [first], False
    for at in range(first, last - 1):
        token = tokens[at]
        if token.text in _QUOTES:
            inside = not inside
        elif not inside and (
            token.text in _STOPS or (tokens[at + 1].lemma in BUT and token.text not in _STOPS)
        ):
            cuts.append(at + 1)
    for begin, end in pairwise([*cuts, last]):
        if end - begin > _RUN_ON:
            said = [n for n in range(begin + _BARE + 1, end) if n in names or tokens[n].text.lower() in _HERE]
            more = {n - 1 if tokens[n - 1].text.lower() in _PREPOSITIONS else n for n in said}
            cuts += [n for n in more if n not in cuts]
    for begin, end in pairwise([*sorted(cuts), last]):
        if begin < end:
            yield parsed.clause(begin, end)


def ours(
    mentions: Sequence[Mention], interview: Interview, named: Named
) -> tuple[list[Mention], list[Mention]]:
    """The mentions that are of us, those that may be a rival's made less sure, and those that are a rival's.

    A comparative beside a rival speaks of us the other way round: «у них дешевле» is a complaint.
    """
    named = replace(named, likely=likely_rivals(interview, named))
    found: list[Mention] = []
    theirs: list[Mention] = []
    kept: dict[int, list[Piece]] = {}
    for each in mentions:
        if each.decided_by.startswith(PERSON):
            found.append(each)
            continue
        if each.turn not in kept:
            asked = interview.question_before(each.turn)
            parsed = parse(interview.turns[each.turn].text)
            kept[each.turn] = pieces_of(parsed, named, asked.text if asked else "")
        said = _judged(each, interview.turns[each.turn].text, kept[each.turn])
        if said is None:
            theirs.append(each)
        else:
            found.append(said)
    return found, theirs


_SUPPLIES: Final = re.compile(
    r"\b(?:брал\w*|бер[её]м|покупал\w*|заказывал\w*|работал\w*|пробовал\w*|сравнива\w+|перешли|ушли|поставщик\w*"
    r"|конкурент\w*|цены|прайс|сч[её]т)(?: \w+)? (?:у|с|со|от) [«\"„“]?([А-ЯЁ][а-яё-]{3,})"
    r"|\bчем (?:у )?[«\"„“]?([А-ЯЁ][а-яё-]{3,})"
)


def likely_rivals(interview: Interview, named: Named) -> frozenset[str]:
    """The stems of firms that respondents buy from or compare with, as their words show: «брали у «X»»."""
    people = interview.participants.values()
    ours = {name for each in people for name in (each.speaker, each.company) if name}
    words = set()
    for turn in interview.turns:
        if not turn.interviewer:
            words |= {one or other for one, other in _SUPPLIES.findall(turn.text)}
    known = firms_in((turn.text for turn in interview.turns), frozenset({*ours, *named.own.names}))
    return frozenset(stem(each) for each in words if is_named(each, known))


def _judged(mention: Mention, text: str, pieces: Sequence[Piece]) -> Mention | None:
    under = _under(mention, text, pieces)
    whose = {each.whose for each in under}
    if not whose & {Whose.THEIRS, Whose.EITHER} or mention.kind is Kind.WISH:
        return mention
    if Whose.OURS in whose:  # which of the two is praised the coder hears badly: «вы за три дня, X за час»
        both = any(each.rival and each.whose is Whose.THEIRS for each in under)
        return _doubted(mention, "рядом конкурент") if both else mention
    if any(each.whose is Whose.OPEN and len(each.clause.text.split()) >= _SAID for each in under):
        return mention  # «менеджер отвечает за час, не то что у X»
    compared = _compared(text, under)
    if compared is not None:
        if compared is mention.kind:
            return mention
        return _doubted(replace(mention, kind=compared), "сравнение с конкурентом")
    if all(each.rival for each in under if each.whose is Whose.EITHER) and Whose.THEIRS in whose:
        return None
    return _doubted(mention, "возможно, о конкуренте")


def _under(mention: Mention, text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of which a word is in the mention."""
    return [
        each
        for each in pieces
        if any(
            letter.isalnum()
            for letter in text[max(mention.start, each.clause.start) : min(mention.stop, each.clause.stop)]
        )
    ]


def _compared(text: str, under: Sequence[Piece]) -> Kind | None:
    """What a comparative about a rival says of us: «у них дешевле» blames, «они дороже» praises."""
    parsed = parse(text)
    labels: set[str] = set()
    for each in under:
        if each.whose is not Whose.OURS:
            labels |= {m.label for m in _matcher().find(parsed.tokens, each.clause.first, each.clause.last)}
    way = labels & {"better", "worse"}
    if len(way) != 1:
        return None
    return Kind.COMPLAINT if "better" in way else Kind.PRAISE


def _doubted(mention: Mention, why: str) -> Mention:
    sure = round(mention.confidence * DOUBTED, 4)
    return replace(mention, confidence=sure, why=f"{mention.why}; {why}" if mention.why else why)
