"""What a mark is about: a code, process, block of the guide, theme, value of a lens, own item.

A mark for a process or theme belongs to a stage, level or block too, but only where that is certain: where
all codes behind the criterion have the same value of the attribute. Else the attribute stays empty. A
block of the guide titled like a value of a lens has that value.

A mark for a part is not one for the whole: only what names a process, or all of its codes and no others, is
about the process («упаковка» is no mark for the logistics that it belongs to). The other way round, the mark
for all in all (`scores.overall`) is about the supplier as a whole: it has no process, stage or block, but
keeps its level, which may be the organisation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from otzvuk.model.choice import guess
from otzvuk.model.codebook import Code, Codebook, one_of
from otzvuk.model.errors import InputError
from otzvuk.model.study import Guide, Question
from otzvuk.numbers.count import Tables, company_key


class Sort(StrEnum):
    """What kind of thing a criterion is."""

    CODE = "code"
    PROCESS = "process"
    GUIDE = "guide"
    THEME = "theme"
    LENS = "lens"
    ITEM = "item"

    @property
    def label(self) -> str:
        """The sort's Russian name."""
        return {
            "code": "Код",
            "process": "Процесс",
            "guide": "Блок гайда",
            "theme": "Тема",
            "lens": "Значение разреза",
            "item": "Критерий анкеты",
        }[self.value]


@dataclass(frozen=True)
class Criterion:
    """Something that can be marked, and where it belongs.

    A mention is about the criterion where its code is in `codes` or its process in `processes`. `theme`,
    `process`, `stage` and the values of `lenses` are empty where they are not certain.
    """

    id: str
    label: str
    sort: Sort
    codes: frozenset[str]
    processes: frozenset[str]
    theme: str
    process: str
    stage: str
    lenses: Mapping[str, str]
    block: str = ""
    """The part of the client's questionnaire that it stands in, in the words of criteria.yaml."""

    def holds(self, code: str, process: str) -> bool:
        """Whether a mention of that code and process is about this criterion."""
        return code in self.codes or process in self.processes

    def is_only(self, code: str) -> bool:
        """Whether this is asked about that code and nothing else."""
        return self.codes == {code} and not self.processes and self.sort in (Sort.CODE, Sort.GUIDE, Sort.ITEM)


LEVEL = "level"
"""The lens whose values say at which level of the supplier a mark is: product, department, organisation."""


def criteria(codebook: Codebook, guide: Guide | None = None) -> dict[str, Criterion]:
    """All that can be marked, by id (of a block of the guide or an item of the questionnaire: its title).

    One id means one thing: a code before a process, a block of the guide, a theme, a value of a lens and an
    item of the client's own questionnaire.
    A theme that bears the id of a lens value is both.
    """
    found: dict[str, Criterion] = {}
    for name, code in codebook.codes.items():
        found[name] = _criterion(codebook, name, code.label, Sort.CODE, codes=[name])
    for name, process in codebook.processes.items():
        if name not in found:
            found[name] = _criterion(codebook, name, process.label, Sort.PROCESS, processes=[name])
    for block in (guide or Guide()).blocks:
        if block.title not in found:
            asked = [question for question in block.questions if isinstance(question, Question)]
            codes = [*block.codes, *(code for question in asked for code in question.codes)]
            # A block's processes repeat those of its codes; alone they say what the block is about.
            processes = [] if codes else [*block.processes, *(each for q in asked for each in q.processes)]
            found[block.title] = _criterion(
                codebook,
                block.title,
                block.title,
                Sort.GUIDE,
                codes=codes,
                processes=processes,
                whole=block.processes,
            )
    for name, label in codebook.themes.items():
        if name not in found:
            codes = [code for code in codebook.codes if codebook.theme_of(code) == name]
            found[name] = _criterion(codebook, name, label, Sort.THEME, codes=codes, theme=name)
    for lens in codebook.lenses.values():
        for value, label in lens.values.items():
            if value not in found:
                codes = [name for name, code in codebook.codes.items() if value in code.lenses.values()]
                found[value] = _criterion(codebook, value, label, Sort.LENS, codes=codes)
    titled = {company_key(each.label): name for name, each in reversed(found.items())}
    for item in (guide or Guide()).items:
        known = item.name if item.name in found else titled.get(company_key(item.name))
        if known is None:
            own = _criterion(
                codebook, item.name, item.name, Sort.ITEM, codes=item.codes, processes=item.processes
            )
            found[item.name] = _in_block(codebook, own, item.block)
        elif item.block:  # what the codebook has already stands in a part of the questionnaire, too
            found[known] = replace(found[known], block=item.block)
    return found


def _in_block(codebook: Codebook, own: Criterion, block: str) -> Criterion:
    """An item has the values of lenses and the theme that its block is titled like, where it has none."""
    lenses = {
        name: own.lenses[name] or _titled(codebook.lenses[name].values, block) for name in codebook.lenses
    }
    return replace(own, lenses=lenses, theme=own.theme or _titled(codebook.themes, block), block=block)


def _titled(labels: Mapping[str, str], title: str) -> str:
    """The id whose label is `title`; nothing where there is none."""
    return next((name for name, label in labels.items() if company_key(label) == company_key(title)), "")


def about_all(known: Mapping[str, Criterion], overall: str) -> dict[str, Criterion]:
    """The criteria where that of the mark for all in all (id or label) is about no part of the work."""
    found = dict(known)
    for each in known.values():
        if company_key(overall) in (company_key(each.id), company_key(each.label)):
            lenses = {name: value if name == LEVEL else "" for name, value in each.lenses.items()}
            found[each.id] = replace(each, process="", stage="", lenses=lenses, block="")
            break
    return found


def find_criterion(
    name: str, known: Mapping[str, Criterion], *, file: str = "", place: str = ""
) -> Criterion:
    """The criterion of that id or label; `InputError` where there is none."""
    if name in known:
        return known[name]
    for criterion in known.values():
        if company_key(name) in (company_key(criterion.id), company_key(criterion.label)):
            return criterion
    raise InputError(
        "неизвестный критерий",
        file=file or None,
        place=place,
        value=name,
        expected="код, процесс, тема, блок гайда, критерий анкеты или значение разреза; "
        + one_of(each.label for each in known.values())
        + guess(name, {each: criterion.label for each, criterion in known.items()}),
    )


def check_rules(tables: Tables) -> None:
    """Raise `InputError` for a criterion that `scores` of study.yaml names and nothing defines.

    The default of `overall` may be missing from a user's codebook: then nobody has an overall mark. It is
    told by its value: a hidden study's settings are a copy, in which every key counts as given.
    """
    known = criteria(tables.codebook, tables.guide)
    rules = tables.settings.scores
    named = [(key, name) for key in ("nps", "csat", "ces") for name in getattr(rules, key)]
    if rules.overall != type(rules).model_fields["overall"].default:
        named.append(("overall", rules.overall))
    for key, name in named:
        find_criterion(name, known, file="study.yaml", place=f"scores, {key}")


def _criterion(
    codebook: Codebook,
    name: str,
    label: str,
    sort: Sort,
    *,
    codes: Iterable[str] = (),
    processes: Iterable[str] = (),
    whole: Iterable[str] = (),
    theme: str = "",
) -> Criterion:
    """`whole` are processes that the criterion is said to be about beside its codes."""
    own, named = frozenset(codes), frozenset(processes)
    behind = own | {code for code, each in codebook.codes.items() if each.process in named}
    members = [codebook.codes[code] for code in sorted(behind)]
    in_processes = named or {code.process for code in members}
    return Criterion(
        id=name,
        label=label,
        sort=sort,
        codes=own,
        processes=named,
        theme=theme or _only(codebook.theme_of(code) for code in behind),
        process=_whole(codebook, _only(in_processes), named | frozenset(whole), behind),
        stage=_only(codebook.stage_of(process) for process in in_processes),
        lenses={lens: _lens_value(codebook, lens, name, members, sort) for lens in codebook.lenses},
    )


def _whole(codebook: Codebook, process: str, named: frozenset[str], codes: frozenset[str]) -> str:
    """The process, where it is named or all its codes are; else nothing."""
    parts = {name for name, code in codebook.codes.items() if code.process == process}
    return process if process in named or (parts and parts <= codes) else ""


def _lens_value(codebook: Codebook, lens: str, name: str, members: list[Code], sort: Sort) -> str:
    values = codebook.lenses[lens].values
    if sort in (Sort.LENS, Sort.THEME) and name in values:
        return name
    if sort is Sort.GUIDE:  # «Продукт» is the block of that label, whatever else its questions are about
        same = _titled(values, name)
        if same:
            return same
    return _only(code.lenses.get(lens, "") for code in members)


def _only(values: Iterable[str]) -> str:
    """The value that all share; the empty string where they differ or there is none."""
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else ""
