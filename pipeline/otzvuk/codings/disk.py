"""Where a folder lies: on a disk of this machine or on one that others share over a network."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath

_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "afpfs", "9p", "ncpfs", "ceph",
     "glusterfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs", "davfs", "fuse.glusterfs", "lustre",
     "webdav", "vboxsf", "fuse.vmhgfs-fuse"}
)  # fmt: skip
_REMOTE = 4  # DRIVE_REMOTE of the Windows API


def is_shared(folder: Path, *, mounts: str | None = None) -> bool:
    """Whether `folder` lies on a network share, as far as the system says; False where it does not.

    `mounts` is a table of mounts in the form of Linux's /proc/self/mounts, by default that one.
    """
    there = folder.resolve()
    if sys.platform == "win32":
        return _windows(there)
    if mounts is None:
        try:
            mounts = Path("/proc/self/mounts").read_text("utf-8", errors="replace")
        except OSError:
            return False
    kind, longest = "", -1
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = PurePosixPath(fields[1].replace("\\040", " "))
        if there.is_relative_to(point) and len(point.parts) >= longest:
            kind, longest = fields[2], len(point.parts)
    return kind in _NETWORK


def _windows(there: Path) -> bool:
    if there.drive.startswith("\\\\"):
        return True
    import ctypes

    kind: int = ctypes.windll.kernel32.GetDriveTypeW(there.drive + "\\")  # type: ignore[attr-defined,unused-ignore]
    return kind == _REMOTE
