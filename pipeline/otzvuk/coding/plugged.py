"""A coder that another package brings: made for a study, its codings looked at before they are counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from math import isfinite
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from otzvuk.model.codebook import Codebook
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding, Kind, Mention, Rating, Trend
from otzvuk.model.study import CODERS, Study
from otzvuk.plugins import Group, Plugin, expected, plugin_of, trouble
from otzvuk.plugins.installed import code_digest

if TYPE_CHECKING:
    from otzvuk.coding.coder import Coder

DECIDED: Final = "plugin:"
"""How `decided_by` begins where a plug-in has decided, whatever it says itself."""


ABOVE: Final = {"llm": "otzvuk.llm.coder"}
"""Coders of ours that stand above this room, by name: their modules, imported when they are asked for.

Each has `NAME_coder(study)`, `NAME_check(study)` and `NAME_key(study)`: what `decided_by` says, the digest of
what it depends on.
"""


def coder_above(study: Study) -> Coder:
    """The coder of ours from above that a study asks for."""
    name = study.settings.coder
    made: Coder = getattr(import_module(ABOVE[name]), f"{name}_coder")(study)
    return made


def check_above(study: Study) -> None:
    """Raise `InputError` where its settings cannot be right."""
    name = study.settings.coder
    getattr(import_module(ABOVE[name]), f"{name}_check")(study)


def key_above(study: Study) -> tuple[str, str]:
    """What it is called and what it depends on."""
    name = study.settings.coder
    key: tuple[str, str] = getattr(import_module(ABOVE[name]), f"{name}_key")(study)
    return key


@runtime_checkable
class CoderFactory(Protocol):
    """Makes the coder of a study; an entry point of `otzvuk.coders` named as study.yaml names it."""

    def __call__(self, study: Study) -> Coder:
        """A coder for the study: its codebook, guide, settings, and the interviews that there are."""
        ...


def plugged(name: str) -> Plugin | None:
    """The plug-in that `coder: NAME` of study.yaml asks for; None for a coder of ours.

    Raises `InputError` for a name that nobody has, and for one that several plug-ins want.
    """
    if name in CODERS:
        return None
    found = plugin_of(Group.CODERS, name)
    if found is None:
        wanted = expected(Group.CODERS, name, filter(None, CODERS))
        raise InputError(
            "нет такого кодировщика", file="study.yaml", place="coder", value=name, expected=wanted
        )
    return found


def label_of(plugin: Plugin) -> str:
    """`name@version` of the package, as in `decided_by` and run.json."""
    return f"{plugin.package}@{plugin.version}"


def digest_of(plugin: Plugin) -> str:
    """What tells this coder from another: the digest of its code."""
    return code_digest(plugin)


class PluggedCoder:
    """The coder of a plug-in; what it answers is of the interview, of the codebook, and said to be its."""

    def __init__(self, plugin: Plugin, study: Study) -> None:
        self.plugin, self.codebook = plugin, study.codebook
        self.decided_by = f"{DECIDED}{label_of(plugin)}"
        factory = plugin.load(CoderFactory, study)
        try:
            made = factory(study)
        except InputError:
            raise
        except (Exception, SystemExit) as error:
            raise plugin.fault("не делает кодировщика:", trouble(error), "исправный плагин") from error
        if not callable(getattr(made, "code", None)):
            raise plugin.fault(
                "делает не кодировщика:", type(made).__name__, "объект с методом code(interview)"
            )
        self._own: Coder = made

    def code(self, interview: Interview) -> Coding:
        """The plug-in's coding of an interview. Raises `InputError` that names its package."""
        try:
            coding = self._own.code(interview)
        except InputError:
            raise
        except (Exception, SystemExit) as error:
            said = trouble(error)
            raise self.plugin.fault("не разметил:", said, "исправный плагин", file=interview.file) from error
        if wrong := next(_wrong(coding, interview, self.codebook), ""):
            wanted = "слова респондентов на своих местах и коды книги"
            raise self.plugin.fault("разметил не так:", wrong, wanted, file=interview.file)
        mentions = sorted(coding.mentions, key=lambda each: (each.turn, each.start, each.stop))
        ratings = sorted(coding.ratings, key=lambda each: (each.turn, each.start, each.stop))
        own = tuple(replace(each, decided_by=self.decided_by) for each in mentions)
        return Coding(interview, mentions=own, ratings=tuple(ratings))


def _wrong(coding: object, interview: Interview, book: Codebook) -> Iterator[str]:
    """What is wrong with a coding of the interview, in Russian."""
    if not isinstance(coding, Coding):
        yield f"ответ — {type(coding).__name__}, а не Coding"
        return
    for each in (*coding.mentions, *coding.ratings):
        if not isinstance(each, Mention | Rating):
            yield f"{type(each).__name__} вместо Mention и Rating"
            return
        turns = interview.turns
        where = f"реплика {each.turn}, {each.start}–{each.stop}"
        if not 0 <= each.turn < len(turns) or turns[each.turn].interviewer:
            yield f"{where}: это не реплика респондента"
        elif not 0 <= each.start < each.stop or turns[each.turn].text[each.start : each.stop] != each.text:
            yield f"{where}: там стоит другое, чем «{each.text}»"
        elif isinstance(each, Mention):
            yield from _misread(each, where, book)
        elif not (each.criterion and isfinite(each.value) and 0 <= each.value <= each.scale < 1e6):
            yield f"{where}: оценка {each.value} из {each.scale}"


def _misread(each: Mention, where: str, book: Codebook) -> Iterator[str]:
    if each.code not in book.codes:
        yield f"{where}: нет кода {each.code}"
    elif each.process not in book.processes:
        yield f"{where}: нет процесса {each.process}"
    elif not isinstance(each.kind, Kind) or not isinstance(each.trend, Trend):
        yield f"{where}: вид и динамика — {each.kind!r}, {each.trend!r}"
    elif not 0 <= each.confidence <= 1:
        yield f"{where}: уверенность {each.confidence}"
