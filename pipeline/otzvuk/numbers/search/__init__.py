"""Where words were said: lemmas, phrases, beginnings of words, over all interviews of a study."""

from otzvuk.numbers.search.find import COLUMNS, Hit, find_hits, hits_table, search
from otzvuk.numbers.search.index import Index
from otzvuk.numbers.search.query import Query, read_query, terms_of

__all__ = ["COLUMNS", "Hit", "Index", "Query", "find_hits", "hits_table", "read_query", "search", "terms_of"]
