"""What is missing from the installation itself: told apart from trouble with a clip or with its storage.

The loader of the system reports a shared library that does not load as an OSError without a number (ctypes, cffi), and
inside an extension module as an ImportError. Neither passes by waiting.
"""

import errno
import re
import sys
from collections.abc import Iterable
from pathlib import Path

DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGLESv2.so.2": "libgles2",
    "libGLdispatch.so.0": "libglvnd0",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libgomp.so.1": "libgomp1",
    "libfontconfig.so.1": "libfontconfig1",
    "libgobject-2.0-0": "libglib2.0-0",
    "libpango-1.0-0": "libpango-1.0-0",
    "libpangoft2-1.0-0": "libpangoft2-1.0-0",
    "libharfbuzz-0": "libharfbuzz0b",
    "libfontconfig-1": "libfontconfig1",
}
SYSTEM_LIBRARIES = ("libEGL.so.1", "libGLESv2.so.2")
"""What mediapipe takes from the system on Linux and a bare machine does not have."""
OWN_CODE = Path(__file__).resolve().parents[2]
GONE_ERRNOS = frozenset({errno.ENOENT, errno.EACCES, errno.EPERM})
LIBRARY = re.compile(r"([^\s:/'\"]+\.(?:so|dylib)[^\s:'\"]*)'?:|cannot load library '([^']+)'")
OUT_OF_MEMORY = ("failed to map segment", "Cannot allocate memory", "Error -4 while")  # the last is zlib
PASSING = (*OUT_OF_MEMORY, "Too many open files", "Input/output error")
"""What the loader also says, when the machine is short of something."""


def missing_part(error: BaseException) -> str | None:
    """The library, package or file of the installation that this error says is missing; None: it says something else.

    A name that Debian packages comes with that package.
    """
    if is_passing(error):
        return None
    if isinstance(error, ImportError):
        return _of_import(error)
    if isinstance(error, OSError):
        return _library(str(error)) if error.errno is None else _own_file(error)
    return None


def is_passing(error: BaseException) -> bool:
    """The loader found the library, but the machine had no room for it right now."""
    return any(words in str(error) for words in PASSING)


def is_out_of_memory(error: BaseException) -> bool:
    """Does this error, of the system, the loader or zlib, say that memory ran out?"""
    number = error.errno if isinstance(error, OSError) else None
    return number == errno.ENOMEM or any(words in str(error) for words in OUT_OF_MEMORY)


def with_package(library: str) -> str:
    """The library, with the Debian package that brings it where one is known."""
    package = DEBIAN_PACKAGES.get(library)
    return f"{library} (Debian package {package})" if package else library


def install_line(parts: Iterable[str]) -> str:
    """The command that brings what Debian packages of these parts; empty where it has none of them."""
    packages = [DEBIAN_PACKAGES[part.split(" ")[0]] for part in parts if part.split(" ")[0] in DEBIAN_PACKAGES]
    return f"apt-get install --no-install-recommends {' '.join(packages)}" if packages else ""


def _of_import(error: ImportError) -> str | None:
    """A name missing from our own code is a defect of ours, not of the installation."""
    name = error.name or ""
    return _library(str(error)) or (name if name.split(".")[0] != OWN_CODE.name else None) or None


def _library(message: str) -> str | None:
    found = LIBRARY.search(message)
    return with_package(found[1] or found[2]) if found else None


def _own_file(error: OSError) -> str | None:
    if error.errno not in GONE_ERRNOS or not isinstance(error.filename, str):
        return None
    path = Path(error.filename)
    is_ours = any(path.is_relative_to(folder) for folder in (OWN_CODE, Path(sys.prefix)))
    return path.name if is_ours else None
