"""A study's codebook edited by the program on a person's word: comments stay, the former state is kept.

Edits wait in a list until they are saved; the file is not touched before. A bundled codebook is copied into
the study first, and the study is told to use the copy.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from otzvuk.folder.formatting import as_it_was, indents
from otzvuk.folder.whole import whole_file
from otzvuk.model.bundled import bundled
from otzvuk.model.codebook import Codebook, one_of
from otzvuk.model.errors import InputError, reason
from otzvuk.model.yamlfile import check_yaml, parse_yaml

_WIDTH: Final = 150  # of lists in one line, as people write them
_COPY: Final = "codebook.yaml"
_LETTERS: Final = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_SOUNDS: Final = "a b v g d e e zh z i y k l m n o p r s t u f h ts ch sh sch - y - e yu ya"
_LATIN: Final = dict(zip(_LETTERS, _SOUNDS.split(), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change of a codebook: of a code's `label`, `definition`, `examples`, or a code added or merged.

    `do` is "label", "definition", "examples", "add" or "merge"; `text` is the new label or definition, the
    label of a code that is added, the id of the code that `code` is merged into. `process` is that of a code
    that is added, `examples` are a code's words; `places` are mentions that a code takes with it, as whoever
    makes the edit names them.
    """

    do: str
    code: str
    text: str = ""
    process: str = ""
    examples: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodebookFile:
    """The file of a study's codebook as it was read: its text, its tree with comments, its digest."""

    path: Path
    study: Path
    bundled: bool
    text: str
    digest: str

    @classmethod
    def of(cls, study: Path, codebook: str) -> CodebookFile:
        """The codebook that the study in folder `study` names `codebook`. Raises `InputError`."""
        shipped = bundled("models", "codebooks") / f"{codebook}.yaml"
        own = "/" in codebook or "\\" in codebook or not shipped.is_file()
        path = study / codebook if own else shipped
        text = _text(path)
        return cls(path, study, not own, text, _digest(text))

    def edited(self, edits: Iterable[Edit]) -> str:
        """The text of the codebook with the edits made. Raises `InputError` where one cannot be made."""
        return _edited(self.text, self.path, tuple(edits))

    def codebook(self, edits: Iterable[Edit] = ()) -> Codebook:
        """The codebook with the edits made. Raises `InputError` where it would be faulty."""
        return _checked(self.edited(edits), self.path)

    def save(self, edits: Sequence[Edit], *, today: date) -> tuple[Path, ...]:
        """Write the codebook with the edits made; the copies of former states that were kept.

        A bundled codebook becomes a file of the study, which its study.yaml then names. Raises `InputError`
        where the file has changed since it was read, where the edits make no codebook, and where nothing can
        be written; then nothing is.
        """
        text = self.edited(edits)
        _checked(text, self.path)
        if self.bundled:
            return self._save_copy(text, today)
        if _digest(_text(self.path)) != self.digest:
            raise InputError(
                "кодовая книга изменена с тех пор, как была открыта; ваши правки не записаны",
                file=self.path,
                expected="откройте её снова и повторите правки",
            )
        kept = _kept(self.path, today)
        _write(self.path, text, like=self.path)
        return (kept,)

    def _save_copy(self, text: str, today: date) -> tuple[Path, ...]:
        target = _free(self.study / _COPY)
        settings = self.study / "study.yaml"
        former = _text(settings) if settings.is_file() else ""
        tree, write = _with_comments(former, settings)
        tree["codebook"] = target.name
        kept = (_kept(settings, today),) if former else ()
        _write(target, text)
        _write(settings, as_it_was(former, write()), like=settings)
        return kept


@lru_cache(maxsize=32)  # a page asks for the same several times, and YAML with comments is slow to read
def _edited(text: str, path: Path, edits: tuple[Edit, ...]) -> str:
    if not edits:
        return text
    tree, write = _with_comments(text, path)
    for edit in edits:
        _EDITS[edit.do](tree, edit)
    return as_it_was(text, write())


@lru_cache(maxsize=32)
def _checked(text: str, path: Path) -> Codebook:
    return check_yaml(text, path, Codebook)


def new_code(label: str, theme: str, taken: Iterable[str]) -> str:
    """An id for a code of that label in a theme: Latin letters, unlike those `taken`.

    >>> new_code("Тара и упаковка", "quality", ["quality.tara_i_upakovka"])
    'quality.tara_i_upakovka_2'
    """
    latin = "".join(_LATIN.get(sign, sign) for sign in label.casefold())
    name = re.sub(r"[^a-z0-9]+", "_", latin.replace("-", "")).strip("_")[:40].rstrip("_") or "code"
    known, number, found = set(taken), 2, f"{theme}.{name}"
    while found in known:
        found, number = f"{theme}.{name}_{number}", number + 1
    return found


def _with_comments(text: str, path: Path) -> tuple[Any, Callable[[], str]]:
    """The tree of a YAML text with comments and quotes, and how it is written."""
    parse_yaml(text, path)  # complains in Russian
    yaml = YAML(typ="rt")
    yaml.width, yaml.preserve_quotes = _WIDTH, True
    tree = yaml.load(text) or CommentedMap()
    step, offset = indents(tree)
    yaml.indent(mapping=step, sequence=offset + 2, offset=offset)

    def write() -> str:
        stream = io.StringIO()
        yaml.dump(tree, stream)
        return stream.getvalue()

    return tree, write


def _code(tree: Any, name: str) -> Any:
    codes = tree["codes"]
    if name not in codes:
        raise InputError("в кодовой книге нет такого кода", value=name, expected=one_of(codes))
    return codes[name]


def _set_text(key: str, tree: Any, edit: Edit) -> None:
    code, text = _code(tree, edit.code), " ".join(edit.text.split())
    if not text and key == "label":
        raise InputError("у кода должно быть название", value=edit.code, expected="хотя бы одно слово")
    if text and key in code:
        code[key] = text
    elif text:
        code.insert(1, key, text)  # after the label
    else:
        code.pop(key, None)


def _set_examples(tree: Any, edit: Edit) -> None:
    code = _code(tree, edit.code)
    wanted = list(dict.fromkeys(" ".join(each.split()) for each in edit.examples if each.strip()))
    if wanted:
        code["examples"] = CommentedSeq(wanted)
    else:
        code.pop("examples", None)


def _add(tree: Any, edit: Edit) -> None:
    if edit.code in tree["codes"]:
        raise InputError("такой код уже есть", value=edit.code, expected="другое название")
    code = CommentedMap({"label": " ".join(edit.text.split()), "process": edit.process})
    tree["codes"][edit.code] = code
    if edit.examples:
        _set_examples(tree, edit)


def _merge(tree: Any, edit: Edit) -> None:
    """`edit.code` goes; what is known of it becomes known of `edit.text`."""
    gone, stays = _code(tree, edit.code), _code(tree, edit.text)
    if gone is stays:
        raise InputError("код не соединить с ним самим", value=edit.code, expected="другой код")
    known = _default_codes()
    like = [*_listed(stays.get("like")), *_listed(gone.get("like"))]
    if edit.code in known:  # what the shipped model knows of it, it then knows of the other
        like += [*([edit.text] if edit.text in known else []), edit.code]
    _extend(stays, "like", [each for each in dict.fromkeys(like) if each in known])
    _extend(stays, "examples", [*_listed(stays.get("examples")), *_listed(gone.get("examples"))])
    others = [gone.get("process"), *_listed(gone.get("other_processes"))]
    others = [*_listed(stays.get("other_processes")), *(each for each in others if each)]
    _extend(stays, "other_processes", [each for each in dict.fromkeys(others) if each != stays["process"]])
    patterns = gone.get("patterns") or {}
    if patterns:
        own = stays.setdefault("patterns", CommentedMap())
        for kind, listed in patterns.items():
            _extend(own, kind, list(dict.fromkeys([*_listed(own.get(kind)), *_listed(listed)])))
    del tree["codes"][edit.code]


def _extend(node: Any, key: str, values: Sequence[Any]) -> None:
    if not values or list(values) == _listed(node.get(key)):
        return
    made = CommentedSeq(values)
    if key != "examples":
        made.fa.set_flow_style()
    node[key] = made


def _listed(value: Any) -> list[Any]:
    return [value] if isinstance(value, str) else list(value or ())


def _default_codes() -> set[str]:
    from otzvuk.model.codebook import read_codebook

    return set(read_codebook().codes)


_EDITS: Final[Mapping[str, Any]] = {
    "label": lambda tree, edit: _set_text("label", tree, edit),
    "definition": lambda tree, edit: _set_text("definition", tree, edit),
    "examples": _set_examples,
    "add": _add,
    "merge": _merge,
}


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("файл не в кодировке UTF-8", file=path, expected="текст YAML в UTF-8") from error
    except OSError as error:
        raise InputError("файл не читается", file=path, value=reason(error)) from error


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _kept(path: Path, today: date) -> Path:
    """A copy of a file's former state beside it, byte for byte: codebook.2026-11-30.yaml."""
    copy = _free(path.with_name(f"{path.stem}.{today.isoformat()}{path.suffix}"))
    with whole_file(copy) as temporary:
        temporary.write_bytes(path.read_bytes())
    return copy


def _free(path: Path) -> Path:
    """`path`, or where that is taken, the next that is not: codebook-2.yaml."""
    free, number = path, 2
    while free.exists():
        free, number = path.with_name(f"{path.stem}-{number}{path.suffix}"), number + 1
    return free


def _write(path: Path, text: str, *, like: Path | None = None) -> None:
    """Write a file whole, with the line ends and the mark at its beginning of the file `like`."""
    former = like.read_bytes() if like is not None and like.is_file() else b""
    crlf = b"\r\n" in former and former.count(b"\r\n") == former.count(b"\n")
    encoding = "utf-8-sig" if former.startswith(b"\xef\xbb\xbf") else "utf-8"
    with whole_file(path) as temporary:
        temporary.write_text(text, encoding, newline="\r\n" if crlf else "\n")
