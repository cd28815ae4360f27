"""Times of a recording, however transcripts write them: `[00:01:02]`, `#00:01:02-3#`, «1 мин 2 сек».

One grammar serves every reader: a moment is a clock (`1:02`, `00:01:02,500`, `00:01:02:12` with frames),
units (`00h:01m:02s`, «1 минута 2 секунды») or plain seconds (`62.5s`); two of them make a stretch.
"""

from __future__ import annotations

import re

from otzvuk.read.remarks import is_remark

_FRACTION = r"(?:[.,]\d{1,6})?"
_CLOCK = (
    rf"(?<![\d:])(?:\d{{1,3}}:\d{{1,2}}:\d{{1,2}}(?:[:;]\d{{2}}(?![\d:])|{_FRACTION})|\d{{1,3}}:\d{{2}}{_FRACTION})"
    r"(?![\d:])(?:\s?[AaPp]\.?[Mm]\b\.?)?"
)
_H = r"(?:hours?|hrs?|h|час(?:а|ов)?|ч)\b\.?"
_M = r"(?:minutes?|mins?|m|минут[аы]?|мин|м)\b\.?"
_S = r"(?:seconds?|secs?|s|секунд[аы]?|сек|с)(?![^\W\d_])\.?"
# the letter may touch the next number («0m05s»), so no word boundary is asked for there
_TOUCH = {unit: unit.replace(r"\b", r"(?![^\W\d_])") for unit in (_H, _M)}
_GAP = r"[\s:,]*"
_UNITS = (
    rf"(?<![\w.,])(?:\d{{1,3}}\s*{_TOUCH[_H]}{_GAP}\d{{1,3}}\s*{_TOUCH[_M]}(?:{_GAP}\d{{1,2}}{_FRACTION}\s*{_S})?"
    rf"|(?:\d{{1,3}}\s*{_TOUCH[_H]}{_GAP})?(?:\d{{1,3}}\s*{_TOUCH[_M]}{_GAP})\d{{1,2}}{_FRACTION}\s*{_S})"
)
_ONE_UNIT = rf"\d{{1,6}}{_FRACTION}\s*(?:{_S}|ms\b|мс\b)|\d{{1,3}}\s*(?:{_TOUCH[_H]}|{_TOUCH[_M]})"
_TO = r"\s*(?:-->|->|=>|→|⟶|\.{2,3}|…|[-–—~/]|,(?=\d+:\d)|до|to)\s*"
_PLAIN = r"\d{1,6}[.,]\d{1,6}"  # seconds that only a second number or brackets make a time
_SURE = rf"(?:{_CLOCK}|{_UNITS})"
_ENCLOSED = rf"(?:{_CLOCK}|{_UNITS}|{_ONE_UNIT})"
_INSIDE = (
    rf"(?:(?P<start>{_ENCLOSED})(?:{_TO}(?P<stop>{_ENCLOSED}))?"
    rf"|(?P<low>\d{{1,6}}{_FRACTION})(?:{_TO})(?P<high>{_PLAIN})|(?P<plain>\d{{1,6}}[.,]\d{{2,6}}))"
)
_OPEN, _CLOSE = r"[\[({<【⟨|]", r"[\])}>】⟩|]"
_WORD = r"(?:(?:время|таймкод|тайм-код|time|timestamp|tc|at|t)\b\s*[:=]?\s*)?"
_BRACKETED = re.compile(
    rf"(?P<mark>[*_`]{{0,3}})(?:{_OPEN}{{1,2}}\s*{_WORD}{_INSIDE}\s*{_CLOSE}{{1,2}}"
    rf"|`{_INSIDE.replace('?P<', '?P<c')}`)"
    r"(?P=mark)",
    re.IGNORECASE,
)
_F4 = re.compile(r"#\s*(?P<start>\d{1,3}:\d{2}:\d{2}(?:[.,]\d{1,3})?)(?:-(?P<tenths>\d{1,3}))?\s*#")
_BARE = re.compile(rf"(?P<start>{_SURE})(?:{_TO}(?P<stop>{_SURE}))?(?=$|[\s\]|:,-–—])", re.IGNORECASE)
_CLOSING = re.compile(rf"(?P<start>(?<![\w.,])(?:{_ONE_UNIT}))\s*\Z", re.IGNORECASE)
_DOUBLED = re.compile(rf"\s*{_UNITS}\s*(?P<start>\d{{1,3}}:\d{{2}}(?::\d{{2}})?)(?!\d)", re.IGNORECASE)
_COLUMNS = re.compile(rf"(?P<start>{_PLAIN}|{_CLOCK})\t+(?P<stop>{_PLAIN}|{_CLOCK})(?=\t|$)")
_UNCLEAR = re.compile(
    rf"(?P<open>[\[({{<])(?P<what>[^\W\d_][^\d\[\](){{}}<>\n]{{0,30}}?)[\s,;:@]*(?P<start>{_CLOCK})(?:{_TO}{_CLOCK})?\s*(?=[\])}}>])"
)
_DATE = (
    r"[\[(]?(?:\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d{2}-\d{2}),?[ T]+\d{1,2}:\d{2}(?::\d{2})?"
    r"(?:\s?[AaPp][Mm])?[\])]?"
)
_DATED = re.compile(_DATE)
_DATED_HEAD = re.compile(rf"{_DATE}(?:\s*[-–—|,]\s+|\s+)")
_LONGEST = 200  # letters of a line that is nothing but a time
_AFTER = " \t-–—"


def seconds(clock: str) -> float:
    """Seconds of a moment in any spelling; plain numbers are seconds. Raises `ValueError` for others.

    >>> [seconds(each) for each in ("00:01:02,5", "00h:01m:02s", "1 мин 2 сек", "62.5s", "00:01:02:12")]
    [62.5, 62.0, 62.0, 62.5, 62.48]
    """
    text = re.sub(r"\s?[ap]\.?m\.?$", "", clock.strip().casefold()).replace(",", ".")
    if re.search(r"[^\W\d_]", text) and not re.fullmatch(r"[\d.:]*e[-+]?\d+|nan|-?inf(?:inity)?", text):
        return _of_units(text)
    parts = re.split("[:;]", text)
    total = 0.0
    for part in parts[:3]:
        total = total * 60 + float(part)
    if len(parts) == 4:  # frames, 25 a second unless there are more
        total += float(parts[3]) / (25 if float(parts[3]) < 25 else 30 if float(parts[3]) < 30 else 60)
    return round(total, 3)


def _of_units(text: str) -> float:
    worth = {"h": 3600.0, "ч": 3600.0, "m": 60.0, "м": 60.0, "s": 1.0, "с": 1.0}
    found = re.findall(r"(\d+(?:\.\d+)?)\s*([^\W\d_]+)", text)
    if not found or any(unit[0] not in worth for _, unit in found):
        raise ValueError(f"no time: {text}")
    total = sum(float(number) * (0.001 if unit in {"ms", "мс"} else worth[unit[0]]) for number, unit in found)
    return round(total, 3)


def leading(text: str) -> tuple[float, str, bool] | None:
    """The time that `text` begins with, the rest, and whether it is surely no time of day.

    A time in brackets or one with hours, minutes and seconds is sure; «10:30 приехали» is not.
    """
    found = _leading(text)
    if found is None:
        return None
    start, _, rest, sure = found
    return start, rest, sure


def end(text: str) -> float | None:
    """Where the stretch of time that `text` begins with ends («[00:43.8 --> 00:47.8] …»), or None."""
    found = _leading(text)
    return found[1] if found else None


def _leading(text: str) -> tuple[float, float | None, str, bool] | None:
    for pattern, sure in (
        (_F4, True),
        (_BRACKETED, True),
        (_COLUMNS, True),
        (_DOUBLED, True),
        (_BARE, False),
    ):
        found = pattern.match(text)
        if found:
            start, stop = _moments(found)
            # «5 минут 30 секунд» may be words, and so may «10:30»
            sure = sure or found[0].count(":") >= 2 or stop is not None
            return start, stop, text[found.end() :].lstrip(_AFTER), sure
    return None


def trailing(text: str) -> tuple[str, float] | None:
    """`text` without the time that it ends with, and that time: «Иван [00:12]», «Иван 0:00:12»."""
    for pattern in (_F4, _BRACKETED, _BARE):
        for found in pattern.finditer(text):
            touches = (
                pattern is _BARE and found.start() > 0 and text[found.start() - 1] not in " \t[(*_,;|-–—"
            )
            if found.end() == len(text.rstrip()) and found.start() > 0 and not touches:
                return text[: found.start()].rstrip(" \t,;|@-–—"), _moments(found)[0]
    return None


def only(text: str) -> tuple[float, float | None, bool] | None:
    """Start, end and sureness of the time that is all of `text` but for markup; None for other lines."""
    if len(text) > _LONGEST:
        return None
    bare = re.sub(r"\A#{1,6}\s+", "", text.strip()).removesuffix(":").strip("*_`")
    found = _leading(bare) if bare else None
    if found and not found[2].strip("*_`|: "):
        return found[0], found[1], found[3]
    return None


def first(text: str) -> tuple[int, int, float, bool] | None:
    """Where the first time in `text` begins and ends, its seconds, and whether signs enclose it."""
    best: tuple[int, int, float, bool] | None = None
    for pattern in (_F4, _BRACKETED, _DOUBLED, _BARE, _CLOSING):
        found = pattern.search(text)
        if found and (best is None or found.start() < best[0]):
            best = found.start(), found.end(), _moments(found)[0], pattern in (_F4, _BRACKETED)
    return best


def dated(text: str) -> tuple[int, int] | None:
    """Where the first date with a time of day in `text` begins and ends; chats write it beside the name."""
    found = _DATED.search(text)
    return found.span() if found else None


def dated_head(text: str) -> str:
    """`text` without the date and time of day that it begins with; "" where it begins with none."""
    found = _DATED_HEAD.match(text)
    return text[found.end() :] if found else ""


def cut(text: str, *, after: float | None = None) -> tuple[str, list[tuple[int, float]]]:
    """`text` without the times inside it, and what they say: offsets into the new text, and seconds.

    Taken are times in brackets or f4's signs; in round ones only with hours, or where the time fits
    behind `after`, the last one known: «(10:30)» may be a time of day. Of «[нрзб 00:00:21]» the remark
    stays. An offset at the text's end is the time at which it ends.
    """
    pieces: list[str] = []
    found: list[tuple[int, float]] = []
    length = start = 0
    for match, what in _inside(text):
        moment = _moments(match)[0]
        if match[0].lstrip("*_`")[0] == "(" and not what and match[0].count(":") < 2:
            last = found[-1][1] if found else after
            fits = last is not None and last <= moment <= last + 900
            closing = not text[match.end() :].strip() and text[: match.start()].rstrip()[-1:] in ".?!…»"
            if not (fits or closing):
                continue
        before = text[start : match.start()]
        piece = before + (match["open"] + match["what"].rstrip() if what else "")
        start = match.end()
        if not what and ((not before.strip() and not length) or before[-1:].isspace() or not before):
            start += len(text[start:]) - len(text[start:].lstrip(" \t"))
        pieces.append(piece)
        length += len(piece)
        found.append((length, moment))
    pieces.append(text[start:])
    whole = "".join(pieces)
    bare = whole.rstrip()
    return bare, [(min(offset, len(bare)), moment) for offset, moment in found]


def _inside(text: str) -> list[tuple[re.Match[str], bool]]:
    """The times inside `text` in their order, and whether each stands in a remark."""
    if not re.search(r"\d", text) or not re.search(r"[\[({<【⟨#`|]", text):
        return []
    matches = [
        (match, pattern is _UNCLEAR)
        for pattern in (_F4, _BRACKETED, _UNCLEAR)
        for match in pattern.finditer(text)
    ]
    matches = [(match, what) for match, what in matches if not what or is_remark(match["what"])]
    matches.sort(key=lambda each: (each[0].start(), each[1]))
    kept: list[tuple[re.Match[str], bool]] = []
    for match, what in matches:
        if not kept or match.start() >= kept[-1][0].end():
            kept.append((match, what))
    return kept


def _moments(found: re.Match[str]) -> tuple[float, float | None]:
    groups = {name: value for name, value in found.groupdict().items() if value}
    start = next(
        groups[name] for name in ("start", "low", "plain", "cstart", "clow", "cplain") if name in groups
    )
    stop = next((groups[name] for name in ("stop", "high", "cstop", "chigh") if name in groups), None)
    moment = seconds(start)
    if "tenths" in groups:  # f4 writes the fraction behind a hyphen
        moment = round(moment + int(groups["tenths"]) / 10 ** len(groups["tenths"]), 3)
    return moment, None if stop is None else seconds(stop)
