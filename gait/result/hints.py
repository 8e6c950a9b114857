"""What people say about a clip, before it is measured or at any time after. Pixels are those of the upright picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Self

from gait.result.conventions import Activity, Sex, Side, Source, View
from gait.result.json_form import Digits, from_json

BONE_SEGMENTS = ("psis", "asis")
TRUE_RATES_HZ = (10.0, 1000.0)
"""What a camera can have filmed at."""


@dataclass(frozen=True, slots=True)
class Click:
    """Two pelvic points that a therapist marked in one frame; left and right are the patient's.

    side: the leg that stands, where somebody said it; measuring by hand needs it where no steps were found.
    """

    time_s: float
    left_xy_px: tuple[float, float]
    right_xy_px: tuple[float, float]
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class ChosenPerson:
    """Whom to measure among several: a point on them, in pixels of the upright picture, and when it was given."""

    time_s: float
    xy_px: tuple[float, float]


@dataclass(frozen=True, slots=True)
class StandingZero:
    """What the pelvic line reads while this person stands quietly on both feet, from this recording or another one.

    line_deg is the reading in the picture, camera roll inside; roll_deg and its sigma are that picture's.
    """

    line_deg: Annotated[float, Digits(3)]
    sigma_deg: Annotated[float, Digits(3)]
    roll_deg: Annotated[float, Digits(3)]
    roll_sigma_deg: Annotated[float, Digits(3)]
    source: Source


@dataclass(frozen=True, slots=True)
class ReaderCalibration:
    """How far a clinic's own labelled clips bear out the tilt reader; counts where it alone gave the line.

    made_on: ISO date. reader: which weights the labels were read with. people: whose clips were labels. interval_times:
    the reader's interval is this many times its own. is_promoted: a left-right difference is named from the same size
    on as by any other source.
    """

    made_on: str
    reader: str
    people: int
    interval_times: Annotated[float, Digits(3)]
    is_promoted: bool


@dataclass(frozen=True, slots=True)
class Hints:
    """What people said about the clip. None means: find out.

    true_rate_hz: pictures a second that the camera took, where the file plays them slower. level_line_px: two points of
    the picture that lie level in the room; goes before roll_deg, which has the sign of CameraRoll. standing_zero:
    quiet standing in another recording of the same set-up. walking_aid: a cane, a frame, a prosthesis or a skirt.
    reader_calibration: what the clinic's own clips say of the tilt reader.
    """

    view: View | None = None
    activity: Activity | None = None
    source: Source | None = None
    clicks: tuple[Click, ...] = ()
    click_segment: str = "psis"
    roll_deg: float | None = None
    mirrored: bool = False
    sex: Sex | None = None
    true_rate_hz: float | None = None
    level_line_px: tuple[tuple[float, float], tuple[float, float]] | None = None
    standing_zero: StandingZero | None = None
    person: ChosenPerson | None = None
    walking_aid: bool = False
    reader_calibration: ReaderCalibration | None = None

    @property
    def marks_bone(self) -> bool:
        """Do the clicks lie on bony points, and not on a belt or a hem?"""
        return self.click_segment in BONE_SEGMENTS

    @classmethod
    def from_json(cls, said: Mapping[str, object]) -> Self:
        """Of the JSON of Analysis.hints, whose keys are these names; others are the web's own. Empty means not said.

        Raises json_form.NotReadable.
        """
        return from_json(cls, {name: value for name, value in said.items() if value not in (None, "")})
