"""Fragments of speech as they stand in a tree of JSON: what is a text, with what its surroundings say of it.

Nothing here knows a product: a fragment is whatever has a text, and inherits the speaker and the channel of
what it stands in. Fragments that stand under the same keys make a layer: segments, words, the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from otzvuk.read.jsonkeys import (
    ASIDE,
    BEST_FIRST,
    Given,
    channel_in,
    folded,
    interim_in,
    speaker_in,
    text_in,
    times_in,
)

_WORD = re.compile(r"\w+(?:[-’']\w+)*")
_DEEPEST = 60
_NAME = 60  # letters of a name
_NAMES = ("name", "display name", "speaker name")


@dataclass(slots=True, eq=False)
class Piece:
    """A fragment: its text and times as written, who says so, and the fragments that stand inside it.

    `own` is the speaker that it names itself, `speaker` that or the one inherited. `kind` is its type where
    the file gives one («punctuation»), `series` the number of the list that it stands in, `turns` whether
    the speaker changes after it. `lent` is True where its times are those of what it stands in, `interim`
    where the file calls it a guess that a later one replaces.
    """

    text: str
    speaker: str | None = None
    own: str | None = None
    channel: str | None = None
    start: Given | None = None
    stop: Given | None = None
    length: Given | None = None
    kind: str = ""
    series: int = 0
    turns: bool = False
    lent: bool = False
    interim: bool = False
    inside: dict[str, list[Piece]] = field(default_factory=dict)

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(_WORD.findall(self.text))


@dataclass(frozen=True, slots=True)
class Voiced:
    """A stretch of time and who speaks in it, where a file says that apart from the words."""

    speaker: str
    start: Given
    stop: Given | None
    length: Given | None


@dataclass(slots=True)
class Speech:
    """All that a tree holds: layers of fragments by their keys, who speaks when, names of speakers by id."""

    layers: dict[str, list[Piece]] = field(default_factory=dict)
    voiced: list[Voiced] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    stray: dict[str, int] = field(default_factory=dict)  # texts in a layer that are no fragments: their place


def speech_in(tree: Any) -> Speech:
    """All the speech that `tree` may hold."""
    walk = _Walk()
    walk.go(tree, "", _Around())
    return walk.found


@dataclass(frozen=True, slots=True)
class _Around:
    """What is known of a place in the tree from what it stands in."""

    speaker: str | None = None
    channel: str | None = None
    piece: Piece | None = None
    series: int = 0
    depth: int = 0
    interim: bool = False
    times: tuple[Given | None, Given | None, Given | None] = (None, None, None)


class _Walk:
    def __init__(self) -> None:
        self.found = Speech()
        self._lists = 0

    def go(self, tree: Any, path: str, around: _Around) -> None:
        """Look into `tree`, which stands at `path`."""
        if around.depth > _DEEPEST:
            return
        if isinstance(tree, dict):
            rows = _rows(tree)
            if rows is not None:
                self.go(rows, path, around)
            else:
                self._fragment(tree, path, around)
        elif isinstance(tree, list):
            self._series(tree, path, around)

    def _series(self, items: list[Any], path: str, around: _Around) -> None:
        self._lists += 1
        series, inner = self._lists, f"{path}/*"
        last = path.rpartition("/")[2]
        for number, item in enumerate(items, 1):
            channel = str(number) if last in {"channels", "transcripts"} and len(items) > 1 else None
            own = replace(around, channel=around.channel or channel, series=series, depth=around.depth + 1)
            if isinstance(item, str) and item.strip():
                if around.speaker is not None and around.piece is None:  # what somebody says, by sentences
                    said = Piece(
                        text=item,
                        speaker=around.speaker,
                        own=around.speaker,
                        channel=around.channel,
                        series=series,
                    )
                    said.start, said.stop, said.length = around.times
                    said.lent, said.interim = True, around.interim
                    self.found.layers.setdefault(inner, []).append(said)
                else:
                    self.found.stray.setdefault(inner, number)
            else:
                self.go(_fragment_of(item), inner, own)

    def _fragment(self, tree: dict[str, Any], path: str, around: _Around) -> None:
        flat = _with_best_guess(tree)
        own = speaker_in(flat)
        speaker, channel = own or around.speaker, channel_in(flat) or around.channel
        text, piece = text_in(flat), around.piece
        stated = interim_in(flat)
        interim = around.interim if stated is None else stated
        own_times = times_in(flat)
        lent = own_times[0] is None
        start, stop, length = around.times if lent else own_times
        if text is not None and text != "":
            piece = Piece(
                text=text,
                speaker=speaker,
                own=own,
                channel=channel,
                start=start,
                stop=stop,
                length=length,
                series=around.series,
            )
            piece.kind = str(flat.get("type", "")).casefold()
            piece.turns = flat.get("speaker_turn_next") is True
            piece.lent = lent
            piece.interim = interim
            self.found.layers.setdefault(path, []).append(piece)
            if around.piece is not None:
                around.piece.inside.setdefault(path, []).append(piece)
        elif own and start and not lent:
            self.found.voiced.append(Voiced(own, start, stop, length))
        if text is None:
            self._name(flat, path)
        # words that have no time in a fragment that has are not all said at its beginning
        times = (None, None, None) if piece is not around.piece else around.times if lent else own_times
        below = _Around(
            speaker=speaker,
            channel=channel,
            piece=piece,
            series=around.series,
            depth=around.depth + 1,
            interim=interim,
            times=times,
        )
        for key, value in flat.items():
            name = folded(key)
            if isinstance(value, dict | list) and name not in ASIDE and not name.startswith("translat"):
                self.go(value, f"{path}/{name}", below)

    def _name(self, tree: dict[str, Any], path: str) -> None:
        """Take down whom an id means: `{"id": 0, "name": "…"}`, or `{"SPEAKER_00": "…"}` under `speakers`."""
        place = path.removesuffix("/*").rpartition("/")[2]
        if not any(stem in place for stem in ("speaker", "spk", "participant")):
            return
        known = {folded(key): value for key, value in tree.items()}
        id_ = next(
            (known[key] for key in ("id", "spkid", "speaker id", "label", "speaker") if key in known), None
        )
        name = next((known[key] for key in ("name", "display name", "speaker name") if known.get(key)), None)
        if isinstance(name, str) and isinstance(id_, str | int):
            self.found.names.setdefault(str(id_), name.strip())
        elif id_ is None and name is None:
            for key, value in tree.items():
                inner = value.get("name") if isinstance(value, dict) else value
                if isinstance(inner, str) and inner.strip():
                    self.found.names.setdefault(str(key), inner.strip())


def _with_best_guess(tree: dict[str, Any]) -> dict[str, Any]:
    """`tree` with the first of its guesses at what was said in it, in place of all of them."""
    for key in tree:
        if folded(key) in BEST_FIRST and isinstance(tree[key], list) and tree[key]:
            first = tree[key][0]
            if isinstance(first, dict):
                rest = {name: value for name, value in tree.items() if name != key}
                return _with_best_guess({**first, **rest})
    return tree


def _rows(tree: dict[str, Any]) -> list[Any] | None:
    """A table by columns (`{"text": […], "start": […]}`), or fragments by number, as a list; else None."""
    values = list(tree.values())
    if not any(isinstance(each, dict | list) for each in values):
        return None
    if len(values) >= 2 and all(isinstance(each, dict) for each in values) and all(map(str.isdigit, tree)):
        return values
    texts = [key for key, value in tree.items() if _is_column(value) and text_in({key: ""}) is not None]
    if not texts:
        return None
    length = len(_cells(tree[texts[0]]))
    columns = {key: _cells(value) for key, value in tree.items() if _is_column(value, of=object)}
    columns = {key: cells for key, cells in columns.items() if len(cells) == length}
    if len(columns) < 2:
        return None
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _is_column(value: Any, *, of: type = str) -> bool:
    cells = _cells(value)
    return bool(cells) and all(isinstance(each, of) and not isinstance(each, dict | list) for each in cells)


def _cells(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values()) if all(map(str.isdigit, value)) else []
    return value if isinstance(value, list) else []


def _fragment_of(item: Any) -> Any:
    """An item of a list, as a fragment by its parts where it is written otherwise."""
    if isinstance(item, list):
        return _row(item)
    if isinstance(item, dict) and len(item) == 1:
        ((name, said),) = item.items()
        if isinstance(said, str) and text_in(item) is None and speaker_in(item) is None:
            return {"speaker": name, "text": said}  # {"Вера": "Как вам сроки?"}
    return item


def _row(cells: list[Any]) -> Any:
    """A fragment that is written as a list (`[0.0, 4.2, "текст"]`, `["слово", 0.0, 0.4]`) by its parts."""
    texts = [at for at, each in enumerate(cells) if isinstance(each, str) and each.strip()]
    numbers = [
        at for at, each in enumerate(cells) if isinstance(each, int | float) and not isinstance(each, bool)
    ]
    if len(cells) == len(texts) == 2 and len(cells[0]) <= _NAME:
        return {"speaker": cells[0], "text": cells[1]}
    if not texts or len(numbers) < 2:
        return cells
    text = max(texts, key=lambda at: len(cells[at]))
    # the two numbers beside the words are their times: others count, or say how sure the program is
    before, after = [text - 2, text - 1], [text + 1, text + 2]
    times = next((pair for pair in (before, after) if set(pair) <= set(numbers)), numbers[:2])
    found = {"text": cells[text], "start": cells[times[0]], "end": cells[times[1]]}
    others = [cells[at] for at in texts if at != text]
    return {**found, "speaker": others[0]} if others else found


def layers_of(speech: Speech) -> Iterator[tuple[str, list[Piece]]]:
    """The layers of `speech`, what is said twice in a layer left out."""
    for path, pieces in speech.layers.items():
        yield path, _once(pieces)


def _once(pieces: list[Piece]) -> list[Piece]:
    series: dict[int, list[Piece]] = {}
    for piece in pieces:
        series.setdefault(piece.series, []).append(piece)
    if len(series) > 1:
        # some services say at the end all words again, now with speakers
        *others, last = series.values()
        before, again = _spelling([piece for each in others for piece in each]), _spelling(last)
        if before and again[:40] == before[:40] and 0.9 * len(before) <= len(again) <= 1.1 * len(before):
            return last
        # several guesses at one and the same stretch: the first is the likeliest
        series = {key: each[:1] if _are_guesses(each) else each for key, each in series.items()}
        pieces = [piece for each in series.values() for piece in each]
    # «−1» are all voices together, beside each of them
    if {"-1"} < {piece.speaker for piece in pieces}:
        whole = sum(piece.words for piece in pieces if piece.speaker == "-1")
        apart = [piece for piece in pieces if piece.speaker != "-1"]
        if sum(piece.words for piece in apart) >= 0.7 * whole:
            return apart
    return pieces


def _spelling(pieces: list[Piece]) -> str:
    return "".join(char for piece in pieces for char in piece.text.casefold() if char.isalnum())


def _are_guesses(pieces: list[Piece]) -> bool:
    if len(pieces) < 2 or pieces[0].start is None or pieces[0].lent or pieces[0].words < 2:
        return False
    first = pieces[0]
    return all(
        piece.start is not None
        and piece.start.value == first.start.value  # type: ignore[union-attr]
        and (piece.stop is None) == (first.stop is None)
        and (piece.stop is None or piece.stop.value == first.stop.value)  # type: ignore[union-attr]
        for piece in pieces
    )
