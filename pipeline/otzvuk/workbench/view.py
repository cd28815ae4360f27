"""A study as one session sees it: with names hidden or as they are.

Places stay those of the transcripts everywhere but on the screen: forms and addresses hold them, decisions
are about them. A placeholder is longer or shorter than its name, so what is shown is cut into pieces that
know which stretch of the transcript each of them stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode

from otzvuk.anonymise import Companies, Hidden, Names, hide_study
from otzvuk.anonymise.label import Strings, is_plain, replaced
from otzvuk.folder.layout import is_own
from otzvuk.model.interview import Interview, Participant, Turn, company_key
from otzvuk.model.mention import PERSON, Mention
from otzvuk.model.stretch import stretches
from otzvuk.model.study import Study

_FILE: Final = re.compile(
    r"(?:(?<=«)[^«»]*|[^\s«»():;,]*)\w\.(?:docx?|odt|rtf|pdf|txt|md|html?|srt|vtt|lrc|json|tsv|csv|xlsx?)(?!\w)",
    re.I,
)
_KEY: Final = 10  # letters of an address that tells nothing


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a turn as it is shown, for [`start`, `stop`) of the transcript; `over` is the mention there.

    `name`: the piece is a placeholder, which stands for its stretch as a whole.
    """

    text: str
    start: int
    stop: int
    over: Mention | None = None
    name: bool = False


@dataclass(frozen=True, slots=True)
class _Placed:
    start: int
    stop: int
    mention: Mention | None = None
    source: tuple[int, int] = (0, 0)


class View:
    """The study `own` as it is shown; `names` are what is hidden, None where nothing is."""

    def __init__(self, own: Study, names: Names | None = None) -> None:
        self._names = names
        shown = own if names is None else hide_study(own, (), names)[0]
        pairs = list(zip(own.interviews, shown.interviews, strict=True))
        self._shown: dict[str, Interview] = {one.id: other for one, other in pairs}
        self._opaque = {_opaque(each.id): each.id for each in own.interviews}
        people = [each for one in own.interviews for each in one.participants.values()]
        self._firms = {company_key(each.company) for each in people if each.company}
        self._companies = None if names is None else Companies(own, names)
        self._labels = Strings({name: label for name, label in _labels(pairs) if not is_plain(name)})
        self.supplier: str = shown.settings.supplier

    @property
    def hidden(self) -> bool:
        """Whether names are hidden."""
        return self._names is not None

    def key(self, interview: str) -> str:
        """What addresses and forms call an interview: its id, unless that tells who is asked."""
        return interview if self._names is None or is_plain(interview) else _opaque(interview)

    def find(self, key: str) -> str:
        """The id of the interview that `key` names, in whichever way; `key` itself where it names none."""
        return key if key in self._shown else self._opaque.get(key, key)

    def address(self, where: str) -> str:
        """An address with the keys of interviews instead of ids that tell who is asked."""
        path, mark, rest = where.partition("?")
        name = unquote(path).removeprefix("/interview/")
        if name in self._shown:
            path = f"/interview/{quote(self.key(name))}"
        pairs = [(key, self._told(value)) for key, value in parse_qsl(rest, keep_blank_values=True)]
        return path + mark + urlencode(pairs)

    def _told(self, value: str) -> str:
        name, bar, rest = value.partition("|")
        if bar and name in self._shown:
            return f"{self.key(name)}|{rest}"
        return self.company(value) if self.is_known(value) else value

    def stretch(self, interview: str, turn: int, start: int, stop: int) -> str:
        """A stretch of the transcript as forms name it."""
        return f"{self.key(interview)}|{turn}|{start}|{stop}"

    def interview(self, interview: str) -> Interview:
        """An interview as it is shown; its turns have the same numbers."""
        return self._shown[interview]

    def title(self, interview: str) -> str:
        """What an interview is called; one that is no longer there tells nothing."""
        known = self._shown.get(interview)
        if known is not None:
            return known.id
        return interview if self._names is None or is_plain(interview) else "[интервью]"

    def turn(self, interview: str, turn: int) -> Turn:
        """A turn as it is shown."""
        return self._shown[interview].turns[turn]

    def person(self, interview: str, turn: int) -> Participant:
        """Who speaks a turn, as shown."""
        own = self._shown[interview]
        return own.participant(own.turns[turn])

    def span(self, interview: str, turn: int, start: int, stop: int) -> tuple[int, int]:
        """Where a stretch of the transcript lies in the turn as shown; a name that an edge cuts is whole."""
        return self._turn(interview, turn).span(start, stop)

    def words(self, interview: str, turn: int, start: int, stop: int) -> str:
        """A stretch of the transcript as it is shown."""
        return self._turn(interview, turn).cut(start, stop)

    def source(self, interview: str, turn: int, start: int, stop: int) -> tuple[int, int]:
        """Which stretch of the transcript [`start`, `stop`) of the turn as shown stands for.

        A placeholder that an edge cuts is taken whole: half a placeholder is no half of a name.
        """
        hidden = self._turn(interview, turn)
        first, last = hidden.source(start), hidden.source(stop)
        for each in hidden.replacements:
            if each.start == last and hidden.start(each.start) < stop:  # inside the placeholder
                last = each.stop
        return first, last

    def edges(self, interview: str, turn: int, edges: Sequence[int]) -> list[int]:
        """Those of `edges` of the transcript that can be seen: not inside a name that is hidden."""
        names = self._turn(interview, turn).replacements
        return [each for each in edges if not any(one.start < each < one.stop for one in names)]

    def pieces(self, interview: str, turn: int, mentions: Sequence[Mention]) -> list[Piece]:
        """A turn as shown, cut at mentions and placeholders; of overlapping mentions the innermost one."""
        hidden = self._turn(interview, turn)
        placed = [_Placed(*hidden.span(each.start, each.stop), each) for each in mentions]
        for each in hidden.replacements:
            placed.append(_Placed(*hidden.span(each.start, each.stop), None, (each.start, each.stop)))
        found, at = list[Piece](), 0
        for piece in stretches(hidden.text, placed):
            over = [each for each in piece.over if each.mention is not None]
            inner = max(over, key=lambda one: one.start).mention if over else None
            name = next((each for each in piece.over if each.mention is None), None)
            start = hidden.source(at)
            source = name.source if name else (start, start + len(piece.text))
            found.append(Piece(piece.text, *source, inner, name is not None))
            at += len(piece.text)
        return found

    def why(self, interview: str, mention: Mention) -> str:
        """What speaks for a mention, as shown; who decided is no secret."""
        if mention.decided_by.startswith(PERSON):
            return mention.why
        return re.sub(r"(?<=\d)%", "\N{NO-BREAK SPACE}%", self.said(mention.why, interview))

    def said(self, text: str, interview: str = "", turn: int | None = None) -> str:
        """What people or the program wrote about an interview, as shown."""
        if self._names is None or not text:
            return text
        return self._names.hide(interview, turn, text).text

    def sentence(self, text: str) -> str:
        """A sentence of the program, as shown: interviews and files by what tells nobody who is asked."""
        if self._names is None or not text:
            return text
        text = replaced(text, [self._labels])
        text = _FILE.sub(lambda found: found[0] if _is_ours(found[0]) else "[файл]", text)
        return self.said(text)

    def company(self, name: str) -> str:
        """What a company is called."""
        return name if self._companies is None else self._companies(name)

    def is_known(self, name: str) -> bool:
        """Whether that is a company of the study, as its participants name it."""
        return company_key(name) in self._firms

    def is_company(self, name: str, wanted: str) -> bool:
        """Whether `name` of a participant is the company that a filter calls `wanted`, in whichever way."""
        return company_key(name) == company_key(wanted) or (bool(name) and self.company(name) == wanted)

    def tells(self, word: str) -> bool:
        """Whether a word by itself may be a part of somebody's name."""
        if self._names is None:
            return False
        folded = word.casefold().replace("ё", "е")
        return folded in self._forms or self._names.hide_text(word.capitalize()).text != word.capitalize()

    @property
    def _forms(self) -> set[str]:
        assert self._names is not None
        if not hasattr(self, "_known"):
            forms = [form for each in self._names.found for form in each.forms]
            self._known = {word.casefold().replace("ё", "е") for form in forms for word in form.split()}
        return self._known

    def _turn(self, interview: str, turn: int) -> Hidden:
        if self._names is None:
            return Hidden(self._shown[interview].turns[turn].text)
        return self._names.hide_turn(interview, turn)


def _labels(pairs: Sequence[tuple[Interview, Interview]]) -> Iterator[tuple[str, str]]:
    """What sentences call interviews and their files, and what these are called where names are hidden."""
    for own, shown in pairs:
        path = PurePosixPath(own.file)
        for name in (own.id, own.file, path.name, path.stem):
            yield name, shown.id if name == own.id else shown.file


def _is_ours(file: str) -> bool:
    name = PurePosixPath(file)
    return is_plain(name.stem) or is_own(name.name)


def _opaque(interview: str) -> str:
    """A name for an address: the same in every session, telling nothing."""
    return sha256(interview.encode()).hexdigest()[:_KEY]
