"""The notes (memos) of a project: what they say, and what they are on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from otzvuk.exchange.elements import children, guid_of, tag, targets, text_of

_OWNERS = {
    "Project": "проекту",
    "Code": "коду",
    "Case": "случаю",
    "Variable": "переменной",
    "TextSource": "документу",
    "PDFSource": "документу",
    "PictureSource": "рисунку",
    "AudioSource": "записи",
    "VideoSource": "записи",
    "Transcript": "расшифровке",
    "Set": "набору",
    "Link": "связи",
}
_STRETCHES = ("Coding", "Selection")
_DESCRIBED = ("TextSource", "PDFSource", "AudioSource", "VideoSource", "Case", "Set")


@dataclass(frozen=True, slots=True)
class QdeNote:
    """A note: its text where the project itself holds it, else the paths of its files.

    `about` says in Russian what it is on, "" for nothing; `placed` is True where that is a stretch of text.
    """

    guid: str
    name: str
    inline: str | None = None
    plain: str = ""
    rich: str = ""
    about: str = ""
    placed: bool = False


def read_notes(root: Element) -> dict[str, QdeNote]:
    """The notes of a project by GUID, and as such the descriptions of its documents and cases."""
    owners: dict[str, list[str]] = {}
    placed: set[str] = set()
    found: dict[str, QdeNote] = {}
    for element in root.iter():
        noted = targets(element, "NoteRef")
        if noted and tag(element).endswith(_STRETCHES):
            placed.update(noted)
        for guid in noted if tag(element) in _OWNERS else ():
            owners.setdefault(guid, []).append(_told(element))
        if tag(element) in _DESCRIBED and (said := text_of(element, "Description")):
            key = f"description {len(found)}"
            found[key] = QdeNote(guid=key, name="", inline=said, about=_told(element))
    for group in children(root, "Notes"):
        for element in group:
            key = guid_of(element) or f"note {len(found)}"
            found[key] = QdeNote(
                guid=key,
                name=element.get("name", "").strip(),
                inline=next((each.text or "" for each in children(element, "PlainTextContent")), None),
                plain=element.get("plainTextPath", ""),
                rich=element.get("richTextPath", ""),
                about=", ".join(owners.get(key, ())),
                placed=key in placed,
            )
    return found


def listed(notes: Mapping[str, QdeNote], texts: Mapping[str, str]) -> Iterator[str]:
    """The notes as lines for people; those on stretches stand with their mentions."""
    for key, note in notes.items():
        if note.placed and not note.about:
            continue
        told = f" «{note.name}»" if note.name else ""
        about = f" к {note.about}" if note.about else ""
        text = " ".join(texts.get(key, "").split())
        yield f"заметка{told}{about}: {text or 'текста нет'}"


def _told(element: Element) -> str:
    name = " ".join(element.get("name", "").split())
    owner = _OWNERS[tag(element)]
    return f"{owner} «{name}»" if name and tag(element) != "Project" else owner
