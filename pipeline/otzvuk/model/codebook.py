"""What is looked for: codes, the processes and journey stages they belong to, and the lenses over them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, field_validator

from otzvuk.model.bundled import bundled
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Role
from otzvuk.model.yamlfile import CheckedModel, Fault, read_yaml

DEFAULT = "b2b"


def pattern_parts(text: str) -> list[str]:
    """The parts of a pattern between «&», checked; the language is that of `otzvuk.coding.pattern`.

    Raises `ValueError` that says in Russian what a faulty pattern should be.

    >>> pattern_parts("срок .. сорвать & !годности")
    ['срок .. сорвать', '!годности']
    """
    parts = [part.strip() for part in text.split("&")]
    for part in parts:
        bare = part.removeprefix("!").split()
        if not bare:
            raise ValueError("шаблон, в котором части между «&» не пусты")
        if bare[0] == ".." or bare[-1] == "..":
            raise ValueError("шаблон, в котором «..» стоит между словами")
        for element in bare:
            if element != ".." and not _ELEMENT.fullmatch(element):
                raise ValueError(
                    f"шаблон из слов, «..», «|», «*», «=», «&», «!»; в нём непонятное «{element}»"
                )
    if parts[0].startswith("!"):
        raise ValueError("шаблон, который не начинается с «!»")
    return parts


_ELEMENT = re.compile(r"=?[\w-]+\*?(\|=?[\w-]+\*?)*")


def _checked(text: str) -> str:
    pattern_parts(text)
    return text


Pattern = Annotated[str, AfterValidator(_checked)]


class Patterns(CheckedModel):
    """Lemma patterns of a code, in the language of `otzvuk.coding.pattern`.

    `topic` says what is talked about, whatever the speaker thinks of it; the other three say the kind too.
    """

    topic: tuple[Pattern, ...] = ()
    complaint: tuple[Pattern, ...] = ()
    praise: tuple[Pattern, ...] = ()
    wish: tuple[Pattern, ...] = ()


class Code(CheckedModel):
    """One thing that can be evaluated. `lenses` are its values by lens id (level, block, …).

    `process` is the code's own; `other_processes` are those that a speaker's words may put it in instead
    (a price complaint about a mid-contract rise is terms_revision, not pricing). `examples` are words that
    people said of it, `like` the codes of the default codebook that it is like: what the shipped model knows
    of those, it knows of this one.
    """

    label: str
    process: str
    other_processes: tuple[str, ...] = ()
    definition: str = ""
    lenses: Mapping[str, str] = Field(default_factory=dict)
    patterns: Patterns = Patterns()
    examples: tuple[str, ...] = ()
    like: tuple[str, ...] = ()

    @field_validator("like", "examples", mode="before")
    @classmethod
    def _one_as_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) and value.strip() else value or []


class Process(CheckedModel):
    """A process of the supplier, the journey stage it belongs to, and patterns of words that name it."""

    label: str
    stage: str
    definition: str = ""
    patterns: tuple[Pattern, ...] = ()


class LensGroup(CheckedModel):
    """A group of a lens's values, such as a tier of a pyramid."""

    label: str
    values: tuple[str, ...] = Field(min_length=1)


class Lens(CheckedModel):
    """An attribute of codes along which mentions can be rolled up; `values` are its ids and labels.

    A value may have no code: it is shown as unmentioned. Where there are `groups`, every value is in exactly
    one of them.
    """

    label: str
    values: Mapping[str, str]
    groups: Mapping[str, LensGroup] = Field(default_factory=dict)

    def group_of(self, value: str) -> str:
        """The id of the group that a value is in; the empty string where the lens has none."""
        return next((name for name, group in self.groups.items() if value in group.values), "")


# A lens becomes a column of the mentions (`count.with_lenses`), so it cannot bear a name these tables have.
RESERVED = frozenset(
    re.findall(
        r"\w+",
        """interview file turn speaker start end text kind code theme process stage trend confidence
        decided_by company position role function wave criterion value scale source group label depth
        mentions respondents companies asked reach share praise complaint wish""",
    )
)


class RoleTitles(CheckedModel):
    """Beginnings of words in a job title that give a person this role."""

    titles: tuple[str, ...] = ()


class Codebook(CheckedModel):
    """Codes, processes, stages, lenses and roles, in the order of the file.

    Codes are named `theme.subtheme`; the theme is the part before the dot. The process of a mention is
    that of its code unless the words say otherwise; the stage is that of its process.
    """

    name: str
    version: str = "1"
    language: str = "ru"
    themes: Mapping[str, str]
    stages: Mapping[str, str]
    processes: Mapping[str, Process]
    lenses: Mapping[str, Lens] = Field(default_factory=dict)
    roles: Mapping[Role, RoleTitles] = Field(default_factory=dict)
    codes: Mapping[str, Code] = Field(min_length=1)

    def faults(self) -> Iterable[Fault]:
        """References to themes, stages, processes, lenses and values that the file does not define."""
        yield from self._lens_faults()
        for name, process in self.processes.items():
            if process.stage not in self.stages:
                yield Fault(
                    ("processes", name, "stage"), "неизвестный этап", process.stage, one_of(self.stages)
                )
        for name, code in self.codes.items():
            theme, dot, _ = name.partition(".")
            if not dot or theme not in self.themes:
                yield Fault(
                    ("codes", name),
                    "у кода неизвестная тема",
                    name,
                    f"тема.подтема, где тема — {one_of(self.themes)}",
                )
            for place, wanted in [
                (("process",), code.process),
                *((("other_processes", n), each) for n, each in enumerate(code.other_processes)),
            ]:
                if wanted not in self.processes:
                    near = difflib.get_close_matches(wanted, self.processes, 1)
                    hope = (
                        f"«{near[0]}» или другой процесс из раздела processes"
                        if near
                        else one_of(self.processes)
                    )
                    yield Fault(("codes", name, *place), "неизвестный процесс", wanted, hope)
            yield from _like_faults(name, code)
            for lens, value in code.lenses.items():
                if lens not in self.lenses:
                    yield Fault(
                        ("codes", name, "lenses", lens), "неизвестный разрез", lens, one_of(self.lenses)
                    )
                elif value not in self.lenses[lens].values:
                    yield Fault(
                        ("codes", name, "lenses", lens),
                        "неизвестное значение разреза",
                        value,
                        one_of(self.lenses[lens].values),
                    )

    def _lens_faults(self) -> Iterable[Fault]:
        for name, lens in self.lenses.items():
            if name in RESERVED:
                yield Fault(("lenses", name), "имя разреза занято", name, "другое имя, например my_lens")
            seen: set[str] = set()
            for group, held in lens.groups.items():
                for at, value in enumerate(held.values):
                    where = ("lenses", name, "groups", group, "values", at)
                    if value not in lens.values:
                        yield Fault(where, "неизвестное значение разреза", value, one_of(lens.values))
                    elif value in seen:
                        yield Fault(
                            where, "значение разреза в группах дважды", value, "каждое значение один раз"
                        )
                    seen.add(value)
            for value in lens.values:
                if lens.groups and value not in seen:
                    place = ("lenses", name, "values", value)
                    yield Fault(place, "значение разреза без группы", value, one_of(lens.groups))

    def theme_of(self, code: str) -> str:
        """The theme's id: the part of the code before the dot."""
        return code.partition(".")[0]

    def process_of(self, code: str) -> str:
        """The process a code belongs to by default."""
        return self.codes[code].process

    def stage_of(self, process: str) -> str:
        """The journey stage of a process."""
        return self.processes[process].stage

    def label(self, identifier: str) -> str:
        """The Russian label of a code, theme, process, stage or lens's value; else the id itself."""
        if identifier in self.codes:
            return self.codes[identifier].label
        if identifier in self.processes:
            return self.processes[identifier].label
        of_lenses = (own.values[identifier] for own in self.lenses.values() if identifier in own.values)
        return self.themes.get(identifier) or self.stages.get(identifier) or next(of_lenses, identifier)


def _like_faults(name: str, code: Code) -> Iterable[Fault]:
    for at, wanted in enumerate(code.like):
        known = _default_codes()
        if wanted not in known:
            near = difflib.get_close_matches(wanted, known, 1)
            hope = f"«{near[0]}» или другой код книги {DEFAULT}" if near else one_of(known)
            yield Fault(("codes", name, "like", at), "неизвестный код встроенной книги", wanted, hope)


@cache
def _default_codes() -> tuple[str, ...]:
    return tuple(read_codebook(DEFAULT).codes)


def one_of(names: Iterable[str], most: int = 8) -> str:
    """«одно из: a, b, c…», for messages; at most `most` names."""
    listed = list(names)
    return "одно из: " + ", ".join(listed[:most]) + ("…" if len(listed) > most else "")


def read_codebook(name_or_path: str | Path = DEFAULT, *, beside: Path | None = None) -> Codebook:
    """Read a codebook: the name of a bundled one, or the path of a YAML file (relative to `beside`).

    Raises `InputError` with file, line and column where the file is faulty, and with the names of the
    bundled codebooks where there is no such file.
    """
    name = str(name_or_path)
    folder = bundled("models", "codebooks")
    path = folder / f"{name}.yaml"
    if not path.is_file() or "/" in name or "\\" in name:
        path = (beside or Path()) / name
    if not path.is_file():
        known = sorted(file.stem for file in folder.glob("*.yaml"))
        raise InputError(
            "нет такой кодовой книги", value=name, expected=f"путь к файлу YAML или {one_of(known)}"
        )
    return read_yaml(path, Codebook)
