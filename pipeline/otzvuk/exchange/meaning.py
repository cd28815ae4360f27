"""What a foreign code means: which kind, which code of the codebook, or a new one; by its names alone.

Kinds stand in names («Жалоба: сроки», «Сроки – негатив», a category «Плюсы»), or in a code of their own on
the same stretch. A code is recognised by its label or id; what the codebook lacks is added to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from otzvuk.exchange.codetree import PLACED, SIGN
from otzvuk.exchange.qde import QdeCode
from otzvuk.model.codebook import Code, Codebook, Process
from otzvuk.model.mention import Kind
from otzvuk.read.names import key

_WORDS = {
    Kind.COMPLAINT: """жалоба жалобы негатив негативное негативные минус минусы недовольство проблема проблемы
        критика боль боли слабости complaint complaints negative problem problems pain pains""",
    Kind.PRAISE: """похвала похвалы позитив позитивное позитивные плюс плюсы благодарность достоинства praise
        positive strength strengths""",
    Kind.WISH: """пожелание пожелания предложение предложения запрос запросы идея идеи wish wishes suggestion
        suggestions request requests""",
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_PARTED = re.compile(r"\s*(?:[:/|]|\s[-–—]\s|[()])\s*")
_SIGNED = re.compile(rf"{SIGN}: (complaint|praise|wish) (\S.*)")
_PLACED = re.compile(rf"{PLACED}: (\S+) «(.+)»; этап: (\S+) «(.+)»")
_LEVELS = 3  # theme, code, kind: the tree that this program writes
OWN = "imported"
"""The process and stage of codes that the codebook did not have; also the theme of those without one."""


class Meaning(NamedTuple):
    """`kind` is None where the code does not say it; `code` is "" where it says nothing but the kind."""

    kind: Kind | None
    code: str


def meanings(
    codes: Mapping[str, QdeCode], codebook: Codebook, *, project: str
) -> tuple[dict[str, Meaning], Codebook, list[str]]:
    """What each of `codes` means; the codebook with what it lacked; and in Russian which codes are new.

    `project` names where they come from. Categories that cannot be coded with mean nothing and are left out.
    """
    found: dict[str, Meaning] = {}
    new: dict[tuple[str, ...], str] = {}
    growing = _Growing(codebook, project)
    for each in codes.values():
        if not each.codable:
            continue
        signed = _SIGNED.search(each.description)
        own = signed[2].strip() if signed else ""
        if signed and (own in codebook.codes or own in growing.codebook.codes or growing.take(own, each)):
            found[each.guid] = Meaning(Kind(signed[1]), own)
            continue
        # a label that is also a word for a kind («Проблемы») is the code, where the codebook has it
        whole = _known(each.path, codebook)
        kind, subject = _read(each.path[:-1] if whole else each.path)
        code = whole or (_known(subject, codebook) if subject else "")
        if subject and not code:
            folded = tuple(map(key, subject))
            code = new.get(folded) or growing.add(subject, each.description)
            new[folded] = code
        found[each.guid] = Meaning(kind, code)
    return found, growing.codebook, [f"«{said}» → {code}" for code, said in growing.said.items()]


def _read(path: Iterable[str]) -> tuple[Kind | None, tuple[str, ...]]:
    """The kind that the deepest name tells, and the names without kinds."""
    kind: Kind | None = None
    subject: list[str] = []
    for name in path:
        parts = [part for part in _PARTED.split(name) if part]
        own = [part for part in parts if key(part) in _KINDS]
        if own and (len(parts) == len(own) or key(parts[0]) in _KINDS or key(parts[-1]) in _KINDS):
            kind = _KINDS[key(own[-1])]
            name = re.sub(
                rf"^\s*{re.escape(own[0])}\s*[:/|–—-]\s*|[\s:/|–—(-]*{re.escape(own[-1])}\s*\)?\s*$", "", name
            )
        if name.strip() and (not subject or key(subject[-1]) != key(name)):  # «Сроки / Жалоба: Сроки»
            subject.append(name.strip())
    return kind, tuple(subject)


def _known(subject: tuple[str, ...], codebook: Codebook) -> str:
    """The code whose label or id is the last name; of several, the one whose theme stands above."""
    last = key(subject[-1])
    named = [code for code, each in codebook.codes.items() if last in {key(each.label), key(code)}]
    if len(named) > 1:
        above = {key(name) for name in subject[:-1]}
        named = [code for code in named if key(codebook.label(codebook.theme_of(code))) in above]
    return named[0] if len(named) == 1 else ""


class _Growing:
    """A codebook to which codes are added; `said` are their names in the project."""

    def __init__(self, codebook: Codebook, project: str) -> None:
        self.codebook, self._project = codebook, project
        self.said: dict[str, str] = {}

    def take(self, code: str, node: QdeCode) -> bool:
        """Add a code that this program wrote from a codebook of one's own, with its theme, process and stage.

        False where the tree does not tell them.
        """
        placed = _PLACED.search(node.description)
        theme = code.partition(".")[0]
        if placed is None or len(node.path) < _LEVELS or theme == code:
            return False
        process, process_label, stage, stage_label = placed.groups()
        title, label = node.path[-_LEVELS : -_LEVELS + 2]
        definition = node.description[: node.description.index(SIGN)].strip()
        old = self.codebook
        self.said[code] = f"{title} / {label}"
        self.codebook = old.model_copy(
            update={
                "themes": {**old.themes, theme: title},
                "stages": {**old.stages, stage: stage_label},
                "processes": {**old.processes, process: Process(label=process_label, stage=stage)},
                "codes": {**old.codes, code: Code(label=label, process=process, definition=definition)},
            }
        )
        return True

    def add(self, subject: tuple[str, ...], definition: str) -> str:
        old = self.codebook
        label = " / ".join(subject[1:]) or subject[0]
        theme, title = OWN, f"Из проекта «{self._project}»"
        if len(subject) > 1:
            title = subject[0]
            same = (name for name, each in old.themes.items() if key(each) == key(title))
            theme = next(same, "") or _free(_latin(title), ())
        code = _free(f"{theme}.{_latin(label)}", old.codes)
        self.said[code] = " / ".join(subject)
        self.codebook = old.model_copy(
            update={
                "themes": {**old.themes} | ({} if theme in old.themes else {theme: title}),
                "stages": {**old.stages, OWN: old.stages.get(OWN, "Не отнесено к этапу")},
                "processes": {
                    **old.processes,
                    OWN: old.processes.get(OWN, Process(label="Не отнесено к процессу", stage=OWN)),
                },
                "codes": {**old.codes, code: Code(label=label, process=OWN, definition=definition)},
            }
        )
        return code


_LATIN = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh sch - y - e yu ya"
_LETTERS = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", _LATIN.split(" "), strict=True))


def _latin(text: str) -> str:
    """An id for a name: «Сроки поставки» → `sroki_postavki`."""
    letters = "".join(_LETTERS.get(sign, sign) for sign in text.casefold()).replace("-", "")
    return re.sub(r"[^a-z0-9]+", "_", letters).strip("_")[:40].strip("_") or "code"


def _free(name: str, taken: Iterable[str]) -> str:
    names, number = set(taken), 2
    fresh = name
    while fresh in names:
        fresh, number = f"{name}_{number}", number + 1
    return fresh
