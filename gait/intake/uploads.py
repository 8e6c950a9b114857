"""A video comes in: stored under a name of our own, checked by a child, queued. Or refused, and nothing is left."""

import json
import logging
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.files import File

from clinics.audit import one_change
from clinics.models import User
from gait import storage
from gait.analysis.terms.errors import TransientTrouble, VideoRefused
from gait.child import keeper
from gait.child.limits import CHECK
from gait.models import Assessment, Recording
from gait.queue import runs
from gait.result.json_form import as_json
from gait.result.said import Said
from gait.static_tests import standing_zero
from patients.models import Patient

log = logging.getLogger(__name__)
MAX_NAME_LENGTH = 120


class AlreadyThere(Exception):
    """The same bytes have been sent before for the same patient."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        super().__init__(str(recording.pk))


def accept_upload(
    assessment: Assessment,
    user: User,
    file: File,
    kind: str = Recording.Kind.GAIT,
    *,
    note: Callable[[Recording], object] = lambda recording: None,
) -> Recording:
    """Store, check and queue a video. Raises VideoRefused with a code, or AlreadyThere.

    note writes the event that tells of it, in the transaction that makes the recording known: the file may take
    minutes to come in, and nothing is locked for so long.
    """
    require_room(file.size)
    recording = Recording(assessment=assessment, kind=kind, uploaded_by=user, original_name=clean_name(file.name))
    with refused_when_full(), storage.new_recording_folder(recording.pk):
        recording.sha256, recording.size_bytes = storage.seal(file, storage.original(recording.pk))
        require_new(recording)
        recording.video = check(recording)
        with one_change():
            recording.save(force_insert=True)
            runs.queue(recording, hints_of(assessment, kind))
            note(recording)
    return recording


def require_room(size_bytes: int) -> None:
    """Refuse by size alone, before a byte is stored."""
    if size_bytes > settings.UPLOAD_LIMIT_BYTES:
        raise VideoRefused("R_TOO_BIG")
    with refused_when_full():
        storage.require_space(size_bytes)


@contextmanager
def refused_when_full() -> Iterator[None]:
    try:
        yield
    except storage.NoSpaceLeft as full:
        raise VideoRefused("E_STORAGE_FULL") from full


def require_new(recording: Recording) -> None:
    """Look among this patient's recordings only: whether others have the file is nobody's business."""
    patient = recording.assessment.patient
    if known := Recording.objects.filter(assessment__patient=patient, sha256=recording.sha256).first():
        raise AlreadyThere(known)


def check(recording: Recording) -> dict[str, object]:
    """What the file really is, found out by a child that may crash in our stead."""
    with TemporaryDirectory(dir=storage.recording_folder(recording.pk)) as made:
        folder = Path(made)
        try:
            keeper.run("check", folder, CHECK, video=storage.original(recording.pk))
        except keeper.ChildFailed as failure:
            raise VideoRefused("E_DECODER_CRASH", str(failure)) from failure
        except TransientTrouble as trouble:
            is_full = trouble.code == "E_STORAGE_FULL"
            raise VideoRefused(trouble.code if is_full else "E_CRASHED", "in the check") from trouble
        except keeper.EngineBug as bug:
            log.exception("recording %s: error in the check", recording.pk)
            raise VideoRefused("E_CRASHED") from bug
        return json.loads((folder / "video.json").read_text())


def hints_of(assessment: Assessment, kind: str = Recording.Kind.GAIT) -> Said:
    """What is known about the clip and the person, in the words of Hints."""
    sex = assessment.patient.sex
    standing = standing_zero(assessment) if kind != Recording.Kind.STANDING else None
    return {
        **({"standing_zero": as_json(standing)} if standing else {}),
        "view": assessment.view,
        "activity": assessment.activity if kind == Recording.Kind.GAIT else kind,
        "mirrored": assessment.is_mirrored,
        "walking_aid": assessment.walking_aid,
        "sex": None if sex == Patient.Sex.UNSTATED else sex,
    }


def clean_name(name: str | None) -> str:
    """The file's name as it may be shown: no folders, no control or direction characters, not too long."""
    last = PureWindowsPath(unicodedata.normalize("NFC", name or "")).name
    shown = "".join(letter for letter in last if not unicodedata.category(letter).startswith("C"))
    return shown.strip(" .")[:MAX_NAME_LENGTH] or "video"
