"""What people selected and coded in a document → mentions in its turns; in Russian what is not kept."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable

from otzvuk.exchange.contents import speakers
from otzvuk.exchange.export import PROGRAM
from otzvuk.exchange.meaning import Meaning, meanings
from otzvuk.exchange.memo import read_memo
from otzvuk.exchange.positions import Text
from otzvuk.exchange.qde import Qde
from otzvuk.exchange.qdesource import QdeCoding, QdeSelection, QdeSource
from otzvuk.exchange.turns import Placed
from otzvuk.model.codebook import Codebook
from otzvuk.model.mention import PERSON, Kind, Mention

UNKNOWN = f"{PERSON}import"
_UNSPOKEN = "отрезки вне слов респондентов (вопросы интервьюера, имена говорящих)"


class Coded:
    """The codings of a project while they are taken over.

    `codebook` is the one given with the codes that it lacked, `speakers` are the codes that mark turns,
    `notes`, `lost` and `counted` say what was guessed and lost; `noted` are the texts of notes by GUID.
    """

    def __init__(self, qde: Qde, codebook: Codebook, *, kind: Kind | None, coder: str, named: str) -> None:
        self.qde, self._kind, self._coder = qde, kind, coder.casefold()
        self.speakers = speakers(qde.codes)
        used = {
            coding.code for source in qde.sources for each in source.selections for coding in each.codings
        }
        # a code that only holds others is a category, whatever it says of itself
        subject = {
            key: each
            for key, each in qde.codes.items()
            if key not in self.speakers and (each.leaf or key in used)
        }
        self._meaning, self.codebook, new = meanings(subject, codebook, project=named)
        self.notes = [f"новый код: {each}" for each in new]
        self.lost: list[str] = []
        self.counted: Counter[str] = Counter()
        self.noted: dict[str, str] = {}
        self._strangers: dict[str, str] = {}

    def mentions(
        self, source: QdeSource, text: Text | None, placed: list[Placed], shown: str
    ) -> tuple[Mention, ...]:
        """The mentions that the selections of `source` are in its turns, `placed` in its `text`."""
        stretches: dict[tuple[int, int], list[tuple[QdeSelection, QdeCoding]]] = defaultdict(list)
        for each in source.selections:
            codings = [one for one in each.codings if one.code not in self.speakers and self._counts(one)]
            place = self._place(each, text, placed) if codings else None
            if codings and place is None:
                where = f"«{each.name[:60]}» ({each.start}–{each.stop})"
                self.lost.append(f"{shown}: отрезок {where} не найден в тексте")
            elif place:
                stretches[place] += [(each, one) for one in codings]
        found: dict[tuple[object, ...], Mention] = {}
        known = [at for at, each in enumerate(placed) if each.pieces]
        starts = [placed[at].pieces[0].text_at for at in known]
        ends = [placed[at].pieces[-1].text_at + placed[at].pieces[-1].length for at in known]
        for (start, stop), coded in stretches.items():
            near = range(bisect_right(ends, start), bisect_left(starts, stop))
            parts = [
                (at, part) for at in (known[one] for one in near) if (part := placed[at].within(start, stop))
            ]
            spoken = [(at, part) for at, part in parts if not placed[at].turn.interviewer]
            if not spoken:
                self.counted[_UNSPOKEN] += len(coded)
                continue
            if len(spoken) > 1:
                self.notes.append(
                    f"{shown}: отрезок {start}–{stop} охватывает реплик респондентов: {len(spoken)}; "
                    "упоминание стоит в каждой"
                )
            elif len(parts) > 1:
                self.notes.append(
                    f"{shown}: из отрезка {start}–{stop} взяты только слова респондента, "
                    "слова интервьюера в нём оставлены"
                )
            for meaning, coding in self._meant(coded):
                for at, (first, last) in spoken:
                    words = placed[at].turn.text[first:last]
                    mention = self._mention(at, first, last, words, meaning, coding)
                    same = (at, first, last, mention.kind, mention.code, mention.process, mention.trend)
                    found.setdefault((*same, mention.decided_by), mention)
        return tuple(sorted(found.values(), key=lambda each: (each.turn, each.start, each.stop)))

    def _counts(self, coding: QdeCoding) -> bool:
        return not self._coder or self.qde.users.get(coding.user, "").casefold() == self._coder

    def _place(
        self, selection: QdeSelection, text: Text | None, placed: list[Placed]
    ) -> tuple[int, int] | None:
        if text is not None:
            start, stop = text.at(selection.start), text.at(selection.stop)
            return (start, stop) if 0 <= start < stop <= len(text.text) else None
        words = " ".join(selection.name.rstrip("…").removesuffix("...").split())
        hits = [
            (piece.text_at + piece_at, piece.text_at + piece_at + len(words))
            for each in placed
            for piece in each.pieces
            if len(words) > 3
            for piece_at in _all(each.turn.text[piece.turn_at : piece.turn_at + piece.length], words)
        ]
        return hits[0] if len(hits) == 1 else None

    def _meant(self, coded: list[tuple[QdeSelection, QdeCoding]]) -> list[tuple[tuple[Kind, str], QdeCoding]]:
        """The kinds and codes of a stretch; a code without a kind takes that of a kind's own code there."""
        known: list[tuple[Meaning, QdeCoding]] = []
        for _, coding in coded:
            meaning = self._meaning.get(coding.code)
            if meaning is None:
                code = self.qde.codes.get(coding.code)
                name = " / ".join(code.path) if code else ""
                self.counted[f"разметка категорией «{name}»" if code else "разметка без кода в проекте"] += 1
            else:
                known.append((meaning, coding))
        kinds = {meaning.kind for meaning, _ in known if meaning.kind and not meaning.code}
        found = []
        for meaning, coding in known:
            if not meaning.code:
                if not any(each.code for each, _ in known):
                    self.counted[f"отрезки, где сказан только вид («{self._name(coding.code)}»)"] += 1
                continue
            kind = meaning.kind or (next(iter(kinds)) if len(kinds) == 1 else None) or self._kind
            if kind is None:
                name = self._name(coding.code)
                self.counted[f"код «{name}»: не видно, жалоба это, похвала или пожелание; отрезков"] += 1
                continue
            found.append(((kind, meaning.code), coding))
        return found

    def _name(self, code: str) -> str:
        return " / ".join(self.qde.codes[code].path)

    def _mention(
        self, turn: int, start: int, stop: int, text: str, meaning: tuple[Kind, str], coding: QdeCoding
    ) -> Mention:
        kind, code = meaning
        memo, user = read_memo(coding.memo, self.codebook), self._user(coding)
        noted = (self.noted.get(key, "") for key in coding.notes)
        person = f"{PERSON}{user}" if user else memo.decided_by or UNKNOWN
        return Mention(
            turn=turn,
            start=start,
            stop=stop,
            text=text,
            kind=kind,
            code=code,
            process=memo.process or self.codebook.process_of(code),
            trend=memo.trend,
            confidence=1.0 if memo.confidence is None else memo.confidence,
            decided_by=memo.decided_by if user == PROGRAM else person,
            why="\n".join(each for each in (memo.why, *noted) if each),
        )

    def _user(self, coding: QdeCoding) -> str:
        """Who coded: also those whom the project does not name are told apart."""
        if not coding.user or self.qde.users.get(coding.user):
            return self.qde.users.get(coding.user, "")
        return self._strangers.setdefault(coding.user, f"Кодировщик {len(self._strangers) + 1}")


def _all(text: str, words: str) -> Iterable[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)
