"""Why an analysis stops, drawn once.

AnalysisError
├── VideoRefused       the file or its content cannot be measured; permanent; code R_... or E_...
└── TransientTrouble   storage, memory; worth another try; code E_STORAGE...
"""

import errno

from gait.analysis.codes import CODES


class AnalysisError(Exception):
    """Base of everything the analysis raises on purpose."""


class VideoRefused(AnalysisError):
    """The clip cannot be measured, with a code of docs/codes.md. message says what, advice says what to do next."""

    def __init__(self, code: str, detail: str = "") -> None:
        entry = CODES[code]
        self.code = code
        self.message = entry.message
        self.advice = entry.advice
        self.detail = detail
        super().__init__(f"{code}: {entry.message}" + (f" ({detail})" if detail else ""))


class TransientTrouble(AnalysisError):
    """Nothing wrong with the clip; the machine was short of something, which the code names."""

    def __init__(self, code: str = "E_STORAGE") -> None:
        self.code = code
        super().__init__(f"{code}: {CODES[code].message}")


FULL_ERRNOS = frozenset({errno.ENOSPC, errno.EDQUOT})


def trouble_of(error: OSError | TransientTrouble) -> TransientTrouble:
    """A full disk told apart from all other trouble with files."""
    if isinstance(error, TransientTrouble):
        return error
    return TransientTrouble("E_STORAGE_FULL" if error.errno in FULL_ERRNOS else "E_STORAGE")
