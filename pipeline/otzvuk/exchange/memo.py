"""What is said of a mention beside its place and code: why, by whom, how surely; as the memo of a coding."""

from __future__ import annotations

import re
from typing import NamedTuple

from otzvuk.exchange.plain import fit
from otzvuk.model.codebook import Codebook
from otzvuk.model.mention import Mention, Trend

_LINE = re.compile(r"(Динамика|Процесс|Уверенность|Решение): (.*)")
_TRENDS = {trend.label.casefold(): trend for trend in Trend if trend.value}


class Memo(NamedTuple):
    """A memo as read: what of a mention it tells, the rest as `why`; "" and None where it does not."""

    why: str = ""
    trend: Trend = Trend.NONE
    process: str = ""
    confidence: float | None = None
    decided_by: str = ""


def write_memo(mention: Mention, codebook: Codebook) -> str:
    """The memo of `mention`: the reason of its coding, then one line each for what the code does not say."""
    lines = []
    if mention.trend:
        lines.append(f"Динамика: {mention.trend.label}")
    known = codebook.codes.get(mention.code)
    # the code's own process goes without saying: were it written, it would outlive a change of the code
    if mention.process and (known is None or mention.process != known.process):
        lines.append(f"Процесс: {codebook.label(mention.process)} [{mention.process}]")
    lines.append(f"Уверенность: {mention.confidence!r}".replace(".", ","))
    if mention.decided_by:
        lines.append(f"Решение: {mention.decided_by}")
    told = [mention.why, ""] if mention.why else []
    return fit("\n".join([*told, *lines]))


def read_memo(text: str, codebook: Codebook) -> Memo:
    """What a memo tells, also one that people have added to."""
    memo, rest = Memo(), []
    for line in text.replace("\r\n", "\n").split("\n"):
        found = _LINE.fullmatch(line)
        name, value = (found[1], found[2].strip()) if found else ("", "")
        if name == "Динамика" and value.casefold() in _TRENDS:
            memo = memo._replace(trend=_TRENDS[value.casefold()])
        elif name == "Процесс" and (process := _process(value, codebook)):
            memo = memo._replace(process=process)
        elif name == "Уверенность" and (share := _share(value)) is not None:
            memo = memo._replace(confidence=share)
        elif name == "Решение" and value:
            memo = memo._replace(decided_by=value)
        else:
            rest.append(line)
    return memo._replace(why="\n".join(rest).strip())


def _process(value: str, codebook: Codebook) -> str:
    bracketed = re.search(r"\[([^\[\]]+)\]$", value)
    if bracketed and bracketed[1] in codebook.processes:
        return bracketed[1]
    label = value.casefold()
    return next((name for name, each in codebook.processes.items() if each.label.casefold() == label), "")


def _share(value: str) -> float | None:
    try:
        share = float(value.replace(",", "."))
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None
