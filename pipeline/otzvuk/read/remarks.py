"""Remarks of whoever wrote the transcript down: «(смеётся)», «[неразборчиво]». Shown, but not coded."""

from __future__ import annotations

import re

_BRACKETS = re.compile(r"\[[^\[\]\n]{1,120}\]|\([^()\n]{1,80}\)|\{[^{}\n]{1,80}\}|<[^<>\n]{1,60}>")
_REMARK = re.compile(
    r"""\W*(?:сме[её]\w*|смех\w*|хохо\w*|усмех\w*|улыба\w*|вздых\w*|вздох\w*|кашл\w*|пауз\w*|молч\w*
    |думает\w*|задум\w*|неразб\w*|нрзб\w*|неслыш\w*|не[ ]слышно|непонятн\w*|плохо[ ]слышно|шум\w*|гул\w*
    |звон\w*|звук\w*|музык\w*|говор\w*[ ](?:одновременно|тихо|ш[её]потом|по[ ]телефону)|перебива\w*
    |одновременно|отвл[её]к\w*|телефон\w*|плач\w*|крич\w*|шепч\w*|ш[её]пот\w*|жест\w*|показыва\w*|кива\w*
    |вспомина\w*|иронич\w*|с[ ]ирони\w*|с[ ]сарказм\w*|связь[ ]прер\w*|обрыв\w*|запись[ ]прер\w*
    |конец[ ]записи|начало[ ]записи|повторено[ ]ещ[её]|[.…?!\-–—*xX]+\W*\Z|laugh\w*|inaudible
    |unintelligible|crosstalk|pause\w*|silence|music|noise|applause|sighs?|coughs?|chuckl\w*|blank_audio
    |\d+[ ]?(?:sec\w*|с|сек\w*)?[ ]?(?:pause|пауз)\w*|прим\.|примечани\w+|ред\.
    |от[ ](?:редакции|автора|расшифровщик\w*)|аплодисмент\w*
    |нет[ ]звука|ed\.|note:|unclear|overlap\w*|foreign)""",
    re.IGNORECASE | re.VERBOSE,
)
_CLOCK = re.compile(r"[\[(<{]\s*\d{1,3}:\d{2}")


def is_remark(inside: str) -> bool:
    """Is what stands `inside` brackets a remark («смеётся», «неразб.») and not a name?"""
    return _REMARK.match(inside) is not None


def remarks(text: str) -> list[tuple[int, int]]:
    """Where the remarks in `text` stand, as offsets (end exclusive) of the brackets and what is in them.

    Square brackets are a transcriber's whatever they hold; round ones only with words of such remarks, for
    people's own asides stand in them, too. Timecodes are remarks as well.

    >>> [text[a:b] for text in ("Да (смеётся), ждём [неразб.] (неделю)",) for a, b in remarks(text)]
    ['(смеётся)', '[неразб.]']
    """
    found = []
    for match in _BRACKETS.finditer(text):
        inside = match[0][1:-1]
        if match[0][0] == "[" or _REMARK.match(inside) or _CLOCK.match(match[0]):
            found.append(match.span())
    return found
