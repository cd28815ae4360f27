"""The training corpus: studies coded inline, split by study once and for all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from otzvuk.model.codebook import Codebook
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Coding
from otzvuk.model.progress import track
from otzvuk.model.yamlfile import CheckedModel, read_yaml
from otzvuk.read.corpus import read_marked_study
from otzvuk.train.examples import Phrase, read_blunt, read_phrases
from otzvuk.train.exchanges import read_exchanges


class Split(CheckedModel):
    """`split.yaml`: the studies (folder names) held back for tuning and for the final measure.

    `field_dev` and `field_test` are those of field-like talk, in which few words judge.
    """

    dev: tuple[str, ...]
    test: tuple[str, ...]
    field_dev: tuple[str, ...] = ()
    field_test: tuple[str, ...] = ()

    @property
    def held(self) -> tuple[str, ...]:
        """All that is held back."""
        return (*self.dev, *self.test, *self.field_dev, *self.field_test)


@dataclass(frozen=True)
class Corpus:
    """Codings by split, each interview's id prefixed with its study; exchanges and phrases only train."""

    train: tuple[Coding, ...]
    dev: tuple[Coding, ...]
    test: tuple[Coding, ...]
    field_dev: tuple[Coding, ...]
    field_test: tuple[Coding, ...]
    exchanges: tuple[Coding, ...]
    phrases: tuple[Phrase, ...]
    blunt: tuple[Phrase, ...]

    @property
    def all(self) -> tuple[Coding, ...]:
        """Every interview, whatever its split."""
        return (*self.train, *self.dev, *self.test, *self.field_dev, *self.field_test)


def is_field(coding: Coding) -> bool:
    """Whether an interview is of the field-like studies, whose folders begin with «f»."""
    return coding.interview.id.startswith("f")


def read_corpus(folder: Path, codebook: Codebook) -> Corpus:
    """Read the corpus in `folder`: studies, `split.yaml`, `phrases/`.

    Raises `InputError` for the first fault, and for a study that the split names and the folder lacks.
    """
    split = read_yaml(folder / "split.yaml", Split)
    studies = sorted(path for path in folder.iterdir() if any((path / "marked").glob("*.txt")))
    names = {path.name for path in studies}
    for name in split.held:
        if name not in names:
            raise InputError(
                "нет такого исследования", file=folder / "split.yaml", value=name, expected="папка корпуса"
            )
    codings = {
        path.name: tuple(_codings(path, codebook)) for path in track(studies, "Корпус", total=len(studies))
    }
    held = set(split.held)

    def of(wanted: Iterable[str]) -> tuple[Coding, ...]:
        return tuple(coding for name in wanted for coding in codings[name])

    train = of(name for name in codings if name not in held)
    return Corpus(
        train=train,
        dev=of(split.dev),
        test=of(split.test),
        field_dev=of(split.field_dev),
        field_test=of(split.field_test),
        exchanges=tuple(read_exchanges(folder / "exchanges", codebook)),
        phrases=tuple(read_phrases(folder / "phrases")),
        blunt=tuple(read_blunt(folder / "phrases" / "blunt.tsv")),
    )


def _codings(path: Path, codebook: Codebook) -> Iterable[Coding]:
    for coding in read_marked_study(path, codebook=codebook).codings:
        yield replace(coding, interview=replace(coding.interview, id=f"{path.name}/{coding.interview.id}"))
