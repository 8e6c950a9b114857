"""The part of preflight.sh that Python answers, the system's own, before anything is installed: standard library only.

Prints what is missing, a line each: what it is, "|", the Debian packages that bring it. Annotations are in quotes,
because a Python that is too old must get as far as saying so.
"""

import ctypes
import errno
import os
import platform
import socket
import sys
from collections.abc import Iterator

MIN_PYTHON = (3, 11)
MIN_GLIBC = (2, 28)
LIBRARIES = {"libEGL.so.1": "libegl1", "libGLESv2.so.2": "libgles2"}
MACHINES = {"x86_64", "amd64", "aarch64", "arm64"}


def python_troubles() -> "Iterator[str]":
    if sys.version_info < MIN_PYTHON:
        yield f"Python 3.11 or newer, {sys.executable} is {platform.python_version()} (Debian 12 and newer have it)|"
        return
    try:
        import venv  # noqa: F401
        from ensurepip import version  # noqa: F401
    except ImportError:
        yield "Python's venv with ensurepip|python3-venv"


def platform_troubles() -> "Iterator[str]":
    system, machine = platform.system(), platform.machine().lower()
    if machine not in MACHINES or (system == "Darwin" and machine == "x86_64"):
        yield f"a processor that mediapipe is made for: x86-64 or arm64 with Linux, arm64 with macOS; not {machine}|"
    if system != "Linux":
        return
    library, version = platform.libc_ver()
    if library != "glibc" or tuple(int(part) for part in version.split(".")[:2]) < MIN_GLIBC:
        yield f"glibc 2.28 or newer, this is {library or 'another C library'} {version}|"


def library_troubles() -> "Iterator[str]":
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            yield f"the library {library}|{package}"


def port_troubles() -> "Iterator[str]":
    """As manage.py serve will ask for it, minutes later."""
    said = os.environ.get("PORT") or "8000"
    if not said.isdecimal() or not 0 < int(said) < 65536:
        yield f"a port: PORT is {said}, which is not a port number|"
        return
    address = os.environ.get("STANCE_BIND") or "127.0.0.1"
    try:
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, int(said)))
    except OSError as error:
        is_taken = error.errno == errno.EADDRINUSE
        why = "is taken, perhaps by Stance itself" if is_taken else f"cannot be used: {error.strerror or error}"
        yield f"a free port: {said} {why}. Take another one, as in PORT=8001 make run|"


def troubles(needs: "list[str]") -> "Iterator[str]":
    yield from python_troubles()
    yield from platform_troubles()
    if platform.system() == "Linux" and "tools" not in needs:
        yield from library_troubles()
    if "port" in needs:
        yield from port_troubles()


if __name__ == "__main__":
    sys.stdout.write("".join(f"{trouble}\n" for trouble in troubles(sys.argv[1:])))
