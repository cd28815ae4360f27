"""The secret of a workbench that was killed: whoever has a page open goes on there when it starts again.

It lies in the study's own cache, readable by nobody else, and is taken away when the workbench ends by
itself: an address of yesterday does not open today's.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from otzvuk.folder.layout import CACHE, TRANSCRIPTS

_NAME: Final = "session.json"
_LONG: Final = 32  # letters of a secret
_OLD: Final = 12 * 3600.0  # seconds after which a session that was killed is over


class Session:
    """The session of a workbench over the study in folder `study` at `port`; `secret` opens it."""

    def __init__(self, study: Path, port: int) -> None:
        there = study.resolve()
        # nothing is ever written among transcripts
        self._path = None if there.name == TRANSCRIPTS else study / CACHE / _NAME
        self.secret: Final = self._earlier(port) or secrets.token_urlsafe(24)
        self._keep(port)

    def end(self) -> None:
        """Take it away: the workbench ends."""
        if self._path is not None and self._kept().get("secret") == self.secret:
            with suppress(OSError):
                self._path.unlink()

    def _earlier(self, port: int) -> str:
        kept = self._kept()
        if kept.get("port") != port or not 0 <= time.time() - kept["at"] < _OLD:
            return ""
        return str(kept["secret"]) if len(str(kept["secret"])) >= _LONG else ""

    def _kept(self) -> dict[str, Any]:
        try:
            if self._path is None or not _is_own(self._path):
                return {}  # others could have read it, or have written it
            kept = json.loads(self._path.read_text("utf-8"))
            return {"secret": kept["secret"], "port": int(kept["port"]), "at": float(kept["at"])}
        except (OSError, ValueError, TypeError, KeyError):
            return {}

    def _keep(self, port: int) -> None:
        if self._path is None:
            return
        said = json.dumps({"secret": self.secret, "port": port, "at": time.time()})
        beside = self._path.with_name(f".{_NAME}.{os.getpid()}")
        with suppress(OSError):
            self._path.parent.mkdir(exist_ok=True)
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(said)
            beside.replace(self._path)


def _is_own(path: Path) -> bool:
    """Whether a file is this user's, and nobody else may read or write it."""
    known = path.lstat()
    return os.name != "posix" or (known.st_uid == os.getuid() and not known.st_mode & 0o077)
