"""Answers that were given, kept in the study's cache by what was asked: a run that breaks off goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from otzvuk.folder.cache import Cache, cache_of
from otzvuk.llm.client import Reply
from otzvuk.llm.prompt import Question

ROOM: Final = "llm"


class Kept:
    """The answers to the questions of one study; believed only where this user signed them."""

    def __init__(self, study: Path) -> None:
        self._cache: Final[Cache] = cache_of(study)
        self._own: dict[str, Reply] = {}  # where nothing can be kept on the disk, for this run

    @property
    def lasts(self) -> bool:
        """Whether answers outlive this run."""
        return self._cache.folder is not None

    def get(self, question: Question) -> Reply | None:
        """The answer to a question; None where it was never given."""
        found = self._own.get(question.key)
        if found is None:
            kept = self._cache.get(ROOM, question.key)
            found = kept if isinstance(kept, Reply) else None
            if found is not None:
                self._own[question.key] = found
        return found

    def put(self, question: Question, reply: Reply) -> None:
        """Keep an answer."""
        self._own[question.key] = reply
        self._cache.put(ROOM, question.key, reply)


def cost(question: Question, reply: Reply) -> int:
    """The tokens that question and answer had: as the server says, else about."""
    return question.tokens if reply.tokens is None else reply.tokens
