"""Whether a client goes, cannot go or stays, in the client's own words, with the reason and who decides."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from otzvuk.coding.pattern import Match, Matcher, filled
from otzvuk.coding.reason import answered_oneself
from otzvuk.language import Clause, ParsedTurn, Sentence, Token, parse, tags
from otzvuk.model.bundled import bundled
from otzvuk.model.leaving import Leaving, Sign
from otzvuk.model.span import Span
from otzvuk.model.yamlfile import CheckedModel, read_yaml

_ASKS: Final = re.compile(
    r"уйти|уход|уйдёте|уйдете|сменить|поменять|заменить|менять нас|другим|друг\w+ постав|альтернатив"
    r"|продолж|продлев|продлит"
    r"|конкурент|останетесь|останетес|перейти|откаж|отказаться|сократит|без нас|вместо нас|сотруднича",
    re.IGNORECASE,
)


def asks_of_leaving(question: str) -> bool:
    """Whether a question is after leaving or staying."""
    return _ASKS.search(question) is not None


def asks_to_stay(question: str) -> bool:
    """Whether it asks whether somebody stays."""
    return _TO_STAY.search(question) is not None


_CAUSE: Final = re.compile(
    r"\b(?:потому что|потому|так как|поскольку|из-за|из за|за то|ведь|достал[аи]?|надоел[аио]?|устали|иначе"
    r"|а то|пока)\b",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile('[«"„“][А-ЯЁA-Z]')
_ORDER: Final = {Sign.STAYS: 0, Sign.DEPENDENCE: 1, Sign.LEAVING: 2}


class Lexicon(CheckedModel):
    """`models/lexicons/leaving.yaml`: lists of patterns, and the alternatives that they share."""

    words: Mapping[str, str]
    leaving: tuple[str, ...]
    named: tuple[str, ...]
    threatened: tuple[str, ...]
    dependence: tuple[str, ...]
    stuck: tuple[str, ...]
    about: tuple[str, ...]
    stays: tuple[str, ...]
    asked_leaving: tuple[str, ...]
    asked_stays: tuple[str, ...]
    ours: tuple[str, ...]
    unreal: tuple[str, ...]
    over: tuple[str, ...]
    elsewhere: tuple[str, ...]


@cache
def _matcher() -> Matcher:
    lists = read_yaml(bundled("models", "lexicons", "leaving.yaml"), Lexicon).model_dump()
    return Matcher(filled(lists, lists.pop("words")))


def leaving_lists(tokens: Sequence[Token], first: int, last: int) -> set[str]:
    """The names of the word lists that find something in tokens [first, last)."""
    return {f"leaving.{match.label}" for match in _matcher().find(tokens, first, last)}


def leaving_in(
    text: str,
    *,
    turn: int = 0,
    question: str = "",
) -> list[Leaving]:
    """What a respondent's turn says of leaving, in the order of the text; of one sentence one of a sign.

    `question` is the interviewer's before: where it asks of leaving, fewer words are needed for an answer.
    """
    parsed = parse(text)
    matches = _matcher().find(parsed.tokens)
    if any(match.label == "over" for match in matches):
        return []
    found: list[Leaving] = []
    for sentence in parsed.sentences:
        for clause in sentence.clauses:
            each = _in_clause(parsed, sentence, clause, turn, question)
            if each is not None and not any(_same(each, other, sentence) for other in found):
                found.append(each)
    bare = None if found else _bare(parsed, turn, question)
    return [bare] if bare else found


def leaving_at(text: str, heard: Sequence[tuple[Span, str]], *, turn: int = 0) -> list[Leaving]:
    """The signs that a coder has heard in clauses of a turn, with the reason and who decides."""
    parsed = parse(text)
    found: list[Leaving] = []
    for span, label in heard:
        sentence = max(parsed.sentences, key=span.shared)
        clause = max(sentence.clauses, key=span.shared)
        found.append(
            Leaving(
                turn=turn,
                start=span.start,
                stop=span.stop,
                text=text[span.start : span.stop],
                sign=Sign(label),
                reason=_reason(parsed, sentence, clause),
                who=_who(parsed, sentence),
            )
        )
    return found


_TO_LEAVE: Final = re.compile(
    r"(?:дума|план|собира|рассматр|хоте|хоти|жела|есть ли|не было)\w*.{0,40}"
    r"(?:уйти|уход|сменить|смен[еу]|поменять|менять|заменить|друг(?:им|ими|их) постав|альтернатив|перейти)",
    re.IGNORECASE,
)
_TO_STAY: Final = re.compile(r"остан?[её]тесь|продлит|продлев|продлять|продолж", re.IGNORECASE)
_SUPPOSED: Final = re.compile(r"\bесли\b|\bбы\b|представьте|допустим", re.IGNORECASE)
_YES: Final = re.compile(
    r"(?:ну |а |да |конечно|безусловно|разумеется|обязательно|однозначно|скорее|всего|думаю|,|\s)*"
    r"(?:да|конечно|безусловно|разумеется|обязательно|однозначно)"
    r"(?:,? (?:конечно|планируем|собираемся|будем|продлим|продолжим))*",
    re.IGNORECASE,
)
_NO: Final = re.compile(
    r"(?:ну |да |,|\s)*(?:нет|вряд ли|скорее нет|скорее всего,? нет|думаю,? нет|пока нет|точно нет|да нет"
    r"|не думаю)"
    r"(?:,? конечно|,? .*устраива\w+.*)?",
    re.IGNORECASE,
)


def _bare(parsed: ParsedTurn, turn: int, question: str) -> Leaving | None:
    """«— Будете продлевать? — Скорее нет»: the first words, where the question says of what."""
    if not parsed.sentences or _SUPPOSED.search(question):
        return None
    first = parsed.sentences[0]
    text = first.text.strip(" .!…")
    answer = _YES.fullmatch(text) or _NO.fullmatch(text)
    stay, leave = bool(_TO_STAY.search(question)), bool(_TO_LEAVE.search(question))
    if answer is None or stay is leave:
        return None
    sign = Sign.STAYS if bool(_YES.fullmatch(text)) is stay else Sign.LEAVING
    stop = first.start + len(first.text.rstrip(" .!…"))
    return Leaving(
        turn=turn,
        start=first.start,
        stop=stop,
        text=parsed.text[first.start : stop],
        sign=sign,
        reason=None,
        who=None,
    )


_LABELS: Final = {"named": "leaving", "threatened": "leaving", "stuck": "dependence"}


def _sign_of(match: Match) -> str:
    """The sign that a pattern stands for, "" for any other."""
    label = _LABELS.get(match.label, match.label.removeprefix("asked_"))
    return label if label in {sign.value for sign in Sign} else ""


def _same(each: Leaving, other: Leaving, sentence: Sentence) -> bool:
    return sentence.start <= other.start < sentence.stop and other.sign is each.sign


def _in_clause(
    parsed: ParsedTurn,
    sentence: Sentence,
    clause: Clause,
    turn: int,
    question: str,
) -> Leaving | None:
    tokens = parsed.tokens
    asked = asks_of_leaving(question)
    matches = _matcher().find(tokens, clause.first, clause.last)
    named = bool(_QUOTED.search(clause.text))
    signs = [
        match
        for match in matches
        if _sign_of(match)
        and (match.label != "named" or named)
        and (asked or not match.label.startswith("asked_"))
        and (asked or match.label != "stuck" or _about(parsed, sentence))
        and (match.label != "threatened" or _threat(parsed, sentence, match))
        and not _turned(tokens, match)
        and not (_sign_of(match) == Sign.LEAVING and _from_a_thing(tokens, match))
    ]
    if not signs or any(match.label == "elsewhere" for match in matches):
        return None
    best = min(signs, key=lambda match: _ORDER[Sign(_sign_of(match))])
    sign = Sign(_sign_of(best))
    if _unreal(tokens, sentence, clause, best, sign) or (
        sign is Sign.LEAVING and _negated(tokens, best, clause)
    ):
        return None
    if sign is Sign.LEAVING and (
        _BEGAN.search(question) or (_LESS.search(clause.text) and _ours(parsed, sentence))
    ):
        return None
    start, stop = clause.start, clause.stop
    if sign is Sign.DEPENDENCE and "бы" in best.pattern:  # «рады бы уйти, но форму держите только вы»
        stop = max(each.stop for each in sentence.clauses if each.start <= clause.stop + 2)
    return Leaving(
        turn=turn,
        start=start,
        stop=stop,
        text=parsed.text[start:stop],
        sign=sign,
        reason=_reason(parsed, sentence, clause),
        who=_who(parsed, sentence),
    )


def _turned(tokens: Sequence[Token], match: Match) -> bool:
    """«— Готовы продлевать? — Не продлим»: the opposite of what the pattern says."""
    wanted = [part for part in match.pattern.split("&") if not part.strip().startswith("!")]
    plain = re.search(r"(?<!\w)(не|ни|нет|без|никуда)(?!\w)", "&".join(wanted)) is None
    return (
        _sign_of(match) == Sign.STAYS and plain and match.first > 0 and tokens[match.first - 1].lemma == "не"
    )


def _from_a_thing(tokens: Sequence[Token], match: Match) -> bool:
    """«решили уйти от ручной погрузки», «из хоккея»: a thing is left, and no supplier."""
    at = match.last
    if at + 1 >= len(tokens) or tokens[at].text.lower() not in {"от", "из", "с"}:
        return False
    if tokens[match.last - 1].lemma not in _LEAVES:
        return False
    what = tokens[at + 1]
    return bool(tags(what.text) & {"NOUN", "ADJF"}) and what.text.islower() and what.lemma not in _MAKERS


_LEAVES: Final = frozenset({"уйти", "уходить"})
_MAKERS: Final = frozenset({
    "поставщик", "подрядчик", "перевозчик", "производитель", "исполнитель", "дистрибьютор", "провайдер",
    "завод", "фирма", "компания", "контора", "партнер", "ваш", "этот", "тот", "такой", "наш", "один",
    "нынешний", "прежний", "текущий", "весь",
})  # fmt: skip
_LESS: Final = re.compile(r"меньш|сокра|сниз|сниж|уреза|уреж|уменьш", re.IGNORECASE)
_BEGAN: Final = re.compile(
    r"как вы\b.{0,20}\b(?:пришли|начал\w+|выбирал\w*|выбрал\w*|познакомил\w+|узнал\w*|нашли|оказались)"
    r"|с чего (?:вс[её] )?начал|почему именно|как вс[её] начал",
    re.IGNORECASE,
)  # what is told then is how another was left for us


def _ours(parsed: ParsedTurn, sentence: Sentence) -> bool:
    """Whether a smaller share has a cause of the client's own: «у нас самих заказов нет»."""
    found = _matcher().find(parsed.tokens, sentence.first, sentence.last)
    return any(match.label == "ours" for match in found)


def _about(parsed: ParsedTurn, sentence: Sentence) -> bool:
    """Whether a sentence or one beside it speaks of us, of suppliers, of there being no other."""
    at = parsed.sentences.index(sentence)
    near = parsed.sentences[max(0, at - 1) : at + 2]
    found = _matcher().find(parsed.tokens, near[0].first, near[-1].last)
    return any(match.label == "about" for match in found)


def _unreal(tokens: Sequence[Token], sentence: Sentence, clause: Clause, match: Match, sign: Sign) -> bool:
    """Whether it is only supposed: «если бы сорвали, мы бы ушли»; «если не наладите, уйдём» is a threat."""
    if "=если" in match.pattern:
        return False  # the pattern's own: «если бы было куда, ушли бы»
    found = [
        m
        for m in _matcher().find(tokens, sentence.first, clause.last)
        if m.label == "unreal" and not _aside(tokens, m)
    ]
    if not found:
        return False
    if any(tokens[m.first - 1].lemma == "даже" for m in found if m.first):
        return sign is not Sign.STAYS
    would = any(
        token.lemma in {"бы", "б"} and tokens[at - 1].lemma != "как"
        for at, token in enumerate(tokens[: sentence.last])
        if at >= sentence.first
    )
    if match.label == "threatened":
        return would
    threat = all(m.pattern in {"=если", "=если-то"} for m in found) and not would
    first = found[0].first
    unless = any(token.lemma == "не" for token in tokens[first : max(first + 4, match.first)])
    after = clause.first > first or (unless and clause.first >= first)
    return not (sign is Sign.LEAVING and threat and after)


def _negated(tokens: Sequence[Token], match: Match, clause: Clause) -> bool:
    """«уходить не собираемся» is found as staying; any other denial says nothing."""
    wanted = " & ".join(part for part in match.pattern.split("&") if not part.strip().startswith("!"))
    if re.search(r"(?<!\w)(не|ни|нет|без)(?!\w)", wanted):
        return False
    first, last = clause.first, clause.last
    if tokens[first].lemma == "если":  # «если не наладите, …»: it is the condition that is denied
        stops = [at for at in range(first, last) if tokens[at].text == ","]
        first = stops[0] if stops and stops[0] < match.first else first
    after = itertools.takewhile(
        lambda each: each.text not in _MARKS, tokens[match.last : min(last, match.last + NEAR)]
    )
    ahead = itertools.takewhile(
        lambda each: each.text not in _MARKS, reversed(tokens[max(first, match.first - NEAR) : match.first])
    )
    inside = tokens[match.first : match.last]
    if {each.lemma for each in (*ahead, *inside, *after)} & _NOT - {"бы"}:
        return True
    before = " ".join(each.text.lower() for each in tokens[first : min(last, match.last + NEAR)])
    return (
        re.search(r"(?<!как )\bбы?\b|\bне (?:сказ|скаж|то|факт|правда|значит|думаю|было)|\bнет\b", before)
        is not None
    )


_MARKS: Final = {",", "—", "–", ":", ";", "-"}
NEAR: Final = 3  # words beside a sign within which a denial is of it: «мониторим рынок, не скрою» is none
_NOT: Final = {"не", "ни", "никогда", "нет", "некогда", "бы"}
_CONDITION: Final = re.compile(
    r"\b(?:если|коли|пока)\b.*\b(?:не|опять|снова|ещё|еще|так и|дальше|продолж\w+|повтор\w+|подним\w+"
    r"|подорож\w+|сорв\w+|задерж\w+|вырас\w+|хуже)\b"
    r"|\b(?:ещё|еще) (?:раз\w*|один|одна|одно|пара|пару|такой|такая)\b",
    re.IGNORECASE,
)


def _threat(parsed: ParsedTurn, sentence: Sentence, match: Match) -> bool:
    """Whether a condition on the supplier stands before: «если не наладите, …», «ещё один срыв, и …»."""
    return _CONDITION.search(parsed.text[sentence.start : parsed.tokens[match.first].start]) is not None


_HONESTLY: Final = {
    "честно",
    "откровенно",
    "по-честному",
    "по-хорошему",
    "прямо",
    "коротко",
    "начистоту",
    "серьезно",
}


def _aside(tokens: Sequence[Token], match: Match) -> bool:
    """«если честно» supposes nothing."""
    return match.last < len(tokens) and tokens[match.last].lemma.replace("ё", "е") in _HONESTLY


def _reason(parsed: ParsedTurn, sentence: Sentence, clause: Clause) -> Span | None:
    """The clause that says why: one with a word of cause, in the sentence or the one after, or what answers
    a «почему?» of one's own."""
    at = parsed.sentences.index(sentence)
    others = [each for each in sentence.clauses if each is not clause]
    following = parsed.sentences[at + 1].clauses if at + 1 < len(parsed.sentences) else ()
    for each in (*others, *following):
        if _CAUSE.match(each.text):
            return Span(each.start, each.stop)
    return answered_oneself(parsed, at)


_WHO: Final = re.compile(
    r"\b(?:(?:генеральн\w+|коммерческ\w+|финансов\w+|техническ\w+|исполнительн\w+|наш\w?|главн\w+) )?"
    r"(?:совет директоров|директор\w*|учредител\w+|акционер\w*|собственник\w*|владел\w+|хозя\w+|шеф\w*"
    r"|начальств\w+|руководств\w+|головн\w+ компани\w+|головн\w+ офис\w*|холдинг\w*|наверху|сверху"
    r"|снабжен\w+|закупк\w+|финансист\w*|главный инженер|главного инженера|гендиректор\w*|гендир\w*"
    r"|правлени\w+|главбух\w*|закупщик\w*|технолог\w*|тендерн\w+ комитет\w*|безопасник\w*)\b",
    re.IGNORECASE,
)
_DECIDES: Final = re.compile(
    r"\b(?:реш\w+|сказал\w*|говор\w+|поруч\w+|объяв\w+|настаива\w+|треб\w+|хоч\w+|хот\w+|велел\w*"
    r"|постав\w+ задач\w+|переводит|перевед\w+|приглянул\w+|дал\w* команд\w+|дал\w* указани\w+|распоряд\w+"
    r"|спустил\w*|обязал\w*|подпис\w+|предупред\w+|запрет\w+|бурчит|думает)\b",
    re.IGNORECASE,
)


def _who(parsed: ParsedTurn, sentence: Sentence) -> Span | None:
    """Who decides: a person of weight beside a word of deciding, in the sentence or the one after."""
    at = parsed.sentences.index(sentence)
    for each in parsed.sentences[at : at + 2]:
        person = _WHO.search(each.text)
        if person is not None and _DECIDES.search(each.text):
            return Span(each.start + person.start(), each.start + person.end())
    return None
