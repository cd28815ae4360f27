"""Mentions → the best quotes of each group, why each was chosen, and how it is shown.

    picked = pick_quotes(mentions, by=("process", "kind"), study=study, codebook=study.codebook, best=3)
    quotes = quotes_of(picked, study)          # words checked, shortened, marks restored, context
    print(as_text(quotes))                     # or as_markdown, as_csv

A quote is read without the interview around it. So it should be understood alone, long enough to say
something and short enough to be read, concrete (figures, measures, what came of it), vivid and certainly
coded; it says what the group says, or is a telling exception. Those are points (`merit`), learned from
pairwise judgements; the words that count are in `models/quotes/ru.yaml`. Quotes of a group are then taken
one after another: likeness to those already there costs points, so that three quotes are three people's
(`choose`).
"""

from otzvuk.numbers.quote.apart import CHOSEN, Apart, quotes_apart
from otzvuk.numbers.quote.chosen import chosen_mentions, key_of
from otzvuk.numbers.quote.merit import Merit, merit
from otzvuk.numbers.quote.pick import PICKED, pick_quotes
from otzvuk.numbers.quote.quoted import Quote, check_quotes, quotes_of
from otzvuk.numbers.quote.select import select_mentions, select_quotes
from otzvuk.numbers.quote.shown import GAP, visible, wording
from otzvuk.numbers.quote.strengths import DEPARTMENT, Strength, departments, praised_by, strengths
from otzvuk.numbers.quote.typical import Stands
from otzvuk.numbers.quote.wishes import Wish, wishes
from otzvuk.numbers.quote.words import QuoteWords
from otzvuk.numbers.quote.written import COLUMNS, apart_as_text, as_csv, as_markdown, as_text, wishes_as_text

__all__ = [
    "CHOSEN",
    "COLUMNS",
    "DEPARTMENT",
    "GAP",
    "PICKED",
    "Apart",
    "Merit",
    "Quote",
    "QuoteWords",
    "Stands",
    "Strength",
    "Wish",
    "apart_as_text",
    "as_csv",
    "as_markdown",
    "as_text",
    "check_quotes",
    "chosen_mentions",
    "departments",
    "key_of",
    "merit",
    "pick_quotes",
    "praised_by",
    "quotes_apart",
    "quotes_of",
    "select_mentions",
    "select_quotes",
    "strengths",
    "visible",
    "wishes",
    "wishes_as_text",
    "wording",
]
