"""What harm costs, in the words of those who say it: amounts beside trouble, and of no other kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from otzvuk.coding.clues import is_negated, lexicon_matcher
from otzvuk.coding.numeral import folded
from otzvuk.coding.outright import outright
from otzvuk.coding.pattern import Match, Matcher
from otzvuk.coding.quantity import Amount, amounts_in
from otzvuk.coding.topic import Topics
from otzvuk.language import Clause, ParsedTurn, Sentence, Token, parse
from otzvuk.model.bundled import bundled
from otzvuk.model.loss import Loss, Measured
from otzvuk.model.mention import Kind, Mention
from otzvuk.model.span import Span
from otzvuk.model.yamlfile import CheckedModel, read_yaml

NEAR: Final = 4  # tokens between a thing that is counted and what befell it
SHORT: Final = 6  # words of a sentence whose trouble may stand in the one beside it
_BARS: Final = ("unreal", "terms", "own", "well", "others")
_QUOTED: Final = re.compile('[«"„“][А-ЯЁA-Z]')
_MAY_HOLD: Final = re.compile(
    r"\d|%|\b(?:дв|тр|четыр|пят|шест|сем|восем|восьм|девят|десят|одиннадцат|сорок|сто\b|ста\b|полтор|пол(?:дня|час|год|сут|смен|мес|нед)"
    r"|тысяч|миллион|кажд|раз\b|раза\b|сутки|недел|месяц|час|год\b|квартал|четверть|треть|половин|пар[ау]\b|об[ае]\b)",
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
) -> list[Loss]:
    """The amounts of a respondent's turn that trouble cost, in the order of the text.

    `complaints` are those of the turn: their words are trouble whatever the word lists hold.

    `own` are the names of the supplier, in lower case: harm that another firm is named beside is not ours.
    Codes and processes are left for those who know the mentions of the turn.
    """
    if not _MAY_HOLD.search(text):
        return []
    parsed = parse(text)
    amounts = amounts_in(parsed.tokens)
    found = (_loss(parsed, each, topics, turn, own, complaints) for each in amounts)
    return [each for each in found if each]


def _loss(
    parsed: ParsedTurn,
    amount: Amount,
    topics: Topics,
    turn: int,
    own: frozenset[str],
    complaints: Sequence[Mention],
) -> Loss | None:
    tokens = parsed.tokens
    at = next((n for n, each in enumerate(parsed.sentences) if each.first <= amount.first < each.last), None)
    if at is None:
        return None
    sentence = parsed.sentences[at]
    clause = _clause_of(sentence, amount)
    if clause is None or _is_no_amount(tokens, amount) or _barred(parsed, sentence, clause, amount, own):
        return None
    blamed = _Blame(parsed, at, clause, complaints, own)
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
    if trouble is None:
        return None
    start, stop = tokens[amount.first].start, tokens[amount.last - 1].stop
    return Loss(
        turn=turn,
        start=start,
        stop=stop,
        text=parsed.text[start:stop],
        kind=amount.kind,
        low=amount.low,
        high=amount.high,
        unit=amount.unit,
        trouble=Span(trouble.start, trouble.stop),
    )


class _Blame:
    """Who is blamed around an amount: whether its sentence complains of the supplier, or one beside it.

    `itself` is a complaint in the amount's own clause.
    """

    def __init__(
        self, parsed: ParsedTurn, at: int, clause: Clause, complaints: Sequence[Mention], own: frozenset[str]
    ) -> None:
        def complains(number: int) -> bool:
            each = parsed.sentences[number]
            spoken = parsed.tokens[each.first : each.last]
            return (
                any(mention.span.overlaps(each) for mention in complaints)
                or any(token.lemma == "ваш" for token in spoken)
                or any(name in each.text.lower() for name in own)
            )

        self.itself = next((each for each in complaints if each.span.overlaps(clause)), None)
        self.here = complains(at)
        beside = (n for n in (at - 1, at + 1) if 0 <= n < len(parsed.sentences))
        self.beside = next((n for n in beside if complains(n)), None)


def _is_no_amount(tokens: Sequence[Token], amount: Amount) -> bool:
    """A moment, an age, a term of notice: «два года назад», «в шесть вечера», «за три дня предупреждают»."""
    before = tokens[amount.first - 1].lemma if amount.first else ""
    after = tokens[amount.last].lemma if amount.last < len(tokens) else ""
    if amount.kind is Measured.TIME and before in {"за", "этот"} and not amount.bare:
        return True  # «за девять месяцев» is when it was, «на эти десять дней» was said before
    if after in {"срок", "назад", "тому", "вперед", "возраст"} or before in {
        "последний",
        "первый",
        "следующий",
        "ближайший",
    }:
        return True
    if amount.kind is Measured.SHARE and _arrives(tokens, amount):
        return True
    if amount.unit in {"evening", "night"} and tokens[amount.last - 1].text.lower() in {"вечера", "ночи"}:
        return before in {"в", "к", "до", "после", "с", "около"} or amount.low > 4
    if amount.unit == "hour" and before in {"к", "до", "после"} and amount.low <= 24:
        return True
    if amount.kind is not Measured.QUANTITY:
        return False
    return amount.unit in _SIZES or amount.low == amount.high == 1 or before in _PREPOSITIONS


def _arrives(tokens: Sequence[Token], amount: Amount) -> bool:
    """Whether it is the sound part that is told: «из тридцати стульев доехало двадцать семь»."""
    inside = tokens[amount.first - 1 if amount.first else 0 : amount.last + 1]
    return any(folded(token.text).startswith(_SOUND) for token in inside)


_SOUND: Final = (
    "доеха",
    "лежи",
    "лежал",
    "груз",
    "включ",
    "выполн",
    "чист",
    "приеха",
    "приход",
    "пришл",
    "дошл",
    "привез",
    "достав",
    "годн",
    "цел",
    "работ",
    "подход",
    "верну",
    "осталос",
    "успе",
    "сдела",
    "прошл",
)
_PREPOSITIONS: Final = frozenset(
    {"на", "по", "с", "перед", "для", "от", "до", "из", "к", "между", "в", "при", "под"}
)


_SIZES: Final = frozenset(
    {
        "метр", "сантиметр", "миллиметр", "микрон", "градус", "километр", "верста", "вольт", "ватт",
        "секунда", "цифра", "строка", "буква", "этаж", "слой", "экземпляр", "ноль", "балл", "класс", "сорт",
        "серия", "номер", "сезон", "цвет", "дюйм", "квадрат", "глаз", "голова", "рука", "слово", "вид",
        "стол", "сторона", "раз", "вещь", "путь",
    }
)  # fmt: skip


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
    parsed: ParsedTurn, sentence: Sentence, clause: Clause, amount: Amount, own: frozenset[str]
) -> bool:
    """Whether the sentence speaks of what is not, of somebody else, of oneself, of terms or of success."""
    at = sentence.clauses.index(clause)
    around = sentence.clauses[max(0, at - 1) : at + 2]
    whole = _matcher().find(parsed.tokens, sentence.first, sentence.last)
    if any(match.label == "unreal" and match.first < clause.last for match in whole):
        return True  # «если бы …, стояли бы неделю»: the condition comes first, mostly
    near = _matcher().find(parsed.tokens, around[0].first, around[-1].last)
    if any(match.label in _BARS for match in near):
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
    return None


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
    negators = [
        match.first
        for match in lexicon_matcher().find(tokens, clause.first, clause.last)
        if match.label == "negators"
    ]
    for match in _matcher().find(tokens, clause.first, clause.last):
        if match.label not in _SORTS[amount.kind] or amount.first <= match.first < amount.last:
            continue
        if _OWN_NEGATION.search(match.pattern) or not _turned(tokens, match, negators, clause.first):
            yield match.first
    if amount.kind in {Measured.SHARE, Measured.FREQUENCY}:
        said = outright(tokens, clause.first, clause.last, topics.evidence(tokens, clause.first, clause.last))
        yield from (each.evidence.match.first for each in said if each.kind is Kind.COMPLAINT)


_OWN_NEGATION: Final = re.compile(r"(?<!\w)(не|ни|нет|без)(?!\w)")


def _turned(tokens: Sequence[Token], match: Match, negators: Sequence[int], first: int) -> bool:
    return is_negated(tokens, match.first, [each for each in negators if each >= match.first - 2], first)
