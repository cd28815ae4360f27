"""A coder of two words, to show what one is: «плохо» complains, «хорошо» praises."""

from __future__ import annotations

import re

from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.model.study import Study

_WORDS = {"плохо": Kind.COMPLAINT, "хорошо": Kind.PRAISE}


class WordCoder:
    """Finds both words in what respondents say; everything is about the codebook's first code."""

    def __init__(self, study: Study) -> None:
        self.codebook = study.codebook
        self.code_found = next(iter(study.codebook.codes))

    def code(self, interview: Interview) -> Coding:
        """The mentions of an interview. Who decided is filled in by the program."""
        found = []
        for at, turn in enumerate(interview.turns):
            if turn.interviewer:
                continue
            for match in re.finditer(r"\b(плохо|хорошо)\b", turn.text, re.IGNORECASE):
                found.append(
                    Mention(
                        turn=at,
                        start=match.start(),
                        stop=match.end(),
                        text=match.group(),
                        kind=_WORDS[match.group().lower()],
                        code=self.code_found,
                        process=self.codebook.process_of(self.code_found),
                        confidence=0.5,
                        why=f"слово «{match.group()}»",
                    )
                )
        return Coding(interview, tuple(found))
