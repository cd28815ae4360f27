"""The machines that a bundle is for: their tags for pip, and what markers of dependencies say there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LINUX = [f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)]
LINUX += ["manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64", "linux_x86_64"]


@dataclass(frozen=True)
class Target:
    """64-bit Windows or Linux (glibc 2.28 or newer) with CPython of one version, such as 3.12."""

    platform: str
    python: str

    @property
    def name(self) -> str:
        """As the file of its requirements is called."""
        return f"{self.platform}-{self.python}"

    @property
    def options(self) -> list[str]:
        """For pip download."""
        tags = ["win_amd64"] if self.platform == "windows" else LINUX
        return [
            "--only-binary=:all:",
            "--implementation=cp",
            f"--python-version={self.python}",
            *(f"--platform={tag}" for tag in tags),
        ]

    @property
    def environment(self) -> dict[str, str]:
        """What markers are evaluated with; pip download evaluates them with the machine that it runs on."""
        windows = self.platform == "windows"
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{self.python}.0",
            "os_name": "nt" if windows else "posix",
            "platform_machine": "AMD64" if windows else "x86_64",
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": "Windows" if windows else "Linux",
            "platform_version": "",
            "python_full_version": f"{self.python}.0",
            "python_version": self.python,
            "sys_platform": "win32" if windows else "linux",
        }


def targets(platforms: Iterable[str], pythons: Iterable[str]) -> list[Target]:
    """Each platform with each version of Python."""
    return [Target(platform, python) for platform in platforms for python in pythons]
