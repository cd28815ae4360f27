"""The names of a study and what stands for them; hides them in turns, quotes and free text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from otzvuk.anonymise.kind import UNNUMBERED, NameKind, Span
from otzvuk.anonymise.known import FORBIDDEN, Gazetteer
from otzvuk.anonymise.lexicon import fold
from otzvuk.anonymise.offsets import Hidden, Replacement, hidden
from otzvuk.anonymise.word import words
from otzvuk.folder.cache import digest_of, ledger
from otzvuk.language.tokens import is_word, spans

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: Mapping[str, str] = {
    "kind": "string",
    "placeholder": "string",
    "forms": "string",
    "count": "int64",
    "interviews": "string",
    "example": "string",
    "doubt": "string",
}
"""Columns and types of the review table, one row a placeholder (and kind)."""


class Place(NamedTuple):
    """Where a name stands: interview, turn and code points of the turn's text."""

    interview: str
    turn: int
    start: int
    stop: int


@dataclass(frozen=True)
class Found:
    """A name (or all names of one kind that get no number), its forms as written with their counts.

    `example` is the first place and `context` the words around it, for people who review. A respondent whom
    nobody mentions has no forms in turns: `count` is 0 and `example` None. `doubt` says why somebody should
    look at it («» where nothing speaks against it); a line in names.csv settles it.
    """

    kind: NameKind
    placeholder: str
    forms: Mapping[str, int]
    interviews: tuple[str, ...] = ()
    example: Place | None = None
    context: str = ""
    doubt: str = ""

    @property
    def count(self) -> int:
        """How often it is mentioned."""
        return sum(self.forms.values())


def doubtful_first(found: Iterable[Found]) -> list[Found]:
    """The names as people review them: those in doubt first, else in their order."""
    return sorted(found, key=lambda each: not each.doubt)


@dataclass(frozen=True)
class Names:
    """What `find_names` found. `found` is in the order in which placeholders are numbered.

    The mapping is a secret of the study's folder: write it with `write_found`, never into a report.
    """

    found: tuple[Found, ...]
    turns: Mapping[tuple[str, int], Hidden] = field(repr=False)
    speakers: Mapping[tuple[str, str], str] = field(repr=False)
    companies: Mapping[str, str] = field(repr=False)
    small: frozenset[str] = field(repr=False)
    gazetteer: Gazetteer = field(repr=False)
    forms: Mapping[str, Mapping[tuple[str, ...], str]] = field(repr=False)
    ours: frozenset[str] = field(default=frozenset(), repr=False)
    """What the program itself quotes and is nobody's name, folded: codes, processes, labels as «Спикер 2»."""

    @property
    def mapping(self) -> dict[str, str]:
        """Form as written → placeholder; one that means several is given the most frequent."""
        best: dict[str, tuple[int, str]] = {}
        for each in self.found:
            for form, count in each.forms.items():
                if form not in best or count > best[form][0]:
                    best[form] = (count, each.placeholder)
        return {form: placeholder for form, (_, placeholder) in sorted(best.items())}

    def hide_turn(self, interview: str, turn: int) -> Hidden:
        """A whole turn with its names hidden; KeyError for one that is not of the study."""
        return self.turns[interview, turn]

    def hide(self, interview: str, turn: int | None, text: str, *, start: int | None = None) -> Hidden:
        """`text` with its names hidden as they are everywhere.

        A stretch of the turn (`start`, else its first occurrence there) has the turn's own replacements; a
        name that an edge cuts is hidden as a whole. Other text – shortened quotes, notes – is searched for
        the forms of the interview and of the study, for contacts and for people's names; a name that nobody
        has heard of before gets a placeholder without a number. `turn` None: text that belongs to no turn.
        """
        whole = self.turns.get((interview, turn)) if turn is not None else None
        if whole is not None:
            at = start if start is not None and whole.original[start : start + len(text)] == text else None
            at = whole.original.find(text) if at is None else at
            if at >= 0:
                end = at + len(text)
                return Hidden(
                    text,
                    tuple(
                        Replacement(max(each.start, at) - at, min(each.stop, end) - at, each.text)
                        for each in whole.replacements
                        if each.start < end and at < each.stop
                    ),
                )
        return self._hide_free(interview, text)

    def hide_text(self, text: str) -> Hidden:
        """Text that belongs to no interview, such as a summary, with its names hidden."""
        return self._hide_free("", text)

    def speaker(self, interview: str, speaker: str) -> str:
        """What a report calls the speaker of an interview."""
        return self.speakers.get((interview, speaker)) or self.hide_text(speaker).text

    def company(self, company: str) -> str:
        """What a report calls a company of the participants table; "" for ""."""
        if not company.strip():
            return company
        return self.companies.get(company) or self.hide_text(company).text

    def frame(self) -> pd.DataFrame:
        """The review table: columns and types as in `COLUMNS`."""
        import pandas as pd

        rows = [
            {
                "kind": each.kind.label,
                "placeholder": each.placeholder,
                "forms": " | ".join(f"{form} ({count})" for form, count in each.forms.items()),
                "count": each.count,
                "interviews": ", ".join(each.interviews),
                "example": each.context,
                "doubt": each.doubt,
            }
            for each in doubtful_first(self.found)
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict(COLUMNS))

    @cached_property
    def digest(self) -> str:
        """What free text looks like with names hidden depends on no other of the names' parts."""
        forms = {interview: sorted(own.items()) for interview, own in self.forms.items()}
        return digest_of(
            repr((sorted(forms.items()), sorted(self.small), vars(self.gazetteer), sorted(self.ours)))
        )

    @cached_property
    def _begins(self) -> dict[str, frozenset[str]]:
        """The first words of the forms of each interview: where none stands there is nothing to look up."""
        return {
            interview: frozenset(form[0] for form in own if form) for interview, own in self.forms.items()
        }

    def _hide_free(self, interview: str, text: str) -> Hidden:
        kept = ledger("hidden", self.digest)
        if kept is None:
            return self._hidden_free(interview, text)
        known = kept.get((interview, text))
        if known is None:
            found = self._hidden_free(interview, text)
            kept[interview, text] = found.replacements
            return found
        return Hidden(text, known)

    def _hidden_free(self, interview: str, text: str) -> Hidden:
        found: list[Replacement] = []
        forbidden: list[tuple[int, int]] = []
        known = [self.forms.get(interview, {}), self.forms.get("", {})]
        begins = [self._begins.get(name, frozenset()) for name in (interview, "")]
        for sentence in words(text):
            for match in self.gazetteer.matches(sentence, small=interview in self.small):
                if match.known.placeholder == FORBIDDEN:
                    forbidden.append((match.start, match.stop))
                else:
                    found.append(Replacement(match.start, match.stop, match.known.placeholder))
            found += _by_forms(sentence, known, begins)
        taken = list(found)

        def free(start: int, stop: int) -> bool:
            return not any(each.start < stop and start < each.stop for each in taken)

        small = interview in self.small
        known_texts = ledger("texts")
        spotted = None if known_texts is None else known_texts.get((text, small))
        if spotted is None:
            from otzvuk.anonymise.spot import spot_words

            spotted = spot_words([text], [words(text)], lower=small, tagger=False)[0]
            if known_texts is not None:
                known_texts[text, small] = spotted
        new = [
            Replacement(span.start, span.stop, UNNUMBERED[span.kind])
            for span in spotted
            if free(span.start, span.stop) and not self._is_ours(text, span)
        ]
        return hidden(
            text,
            [
                each
                for each in [*found, *new]
                if not any(start < each.stop and each.start < stop for start, stop in forbidden)
            ],
        )

    def _is_ours(self, text: str, span: Span) -> bool:
        """Whether a program's sentence only quotes there what nobody is called: a process, a word for a role.

        A firm that somebody quoted in small letters is known from its turn and is no new one here.
        """
        start = span.start - 1 if text[span.start : span.start + 1] != "«" else span.start
        stop = span.stop + 1 if text[span.stop - 1 : span.stop] != "»" else span.stop
        quoted = text[max(start, 0) : stop]
        if len(quoted) < _SHORTEST or quoted[0] != "«" or quoted[-1] != "»":
            return False
        own = quoted[1:-1]
        return fold(own) in self.ours or (span.kind == NameKind.COMPANY and own == own.lower())


_SHORTEST = 4  # signs of what is quoted, with the marks around it
_SIZE = 6  # words of the longest form looked for in free text


def _by_forms(
    sentence: Sequence[object],
    known: Sequence[Mapping[tuple[str, ...], str]],
    begins: Sequence[frozenset[str]],
) -> list[Replacement]:
    from otzvuk.anonymise.word import Word

    items = [word for word in sentence if isinstance(word, Word) and word.is_word]
    found, at = [], 0
    while at < len(items):
        begin = items[at].text
        if not any(begin in each or fold(begin) in each for each in begins):
            at += 1
            continue
        for size in range(min(_SIZE, len(items) - at), 0, -1):
            piece = items[at : at + size]
            key = form_key([word.text for word in piece])
            placeholder = next((table[key] for table in known if key in table), None)
            if placeholder:
                found.append(Replacement(piece[0].start, piece[-1].stop, placeholder))
                at += size
                break
        else:
            at += 1
    return found


def form_key(written: Sequence[str]) -> tuple[str, ...]:
    """How a form is looked up in free text: folded; but «Вера» keeps its capital, «вера» may be a word."""
    from otzvuk.anonymise.lexicon import facts

    if len(written) == 1 and facts(fold(written[0])).doubtful and facts(fold(written[0])).known:
        return (written[0],)
    return tuple(fold(word) for word in written)


def words_of(text: str) -> list[str]:
    """The words of a form as written."""
    return [word for _, _, word in spans(text) if is_word(word)]
