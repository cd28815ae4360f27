"""What harm costs, in the words of those who say it: amounts beside trouble, and of no other kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from otzvuk.coding.amounts.amount import Amount
from otzvuk.coding.amounts.loose import loose_amounts
from otzvuk.coding.amounts.reading import amounts_in
from otzvuk.coding.clues import is_negated, lexicon_matcher
from otzvuk.coding.noloss import is_no_amount
from otzvuk.coding.outright import outright
from otzvuk.coding.pattern import Match, Matcher
from otzvuk.coding.price import is_priced, is_standing, unit_said
from otzvuk.coding.topic import Topics
from otzvuk.language import Clause, ParsedTurn, Sentence, Token, parse
from otzvuk.model.bundled import bundled
from otzvuk.model.loss import Loss, Measured
from otzvuk.model.mention import Kind, Mention
from otzvuk.model.span import Span
from otzvuk.model.yamlfile import CheckedModel, read_yaml

NEAR: Final = 4  # tokens between a thing that is counted and what befell it
AGAIN: Final = 3  # characters between an amount and the same said again
NEIGHBOURS: Final = 2  # sentences around in which somebody may be blamed for harm said plainly
BEFORE: Final = 3  # words between plain words of harm and their amount
AFTER: Final = 2
SHORT: Final = 6  # words of a sentence whose trouble may stand in the one beside it
_BARS: Final = ("unreal", "terms", "own", "well", "others")
_QUOTED: Final = re.compile('[«"„“][А-ЯЁA-Z]')
_MAY_HOLD: Final = re.compile(
    r"\d|%|\b(?:дв|втор|тр|чет[вы]|пят|шест|сем|восем|восьм|девя[нт]|десят|одиннадцат|сорок|сто\b|ста\b|пол"
    r"|тысяч|тыщ|миллион|миллиард|лям|сотн|дюжин|кажд|еже|раз\b|раза\b|через\b|со? \w+ (?:до|по)\b|секунд"
    r"|минут|сутки|день|дня|ночь|смен|недел|месяц|час|год\b|квартал|четверть|треть|половин|пар[ау]\b|об[ае]\b)",
    re.IGNORECASE,
)


class Lexicon(CheckedModel):
    """`models/lexicons/loss.yaml`: lists of patterns."""

    time: tuple[str, ...]
    money: tuple[str, ...]
    failure: tuple[str, ...]
    busy: tuple[str, ...]
    unreal: tuple[str, ...]
    terms: tuple[str, ...]
    own: tuple[str, ...]
    well: tuple[str, ...]
    others: tuple[str, ...]
    promised: tuple[str, ...]
    lasting: tuple[str, ...]
    plain_time: tuple[str, ...]
    plain_money: tuple[str, ...]
    plain_quantity: tuple[str, ...]
    plain_often: tuple[str, ...]
    supplied: tuple[str, ...]
    elsewhere: tuple[str, ...]
    returned: tuple[str, ...]


@cache
def _matcher() -> Matcher:
    return Matcher(read_yaml(bundled("models", "lexicons", "loss.yaml"), Lexicon).model_dump())


def losses_in(
    text: str,
    topics: Topics,
    *,
    turn: int = 0,
    own: frozenset[str] = frozenset(),
    complaints: Sequence[Mention] = (),
    question: str = "",
) -> list[Loss]:
    """The amounts of a respondent's turn that trouble cost, in the order of the text.

    `complaints` are those of the turn: their words are trouble whatever the word lists hold. Harm said in as
    many words right beside the amount («опоздали на три часа») needs one only in the sentences around.

    `own` are the names of the supplier, in lower case: harm that another firm is named beside is not ours.
    `question` is the interviewer's before: one that asks how long, how many or how much of a trouble makes
    the first short answer one of it («— Сколько не довезли? — Полторы тысячи штук»).
    Codes and processes are left for those who know the mentions of the turn.
    """
    if not may_hold(text):
        return []
    parsed = parse(text)
    amounts = amounts_in(parsed.tokens)
    asked = _Asked(asks_of_trouble(question), asks_how_much(question))
    found: list[Loss] = []
    for amount in amounts:
        loss = _loss(parsed, amount, topics, turn, own, complaints, asked)
        if loss and not _says_again(found, loss, parsed.tokens[amount.first - 1] if amount.first else None):
            found.append(loss)
    return found


def losses_at(
    text: str,
    heard: Sequence[Span],
    topics: Topics,
    *,
    turn: int = 0,
    complaints: Sequence[Mention] = (),
    question: str = "",
) -> list[Loss]:
    """The amounts of a turn that stand at `heard`, in which a coder has heard harm, as those of `losses_in`.

    Their trouble is what the rules find, else the clause of the nearest complaint of the sentence, if any.
    Things of which only the place is told («семь штук лежали в коридоре») are no loss of their own.
    """
    parsed = parse(text)
    asked = asks_how_much(question)
    found: list[Loss] = []
    for amount in loose_amounts(parsed.tokens) if heard else ():
        place = place_of(parsed, amount)
        at = next((n for n, each in enumerate(parsed.sentences) if place.overlaps(each)), None)
        if at is None or not any(place.overlaps(each) for each in heard):
            continue
        sentence = parsed.sentences[at]
        if is_priced(parsed.tokens, amount) or _is_returned(parsed, at, amount):
            continue
        clause = _clause_of(sentence, amount) or sentence.clauses[0]
        lost = any(each.code in _LOST for each in complaints if each.span.overlaps(clause))
        trouble = _trouble(parsed, sentence, clause, amount, topics, lost)
        if _only_lies(parsed.tokens, sentence, amount) and not asked:
            continue
        blamed = [each for each in sentence.clauses if any(one.span.overlaps(each) for one in complaints)]
        if trouble is None and blamed:
            trouble = min(blamed, key=lambda each: _distance(each, amount.first))
        loss = _told_of(parsed, amount, clause, trouble, turn)
        if not _says_again(found, loss, parsed.tokens[amount.first - 1] if amount.first else None):
            found.append(loss)
    return found


def place_of(parsed: ParsedTurn, amount: Amount) -> Span:
    """Where an amount stands in its turn."""
    return Span(parsed.tokens[amount.first].start, parsed.tokens[amount.last - 1].stop)


def may_hold(text: str) -> bool:
    """Whether a turn may hold an amount at all: mostly it holds none."""
    return _MAY_HOLD.search(text) is not None


def asks_of_trouble(question: str) -> bool:
    """Whether a question is after trouble that there was."""
    return bool(_TROUBLE.search(question) and not _SUPPOSES.search(question))


def asks_how_much(question: str) -> bool:
    """Whether it asks how long, how many or how much of it there was."""
    return asks_of_trouble(question) and bool(_HOW_MUCH.search(question))


class _Asked(NamedTuple):
    """What the question is of: trouble, and how much of it."""

    trouble: bool
    much: bool


def _says_again(found: Sequence[Loss], loss: Loss, before: Token | None) -> bool:
    """«Ждали полгода. Полгода!»; «отвечали сорок дней, за сорок дней мы уложили другой»."""
    same = [
        each
        for each in found
        if (each.kind, each.low, each.high, each.unit) == (loss.kind, loss.low, loss.high, loss.unit)
    ]
    if not same:
        return False
    spoken_of = before is not None and before.text.lower() in _SPOKEN_OF
    return loss.start - same[-1].stop <= AGAIN or spoken_of or loss.kind is Measured.FREQUENCY


_SPOKEN_OF: Final = frozenset({"за", "эти", "этих", "те", "тех", "все", "всех"})


_TROUBLE: Final = re.compile(
    r"просто[йя]|простаив|стоял|задерж|опозд|опазд|срыв|сорва|брак|недовез|недогруз|не довез|не хват|потер"
    r"|убыт|штраф|сбо[йея]|авари|ждать|ждёте|ждете|ждали|обошл|обошёл|пострада",
    re.IGNORECASE,
)
_SUPPOSES: Final = re.compile(r"\bбы\b|\bесли\b", re.IGNORECASE)
_HOW_MUCH: Final = re.compile(r"сколько|как (?:часто|долго|много)|насколько|во что", re.IGNORECASE)


def _loss(
    parsed: ParsedTurn,
    amount: Amount,
    topics: Topics,
    turn: int,
    own: frozenset[str],
    complaints: Sequence[Mention],
    asked: _Asked,
) -> Loss | None:
    tokens = parsed.tokens
    at = next((n for n, each in enumerate(parsed.sentences) if each.first <= amount.first < each.last), None)
    if at is None:
        return None
    sentence = parsed.sentences[at]
    clause = _clause_of(sentence, amount)
    answers = asked.much and at == 0 and not amount.bare and _words(tokens, sentence) <= SHORT
    if (
        clause is None
        or is_no_amount(tokens, amount)
        or _barred(parsed, sentence, clause, amount, own, answers)
        or is_priced(tokens, amount)
        or _is_returned(parsed, at, amount)
    ):
        return None
    blamed = _Blame(parsed, at, clause, complaints)
    dear = blamed.itself is not None and blamed.itself.code == "price.level"
    if dear and amount.kind in {Measured.SHARE, Measured.FREQUENCY}:
        return None  # how much dearer it is, or how often something else happens
    lost = blamed.itself is not None and blamed.itself.code in _LOST
    trouble = _trouble(parsed, sentence, clause, amount, topics, lost) if blamed.here else None
    if trouble is None and blamed.itself is not None and _is_extent(amount, blamed.itself):
        trouble = clause
    if (
        trouble is None
        and blamed.beside is not None
        and _words(tokens, sentence) <= SHORT
        and not amount.bare
    ):
        other = parsed.sentences[blamed.beside]
        trouble = _trouble(parsed, sentence, clause, amount, topics) or _trouble(
            parsed, other, None, amount, topics
        )
    if (
        trouble is None
        and _is_ours(tokens, sentence, blamed.near or asked.trouble)
        and _is_plain(tokens, clause, amount)
    ):
        trouble = clause
    if trouble is None and not answers:
        return None
    return _told_of(parsed, amount, clause, trouble, turn)


def _told_of(parsed: ParsedTurn, amount: Amount, clause: Clause, trouble: Clause | None, turn: int) -> Loss:
    place = place_of(parsed, amount)
    unit = unit_said(parsed.tokens, amount)
    return Loss(
        turn=turn,
        start=place.start,
        stop=place.stop,
        text=parsed.text[place.start : place.stop],
        kind=amount.kind,
        low=amount.low,
        high=amount.high,
        unit=unit,
        trouble=Span(trouble.start, trouble.stop) if trouble else None,
        standing=unit != amount.unit or is_standing(parsed.tokens, clause),
    )


class _Blame:
    """Who is blamed around an amount: whether its sentence complains of the supplier, or one beside it.

    `itself` is a complaint in the amount's own clause; `near` is whether anybody complains, or speaks to the
    supplier, within `NEIGHBOURS` sentences.
    """

    def __init__(self, parsed: ParsedTurn, at: int, clause: Clause, complaints: Sequence[Mention]) -> None:
        def complains(number: int) -> bool:
            each = parsed.sentences[number]
            spoken = parsed.tokens[each.first : each.last]
            return any(mention.span.overlaps(each) for mention in complaints) or any(
                token.lemma == "ваш" for token in spoken
            )

        def spoken_to(number: int) -> bool:
            each = parsed.sentences[number]
            return complains(number) or any(
                token.lemma in _YOU for token in parsed.tokens[each.first : each.last]
            )

        self.itself = next((each for each in complaints if each.span.overlaps(clause)), None)
        self.here = complains(at)
        beside = (n for n in (at - 1, at + 1) if 0 <= n < len(parsed.sentences))
        self.near = any(
            spoken_to(n)
            for n in range(max(0, at - NEIGHBOURS), min(at + NEIGHBOURS + 1, len(parsed.sentences)))
        )
        self.beside = next((n for n in beside if complains(n)), None)


_YOU: Final = frozenset({"вы", "ваш"})
_PLAIN: Final = {
    Measured.TIME: "plain_time",
    Measured.MONEY: "plain_money",
    Measured.QUANTITY: "plain_quantity",
    Measured.FREQUENCY: "plain_often",
    Measured.SHARE: "plain_often",
}


def _is_plain(tokens: Sequence[Token], clause: Clause, amount: Amount) -> bool:
    """Whether harm is said in as many words right beside: «опоздали на три часа», «недовезли два паллета»."""
    negators = _negators(tokens, clause)
    for match in _matcher().find(tokens, clause.first, clause.last):
        if match.label != _PLAIN[amount.kind] or _is_turned(tokens, match, negators, clause):
            continue
        if 0 <= amount.first - match.last <= BEFORE or 0 <= match.first - amount.last <= AFTER:
            return True
    return False


def _is_ours(tokens: Sequence[Token], sentence: Sentence, blamed: bool) -> bool:
    """Whether harm said in as many words is the supplier's: somebody is blamed, or it supplies here."""
    labels = {match.label for match in _matcher().find(tokens, sentence.first, sentence.last)}
    return "elsewhere" not in labels and (blamed or "supplied" in labels)


def _is_extent(amount: Amount, complaint: Mention) -> bool:
    """Whether the amount says how far a complaint goes, without any word of trouble beside it."""
    if amount.kind is Measured.TIME:
        return complaint.code in _LATE and amount.unit != "year" and not amount.bare
    if complaint.code.startswith("price."):
        return False
    return amount.kind in {Measured.SHARE, Measured.FREQUENCY}


_LOST: Final = frozenset({"discipline.short_shipment", "quality.defects", "quality.packaging"})
_LATE: Final = frozenset(
    {
        "discipline.lead_times", "discipline.rhythm", "discipline.loading", "service.response_speed",
        "service.informing", "service.claims", "service.client_effort",
        "documents.speed", "documents.errors", "documents.workflow", "price.compensation", "service.ordering",
    }
)  # fmt: skip


def _words(tokens: Sequence[Token], sentence: Sentence) -> int:
    return sum(token.text[0].isalnum() for token in tokens[sentence.first : sentence.last])


def _barred(
    parsed: ParsedTurn,
    sentence: Sentence,
    clause: Clause,
    amount: Amount,
    own: frozenset[str],
    answers: bool,
) -> bool:
    """Whether the sentence speaks of what is not, of somebody else, of oneself, of terms or of success."""
    at = sentence.clauses.index(clause)
    around = sentence.clauses[max(0, at - 1) : at + 2]
    whole = _matcher().find(parsed.tokens, sentence.first, sentence.last)
    stop = amount.first if answers else clause.last
    if any(match.label == "unreal" and match.first < stop for match in whole):
        return True  # «если бы …, стояли бы неделю»: the condition comes first, mostly
    near = _matcher().find(parsed.tokens, around[0].first, around[-1].last)
    if any(match.label in _BARS and not (answers and match.label == "unreal") for match in near):
        return True
    if _QUOTED.search(sentence.text) and not any(name in sentence.text.lower() for name in own):
        return True
    near = _matcher().find(parsed.tokens, clause.first, clause.last)
    if any(match.label == "lasting" for match in near):
        return True
    before = _matcher().find(parsed.tokens, max(sentence.first, amount.first - NEAR), amount.first)
    return any(match.label == "promised" for match in before)


def _clause_of(sentence: Sentence, amount: Amount) -> Clause | None:
    return next((each for each in sentence.clauses if each.first <= amount.first < each.last), None)


def _trouble(
    parsed: ParsedTurn,
    sentence: Sentence,
    clause: Clause | None,
    amount: Amount,
    topics: Topics,
    lost: bool = False,
) -> Clause | None:
    """The clause nearest to the amount that tells of trouble of the amount's sort."""
    clauses = sorted(sentence.clauses, key=lambda each: _distance(each, amount.first))
    if amount.kind is Measured.QUANTITY or amount.unit == "year":
        clauses = [each for each in clauses if each is clause]
    for each in clauses:
        for at in _told(parsed.tokens, each, amount, topics):
            if amount.kind is not Measured.QUANTITY or lost or _is_near(at, amount):
                return each
    if unit_said(parsed.tokens, amount) != amount.unit:  # what an hour costs, beside hours that were stood
        return next((each for each in clauses if is_standing(parsed.tokens, each)), None)
    return None


def _is_returned(parsed: ParsedTurn, at: int, amount: Amount) -> bool:
    """Whether money was given back, in its sentence or a short one after: «… тысячи. Потом сняли»."""
    if amount.kind is not Measured.MONEY:
        return False
    following = parsed.sentences[at + 1 : at + 2]
    short = [each for each in following if _words(parsed.tokens, each) <= SHORT]
    last = (short or [parsed.sentences[at]])[-1].last
    found = _matcher().find(parsed.tokens, amount.last, last)
    return any(match.label == "returned" for match in found)


def _only_lies(tokens: Sequence[Token], sentence: Sentence, amount: Amount) -> bool:
    """Whether of things that are counted only the place is told: «семь штук лежали в коридоре»."""
    at = amount.last
    if amount.kind is not Measured.QUANTITY or at + 1 >= len(tokens):
        return False
    if tokens[at].lemma not in _LYING or tokens[at + 1].lemma not in _PLACES:
        return False
    found = _matcher().find(tokens, sentence.first, sentence.last)
    return not any(match.label in _SORTS[amount.kind] and match.first != at for match in found)


_LYING: Final = frozenset({"ночевать", "стоять", "лежать", "находиться", "храниться", "висеть", "жить"})
_PLACES: Final = frozenset({"в", "на", "под", "у", "около", "возле", "за", "там", "тут", "здесь"})


def _is_near(at: int, amount: Amount) -> bool:
    return amount.first - NEAR <= at < amount.last + NEAR


def _distance(clause: Clause, at: int) -> int:
    return 0 if clause.first <= at < clause.last else min(abs(clause.first - at), abs(clause.last - at))


_SORTS: Final = {
    Measured.TIME: ("time",),
    Measured.MONEY: ("money",),
    Measured.QUANTITY: ("failure", "busy"),
    Measured.FREQUENCY: ("failure", "time"),
    Measured.SHARE: ("failure",),
}


def _told(tokens: Sequence[Token], clause: Clause, amount: Amount, topics: Topics) -> Iterator[int]:
    """Tokens of the clause at which trouble is told."""
    negators = _negators(tokens, clause)
    for match in _matcher().find(tokens, clause.first, clause.last):
        if match.label not in _SORTS[amount.kind] or amount.first <= match.first < amount.last:
            continue
        if not _is_turned(tokens, match, negators, clause):
            yield match.first
    if amount.kind in {Measured.SHARE, Measured.FREQUENCY}:
        said = outright(tokens, clause.first, clause.last, topics.evidence(tokens, clause.first, clause.last))
        yield from (each.evidence.match.first for each in said if each.kind is Kind.COMPLAINT)


_OWN_NEGATION: Final = re.compile(r"(?<!\w)(не|ни|нет|без)(?!\w)")


def _negators(tokens: Sequence[Token], clause: Clause) -> list[int]:
    found = lexicon_matcher().find(tokens, clause.first, clause.last)
    return [match.first for match in found if match.label == "negators"]


def _is_turned(tokens: Sequence[Token], match: Match, negators: Sequence[int], clause: Clause) -> bool:
    """Whether it is said not to be so; patterns with a negation of their own are not turned."""
    if _OWN_NEGATION.search(match.pattern):
        return False
    return is_negated(
        tokens, match.first, [each for each in negators if each >= match.first - 2], clause.first
    )
