"""The grounds of marks: what is said beside a mark, or in answer to «почему?», that explains it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from otzvuk.coding.mark import BARE, Mark
from otzvuk.coding.marks import find_marks
from otzvuk.coding.markwords import lemmas, marked_words
from otzvuk.coding.numeral import folded, numbers_in, value_of
from otzvuk.coding.objects import Objects, objects_of
from otzvuk.coding.pattern import Matcher
from otzvuk.coding.question import Asking
from otzvuk.coding.topic import Topics
from otzvuk.language import ParsedTurn, Token, parse, tags, tokenise
from otzvuk.model.bundled import bundled
from otzvuk.model.ground import RECOMMENDS, Ground, Link
from otzvuk.model.mention import Coding, Rating
from otzvuk.model.yamlfile import CheckedModel, read_yaml

NEXT: Final = 3  # sentences after a mark that may explain it, and sentences of an answer to «почему?»
LONGEST: Final = 320  # code points of words that are taken from one sentence
EXCHANGES: Final = 3  # questions back to the mark that «почему?» asks about
SHORT: Final = 6  # words of a bare «почему так?»; a longer question has to name the mark or its object
_FEW: Final = 4  # words that only name what was marked («за болты»)
_CONTENT: Final = frozenset(
    {"NOUN", "VERB", "INFN", "ADJF", "ADJS", "PRTS", "PRTF", "COMP", "ADVB", "PRED", "UNKN", "LATN"}
)
_ACTS: Final = frozenset({"VERB", "INFN", "PRTS", "PRED", "COMP", "ADJS", "ADVB"})
_WHY: Final = re.compile(
    r"\bпочему\b|\bза что\b|\bчто (?:здесь |тут |там )?не так\b|\bче(?:го|му) .*\bне хват|\bчто .*\bне хват"
    r"|\bс чем (?:это |она |такая )*связан|\bчем (?:это |вызван|объясн|обоснов)|\bиз-за чего\b|\bотчего\b"
    r"|\bчто (?:помешал|мешает|повлиял|испортил|смутил|снизил|тянет)"
    r"|\bчтобы (?:было|стало|поставить|получить|поставили)\b|\bпоясните\b|\bобоснуйте\b|\bрасшифруйте\b"
    r"|\bпричин|\bдо (?:десят|пят|девят|максим)"
)
_LACKING: Final = re.compile(r"\bне хват|\bчтобы\b")
_OF_MARK: Final = re.compile(
    r"\bоцен|\bбалл(?!он|аст)|\bотметк|\bпостави|\bснизил|\bсня[лт]|\bанкет|\bопросник"
)
_ASKED_ON_PAPER: Final = re.compile(r"\bанкет|\bопросник|\bопросе\b")
_NAMES: Final = frozenset({"за", "по", "про", "насчет"})


class Lexicon(CheckedModel):
    """`models/lexicons/grounds.yaml`: lists of patterns; see there what each is."""

    because: tuple[str, ...]
    lacking: tuple[str, ...]
    therefore: tuple[str, ...]
    nothing: tuple[str, ...]


@cache
def _matcher() -> Matcher:
    return Matcher(read_yaml(bundled("models", "lexicons", "grounds.yaml"), Lexicon).model_dump())


@dataclass
class _Given:
    """A mark of the interview: its place among the ratings, and before how many questions it was given."""

    at: int
    rating: Rating
    speaker: str
    questions: int = 0


@dataclass
class _Waiting:
    """Whose mark the interviewer asks the reason of (None: one of the questionnaire, of `criterion`)."""

    given: _Given | None
    criterion: str = ""
    speaker: str = ""


def grounds_in(coding: Coding, topics: Topics) -> list[Ground]:
    """What explains the marks of a coded interview, in the order of the text.

    An answer to «почему?» explains; so do words of the mark's own sentence and sentences that say so
    («потому что …», «не дотягивают»). Other sentences right after the mark are found too, not `plain`.
    """
    return sorted(
        _found(coding, objects_of(topics)), key=lambda each: (each.turn, each.start, each.rating, each.stop)
    )


def _found(coding: Coding, objects: Objects) -> Iterator[Ground]:
    by_turn: dict[int, list[_Given]] = {}
    turns = coding.interview.turns
    for at, rating in enumerate(coding.ratings):
        by_turn.setdefault(rating.turn, []).append(_Given(at, rating, turns[rating.turn].speaker))
    recent: list[_Given] = []
    asked: _Waiting | None = None
    for index, turn in enumerate(turns):
        if turn.interviewer:
            if Asking(turn.text, objects).is_aside and not _WHY.search(folded(turn.text)):
                continue
            for each in recent:
                each.questions += 1
            recent = [each for each in recent if each.questions <= EXCHANGES]
            asked = _asked_of(turn.text, recent, objects)
            if asked is None and Asking(turn.text, objects).recommends:
                asked = _Waiting(None, criterion=RECOMMENDS)
            continue
        own = by_turn.get(index, [])
        if asked is not None and not own and (not asked.speaker or asked.speaker == turn.speaker):
            yield from _answer(asked, index, turn.text)
            asked = None
        elif own:
            asked = None
            yield from _beside(own, index, turn.text)
            recent += own


# --- in answer to «почему?» -------------------------------------------------------------------------------


def _asked_of(question: str, recent: Sequence[_Given], objects: Objects) -> _Waiting | None:
    """The mark whose reason a question asks for; None where it asks for none."""
    plain = folded(question)
    tokens = tokenise(question)
    said = {number.value for number in numbers_in(tokens)}
    words = sum(token.text[0].isalnum() for token in tokens)
    echo = bool(said) and words <= 2 and "?" in question
    if not _WHY.search(plain) and not echo:
        return None
    of_mark = bool(_OF_MARK.search(plain)) or bool(said)
    named = objects.of_question(question)
    same = [each for each in recent if named and each.rating.criterion == named]
    by_number = [each for each in recent if each.rating.value in said]
    if same or by_number:
        both = [each for each in by_number if each in same]
        given = (both or same or by_number)[-1]
        return _Waiting(given, speaker=given.speaker)
    if named and of_mark and _ASKED_ON_PAPER.search(plain):
        return _Waiting(None, criterion=named)
    last = [each for each in recent if each.questions == 1]  # given in the answer to the question before
    if not last or (named and named != objects.overall) or not (of_mark or words <= SHORT):
        return None
    if len(last) > 1 and _LACKING.search(plain) and not of_mark:
        return None  # «Чего не хватает?» after a row of marks
    given = min(last, key=lambda each: each.rating.value / each.rating.scale)
    return _Waiting(given, speaker=given.speaker)


def _answer(asked: _Waiting, index: int, text: str) -> Iterator[Ground]:
    parsed = parse(text)
    at = asked.given.at if asked.given is not None else -1
    told = False
    for sentence in parsed.sentences[:NEXT]:
        span = sentence.first, sentence.last
        if not any(tags(token.text) & _CONTENT for token in parsed.tokens[slice(*span)]):
            continue
        plain = not told or _explains(parsed, span)
        yield _ground(parsed, index, span, Link.ANSWER, at, asked.criterion, plain=plain)
        told = True


# --- beside the mark --------------------------------------------------------------------------------------


def _beside(own: Sequence[_Given], index: int, text: str) -> Iterator[Ground]:
    parsed = parse(text)
    places = [_tokens_of(parsed, each.rating) for each in own]
    for at, (each, (first, last)) in enumerate(zip(own, places, strict=True)):
        number = next(n for n, one in enumerate(parsed.sentences) if one.first <= first < one.last)
        sentence = parsed.sentences[number]
        low = places[at - 1][1] if at else 0
        high = _begins(parsed, places[at + 1][0], last) if at + 1 < len(own) else len(parsed.tokens)
        before = (max(sentence.first, low), first)
        if _sign(parsed, *before) & {"because", "lacking", "therefore"}:
            yield _ground(parsed, index, before, Link.BESIDE, each.at, plain=True)
        elif before[0] == sentence.first and number and low <= parsed.sentences[number - 1].first:
            earlier = parsed.sentences[number - 1]
            so = "therefore" in _sign(parsed, sentence.first, first)
            if (so or not at) and not _marks(parsed, (earlier.first, earlier.last)):
                yield _ground(
                    parsed, index, (earlier.first, earlier.last), Link.BESIDE, each.at, plain=so
                )  # fmt: skip
        tail = _tail(parsed, last, min(sentence.last, high), each.rating, alone=high >= sentence.last)
        if tail is not None:
            yield _ground(parsed, index, tail, Link.BESIDE, each.at, plain=True)
        for following in parsed.sentences[number + 1 : number + 1 + NEXT]:
            if following.first >= high:
                break
            span = following.first, min(following.last, high)
            signs = _sign(parsed, *span)
            another = "lacking" not in signs and _marks(parsed, span)
            if "nothing" in signs or another or not _says(parsed, *span, least=1):
                break  # the talk has gone on, or to another mark
            yield _ground(parsed, index, span, Link.BESIDE, each.at, plain=_explains(parsed, span))


def _marks(parsed: ParsedTurn, span: tuple[int, int]) -> bool:
    """Whether a sentence gives a mark of its own, that nothing says the object or scale of."""
    first, last = span
    own = parse(parsed.text[parsed.tokens[first].start : parsed.tokens[last - 1].stop])
    taken = any(token.lemma in lemmas("takes_off", "adds") for token in own.tokens)
    return any(_is_whole(own, mark) for mark in find_marks(own, asked=True)) and not taken


def _is_whole(own: ParsedTurn, mark: Mark) -> bool:
    """«Бумаги три», «сейчас ставлю шесть»; not «два раза за год опоздали»."""
    words = sum(token.text[0].isalnum() for token in own.tokens[mark.last :])
    return mark.plain > BARE or words <= 1


def _explains(parsed: ParsedTurn, span: tuple[int, int]) -> bool:
    """Whether a sentence of its own says that it explains: «За Сыктывкар.», «Потому что возят через раз.»"""
    found = _matcher().find(parsed.tokens, *span)
    begin = next(at for at in range(*span) if parsed.tokens[at].text[0].isalnum())
    if any(
        each.label == "lacking" or (each.label == "because" and each.first <= begin + 1) for each in found
    ):
        return True
    words = [token for token in parsed.tokens[begin : span[1]] if token.text[0].isalnum()]
    acts = any(tags(token.text) & _ACTS for token in words)
    return folded(words[0].text) in {"за", "минус"} and len(words) <= _FEW + 1 and not acts


def _tail(
    parsed: ParsedTurn, first: int, last: int, rating: Rating, *, alone: bool
) -> tuple[int, int] | None:
    """The rest of the mark's sentence where it says more than what was marked.

    `alone`: no other mark stands in it, whose object it could name («за зал пятёрка, за рампу двойка»).
    """
    tokens = parsed.tokens
    comma = False
    while first < last and (not tokens[first].text[0].isalnum() or _of_marking(tokens[first])):
        comma = comma or tokens[first].text == ","
        first += 1
    words = [at for at in range(first, last) if tokens[at].text[0].isalnum()]
    signs = _sign(parsed, first, last)
    if "nothing" in signs or not words:
        return None
    sign = bool(signs & {"because", "lacking"})
    taken_off = any(token.lemma in lemmas("takes_off") for token in tokenise(rating.text))
    acts = any(tags(tokens[at].text) & _ACTS for at in words)
    begins = folded(tokens[words[0]].text)
    if begins in _NAMES and not (alone and comma and begins == "за") and not (taken_off or acts or sign):
        return None  # «восемь за болты»; not «тройка, за пандус»
    if not (sign or taken_off) and _marks(parsed, (words[0], last)):
        return None  # another mark («а Полине лично десять»)
    if begins == "за" or sign or taken_off:
        return (first, last) if _says(parsed, first, last, least=1) else None
    return (first, last) if _says(parsed, first, last, least=2 if acts else _FEW) else None


def _begins(parsed: ParsedTurn, mark: int, after: int) -> int:
    """Where the words of the next mark begin: at its clause, at the mark where that holds the one before."""
    clause = next((each for each in parsed.clauses if each.first <= mark < each.last), None)
    if clause is None or clause.first < after:
        return max(after, mark)
    return int(clause.first)


def _says(parsed: ParsedTurn, first: int, last: int, *, least: int) -> bool:
    """Whether enough words say something beyond marking itself («пишите восемь», «так и запишите»)."""
    fillers = {*marked_words().fillers}
    said = [
        token
        for token in parsed.tokens[first:last]
        if token.text[0].isalnum()
        and tags(token.text) & _CONTENT
        and folded(token.text) not in fillers
        and not _of_marking(token)
        and token.lemma not in lemmas("gives", "says", "plain")
    ]
    things = any(tags(token.text) & (_CONTENT - {"ADVB"}) for token in said)
    return len(said) >= least and things


def _of_marking(token: Token) -> bool:
    """Numbers, «балл», «из», «десятка»: the mark itself."""
    return token.lemma in lemmas("empty") or value_of(token.text) is not None or folded(token.text) == "из"


def _sign(parsed: ParsedTurn, first: int, last: int) -> set[str]:
    return {match.label for match in _matcher().find(parsed.tokens, first, last)}


def _tokens_of(parsed: ParsedTurn, rating: Rating) -> tuple[int, int]:
    """The tokens [first, last) of a mark."""
    own = [
        at for at, each in enumerate(parsed.tokens) if rating.start < each.stop and each.start < rating.stop
    ]
    return own[0], own[-1] + 1


def _ground(
    parsed: ParsedTurn,
    turn: int,
    span: tuple[int, int],
    link: Link,
    rating: int,
    criterion: str = "",
    *,
    plain: bool,
) -> Ground:
    first, last = span
    tokens = parsed.tokens
    start, stop = tokens[first].start, tokens[last - 1].stop
    if stop - start > LONGEST:  # speech without stops
        fit = [at for at in range(first, last) if tokens[at].stop - start <= LONGEST]
        stop = tokens[fit[-1]].stop if fit else stop
    return Ground(
        turn=turn,
        start=start,
        stop=stop,
        text=parsed.text[start:stop],
        link=link,
        rating=rating,
        criterion=criterion,
        plain=plain,
    )
