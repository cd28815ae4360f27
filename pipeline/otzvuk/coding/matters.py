"""What matters most to clients and what does not, as they say it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from otzvuk.coding.pattern import Match, Matcher, filled
from otzvuk.coding.topic import Topics
from otzvuk.language import Clause, ParsedTurn, Sentence, Token, parse, tags
from otzvuk.model.bundled import bundled
from otzvuk.model.matter import Matter
from otzvuk.model.saying import IMPORTANT
from otzvuk.model.span import Span
from otzvuk.model.yamlfile import CheckedModel, read_yaml

_ASKS: Final = re.compile(
    r"\b(?:что|чем|каки\w|како\w|насколько|сам\w+|наиболее|более)\b[^.?!]{0,40}(?<!\w)важн"
    r"(?!\w*.{0,20}\bв (?:вашей )?работе\b(?! с ))|важн\w+ (?:ли|для вас|вам)\b|важнее|важност"
    r"|что .{0,25}главн|главн\w+ (?:для|при|критер|требован)|приоритет|критери"
    r"|на что (?:вы )?(?:бы )?(?:смотр|обраща)|решающ|по каким сооб|без чего|что для вас|при выборе"
    r"|(?:как|почему) (?:вы )?выбираете|\bцените\b",
    re.IGNORECASE,
)
_GOOD: Final = re.compile(r"плюс|минус|недостат|достоинств|проблем|нравит|жалоб", re.IGNORECASE)
_DEGREE: Final = re.compile(
    r"\b(?:важн\w+|критичн\w+|принципиальн\w+|имеет) ли\b|играет ли роль|имеет ли значение"
    r"|\bнасколько\b.{0,40}(?:важн|критичн|принципиальн|значим)",
    re.IGNORECASE,
)
_MUCH: Final = re.compile(
    r"(?:ну |да |,|\s)*(?:очень|крайне|конечно|безусловно|ещё как|еще как|критически|критично"
    r"|принципиально|важно|да|в высшей степени|максимально)"
    r"(?:,? (?:очень|конечно|важно|важна|важен|важны|критично))*",
    re.IGNORECASE,
)
_LITTLE: Final = re.compile(
    r"(?:ну |да |,|\s)*(?:не (?:особо|особенно|очень|сильно|важно|важна|критично|принципиально)|нет"
    r"|вообще нет|нисколько|никак|ничуть|совсем нет)(?:,? (?:важно|важна|важен|критично))*",
    re.IGNORECASE,
)
FEW: Final = 6  # words of a clause that names nothing itself
SHORT: Final = 5  # words of an answer that only names what matters


def asks_what_matters(question: str) -> bool:
    """Whether a question is after what matters."""
    return _ASKS.search(question) is not None


class Lexicon(CheckedModel):
    """`models/lexicons/matters.yaml`: lists of patterns, and the alternatives that they share."""

    words: Mapping[str, str]
    important: tuple[str, ...]
    asked: tuple[str, ...]
    not_: tuple[str, ...] = ()
    bars: tuple[str, ...]
    things: Mapping[str, tuple[str, ...]]
    mine: tuple[str, ...]
    own: tuple[str, ...]


@cache
def _matcher() -> Matcher:
    lists = read_yaml(bundled("models", "lexicons", "matters.yaml"), Lexicon).model_dump()
    things = lists.pop("things")
    return Matcher(
        filled(lists, lists.pop("words")) | {_THING + code: words for code, words in things.items()}
    )


_THING: Final = "code:"


def matters_lists(tokens: Sequence[Token], first: int, last: int) -> set[str]:
    """The names of the word lists that find something in tokens [first, last)."""
    return {f"matters.{match.label}" for match in _matcher().find(tokens, first, last)}


def matters_in(text: str, topics: Topics, *, turn: int = 0, question: str = "") -> list[Matter]:
    """What a respondent's turn says of what matters, in the order of the text; a clause says it once.

    `question` is the interviewer's before: where the words name nothing, it tells what is meant.
    """
    parsed = parse(text)
    asked = asks_what_matters(question)
    found = _degree(parsed, topics, turn, question)
    for at, sentence in enumerate(parsed.sentences):
        if found and at == 0:
            continue  # the degree itself
        before = parsed.sentences[at - 1] if at else None
        for clause in sentence.clauses:
            here = _in_clause(parsed, sentence, clause, topics, turn, question, asked, before)
            if asked and at < 2:
                told = {each.code for each in here}
                here += [m for m in _answer(parsed, sentence, clause, topics, turn) if m.code not in told]
            found += here
    return found


def matters_at(
    text: str, heard: Sequence[tuple[Span, str]], topics: Topics, *, turn: int = 0, question: str = ""
) -> list[Matter]:
    """What a coder has heard to matter, or not to, in clauses of a turn, with the code that is named there.

    Where the clause names none it is that of a sentence of few words before it, else of the question.
    """
    parsed = parse(text)
    found: list[Matter] = []
    for span, label in heard:
        at = max(
            range(len(parsed.sentences)),
            key=lambda n: span.shared(parsed.sentences[n]),
        )
        listed = _listed(parsed, span, topics)
        if len(listed) > 1:
            for place, code in listed:
                found.append(_matter(parsed, turn, place, place, code, important=label == IMPORTANT))
            continue
        inside = [n for n, token in enumerate(parsed.tokens) if span.overlaps(token)]
        code = _code(parsed, inside[0], inside[-1] + 1, topics) if inside else ""
        thing = span if code else None
        if not code and at:
            code = _short(parsed, parsed.sentences[at - 1], topics)
        if not code and question:
            code = next(iter(topics.of_question(question)[0]), "")
        found.append(_matter(parsed, turn, span, thing, code, important=label == IMPORTANT))
    return found


def _listed(parsed: ParsedTurn, span: Span, topics: Topics) -> list[tuple[Span, str]]:
    """«Срок, цена и чтобы трубку брали»: the members of a list that each name a code of their own.

    The first holds what stands before it («важны срок, …»). Where anything but members follows it is no
    list: one thing is told of the whole («цена, если дойдёт очередь, в самом хвосте»).
    """
    inside = [n for n, token in enumerate(parsed.tokens) if span.overlaps(token)]
    cuts = [n for n in inside if parsed.tokens[n].text in {",", ";"} or parsed.tokens[n].lemma == "и"]
    if not cuts:
        return []
    found: list[tuple[Span, str]] = []
    for first, last in zip([inside[0], *(n + 1 for n in cuts)], [*cuts, inside[-1] + 1], strict=True):
        if first == last:
            continue  # «цена, и срок»
        code = _code(parsed, first, last, topics)
        if not code or (found and not _is_member(parsed, first, last)):
            return []
        if all(code != other for _, other in found):
            start = parsed.tokens[first].start if found else span.start
            found.append((Span(start, parsed.tokens[last - 1].stop), code))
    return found


def _is_member(parsed: ParsedTurn, first: int, last: int) -> bool:
    """Whether tokens [first, last) may be a member of a list: a thing, or what is wanted («чтобы …»)."""
    tokens = [each for each in parsed.tokens[first:last] if each.text[0].isalnum()]
    if not tokens or any(each.lemma in {"не", "ни", "нет"} for each in tokens[:1]):
        return False
    if tokens[0].text.lower() in {"чтоб", "чтобы"}:
        return len(tokens) <= SHORT
    spoken = frozenset().union(*(tags(each.text) for each in tokens))
    return len(tokens) <= MEMBER and "NOUN" in spoken and not spoken & {"VERB", "INFN", "CONJ"}


MEMBER: Final = 3  # words of a member of a list


def _degree(parsed: ParsedTurn, topics: Topics, turn: int, question: str) -> list[Matter]:
    """«— Насколько важна скорость ответа? — Да не особо»: the first words, of what the question names."""
    if not parsed.sentences or not _DEGREE.search(question):
        return []
    first = parsed.sentences[0]
    said = first.text.strip(" .!…")
    much, little = _MUCH.fullmatch(said), _LITTLE.fullmatch(said)
    codes = topics.of_question(question)[0]
    if not codes or not (much or little):
        return []
    stop = first.start + len(first.text.rstrip(" .!…"))
    said_at = Span(first.start, stop)
    return [_matter(parsed, turn, said_at, None, codes[0], important=much is not None)]


def _answer(
    parsed: ParsedTurn, sentence: Sentence, clause: Clause, topics: Topics, turn: int
) -> list[Matter]:
    """«— Что для вас важнее? — Сроки. И цена»: an answer of few words, without a verb, that names a code."""
    found: list[Matter] = []
    if _barred(parsed, sentence):
        return found
    for first, last in _segments(parsed, clause):
        tokens = [each for each in parsed.tokens[first:last] if each.text[0].isalnum()]
        if not 0 < len(tokens) <= SHORT or any(tags(each.text) & {"VERB", "INFN"} for each in tokens):
            break
        if any(each.lemma in {"не", "нет", "ни"} for each in tokens) or tokens[0].lemma in {
            "для",
            "за",
            "при",
        }:
            break
        if tokens[0].text.lower() == "раз" or any("Name" in tags(each.text) for each in tokens):
            break
        codes = {each.code for each in topics.evidence(parsed.tokens, first, last)}
        code = codes.pop() if len(codes) == 1 else _by_noun(parsed, first, last, topics)
        if code and all(each.code != code for each in found):
            span = Span(parsed.tokens[first].start, parsed.tokens[last - 1].stop)
            found.append(_matter(parsed, turn, span, span, code, important=True))
    return found


_COMMAS: Final = {",", ";", "—", "–", ":"}


def _segments(parsed: ParsedTurn, clause: Clause) -> list[tuple[int, int]]:
    """The clause between its commas, as tokens [first, last)."""
    cuts = [at for at in range(clause.first, clause.last) if parsed.tokens[at].text in _COMMAS]
    edges = zip([clause.first, *(cut + 1 for cut in cuts)], [*cuts, clause.last], strict=True)
    return [(first, last) for first, last in edges if first < last]


def _matter(
    parsed: ParsedTurn, turn: int, span: Span, thing: Span | None, code: str, *, important: bool
) -> Matter:
    return Matter(
        turn=turn,
        start=span.start,
        stop=span.stop,
        text=parsed.text[span.start : span.stop],
        important=important,
        thing=thing,
        code=code,
    )


def _barred(parsed: ParsedTurn, sentence: Sentence) -> bool:
    return any(m.label == "bars" for m in _matcher().find(parsed.tokens, sentence.first, sentence.last))


def _in_clause(
    parsed: ParsedTurn,
    sentence: Sentence,
    clause: Clause,
    topics: Topics,
    turn: int,
    question: str,
    asked: bool,
    before: Sentence | None,
) -> list[Matter]:
    """What a clause says: of what matters and of what does not, one each."""
    tokens = parsed.tokens
    matches = _matcher().find(tokens, clause.first, clause.last)
    wanted = {"important", "not_", "asked"} if asked else {"important", "not_"}
    said = [match for match in matches if match.label in wanted]
    if not said or _barred(parsed, sentence):
        return []
    labels = {match.label for match in matches}
    if not asked and not labels & {"mine", "own"}:
        return []  # «под кроватью самое важное» is nobody's want of a supplier
    found: list[Matter] = []
    lesser = [match for match in said if match.label == "not_"]
    denied = {at for match in lesser for at in range(match.first, match.last)}
    greater = [
        match
        for match in said
        if match.label != "not_"
        and not denied & set(range(match.first, match.last))
        and all(tokens[at].lemma != "не" for at in range(max(clause.first, match.first - 2), match.first))
    ]  # «не цена главное»
    for group in (greater, lesser):
        if not group:
            continue
        best = min(group, key=lambda match: match.label == "asked")
        if _GOOD.search(question) and "очередь" in best.pattern:
            continue  # «— Какие плюсы? — В первую очередь наличие»
        if re.search(r"=равно|=без =разницы", best.pattern) and not (asked or "own" in labels):
            continue  # «заводу всё равно», «всё равно клинит»
        code, thing = _named(parsed, sentence, clause, best, topics, alone=not (lesser and greater))
        words = sum(each.text[0].isalnum() for each in tokens[clause.first : clause.last])
        few = words <= FEW and best.label != "asked"
        if not code and before is not None and (few or group is lesser):
            code, thing = _short(parsed, before, topics), None
        if not code and question and few:
            codes = topics.of_question(question)[0]
            code, thing = (codes[0] if codes else ""), None
        if not code or any(each.code == code for each in found):
            continue  # what the codebook does not know is mostly no matter of the supplier's
        start, stop = (clause.start, clause.stop) if thing is None else _joined(clause, thing)
        important = group is greater
        found.append(_matter(parsed, turn, Span(start, stop), thing, code, important=important))
    return found


def _short(parsed: ParsedTurn, sentence: Sentence, topics: Topics) -> str:
    """The code that a sentence of few words names: «Упаковка? Да нам без разницы»."""
    if sum(each.text[0].isalnum() for each in parsed.tokens[sentence.first : sentence.last]) > 3:
        return ""
    found = topics.evidence(parsed.tokens, sentence.first, sentence.last)
    return found[0].code if found else _by_noun(parsed, sentence.first, sentence.last, topics)


def _joined(clause: Clause, thing: Span) -> tuple[int, int]:
    return min(clause.start, thing.start), max(clause.stop, thing.stop)


def _named(
    parsed: ParsedTurn,
    sentence: Sentence,
    clause: Clause,
    match: Match,
    topics: Topics,
    *,
    alone: bool,
) -> tuple[str, Span | None]:
    """The code that stands nearest to the words of importance.

    It is in their part between commas, else in the clause, else in the next one («самое главное, чтобы …»).
    """
    at = sentence.clauses.index(clause)
    whole = Span(clause.start, clause.stop)
    parts = _segments(parsed, clause)
    holding = [each for each in parts if each[0] < match.last and match.first < each[1]]
    following = [each for each in parts if each[0] >= match.last][:1]
    near = [*holding, *following] if alone else holding or following
    for first, last in near:
        code = _code(parsed, max(first, match.last), last, topics) or _code(parsed, first, last, topics)
        if code:
            return code, whole
    if not alone:
        code = next((code for first, last in following if (code := _code(parsed, first, last, topics))), "")
        return code, whole
    for each in sentence.clauses[at : at + 2]:
        first = match.last if each is clause and match.last < each.last else each.first
        for begin in (first, each.first):
            code = _code(parsed, begin, each.last, topics)
            if code:
                return code, Span(each.start, each.stop)
    return "", whole


def _code(parsed: ParsedTurn, first: int, last: int, topics: Topics) -> str:
    found = [
        each
        for each in (topics.evidence(parsed.tokens, first, last) if first < last else ())
        if parsed.tokens[each.match.first].lemma not in _VALUED
    ]
    if found:
        return max(found, key=lambda one: one.match.last - one.match.first).code
    return _by_noun(parsed, first, last, topics)


_VALUED: Final = frozenset({"ценить", "ценный", "ценнейший", "ценно"})  # to value is no price


def _by_noun(parsed: ParsedTurn, first: int, last: int, topics: Topics) -> str:
    """The code that a noun names by itself («комплектность», «дозвониться»), the first of the clause."""
    for match in _matcher().find(parsed.tokens, first, last):
        code = match.label.removeprefix(_THING)
        if code != match.label and code in topics.codebook.codes:
            return code
    return ""
