"""What an action of the plan is about and how far it is, by the words of its author."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from otzvuk.model.choice import same_words
from otzvuk.model.codebook import Codebook
from otzvuk.model.plan import Action

_IDLE: Final = re.compile(r"\bне\b|отлож|отмен|снят|план|ждет|ждём|ждем|будет|ещё|еще", re.IGNORECASE)
_BEGUN: Final = re.compile(
    r"сдел|готов|выполн|заверш|закры|внедр|в\s+работе|ид[её]т|начат|начал|запущ|частич", re.IGNORECASE
)


class Progress(StrEnum):
    """How far an action is, as far as its author's words say."""

    BEGUN = "begun"
    IDLE = "idle"
    UNTOLD = "untold"


def progress_of(action: Action) -> Progress:
    """How far an action is.

    >>> progress_of(Action(state="в работе")).value, progress_of(Action(state="не начато")).value
    ('begun', 'idle')
    """
    state = action.state.strip()
    if not state:
        return Progress.UNTOLD
    if _IDLE.search(state):
        return Progress.IDLE
    return Progress.BEGUN if _BEGUN.search(state) else Progress.UNTOLD


def process_of(action: Action, codebook: Codebook) -> str:
    """The id of the process that an action names by id or label, endings apart; "" where that is unclear."""
    said = _folded(action.process)
    if not said:
        return ""
    labels = {name: each.label for name, each in codebook.processes.items()}
    for name, label in labels.items():
        if said in (_folded(name), _folded(label)):
            return name
    near = [name for name, label in labels.items() if same_words(action.process, label)]
    return near[0] if len(near) == 1 else ""


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())
