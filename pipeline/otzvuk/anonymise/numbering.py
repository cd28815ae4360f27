"""Numbers for names: respondents in the study's order, everything else by first mention, as the last time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from otzvuk.anonymise.kind import NameKind
from otzvuk.anonymise.lexicon import facts, fold
from otzvuk.anonymise.mentioned import Mentioned
from otzvuk.anonymise.names import Found, words_of
from otzvuk.anonymise.person import People, Person

_ROLES = {"respondent": "респондент", "interviewer": "интервьюер", "": "сотрудник"}


def numbers_of(
    mentions: Sequence[Mentioned],
    speakers: Mapping[tuple[str, str], Person],
    folk: People,
    earlier: Iterable[Found],
) -> dict[str, str]:
    """Key → placeholder: respondents in the study's order, everything else in the order of first mention."""
    words_by_key: dict[str, str] = {}
    order: dict[str, None] = {}
    roles = {f"person {at}": person.role for at, person in enumerate(folk.persons)}
    for person in speakers.values():
        order.setdefault(f"person {folk.number(person)}")
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for (_, speaker), person in speakers.items():
        forms[f"person {folk.number(person)}"].add(fold(speaker))
    for mention in mentions:
        if mention.key:
            order.setdefault(mention.key)
            forms[mention.key].add(fold(mention.text))
            if mention.kind == NameKind.PLACE:
                town = any(facts(fold(word)).place > 0.5 for word in words_of(mention.text))
                words_by_key.setdefault(mention.key, "город" if town else "место")
            elif mention.kind == NameKind.COMPANY:
                words_by_key[mention.key] = "организация"
    for key in order:
        if key.startswith("person "):
            words_by_key[key] = _ROLES[roles[key]]
    before = _placeholders_before(earlier)
    by_form: defaultdict[str, list[int]] = defaultdict(list)
    for at, (_, written) in enumerate(before):
        for form in written:
            by_form[form].append(at)
    found: dict[str, str] = {}
    taken = {placeholder for placeholder, _ in before}
    used: set[str] = set()
    for key in order:
        known = sorted({at for form in forms[key] for at in by_form.get(form, ())})
        again = next(
            (
                placeholder
                for placeholder, _ in (before[at] for at in known)
                if placeholder not in used and placeholder.startswith(f"[{words_by_key[key]}")
            ),
            "",
        )
        if again:
            found[key] = again
            used.add(again)
    counts: Counter[str] = Counter()
    for key in order:
        word = words_by_key[key]
        if word == "интервьюер":  # who asks is nobody's secret among several
            found[key] = f"[{word}]"
        while key not in found:
            counts[word] += 1
            placeholder = f"[{word} {counts[word]}]"
            if placeholder not in taken:
                found[key] = placeholder
    return found


def _placeholders_before(earlier: Iterable[Found]) -> list[tuple[str, set[str]]]:
    return [
        (each.placeholder, {fold(form) for form in each.forms})
        for each in earlier
        if any(sign.isdigit() for sign in each.placeholder)
    ]
