"""For programs that a test starts, by PYTHONPATH: no address but this machine's; each file written is noted.

Addresses and files are seen where Python opens them (audit events), in child processes, too.
"""

import os
import sys

NOTES = os.environ["OTZVUK_TEST_NOTES"]
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
MOVES = {"os.rename": 1, "os.mkdir": 0, "shutil.move": 1, "sqlite3.connect": 0}
LOCAL = ("127.", "::1", "localhost")


def full(path):
    return os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - a link is written where it is, not where it leads


def note(kind, what):
    with_line = f"{kind}\t{what}\n".encode("utf-8", "surrogateescape")
    descriptor = os.open(NOTES, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    try:
        os.write(descriptor, with_line)
    finally:
        os.close(descriptor)


def local(address):
    host = address[0] if isinstance(address, tuple) else address
    return host is None or str(host).startswith(LOCAL)


def watch(event, given):
    if event in {"socket.connect", "socket.sendto", "socket.bind"} and not isinstance(given[1], (str, bytes)):
        if not local(given[1]):
            note("address", str(given[1]))
            raise PermissionError(f"a test refuses {given[1]}")
    elif event == "socket.getaddrinfo" and not local(given[0]):
        note("address", str(given[0]))
        raise PermissionError(f"a test refuses {given[0]}")
    elif event == "open" and isinstance(given[0], (str, bytes)) and given[2] & WRITES:
        if full(given[0]) != full(NOTES):
            note("written", full(given[0]))
    elif event in MOVES and isinstance(given[MOVES[event]], (str, bytes)):
        note("written", full(given[MOVES[event]]))


sys.addaudithook(watch)
