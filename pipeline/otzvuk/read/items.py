"""`criteria.yaml` begun: the criteria that a study's ratings have and nothing defines, to be filled in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from otzvuk.model.study import Study
from otzvuk.read.files import own_file
from otzvuk.read.questionnaire import strange_criteria
from otzvuk.read.surveyscores import meant, strange_questions

_HEAD: Final = """\
# Критерии вашей анкеты: за что ставят оценки. Каждый — своя строка, можно и одним названием.
#   block      раздел анкеты: по разделам считается CSI; назван как уровень или тема книги — и туда
#   codes      к каким кодам кодовой книги критерий относится: [documents.speed]
#   processes  или к каким процессам
#   scale      наибольшая оценка, если в таблице её нет
# Без codes и processes критерий останется сам по себе: его средние видны, с жалобами он не сравнивается.
criteria:
"""


def strange_items(study: Study) -> dict[str, float | None]:
    """What ratings and surveys mark and nothing defines: name → scale, None where that is unclear."""
    path = own_file(study.path, "ratings")
    found = strange_criteria(path, study.codebook, study.guide) if path else {}
    return found | strange_questions(
        study.interviews, study.codebook, study.guide, overall=study.settings.scores.overall
    )


def items_text(study: Study, strange: Mapping[str, float | None], *, head: bool = True) -> str:
    """The lines of criteria.yaml for these items; what one may be about is a comment, for people to judge."""
    lines, guessed = [], meant(strange, study.codebook, study.guide)
    for name, scale in strange.items():
        lines.append(f"  - name: {json.dumps(name, ensure_ascii=False)}")
        if scale:
            lines.append(f"    scale: {scale:g}")
        if near := guessed.get(name):
            kind = "codes" if near in study.codebook.codes else "processes"
            lines.append(f"    # может быть: {kind}: [{near}]  # {study.codebook.label(near)}")
    return (_HEAD if head else "") + "".join(f"{line}\n" for line in lines)


def items_file(study: Path) -> Path | None:
    """The study's criteria.yaml; None where it has none."""
    return own_file(study, "criteria", [".yaml"])
