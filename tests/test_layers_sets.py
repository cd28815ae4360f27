"""The marked sets of tests/layers: every span stands once in its turn, every value is a known one."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

ROOM = Path(__file__).parent / "layers"
CODEBOOK_CODES = {
    "quality.defects",
    "quality.conformity",
    "quality.packaging",
    "quality.assortment",
    "quality.technology",
    "discipline.lead_times",
    "discipline.rhythm",
    "discipline.short_shipment",
    "discipline.commitments",
    "discipline.replanning",
    "discipline.loading",
    "service.response_speed",
    "service.informing",
    "service.manager",
    "service.claims",
    "service.flexibility",
    "service.ordering",
    "service.client_effort",
    "service.tech_support",
    "service.digital",
    "documents.errors",
    "documents.speed",
    "documents.completeness",
    "documents.workflow",
    "price.level",
    "price.policy",
    "price.payment",
    "price.quotas",
    "price.compensation",
    "relationship.overall",
}
SPANS = {
    "rivals": ("rival", "aspect"),
    "rivals_talk": ("rival", "aspect"),
    "harm": ("amount", "trouble"),
    "leaving": ("span", "reason", "who"),
    "matters": ("span", "object"),
}
NEEDED = {
    "rivals": ("rival", "verdict"),
    "rivals_talk": ("rival", "verdict"),
    "harm": ("amount", "kind", "value", "unit"),
    "leaving": ("span", "sign"),
    "matters": ("span", "importance"),
}
VALUES = {
    "rivals": {"verdict": {"better", "worse", "same", "alone"}},
    "rivals_talk": {"verdict": {"better", "worse", "same", "alone"}},
    "harm": {"kind": {"time", "money", "quantity", "frequency", "share"}},
    "leaving": {"sign": {"leaving", "dependence", "stays"}},
    "matters": {"importance": {"important", "not"}},
}
SETS = [name for name in SPANS if (ROOM / f"{name}.jsonl").exists()]


def items_of(name: str) -> list[dict]:
    return [json.loads(line) for line in (ROOM / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def faults(name: str, item: dict) -> list[str]:
    found = []
    for mark in item["expected"]:
        for field in SPANS[name]:
            span = mark[field]
            if span is not None and item["turn"].count(span) != 1:
                found.append(f"{item['id']} {field} «{span}» stands {item['turn'].count(span)} times")
        for field in NEEDED[name]:
            if mark[field] is None:
                found.append(f"{item['id']} lacks {field}")
        for field, allowed in VALUES[name].items():
            if mark[field] not in allowed:
                found.append(f"{item['id']} {field} is {mark[field]}")
        if name == "matters" and mark["object"] is None and not item["question"]:
            found.append(f"{item['id']} has neither an object nor a question that names it")
        code = mark.get("code")
        if code is not None and code not in CODEBOOK_CODES:
            found.append(f"{item['id']} code {code}")
    if not item["expected"] and not item["trap"]:
        found.append(f"{item['id']} is neither marked nor a trap")
    return found


def count_words(name: str) -> str:
    items = items_of(name)
    traps = sum(1 for item in items if item["trap"])
    empty = sum(1 for item in items if not item["expected"])
    marks = [mark for item in items for mark in item["expected"]]
    by_value = Counter(mark[field] for mark in marks for field in VALUES[name])
    spans = sum(1 for mark in marks for field in SPANS[name] if mark[field])
    size = f"{len(items)} items, {traps} traps ({empty} empty), {len(marks)} marks, {spans} spans"
    return f"{name}: {size}, {dict(by_value)}"


@pytest.mark.parametrize("name", SETS)
def test_every_span_stands_once_and_every_value_is_known(name: str) -> None:
    assert [fault for item in items_of(name) for fault in faults(name, item)] == []


@pytest.mark.parametrize("name", SETS)
def test_a_set_is_large_half_traps_and_repeats_nothing(name: str) -> None:
    items = items_of(name)
    assert len(items) >= 120
    assert 0.45 <= sum(1 for item in items if item["trap"]) / len(items) <= 0.55
    assert len({item["turn"] for item in items}) == len(items)


@pytest.mark.parametrize("hand", ["a", "b"])
def test_turns_about_rivals_of_the_training_corpus_are_sound_and_shared_with_no_set(hand: str) -> None:
    path = ROOM.parents[1] / "corpora" / "training" / "layers" / f"rivals-{hand}.jsonl"
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len({item["turn"] for item in items}) == len(items) > 400
    found = [fault for item in items for fault in faults("rivals_talk", item)]
    assert [fault for fault in found if not fault.endswith("lacks rival")] == []  # the question names those
    held = {run for name in SETS for item in items_of(name) for run in runs(item["turn"])}
    assert not held & {run for item in items for run in runs(item["turn"])}


def runs(text: str) -> set[tuple[str, ...]]:
    """All runs of seven words."""
    words = re.findall(r"[\w-]+", text.lower().replace("ё", "е"))
    return {tuple(words[at : at + 7]) for at in range(len(words) - 6)}


if __name__ == "__main__":
    for each in SETS:
        print(count_words(each))
        for one in items_of(each):
            for fault in faults(each, one):
                print("  ", fault)
