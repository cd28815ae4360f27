"""The coding of a whole study: which coder, over how many processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Protocol, runtime_checkable

from otzvuk.coding.delta import CARD, Delta, read_delta
from otzvuk.coding.learned import ModelCoder
from otzvuk.coding.model import (
    Model,
    Title,
    can_be_careful,
    check_careful,
    find_model,
    is_careful_here,
    model_list,
    read_model,
    read_title,
)
from otzvuk.coding.owncoder import OwnCoder
from otzvuk.coding.owncodes import likeness_digest
from otzvuk.coding.parts import Part, joined, parts
from otzvuk.coding.plugged import (
    ABOVE,
    DECIDED,
    PluggedCoder,
    check_above,
    coder_above,
    digest_of,
    key_above,
    label_of,
    plugged,
)
from otzvuk.coding.rules import RuleCoder
from otzvuk.coding.whose import named_in
from otzvuk.model.choice import guess, listed
from otzvuk.model.codebook import DEFAULT, Codebook
from otzvuk.model.errors import InputError
from otzvuk.model.extra import command
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding
from otzvuk.model.progress import Watcher, heard, track
from otzvuk.model.spread import each, processes
from otzvuk.model.study import Guide, Study

CAREFUL_WORDS = 300_000  # above this many the fast voices code, where nothing else is asked for
SLOWER = 8  # times that the careful coder takes
PER_MINUTE = 120_000  # words that it codes a minute, one process


@runtime_checkable
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
    careful: bool | None = None,
) -> RuleCoder | ModelCoder:
    """The coder of a codebook.

    It is the trained model named, else the bundled one of the codebook's name, else that of the default
    codebook. Where the model was taught other codes than the codebook has, it finds what is said and of what
    kind, and likeness helps to find the code. Without any model there are the rules. `learned` is the folder
    of a correction learnt of people's decisions (`otzvuk.coding.delta`). `careful` says whether the model's
    encoder has a word (None: where it has one, and what runs it is installed).
    """
    folder = None if rules_only else _model_folder(codebook, model)
    if folder is None:
        return RuleCoder(codebook, guide)
    if careful is None:
        careful = can_be_careful(folder) and is_careful_here()
    chosen = read_model(folder, careful=careful)
    kind = ModelCoder if knows(chosen, codebook) else OwnCoder
    coder = kind(chosen, codebook, guide, threshold=threshold)
    if learned is not None:
        coder.delta = read_delta(learned, base_of(chosen, codebook), coder.codes)
    return coder


def knows(model: Model | Title, codebook: Codebook) -> bool:
    """Whether the model was taught the codes of the codebook, these and no others."""
    return set(model.card.codes) == set(codebook.codes)


def _model_folder(codebook: Codebook, model: str, *, file: str | None = None) -> Path | None:
    if not model:
        return find_model(codebook.name) or find_model(DEFAULT)
    folder = find_model(model) or Path(model)
    if not (folder / "model.json").is_file():
        names = dict.fromkeys(model_list(), "")
        raise InputError(
            "нет такой модели",
            file=file,
            place="model" if file else "",
            value=model,
            expected=f"имя встроенной модели ({listed(names)}) или папка с model.json{guess(model, names)}",
        )
    return folder


def check_coder(study: Study) -> None:
    """Raise `InputError` where study.yaml names a model or a correction that is not there or does not fit.

    So does a coder for which a package is missing.
    """
    if study.settings.coder in ABOVE:
        check_above(study)
    _study_folder(study)
    if study.settings.coder == "careful":
        check_careful()
    study_delta(study)


def study_coder(study: Study, *, rules_only: bool = False) -> Coder:
    """The coder that the study's settings ask for; a model's folder may be relative to the study."""
    settings = study.settings
    if not rules_only:
        if plugin := plugged(settings.coder):
            return PluggedCoder(plugin, study)
        if settings.coder in ABOVE:
            return coder_above(study)
        _study_folder(study)  # where there is none, that is said of study.yaml
    coder = coder_for(
        study.codebook,
        study.guide,
        model=_model_of(study),
        threshold=settings.threshold,
        learned=learned_folder(study),
        rules_only=rules_only or settings.coder == "rules",
        careful=_careful(study),
    )
    coder.named = named_in(study)
    return coder


def learned_folder(study: Study) -> Path | None:
    """The folder of the correction that a study's settings name, relative to the study; None for none."""
    return study.path / study.settings.learned if study.settings.learned else None


def study_delta(study: Study) -> Delta | None:
    """The correction that a study's coding uses; None without one. Raises `InputError` as `read_delta`."""
    learned = learned_folder(study)
    model = None if learned is None else study_title(study)
    if learned is None or model is None:
        return None
    book = study.codebook
    codes = model.card.codes if knows(model, book) else tuple(book.codes)
    return read_delta(learned, base_of(model, book), codes)


def _careful(study: Study) -> bool | None:
    """What `careful` of `coder_for` is for a study: as asked for, else by length and what is installed."""
    asked = study.settings.coder
    if asked in {"fast", "careful"}:
        return asked == "careful"
    if words_in(study.interviews) > CAREFUL_WORDS or not is_careful_here():
        return False
    return None


def words_in(interviews: Iterable[Interview]) -> int:
    """About how many words the interviews have."""
    return sum(len(turn.text) for each in interviews for turn in each.turns) // 6


def haste(study: Study) -> str:
    """One Russian sentence where a study is coded fast for its length, or for want of a package."""
    folder = None if study.settings.coder else _study_folder(study)
    words = words_in(study.interviews)
    if folder is None or not can_be_careful(folder):
        return ""
    if not is_careful_here():
        return f"Размечено быстро: для тщательного кодировщика нужна команда {command('careful')}"
    if words <= CAREFUL_WORDS:
        return ""
    minutes = -(-words // PER_MINUTE)
    return (
        f"Слов больше {CAREFUL_WORDS // 1000} тысяч, поэтому размечено быстро; "
        f"строка «coder: careful» в study.yaml разметит тщательнее, примерно за {minutes} мин"
    )


def _study_folder(study: Study) -> Path | None:
    """The folder of the model that codes a study; None where only rules do."""
    coder = study.settings.coder
    if coder == "rules" or coder in ABOVE or plugged(coder):
        return None
    return _model_folder(study.codebook, _model_of(study), file="study.yaml")


def _model_of(study: Study) -> str:
    model = study.settings.model
    inside = study.path / model
    return str(inside) if model and (inside / "model.json").is_file() else model


def code_study(
    study: Study,
    *,
    only: frozenset[str] | None = None,
    jobs: int = 1,
    rules_only: bool = False,
    progress: Watcher | None = None,
) -> tuple[Coding, ...]:
    """Code every interview of a study, in the study's order, in up to `jobs` processes.

    The result does not depend on `jobs`. A very long talk is coded in parts (`otzvuk.coding.parts`). `only`
    are the ids of those to be coded, as they would be among all; `rules_only` leaves the trained model out.
    `progress` is told how many interviews are coded, of how many.
    """
    interviews = [one for one in study.interviews if only is None or one.id in only]
    settled = _settled(study)
    # coders from above cut talks themselves and ask by themselves, in this process
    whole = not rules_only and study.settings.coder in ABOVE
    pieces = [(one, part) for one in interviews for part in ([Part(0, one)] if whole else parts(one))]
    taken = [part.interview for _, part in pieces]
    if whole:
        coder = study_coder(study)
        with heard(progress):
            asked = track(map(coder.code, taken), "Разметка", total=len(taken))
            return tuple(joined((*piece, coding) for piece, coding in zip(pieces, asked, strict=True)))
    # What a plug-in makes its coder of is its own affair: it is given the study whole.
    bare = settled if plugged(settled.settings.coder) else replace(settled, interviews=())
    task = partial(_task, bare, "" if rules_only else coder_key(bare), rules_only)
    sizes = [words_in([one]) for one in taken]
    rate = PER_MINUTE / 60 * (1 if _is_careful(settled, rules_only=rules_only) else SLOWER)
    with heard(progress), processes(jobs):
        coded = track(each(task, taken, sizes=sizes, rate=rate), "Разметка", total=len(taken))
        told = (
            (one, part, replace(coding, interview=part.interview))
            for (one, part), coding in zip(pieces, coded, strict=True)
        )
        return tuple(joined(told))


_NOBODY = Interview(id="", file="", turns=())


def _task(study: Study, key: str, rules_only: bool) -> Callable[[Interview], Coding]:
    """What codes an interview in whatever process, which need not send the talk back.

    Raises `InputError` where the model there is not that of `key`: another machine may have another one.
    """
    if not rules_only and coder_key(study) != key:
        raise InputError(
            "модель у рабочего процесса другая",
            value=study.settings.model or study.codebook.name,
            expected="та же модель по тому же пути",
        )
    coder = study_coder(study, rules_only=rules_only)
    return lambda interview: replace(coder.code(interview), interview=_NOBODY)


def _is_careful(study: Study, *, rules_only: bool) -> bool:
    folder = None if rules_only else _study_folder(study)
    return folder is not None and _carefully(study, folder)


def _settled(study: Study) -> Study:
    """The study with its coder settled: a process that has no interviews cannot tell their length."""
    if study.settings.coder or _careful(study) is not False:
        return study
    return replace(study, settings=study.settings.model_copy(update={"coder": "fast"}))


def study_model(study: Study) -> Model | None:
    """The trained model that codes a study; None where only rules do."""
    folder = _study_folder(study)
    if folder is None:
        return None
    return read_model(folder, careful=_carefully(study, folder))


def study_title(study: Study) -> Title | None:
    """What `study_model` is called; nothing else of it is read."""
    folder = _study_folder(study)
    if folder is None:
        return None
    return read_title(folder, careful=_carefully(study, folder))


def _carefully(study: Study, folder: Path) -> bool:
    """Whether the model in `folder` codes the study with its encoder: as asked for, else where it has one."""
    asked = _careful(study)
    return can_be_careful(folder) if asked is None else asked


def coder_key(study: Study) -> str:
    """What a coding depends on besides program, codebook, guide and settings: the model, and how careful.

    The card has the digests of its other files. Nothing is loaded.
    """
    if plugin := plugged(study.settings.coder):
        return f"{label_of(plugin)} {digest_of(plugin)}"
    if study.settings.coder in ABOVE:
        return " ".join(key_above(study))
    folder = _study_folder(study)
    if folder is None:
        return ""
    cards = [folder / "model.json"]
    learned = learned_folder(study)
    cards += [learned / CARD] if learned is not None and (learned / CARD).is_file() else []
    return f"{sha256(b''.join(each.read_bytes() for each in cards)).hexdigest()} {_careful(study)}"


def model_names(study: Study) -> dict[str, str]:
    """What codes a study: `name@version` → SHA-256 of a model's card and of the weights of likeness.

    A correction that it uses is `learned@` with the number of decisions; a plug-in is its package and code.
    Empty for rules.
    """
    if plugin := plugged(study.settings.coder):
        return {f"{DECIDED}{label_of(plugin)}": digest_of(plugin)}
    if study.settings.coder in ABOVE:
        return dict([key_above(study)])
    model = study_title(study)
    if model is None:
        return {}
    delta = study_delta(study)
    return base_of(model, study.codebook) | ({delta.label: delta.digest} if delta else {})


def base_of(model: Model | Title, codebook: Codebook) -> dict[str, str]:
    """The model, and likeness where the codebook needs it, with their digests."""
    names = {model.label: model.digest}
    return names if knows(model, codebook) else names | dict([likeness_digest()])


def study_base(study: Study) -> dict[str, str]:
    """What a correction for the study would correct; empty where only rules code it."""
    model = study_title(study)
    return {} if model is None else base_of(model, study.codebook)
