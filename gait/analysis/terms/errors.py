"""Why an analysis stops, drawn once.

AnalysisError
├── VideoRefused       the file or its content cannot be measured, or the installation is not whole (E_INSTALLATION,
│                      E_MODEL_MISSING); permanent; code R_... or E_...
└── TransientTrouble   storage; worth another try; code E_STORAGE...
"""

import errno

from gait.analysis.terms.installation import is_passing, missing_part
from gait.result.codes import CODES, message_of


class AnalysisError(Exception):
    """Base of everything the analysis raises on purpose."""


class VideoRefused(AnalysisError):
    """The clip cannot be measured, with a code of docs/codes.md. message says what, advice says what to do next."""

    def __init__(self, code: str, detail: str = "") -> None:
        entry = CODES[code]
        self.code = code
        self.message = message_of(code, detail)
        self.advice = entry.advice
        self.detail = detail
        super().__init__(f"{code}: {entry.message}" + (f" ({detail})" if detail else ""))


class TransientTrouble(AnalysisError):
    """Nothing wrong with the clip; the machine was short of something, which the code names."""

    def __init__(self, code: str = "E_STORAGE") -> None:
        self.code = code
        super().__init__(f"{code}: {CODES[code].message}")


FULL_ERRNOS = frozenset({errno.ENOSPC, errno.EDQUOT})
OWN_FAULT_ERRNOS = frozenset({errno.EBADF, errno.EFBIG, errno.EINVAL, errno.ENOSYS, errno.ENOTTY})
"""What a storage does not answer by itself: a wrong call of ours, or a file beyond the limit that we set."""


def trouble_of(error: BaseException) -> AnalysisError | None:
    """What an error from the system means for a run; None when it is a defect of our own.

    Storage is what has a number of the system (errno): a full disk, and all other trouble with a file. A library that
    does not load, or a part of ours that is gone, has none or names that file: E_INSTALLATION, and no use in waiting.
    """
    if isinstance(error, AnalysisError):
        return error
    if part := missing_part(error):
        return VideoRefused("E_INSTALLATION", part)
    if is_passing(error):
        return TransientTrouble()
    if not isinstance(error, OSError) or error.errno is None or error.errno in OWN_FAULT_ERRNOS:
        return None
    return TransientTrouble("E_STORAGE_FULL" if error.errno in FULL_ERRNOS else "E_STORAGE")
