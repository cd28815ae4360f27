"""What a turn consists of: sentences, clauses, tokens and the dictionary forms of its words.

`parse` takes a turn's text apart; `lemma` and `tags` answer for a single word.
"""

from otzvuk.language.lemmas import lemma, tags
from otzvuk.language.tokens import Token
from otzvuk.language.turn import Clause, ParsedTurn, Sentence, parse, tokenise

__all__ = ["Clause", "ParsedTurn", "Sentence", "Token", "lemma", "parse", "tags", "tokenise"]
