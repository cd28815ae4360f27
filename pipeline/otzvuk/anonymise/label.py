"""What a report calls interviews, people and companies: one placeholder each, so that every count stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Final

from otzvuk.anonymise.names import Names
from otzvuk.model.interview import Interview, company_key, natural
from otzvuk.model.study import Study

_PLAIN: Final = re.compile(
    r"(?:[a-zа-яё]{0,2}|int|interview|инт|интервью|transcript|стенограмма|файл|file)?[\d\W_]*\d[\d\W_]*", re.I
)


def is_plain(name: str) -> bool:
    """Whether an interview's id or a file's name is a mere number or code, which tells nobody anything.

    >>> is_plain("i05"), is_plain("интервью_12"), is_plain("2024-03-15"), is_plain("05-zharoven-2025")
    (True, True, True, False)
    """
    return _PLAIN.fullmatch(name) is not None


def interview_labels(study: Study) -> dict[str, str]:
    """Interview id → what reports call it: itself where all ids are plain, else i01, i02, … in their order.

    Ids of questionnaire scores whose interview was not read are among them.
    """
    own = sorted((interview.id for interview in study.interviews), key=natural)
    others = sorted({score.interview for score in study.scores} - set(own), key=natural)
    if all(map(is_plain, (*own, *others))):
        return {name: name for name in (*own, *others)}
    width = max(2, len(str(len(own) + len(others))))
    return {name: f"i{at:0{width}}" for at, name in enumerate((*own, *others), 1)}


def file_label(file: str, label: str) -> str:
    """What reports call a file: its name where that is plain, else `label` with the same ending.

    >>> file_label("transcripts/05-zharoven.docx", "i05"), file_label("transcripts/12.txt", "i12")
    ('i05.docx', '12.txt')
    """
    path = PurePosixPath(file.replace("\\", "/"))
    return path.name if is_plain(path.stem) else f"{label}{path.suffix}"


class _Unique:
    """Placeholders that differ wherever what they stand for differs."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}
        self._taken: set[str] = set()

    def give(self, key: str, wanted: str) -> str:
        """The placeholder of `key`: `wanted`, with a number added where another already has that."""
        if key not in self._of:
            label, at = wanted, 2
            while label in self._taken:
                label, at = f"{wanted.removesuffix(']')}-{at}]", at + 1
            self._of[key] = label
            self._taken.add(label)
        return self._of[key]


class Speakers:
    """What reports call the people of one interview; two respondents are never called the same."""

    def __init__(self, interview: Interview, names: Names) -> None:
        self._interview, self._names, self._given = interview, names, _Unique()
        asking = {turn.speaker for turn in interview.turns if turn.interviewer}
        self._asking = asking - set(interview.participants)
        for speaker in (*(turn.speaker for turn in interview.turns), *interview.participants):
            self(speaker)

    def __call__(self, speaker: str) -> str:
        """The placeholder of a speaker as turns or scores name them; "" for ""."""
        if not speaker.strip():
            return speaker
        wanted = self._names.speaker(self._interview.id, speaker)
        if speaker in self._asking:  # who asks is not counted, and all who ask may be called the same
            return wanted
        return self._given.give(self._known_as(speaker), wanted if wanted.startswith("[") else "[респондент]")

    def named(self) -> dict[str, str]:
        """Every label of the interview and its placeholder."""
        labels = dict.fromkeys(turn.speaker for turn in self._interview.turns if turn.speaker)
        people = [person.speaker for person in self._interview.participants.values()]
        return {label: self(label) for label in (*labels, *self._interview.participants, *people) if label}

    def _known_as(self, speaker: str) -> str:
        """The person's name in the participants table; several labels can be one person."""
        listed = self._interview.participants.get(speaker)
        if listed:
            return listed.speaker
        for label, person in self._interview.participants.items():  # scores are matched so in `count`
            if company_key(speaker) in (company_key(label), company_key(person.speaker)):
                return person.speaker
        return speaker


class Companies:
    """What reports call companies: spellings that count as one company are called the same, others never."""

    def __init__(self, study: Study, names: Names) -> None:
        self._names, self._given = names, _Unique()
        for interview in study.interviews:
            for person in interview.participants.values():
                self(person.company)

    def __call__(self, company: str) -> str:
        """The placeholder of a company; "" for ""."""
        key = company_key(company)
        if not key:
            return company
        wanted = self._names.company(company)
        return self._given.give(key, wanted if wanted.startswith("[") else "[компания]")


class Strings:
    """Strings and what each is replaced by, where it stands as a whole word; the longest at each place.

    However many there are, a text costs as much as it is long.
    """

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._by_head: dict[str, list[tuple[str, str]]] = {}
        for key in sorted((key for key in labels if len(key) > 2), key=lambda key: -len(key)):
            self._by_head.setdefault(key[:_HEAD], []).append((key, labels[key]))

    def at(self, text: str, place: int) -> tuple[str, str] | None:
        """The longest string that stands in `text` at `place`, and what replaces it."""
        for key, label in self._by_head.get(text[place : place + _HEAD], ()):
            if text.startswith(key, place) and not _is_word_sign(text[place + len(key) :][:1]):
                return key, label
        return None


def replaced(text: str, known: Iterable[Strings]) -> str:
    """The text with all `known` strings replaced; of two that are as long the later one's counts."""
    every = list(known)
    parts, at, done = [], 0, 0
    while at < len(text):
        if at and _is_word_sign(text[at - 1]):
            at += 1
            continue
        found = [one for each in every if (one := each.at(text, at))]
        if not found:
            at += 1
            continue
        key, label = max(reversed(found), key=lambda one: len(one[0]))
        parts += [text[done:at], label]
        at = done = at + len(key)
    return "".join([*parts, text[done:]]) if parts else text


_HEAD: Final = 3  # letters by which strings are looked up: none is shorter


def _is_word_sign(sign: str) -> bool:
    return sign.isalnum() or sign == "_"
