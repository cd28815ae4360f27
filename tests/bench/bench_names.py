"""How many names are hidden, and how much else: factRuEval-2016 and our own spoken sentences.

Run by `make bench`, or alone: python tests/bench/bench_names.py [--dev] [--misses [--lower]] [--spoken].
Asserts nothing. Skips with a message where ../shared/data/factrueval2016/devset (MIT) is absent.

Each document is an interview of its own, as written and in small letters. Gold are the characters of the
spans name, surname, patronymic and nickname of Person objects, and of org_name of Org objects; places are
shown beside them, although countries are left visible on purpose. *Hidden* is the share of gold characters
that are hidden as whatever kind (what protects), *kind* the share hidden as what they are. *Precision* is
the share of the hidden characters of a kind that lie in a gold object of that kind (descriptors included),
*useful* the share of all hidden characters that lie in a gold object of any kind. Characters are letters and
digits.

`--dev` sees every second document, the half that rules were tuned on; without it the other half and all
are judged. The spoken sentences (tests/names/spoken.txt) were written before they were first run; the other
600 (tests/names/names600.txt) by hands that had not seen the rules, and their misses are not shown.
"""

import os
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

sys.path.insert(0, str(Path(__file__).parents[1]))

from marked_names import BLIND, SPOKEN, Line, measured, read_marked
from otzvuk.anonymise.kind import NameKind, Span
from otzvuk.anonymise.spot import spot

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "factrueval2016" / "devset"
NAMES = {
    "Person": {"name", "surname", "patronymic", "nickname"},
    "Org": {"org_name"},
    "Location": {"loc_name"},
    "LocOrg": {"loc_name"},
}
KINDS = {
    "Person": NameKind.PERSON,
    "Org": NameKind.COMPANY,
    "Location": NameKind.PLACE,
    "LocOrg": NameKind.PLACE,
}


@dataclass(frozen=True)
class Document:
    """A text, and which of its characters belong to names and to whole objects, by kind."""

    id: str
    text: str
    names: dict[NameKind, frozenset[int]]
    objects: dict[NameKind, frozenset[int]]


def read_document(path: Path) -> Document:
    text = path.read_text("utf-8")
    spans = {}
    for line in path.with_suffix(".spans").read_text("utf-8").splitlines():
        if line.strip():
            number, sort, start, length = line.split()[:4]
            spans[number] = (sort, range(int(start), int(start) + int(length)))
    names = {kind: set() for kind in KINDS.values()}
    objects = {kind: set() for kind in KINDS.values()}
    for line in path.with_suffix(".objects").read_text("utf-8").splitlines():
        _, sort, *numbers = line.partition("#")[0].split()
        for number in numbers:
            if sort in KINDS and number in spans:
                named, places = spans[number]
                objects[KINDS[sort]].update(places)
                if named in NAMES[sort]:
                    names[KINDS[sort]].update(places)
    return Document(
        path.stem,
        text,
        {kind: frozenset(at) for kind, at in names.items()},
        {kind: frozenset(at) for kind, at in objects.items()},
    )


def judge(documents: list[Document], *, lower: bool, misses: bool = False) -> dict[str, float]:
    count: Counter[str] = Counter()
    for document in documents:
        text = document.text.lower() if lower else document.text
        assert len(text) == len(document.text)
        (found,) = spot([text])
        letters = {at for at, sign in enumerate(text) if sign.isalnum()}
        by_kind = {kind: covered(found, kind) & letters for kind in NameKind}
        everything = set().union(*by_kind.values())
        anything = set().union(*document.objects.values())
        for kind in (NameKind.PERSON, NameKind.COMPANY, NameKind.PLACE):
            gold = document.names[kind] & letters
            count[f"{kind} gold"] += len(gold)
            count[f"{kind} hidden"] += len(gold & everything)
            count[f"{kind} right"] += len(gold & by_kind[kind])
            count[f"{kind} found"] += len(by_kind[kind])
            count[f"{kind} precise"] += len(by_kind[kind] & document.objects[kind])
            if misses:
                tell(f"MISS {kind} {document.id}", text, gold - everything)
                tell(f"EXTRA {kind} {document.id}", text, by_kind[kind] - anything)
        count["found"] += len(everything)
        count["useful"] += len(everything & anything)
    line = {}
    for kind in (NameKind.PERSON, NameKind.COMPANY, NameKind.PLACE):
        line[f"{kind} hidden"] = count[f"{kind} hidden"] / (count[f"{kind} gold"] or 1)
        line[f"{kind} kind"] = count[f"{kind} right"] / (count[f"{kind} gold"] or 1)
        line[f"{kind} precision"] = count[f"{kind} precise"] / (count[f"{kind} found"] or 1)
    line["useful"] = count["useful"] / (count["found"] or 1)
    return line


def tell(title: str, text: str, places: set[int]) -> None:
    for start, stop in runs(places):
        around = f"…{text[max(0, start - 40) : start]}[{text[start:stop]}]{text[stop : stop + 25]}"
        print(title, " ".join(around.split()))


def covered(spans: list[Span], kind: NameKind) -> set[int]:
    return {at for span in spans if span.kind == kind for at in range(span.start, span.stop)}


def runs(places: set[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for at in sorted(places):
        if found and at - found[-1][1] <= 1:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


def show(title: str, line: dict[str, float]) -> None:
    print(f"{title:32}", "  ".join(f"{name} {value:.3f}" for name, value in line.items()))


def judge_marked(path: Path, *, misses: str = "") -> None:
    """Marked sentences, each a study of its own, with capitals and without; then all of them in one study."""
    lines = read_marked(path)
    written = [line for line in lines if not line.small]
    spoken = [line for line in lines if line.small] or [
        Line(line.text.lower(), line.marked) for line in written
    ]
    for title, some, small in (("as written", written, False), ("small letters", spoken, True)):
        print(f"{f'{path.stem}, {title}':32} {measured(some, small=small, misses=misses)}  of {len(some)}")
        together = measured(some, small=small, each_alone=False)
        print(f"{'  … all in one study':32} {together}")


def main() -> None:
    for path in (SPOKEN, BLIND):
        judge_marked(path, misses="all" if path == SPOKEN and "--spoken" in sys.argv else "")
    if not DATA.is_dir():
        print(f"skipped: no {DATA}")
        return
    documents = [read_document(path) for path in sorted(DATA.glob("*.txt"))]
    misses = "--misses" in sys.argv
    halves = {"tuned half": documents[::2]}
    if "--dev" not in sys.argv:
        halves = {"other half": documents[1::2], "all": documents}
    for name, half in halves.items():
        for lower in (False, True):
            if misses and ("--lower" in sys.argv) != lower:
                continue
            started = time.perf_counter()
            line = judge(half, lower=lower, misses=misses)
            show(f"{name}, {'small letters' if lower else 'as written'}", line)
            print(f"  {len(half)} documents, {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
