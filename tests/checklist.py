"""The checklist sets, `checklist/<phenomenon>.txt`: short coded dialogues, one phenomenon a set.

A set begins with `# ` and one sentence that says what it tests; then come dialogues with an empty line
between them, in the format of `otzvuk.read.read_marked`. «И» asks, everybody else is a respondent. Each
dialogue is an interview of its own, so that no dialogue helps or harms another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from otzvuk.agreement.measure import LEVELS, compare, match
from otzvuk.coding import Coder
from otzvuk.model.bundled import bundled
from otzvuk.model.codebook import DEFAULT, Codebook
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding, Mention
from otzvuk.read.marked import read_marked

FOLDER = Path(__file__).parent / "checklist"
INTERVIEWER = "И"


@dataclass(frozen=True)
class Checklist:
    """A set: its name, what it tests (one English sentence) and its dialogues coded by hand."""

    name: str
    about: str
    gold: tuple[Coding, ...]


@dataclass(frozen=True)
class Result:
    """How a coder does on a set.

    - `f1`: by level (span, kind, code …), over all dialogues; 0 where the set has no mention
    - `alarms`: mentions found per dialogue that has none
    - `quiet`: share of the dialogues without mentions in which none was found; 1 where there is no such
    - `right`: share of all dialogues in which exactly the mentions coded by hand were found, kind included
    """

    dialogues: int
    mentions: int
    f1: dict[str, float]
    alarms: float
    quiet: float
    right: float


def has_model() -> bool:
    """Whether the default codebook's trained model is here; without it the default coder is the rules."""
    return bundled("models", "coders", DEFAULT, "model.json").is_file()


def names() -> list[str]:
    """The names of the sets that there are."""
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def load(name: str, codebook: Codebook) -> Checklist:
    """Read a set; `InputError` names the line of the set's file."""
    path = FOLDER / f"{name}.txt"
    head, *lines = path.read_text("utf-8").splitlines()
    if not head.startswith("# "):
        raise ValueError(f"{path}: the first line says what the set tests, after «# »")
    starts = [n for n, line in enumerate(lines) if line.strip() and not (n and lines[n - 1].strip())]
    gold = []
    for number, (start, stop) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True), 1):
        # empty lines before it keep the numbers of the file's own lines in messages
        text = "\n" * (start + 1) + "\n".join(lines[start:stop])
        marked = read_marked(text, codebook=codebook)
        turns = tuple(replace(turn, interviewer=turn.speaker == INTERVIEWER) for turn in marked.turns)
        interview = Interview(f"{name}-{number:02}", path.name, turns)
        gold.append(Coding(interview, marked.mentions, marked.ratings))
    return Checklist(name, head.removeprefix("# "), tuple(gold))


def measure(coder: Coder, checklist: Checklist) -> Result:
    """Code a set and compare with what was coded by hand."""
    gold = checklist.gold
    coded = [coder.code(each.interview) for each in gold]
    scores, _ = compare(coded, gold)
    found_in_silent = [
        len(ours.mentions) for ours, theirs in zip(coded, gold, strict=True) if not theirs.mentions
    ]
    right = [_same(ours.mentions, theirs.mentions) for ours, theirs in zip(coded, gold, strict=True)]
    silent = max(len(found_in_silent), 1)
    return Result(
        dialogues=len(gold),
        mentions=sum(len(each.mentions) for each in gold),
        f1={str(level): float(f1) for level, f1 in zip(scores["level"], scores["f1"], strict=True)},
        alarms=sum(found_in_silent) / silent,
        quiet=1 - sum(map(bool, found_in_silent)) / silent,
        right=sum(right) / len(right),
    )


def _same(ours: Sequence[Mention], theirs: Sequence[Mention]) -> bool:
    """Whether every mention of either side has its partner of the same kind in the same turn."""
    pairs = 0
    for turn in {each.turn for each in theirs}:
        mine, yours = ([each for each in side if each.turn == turn] for side in (ours, theirs))
        pairs += len(match(mine, yours, LEVELS["kind"]))
    return pairs == len(ours) == len(theirs)
