"""Documents called `.doc`: of old Word, which LibreOffice turns into `.docx`, or others under that name."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

from otzvuk.model.errors import InputError, PassingError
from otzvuk.read import limits
from otzvuk.read.encoding import read_bytes
from otzvuk.read.html import read_html
from otzvuk.read.plaintext import read_plaintext
from otzvuk.read.rtf import read_rtf
from otzvuk.read.transcript import Transcript
from otzvuk.read.worddoc import read_worddoc

_OLE = b"\xd0\xcf\x11\xe0"
_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_SHARE = 0.8  # of the time that a file may take: the rest is for reading what has come out
_MEMORY = 4096  # megabytes of addresses: LibreOffice reserves far more than it uses


def read_olddoc(path: Path, *, known: Collection[str] = ()) -> Transcript:
    """Read a `.doc` file. Raises `InputError` where it is of old Word and there is no LibreOffice."""
    head = read_bytes(path)[:1024].lstrip()
    if head.startswith(_OLE):
        with tempfile.TemporaryDirectory() as folder:
            return read_worddoc(_converted(path, Path(folder)), known=known)
    if head.startswith(b"{\\rtf"):
        return read_rtf(path, known=known)
    if head.startswith(b"PK"):
        return read_worddoc(path, known=known)
    if b"<html" in head.lower() or head.lower().startswith(b"<!doctype html"):
        return read_html(path, known=known)
    return read_plaintext(path, known=known)


def _converted(path: Path, folder: Path) -> Path:
    """`path` as `.docx` in `folder`, made by LibreOffice with a profile of its own."""
    program = next(filter(None, map(shutil.which, (*_PROGRAMS, *_PLACES))), None)
    if program is None:
        raise PassingError(
            "документ старого Word, для него нужен LibreOffice, а его здесь нет",
            file=path,
            expected="тот же документ, сохранённый в Word как .docx, или установленный LibreOffice",
        )
    source = folder / "source.doc"
    shutil.copyfile(path, source)
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
        "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "made"),
        str(source),
    ]  # fmt: skip
    made = folder / "made" / "source.docx"
    if not _run(command) or not made.is_file():
        raise InputError(
            "LibreOffice не смог открыть документ",
            file=path,
            expected="документ без пароля; сохраните его в Word как .docx",
        )
    return made


def _run(command: list[str]) -> bool:
    """Run `command` within the limits; it and its children end with the time that it may take."""
    seconds = limits.current().seconds * _SHARE
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    _limit(process.pid, seconds)
    try:
        return process.wait(timeout=seconds) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        if process.poll() is None:
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _limit(process: int, seconds: float) -> None:
    """Bound what the process may take. Only where the system can (Linux)."""
    try:
        import resource

        for what, most in (
            (resource.RLIMIT_AS, _MEMORY * 2**20),
            (resource.RLIMIT_CPU, int(seconds) + 1),
            (resource.RLIMIT_FSIZE, 200 * 2**20),
        ):
            hard = resource.prlimit(process, what)[1]
            resource.prlimit(process, what, (most if hard < 0 else min(most, hard), hard))
    except (ImportError, AttributeError, OSError, ValueError):
        return
