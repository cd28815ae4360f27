"""Names of people, companies and places, and numbers that point at somebody, replaced by stable placeholders.

`find_names` searches a study, `Names.hide` hides what it found, `hide_study` gives the study that reports are
made of, `write_found` keeps the mapping in the study's folder. Nothing here is perfect: read before sending
(models/names/README.md says how much is missed).
"""

from otzvuk.anonymise.find import find_names
from otzvuk.anonymise.kind import NameKind
from otzvuk.anonymise.label import Companies
from otzvuk.anonymise.mapping import FOUND_LIST, read_found, write_found
from otzvuk.anonymise.names import COLUMNS, Found, Names
from otzvuk.anonymise.offsets import Hidden, Replacement
from otzvuk.anonymise.study import HIDDEN_NOTE, hide_study
from otzvuk.anonymise.userlist import USER_LIST, read_user_list

__all__ = [
    "COLUMNS",
    "FOUND_LIST",
    "HIDDEN_NOTE",
    "USER_LIST",
    "Companies",
    "Found",
    "Hidden",
    "NameKind",
    "Names",
    "Replacement",
    "find_names",
    "hide_study",
    "read_found",
    "read_user_list",
    "write_found",
]
