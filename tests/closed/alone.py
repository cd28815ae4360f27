"""Runs commands where there is no network but this machine's own: python alone.py PROGRAM STUDY

`unshare -rn` gives a namespace without any; its loopback has to be switched on. Prints what each said.
"""

import fcntl
import socket
import struct
import subprocess
import sys
from contextlib import suppress
from http.cookiejar import CookieJar
from urllib.request import HTTPCookieProcessor, build_opener

UP, SET_FLAGS = 0x1, 0x8914


def main(program: str, study: str) -> None:
    with suppress(OSError), socket.socket() as any_socket:  # OSError: no namespace of our own, so it is on
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh14x", b"lo", UP))
    interfaces = [name for _, name in socket.if_nameindex()]
    print("interfaces:", *interfaces, flush=True)
    subprocess.run([program, "demo", study], check=True)
    subprocess.run([program, "check", study], check=False)
    subprocess.run([program, "analyse", study, "--jobs", "2"], check=True)
    command = [program, "open", study, "--no-browser", "--port", "0"]
    opened = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        for line in opened.stdout:
            if "http://" in line:
                address = "http://" + line.split("http://")[1].strip()
                browser = build_opener(HTTPCookieProcessor(CookieJar()))
                with browser.open(address, timeout=300) as page:
                    said = page.read().decode("utf-8")
                    print("workbench:", page.status, said[said.find("<title>") :].splitlines()[0], flush=True)
                break
    finally:
        opened.terminate()
        opened.wait(30)


if __name__ == "__main__":
    main(*sys.argv[1:])
