"""`study.yaml` and `guide.yaml`: read, and checked against the codebook."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from pydantic import ValidationError

from otzvuk.model.choice import near_of
from otzvuk.model.codebook import Codebook, one_of
from otzvuk.model.errors import InputError
from otzvuk.model.study import CODERS, Guide, Item, Items, Question, Settings
from otzvuk.model.yamlfile import Fault, Location, parse_yaml, plain, read_yaml
from otzvuk.plugins import Group, expected, names_of
from otzvuk.read.names import key

_SUPPLIER = ("name", "aliases")


def read_settings(path: Path) -> tuple[Settings, tuple[str, ...]]:
    """The settings of `path`, and in Russian which of its keys mean nothing to the program.

    Foreign keys are allowed, for a study's own notes; a misspelt one must not pass in silence.
    """
    settings = read_yaml(path, Settings)
    if settings.coder not in CODERS or settings.reports:
        read_yaml(path, _PluggedSettings)
    tree = plain(parse_yaml(path.read_text("utf-8-sig"), path))
    keys = tree if isinstance(tree, dict) else {}
    notes = [_foreign(name, path) for name in keys if str(name) not in Settings.model_fields]
    supplier = keys.get("supplier")
    for name in supplier if isinstance(supplier, dict) else ():
        if str(name) not in _SUPPLIER:
            notes.append(_foreign(name, path, _SUPPLIER, "supplier: "))
    return settings, tuple(notes)


class _PluggedSettings(Settings):
    """Settings that name something of plug-ins."""

    def faults(self) -> Iterable[Fault]:
        if self.coder not in (*CODERS, *names_of(Group.CODERS)):
            wanted = expected(Group.CODERS, self.coder, filter(None, CODERS))
            yield Fault(("coder",), "нет такого кодировщика", self.coder, wanted)
        for at, name in enumerate(self.reports):
            if name not in names_of(Group.REPORTS):
                yield Fault(("reports", at), "нет такого отчёта", name, expected(Group.REPORTS, name))


def _foreign(name: object, path: Path, known: Iterable[str] = Settings.model_fields, of: str = "") -> str:
    near = difflib.get_close_matches(str(name), known, 1, 0.75)
    hint = f"; возможно, имелся в виду «{near[0]}»" if near else ""
    return f"ключ «{of}{name}» в {path.name} программе незнаком и пропущен{hint}"


def usable_settings(path: Path) -> Settings:
    """What of the faulty settings in `path` is right by itself, to look for further faults with."""
    try:
        tree = plain(parse_yaml(path.read_text("utf-8-sig"), path))
    except (InputError, OSError, UnicodeDecodeError):
        return Settings()
    kept = {}
    for name, value in tree.items() if isinstance(tree, dict) else ():
        try:
            Settings.model_validate({name: value})
        except ValidationError:
            continue
        kept[name] = value
    return Settings.model_validate(kept)


def check_effort(path: Path, settings: Settings, codebook: Codebook) -> None:
    """Raise `InputError` with line and column where `effort` names a process that `codebook` has not."""

    class CheckedSettings(Settings):
        def faults(self) -> Iterable[Fault]:
            for name in self.effort:
                if name not in codebook.processes:
                    expected = near_or_all(name, codebook.processes)
                    yield Fault(("effort", name), "неизвестный процесс", name, expected)

    if settings.effort:
        read_yaml(path, CheckedSettings)


def read_guide(path: Path, codebook: Codebook | None) -> Guide:
    """The interview guide; its codes and processes must be in `codebook` (unchecked where that is None).

    Raises `InputError` with line and column.
    """

    class CheckedGuide(Guide):
        def faults(self) -> Iterable[Fault]:
            if self.items:
                yield Fault(("items",), "незнакомый ключ", "items", "критерии анкеты — в criteria.yaml")
            yield from _unknown(self, codebook) if codebook else ()

    return Guide(blocks=read_yaml(path, CheckedGuide).blocks)


def read_items(path: Path, codebook: Codebook | None, taken: Mapping[str, str]) -> tuple[Item, ...]:
    """The items of `criteria.yaml`; their codes and processes must be in `codebook` (unchecked where None).

    `taken` are the folded names that mean something else already, and what: of these an item may say the
    block alone. Raises `InputError` with line and column for others, too, and for a name that stands twice.
    """

    class CheckedItems(Items):
        def faults(self) -> Iterable[Fault]:
            seen: dict[str, str] = {}
            for at, item in enumerate(self.criteria):
                here, folded = ("criteria", at), key(item.name)
                if folded in seen:
                    yield Fault(here, "критерий стоит дважды", item.name, "каждый критерий один раз")
                elif folded in taken and (item.codes or item.processes or not item.block):
                    what = f"так уже называется «{taken[folded]}» кодовой книги или гайда"
                    yield Fault(
                        here,
                        what,
                        item.name,
                        "другое название; или уберите строку, или оставьте в ней название и block: этот "
                        "критерий известен",
                    )
                seen[folded] = item.name
                if codebook:
                    yield from _named((*here, "codes"), item.codes, "код", codebook.codes)
                    yield from _named((*here, "processes"), item.processes, "процесс", codebook.processes)

    return read_yaml(path, CheckedItems).criteria


def _unknown(guide: Guide, codebook: Codebook) -> Iterable[Fault]:
    for at, block in enumerate(guide.blocks):
        yield from _named(("blocks", at, "codes"), block.codes, "код", codebook.codes)
        yield from _named(("blocks", at, "processes"), block.processes, "процесс", codebook.processes)
        for index, question in enumerate(block.questions):
            if isinstance(question, Question):
                here = ("blocks", at, "questions", index)
                yield from _named((*here, "codes"), question.codes, "код", codebook.codes)
                yield from _named((*here, "processes"), question.processes, "процесс", codebook.processes)


def _named(location: Location, names: Iterable[str], what: str, known: Collection[str]) -> Iterable[Fault]:
    for index, name in enumerate(names):
        if name not in known:
            yield Fault((*location, index), f"неизвестный {what}", name, near_or_all(name, known))


def near_or_all(name: str, known: Collection[str] | Mapping[str, str]) -> str:
    """What to expect in place of `name`: the nearest known name, else the first of them.

    With Russian names where `known` has them (id → name).
    """
    if isinstance(known, Mapping):
        labels = {each: label if isinstance(label, str) else "" for each, label in known.items()}
        near = near_of(name, labels)
        said = {each: f"{each} ({labels[each]})" if labels[each] else each for each in labels}
        return f"«{said[near]}» или другое имя из кодовой книги" if near else one_of(said.values())
    near_names = difflib.get_close_matches(name, known, 1)
    return f"«{near_names[0]}» или другое имя из кодовой книги" if near_names else one_of(known)
