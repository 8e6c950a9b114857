"""How a child says that it ended; everything else is a crash."""

from enum import IntEnum


class Exit(IntEnum):
    DONE = 0
    BUG = 1
    REFUSED = 3
    TRANSIENT = 4
    MEMORY = 5
    STORAGE_FULL = 6
