"""Coding with a user's own codebook: spans and kinds are the model's, codes those of `otzvuk.coding.own`."""

from __future__ import annotations

from otzvuk.coding.learned import Guess, ModelCoder
from otzvuk.coding.model import Model
from otzvuk.coding.own import OwnCodes, likeness_weights
from otzvuk.model.codebook import Codebook
from otzvuk.model.interview import Interview
from otzvuk.model.study import Guide


class OwnCoder(ModelCoder):
    """Codes interviews where a codebook and a model do not have the same codes."""

    def __init__(
        self, model: Model, codebook: Codebook, guide: Guide | None = None, *, threshold: float | None = None
    ) -> None:
        super().__init__(model, codebook, guide, threshold=threshold)
        self._own = OwnCodes(codebook, model, self.rules.topics)
        self.codes, self.calibration = self._own.names, likeness_weights().calibration
        self.decided_by = f"model:{model.card.name}+likeness@{model.card.version}"

    def _coded(self, found: list[Guess], interview: Interview) -> list[Guess]:
        def question(turn: int) -> str:
            asked = interview.question_before(turn)
            return asked.text if asked else ""

        return self._own.recode(found, question)
