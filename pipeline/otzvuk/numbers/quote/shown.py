"""How a quote is shown: the respondent's words, what was cut, restored or added, and where they stand.

The words are the source's; whatever is not is marked: `[…]` for what was cut (fillers, remarks in
brackets, the rest of a sentence that is too long), `[тема]` for a topic taken from the question. Speech
written without marks gets full stops and capitals where `otzvuk.language` hears sentences begin, and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from otzvuk.language import parse
from otzvuk.numbers.quote.words import folded, patterns

GAP: Final = "[…]"
"""What stands for words that were cut."""

LONG: Final = 220
"""Characters up to which a quote has a good length."""

_MANY: Final = 2  # fillers from which they are cut; a single one is how people talk
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_BRACKETS = re.compile(r"\((?:[^()]{1,80})\)|\[(?:[^\[\]]{1,80})\]|<[^<>]{1,40}>")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,20}>")  # markup that a transcript was exported with
_HESITATION = re.compile(r"\b(?:э+(?:-э+)*|м+(?:-м+)+|мм+|эм)\b")
_NOISE = re.compile(
    r"(?:неразборчиво|смеется|смех|пауза|вздыхает|кашляет|шум|нрзб|перебивает|звонок|laughter)"
)


@dataclass(frozen=True, slots=True)
class Wording:
    """The text to show, and whether something was cut, restored (`restored`) or added (`topic`)."""

    text: str
    cut: bool = False
    restored: bool = False
    topic: str = ""


def visible(text: str) -> str:
    """Text without signs that cannot be seen but change what can: controls, directions, zero widths.

    Line ends and tabs become spaces.

    >>> visible("сроки\\u202e\\x07\\nне держат")
    'сроки не держат'
    """
    return " ".join(_UNSEEN.sub("", text.replace("\r", " ")).split())


def wording(text: str, *, opened: bool = True, closed: bool = True, topic: str = "") -> Wording:
    """How the stretch `text` of a turn is shown.

    `opened`, `closed`: it begins or ends where a sentence does; `topic` is put before it in brackets.

    >>> wording("у меня линия стояла двое суток я потом директору объяснял почему").text
    'У меня линия стояла двое суток. Я потом директору объяснял почему.'
    """
    restored = is_unpunctuated(text)
    cuts = _cuts(text, loose=restored)
    marks = _sentence_places(text) if restored else ({0} if opened else set())
    shown = _put_together(text, cuts, marks, restored=restored)
    if not opened and not shown.startswith(GAP):
        shown = f"{GAP} {shown}".strip()
    if not closed and not shown.endswith(GAP):
        shown = f"{shown} {GAP}".strip()
    topic = visible(topic)
    return Wording(
        f"[{topic}] {shown}" if topic else shown,
        cut=bool(cuts) or not opened or not closed,
        restored=restored,
        topic=topic,
    )


def is_unpunctuated(text: str) -> bool:
    """Whether the text is speech as a recogniser writes it: many words, hardly a mark, no capitals.

    >>> is_unpunctuated("машину ждали три недели никто не позвонил"), is_unpunctuated("Ждали три недели.")
    (True, False)
    """
    words = len(re.findall(r"\w+", text))
    marks = len(re.findall(r"[.,!?;:…—–]", text))
    sentence = text[:1].isupper() and text.rstrip()[-1:] in (".", "!", "?", "…")
    return words >= 5 and marks * 15 < words and not (sentence and words <= 40)


def _cuts(text: str, *, loose: bool) -> list[tuple[int, int]]:
    """Places to cut, in order and apart: noises in brackets always, fillers where there are many."""
    low = folded(text)
    found = [each.span() for each in _BRACKETS.finditer(low) if _NOISE.search(each.group())]
    fillers = [
        span
        for each in patterns().cut.finditer(low)
        if (span := _filler(low, each.start(), each.end(), loose))
    ]
    if len(fillers) < _MANY and len(text) <= LONG:
        fillers = [span for span in fillers if _HESITATION.search(low[slice(*span)])]
    found += fillers
    taken: list[tuple[int, int]] = []
    for start, stop in sorted(found):
        if taken and start <= taken[-1][1]:
            taken[-1] = (taken[-1][0], max(stop, taken[-1][1]))
        elif stop > start:
            taken.append((start, stop))
    kept = len(re.findall(r"\w+", text)) - sum(len(re.findall(r"\w+", text[a:b])) for a, b in taken)
    return taken if kept >= 3 else []


_MEANING = frozenset({"вот", "значит", "ну", "смотрите", "слушайте", "честно", "не знаю", "знаете", "знаешь"})


def _filler(low: str, start: int, stop: int, loose: bool) -> tuple[int, int] | None:
    """The filler with its commas, where commas or the text's edge set it off; else None.

    In speech without marks (`loose`) there are no commas: words that can mean something stay.
    """
    before, after = low[:start].rstrip(), low[stop:].lstrip()
    if loose:
        word = low[start:stop]
        return None if word in _MEANING and word != "ну" else (start, stop)
    left = not before or before[-1] in ",.!?…;:—–(«"
    right = after[:1] in (",", "…") and after[:1] != ""
    if not left or not right:
        return None
    end = stop + (len(low[stop:]) - len(after)) + 1
    begin = len(before) - 1 if before.endswith(",") else start
    return begin, end


def _sentence_places(text: str) -> set[int]:
    return {sentence.start for sentence in parse(text).sentences} | {0}


def _put_together(text: str, cuts: list[tuple[int, int]], begins: set[int], *, restored: bool) -> str:
    pieces: list[str] = []
    at, capital = 0, 0 in begins
    cut_at = dict(cuts)
    markup = {place for tag in _TAG.finditer(text) for place in range(*tag.span())}
    while at < len(text):
        if at in begins and at > 0 and restored:
            _close(pieces)
            capital = True
        if at in cut_at:
            pieces.append(f" {GAP} ")
            for begin in begins:
                if restored and at < begin < cut_at[at]:
                    capital = True
            at = cut_at[at]
            continue
        letter = text[at]
        if capital and letter.isalpha() and at not in markup:
            raised = letter.upper()
            letter, capital = raised if raised.lower() == letter else letter, False  # «ß», «µ» stay
        pieces.append(letter)
        at += 1
    if restored:
        _close(pieces)
    shown = visible("".join(pieces))
    shown = re.sub(rf"(?:{re.escape(GAP)}[\s,;]*){{2,}}", f"{GAP} ", shown).strip()
    return re.sub(rf"{re.escape(GAP)} ([,.;:!?])", rf"{GAP}\1", shown)


def _close(pieces: list[str]) -> None:
    """A full stop after the last word, before the spaces, unless a mark is there."""
    at = len(pieces)
    while at and pieces[at - 1].isspace():
        at -= 1
    if at and pieces[at - 1].strip() and pieces[at - 1].strip()[-1:] not in ".!?…":
        if pieces[at - 1].strip() == GAP:
            return
        while at and pieces[at - 1] in ",;:-–—":
            at -= 1
            pieces.pop(at)
        pieces.insert(at, ".")
