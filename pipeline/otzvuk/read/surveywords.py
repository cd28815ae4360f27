"""How surveys word what they ask: patterns of column names, and words of given answers. Only data.

Matched in lower case with «е» for «ё». A line is a pattern, any of a list will do.
"""

from __future__ import annotations

import re


def _any(patterns: str) -> re.Pattern[str]:
    lines = (line.strip() for line in patterns.splitlines())
    return re.compile("|".join(f"(?:{line})" for line in lines if line))


# What the form adds by itself, and how to reach who answers: nobody's words, nothing to group by.
SERVICE = _any(
    r"""
    отметка времени|timestamp|^время$|^time$|submitted|created|updated|^(?:start|end) (?:date|time)
    время (?:создания|заполнения|начала|окончания|отправки|прохождения)
    ^дата(?:$| (?:заполн|создан|ответ|отправ|прохожд))|^date$
    e-?mail|электронн\w+ (?:почт|адрес)|\bпочт[аы]\b|телефон|phone|telegram|телеграм|whatsapp|ватсап
    как с вами связаться|^контакты?$|контактные данные|согласи[ея]|персональн\w+ данн
    ^(?:№|n|номер|id|ид|ip|uuid)(?:\W|$)|\bid$|ip[- ](?:адрес|address)|user[ -]?name|utm_|referer|collector
    номер ответа|^язык$|^language$|^баллы$|^score$|^статус$|^status$
    ^комментарий(?:$| (?:интервьюера|оператора))
    """
)
_ASKED = r"^(?:(?:укажите|напишите|введите) )?"
_OTHERS = "(?:менедж|постав|компан|органи)"
NAME = _any(
    rf"""
    {_ASKED}(?:ваш[аеиу]? )?(?:ф\. ?и\. ?о|фио|имя|фамили[яю]|отчество)\b(?!.*{_OTHERS})
    как (?:вас зовут|к вам обращаться)|^представьтесь|^(?:имя|фио) (?:респондента|контактного)
    ^контактное лицо|^респондент$|^участник$|^speaker$|^кто отвечает$
    ^(?:your |full |first |last |respondent )?name$
    """
)
_FIRM = r"(?:компани|организаци|предприяти|фирм|юр(?:\. ?|идическ\w+ )?лиц)"
COMPANY = _any(
    rf"""
    {_ASKED}(?:полное |краткое )?(?:(?:название|наименование) )?(?:ваш(?:ей|его|у|а|е) )?{_FIRM}
    ^(?:клиент|завод|работодатель|место работы)$
    (?:из|в) какой (?:вы )?{_FIRM}|как(?:ую|ое) {_FIRM}\w* вы представля
    как называется ваш|^где вы работаете|^(?:your )?(?:company|organi[sz]ation|employer)(?: name)?$
    """
)
POSITION = _any(
    rf"""
    {_ASKED}(?:ваш[ау] )?(?:должност|позици[яю]$)|как(?:ая|ую) (?:у вас |ваша |вы занимаете )?должност
    кем вы работаете|^(?:your )?(?:position|job(?: title)?)$
    """
)
FUNCTION = _any(rf"{_ASKED}(?:ваш[аеу]? |вашего )?(?:отдел|подразделени|департамент|department)")
PICK = _any(
    r"""
    выберите|отметьте|можно (?:выбрать|отметить)|несколько вариант|один вариант|все подходящ|select all|choose
    """
)
SCALED = _any(r"оцен|балл|шкал|\bnps\b|вероятн|удовлетвор|порекоменд|насколько|от\s*[01]\s*до\s*\d+|\brate\b")
COUNTED = _any(r"сколько|количеств|возраст|стаж|\bлет\b|\bгода?\b|числ[оа]|объем|сумм|\bруб|штат|процент|%")
FREELY = _any(
    r"""
    почему|что бы|опишите|расскажите|напишите|поясните|объясните|приведите|комментар|пожелан|предложен
    своими словами|чем именно
    """
)
DEGREE = _any(r"^(?:насколько|как часто|в какой степени|оцените|согласны ли)")

# The greatest mark of a scale, as its question says it.
MOST = (
    re.compile(r"\bдо\s*(\d{1,3})"),
    re.compile(r"(\d{1,3})\s*-?\s*(?:ти\s*|и\s*)?бал+ьн"),
    re.compile(r"\bиз\s*(\d{1,3})"),
    re.compile(r"\b[01]\s*[-–—]\s*(\d{1,3})\b"),
    re.compile(r"\bto\s*(\d{1,3})"),
)

# All that given answers of degree are made of («Скорее не удовлетворён»).
DEGREES = frozenset(
    """
    скорее не нет да совсем полностью частично абсолютно очень вполне удовлетворен удовлетворена
    удовлетворены неудовлетворен неудовлетворена согласен согласна согласны несогласен затрудняюсь ответить
    ответом с точно всегда иногда никогда часто редко отлично хорошо нормально плохо ужасно
    удовлетворительно неудовлетворительно ни то другое и важно неважно крайне средне высоко низко легко
    сложно трудно просто обычно почти определенно наверное возможно вероятно маловероятно знаю еще пока
    устраивает все меня
    """.split()  # noqa: SIM905 — a list of sixty strings is harder to read and to keep
)
