"""What therapists drew on a recording, as the page beside the video lists it."""

from dataclasses import dataclass

from django import template

from gait.models import Analysis, Annotation, Recording
from gait.review.annotation_words import says
from gait.review.annotations import horizon_of, picture_of, standing_annotations
from gait.review.by_hand_facts import facts_by_hand
from gait.review.clip_frames import frames_of
from gait.review.snapshot_form import Drawing

register = template.Library()


@dataclass(frozen=True, slots=True)
class Row:
    annotation: Annotation
    says: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """rows for the list, pictures for the canvas, both in the order of the video."""

    rows: tuple[Row, ...]
    pictures: list[Drawing]


@register.filter
def drawn_on(recording: Recording) -> Drawn:
    annotations = standing_annotations(recording.pk)
    horizon = horizon_of(recording) if annotations else None
    rows = tuple(Row(each, says(each.kind, each.points_px, horizon)) for each in annotations)
    return Drawn(rows, [picture_of(each) for each in annotations])


@register.filter
def has_a_result(recording: Recording) -> bool:
    """Only then can there be a report that a drawing stands on."""
    return recording.analyses.filter(status=Analysis.Status.DONE).exists()


@register.filter
def facts_for_clip(analysis: Analysis) -> dict[str, object]:
    """What the player must know of a clip that could not be measured."""
    return {"stances": [], "isMeasured": False, "frames": frames_of(analysis), **facts_by_hand(analysis)}


@register.filter
def drawn_path(points_px: list[list[float]]) -> str:
    """The drawing as the path of an SVG; a single point as a small cross."""
    if len(points_px) == 1:
        [(x, y)] = points_px
        return f"M{x - 12} {y}H{x + 12}M{x} {y - 12}V{y + 12}"
    return "M" + "L".join(f"{x} {y}" for x, y in points_px)
