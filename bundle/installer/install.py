# -*- coding: utf-8 -*-
"""Installs otzvuk from this folder, without a network: python install.py [FOLDER of the environment]

Written so that any Python 3 can read it and say which one is needed.
"""

import os
import platform
import struct
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SYSTEMS = {"Windows": "windows", "Linux": "linux"}


def main():
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    running = "%d.%d" % sys.version_info[:2]
    system = SYSTEMS.get(platform.system(), platform.system())
    have = sorted(
        name[:-4] for name in os.listdir(os.path.join(HERE, "requirements")) if name.endswith(".txt")
    )
    wanted = "%s-%s" % (system, running)
    if wanted not in have or struct.calcsize("P") != 8:
        bits = struct.calcsize("P") * 8
        known = ", ".join(_said(name) for name in have)
        return _refuse(
            "этот комплект не для Python %s (%d-разрядного, %s); ожидается 64-разрядный: %s"
            % (running, bits, platform.system(), known)
        )
    target = (
        os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else os.path.join(os.path.expanduser("~"), "otzvuk")
    )
    if (
        os.path.exists(target)
        and not os.path.exists(os.path.join(target, "pyvenv.cfg"))
        and os.listdir(target)
    ):
        return _refuse("папка %s занята; ожидается новая папка: install ПАПКА" % target)
    try:
        subprocess.check_call([sys.executable, "-m", "venv", target])
    except (OSError, subprocess.CalledProcessError):
        return _refuse("не создать окружение в %s; ожидается Python с модулями venv и ensurepip" % target)
    inside = os.path.join(target, "Scripts" if os.name == "nt" else "bin")
    command = [
        os.path.join(inside, "python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    command += ["--no-index", "--require-hashes", "--find-links", os.path.join(HERE, "wheels")]
    command += ["--requirement", os.path.join(HERE, "requirements", wanted + ".txt")]
    # a setting of this machine may name an index or lists of versions: nothing but this folder counts
    own = dict((name, value) for name, value in os.environ.items() if not name.startswith("PIP_"))
    own["PIP_CONFIG_FILE"] = os.devnull
    try:
        subprocess.check_call(command, env=own)
    except (OSError, subprocess.CalledProcessError):
        return _refuse("пакеты не поставились в %s, причина выше; проверьте комплект по SHA256SUMS" % target)
    print("Установлено: %s" % os.path.join(inside, "otzvuk"))
    print("Проверить: %s demo" % os.path.join(inside, "otzvuk"))
    return 0


def _said(name):
    system, _, version = name.rpartition("-")
    return "Python %s (%s)" % (version, {"windows": "Windows", "linux": "Linux"}.get(system, system))


def _refuse(sentence):
    sys.stderr.write("Ошибка: %s\n" % sentence)
    return 2


if __name__ == "__main__":
    sys.exit(main())
