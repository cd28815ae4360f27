"""Who decides about suppliers at a client's and who has a say, in the words of people there, by rule.

Precision first: a wrong name on an account map sends somebody to the wrong door. The supplier's own people,
talk of anything but buying, and denials are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from otzvuk.language import parse
from otzvuk.model.decider import Decider, Say
from otzvuk.model.span import Span

_ONE: Final = (
    r"(?:(?:генеральн|коммерческ|финансов|техническ|исполнительн|главн|агрономическ|бюджетн|тендерн|закупочн"
    r"|конкурсн|наш|наблюдательн)\w* )?"
    r"(?:совет\w{0,2} (?:директоров|учредителей|акционеров)|правлени\w+"
    r"|директор(?!и)\w{0,3}|гендиректор\w*|гендир\w{0,2}|генеральн(?:ый|ого|ому|ым)"
    r"|учредител\w+|акционер\w*|собственник\w*|владел[еь]ц\w+|хозяин\w*|хозяйк\w+|шеф\w{0,2}|начальник\w{0,2}"
    r"|начальств\w+|руководств\w+|руководител\w+|председател\w+|комитет\w*|комисси\w+|техсовет\w*|совет(?! )"
    r"|головн\w+ (?:компани|офис|контор)\w*|управляющ\w+ компани\w+|холдинг\w*|главн\w+ инженер\w*"
    r"|главн\w+ технолог\w*|главн\w+ механик\w*|главн\w+ агроном\w*|главбух\w*|главн\w+ бухгалтер\w*"
    r"|финансист\w*|снабженец|снабженц\w+|снабжени\w+|закупщик\w*|закупк(?:и|ам)|технолог(?:и|у|а|ом|ам)?"
    r"|архитектор\w*|технадзор\w*|безопасник\w*|служб\w+ безопасности|юрист(?:ы|а|у|ов)?)"
)
_DECISION: Final = (
    r"(?:реша[ею]т|решит|решил[аи]? так|так решил[аио]?|принима[ею]т решени\w+|примет решени\w+"
    r"|одобря[ею]т|одобрил[аи]?|да[её]т добро|дал[аи]? добро|рассмотр[ия]т|рассматрива[ею]т"
    r"|утвержда[ею]т(?! ?,? (?:что|будто|мол))|утвердит|выбира[ею]т (?:поставщик|кого|у кого|фирм|завод)\w*)"
)
_BOUGHT: Final = (
    r"поставщик|закуп|договор|контракт|тендер|конкурс|бюджет|марк[аиуе]|допуск|покуп|сумм|смет|заявк|сч[её]т"
    r"|замен|остаться|уйти|уход|перейти|альтернатив|кого брать|у кого|с кем|поставк|порош|сырь"
    r"|друг(?:их|им)\b"
)
_ABOUT: Final = re.compile(_BOUGHT, re.IGNORECASE)

_DECIDES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<who>{_ONE})(?:,? \w+){{0,3}},? {_DECISION}\b",
        rf"\b{_DECISION}(?: \w+){{0,2}}? (?P<who>{_ONE})\b",
        rf"\bрешение(?: \w+){{0,2}} принима[ею]т(?: \w+){{0,2}} (?P<who>{_ONE})\b",
        rf"\b(?:последнее|решающее|финальное|окончательное) слово(?: \w+){{0,3}},? (?:за|у)"
        rf" (?P<who>{_ONE}|\w+ом\b)",
        rf"\bрешение(?: всегда)? за (?P<who>{_ONE})\b",
        rf"\b(?:требует|требуется|нужна|нужно|без) (?:подпис[ьи]|виз[ыау]|одобрени[яе]|согласи[яе]|ведома)"
        rf" (?P<who>{_ONE})\b",
        rf"\b(?:без|после|только после|требует|нужно) согласовани[яе] с (?P<who>{_ONE})\b",
        rf"\b(?:ид[её]т|идут|проходит|проходят|провод(?:им|ят)|пропускаем) (?:\w+ )?через (?P<who>{_ONE})\b",
        rf"\bне я,? (?:\w+ )?реша[юе]\w*[^.!?]{{0,40}}?\b(?:это|а) (?P<who>{_ONE})\b",
        rf"\bреша[юе]\w* не я\b[^.!?]{{0,40}}?\b(?:это|а) (?P<who>{_ONE})\b",
        rf"\b(?:договор|контракт)\w* (?:\w+ )?подписыва[ею]т (?P<who>{_ONE})\b",
        rf"\bкак (?P<who>{_ONE}) (?:скаж[еу]т|реш[иа]т)\b",
        rf"\b(?P<who>{_ONE}) (?:нам )?спуска[ею]т\b|\b(?:нам )?спуска[ею]т (?P<also>{_ONE})\b",
        rf"\b(?:деньги|бюджет)\w*(?: \w+){{0,2}} (?:да[её]т|выделя[ею]т|распределя[ею]т|согласу[ею]т)"
        rf" (?P<who>{_ONE})\b",
        rf"\bбез (?P<who>{_ONE})(?:,? \w+){{0,3}} не (?:по|с|за)?мен(?:я|ю|яю|яем|яет|ишь|им)\b",
        r"\b(?P<who>(?:бюджетн|тендерн|закупочн|конкурсн)\w+ (?:комитет|комисси)\w*)",
        rf"\bвсё(?: \w+)? реша[ею]т (?P<who>{_ONE})\b",
    )
)
_SELF: Final = re.compile(
    r"\b(?:реша(?:ю|ть) (?:всегда |всё |все |это |буду )?я|(?<!не )я(?: сам| сама| и)? (?:и )?решаю"
    r"|решение за мной"
    r"|последнее слово (?:\w+ )?за мной|решени[ея] принимаю я|(?<!не )я(?: сам| сама)? принимаю решени\w+"
    r"|(?:договор|контракт)\w*(?: \w+){0,2} подписываю я|выбираю поставщик\w+|поставщик\w+ выбираю)\b",
    re.IGNORECASE,
)
_INFLUENCES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<who>{_ONE})(?: \w+){{0,2}} (?:настаива[ею]т|настоял[аи]?|совету[ею]т|может зарубить"
        rf"|зарубил[аи]?|может отклонить|лоббиру[ею]т|продавил[аи]?|любит, чтоб\w*|поставил[аи]? условие)\b",
        rf"\b(?:совету|обсужда)(?:юсь|емся|ем|ю) с (?P<who>{_ONE})\b",
        rf"\b(?:спрашива|учитыва|слуша)(?:ем|ю|ют) мнени[ея] (?P<who>{_ONE})\b",
        rf"\bк мнению (?P<who>{_ONE})(?: \w+){{0,4}} прислушива\w+\b",
        rf"\bпо (?:настоянию|рекомендации|совету|требованию) (?P<who>{_ONE})\b",
    )
)
_ADVISES: Final = re.compile(
    r"\b(?:я (?:его |их |это |сам |сама )?(?:и )?(?:показывал|показывала|докладывал|докладывала|обосновывал"
    r"|обосновывала|носил|носила) (?:\w+ )?(?:директор|начальств|руководств|хозяин|шеф)\w*"
    r"|я (?:и )?(?:предлагаю|рекомендую|советую) (?:\w+ )?(?:поставщик|кого|директор|марк)\w*)",
    re.IGNORECASE,
)
_THEIRS: Final = re.compile(
    r"\b(?:их|ваш\w{0,3}|ихн\w+) (?:\w+ )?(?:директор|начальник|руководител"
    r"|технолог|инженер|снабжен|юрист|шеф|хозя)\w*|\bу (?:них|вас)\b"
    r"|\b(?:директор|начальник|руководител|технолог|инженер)\w* поставщика\b",
    re.IGNORECASE,
)
_NOT: Final = re.compile(
    r"\b(?:ничего не реша|не реша[ею]т|решал бы|если б\b|раньше реша\w+"
    r"|кроссворд|задач[уи]|если бы|будто|якобы|когда-то|прежн\w+ директор"
    r"|не принима[ею]т)",
    re.IGNORECASE,
)
_WHO_ASKED: Final = re.compile(
    r"\bкто\b.{0,40}\b(?:реша|принима|утвержда|выбира|плат|влия|согласов|подписыва)"
    r"|\bкак (?:вы |у вас )?(?:выбира|принима\w+ решени)",
    re.IGNORECASE,
)
_PLAIN: Final = re.compile(r"слово|подпис|решение", re.IGNORECASE)
_ASKED_OF: Final = re.compile(_BOUGHT + r"|плат|выбира|бер[её]те|приобрет|принима\w+ решени", re.IGNORECASE)
_MAY_HOLD: Final = re.compile(
    r"реш|слов[оа] |подпис|виз[аы]|согласова|через|скаж[еу]т|спуска|деньги|бюджет|без |обсужда|мнени"
    r"|утверд|утвержд|одобр|добро|рассм|выбира|наста|настоя|совет|заруб|лобб|продав"
    r"|любит|услови|показыв|доклад|обоснов|предлага|рекоменд|требован|носил",
    re.IGNORECASE,
)


def deciders_in(text: str, *, turn: int = 0, question: str = "") -> Iterator[Decider]:
    """Who decides and who has a say, by a respondent's turn, in the order of the text.

    `question` is the interviewer's before: where it asks who decides what is bought, the answer need not.
    """
    if not _MAY_HOLD.search(text):
        return
    parsed, asked = parse(text), bool(_WHO_ASKED.search(question) and _ASKED_OF.search(question))
    for at, sentence in enumerate(parsed.sentences):
        said = sentence.text
        if said.rstrip(' »"”').endswith("?") or _THEIRS.search(said) or _NOT.search(said):
            continue
        around = " ".join(each.text for each in parsed.sentences[max(0, at - 1) : at + 1])
        found = _found(said, asked or _ABOUT.search(around) is not None)
        if asked and not at and not found and (bare := _answer(said)):
            found = [(Say.DECIDES, bare)]
        for say, who in found:
            named = None if who is None else Span(sentence.start + who.start, sentence.start + who.stop)
            yield Decider(turn=turn, start=sentence.start, stop=sentence.stop, text=said, say=say, who=named)


_BARE: Final = re.compile(
    rf"(?:ну |да |это |конечно,? |\W)*(?P<who>{_ONE})\b(?! (?:не|поставщик))", re.IGNORECASE
)


def _answer(said: str) -> Span | None:
    """Who is named where «кто решает» is answered by few words: «Совет учредителей, раз в квартал»."""
    match = _BARE.match(said)
    return None if match is None else Span(match.start("who"), match.end("who"))


def _found(said: str, about: bool) -> list[tuple[Say, Span | None]]:
    """What a sentence says, and where in it the person is named (None: the speaker).

    `about`: it is of buying.
    """
    found: list[tuple[Say, Span | None]] = []
    for say, patterns in ((Say.DECIDES, _DECIDES), (Say.INFLUENCES, _INFLUENCES)):
        for pattern in patterns:
            for match in pattern.finditer(said):
                name = "who" if match["who"] else "also"
                who = Span(match.start(name), match.end(name))
                plain = say is Say.DECIDES and _PLAIN.search(match.group())
                if (about or plain) and not any(own is not None and own.overlaps(who) for _, own in found):
                    found.append((say, who))
    if _SELF.search(said) and about:
        found.append((Say.DECIDES, None))
    elif _ADVISES.search(said):
        found.append((Say.INFLUENCES, None))
    return sorted(found, key=lambda each: -1 if each[1] is None else each[1].start)
