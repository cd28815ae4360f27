"""The plug-in of a name, where there is exactly one; one that clashes is named with its packages."""

from __future__ import annotations

from collections.abc import Container, Iterable

from otzvuk.model.choice import guess, listed
from otzvuk.plugins.installed import installed
from otzvuk.plugins.plugin import Group, Plugin


def names_of(group: Group) -> tuple[str, ...]:
    """The names that plug-ins have in a group, each once."""
    return tuple(dict.fromkeys(each.name for each in installed() if each.group is group))


def plugin_of(group: Group, name: str) -> Plugin | None:
    """The plug-in of that name; None where there is none. Raises `InputError` where several want it."""
    found = [each for each in installed() if each.group is group and each.name == name]
    if len(found) > 1:
        first, *others = found
        rest = ", ".join(each.label for each in others)
        raise first.fault("спорит за то же имя с плагином", rest, "один из них: pip uninstall")
    return found[0] if found else None


def expected(group: Group, name: str, own: Iterable[str] = ()) -> str:
    """What is wanted in place of a `name` that nobody has, `own` or a plug-in of the group, in Russian."""
    known = dict.fromkeys([*own, *names_of(group)], "")
    said = f"{listed(known)} или " if known else ""
    return f"{said}{group.label} установленного плагина (список: otzvuk plugins){guess(name, known)}"


def clashes(group: Group, own: Container[str]) -> dict[Plugin, str]:
    """The plug-ins of a group that cannot be used, since `own` or another has the name: why, in Russian."""
    every = [each for each in installed() if each.group is group]
    found = {}
    for each in every:
        others = [one.label for one in every if one.name == each.name and one is not each]
        if each.name in own:
            found[each] = f"имя «{each.name}» занято самой программой"
        elif others:
            found[each] = f"за имя «{each.name}» спорит с плагином {', '.join(others)}"
    return found
