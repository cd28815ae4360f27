"""What a reader makes of a file: lines first, then a transcript of turns."""

from __future__ import annotations

from dataclasses import dataclass

from otzvuk.model.interview import Mark, Turn

MENU = "меню"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, a paragraph, a subtitle or a table row, before it is known who speaks.

    `place` says in Russian where it stands («строка 12»). `speaker` is the name that the format itself
    gives (a table column, a voice tag): None where the format gives none, "" where it is left open.
    `seconds` and `stop` are its times in the recording. `bold` is the beginning of the text that is set
    in bold, which may be a name. `outside` names what it is where the format says that nobody says it
    (a menu). `opens` is True where the format says that another speaker begins here, though not who.
    """

    text: str
    place: str
    speaker: str | None = None
    seconds: float | None = None
    stop: float | None = None
    bold: str = ""
    heading: bool = False
    outside: str = ""
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Described:
    """What the file itself says of a speaker, as a survey does: company, position and whatever it asked."""

    speaker: str
    company: str = ""
    position: str = ""
    function: str = ""
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    """The turns of a file, and in Russian what was skipped or guessed on the way.

    Speakers are spelt as in the file; a turn's speaker is "" where nobody is named in the whole file.
    `outside` counts the words that nobody says by what they are («заголовки», «сводка»).
    `described` and `marks` are what a survey says of those who answer and what they gave marks for.
    """

    turns: tuple[Turn, ...]
    notes: tuple[str, ...] = ()
    outside: tuple[tuple[str, int], ...] = ()
    described: tuple[Described, ...] = ()
    marks: tuple[Mark, ...] = ()
