"""Coding with a codebook of one's own: spans and kinds are the model's, codes those of `coding.owncodes`."""

from __future__ import annotations

from collections.abc import Sequence

from otzvuk.coding.features import Sample
from otzvuk.coding.guess import Guess
from otzvuk.coding.learned import ModelCoder, overlap
from otzvuk.coding.model import Model
from otzvuk.coding.owncodes import OwnCodes, likeness_weights
from otzvuk.coding.sense import senses
from otzvuk.model.codebook import Codebook
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Mention
from otzvuk.model.study import Guide


class OwnCoder(ModelCoder):
    """Codes interviews where a codebook and a model do not have the same codes."""

    def __init__(
        self, model: Model, codebook: Codebook, guide: Guide | None = None, *, threshold: float | None = None
    ) -> None:
        super().__init__(model, codebook, guide, threshold=threshold)
        self._own = OwnCodes(codebook, model, self.rules.topics)
        careful = senses(model) is not None
        self.codes, self.calibration = self._own.names, likeness_weights(careful=careful).calibration
        self.recode = self._recoded
        self.decided_by = f"model:{model.name}+likeness@{model.card.version}"

    def _by_rule(
        self, interview: Interview, taken: Sequence[Sample], mentions: Sequence[Mention], densely: float
    ) -> list[Mention]:
        """What the rules add where the model hears nothing: a pattern is one sign of a code among others."""
        added = super()._by_rule(interview, taken, mentions, densely)
        return [each for each in added if not any(overlap(each, other) for other in mentions)]

    def _recoded(self, found: Sequence[Guess], interview: Interview) -> list[Guess]:
        def question(turn: int) -> str:
            asked = interview.question_before(turn)
            return asked.text if asked else ""

        return self._own.recode(found, question)
