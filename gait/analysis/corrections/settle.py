"""What people said about a clip, settled once into what the engine counts with: before anything else, and nowhere else.

Hints speak as people do: of the clip as a player shows it, at the times of the clip. Below here everything stands on
the pictures as they are stored, at true times.
"""

from dataclasses import dataclass, replace

import numpy as np

from gait.analysis.corrections.edits import StanceEdit
from gait.analysis.corrections.event_edits import EventEdit
from gait.analysis.curves.clock import Clock, clock_of
from gait.analysis.terms.types import Click, Hints, ReaderCalibration, StandingZero
from gait.result.conventions import Activity, Sex, Source, View
from gait.result.handedness import is_measured_mirrored
from gait.result.result import VideoInfo


@dataclass(frozen=True, slots=True)
class Settled:
    """None means that nobody said it. Times of clicks and edits are seconds of the true clock.

    is_rate_in_file: nobody said a rate and the file names another one than it plays at.
    mirrored: as stored; a file that asks players to mirror it is measured as it was filmed. level_line_deg: fall of a
    level line that somebody drew, + = lower at the image's right; roll_deg, in the sense of CameraRoll, counts where
    none was drawn. marks_bone: the clicks lie on bony points, and not on a belt or a hem. source: the one to read.
    """

    view: View | None
    activity: Activity | None
    mirrored: bool
    clock: Clock
    is_rate_said: bool
    is_rate_in_file: bool
    level_line_deg: float | None
    roll_deg: float | None
    standing_elsewhere: StandingZero | None
    source: Source | None
    clicks: tuple[Click, ...]
    marks_bone: bool
    walking_aid: bool
    sex: Sex | None
    edits: tuple[StanceEdit, ...]
    event_edits: tuple[EventEdit, ...]
    reader_calibration: ReaderCalibration | None


def settle(
    info: VideoInfo, hints: Hints, edits: tuple[StanceEdit, ...] = (), event_edits: tuple[EventEdit, ...] = ()
) -> Settled:
    """Raises ValueError for a rate of the camera that clock_of refuses.

    Source: docs/hints.md.
    """
    clock = clock_of(info, hints.true_rate_hz)
    return Settled(
        view=hints.view,
        activity=hints.activity,
        mirrored=is_measured_mirrored([note.code for note in info.notes], said=hints.mirrored),
        clock=clock,
        is_rate_said=hints.true_rate_hz is not None,
        is_rate_in_file=hints.true_rate_hz is None and clock != Clock(),
        level_line_deg=None if hints.level_line_px is None else _fall_deg(hints.level_line_px),
        roll_deg=hints.roll_deg,
        standing_elsewhere=hints.standing_zero,
        source=hints.source,
        clicks=tuple(replace(click, time_s=click.time_s / clock.stretch) for click in hints.clicks),
        marks_bone=hints.marks_bone,
        walking_aid=hints.walking_aid,
        sex=hints.sex,
        edits=tuple(edit.on(clock) for edit in edits),
        event_edits=tuple(edit.on(clock) for edit in event_edits),
        reader_calibration=hints.reader_calibration,
    )


def _fall_deg(line_px: tuple[tuple[float, float], tuple[float, float]]) -> float:
    (x0, y0), (x1, y1) = sorted(line_px)
    return float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))
