"""By which way each code of a study is recognised, and how well, as far as the user's examples can tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from otzvuk.coding.coder import knows, study_model, study_title
from otzvuk.coding.model import Model
from otzvuk.coding.owncodes import OwnCodes, known_as
from otzvuk.coding.topic import Topics
from otzvuk.model.codebook import Code, Codebook
from otzvuk.model.study import Study

FOLDS = 5


@dataclass(frozen=True)
class Way:
    """How a code is recognised (`how`, Russian), and how many of its `examples` were recognised unseen.

    `model` says that the model knows it or one that it is like. `right` is None where nothing was measured.
    """

    code: str
    label: str
    how: str
    model: bool
    examples: int = 0
    right: int | None = None

    @property
    def sentence(self) -> str:
        """All of it, for people."""
        return f"Код {self.code} «{self.label}» узнаётся {self.how}; {self.measured}"

    @property
    def measured(self) -> str:
        """How well, for people."""
        if self.right is None:
            return "насколько хорошо — не измерено"
        share = self.right / self.examples * 100
        return f"из примеров, отложенных при проверке, узнано {self.right} из {self.examples} ({share:.0f} %)"


def ways(study: Study, *, measure: bool = False) -> tuple[Way, ...]:
    """The ways of a study's codes, in the order of the codebook; none where a model knows exactly its codes.

    With `measure` the codes with two examples or more are measured by cross-validation.
    """
    title, book = study_title(study), study.codebook
    if title is None or knows(title, book):
        return ()
    model = study_model(study)
    assert model is not None
    right = measured(book, model) if measure else {}
    return tuple(
        Way(
            code=name,
            label=code.label,
            how=_how(name, code, model),
            model=bool(known_as(name, code, model.card.codes)),
            examples=len(code.examples),
            right=right.get(name),
        )
        for name, code in book.codes.items()
    )


def _how(name: str, code: Code, model: Model) -> str:
    known = known_as(name, code, model.card.codes)
    parts = []
    if known == [name]:
        parts.append(f"моделью {model.label}")
    elif known:
        parts.append(f"моделью {model.label} как {', '.join(known)} (like)")
    parts.append(f"по сходству с {', '.join(_texts(code))}")
    return ", ".join(parts)


def _texts(code: Code) -> Iterator[str]:
    yield "названием"
    if code.definition:
        yield "определением"
    patterns = code.patterns
    if count := sum(map(len, (patterns.topic, patterns.complaint, patterns.praise, patterns.wish))):
        yield f"шаблонами ({count})"
    if code.examples:
        yield f"примерами ({len(code.examples)})"


def measured(book: Codebook, model: Model) -> dict[str, int]:
    """How many examples of each code that has two or more get its code when they are held back.

    Every example is held back once, in `FOLDS` rounds; it is read alone, without talk around.
    """
    listed = [
        (name, at, text)
        for name, code in book.codes.items()
        if len(code.examples) > 1
        for at, text in enumerate(code.examples)
    ]
    right = Counter({name: 0 for name, _, _ in listed})
    for fold in range(FOLDS):
        held = [(name, at, text) for name, at, text in listed if at % FOLDS == fold]
        if held:
            own = OwnCodes(_without(book, fold), model, Topics(book))
            chosen = own.alone([text for *_, text in held]).argmax(1)
            right.update(name for (name, *_), at in zip(held, chosen, strict=True) if own.names[at] == name)
    return dict(right)


def _without(book: Codebook, fold: int) -> Codebook:
    codes = {}
    for name, code in book.codes.items():
        kept = [text for at, text in enumerate(code.examples) if at % FOLDS != fold]
        codes[name] = code.model_copy(update={"examples": tuple(kept)}) if len(code.examples) > 1 else code
    return book.model_copy(update={"codes": codes})


def summary(found: Sequence[Way]) -> str:
    """How many codes are recognised how, one Russian sentence; empty where there is nothing to say."""
    if not found:
        return ""
    known = sum(each.model for each in found)
    taught = sum(bool(each.examples) and not each.model for each in found)
    return (
        f"своя кодовая книга: кодов, которые знает модель, — {known}, узнаваемых по сходству с примерами — "
        f"{taught}, только с написанным в книге — {len(found) - known - taught}"
    )
