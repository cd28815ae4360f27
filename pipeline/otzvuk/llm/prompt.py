"""What a language model is asked: the coding guide and the codebook, then a portion of talk as data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from otzvuk.llm.portion import Piece, Portion
from otzvuk.model.bundled import bundled
from otzvuk.model.codebook import Codebook
from otzvuk.model.mention import Kind, Trend
from otzvuk.model.study import Study
from otzvuk.model.yamlfile import read_yaml

CURRENT: Final = "coding-1"
"""The version of the prompt that is in use: the name of its file in models/prompts."""

SUPPLIER: Final = "[поставщик]"
NO_TREND: Final = "none"
_EXAMPLES: Final = 2  # of a code, that are shown
_PER_TOKEN: Final = 2.5  # letters of Russian that a token has at least, about; servers say how many it were
_ANSWER: Final = 0.4  # tokens of an answer for a token of talk, about


class _Prompt(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str
    system: str
    user: str


@cache
def _prompt() -> _Prompt:
    return read_yaml(bundled("models", "prompts", f"{CURRENT}.yaml"), _Prompt)


def prompt_digest() -> str:
    """What tells this prompt from any other."""
    return sha256(_prompt().model_dump_json().encode()).hexdigest()


@dataclass(frozen=True)
class Question:
    """One question: the body of a request, its portion, and the key that its answer is kept by.

    The key does not know the address: an answer is what this model says to these words, wherever it runs.
    """

    portion: Portion
    body: dict[str, Any]
    key: str

    @property
    def tokens(self) -> int:
        """About how many tokens question and answer cost; servers say how many it were."""
        letters = sum(len(each["content"]) for each in self.body["messages"])
        return round(letters / _PER_TOKEN + _ANSWER * self.portion.size / _PER_TOKEN) + 50


class Asking:
    """Makes the questions of a study: all but the talk is the same in each."""

    def __init__(self, study: Study) -> None:
        self._settings, self._seed = study.settings.llm, study.settings.seed
        supplier = study.settings.supplier.strip()
        named = SUPPLIER if self._settings.hide_names or not supplier else f"«{supplier}»"
        codes = "\n".join(_codes(study.codebook))
        self._system = _prompt().system.replace("{supplier}", named).replace("{codes}", codes).strip()
        self._format = answer_format(study.codebook)

    def question(self, portion: Portion) -> Question:
        """The question about a portion."""
        before, talk = "\n".join(map(_line, portion.before)) or "—", "\n".join(map(_line, portion.pieces))
        # nobody who spoke can have known it: what is said cannot end the data
        mark = sha256(f"{before}\0{talk}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
        head, _, rest = _prompt().user.strip().replace("{mark}", mark).partition("{before}")
        middle, _, tail = rest.partition("{talk}")
        body = {
            "model": self._settings.model,
            "messages": [
                {"role": "system", "content": self._system},
                {"role": "user", "content": f"{head}{before}{middle}{talk}{tail}"},
            ],
            "temperature": 0,
            "seed": self._seed,
            "max_tokens": self._settings.answer_tokens,
            "response_format": self._format,
            "stream": False,
        }
        key = sha256(json.dumps(body, ensure_ascii=True, sort_keys=True).encode()).hexdigest()
        return Question(portion, body, key)


def answer_format(book: Codebook) -> dict[str, Any]:
    """The JSON schema of an answer, as OpenAI's `response_format` has it."""
    mention = {
        "type": "object",
        "properties": {
            "turn": {"type": "integer"},
            "quote": {"type": "string"},
            "kind": {"type": "string", "enum": [each.value for each in Kind]},
            "code": {"type": "string", "enum": list(book.codes)},
            "trend": {"type": "string", "enum": [each.value or NO_TREND for each in Trend]},
        },
        "required": ["turn", "quote", "kind", "code", "trend"],
        "additionalProperties": False,
    }
    schema = {
        "type": "object",
        "properties": {"mentions": {"type": "array", "items": mention}},
        "required": ["mentions"],
        "additionalProperties": False,
    }
    return {"type": "json_schema", "json_schema": {"name": "mentions", "strict": True, "schema": schema}}


def _codes(book: Codebook) -> list[str]:
    lines = []
    for name, code in book.codes.items():
        said = f"{name} — {book.label(name)}"
        if code.definition:
            said += f": {' '.join(code.definition.split())}"
        if code.examples:
            said += " Например: " + "; ".join(
                f"«{' '.join(each.split())}»" for each in code.examples[:_EXAMPLES]
            )
        lines.append(said)
    return lines


def _line(piece: Piece) -> str:
    """A turn on one line: a line break within it must not look like another turn."""
    return f"[{piece.turn}] {'Р' if piece.asked else 'И'}: {' '.join(piece.text.split())}"
