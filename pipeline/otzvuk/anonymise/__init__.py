"""Names of people, companies and places, and numbers that point at somebody, replaced by stable placeholders.

`find_names` searches a study, `Names.hide` hides what it found, `hide_study` gives the study that reports are
made of, `write_found` keeps the mapping in the study's folder. Nothing here is perfect: read before sending
(models/names/README.md says how much is missed).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from otzvuk.model.late import late

if TYPE_CHECKING:
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

# Imported at first use: who takes kept results needs none of what makes them.
_PLACES = {
    "COLUMNS": "names",
    "Companies": "label",
    "FOUND_LIST": "mapping",
    "Found": "names",
    "HIDDEN_NOTE": "study",
    "Hidden": "offsets",
    "NameKind": "kind",
    "Names": "names",
    "Replacement": "offsets",
    "USER_LIST": "userlist",
    "find_names": "find",
    "hide_study": "study",
    "read_found": "mapping",
    "read_user_list": "userlist",
    "write_found": "mapping",
}

__getattr__ = late(__name__, _PLACES)
