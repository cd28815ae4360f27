"""How well the layers beside the codes are found, on the marked sets of tests/layers.

    python tests/bench/bench_layers.py [harm|leaving|matters] [--wrong] [--half odd|even]

A found mark answers a marked one where their spans overlap and kind, sign, verdict or importance agree
(harm: the value too, after conversion). `odd` and `even` are the lines of the file: rules were made with the
odd ones in sight only.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from otzvuk.coding.coder import Coder, coder_for
from otzvuk.coding.leaving import leaving_in
from otzvuk.coding.loss import losses_in
from otzvuk.coding.matters import matters_in
from otzvuk.coding.topic import Topics
from otzvuk.model.codebook import DEFAULT, read_codebook
from otzvuk.model.interview import Interview, Participant, Role, Turn
from otzvuk.model.mention import Kind, Mention
from otzvuk.model.span import Span
from otzvuk.model.study import Guide
from otzvuk.numbers.statistics.interval import wilson

ROOM = Path(__file__).parents[1] / "layers"
HOURS = {"minute": 1 / 60, "hour": 1, "day": 24, "week": 168, "month": 720, "quarter": 2160, "year": 8760}

Item = dict[str, Any]
Found = tuple[Span, dict[str, Any]]


def items_of(name: str, half: str = "") -> list[Item]:
    lines = (ROOM / f"{name}.jsonl").read_text("utf-8").splitlines()
    chosen = {"odd": lines[::2], "even": lines[1::2]}.get(half, lines)
    return [json.loads(line) for line in chosen]


def _span(item: Item, words: str) -> Span:
    start = item["turn"].index(words)
    return Span(start, start + len(words))


CODED: dict[str, list[Mention]] = {}
"""By item: what the coder finds in its turn."""


def code(item: Item, coder: Coder) -> list[Mention]:
    asked = [Turn("И", item["question"], interviewer=True)] if item["question"] else []
    interview = Interview(
        "i", "i.txt", (*asked, Turn("Р", item["turn"])), {"Р": Participant("Р", role=Role.ECONOMIC)}
    )
    return [each for each in coder.code(interview).mentions if each.turn == len(asked)]


def complaints(item: Item) -> list[Mention]:
    return [each for each in CODED.get(item["id"], []) if each.kind is Kind.COMPLAINT]


def harm(item: Item, topics: Topics) -> list[Found]:
    return [
        (
            Span(each.start, each.stop),
            {"kind": each.kind.value, "value": (each.low, each.high), "unit": each.unit},
        )
        for each in losses_in(item["turn"], topics, complaints=complaints(item))
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
    return [(Span(each.start, each.stop), {"sign": each.sign.value}) for each in leaving_in(item["turn"])]


def matters(item: Item, topics: Topics) -> list[Found]:
    found = matters_in(item["turn"], topics, question=item["question"] or "")
    return [
        (Span(each.start, each.stop), {"importance": "important" if each.important else "not"})
        for each in found
    ]


def _size(unit: str, kind: str) -> float:
    return HOURS.get(unit, 1.0) if kind == "time" else 1.0


LAYERS: dict[
    str, tuple[str, Callable[[Item, Topics], list[Found]], Callable[[Item, dict[str, Any]], bool]]
] = {
    "harm": ("amount", harm, same_harm),
    "matters": ("span", matters, lambda mark, found: bool(mark["importance"] == found["importance"])),
    "leaving": ("span", leaving, lambda mark, found: bool(mark["sign"] == found["sign"])),
}


def measure(name: str, half: str, topics: Topics, *, wrong: bool) -> tuple[int, int, int]:
    """Right ones, found ones, marked ones."""
    field, find, same = LAYERS[name]
    right = found_all = marked = 0
    for item in items_of(name, half):
        left = list(item["expected"])
        marked += len(left)
        found = find(item, topics)
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
    names = [each for each in sys.argv[1:] if each in LAYERS] or list(LAYERS)
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
