"""The coding of a whole study: which coder, over how many processes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol

from otzvuk.coding.delta import CARD, Delta, read_delta
from otzvuk.coding.learned import ModelCoder
from otzvuk.coding.model import Model, find_model, read_model
from otzvuk.coding.owncoder import OwnCoder
from otzvuk.coding.owncodes import likeness_digest
from otzvuk.coding.rules import RuleCoder
from otzvuk.model.codebook import DEFAULT, Codebook
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding
from otzvuk.model.progress import track
from otzvuk.model.study import Guide, Study

# Below this many words in a study, starting a second process costs more than it saves.
WORTH_A_PROCESS = 150_000


class Coder(Protocol):
    """Anything that codes an interview: rules, a trained model, or a person's decisions."""

    def code(self, interview: Interview) -> Coding:
        """The mentions and ratings of an interview, in the order of the text."""
        ...


def coder_for(
    codebook: Codebook,
    guide: Guide,
    *,
    model: str = "",
    threshold: float | None = None,
    learned: Path | None = None,
    rules_only: bool = False,
) -> Coder:
    """The coder of a codebook.

    It is the trained model named, else the bundled one of the codebook's name, else that of the default
    codebook. Where the model was taught other codes than the codebook has, it finds what is said and of what
    kind, and likeness helps to find the code. Without any model there are the rules. `learned` is the folder
    of a correction learnt of people's decisions (`otzvuk.coding.delta`).
    """
    folder = None if rules_only else _model_folder(codebook, model)
    if folder is None:
        return RuleCoder(codebook, guide)
    chosen = read_model(folder)
    kind = ModelCoder if knows(chosen, codebook) else OwnCoder
    coder = kind(chosen, codebook, guide, threshold=threshold)
    if learned is not None:
        coder.delta = read_delta(learned, base_of(folder, codebook), coder.codes)
    return coder


def knows(model: Model, codebook: Codebook) -> bool:
    """Whether the model was taught the codes of the codebook, these and no others."""
    return set(model.card.codes) == set(codebook.codes)


def _model_folder(codebook: Codebook, model: str) -> Path | None:
    if not model:
        return find_model(codebook.name) or find_model(DEFAULT)
    folder = find_model(model) or Path(model)
    if not (folder / "model.json").is_file():
        raise InputError(
            "нет такой модели", value=model, expected="имя встроенной модели или папка с model.json"
        )
    return folder


def study_coder(study: Study, *, rules_only: bool = False) -> Coder:
    """The coder that the study's settings ask for; a model's folder may be relative to the study."""
    settings = study.settings
    return coder_for(
        study.codebook,
        study.guide,
        model=_model_of(study),
        threshold=settings.threshold,
        learned=learned_folder(study),
        rules_only=rules_only,
    )


def learned_folder(study: Study) -> Path | None:
    """The folder of the correction that a study's settings name, relative to the study; None for none."""
    return study.path / study.settings.learned if study.settings.learned else None


def study_delta(study: Study) -> Delta | None:
    """The correction that a study's coding uses; None without one. Raises `InputError` as `read_delta`."""
    learned, folder = learned_folder(study), _model_folder(study.codebook, _model_of(study))
    if learned is None or folder is None:
        return None
    model, book = read_model(folder), study.codebook
    codes = model.card.codes if knows(model, book) else tuple(book.codes)
    return read_delta(learned, base_of(folder, book), codes)


def _model_of(study: Study) -> str:
    model = study.settings.model
    inside = study.path / model
    return str(inside) if model and (inside / "model.json").is_file() else model


def code_study(
    study: Study, *, only: frozenset[str] | None = None, jobs: int = 1, rules_only: bool = False
) -> tuple[Coding, ...]:
    """Code every interview of a study, in the study's order, in up to `jobs` processes.

    The result does not depend on `jobs`. `only` are the ids of those to be coded, as they would be among all;
    `rules_only` leaves the trained model out.
    """
    interviews = [each for each in study.interviews if only is None or each.id in only]
    words = sum(len(turn.text) for each in interviews for turn in each.turns) // 6
    jobs = min(jobs, len(interviews), 1 + words // WORTH_A_PROCESS)
    coder = study_coder(study, rules_only=rules_only)
    coded = (
        _parallel(study, interviews, jobs, rules_only=rules_only) if jobs > 1 else map(coder.code, interviews)
    )
    return tuple(track(coded, "Разметка", total=len(interviews)))


def _parallel(
    study: Study, interviews: Sequence[Interview], jobs: int, *, rules_only: bool
) -> Iterator[Coding]:
    # spawn, not fork: the parent may hold threads (Arrow's), and Windows has nothing else
    context, given = get_context("spawn"), (replace(study, interviews=()), rules_only)
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=given) as pool:
        chunk = max(1, len(interviews) // (jobs * 4))
        yield from pool.map(_code, interviews, chunksize=chunk)


_coder: Coder


def _start(study: Study, rules_only: bool) -> None:
    global _coder  # one coder a process, made once
    _coder = study_coder(study, rules_only=rules_only)


def _code(interview: Interview) -> Coding:
    return _coder.code(interview)


def study_model(study: Study) -> Model | None:
    """The trained model that codes a study; None where only rules do."""
    folder = _model_folder(study.codebook, _model_of(study))
    return None if folder is None else read_model(folder)


def coder_key(study: Study) -> str:
    """What a coding depends on besides program, codebook, guide and settings: the digest of the model's card.

    The card has the digests of its other files. Nothing is loaded.
    """
    folder = _model_folder(study.codebook, _model_of(study))
    cards = [] if folder is None else [folder / "model.json"]
    learned = learned_folder(study)
    cards += [learned / CARD] if learned is not None and (learned / CARD).is_file() else []
    return sha256(b"".join(each.read_bytes() for each in cards)).hexdigest()


def model_names(study: Study) -> dict[str, str]:
    """What codes a study: `name@version` → SHA-256 of a model's card and of the weights of likeness.

    A correction that it uses is `learned@` with the number of decisions. Empty for rules.
    """
    folder = _model_folder(study.codebook, _model_of(study))
    if folder is None:
        return {}
    delta = study_delta(study)
    return base_of(folder, study.codebook) | ({delta.label: delta.digest} if delta else {})


def base_of(folder: Path, codebook: Codebook) -> dict[str, str]:
    """The model in `folder`, and likeness where the codebook needs it, with their digests."""
    model = read_model(folder)
    names = {model.label: sha256((folder / "model.json").read_bytes()).hexdigest()}
    return names if knows(model, codebook) else names | dict([likeness_digest()])


def study_base(study: Study) -> dict[str, str]:
    """What a correction for the study would correct; empty where only rules code it."""
    folder = _model_folder(study.codebook, _model_of(study))
    return {} if folder is None else base_of(folder, study.codebook)
