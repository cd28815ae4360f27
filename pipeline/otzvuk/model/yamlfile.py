"""YAML files that people write, read into checked objects; a fault names its line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from otzvuk.model.choice import guess, listed
from otzvuk.model.compiled import compiled
from otzvuk.model.errors import InputError

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[str | int, ...]
_MARKUP = "разметка YAML: «ключ: значение», отступы пробелами, кавычки и скобки закрыты"
_TWICE = re.compile(r'found duplicate key "(.*?)" with value', re.DOTALL)


class Fault(NamedTuple):
    """A fault that only the meaning of a file shows: where (keys, indices), what, and what was expected."""

    location: Location
    what: str
    value: object
    expected: str


class CheckedModel(BaseModel):
    """A pydantic model of a file that can also report faults across its parts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def faults(self) -> Iterable[Fault]:
        """Faults that the structure alone does not show; none unless a file's model says so."""
        return ()


def read_yaml(path: Path, model: type[Model]) -> Model:
    """Read `path` and check it against `model`.

    An empty file is an empty mapping. Raises `InputError` with line and column for a file that is no
    YAML, does not fit the model, or whose `faults()` are not empty; the error's `others` are the further
    ones of the file.
    """
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("файл не в кодировке UTF-8", file=path, expected="текст YAML в UTF-8") from error
    except OSError as error:
        raise InputError("файл не читается", file=path, expected="существующий файл YAML") from error
    return check_yaml(text, path, model)


def check_yaml(text: str, path: Path, model: type[Model]) -> Model:
    """The YAML `text` of the file `path`, checked against `model`; `InputError` as of `read_yaml`."""
    tree = compiled(text)
    shipped = tree is not None
    if not shipped:
        tree = parse_yaml(text, path)
    try:
        checked = model.model_validate(tree if shipped else plain(tree))
    except ValidationError as error:
        placed = parse_yaml(text, path) if shipped else tree  # a shipped file where another was expected
        # A misspelt key is also a missing one; the misspelling is what helps, so what is missing comes last.
        found = sorted(_in_file(error.errors(), placed), key=lambda each: each["type"] == "missing")
        raise _all_at_once(placed, path, [_fault_of(each, model) for each in found]) from error
    faults = list(checked.faults()) if isinstance(checked, CheckedModel) else []
    if faults:
        raise _all_at_once(parse_yaml(text, path) if shipped else tree, path, faults)
    return checked


def _in_file(errors: list[Any], tree: Any) -> list[Any]:
    """The errors at keys that the file has; those at branches of a union only where there are no others."""

    def there(error: Any) -> bool:
        node = tree
        for key in error["loc"][: -1 if error["type"] == "missing" else None]:
            if not isinstance(node, dict | list) or not (
                key in node if isinstance(node, dict) else key in range(len(node))
            ):
                return False
            node = node[key]
        return True

    tried = [
        each for each in errors if not (each["loc"][-1:] == ("str",) and isinstance(each["input"], dict))
    ]
    return [error for error in errors if there(error)] or tried or errors


def _all_at_once(tree: Any, path: Path, faults: list[Fault]) -> InputError:
    first, *others = (_input_error(tree, path, fault) for fault in faults)
    first.others = tuple(others)
    return first


def parse_yaml(text: str, path: Path) -> Any:
    """The tree of YAML 1.2 `text` with places kept (`no` stays a word); `path` is for the message only."""
    try:
        tree = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"строка {mark.line + 1}, столбец {mark.column + 1}" if mark else ""
        if twice := _TWICE.match(error.problem or ""):
            raise InputError(
                "ключ повторяется", file=path, place=place, value=twice[1], expected="каждый ключ один раз"
            ) from error
        raise InputError("это не YAML", file=path, place=place, expected=_MARKUP) from error
    except YAMLError as error:
        raise InputError("это не YAML", file=path, expected=_MARKUP) from error
    return CommentedMap() if tree is None else tree


def plain(tree: Any) -> Any:
    """The same tree of plain dicts, lists and scalars."""
    if isinstance(tree, dict):
        return {_scalar(key): plain(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [plain(value) for value in tree]
    return _scalar(tree)


def _scalar(value: Any) -> Any:
    for base in (bool, int, float, str):
        if isinstance(value, base):
            return base(value)
    return value


def _fault_of(error: Any, model: type[BaseModel]) -> Fault:
    location: Location = tuple(error["loc"])
    value = error.get("input")
    kind = error["type"]
    if location and location[-1] == "[key]":  # pydantic's word for: the key itself is wrong
        location = location[:-1]
        holder = next((each for each in reversed(location[:-1]) if isinstance(each, str)), "")
        what = f"неизвестный ключ в «{holder}»" if holder else "неизвестный ключ"
        return Fault(location, what, value, _one_of(error))
    while location and kind != "missing" and location[-1] in _BRANCHES:
        location = location[:-1]  # pydantic's name of a union's branch, which nobody wrote
    key = location[-1] if location else ""
    if kind == "missing":
        return Fault(location[:-1], f"нет обязательного ключа «{key}»", None, f"ключ «{key}»")
    if kind == "extra_forbidden":
        return Fault(location, "неизвестный ключ", key, _known_keys(model, location[:-1], str(key)))
    expected = _EXPECTED.get(kind) or _EXPECTED.get(kind.split("_")[0], "")
    context = error.get("ctx", {})
    if kind in {"enum", "literal_error"}:
        expected = _one_of(error)
    elif kind.startswith(("greater_than", "less_than")):
        bound = next(iter(context.values()), "")
        expected = _BOUNDS[kind]
        expected += f"{bound:g}" if isinstance(bound, int | float) else str(bound)
    elif kind == "value_error":
        expected = str(context.get("error", ""))
    shown = None if isinstance(value, dict | list) else value
    if isinstance(key, int):  # an element of a list is named by its list
        key = next((each for each in reversed(location) if isinstance(each, str)), key)
    what = f"неверное значение ключа «{key}»" if location else "неверное содержание файла"
    if location and value is None:
        what = f"у ключа «{key}» нет значения"
    return Fault(location, what, shown, expected or "значение другого вида")


def _known_keys(model: type[BaseModel], location: Location, key: str) -> str:
    """What keys may stand at `location`, and which of them `key` was probably meant to be."""
    here: list[Any] = [model]
    for step in location:
        fields = [each.model_fields[step] for each in _models(here) if step in each.model_fields]
        named = [each for each in _models(here) if each.__name__ == step]
        here = [each.annotation for each in fields] or named or here
    names = {name: "" for each in _models(here) for name in each.model_fields}
    return f"один из ключей: {listed(names)}{guess(key, names)}"


def _models(annotations: Iterable[Any]) -> Iterable[type[BaseModel]]:
    """The models that these annotations allow, however deep in lists and unions."""
    for each in annotations:
        if isinstance(each, type) and issubclass(each, BaseModel):
            yield each
        else:
            yield from _models(get_args(each))


def _one_of(error: Any) -> str:
    allowed = str(error.get("ctx", {}).get("expected", "")).replace(" or ", ", ").replace("'", "")
    return f"одно из: {allowed.removeprefix(', ')}"


_BRANCHES = {"str", "int", "float", "bool"}
_BOUNDS = {
    "greater_than": "число больше ",
    "greater_than_equal": "число не меньше ",
    "less_than": "число меньше ",
    "less_than_equal": "число не больше ",
}
_EXPECTED = {
    "string": "текст",
    "int": "целое число",
    "float": "число",
    "bool": "true или false",
    "list": "список",
    "tuple": "список",
    "dict": "таблица «ключ: значение»",
    "mapping": "таблица «ключ: значение»",
    "model": "таблица «ключ: значение»",
}


def _input_error(tree: Any, path: Path, fault: Fault) -> InputError:
    line, column = _place(tree, fault.location)
    return InputError(
        fault.what,
        file=path,
        place=f"строка {line}, столбец {column}",
        value=fault.value,
        expected=fault.expected,
    )


def _place(tree: Any, location: Location) -> tuple[int, int]:
    line, column, node = 0, 0, tree
    for key in location:
        if isinstance(node, CommentedMap) and key in node:
            line, column = node.lc.value(key) if not isinstance(node[key], dict | list) else node.lc.key(key)
        elif isinstance(node, CommentedSeq) and isinstance(key, int) and key < len(node):
            line, column = node.lc.item(key)
        else:
            continue  # a step of pydantic's own (a union's branch) that the file does not have
        node = node[key]
    return line + 1, column + 1
