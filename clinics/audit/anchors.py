"""Anchors: the last event of each commit, noted in a file outside the database.

A chain says nothing about what is cut off at its end. One line for each commit, MOMENT NUMBER SEAL, makes the cut show;
the seal needs the key of the chain, so nobody without it can write a line that fits. A restored backup ends before
events that the file may know: a line that begins with RESTORED says so, sealed by the same key.
"""

import fcntl
import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

from django.conf import settings

KEPT_WHOLE = timedelta(days=30)
"""Older anchors are thinned to the last one of each day."""
RESTORED = "restored"


def file() -> Path:
    return Path(settings.STANCE_HOME) / "audit_anchors"


def append(number: int, seal: str, kind: str = "") -> None:
    """Add one line."""
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    words = [moment, str(number), seal] if not kind else [kind, moment, str(number), seal]
    line = " ".join([*words, _sign(words)] if kind else words) + "\n"
    with _alone() as written:
        written.seek(0, os.SEEK_END)
        written.write(line)


def restored(number: int, seal: str) -> None:
    """A backup that ends with this event was restored: what came later is gone on purpose."""
    append(number, seal, RESTORED)


def kept() -> dict[int, set[str]]:
    """Seals by the number of the event, without those that a later restore took back. Empty where there is no file.

    More than one seal for a number: that event was removed, and another one took its place.
    """
    found: dict[int, set[str]] = {}
    for line in lines():
        words = line.split()
        if len(words) == 3 and words[1].isdecimal():
            found.setdefault(int(words[1]), set()).add(words[2])
        elif len(words) == 5 and words[0] == RESTORED and hmac.compare_digest(words[4], _sign(words[:4])):
            last = int(words[2])
            found = {number: seal for number, seal in found.items() if number <= last} | {last: {words[3]}}
    return found


def lines() -> list[str]:
    try:
        return file().read_text().splitlines()
    except FileNotFoundError:
        return []


def thin() -> None:
    """Leave one anchor of each day that is longer ago, so that the file does not grow by every visit for years."""
    limit = (datetime.now(UTC) - KEPT_WHOLE).isoformat()
    if not lines():
        return
    with _alone() as written:
        found = written.read().splitlines()
        last_of_day = {line[:10]: line for line in found if _is_anchor(line) and line < limit}
        stay = [line for line in found if not _is_anchor(line) or line >= limit or last_of_day[line[:10]] == line]
        if len(stay) < len(found):
            written.seek(0)
            written.write("".join(f"{line}\n" for line in stay))
            written.truncate()


@contextmanager
def _alone() -> Iterator[TextIO]:
    """The file, made when missing and for its owner only; whoever else writes to it waits."""
    with os.fdopen(os.open(file(), os.O_RDWR | os.O_CREAT, 0o600), "r+") as written:
        fcntl.flock(written, fcntl.LOCK_EX)
        yield written
        written.flush()


def _is_anchor(line: str) -> bool:
    return line[:1].isdigit()


def _sign(words: list[str]) -> str:
    return hmac.digest(settings.AUDIT_KEY.encode(), " ".join(words).encode(), "sha256").hex()
