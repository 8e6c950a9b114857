"""A video that arrives in pieces and may stop at any byte: how much is there is the length of its file."""

import fcntl
import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from django.conf import settings

from clinics.models import User
from gait import storage
from gait.models import Assessment


class WrongOffset(Exception):
    """This piece does not begin where the file ends, or another request is writing right now."""


class Readable(Protocol):
    """A request, or a file."""

    def read(self, size_bytes: int | None = ..., /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class PartialUpload:
    """The same person sending the same file for the same assessment goes on where they stopped."""

    path: Path
    size_bytes: int

    @property
    def offset(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    @property
    def is_complete(self) -> bool:
        return self.offset == self.size_bytes

    def append(self, offset: int, piece: Readable, length: int) -> None:
        """Raises WrongOffset, or NoSpaceLeft after as much as the disk could take."""
        with self.path.open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as busy:
                raise WrongOffset from busy
            if os.fstat(file.fileno()).st_size != offset or offset + length > self.size_bytes:
                raise WrongOffset
            with storage.minding_space():
                shutil.copyfileobj(piece, file)
                file.flush()
                os.fsync(file.fileno())

    def take(self) -> Path:
        """Give the whole file to one caller; a second one gets FileNotFoundError."""
        return self.path.rename(self.path.with_name(f"{uuid4()}.part"))


def partial_upload(user: User, assessment: Assessment, name: str, size_bytes: int, modified: str) -> PartialUpload:
    key = "\0".join([str(user.pk), str(assessment.pk), name, str(size_bytes), modified])
    digest = hashlib.sha256(key.encode()).hexdigest()
    return PartialUpload(Path(settings.FILE_UPLOAD_TEMP_DIR) / f"{assessment.pk}.{digest}.part", size_bytes)
