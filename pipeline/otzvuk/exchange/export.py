"""A coded study → a REFI-QDA project (`.qdpx`), to go on with in MAXQDA, ATLAS.ti, NVivo or QualCoder.

Each mention is a selection of its own with one coding and a memo as its description. The schema of the
standard (1.5) allows more than programs read; what some of them choke on is never written: a BOM, CRLF,
text inside the XML, a folder `Sources/`, a container with nothing in it, an element without a date, a name
that two codes, cases, documents or variables share.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from otzvuk.exchange.codetree import Names, Node, code_tree
from otzvuk.exchange.guids import guid
from otzvuk.exchange.memo import write_memo
from otzvuk.exchange.people import Case, attributes, cases
from otzvuk.exchange.plain import fit, plain
from otzvuk.folder.whole import whole_file
from otzvuk.model.codebook import Codebook
from otzvuk.model.interview import Interview
from otzvuk.model.mention import PERSON, Coding, Mention
from otzvuk.model.study import Study

PROJECT = "urn:QDA-XML:project:1.0"
ORIGIN = "otzvuk"
PROGRAM = "Отзвук (программа)"
"""The user who stands for the program; each person who has decided something is a user, too."""

SPEAKERS = "Говорящие"
SPEAKS, ASKS = "Говорит: ", "Спрашивает: "
_NO_NAME = re.compile(r'[\\/:*?"<>|\n\t]+')


def export_project(
    study: Study, codings: Iterable[Coding], path: Path, *, moment: datetime | None = None
) -> None:
    """Write `study` as coded in `codings` to `path` (`.qdpx`).

    `moment` is the date that everything in the project bears, now unless given; the same codings and
    moment give the same bytes. Raises `InputError` where the file cannot be written.
    """
    project = _Project(study, tuple(codings), moment or datetime.now(UTC))
    parts = {"project.qde": project.xml(), **project.sources}
    with whole_file(path) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name)  # with the date of 1980, so that the bytes do not tell the time
            entry.compress_type, entry.external_attr, entry.create_system = (
                zipfile.ZIP_DEFLATED,
                0o644 << 16,
                3,
            )
            archive.writestr(entry, data)


def code_element(parent: Element, node: Node) -> None:
    """Add `node` and all below it to `parent`, in the form that projects and codebooks share."""
    told = {"guid": node.guid, "name": node.name, "isCodable": "true" if node.codable else "false"}
    element = SubElement(parent, "Code", told | ({"color": node.colour} if node.colour else {}))
    if node.description:
        SubElement(element, "Description").text = node.description
    for each in node.below:
        code_element(element, each)


def document(root: Element) -> bytes:
    """The bytes of an XML file: UTF-8 without BOM, LF."""
    indent(root)
    head = b'<?xml version="1.0" encoding="utf-8"?>\n'
    return head + tostring(root, encoding="unicode").encode("utf-8") + b"\n"


class _Project:
    """The XML of a project while it is put together; `sources` are the files beside it."""

    def __init__(self, study: Study, codings: Sequence[Coding], moment: datetime) -> None:
        self.codebook: Codebook = study.codebook
        self.name = fit(study.settings.supplier or study.path.resolve().name or ORIGIN)
        self.codings = codings
        self.date = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.users: dict[str, str] = {}
        self.program = self._user("")
        self.sources: dict[str, bytes] = {}
        self.names = Names({SPEAKERS.casefold()})
        used = {mention.code for coding in codings for mention in coding.mentions}
        self.tree = code_tree(self.codebook, self.names, further=used)
        self.variables: dict[str, str] = {}

    def xml(self) -> bytes:
        found = {coding.interview.id: list(cases(coding.interview)) for coding in self.codings}
        speakers = [node for coding in self.codings for node in self._speakers(coding.interview)]
        documents = Names()
        sources = [self._source(coding, found[coding.interview.id], documents) for coding in self.codings]
        people = self._cases([case for each in found.values() for case in each])
        root = Element(
            "Project",
            {
                "xmlns": PROJECT,
                "name": self.name,
                "origin": ORIGIN,
                "creatingUserGUID": self.program,
                "creationDateTime": self.date,
                "modifyingUserGUID": self.program,
                "modifiedDateTime": self.date,
            },
        )
        users = SubElement(root, "Users")
        for user, name in self.users.items():
            SubElement(users, "User", {"guid": user, "name": name})
        codes = SubElement(SubElement(root, "CodeBook"), "Codes")
        nodes = list(self.tree.roots)
        if speakers:
            nodes.append(Node(guid=guid("speakers"), name=SPEAKERS, below=tuple(speakers)))
        for node in nodes:
            code_element(codes, node)
        if self.variables:
            variables = SubElement(root, "Variables")
            for name, key in self.variables.items():
                SubElement(variables, "Variable", {"guid": key, "name": name, "typeOfVariable": "Text"})
        for name, elements in (("Cases", people), ("Sources", sources)):
            if elements:
                SubElement(root, name).extend(elements)
        SubElement(root, "Description").text = (
            "Разметка Отзвука. Каждое упоминание — отрезок с одним кодом («Жалоба: …», «Похвала: …», "
            "«Пожелание: …»); в заметке к нему причина, процесс, уверенность и кто решил. "
            f"Коды в «{SPEAKERS}» отмечают реплики."
        )
        return document(root)

    def _user(self, decided_by: str) -> str:
        name = decided_by.removeprefix(PERSON).strip() if decided_by.startswith(PERSON) else ""
        key = guid("user", "person" if name else "program", name)
        self.users.setdefault(key, " ".join(fit(name).split()) or PROGRAM)
        return key

    def _made(self, user: str) -> dict[str, str]:
        return {"creatingUser": user, "creationDateTime": self.date}

    def _speakers(self, interview: Interview) -> Iterable[Node]:
        told = {turn.speaker: turn.interviewer for turn in reversed(interview.turns)}
        for speaker in dict.fromkeys(turn.speaker for turn in interview.turns):
            name = self.names.fresh(f"{ASKS if told[speaker] else SPEAKS}{speaker} ({interview.id})")
            key = guid("speaker", interview.id, speaker)
            yield Node(
                guid=key, name=name, description=f"Говорящий: {fit(speaker)}", colour="#7F8C8D", codable=True
            )

    def _source(self, coding: Coding, found: Sequence[Case], documents: Names) -> Element:
        interview = coding.interview
        written = plain(interview)
        text, starts = written.text, written.starts
        key = guid("source", interview.id)
        self.sources[f"sources/{key}.txt"] = text.encode("utf-8")
        name = documents.fresh(_NO_NAME.sub("_", interview.id).strip(". ") or key)
        changed = {"modifyingUser": self.program, "modifiedDateTime": self.date}
        source = Element(
            "TextSource",
            {"guid": key, "name": name, "plainTextPath": f"internal://{key}.txt"}
            | self._made(self.program)
            | changed,
        )
        for index, turn in enumerate(interview.turns):
            said = starts[index], starts[index] + len(turn.text)
            if turn.text:
                speaker = guid("speaker", interview.id, turn.speaker)
                self._select(source, text, said, ("turn", interview.id, index), speaker, self.program, "")
        seen: dict[object, int] = {}
        for mention in sorted(coding.mentions, key=lambda each: (each.turn, each.start, each.stop)):
            what = (
                "mention",
                interview.id,
                mention.turn,
                mention.start,
                mention.stop,
                mention.kind,
                mention.code,
            )
            seen[what] = seen.get(what, 0) + 1  # the same twice, as by two people, is two codings
            self._mention(source, text, starts[mention.turn], mention, (*what, seen[what]))
        self._values(source, attributes(interview, found))
        return source

    def _mention(
        self, source: Element, text: str, start: int, mention: Mention, what: tuple[object, ...]
    ) -> None:
        place = start + mention.start, start + mention.stop
        leaf, user = self.tree.leaves[mention.kind, mention.code], self._user(mention.decided_by)
        self._select(source, text, place, what, leaf, user, write_memo(mention, self.codebook))

    def _select(
        self,
        source: Element,
        text: str,
        place: tuple[int, int],
        what: tuple[object, ...],
        code: str,
        user: str,
        memo: str,
    ) -> None:
        start, stop = place
        told = {
            "guid": guid("selection", *what),
            "name": _short(text[start:stop]),
            "startPosition": str(start),
            "endPosition": str(stop),
            **self._made(user),
        }
        selection = SubElement(source, "PlainTextSelection", told)
        if memo:
            SubElement(selection, "Description").text = memo
        coding = SubElement(selection, "Coding", {"guid": guid("coding", *what), **self._made(user)})
        SubElement(coding, "CodeRef", {"targetGUID": code})

    def _cases(self, found: Sequence[Case]) -> list[Element]:
        names, elements = Names(), []
        for interview, person, values in found:
            name = names.fresh(person.speaker, f"{person.speaker} ({interview.id})")
            case = Element("Case", {"guid": guid("case", interview.id, person.speaker), "name": name})
            self._values(case, values)
            SubElement(case, "SourceRef", {"targetGUID": guid("source", interview.id)})
            for index, turn in enumerate(interview.turns):
                if turn.speaker == person.speaker and turn.text and not turn.interviewer:
                    target = guid("selection", "turn", interview.id, index)
                    SubElement(case, "SelectionRef", {"targetGUID": target})
            elements.append(case)
        return elements

    def _values(self, parent: Element, values: Mapping[str, str]) -> None:
        for name, value in values.items():
            shown = " ".join(fit(name).split())
            twin = next((each for each in self.variables if each.casefold() == shown.casefold()), shown)
            key = self.variables.setdefault(twin, guid("variable", twin.casefold()))
            element = SubElement(parent, "VariableValue")
            SubElement(element, "VariableRef", {"targetGUID": key})
            SubElement(element, "TextValue").text = fit(value)


def _short(text: str, limit: int = 60) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= limit else one_line[: limit - 1] + "…"
