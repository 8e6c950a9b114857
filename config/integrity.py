"""Does this installation still hold what was written? Whatever was sealed is compared, and what was not is told.

The digests lie in the same database. They find what a disk, a careless hand or a single edited row has changed, not
somebody who computes them anew; the audit trail alone is sealed by a key that lies outside.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from clinics.audit.chain import first_trouble
from clinics.models import AuditEvent
from exercises.library.pictures import ENDINGS, path_of
from exercises.models import ExercisePicture
from gait import storage
from gait.models import Addendum, Analysis, OverlayVideo, Recording, SignedReport
from gait.queue import overlay_videos, seals
from gait.result.conventions import Side
from gait.review.annotation_picture import path_of as path_of_frame
from gait.review.seal import digest_of_addendum, is_intact
from gait.review.snapshot import picture_file

Status = Analysis.Status


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that was looked at. trouble: what is wrong, by ids only; empty while nothing is.

    is_sealed: whether anything was kept to compare with. kind: in the plural, for the summary.
    """

    kind: str
    trouble: str = ""
    is_sealed: bool = True


def inspect() -> Iterator[Compared]:
    """Everything there is, one by one."""
    for look in LOOKS:
        yield from look()


def originals() -> Iterator[Compared]:
    for recording in Recording.objects.filter(original_removed_at=None).iterator():
        path = storage.original(recording.pk)
        if not path.exists():
            yield Compared("original videos", f"recording {recording.pk}: the video is missing")
        elif storage.digest(path) != recording.sha256:
            yield Compared("original videos", f"recording {recording.pk}: the video has changed since it was sent")
        else:
            yield Compared("original videos")


def runs() -> Iterator[Compared]:
    """Results with their rows, films, thumbnails and key pictures; of refused clips what there is to see."""
    over = Analysis.objects.filter(status__in=[Status.DONE, Status.FAILED]).select_related("seal")
    for analysis in over.prefetch_related("measurements", "findings").iterator(chunk_size=100):
        kind = "results" if analysis.status == Status.DONE else "refused runs"
        folder = storage.results_of(analysis)
        if seal := getattr(analysis, "seal", None):
            wrong = seals.differences(analysis, seal)
            yield Compared(kind, f"analysis {analysis.pk}: {', '.join(wrong)}" if wrong else "")
        elif analysis.status == Status.DONE and not (folder and (folder / "result.json").exists()):
            yield Compared(kind, f"analysis {analysis.pk}: its files are missing")
        elif analysis.status == Status.DONE or (folder and storage.digests(folder)):
            yield Compared(kind, is_sealed=False)


def signed_reports() -> Iterator[Compared]:
    """What each says, and the pictures that were on it."""
    for report in SignedReport.objects.select_related("analysis").iterator():
        wrong = [] if is_intact(report) else ["what it says has changed"]
        wrong += [f"picture {name} is missing or has changed" for name in spoilt_pictures(report)]
        told = f"report {report.pk}: {', '.join(wrong)}" if wrong else ""
        yield Compared("signed reports", told, is_sealed=bool(report.digest) or bool(wrong))


def spoilt_pictures(report: SignedReport) -> Iterator[str]:
    """Names of files that are missing or have changed."""
    snapshot = report.snapshot or {}
    shown = [(picture_file(report.analysis, Side(it["side"])), it["sha256"]) for it in snapshot.get("pictures", ())]
    drawn = zip(report.content.get("by_hand", ()), snapshot.get("by_hand", ()), strict=False)
    shown += [(path_of_frame(report.recording_id, it["id"]), known["sha256"]) for it, known in drawn]
    for path, sha256 in shown:
        if sha256 and not (path and path.is_file() and storage.digest(path) == sha256):
            yield path.name if path else "of a key frame"


def addenda() -> Iterator[Compared]:
    for addendum in Addendum.objects.iterator():
        is_changed = addendum.digest and digest_of_addendum(addendum) != addendum.digest
        told = f"addendum {addendum.pk} of report {addendum.report_id}: it has changed" if is_changed else ""
        yield Compared("addenda", told, is_sealed=bool(addendum.digest))


def drawn_films() -> Iterator[Compared]:
    for film in OverlayVideo.objects.filter(status=OverlayVideo.Status.READY).select_related("analysis"):
        path = overlay_videos.file_of(film)
        if path is None:
            yield Compared("drawn films", f"film of analysis {film.analysis_id}: the file is missing")
        elif film.sha256 and storage.digest(path) != film.sha256:
            yield Compared("drawn films", f"film of analysis {film.analysis_id}: the file has changed")
        else:
            yield Compared("drawn films", is_sealed=bool(film.sha256))


def exercise_pictures() -> Iterator[Compared]:
    for picture in ExercisePicture.objects.all():
        path = path_of(f"{picture.pk}{ENDINGS[picture.kind]}")
        is_whole = path.is_file() and storage.digest(path) == picture.sha256
        yield Compared("exercise pictures", "" if is_whole else f"exercise picture {picture.pk}: missing or changed")


def audit_trail() -> Iterator[Compared]:
    if trouble := first_trouble():
        yield Compared("audit events", f"audit event {trouble.number} {trouble.sentence}")
        return
    yield from (Compared("audit events") for _ in range(AuditEvent.objects.count()))


LOOKS: tuple[Callable[[], Iterator[Compared]], ...] = (
    originals,
    runs,
    signed_reports,
    addenda,
    drawn_films,
    exercise_pictures,
    audit_trail,
)
