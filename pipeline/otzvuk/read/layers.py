"""Which layer of a recogniser's file is the talk: all of it, with speakers and times where there are some."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from otzvuk.read.pieces import Piece, Speech, layers_of

_WHOLE = 0.8  # share of the most words that any layer has, from which a layer is the whole talk
_TIMED = 0.8
_KEPT = 0.5  # share of what is said, from which fragments tell who says the rest, which they leave out
_TOKEN = 1.3  # words of a fragment, up to which a layer is one of words
_SEVERAL = 5


def the_talk(speech: Speech) -> list[Piece]:
    """The fragments of the best layer, in order; empty where nothing is said in `speech`."""
    layers = _filled([pieces for _, pieces in layers_of(speech) if pieces])
    most = max((_words(pieces) for pieces in layers), default=0)
    whole = [pieces for pieces in layers if _words(pieces) >= max(1, _WHOLE * most)]
    # of equals the one that comes first: what follows is made of it
    return max(whole, key=_worth, default=[])


def _filled(layers: list[list[Piece]]) -> list[list[Piece]]:
    """`layers`; one that names speakers has what it leaves out of a fuller one with the same fragments.

    Who puts speakers to fragments may have none for some: the words are words of the talk all the same.
    """
    keys = [[_key(piece) for piece in pieces] for pieces in layers]
    voices = [len(_voices(pieces)) for pieces in layers]
    found: list[list[Piece]] = []
    for at, pieces in enumerate(layers):
        fuller = (
            layers[other]
            for other in range(len(layers))
            if voices[other] < voices[at]
            and len(pieces) < len(layers[other]) <= len(pieces) / _KEPT
            and _follow(keys[at], keys[other])
        )
        found.append(_merged(pieces, max(fuller, key=len, default=pieces)))
    return found


def _key(piece: Piece) -> tuple[str, str]:
    return (piece.text.strip(), repr(piece.start.value) if piece.start else "")


def _follow(some: list[tuple[str, str]], whole: list[tuple[str, str]]) -> bool:
    """Do `some` stand in the `whole`, in their order?"""
    rest = iter(whole)
    return all(key in rest for key in some)


def _merged(pieces: list[Piece], full: list[Piece]) -> list[Piece]:
    """`full`, with those of `pieces` in the places of its own."""
    at, merged = 0, list[Piece]()
    for piece in full:
        own = at < len(pieces) and _key(piece) == _key(pieces[at])
        merged.append(pieces[at] if own else piece)
        at += own
    return merged


def _voices(pieces: list[Piece]) -> set[str]:
    """Whom fragments or the words in them name as speakers."""
    named = {piece.speaker for piece in pieces if piece.speaker}
    return named | {word.own for piece in pieces for word in _telling(piece) if word.own}


def _telling(piece: Piece) -> list[Piece]:
    """The words inside a fragment, where they are enough to tell who says the rest of it."""
    found = words_in(piece)
    return found if _words(found) >= _KEPT * piece.words else []


def are_words(pieces: list[Piece]) -> bool:
    """Is this a layer of single words?"""
    spoken = [piece for piece in pieces if piece.words]
    return len(spoken) >= _SEVERAL and _words(spoken) <= _TOKEN * len(spoken)


def _worth(pieces: list[Piece]) -> tuple[bool, bool, bool, bool, bool]:
    voices = _voices(pieces)
    channels = {piece.channel for piece in pieces if piece.channel}
    timed = sum(piece.start is not None or bool(words_in(piece)) for piece in pieces)
    return (
        max(len(voices), len(channels)) > 1,
        timed >= _TIMED * len(pieces),
        bool(voices),
        len(pieces) > 1,
        not are_words(pieces),
    )


def _words(pieces: list[Piece]) -> int:
    return sum(piece.words for piece in pieces)


def words_in(piece: Piece) -> list[Piece]:
    """The words inside a fragment, those of the layer that says most; empty where there are none.

    A word that names no speaker has that of its neighbour: recognisers leave out numbers, say.
    """
    if not piece.inside:
        return []
    found = max(piece.inside.values(), key=lambda each: (sum(bool(word.own) for word in each), len(each)))
    last = next((word.own for word in found if word.own), None)
    for word in found:
        word.own = last = word.own or last
    return found


def parted(piece: Piece) -> Iterator[Piece]:
    """`piece`, or its parts where its words have several speakers."""
    words = _telling(piece)
    voices = list(dict.fromkeys(word.own for word in words if word.own))
    if not voices:
        yield piece
        return
    cuts = _cuts(piece.text, words) if len(voices) > 1 else None
    if cuts is None:
        most = max(voices, key=lambda name: sum(word.own == name for word in words))
        yield piece if piece.own else _changed(piece, speaker=most, text=piece.text)
        return
    for at, (offset, word) in enumerate(cuts):
        end = cuts[at + 1][0] if at + 1 < len(cuts) else len(piece.text)
        part = _changed(piece, speaker=word.own, text=piece.text[offset:end])
        if at:
            part.start, part.stop, part.length = word.start, word.stop, word.length
        if at + 1 < len(cuts):
            part.stop, part.length = None, None
        part.turns = piece.turns and at + 1 == len(cuts)
        yield part


def _changed(piece: Piece, *, speaker: str | None, text: str) -> Piece:
    return replace(piece, speaker=speaker, text=text)


def _cuts(text: str, words: list[Piece]) -> list[tuple[int, Piece]] | None:
    """Where in `text` the speaker changes, and the words from which another speaks; None if they differ."""
    found: list[tuple[int, Piece]] = []
    at = 0
    lower = text.casefold() if len(text.casefold()) == len(text) else text
    for word in words:
        spelt = word.text.strip()
        spelt = spelt.casefold() if lower is not text else spelt
        place = lower.find(spelt, at) if spelt else at
        if place < 0 or place - at > 40:
            return None
        if not found or found[-1][1].own != word.own:
            found.append((place if found else 0, word))
        at = place + len(spelt)
    return found
