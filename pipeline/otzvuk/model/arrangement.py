"""`report.yaml`: which sections each report has and in which order, what they are called, and own texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field

from otzvuk.model.choice import choice, guess, listed
from otzvuk.model.errors import InputError
from otzvuk.model.sections import SECTIONS, Report, offered
from otzvuk.model.yamlfile import CheckedModel, Fault, Location


def _worded(value: Any) -> Any:
    """Numbers are words here, too: somebody may call a section 2025."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Words = Annotated[str, BeforeValidator(_worded)]
Names = Annotated[
    tuple[Words, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)
]


class Chosen(CheckedModel):
    """The sections of each report in their order; None: as the program has them."""

    html: Names | None = None
    word: Names | None = None
    slides: Names | None = None


class OwnText(CheckedModel):
    """A text of the user's own: paragraphs (blank lines between), lines of a list begin with «- ».

    One without a title stands under the heading of the section that it is `before`, or at the end of the one
    that it is `after`; one with a title is a section of its own before or after it. `place` "beginning" is
    before all sections. `reports` are those that have it; all unless some are named.
    """

    text: Words = Field(min_length=1)
    title: Words = ""
    before: Words = ""
    after: Words = ""
    place: Literal["", "beginning"] = ""
    reports: Names = tuple(each.value for each in Report)

    @property
    def paragraphs(self) -> tuple[tuple[str, bool], ...]:
        """Its paragraphs, and whether each is an item of a list."""
        found: list[tuple[str, bool]] = []
        fresh = True
        for line in map(str.strip, self.text.splitlines()):
            item = line.startswith(("- ", "– ", "— ", "• "))
            if line and not fresh and not item:
                words, listed_ = found[-1]
                found[-1] = f"{words} {line}", listed_
            elif line:
                found.append((line[2:].strip() if item else line, item))
            fresh = not line
        return tuple(found)


class Arrangement(CheckedModel):
    """What `report.yaml` says; an empty one changes nothing.

    `sections` are for all reports, or a mapping with those of each. `titles` are what sections are called,
    by their name.
    """

    title: Words = ""
    sections: Chosen | Names | None = None
    titles: Mapping[str, Words | None] | None = None
    texts: tuple[OwnText, ...] | None = None

    def faults(self) -> Iterable[Fault]:
        """Names of sections and reports that there are not, sections named twice, texts without a place."""
        if isinstance(self.sections, Chosen):
            for report in Report:
                yield from _unknown(getattr(self.sections, report), ("sections", report.value), report)
        else:
            yield from _unknown(self.sections, ("sections",), None)
        for name in self.titles or {}:
            yield from _unknown_name(name, ("titles", name))
        for at, each in enumerate(self.texts or ()):
            yield from _misplaced(each, ("texts", at))

    def names(self, report: Report) -> tuple[str, ...] | None:
        """The sections that were asked for, in their order; None where nothing was said of that report.

        Of those for all reports a report takes the ones that it can have.
        """
        if isinstance(self.sections, Chosen):
            given = getattr(self.sections, report)
            return None if given is None else tuple(map(section_name, given))
        if self.sections is None:
            return None
        can = offered(report)
        return tuple(name for name in map(section_name, self.sections) if name in can)

    def title_of(self, name: str) -> str:
        """What a section is called here; "" where its usual title stays."""
        own = {section_name(each): title for each, title in (self.titles or {}).items()}
        return " ".join((own.get(name) or "").split())

    def own(self, report: Report, *, before: str = "", after: str = "") -> tuple[OwnText, ...]:
        """The texts of a place of a report; without a section those at the beginning."""
        return tuple(
            each
            for each in self.texts or ()
            if report in each.reports
            and (section_name(each.before) if each.before else "") == before
            and (section_name(each.after) if each.after else "") == after
        )


def section_name(value: str) -> str:
    """The stable name of a section, by its name or title; `InputError` where there is none such."""
    return choice(value, _TITLES, "нет такого раздела")


_TITLES: Final = {name: each.title for name, each in SECTIONS.items()}


def _unknown(names: Sequence[str] | None, location: Location, report: Report | None) -> Iterable[Fault]:
    seen: set[str] = set()
    if names is not None and not names:
        yield Fault(location, "нет ни одного раздела", None, "хотя бы один раздел, или без этого ключа")
    for at, value in enumerate(names or ()):
        here = (*location, at)
        faults = list(_unknown_name(value, here))
        yield from faults
        if faults:
            continue
        name = section_name(value)
        if name in seen:
            yield Fault(here, "раздел стоит дважды", value, "каждый раздел один раз")
        seen.add(name)
        if report is not None and name not in (can := offered(report)):
            there = listed({each: _TITLES[each] for each in can})
            yield Fault(here, f"в {report.file} такого раздела не бывает", value, f"один из: {there}")


def _unknown_name(value: str, location: Location) -> Iterable[Fault]:
    try:
        section_name(value)
    except InputError:
        near = guess(value, _TITLES)
        said = f"раздел из списка{near}" if near else f"один из: {listed(_TITLES)}"
        yield Fault(location, "нет такого раздела", value, said)


def _misplaced(text: OwnText, location: Location) -> Iterable[Fault]:
    given = [name for name in ("before", "after", "place") if getattr(text, name)]
    if len(given) != 1:
        wanted = "одно из: place: beginning, before: раздел, after: раздел"
        what = "у текста нет места" if not given else "у текста несколько мест"
        yield Fault(location, what, ", ".join(given) or None, wanted)
    for name in ("before", "after"):
        if value := getattr(text, name):
            yield from _unknown_name(value, (*location, name))
    for at, value in enumerate(text.reports):
        if value not in set(Report):
            labels = {each.value: each.file for each in Report}
            said = f"одно из: {listed(labels)}{guess(value, labels)}"
            yield Fault((*location, "reports", at), "нет такого отчёта", value, said)
    if not text.paragraphs:
        yield Fault((*location, "text"), "текст пуст", None, "хотя бы одно слово")
