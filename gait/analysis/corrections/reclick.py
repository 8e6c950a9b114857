"""New marked points on stored readings: the line that was read before carries them, so no picture is needed."""

from dataclasses import replace

import numpy as np

from gait.analysis.corrections.revise import revise
from gait.analysis.corrections.settle import settle
from gait.analysis.curves.clock import at_true_times
from gait.analysis.curves.standing import standing_frames
from gait.analysis.pelvis.choose import judge_clicks
from gait.analysis.pelvis.clicks import locate_pelvic_line
from gait.analysis.pelvis.usable_clicks import notes_on_unused
from gait.analysis.terms.notes import notes_where
from gait.analysis.terms.readings import Readings, has_degrees
from gait.analysis.terms.types import Footage, Hints, PelvisPatches, Pose
from gait.result.conventions import Source

ABOUT_THE_CHOICE = frozenset(
    {"W_SOURCES_DISAGREE", "W_CLICKS_DIFFER", "W_SURFACE_UNSURE", "W_CLICKS_UNUSED", "W_CLICKS_ASIDE"}
)
"""Notes on how the sources agreed; with points of a person's own they no longer matter."""


def carry_clicks(readings: Readings, hints: Hints) -> Readings | None:
    """Readings whose line is the clicked one, as revise() sees them under the hints.

    None where the stored line cannot carry the points: it is not trusted, or unknown in a marked frame. Whether the
    points themselves are any good the clicked line says by trusted and reason, as ever. Raises ValueError for a rate
    of the camera that clock_of refuses.
    Source: docs/methods/pelvic_line.md (clicks).
    """
    settled = settle(readings.info, hints)
    revised = revise(readings, settled)
    carrier = revised.line
    if carrier is None or not has_degrees(revised) or carrier.source is Source.CLICKS:
        return None
    footage = at_true_times(_without_pictures(revised), settled.clock)
    frames = [int(np.abs(footage.time_s - click.time_s).argmin()) for click in settled.clicks]
    if not np.isfinite(carrier.angle_deg[frames]).all():
        return None
    clicked = locate_pelvic_line(footage, revised.subject, revised.rightward, settled.clicks, carrier)
    sources = {**revised.sources, Source.CLICKS: clicked}
    choice = judge_clicks(clicked, sources, standing_frames(revised), marks_bone=settled.marks_bone)
    unused = notes_on_unused(footage, revised.subject, revised.rightward, settled.clicks, settled.clock.stretch)
    outdated = ABOUT_THE_CHOICE | {line.reason for line in revised.sources.values()}
    return replace(
        revised,
        line=choice.line,
        sources=sources,
        notes=tuple(note for note in revised.notes if note.code not in outdated)
        + unused
        + notes_where(dict.fromkeys(choice.codes, True)),
    )


def _without_pictures(readings: Readings) -> Footage:
    """Enough of a footage to know where the body is."""
    n = len(readings.time_s)
    nothing = PelvisPatches(
        rgb=np.empty((n, 0, 0, 3), np.uint8),
        origin_px=np.zeros((n, 2)),
        scale_px=np.ones(n),
        present=np.isfinite(readings.pose.landmarks_px[:, 0, 0]),
    )
    pose = Pose(readings.pose.landmarks_px, readings.pose.visibility)
    return Footage(readings.info, readings.timeline, pose, nothing, stills_rgb=(), still_frames=())
