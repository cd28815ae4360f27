"""A transcript or a table, read where it can do no harm: small texts here, all else in another process."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from otzvuk.folder.cache import digest_of, has_kept, is_kept, keep, remembered
from otzvuk.model.errors import InputError, reason
from otzvuk.model.spread import alone, each, expect
from otzvuk.read import limits, sandbox
from otzvuk.read.encoding import check_size
from otzvuk.read.faults import Report, stop
from otzvuk.read.plugged import reader_of
from otzvuk.read.table import WORKBOOKS, Records, Table, read_records, tabulate
from otzvuk.read.transcript import Transcript

_PLAIN = frozenset({".txt", ".text", ".md", ".srt", ".vtt", ".lrc", ".tsv", ".sbv", ".ass", ".ssa"})
_ROOM = "transcripts"
_SMALL = 2**20  # bytes: an hour of talk is a tenth of it
_KEPT = 64 * 2**20
_SPEAKERS = 5000
_RATE = 2_000_000  # bytes of transcripts a second: what one process reads, and as much while others start
_WHOLE = 120_000  # … and searches for names and codes: who reads a study mostly does the rest, too


@dataclass(frozen=True, slots=True)
class Given:
    """A transcript to be read, the speakers that the study expects, its `content` where it lies elsewhere."""

    path: Path
    known: tuple[str, ...] = ()
    content: bytes | None = None


def read_all(given: Sequence[Given]) -> Iterator[Transcript | InputError]:
    """Each transcript as `read_guarded` reads it, or its fault, in their order.

    The reading may be spread over workers (`otzvuk.model.spread`); those of other machines are sent the
    contents of the files.
    """
    keys = [_kept_under(each) for each in given]
    fresh = [
        _is_small(one.path) and not (key and has_kept(_ROOM, key))
        for one, key in zip(given, keys, strict=True)
    ]
    asked = [one for one, new in zip(given, fresh, strict=True) if new]
    task = partial(_reader, limits.current())
    sizes = [_bytes(one.path) for one in asked]
    made = each(task, asked, sizes=sizes, rate=_RATE, pack=_with_content)
    expect(sum(sizes) / _WHOLE)  # what is little to read is read here while they start
    for one, key, new in zip(given, keys, fresh, strict=True):
        if not new:
            yield _attempted(lambda one=one: read_guarded(one.path, known=one.known))  # type: ignore[misc]
            continue
        found = next(made)
        if key and isinstance(found, Transcript):
            keep(_ROOM, key, found)
        yield found


def _reader(own: limits.Limits) -> Callable[[Given], Transcript | InputError]:
    def read(one: Given) -> Transcript | InputError:
        with limits.applied(own):
            return _attempted(lambda: _read_given(one))

    return read


def _read_given(one: Given) -> Transcript:
    if one.content is None:
        return _read(one.path, _size(one.path), one.known)
    with TemporaryDirectory(prefix="otzvuk-") as folder:
        there = Path(folder, one.path.name)
        there.write_bytes(one.content)
        return _read(there, len(one.content), one.known)


def _attempted(read: Callable[[], Transcript]) -> Transcript | InputError:
    try:
        return read()
    except InputError as error:
        return error


def _with_content(one: Given) -> Given:
    """What is sent to another machine."""
    with suppress(OSError):
        return replace(one, content=one.path.read_bytes())
    return one


def _is_small(path: Path) -> bool:
    """Whether it is a file that the limits allow for; what else it is, is told here."""
    return path.is_file() and 0 <= _bytes(path) <= limits.current().file_mb * 2**20


def read_guarded(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read `path` with the reader of its suffix, within the limits. Raises `InputError` that names it."""
    size = _size(path)
    if key := _kept_under(Given(path, tuple(known))):
        return remembered(_ROOM, key, lambda: _read(path, size, known))
    return _read(path, size, known)


def _kept_under(one: Given) -> str:
    """What reading a file depends on; "" for one that is not kept."""
    if 0 <= _bytes(one.path) <= _KEPT:
        with suppress(OSError):
            return _key(one.path, *map(str, one.known))
    return ""


def _bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _key(path: Path, *more: str) -> str:
    """What reading the file depends on; its name, since what is said of it may name it."""
    return digest_of(str(path), path.read_bytes(), repr(limits.current()), *more)


def _read(path: Path, size: int, known: Collection[str]) -> Transcript:
    from otzvuk.read.formats import FORMATS, is_read, read_transcript  # all readers: slow to import

    suffix = path.suffix.lower()
    if not is_read(suffix) or not needs_process(suffix, size):
        found = read_transcript(path, known=known)
    elif suffix not in FORMATS:
        found = _plugged(path, size, known)
    else:
        check_size(path, size)
        found = sandbox.transcript(path, known=known)
    speakers = len({turn.speaker for turn in found.turns})
    if speakers > _SPEAKERS:
        raise InputError(
            "слишком много говорящих:", file=path, value=speakers, expected=f"не больше {_SPEAKERS}"
        )
    return found


def _plugged(path: Path, size: int, known: Collection[str]) -> Transcript:
    """What a plug-in reads, in the other process as everything else that is not ours to vouch for."""
    check_size(path, size)
    label = ""
    try:
        plugin = reader_of(path.suffix)
        label = plugin.label if plugin else ""
        return sandbox.transcript(path, known=known)
    except InputError as error:
        what = error.what if label in error.what else f"плагин {label}: {error.what}"
        raise type(error)(
            what, file=error.file or path, place=error.place, value=error.value, expected=error.expected
        ) from error


def read_table(
    path: Path,
    *,
    aliases: Mapping[str, str] | None = None,
    report: Report = stop,
    known: Collection[str] = (),
) -> Table:
    """Read a table that people made: a `.csv`, or the first sheet of an `.xlsx` or `.ods`.

    `aliases` are other names of columns («должность» → `position`); what stands above a row that has one of
    the `known` columns is a title and left out. Faulty rows go to `report`; an unreadable file raises
    `InputError`.
    """
    return tabulate(read_rows(path), path, aliases=aliases, report=report, known=known)


def read_rows(path: Path) -> Records:
    """The rows of a table: a `.csv`, or the first sheet of a workbook. Raises `InputError`."""
    if path.suffix.lower() not in WORKBOOKS:
        return read_records(path)
    with suppress(OSError):
        if path.stat().st_size <= _KEPT:
            return remembered("tables", _key(path), lambda: sandbox.records(path))
    return sandbox.records(path)


def prepare(paths: Iterable[Path]) -> None:
    """Start the reading process ahead if any of `paths` will need it, and nothing is known of them yet."""
    if is_kept(_ROOM) or not alone():
        return
    for path in paths:
        try:
            wanted = needs_process(path.suffix, path.stat().st_size)
        except OSError:
            continue
        if wanted:
            sandbox.prepare()
            return


def needs_process(suffix: str, size: int) -> bool:
    """Is a file of that suffix and size to be read in the other process?"""
    return suffix.lower() not in _PLAIN or size > _SMALL


def _size(path: Path) -> int:
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise InputError("это не обычный файл", file=path, expected="стенограмма")
        return path.stat().st_size
    except OSError as error:
        raise InputError(
            "файл не читается", file=path, value=reason(error), expected="файл, доступный для чтения"
        ) from error
