"""What is to be done: drafts by rule, with the words that they rest on, and what became of the plan.

drafts(survey, harm…)              who suffers of what, what they ask for, which metric would show it
outcomes(survey, study.plan)       what the next wave says of each action, beside processes left alone
"""

from otzvuk.numbers.plan.action import process_of
from otzvuk.numbers.plan.draft import Doubt, Draft, drafts
from otzvuk.numbers.plan.outcome import OUTCOMES, Verdict, outcomes

__all__ = ["OUTCOMES", "Doubt", "Draft", "Verdict", "drafts", "outcomes", "process_of"]
