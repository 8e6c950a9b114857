"""Drawings and notes of therapists on single frames: the only place where they are made, taken away and put back."""

from uuid import UUID

from django.utils import timezone

from clinics.models import User
from gait.models import Analysis, Annotation, Recording
from gait.review.annotation_picture import ask_for_picture
from gait.review.annotation_words import Horizon, says
from gait.review.change_log import rightward_in
from gait.review.snapshot_form import Drawing, DrawingSigned


def draw(
    recording: Recording, therapist: User, *, kind: str, at_s: float, points_px: list[list[float]], text: str
) -> Annotation:
    return Annotation.objects.create(
        recording=recording, made_by=therapist, kind=kind, at_s=at_s, points_px=points_px, text=text
    )


def take_away(annotation: Annotation, therapist: User) -> None:
    """It leaves lists, pictures and reports to come; reports that are signed keep their copy."""
    Annotation.objects.standing().filter(pk=annotation.pk).update(removed_at=timezone.now(), removed_by=therapist)


def put_back(annotation: Annotation) -> None:
    Annotation.objects.filter(pk=annotation.pk).update(removed_at=None, removed_by=None)


def show_on_report(annotation: Annotation, *, is_reported: bool) -> None:
    """A drawing goes with the picture of its frame, a note without a point by itself."""
    if is_reported and annotation.points_px:
        ask_for_picture(annotation.pk)
    Annotation.objects.filter(pk=annotation.pk).update(is_reported=is_reported)


def standing_annotations(recording_id: UUID) -> list[Annotation]:
    """In the order of the video."""
    return list(Annotation.objects.standing().filter(recording=recording_id).select_related("made_by", "recording"))


def horizon_of(recording: Recording) -> Horizon | None:
    """Level as the newest result of the clip has it; None where there is none."""
    done = recording.analyses.filter(status=Analysis.Status.DONE).select_related("recording")
    newest = done.order_by("-created_at").first()
    if newest is None:
        return None
    rightward = rightward_in(newest)
    return Horizon(rightward * newest.found.camera_roll.value_deg, rightward)


def picture_of(annotation: Annotation) -> Drawing:
    """What the page draws on the frame."""
    return {
        "id": str(annotation.pk),
        "kind": annotation.kind,
        "at_s": annotation.at_s,
        "points_px": annotation.points_px,
        "text": annotation.text,
    }


def reported_annotations(recording: Recording) -> list[DrawingSigned]:
    """The ticked ones as a signed report keeps them, in words that stand for themselves."""
    horizon = horizon_of(recording)
    return [
        {
            **picture_of(each),
            "says": says(each.kind, each.points_px, horizon),
            "picture_px": _size_px(each) if each.points_px else None,
            "made_by": each.made_by.signature,
            "made_at": each.made_at.isoformat(timespec="seconds"),
        }
        for each in standing_annotations(recording.pk)
        if each.is_reported
    ]


def _size_px(annotation: Annotation) -> tuple[int, int]:
    video = annotation.recording.video
    return video["width_px"], video["height_px"]
