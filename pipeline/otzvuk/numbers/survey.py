"""The one noun of all numbers: what people said and marked, with what follows from it computed once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Self, TypeVar

import pandas as pd

from otzvuk.coding.topic import Topics
from otzvuk.folder.cache import digest_of, remembered
from otzvuk.model.candidate import Candidate
from otzvuk.model.codebook import Codebook
from otzvuk.model.layers import Layers
from otzvuk.model.mention import PERSON as BY_PERSON
from otzvuk.model.mention import Coding
from otzvuk.model.study import Guide
from otzvuk.model.wording import counted
from otzvuk.numbers.column import one_spelling, values_of
from otzvuk.numbers.count import CLUSTER, Tables, natural, with_attributes, with_lenses
from otzvuk.numbers.criterion import Criterion, about_all, criteria
from otzvuk.numbers.marks import marks_of
from otzvuk.numbers.net import in_order, net_complaints
from otzvuk.numbers.resample import Draws
from otzvuk.numbers.said import Said, said
from otzvuk.numbers.schema import MENTIONS_SCHEMA, RATINGS_SCHEMA, RESPONDENTS_SCHEMA
from otzvuk.numbers.scope import Scope

Made = TypeVar("Made")

_LABELLED = ("kind", "code", "theme", "process", "stage", "trend", "role")
"""The columns of the mentions that hold ids, each of which has a Russian label."""


def _about(codebook: Codebook, guide: Guide) -> str:
    return digest_of(codebook.model_dump_json(), guide.model_dump_json())


@dataclass(frozen=True, eq=False, repr=False)
class Survey(Tables):
    """A study's frames, codebook and settings; every function of `otzvuk.numbers` takes it.

    `but` makes another survey of some of the rows; what is derived from rows belongs to each alone, what
    follows from the codebook and the guide is shared. `scope` says whom it shows (`otzvuk.numbers.where`).
    `known_layers` are those of the words before names were hidden in them.
    """

    scope: Scope = field(default_factory=Scope)
    known_layers: Mapping[str, Layers] | None = None
    shared: dict[Any, Any] = field(default_factory=dict, repr=False)

    def __getstate__(self) -> dict[str, Any]:
        """What it was made of: what follows from that is computed again where it is wanted."""
        return {each.name: getattr(self, each.name) for each in fields(self)} | {"shared": {}}

    def __repr__(self) -> str:
        """One line: in a notebook the tables are looked at one by one."""
        whom = f", {self.scope.whom}" if self.scope.whom else ""
        counts = (counted(len(self.respondents), "respondent"), counted(len(self.mentions), "mention"))
        return f"Survey({str(self.study.path)!r}: {', '.join(counts)}{whom})"

    @cached_property
    def sound(self) -> Self:
        """This survey, once its frames are seen to be what `otzvuk.numbers.schema` says.

        The public functions ask for it: frames may have been changed by hand. Raises `InputError` with the
        table, the column, the value and what was expected.
        """
        MENTIONS_SCHEMA.check(self.mentions)
        RATINGS_SCHEMA.check(self.ratings)
        RESPONDENTS_SCHEMA.check(self.respondents)
        return self

    def mentions_with(
        self, *, labels: bool = False, participants: bool = False, lenses: bool = False
    ) -> pd.DataFrame:
        """The mentions, in the same rows and order, with further columns after their own.

        `participants`: those of the participants table (position, person, region, …), "" where a person has
        none. `lenses`: one a lens of the codebook. `labels`: for each column of ids the same in Russian,
        `kind_label`, `code_label`, `theme_label`, `process_label`, `stage_label`, `trend_label`, `role_label`
        and those of the lenses asked for. All are text, never missing.
        """
        book, table = self.codebook, self.mentions
        if participants:
            whole = with_attributes(self)
            new = whole[[name for name in whole.columns if name not in table.columns]]
            table = table.assign(**{str(name): new[name].fillna("").to_numpy() for name in new.columns})
            table = table.astype(dict.fromkeys(new.columns, "string"))
        if lenses:
            whole = with_lenses(self)
            table = table.assign(**{name: whole[name] for name in book.lenses})
        if labels:
            for name in (*_LABELLED, *(book.lenses if lenses else ())):
                known = values_of(name, book)
                words = [known.get(str(value), str(value)) for value in table[name]]
                table = table.assign(**{f"{name}_label": pd.array(words, dtype="string")})
        return table

    @cached_property
    def said(self) -> Said:
        """The mentions and the people asked, to be grouped by any attribute."""
        return said(self)

    @cached_property
    def marks(self) -> pd.DataFrame:
        """The ratings with all that they can be grouped by (`otzvuk.numbers.marks.MARKS`)."""
        return marks_of(self)

    @cached_property
    def criteria(self) -> dict[str, Criterion]:
        """All that can be marked, by id; the mark for all in all is about no part of the work."""
        return about_all(self._shared(criteria), self.settings.scores.overall)

    def marks_for(self, code: str) -> pd.DataFrame:
        """The marks for a code itself and for what is asked about it alone: an item of the client's own
        questionnaire, a block of the guide."""
        own = {name for name, each in self.criteria.items() if name == code or each.is_only(code)}
        return self.marks[self.marks["criterion"].isin(own)]

    @cached_property
    def candidates(self) -> dict[str, tuple[Candidate, ...]]:
        """What each interview's stretches may be, by its id (`otzvuk.coding.candidates`)."""
        from otzvuk.coding.candidates import study_candidates  # the whole coder, seldom needed

        found = study_candidates(self.study, self.codings)
        return {each.interview.id: own for each, own in zip(self.codings, found, strict=True)}

    @cached_property
    def layers(self) -> Mapping[str, Layers]:
        """What each interview says beside its mentions, by its id (`otzvuk.coding.layers`), found once."""
        if self.known_layers is not None:
            return self.known_layers
        from otzvuk.coding.layers import layers_of
        from otzvuk.coding.whose import names_of_rivals, names_of_supplier

        known: dict[int, tuple[Coding, Layers]] = self.shared.setdefault("layers", {})
        supplier, rivals = names_of_supplier(self.study), names_of_rivals(self.study)

        def found(coding: Coding) -> Layers:
            names = (sorted(supplier), sorted(rivals))
            heard = (coding.mentions, coding.ratings, coding.sayings, coding.theirs)
            said = repr((names, coding.interview.turns, *heard))
            key = digest_of(self.about, said)
            return remembered("layers", key, lambda: layers_of(coding, self.topics, supplier, rivals))

        for coding in self.codings:
            if id(coding) not in known:
                known[id(coding)] = coding, found(coding)
        return {coding.interview.id: known[id(coding)][1] for coding in self.codings}

    @cached_property
    def net(self) -> pd.DataFrame:
        """Respondents × processes: capped complaints net of praise (`net_complaints`)."""
        return net_complaints(self)

    @cached_property
    def people(self) -> pd.DataFrame:
        """The respondents in the order of the rows of `net`, by id."""
        return in_order(self, self.net)

    @cached_property
    def draws(self) -> Draws:
        """The bootstrap samples of `people`, as many as the settings say."""
        own = self.settings
        clusters = self.people[CLUSTER].cat.codes.tolist()
        return Draws(clusters, replicates=own.replicates, seed=own.seed)

    @property
    def topics(self) -> Topics:
        """What words and questions are about, by the codebook and the guide, compiled."""
        return self._shared(Topics)

    @property
    def about(self) -> str:
        """The digest of the codebook and the guide."""
        return self._shared(_about)

    @cached_property
    def unmarked(self) -> Self:
        """The same without any mark."""
        return self.but(ratings=self.ratings.head(0))

    @cached_property
    def seen(self) -> tuple[int, int]:
        """How many mentions people have looked at, and of how many: with those that they took away."""
        refused = sum(each.checks.refused for each in self.codings)
        own = int(self.mentions["decided_by"].str.startswith(BY_PERSON).sum())
        return own + refused, len(self.mentions) + refused

    def _shared(self, make: Callable[[Codebook, Guide], Made]) -> Made:
        made: dict[Any, tuple[Codebook, Guide, Made]] = self.shared
        book, guide, found = made.get(make, (None, None, None))
        if found is None or book is not self.codebook or guide is not self.guide:
            found = make(self.codebook, self.guide)
            made[make] = (self.codebook, self.guide, found)
        return found

    @cached_property
    def waves(self) -> tuple[str, ...]:
        """The waves that respondents were asked in, in natural order; people without a wave are in none."""
        return tuple(sorted({str(wave) for wave in self.respondents["wave"]} - {""}, key=natural))

    @cached_property
    def company_names(self) -> dict[str, str]:
        """The name of each company by its id: the first of its spellings."""
        known = self.respondents.dropna(subset=["company_id"])
        names = one_spelling(known["company"])
        return {str(id_): str(name) for id_, name in zip(known["company_id"], names, strict=True)}

    def of_roles(self, roles: list[str]) -> Self:
        """The respondents of some roles only; their mentions are those that are counted."""
        return self.but(respondents=self.respondents[self.respondents["role"].isin(roles)])

    def of_wave(self, wave: str) -> Self:
        """What was said, marked and by whom in one wave."""
        return self.but(
            mentions=self.mentions[self.mentions["wave"] == wave],
            ratings=self.ratings[self.ratings["wave"] == wave],
            respondents=self.respondents[self.respondents["wave"] == wave],
        )

    def of_company(self, company: str) -> Self:
        """What the people of one company (its id) said and marked."""
        return self.but(
            mentions=self.mentions[self.mentions["company_id"] == company],
            ratings=self.ratings[self.ratings["company_id"] == company],
            respondents=self.respondents[self.respondents["company_id"] == company],
        )
