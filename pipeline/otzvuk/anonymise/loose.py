"""A table about turns of interviews with names hidden: places stay those of the transcripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from otzvuk.anonymise.find import find_names
from otzvuk.anonymise.label import Speakers, interview_labels
from otzvuk.model.study import Study

_WORDS = "text"  # columns of words end so


def without_names(table: pd.DataFrame, study: Study) -> pd.DataFrame:
    """`table` (columns interview, turn, speaker and some of words) with the names of `study` hidden.

    Raises `InputError` for a bad names.csv of the study.
    """
    names, labels = find_names(study), interview_labels(study)
    speakers = {each.id: Speakers(each, names) for each in study.interviews}
    columns: Sequence[str] = [str(each) for each in table.columns if str(each).endswith(_WORDS)]
    rows: list[dict[Any, Any]] = []
    for row in table.to_dict("records"):
        interview, turn = str(row["interview"]), int(row["turn"])
        words = {each: names.hide(interview, turn, str(row[each])).text for each in columns}
        people = {"interview": labels[interview], "speaker": speakers[interview](str(row["speaker"]))}
        rows.append(dict(row) | people | words)
    return pd.DataFrame(rows, index=table.index, columns=table.columns)
