"""What the system says when a part is missing, and what that means for a run."""

import errno

import pytest

from gait.analysis.terms.errors import TransientTrouble, VideoRefused, trouble_of
from gait.analysis.terms.installation import OWN_CODE, install_line, missing_part
from gait.result.codes import CODES

CANNOT_OPEN = "cannot open shared object file"


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (OSError(f"libEGL.so.1: {CANNOT_OPEN}: No such file or directory"), "libEGL.so.1 (Debian package libegl1)"),
        (OSError("/usr/lib64/libGLESv2.so.2: file too short"), "libGLESv2.so.2 (Debian package libgles2)"),
        (OSError("/somewhere/libmediapipe.so: invalid ELF header"), "libmediapipe.so"),
        (OSError("/lib/libm.so.6: version `GLIBC_2.38' not found (required by /x/libmediapipe.so)"), "libm.so.6"),
        (OSError("libx.so.2: cannot allocate memory in static TLS block"), "libx.so.2"),
        (
            OSError(f"cannot load library 'libpango-1.0-0': libpango-1.0-0: {CANNOT_OPEN}: No such file or directory"),
            "libpango-1.0-0 (Debian package libpango-1.0-0)",
        ),
        (ImportError(f"libGL.so.1: {CANNOT_OPEN}: No such file", name="cv2"), "libGL.so.1 (Debian package libgl1)"),
        (ModuleNotFoundError("No module named 'mediapipe'", name="mediapipe"), "mediapipe"),
        (FileNotFoundError(errno.ENOENT, "No such file", str(OWN_CODE / "reference.toml")), "reference.toml"),
    ],
)  # fmt: skip
def test_a_part_that_is_missing_is_named_and_not_waited_for(error, part):
    assert missing_part(error) == part
    trouble = trouble_of(error)
    assert isinstance(trouble, VideoRefused)
    assert trouble.code == "E_INSTALLATION"
    assert trouble.message == f"{CODES['E_INSTALLATION'].message[:-1]}: {part}."


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "E_STORAGE_FULL"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "E_STORAGE_FULL"),
        (FileNotFoundError(errno.ENOENT, "No such file", "/media/recordings/1/original"), "E_STORAGE"),
        (PermissionError(errno.EACCES, "Permission denied", "/media/recordings/1/original"), "E_STORAGE"),
        (OSError(errno.EIO, "Input/output error"), "E_STORAGE"),
        (OSError(errno.ESTALE, "Stale file handle"), "E_STORAGE"),
        (OSError(f"libEGL.so.1: {CANNOT_OPEN}: Too many open files"), "E_STORAGE"),
        (OSError(f"libEGL.so.1: {CANNOT_OPEN}: Input/output error"), "E_STORAGE"),
    ],
)
def test_what_passes_is_waited_for(error, code):
    trouble = trouble_of(error)
    assert isinstance(trouble, TransientTrouble)
    assert trouble.code == code


@pytest.mark.parametrize(
    "error",
    [
        OSError("Failed to interpret file as a pickle"),
        OSError(errno.EFBIG, "File too large"),
        OSError(errno.EINVAL, "Invalid argument"),
        ImportError("cannot import name 'locate' from 'gait.analysis.pelvis'", name="gait.analysis.pelvis"),
        ZeroDivisionError(),
    ],
)
def test_a_defect_of_our_own_is_neither(error):
    assert trouble_of(error) is None


def test_one_line_installs_all_that_debian_has():
    parts = ["libEGL.so.1 (Debian package libegl1)", "libmediapipe.so", "libGLESv2.so.2 (Debian package libgles2)"]
    assert install_line(parts) == "apt-get install --no-install-recommends libegl1 libgles2"
    assert install_line(["libmediapipe.so"]) == ""
