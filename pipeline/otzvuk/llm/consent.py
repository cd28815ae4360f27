"""What leaves the program and to where, in one sentence, and who has agreed to it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from otzvuk.folder.cache import digest_of, user_folder
from otzvuk.folder.whole import whole_file
from otzvuk.llm.address import Endpoint, is_forwarded
from otzvuk.model.errors import InputError
from otzvuk.model.study import Study

_FILE: Final = "llm-consent.json"


class ConsentError(InputError):
    """Nobody has agreed yet to what `coder: llm` sends; `study` is whose it is, `sentence` what it is."""

    def __init__(self, study: Study, sentence: str) -> None:
        self.study, self.sentence = study, sentence
        super().__init__(
            f"языковую модель спрашивают с вашего согласия. {sentence.rstrip('.')}",
            expected=f"согласие: otzvuk llm allow {study.path}",
        )


def sentence(study: Study, endpoint: Endpoint, *, words: int) -> str:
    """What leaves the program and to where: one Russian sentence."""
    model = study.settings.llm
    names = (
        "имена заменены метками, но найдено не всё"
        if model.hide_names
        else "имена и названия — как в стенограммах"
    )
    where = "на этом компьютере" if endpoint.local else f"на другом компьютере, {endpoint.addresses[0]}"
    if endpoint.local and is_forwarded(model.model):
        where = "этот сервер пошлёт их дальше, в облако Ollama"
    elif endpoint.scheme == "http" and not endpoint.local:
        where += ", без шифрования"
    book = f", кодовая книга и ключ из переменной {model.key}" if model.key else " и кодовая книга"
    return (
        f"Реплики интервью (слов: {words}; {names}){book} уйдут на {endpoint.shown} ({where}), "
        f"модель «{model.model}»."
    )


def is_agreed(study: Study, endpoint: Endpoint) -> bool:
    """Whether this user has agreed for this study to just that: address, model, key, names."""
    return _key(study, endpoint) in _read()


def agree(study: Study, endpoint: Endpoint, said: str) -> Path:
    """Note that this user has agreed; in the user's own folder, since a study may come from somebody else."""
    known = _read()
    known[_key(study, endpoint)] = {"at": datetime.now().replace(microsecond=0).isoformat(), "to": said}
    path = user_folder() / _FILE
    with whole_file(path) as temporary:
        temporary.write_text(json.dumps(known, ensure_ascii=False, indent=1), "utf-8")
    return path


def withdraw(study: Study) -> int:
    """Forget what was agreed to for a study; the answer is how many agreements that were."""
    known = _read()
    own = [name for name in known if name.startswith(_study_key(study))]
    for name in own:
        del known[name]
    if own:
        with whole_file(user_folder() / _FILE) as temporary:
            temporary.write_text(json.dumps(known, ensure_ascii=False, indent=1), "utf-8")
    return len(own)


def _read() -> dict[str, Any]:
    try:
        tree = json.loads((user_folder() / _FILE).read_text("utf-8"))
    except (OSError, ValueError, RuntimeError):
        return {}
    return tree if isinstance(tree, dict) else {}


def _study_key(study: Study) -> str:
    return digest_of(str(study.path.resolve()))[:16]


def _key(study: Study, endpoint: Endpoint) -> str:
    model = study.settings.llm
    to = (endpoint.shown, endpoint.path, str(endpoint.local))
    what = digest_of(*to, model.model, str(model.hide_names), model.key)
    return f"{_study_key(study)}-{what[:32]}"
