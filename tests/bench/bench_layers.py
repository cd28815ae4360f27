"""How well the layers beside the codes are found, on the marked sets of tests/layers.

    python tests/bench/bench_layers.py [SET …] [odd|even] [--wrong] [--rules]

Sets: rivals, rivals_talk, rivals_declared, rivals_hands, harm, leaving, matters, the last three with
`_fresh` and `_fresh2`; where none is named all but `_fresh2`, of which only totals may be seen, and seldom.

A found mark answers a marked one where their spans overlap and kind, sign, verdict or importance agree
(harm: the value too, after conversion). `odd` and `even` are the lines of the file: rules were made with the
odd ones in sight first. `--rules` leaves the trained heads of harm, leaving and matters out, `--fast` the
careful voice with them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from otzvuk.coding.coder import Coder, coder_for
from otzvuk.coding.firm import Firms, firms_in
from otzvuk.coding.layers import layers_of
from otzvuk.coding.rivals import rivals_in
from otzvuk.coding.topic import Topics
from otzvuk.model.codebook import DEFAULT, read_codebook
from otzvuk.model.interview import Interview, Participant, Role, Turn
from otzvuk.model.layers import Layers
from otzvuk.model.mention import Coding, Mention
from otzvuk.model.span import Span
from otzvuk.model.study import Guide
from otzvuk.numbers.statistics.interval import wilson

ROOM = Path(__file__).parents[1] / "layers"
HANDS = ROOM.parents[1] / "corpora/training/layers"
HOURS = {
    "minute": 1 / 60,
    "hour": 1,
    "day": 24,
    "working day": 24,
    "week": 168,
    "month": 720,
    "quarter": 2160,
    "year": 8760,
}

Item = dict[str, Any]
Found = tuple[Span, dict[str, Any]]


def items_of(name: str, half: str = "") -> list[Item]:
    paths = sorted(HANDS.glob("rivals-*.jsonl")) if name == "rivals_hands" else [ROOM / f"{name}.jsonl"]
    lines = [line for path in paths for line in path.read_text("utf-8").splitlines()]
    chosen = {"odd": lines[::2], "even": lines[1::2]}.get(half, lines)
    return [json.loads(line) for line in chosen]


def _span(item: Item, words: str) -> Span:
    start = item["turn"].index(words)
    return Span(start, start + len(words))


CODED: dict[str, Coding] = {}
"""By item: what the coder finds in its turn."""


def talk(item: Item) -> Interview:
    asked = [Turn("И", item["question"], interviewer=True)] if item["question"] else []
    return Interview(
        "i", "i.txt", (*asked, Turn("Р", item["turn"])), {"Р": Participant("Р", role=Role.ECONOMIC)}
    )


def code(item: Item, coder: Coder) -> Coding:
    coding = coder.code(talk(item))
    return replace(coding, sayings=None) if "--rules" in sys.argv else coding


def found_in(item: Item, topics: Topics) -> Layers:
    return layers_of(CODED.get(item["id"]) or Coding(talk(item), ()), topics)


def harm(item: Item, topics: Topics) -> list[Found]:
    return [
        (
            Span(each.start, each.stop),
            {"kind": each.kind.value, "value": (each.low, each.high), "unit": each.unit},
        )
        for each in found_in(item, topics).losses
    ]


def same_harm(mark: Item, found: dict[str, Any]) -> bool:
    if mark["kind"] != found["kind"]:
        return False
    value = mark["value"] if isinstance(mark["value"], list) else [mark["value"]] * 2
    mine, theirs = _size(found["unit"], found["kind"]), _size(mark["unit"], mark["kind"])
    slack = 0.01 if mark["kind"] == "share" else 0.001 * max(abs(each) for each in value)
    return all(
        abs(one * mine - other * theirs) <= slack * theirs
        for one, other in zip(found["value"], value, strict=True)
    )


def leaving(item: Item, topics: Topics) -> list[Found]:
    return [
        (Span(each.start, each.stop), {"sign": each.sign.value}) for each in found_in(item, topics).leaving
    ]


def matters(item: Item, topics: Topics) -> list[Found]:
    found = found_in(item, topics).matters
    return [
        (Span(each.start, each.stop), {"importance": "important" if each.important else "not"})
        for each in found
    ]


def rivals(item: Item, topics: Topics) -> list[Found]:
    """Comparisons only: words about a rival alone are counted nowhere."""
    own = frozenset({item["supplier"].lower()}) if item.get("supplier") else frozenset()
    asked = item["question"] or ""
    found = rivals_in(
        item["turn"],
        topics,
        own=own,
        firms=firms_in([item["turn"], asked], own),
        mentions=_mentions(item),
        question=asked,
        known=Firms(frozenset(each.lower() for each in item.get("rivals", ()))),
    )
    return [(Span(each.start, each.stop), {"verdict": each.verdict.value}) for each in found]


def _mentions(item: Item) -> list[Mention]:
    coding = CODED.get(item["id"])
    return [] if coding is None else [each for _, _, own, _ in coding.answers() for each in own]


def same_verdict(mark: Item, found: dict[str, Any]) -> bool:
    return bool(mark["verdict"] == found["verdict"])


def _size(unit: str, kind: str) -> float:
    return HOURS.get(unit, 1.0) if kind == "time" else 1.0


LAYERS: dict[
    str, tuple[str, Callable[[Item, Topics], list[Found]], Callable[[Item, dict[str, Any]], bool]]
] = {
    "rivals": ("rival", rivals, same_verdict),
    "rivals_talk": ("rival", rivals, same_verdict),
    "harm": ("amount", harm, same_harm),
    "harm_fresh": ("amount", harm, same_harm),
    "matters": ("span", matters, lambda mark, found: bool(mark["importance"] == found["importance"])),
    "leaving": ("span", leaving, lambda mark, found: bool(mark["sign"] == found["sign"])),
}
LAYERS |= {f"{name}_fresh": LAYERS[name] for name in ("matters", "leaving")}
"""Written by another hand after the rules; since 2026-12-01 their errors are read, as dev sets."""
LAYERS |= {f"{name}_fresh2": LAYERS[name] for name in ("harm", "matters", "leaving")}
"""By another hand again, written after that: only their totals are looked at."""
LAYERS |= dict.fromkeys(("rivals_hands", "rivals_declared"), LAYERS["rivals_talk"])
"""Single turns of the training corpus by two hands more, from which no rule was made."""


def measure(name: str, half: str, topics: Topics, *, wrong: bool) -> tuple[int, int, int]:
    """Right ones, found ones, marked ones."""
    field, find, same = LAYERS[name]
    right = found_all = marked = 0
    for item in items_of(name, half):
        if any(mark[field] is None for mark in item["expected"]):
            continue  # only the question names it
        left = [mark for mark in item["expected"] if mark.get("verdict") != "alone"]
        marked += len(left)
        found = [each for each in find(item, topics) if each[1].get("verdict") != "alone"]
        found_all += len(found)
        missed, false = [], []
        for span, what in found:
            fellow = next((m for m in left if _span(item, m[field]).overlaps(span) and same(m, what)), None)
            if fellow is None:
                false.append((item["turn"][span.start : span.stop], what))
            else:
                left.remove(fellow)
                right += 1
        missed = left
        if wrong and (missed or false):
            print(f"{item['id']} {item['question'] or ''} | {item['turn']}")
            for text, what in false:
                print(f"    + «{text}» {what}")
            for mark in missed:
                rest = {k: v for k, v in mark.items() if v is not None and k != field}
                print(f"    - «{mark[field]}» {rest}")
    return right, found_all, marked


def main() -> None:
    names = [each for each in sys.argv[1:] if each in LAYERS] or [
        each for each in LAYERS if not each.endswith("_fresh2")
    ]
    halves = [each for each in sys.argv[1:] if each in {"odd", "even"}] or ["odd", "even"]
    topics = Topics(read_codebook(DEFAULT))
    coder = (
        None
        if "--uncoded" in sys.argv
        else coder_for(topics.codebook, Guide(), careful="--fast" not in sys.argv)
    )
    if coder is not None:
        CODED.update(
            {
                item["id"]: code(item, coder)
                for name in names
                for half in halves
                for item in items_of(name, half)
            }
        )
    for name in names:
        for half in halves:
            right, found, marked = measure(name, half, topics, wrong="--wrong" in sys.argv)
            precision, recall = (right / found if found else 0.0), right / marked
            low, high = wilson(right, found)
            below, above = wilson(right, marked)
            print(
                f"{name} {half}: precision {precision:.3f} [{low:.2f}; {high:.2f}] ({right} of {found}), "
                f"recall {recall:.3f} [{below:.2f}; {above:.2f}] ({right} of {marked})"
            )


if __name__ == "__main__":
    main()
