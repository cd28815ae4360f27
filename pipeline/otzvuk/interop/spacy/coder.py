"""The component `otzvuk_coder`: mentions in each text that goes through a pipeline."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Final

import srsly
from spacy.language import Language
from spacy.tokens import Doc

from otzvuk.coding.coder import Coder, coder_for
from otzvuk.coding.model import model_list
from otzvuk.interop.spacy.marks import SEPARATOR, SPANS, extend, put
from otzvuk.model.choice import choice, guess, listed
from otzvuk.model.codebook import DEFAULT, Codebook, read_codebook
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Coding, Kind
from otzvuk.model.study import Guide

FACTORY: Final = "otzvuk_coder"
_WAYS: Final = {"rules": "по правилам", "fast": "быстро", "careful": "тщательно"}
_BOOK, _MODEL = "codebook.json", "model"


class CoderPipe:
    """Codes each doc as one answer of a respondent to `doc._.question` (empty: to nothing in particular).

    The mentions are in `doc.spans[spans_key]`; tokens that one begins or ends within are split. `codebook`
    is a bundled one's name or a path, `model` likewise ("": the codebook's own), `coder` one of "", rules,
    fast, careful, as in study.yaml. The model is loaded at the first text. Saved with a pipeline, a codebook
    or a model of one's own goes along.
    """

    def __init__(
        self,
        *,
        codebook: str = DEFAULT,
        coder: str = "",
        model: str = "",
        threshold: float | None = None,
        spans_key: str = SPANS,
    ) -> None:
        self.named, self.model, self.spans_key = codebook, model, spans_key
        self.way = _checked(choice, coder, _WAYS, "неверное значение coder") if coder else ""
        if threshold is not None and not 0 <= threshold <= 1:
            raise ValueError(f"неверное значение threshold «{threshold}»; ожидается число от 0 до 1")
        self.threshold = threshold
        self._book: Codebook | None = None
        # A pipeline that comes from a disk brings its codebook and its model along: a file of those names
        # need not be there, and is only missed once a text comes.
        if not _is_file_name(codebook) or Path(codebook).is_file():
            self._book = _checked(read_codebook, codebook)
        names = dict.fromkeys(model_list(), "")
        if model and not _is_file_name(model) and model not in names and not Path(model).is_dir():
            hope = f"{listed(names)} или папка с model.json{guess(model, names)}"
            raise ValueError(f"нет такой модели «{model}»; ожидается {hope}")
        self._coder: Coder | None = None
        extend()

    @property
    def codebook(self) -> Codebook:
        """The codebook that codes come from. Raises `ValueError` where its file is not there."""
        if self._book is None:
            self._book = _checked(read_codebook, self.named)
        return self._book

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels that spans can have: each kind with each code."""
        # spaCy asks while it loads a pipeline, before the codebook that lies in it has been read.
        codes = self._book.codes if self._book else ()
        return tuple(f"{kind.value}{SEPARATOR}{code}" for code in codes for kind in Kind)

    def __call__(self, doc: Doc) -> Doc:
        """The doc with its mentions."""
        put(doc, self.code(doc.text, doc._.question).mentions, group=self.spans_key)
        return doc

    def code(self, text: str, question: str = "") -> Coding:
        """The coding of a text as an answer to a question: turn 0, or turn 1 where something was asked."""
        if self._coder is None:
            self._coder = _checked(
                coder_for,
                self.codebook,
                Guide(),
                model=self.model,
                threshold=self.threshold,
                rules_only=self.way == "rules",
                careful=None if self.way in {"", "rules"} else self.way == "careful",
            )
        asked = (Turn("И", question, interviewer=True),) if question.strip() else ()
        return self._coder.code(Interview("", file="", turns=(*asked, Turn("Р", text))))

    # --- on a disk, in another process ---

    def __getstate__(self) -> dict[str, Any]:
        """Without the loaded model, which each process loads for itself."""
        return self.__dict__ | {"_coder": None}

    def to_bytes(self, **_: Any) -> bytes:
        """The codebook; a model of one's own stays where it is."""
        return bytes(srsly.msgpack_dumps({"codebook": self._dumped()}))

    def from_bytes(self, data: bytes, **_: Any) -> CoderPipe:
        """Take the codebook that `to_bytes` gave."""
        self._take(srsly.msgpack_loads(data)["codebook"])
        return self

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write the codebook, and a model of one's own, into the folder `path`."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _BOOK).write_text(self._dumped(), "utf-8")
        own = Path(self.model)
        if self.model not in {"", *model_list()} and own.resolve() != (folder / _MODEL).resolve():
            shutil.rmtree(folder / _MODEL, ignore_errors=True)
            shutil.copytree(own, folder / _MODEL)

    def from_disk(self, path: str | Path, **_: Any) -> CoderPipe:
        """Take what `to_disk` wrote."""
        folder = Path(path)
        self._take((folder / _BOOK).read_text("utf-8"))
        if (folder / _MODEL).is_dir():
            self.model = str(folder / _MODEL)
        return self

    def _dumped(self) -> str:
        return json.dumps(self.codebook.model_dump(mode="json"), ensure_ascii=False)

    def _take(self, dumped: str) -> None:
        self._book, self._coder = Codebook.model_validate_json(dumped), None


def create_coder(
    nlp: Language,  # noqa: ARG001 -- spaCy gives these two
    name: str,  # noqa: ARG001
    codebook: str,
    coder: str,
    model: str,
    threshold: float | None,
    spans_key: str,
) -> CoderPipe:
    """The component of `nlp.add_pipe("otzvuk_coder", config={…})`."""
    return CoderPipe(codebook=codebook, coder=coder, model=model, threshold=threshold, spans_key=spans_key)


# Called, not put before the function: without spaCy it would be an untyped decorator.
Language.factory(
    FACTORY,
    default_config={"codebook": DEFAULT, "coder": "", "model": "", "threshold": None, "spans_key": SPANS},
    assigns=["doc.spans"],
    func=create_coder,
)


def _is_file_name(name: str) -> bool:
    return "/" in name or "\\" in name or name.endswith((".yaml", ".yml"))


def _checked(call: Any, *arguments: Any, **options: Any) -> Any:
    """What the call answers; a bad value as Python's own error for it, with the same Russian sentence."""
    try:
        return call(*arguments, **options)
    except InputError as error:
        raise ValueError(str(error)) from None
