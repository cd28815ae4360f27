"""The sources of a project as they are written: documents, PDFs, recordings with their transcripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from otzvuk.exchange.elements import children, guid_of, tag, targets, text_of, values_of, whole_number
from otzvuk.exchange.guids import bare, is_guid

_RECORDINGS = frozenset({"AudioSource", "VideoSource"})


@dataclass(frozen=True, slots=True)
class QdeCoding:
    """A code on a stretch: who put it there, its memo, and the GUIDs of notes on it."""

    code: str
    user: str = ""
    memo: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QdeSelection:
    """A stretch of a source; positions are as written. `name` is often the beginning of its words."""

    guid: str
    start: int
    stop: int
    name: str = ""
    codings: tuple[QdeCoding, ...] = ()


@dataclass(frozen=True, slots=True)
class QdeSource:
    """A document: where its text is, what is selected in it, its attributes by the variable's name.

    `also` is the GUID of the recording that it is the transcript of, `moments` are its sync points: places
    in the text with milliseconds. `unplaced` counts the codings of the document as a whole, of an area of a
    page, or of a piece of sound that no sync points bound.
    """

    guid: str
    name: str
    kind: str
    plain: str = ""
    rich: str = ""
    inline: str | None = None
    selections: tuple[QdeSelection, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    unplaced: int = 0
    also: str = ""
    moments: tuple[tuple[int, int], ...] = ()

    @property
    def guids(self) -> tuple[str, ...]:
        """The GUIDs by which a case may refer to it."""
        return (self.guid, self.also) if self.also else (self.guid,)


def read_sources(group: Element, variables: Mapping[str, str]) -> Iterator[QdeSource]:
    """The sources in `group`, in their order: a recording stands for each of its transcripts."""
    for number, element in enumerate(group, 1):
        if tag(element) in _RECORDINGS and list(children(element, "Transcript")):
            yield from _transcripts(element, variables, number)
        else:
            yield _document(element, variables, number)


def _document(element: Element, variables: Mapping[str, str], number: int) -> QdeSource:
    kind = tag(element)
    text = element
    if kind == "PDFSource":  # the text of a PDF and what is selected in it is an element of its own
        text = next(children(element, "Representation"), element)
    areas = [each for each in element if tag(each) not in {"PlainTextSelection", "Representation"}]
    unplaced = len(list(children(element, "Coding"))) + sum(
        len(list(children(each, "Coding"))) for each in areas if tag(each).endswith("Selection")
    )
    selections = (
        _selection(each, whole_number(each, "startPosition"), whole_number(each, "endPosition"))
        for each in children(text, "PlainTextSelection")
    )
    return QdeSource(
        guid=guid_of(element),
        name=_name(element, text, number),
        kind=kind,
        plain=text.get("plainTextPath", ""),
        rich=text.get("richTextPath", "") or element.get("path", ""),
        inline=_inline(text),
        selections=tuple(selections),
        values=values_of(element, variables),
        unplaced=unplaced,
    )


def _transcripts(recording: Element, variables: Mapping[str, str], number: int) -> Iterator[QdeSource]:
    texts = list(children(recording, "Transcript"))
    for text in texts:
        points = {guid_of(each): each for each in children(text, "SyncPoint")}
        places = {key: whole_number(each, "position") for key, each in points.items()}
        times = {key: whole_number(each, "timeStamp") for key, each in points.items()}
        selections = [
            _selection(
                each,
                places.get(bare(each.get("fromSyncPoint", "")), -1),
                places.get(bare(each.get("toSyncPoint", "")), -1),
            )
            for each in children(text, "TranscriptSelection")
        ]
        # what is coded in the sound is taken over where sync points say which words are spoken there
        at = {times[key]: place for key, place in places.items()}
        unplaced = len(list(children(recording, "Coding"))) if text is texts[0] else 0
        for each in recording:
            if tag(each) in {"AudioSelection", "VideoSelection"}:
                begin, end = at.get(whole_number(each, "begin"), -1), at.get(whole_number(each, "end"), -1)
                if 0 <= begin < end:
                    selections.append(_selection(each, begin, end))
                elif text is texts[0]:
                    unplaced += len(list(children(each, "Coding")))
        own = _name(recording, text, number)
        yield QdeSource(
            guid=guid_of(text),
            name=own if len(texts) == 1 else text.get("name", "").strip() or own,
            kind=tag(recording),
            plain=text.get("plainTextPath", ""),
            rich=text.get("richTextPath", ""),
            inline=_inline(text),
            selections=tuple(selections),
            values=values_of(recording, variables),
            unplaced=unplaced,
            also=guid_of(recording),
            moments=tuple(sorted((places[key], times[key]) for key in points)),
        )


def _selection(element: Element, start: int, stop: int) -> QdeSelection:
    memo = text_of(element, "Description")
    user = element.get("creatingUser") or element.get("modifyingUser") or ""
    noted = targets(element, "NoteRef")
    codings = tuple(
        QdeCoding(
            code,
            bare(coding.get("creatingUser") or user),
            memo,
            (*noted, *targets(coding, "NoteRef")),
        )
        for coding in children(element, "Coding")
        for code in targets(coding, "CodeRef")
    )
    return QdeSelection(guid_of(element), start, stop, element.get("name", ""), codings)


def _inline(text: Element) -> str | None:
    return next((each.text or "" for each in children(text, "PlainTextContent")), None)


def _name(element: Element, text: Element, number: int) -> str:
    """The source's name, else that of its file: programs may leave it out or repeat the GUID."""
    for each in dict.fromkeys((element, text)):
        name = each.get("name", "").strip()
        if name and not is_guid(name):
            return name
    ways = ("currentPath", "path", "richTextPath", "plainTextPath")
    for path in (each.get(way, "") for each in dict.fromkeys((element, text)) for way in ways):
        stem = PurePosixPath(path.replace("\\", "/")).stem.strip()
        if stem and not is_guid(stem):
            return stem
    return f"Документ {number}"
