"""The sections of the page in their order, for its bar, its list of contents and the page itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from otzvuk.model.arrangement import OwnText
from otzvuk.model.sections import SECTIONS, Report, offered
from otzvuk.numbers.quote import quotes_apart
from otzvuk.report import csicube, metrictree
from otzvuk.report.layered import layers
from otzvuk.report.story import Story
from otzvuk.report.wellformed import plain


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its name, where it is, its name in the bar, its title, and what it answers."""

    name: str
    anchor: str
    short: str
    title: str
    about: str

    @property
    def template(self) -> str:
        """The file that draws it."""
        return f"_{self.name}.html.j2"


@dataclass(frozen=True, slots=True)
class Group:
    """Paragraphs in a row, or the items of one list."""

    item: bool
    words: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Words:
    """A text of the user's own, as the page shows it."""

    title: str
    groups: tuple[Group, ...]


def _has_layer(name: str) -> Callable[[Story], bool]:
    return lambda story: any(each.anchor == name for each in layers(story.findings))


_THERE: Final[Mapping[str, Callable[[Story], bool]]] = {
    "hurting": lambda story: bool(story.hurting),
    "metrics": lambda story: bool(metrictree.roots(story.findings)),
    "plan": lambda story: bool(story.plan or story.drafts),
    "chosen": lambda story: bool(quotes_apart(story.findings.survey)),
    "certainty": lambda story: bool(story.findings.harm.sensitivity_note),
    "levels": lambda story: story.levels.there,
    "clientcards": lambda story: bool(story.findings.cards),
    "journeymap": lambda story: not story.findings.map.empty,
    "wishes": lambda story: bool(story.wishes),
    "losses": _has_layer("losses"),
    "leaving": _has_layer("leaving"),
    "matters": _has_layer("matters"),
    "rivals": _has_layer("rivals"),
    "marks": lambda story: has_marks(story),
    "importance": lambda story: bool(len(story.findings.layers.importance)),
    "csi": lambda story: bool(csicube.faces(story.findings)) or story.findings.scores.csi is not None,
    "nps": lambda story: bool(len(story.findings.scores.bands)),
    "why": lambda story: bool(len(story.findings.scores.grounds)),
    "waves": lambda story: bool(story.findings.waves),
}
"""Which studies have a section on the page; one that is not named here is on every page."""

_ORDER: Final = ("main", "hurting", "chosen", "first", "plan", "ranking")
"""What comes first on the page; the rest follows as in `SECTIONS`."""


def has_marks(story: Story) -> bool:
    """Whether the study has scores of any kind."""
    judged = story.findings.scores
    return bool(len(judged.marks)) or judged.maturity is not None


def contents(story: Story) -> tuple[Section, ...]:
    """The sections that the page of this study has, in their order."""
    arrangement = story.arrangement
    usual = [name for name in in_order() if SECTIONS[name].html == "core"]
    asked = arrangement.names(Report.HTML) or usual
    there = [name for name in asked if name not in _THERE or _THERE[name](story)]
    return tuple(
        Section(
            name=name,
            anchor=("main" if at == 0 else "verdict") if name == "main" else name,
            short=plain(arrangement.title_of(name)) or SECTIONS[name].short,
            title=plain(arrangement.title_of(name)) or SECTIONS[name].title,
            about=SECTIONS[name].about,
        )
        for at, name in enumerate(there)
    )


def in_order() -> tuple[str, ...]:
    """The names of all sections that the page can have, in their usual order."""
    place = {name: at for at, name in enumerate(_ORDER)}
    return tuple(sorted(offered(Report.HTML), key=lambda name: place.get(name, len(_ORDER))))


def titles(story: Story) -> dict[str, str]:
    """What every section of the page is called."""
    own = story.arrangement.title_of
    return {name: plain(own(name)) or SECTIONS[name].title for name in offered(Report.HTML)}


def leads(story: Story) -> dict[str, list[Words]]:
    """What stands under the heading of each section: texts before it without a title of their own."""
    return {
        name: [words(each) for each in story.arrangement.own(Report.HTML, before=name) if not each.title]
        for name in offered(Report.HTML)
    }


def own_texts(story: Story, name: str, place: str) -> list[Words]:
    """The texts "before" or "after" a section; without a name those at the beginning."""
    own = story.arrangement.own
    if place == "before":
        return [words(each) for each in own(Report.HTML, before=name) if each.title]
    return [words(each) for each in own(Report.HTML, after=name)]


def words(text: OwnText) -> Words:
    """A text of the user's own by paragraphs and lists."""
    groups: list[Group] = []
    for said, item in text.paragraphs:
        if not groups or groups[-1].item != item:
            groups.append(Group(item))
        groups[-1].words.append(plain(said))
    title = plain(" ".join(text.title.split()))
    return Words(title, tuple(groups))
