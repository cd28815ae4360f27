"""Mentions on a `Doc`: spans with a label, and what else is known of each under `span._`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Final

from spacy.tokens import Doc, Span, SpanGroup, Token

from otzvuk.model.errors import InputError
from otzvuk.model.mention import Mention, Trend

SPANS: Final = "mentions"
"""The group of a `Doc` that mentions are in, unless another is asked for."""

SEPARATOR: Final = "|"
_TOLD: Final = {"process": "", "trend": "", "confidence": None, "decided_by": "", "why": ""}


def label_of(mention: Mention) -> str:
    """A mention's label: `complaint|documents.speed`."""
    return f"{mention.kind.value}{SEPARATOR}{mention.code}"


def put(doc: Doc, mentions: Iterable[Mention], *, group: str = SPANS) -> None:
    """Put mentions into `doc.spans[group]`, in the order of the text; their offsets are those of the doc.

    A token that a mention begins or ends within is split, so that every span has exactly its mention's
    code points; other groups of spans keep their places. What was in the group before is replaced.
    """
    extend()
    ordered = sorted(mentions, key=lambda each: (each.start, each.stop))
    _split(doc, {place for each in ordered for place in (each.start, each.stop)})
    for span in doc.spans.get(group, ()):
        for name in _TOLD:
            doc.user_data.pop(_key(span, name), None)
    spans = []
    for number, each in enumerate(ordered):
        identifier = f"{group}:{number}"
        span = doc.char_span(each.start, each.stop, label=label_of(each), span_id=identifier)
        if span is None:
            raise InputError("упоминание не помещается в текст", value=each.text)
        for name in _TOLD:
            doc.user_data[_key(span, name)] = _plain(getattr(each, name))
        spans.append(span)
    doc.spans[group] = SpanGroup(doc, name=group, spans=spans)


def known(span: Span) -> dict[str, Any]:
    """What `put` kept of a span (process, trend, confidence, decided_by, why); empty for any other span."""
    data = span.doc.user_data if span.id else {}
    return {name: data[key] for name in _TOLD if (key := _key(span, name)) in data}


def _key(span: Span, name: str) -> tuple[str, str, int, int]:
    """Where the value is kept: as spaCy keeps `span._`, so that copying and joining docs takes it along.

    spaCy goes by name and offsets alone: two codes at one place would share values. Hence the span's id.
    """
    return "._.", f"{name} {span.id_}", span.start_char, span.end_char


def extend() -> None:
    """Register `span._.process`, `.trend`, `.confidence`, `.decided_by`, `.why` and `doc._.question`.

    Raises `ValueError` where somebody else has registered one of these names.
    """
    for name in _TOLD:
        if not Span.has_extension(name):
            Span.set_extension(name, getter=_Get(name), setter=_Set(name))
        elif not isinstance(Span.get_extension(name)[2], _Get):
            raise ValueError(
                f"имя span._.{name} уже занято другим пакетом; уберите его: Span.remove_extension"
            )
    if not Doc.has_extension("question"):
        Doc.set_extension("question", default="")


class _Get:
    """Reads what is known of a span."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, span: Span) -> Any:
        return known(span).get(self.name, _TOLD[self.name])


class _Set(_Get):
    """Changes what is known of a span that `put` has put."""

    def __call__(self, span: Span, value: Any = None) -> None:
        if not known(span):
            raise ValueError("у этого отрезка нет упоминания Отзвука: менять в нём нечего")
        span.doc.user_data[_key(span, self.name)] = _plain(value)


def _plain(value: Any) -> Any:
    """The value as msgpack, which docs are stored in, can hold it."""
    return value.value if isinstance(value, Trend) else value


def _split(doc: Doc, borders: set[int]) -> None:
    """Split tokens at borders that fall inside of one."""
    cut = {
        token: inside
        for token in doc
        if (inside := sorted(each for each in borders if token.idx < each < token.idx + len(token)))
    }
    if not cut:
        return
    # The retokenizer counts tokens anew in everything but groups of spans.
    groups = {name: [_place(span) for span in group] for name, group in doc.spans.items()}
    attributes = {name: dict(group.attrs) for name, group in doc.spans.items()}
    with doc.retokenize() as retokenizer:
        for token, inside in cut.items():
            retokenizer.split(token, _parts(token, inside), heads=_heads(token, len(inside) + 1))
    for name, places in groups.items():
        spans = [doc.char_span(*each) for each in places]
        doc.spans[name] = SpanGroup(doc, name=name, attrs=attributes[name], spans=spans)


def _place(span: Span) -> tuple[Any, ...]:
    return span.start_char, span.end_char, span.label, span.kb_id, None, "strict", span.id


def _parts(token: Token, inside: Sequence[int]) -> list[str]:
    ends = [token.idx, *inside, token.idx + len(token)]
    text = token.text
    return [text[a - token.idx : b - token.idx] for a, b in pairwise(ends)]


def _heads(token: Token, parts: int) -> list[Any]:
    """The first part keeps the token's head; the others hang on it."""
    own = (token, 0)
    return [own if token.head == token else token.head, *[own] * (parts - 1)]
