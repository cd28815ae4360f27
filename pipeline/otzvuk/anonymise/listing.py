"""What a search found, as `Names` keeps it: the list for review, hidden turns, forms for free text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from otzvuk.anonymise.doubt import with_doubts
from otzvuk.anonymise.kind import NameKind
from otzvuk.anonymise.label import interview_labels
from otzvuk.anonymise.mentioned import NUMBERED, Mentioned, is_name
from otzvuk.anonymise.names import Found, Place, form_key, words_of
from otzvuk.anonymise.offsets import Hidden, Replacement, hidden
from otzvuk.model.study import Study

_CONTEXT = 40  # characters around an example


def found_of(
    mentions: Sequence[Mentioned],
    texts: Mapping[tuple[str, int], str],
    silent: Mapping[str, Sequence[tuple[str, str]]],
    clients: Mapping[str, str],
) -> tuple[Found, ...]:
    """The names by placeholder, for review; people and clients whom nobody mentions are among them."""
    groups: dict[tuple[NameKind, str], list[Mentioned]] = {}
    for mention in mentions:
        kind = NameKind.USER if mention.kind == NameKind.USER else mention.kind
        groups.setdefault((kind, mention.placeholder), []).append(mention)
    rows = []
    for (kind, placeholder), group in groups.items():
        place = group[0].place
        rows.append(
            Found(
                kind=kind,
                placeholder=placeholder,
                forms=dict(
                    sorted(Counter(each.text for each in group).items(), key=lambda it: (-it[1], it[0]))
                ),
                interviews=tuple(dict.fromkeys(each.place.interview for each in group)),
                example=place,
                context=_context(texts[place.interview, place.turn], place),
            )
        )
    said = {placeholder for _, placeholder in groups}
    for placeholder, labels in silent.items():
        if placeholder not in said:
            rows.append(
                Found(
                    kind=NameKind.PERSON,
                    placeholder=placeholder,
                    forms={label: 0 for _, label in labels},
                    interviews=tuple(dict.fromkeys(interview for interview, _ in labels)),
                )
            )
    places: dict[str, int] = {}
    for number, row in enumerate(rows):
        places.setdefault(row.placeholder, number)
    for company, placeholder in clients.items():
        at = places.get(placeholder)
        if at is None:
            places[placeholder] = len(rows)
            rows.append(Found(kind=NameKind.COMPANY, placeholder=placeholder, forms={company: 0}))
        elif company not in rows[at].forms:
            rows[at] = replace(rows[at], forms={**rows[at].forms, company: 0})
    rows = with_doubts(rows)
    kinds = list(NameKind)
    return tuple(sorted(rows, key=lambda it: (kinds.index(it.kind), _natural(it.placeholder))))


def hidden_interviews(study: Study) -> Iterable[Found]:
    """What reports call interviews whose ids tell."""
    labels = interview_labels(study)
    for each in study.interviews:
        if labels[each.id] != each.id:
            yield Found(
                kind=NameKind.INTERVIEW,
                placeholder=labels[each.id],
                forms=dict.fromkeys((each.id, each.file), 0),
                interviews=(each.id,),
            )


def turns_of(
    mentions: Sequence[Mentioned], texts: Mapping[tuple[str, int], str]
) -> dict[tuple[str, int], Hidden]:
    """(interview, turn) → its text with the names hidden."""
    replacements: defaultdict[tuple[str, int], list[Replacement]] = defaultdict(list)
    for mention in mentions:
        place = mention.place
        replacements[place.interview, place.turn].append(
            Replacement(place.start, place.stop, mention.placeholder)
        )
    return {where: hidden(text, replacements.get(where, ())) for where, text in texts.items()}


def forms_of(
    mentions: Sequence[Mentioned], speakers: Mapping[tuple[str, str], str], clients: Mapping[str, str]
) -> dict[str, dict[tuple[str, ...], str]]:
    """Interview ("" for all) → form's words → its most frequent placeholder there; for free text."""
    counted: defaultdict[tuple[str, tuple[str, ...]], Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        key = form_key(words_of(mention.text))
        if key and (mention.kind in NUMBERED or mention.kind == NameKind.PERSON):
            counted[mention.place.interview, key][mention.placeholder] += 1
            counted["", key][mention.placeholder] += 1
    for (interview, speaker), placeholder in speakers.items():
        if is_name(speaker):
            counted[interview, form_key(words_of(speaker))][placeholder] += 1
            counted["", form_key(words_of(speaker))][placeholder] += 1
    for company, placeholder in clients.items():
        counted["", form_key(words_of(company))][placeholder] += 1
    found: defaultdict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
    for (interview, key), placeholders in counted.items():
        found[interview][key] = min(placeholders.items(), key=lambda it: (-it[1], it[0]))[0]
    return dict(found)


def _natural(placeholder: str) -> tuple[str, int]:
    digits = "".join(sign for sign in placeholder if sign.isdigit())
    return placeholder.rstrip("0123456789] "), int(digits or 0)


def _context(text: str, place: Place) -> str:
    begin, end = max(0, place.start - _CONTEXT), min(len(text), place.stop + _CONTEXT)
    around = " ".join(text[begin:end].split())
    return f"{'…' if begin else ''}{around}{'…' if end < len(text) else ''}"
