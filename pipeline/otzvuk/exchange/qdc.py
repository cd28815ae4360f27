"""A codebook alone: `.qdc` (REFI-QDA codebook) and YAML, both ways."""

from __future__ import annotations

import io
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from ruamel.yaml import YAML

from otzvuk.exchange.archive import MOST_XML
from otzvuk.exchange.codetree import code_tree
from otzvuk.exchange.export import ORIGIN, code_element, document
from otzvuk.exchange.meaning import meanings
from otzvuk.exchange.qde import parse, read_codes
from otzvuk.folder.whole import whole_file
from otzvuk.model.codebook import Codebook
from otzvuk.model.errors import InputError, reason

CODEBOOK = "urn:QDA-XML:codebook:1.0"


def export_codebook(codebook: Codebook, path: Path) -> None:
    """Write `codebook` to `path` (`.qdc`). Raises `InputError` where the file cannot be written."""
    root = Element("CodeBook", {"xmlns": CODEBOOK, "origin": ORIGIN})
    codes = SubElement(root, "Codes")
    for node in code_tree(codebook).roots:
        code_element(codes, node)
    with whole_file(path) as temporary:
        temporary.write_bytes(document(root))


def import_codebook(path: Path, *, base: Codebook) -> tuple[Codebook, tuple[str, ...]]:
    """The codes of a `.qdc` added to `base` where it lacks them, and in Russian which these are.

    Raises `InputError` for a file that is no `.qdc`.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_XML + 1)
    except OSError as error:
        raise InputError(
            "файл не читается", file=path, value=reason(error), expected="кодовая книга .qdc"
        ) from error
    if len(data) > MOST_XML:
        raise InputError("файл слишком велик", file=path, expected=f"не больше {MOST_XML // 2**20} МБ")
    codes = read_codes(parse(data, path, root="CodeBook"))
    if not codes:
        raise InputError("в кодовой книге нет кодов", file=path, expected="кодовая книга .qdc")
    _, codebook, new = meanings(codes, base, project=path.stem)
    return codebook, tuple(new)


def write_codebook(codebook: Codebook, path: Path) -> None:
    """Write `codebook` as the YAML that `read_codebook` reads. Raises `InputError` where it cannot be."""
    yaml, text = YAML(), io.StringIO()
    yaml.width, yaml.allow_unicode = 110, True
    yaml.dump(codebook.model_dump(mode="json", exclude_defaults=True), text)
    with whole_file(path) as temporary:
        temporary.write_bytes(text.getvalue().encode("utf-8"))
