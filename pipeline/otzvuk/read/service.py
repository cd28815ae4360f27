"""Lines that programs and services write around a talk: who started the recording, what made the text."""

from __future__ import annotations

import re

_MOST_WORDS = 30
_LONGEST = 400  # letters
_SUBJECT = (
    r"(?:встреч\w*|собрани\w*|звон\w*|созвон\w*|запис\w*|расшифровк\w*|транскри\w*|стенограмм\w*|разговор\w*)"
)
_ENGLISH = r"(?:meeting|recording|transcript(?:ion)?|call|interview|audio|file)"
_PERSON = r"[А-ЯЁA-Z][\w.'’-]*(?:\s[А-ЯЁA-Z][\w.'’-]*){0,3}(?:\s\([^()]*\))?"
_SERVICE = re.compile(
    rf"""(?:
    {_PERSON}\s(?:запустил|остановил|начал|завершил|включил|выключил|прекратил)(?:\(-?а\)|а)?\s+{_SUBJECT}[.]?
    |{_PERSON}\s(?:started|stopped|ended|paused|resumed)\s(?:the\s)?{_ENGLISH}[.]?
    |{_PERSON}\s(?:(?:покинул|присоединил)\w*(?:\(-?а?с?ь?\))?(?:\sк)?\s{_SUBJECT}|(?:has\s)?(?:joined|left)(?:\sthe\s{_ENGLISH})?)[.]?
    |{_SUBJECT}\s(?:закончил|завершил|окончил|остановлен|завершен|завершён|окончен|начал|начат|прерван)\w*(?:\s(?:в|через)\s[\d:.\s]+\w*)?
    |(?:the\s)?{_ENGLISH}\s(?:has\s|was\s)?(?:ended|stopped|started|finished)(?:\s(?:at|after)\s[\d:.\s]+\w*)?
    |(?:конец|начало|окончание)\s(?:записи|расшифровки|интервью|стенограммы|транскри\w+|аудио\w*|файла|разговора|встречи)
    |(?:end|beginning|start)\sof\s(?:the\s)?{_ENGLISH}
    |(?:эт\w{{1,3}}|данн\w{{2,3}})\s(?:расшифровк|транскри|текст|документ|стенограмм|файл)\w*\s.*
      (?:компьютер|автоматич|нейросет|программ|сервис|распозна|искусственн|ошибк)\w*.*
    |(?:расшифров|распозна|транскрибирова|созда|сдела|подготовле|сгенерирова|стенографирова)\w*\s
      (?:с\sпомощью|при\sпомощи|в\sсервисе|в\sпрограмме|программой|сервисом|автоматически|нейросетью|ботом)\b.*
    |(?:текст|расшифровка|транскрипт|стенограмма|документ)\s(?:создан|сделан|получен|подготовлен|сгенерирован|выполнен)\w*\s.*
    |(?:transcribed|transcript\sgenerated|generated|created|powered|produced|exported|downloaded)\s(?:automatically|by|with|using|from|via|in|on|at)\b.*
    |this\s(?:editable\s)?(?:transcript|transcription|file|document|text|recording)\s(?:was|is|has\sbeen|may)\b.*
    |(?:субтитры\s(?:сделал|создавал|подготовил|делал|от)|редактор\sсубтитров|корректор\s[А-ЯЁ]\.|subtitles\sby|captions\sby)\b.*
    |(?:спасибо|благодарим)\sза\s(?:использование|то,?\sчто\sвыбрали)\b.*|thank\syou\sfor\susing\b.*
    |(?:©|\(c\)|copyright\b).*|.*\bвсе\sправа\sзащищены
    |(?:стр(?:аница|\.)|page)\s?\d+(?:\s?(?:из|of|/)\s?\d+)?
    |(?:unlock|upgrade|subscribe|sign\sup|try)\s.*\b(?:premium|pro|plan|otter|trial|transcri\w+)\b.*
    )[\s.!]*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_RULE = re.compile(r"(?P<sign>[-=_*~#—–])(?:\s*(?P=sign)){2,}\Z")
_PAUSE = re.compile(
    r"[\[(]?\s*(?:\d+\s?)?(?:сек\w*|sec\w*|мин\w*|min\w*|с|s)?\.?\s?(?:пауза|pause|тишина|silence)\b[^\[\]()]{0,30}[\])]\Z|\[(?:пауза|pause)[^\]]*\]\Z",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"[^\w\s\])>*_.!?…]+\Z")


def is_service(text: str) -> bool:
    """Does a program say this, and nobody of the talk? A line that only rules off counts, too.

    >>> [is_service(each) for each in ("Transcribed by X", "Встреча закончилась в 10:05 👋", "Да.")]
    [True, True, False]
    """
    if len(text) > _LONGEST:
        return False
    bare = text.strip().strip("*_").strip()
    bare = re.sub(r"\A(?:#{1,6}|[-–—])\s+|\A[\[(](?=.*[\])]\Z)|(?<=\w)[\])]\Z", "", bare)
    bare = _PICTURE.sub("", bare).strip()
    if _RULE.match(text.strip()):
        return True
    return bool(bare) and len(bare.split()) <= _MOST_WORDS and _SERVICE.match(bare) is not None


def is_address(text: str) -> bool:
    """Is this line nothing but the address of a page, as services put it at the end?"""
    return len(text) <= _LONGEST and re.fullmatch(r"(?:https?://|www\.)\S+", text.strip()) is not None


def is_pause(text: str) -> bool:
    """Is this line nothing but a pause («(12 seconds pause)», «[пауза]»)?"""
    return len(text) <= _LONGEST and _PAUSE.match(text.strip().strip("*_")) is not None
