"""What stands before the name of a line: bullets, signs, asterisks, times. No part of name or words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from otzvuk.read import timecode
from otzvuk.read.transcript import Line

_HEADING = re.compile(r"#{1,6}\s+(?P<inner>.*?)\s*#*\Z", re.DOTALL)
_BULLET = re.compile(r"(?:[-–—+*•·▪◦‣∙○●■□]|[oо](?=\s{2}))\s+(?=\S)")
_OPENING = re.compile(r"[*_`]{1,3}(?=\S)")
# whatever is no letter, bracket, quotation mark or stop: emoji with their modifiers, arrows, circles
_SIGN = re.compile(
    r"(?:>{1,3}|»|[@#](?=[^\W\d_])|[^\w\s\[\](){}<>«»\"'“”„‘’.,!?…:;*_`\-–—/\\|№%&+=~^$€₽°§#@【】⟨⟩‖¡¿]+)\s*"
)
_RULED = re.compile(r"(?P<sign>[=~\-–—])(?P=sign)+\s*(?P<inner>\S.{0,80}?)\s*(?P=sign){2,}\Z")
_BEHIND_TIME = re.compile(r"[|,;:]\s+")


@dataclass(frozen=True, slots=True)
class Head:
    """A line parted: its time, the signs before it, the text from the name on, and its bold beginning.

    `marks` are the asterisks that were opened before the name.
    """

    body: str
    seconds: float | None = None
    sign: str = ""
    listed: bool = False
    heading: bool = False
    bold: str = ""
    marks: tuple[str, ...] = ()

    def unmarked(self, text: str) -> str:
        """`text`, which follows the name, without the asterisks that close those before it."""
        for mark in self.marks:
            if text.count(mark) % 2:
                at = text.find(mark)
                text = (text[:at] + text[at + len(mark) :]).strip()
        return text


def read_head(line: Line) -> Head:
    """Part `line` into what stands before the name and the rest."""
    text = line.text.strip()
    bold = line.bold.strip()
    heading = _HEADING.match(text)
    if heading:
        text = heading["inner"]
    ruled = _RULED.match(text)
    if ruled:
        text = ruled["inner"]
    seconds, sign, listed = None, "", False
    marks: list[str] = []
    while True:
        if seconds is None and (time := timecode.leading(text)):
            seconds, text = (
                time[0],
                _BEHIND_TIME.sub("", time[1], count=1) if _BEHIND_TIME.match(time[1]) else time[1],
            )
            bold = ""
        elif dated := timecode.dated_head(text):
            text = dated
        elif bullet := _BULLET.match(text):
            listed, sign, text = True, sign or bullet[0].strip(), text[bullet.end() :]
        elif opening := _OPENING.match(text):
            marks.append(opening[0])
            text = text[opening.end() :]
        elif (found := _SIGN.match(text)) and found.end() < len(text):
            sign, text = sign or found[0].strip(), text[found.end() :]
        else:
            break
    if marks and not line.bold:
        inner, closed, _ = text.partition(marks[-1])
        bold = inner.strip() if closed else bold
        if closed and not text[len(inner) + len(marks[-1]) :].strip():
            text, bold = inner.strip(), inner.strip()
    elif bold:
        bold = bold.lstrip("*_` ")
        bold = bold if text.startswith(bold) else ""
    return Head(
        body=text,
        seconds=seconds,
        sign=sign,
        listed=listed,
        heading=bool(heading or ruled or line.heading),
        bold=bold,
        marks=tuple(marks),
    )
