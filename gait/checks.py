"""manage.py check: does what measures load here? Tried in a process of its own, so that nothing of it comes into ours.

A warning, not an error: signed reports and the patients' plans must stay within reach on a machine that cannot measure.
"""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from gait.analysis.terms.installation import SYSTEM_LIBRARIES, install_line, missing_part

NATIVE_FILES = {
    "mediapipe": "tasks/c/libmediapipe.so",
    "cv2": "cv2*.so",
    "av": "_core*.so",
    "numpy": "_core/_multi*.so",
}
MAX_TRY_S = 60
TRY_EACH = """
import ctypes, sys
for library in sys.argv[1:]:
    try:
        ctypes.CDLL(library)
    except OSError as error:
        print(error)
"""


@register
def what_measures_loads(**_: Any) -> list[CheckMessage]:
    parts = missing_parts()
    if not parts:
        return []
    what = f"Videos cannot be measured on this machine. Missing, or does not load: {', '.join(parts)}."
    return [Warning(what, hint=install_line(parts) or "Run make setup.", id="gait.W001")]


def missing_parts() -> list[str]:
    """Names of libraries and packages, each once; empty on a machine that can measure."""
    packages = {name: find_spec(name) for name in NATIVE_FILES}
    gone = [name for name, spec in packages.items() if spec is None]
    files = [
        str(file)
        for name, spec in packages.items()
        if spec is not None and spec.origin
        for file in Path(spec.origin).parent.glob(NATIVE_FILES[name])
    ]
    return sorted({*gone, *(_named(line) for line in _complaints_of_the_loader(files))})


def _complaints_of_the_loader(files: list[str]) -> list[str]:
    system = SYSTEM_LIBRARIES if sys.platform == "linux" else ()
    try:
        tried = subprocess.run(
            [sys.executable, "-I", "-c", TRY_EACH, *system, *files],
            cwd=settings.ROOT,
            capture_output=True,
            text=True,
            timeout=MAX_TRY_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return [f"libraries that take longer than {MAX_TRY_S} s to load"]
    if tried.returncode:
        return [f"a library stops the program that loads it ({tried.returncode})"]
    return tried.stdout.splitlines()


def _named(complaint: str) -> str:
    return missing_part(OSError(complaint)) or complaint
