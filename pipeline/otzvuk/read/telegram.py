"""Chats that Telegram exported, as `result.json` and as pages `messages.html`: talks in writing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from html.parser import HTMLParser
from typing import Any

from otzvuk.model.errors import InputError
from otzvuk.read.dialogue import transcript
from otzvuk.read.transcript import Line, Transcript

_SPOKEN = frozenset({"voice_message", "video_message"})
_VOID = frozenset({"br", "img", "hr", "input", "meta", "link", "source"})


def is_chat(values: Sequence[Any]) -> bool:
    """Are these the values of a chat, or of all chats of somebody?"""
    tree = values[0] if len(values) == 1 else None
    if not isinstance(tree, dict):
        return False
    return bool(_chats(tree)) or any(_is_message(each) for each in _listed(tree.get("messages")))


def read_chat(values: Sequence[Any], *, known: Collection[str] = ()) -> Transcript:
    """The messages of a chat, each a turn; of several chats none, for they are talks of their own."""
    chats = [each for each in _chats(values[0]) if any(_words(one) for one in _messages(each))]
    if len(chats) > 1:
        names = ", ".join(f"«{each.get('name') or 'без названия'}»" for each in chats[:5])
        raise InputError(
            f"в файле несколько чатов: {names}",
            expected="выгрузка одного чата (в меню чата «Экспорт истории»)",
        )
    chat = chats[0] if chats else values[0]
    lines, mute = [], 0
    for number, each in enumerate(_messages(chat), 1):
        words = _words(each)
        if words:
            who = each.get("forwarded_from") or each.get("from") or each.get("actor") or ""
            lines.append(Line(text=words, place=f"сообщение {number}", speaker=str(who)))
        mute += each.get("media_type") in _SPOKEN
    return _turns(lines, mute, known)


def is_page(text: str) -> bool:
    """Is this a page of an exported chat?"""
    return 'class="from_name"' in text and 'class="message ' in text


def read_messages(text: str, *, known: Collection[str] = ()) -> Transcript:
    """The messages on such a page; those without a name are by the one who wrote before."""
    page = _Page()
    page.feed(text)
    page.close()
    lines = [
        Line(text=words, place=f"сообщение {at}", speaker=who)
        for at, (who, words) in enumerate(page.said(), 1)
    ]
    return _turns(lines, page.mute, known)


def _turns(lines: list[Line], mute: int, known: Collection[str]) -> Transcript:
    if not lines:
        raise InputError("в чате нет ни одного сообщения с текстом", expected="переписка")
    found = transcript(lines, known=known)
    if not mute:
        return found
    said = f"голосовых и видеосообщений без текста: {mute}; их нужно распознать отдельно"
    return Transcript(found.turns, (*found.notes, said), outside=found.outside)


def _chats(tree: dict[str, Any]) -> list[dict[str, Any]]:
    chats = tree.get("chats")
    listed = _listed(chats.get("list")) if isinstance(chats, dict) else []
    return [each for each in listed if isinstance(each, dict)]


def _messages(chat: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in _listed(chat.get("messages")) if _is_message(each)]


def _is_message(value: Any) -> bool:
    return isinstance(value, dict) and value.get("type") == "message" and "from" in value and "text" in value


def _words(message: dict[str, Any]) -> str:
    text = message["text"]
    pieces: Iterable[Any] = text if isinstance(text, list) else [text]
    found = (each.get("text") if isinstance(each, dict) else each for each in pieces)
    return "".join(each for each in found if isinstance(each, str)).strip()


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


class _Page(HTMLParser):
    """Walks a page: names and words of messages by the classes of what they stand in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.mute = 0
        self._open: list[tuple[str, str]] = []
        self._found: list[list[str]] = []  # name and words of each message

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" and self._found and self._within("text"):
            self._found[-1][1] += "\n"
        if tag in _VOID:
            return
        classes = next((value or "" for name, value in attrs if name == "class"), "").split()
        kind = next((each for each in ("message", "from_name", "text", "reply_to") if each in classes), "")
        if kind == "message":
            self._found.append(["", ""] if "service" not in classes else ["", "\0"])
        self.mute += "media_voice_message" in classes or "media_video_message" in classes
        self._open.append((tag, kind))

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._found or self._within("reply_to"):
            return
        if self._within("from_name"):
            self._found[-1][0] += data
        elif self._within("text"):
            self._found[-1][1] += data

    def said(self) -> Iterator[tuple[str, str]]:
        """Who wrote what; service messages («присоединился к чату») are nobody's."""
        last = ""
        for name, words in self._found:
            last = " ".join(name.split()) or last
            text = "\n".join(" ".join(line.split()) for line in words.strip().split("\n"))
            if text and not words.startswith("\0"):
                yield last, text

    def _within(self, kind: str) -> bool:
        return any(each == kind for _, each in self._open)
