"""Reference bands and cut-offs, read once from reference.toml; the only file with clinical thresholds."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gait.result.conventions import Activity, Grade, Sex

REFERENCE_PATH = Path(__file__).with_name("reference.toml")
TABLE: dict[str, Any] = tomllib.loads(REFERENCE_PATH.read_text(encoding="utf-8"))
REFERENCE_VERSION: str = TABLE["version"]


@dataclass(frozen=True, slots=True)
class Band:
    """Values of a named group: mean and standard deviation in degrees."""

    mean_deg: float
    sd_deg: float
    citation: str
    basis: str
    note: str

    def z(self, value_deg: float) -> float:
        return (value_deg - self.mean_deg) / self.sd_deg

    def at_z(self, z: float) -> float:
        return self.mean_deg + z * self.sd_deg


@dataclass(frozen=True, slots=True)
class LeanCuts:
    """Trunk lean towards the stance side from which compensation is spoken of, degrees."""

    partial_deg: float
    compensated_deg: float
    away_deg: float
    citation: str
    basis: str
    note: str


GRADE_FROM_Z = (
    (Grade.MARKED, float(TABLE["grade"]["marked_z"])),
    (Grade.MODERATE, float(TABLE["grade"]["moderate_z"])),
    (Grade.MILD, float(TABLE["grade"]["mild_z"])),
)
MILD_Z = min(from_z for _, from_z in GRADE_FROM_Z)
"""Where a drop begins to be called one: verdict, class, withholding and sentences all read it here."""
STANCES_WANTED = int(TABLE["stances"]["wanted"])
MIN_STANCES_FOR_A_SIDE = int(TABLE["stances"]["fewest"])
MIN_MARKED_STANCES = int(TABLE["stances"]["fewest_marked"])
MIN_ASYMMETRY_DEG = float(TABLE["asymmetry"]["least_deg"])
MIN_SURFACE_ASYMMETRY_DEG = float(TABLE["asymmetry"]["least_surface_deg"])
MIN_CHANGE_DEG = float(TABLE["change"]["least_deg"])
MAX_HALF_WIDTH_DEG = float(TABLE["width"]["widest_half_deg"])
MAX_STANDING_TILT_DEG = float(TABLE["standing"]["max_tilt_deg"])
HIKING_DROP_DEG = float(TABLE["hiking"]["drop_deg"])
HIKING_LEAN_DEG = float(TABLE["hiking"]["lean_deg"])


def drop_band(activity: Activity, sex: Sex | None) -> Band:
    """Peak contralateral pelvic drop of healthy people; men and women together when the sex is not told.

    Source: bramah2018 running; smith2002 walking, half of the range of obliquity, a weak reference.
    """
    if activity is Activity.RUNNING:
        return Band(**TABLE["drop"]["running"])
    return Band(**TABLE["drop"]["walking" if sex is None else f"walking_{sex}"])


def excursion_band(activity: Activity, sex: Sex | None) -> Band | None:
    """Range of obliquity of healthy people; None where no study was found, as for running."""
    if activity is not Activity.WALKING:
        return None
    return Band(**TABLE["excursion"]["walking" if sex is None else f"walking_{sex}"])


def lean_cuts(activity: Activity) -> LeanCuts:
    """Trunk lean towards the stance side, and away from it, from which compensation is spoken of.

    Source: one and two SD above the healthy runners of bramah2018; for walking a proposal, no norm was confirmed.
    """
    return LeanCuts(**TABLE["lean"]["running" if activity is Activity.RUNNING else "walking"])


def grade_of(drop_deg: float, band: Band) -> Grade:
    """Descriptive grade from the distance to the band in its own standard deviations.

    Source: bramah2019 took one reference SD as excessive; the steps beyond are a description, not a validated scale.
    """
    z = band.z(drop_deg)
    return next((grade for grade, from_z in GRADE_FROM_Z if z >= from_z), Grade.NONE)


def grades_beside(drop_deg: float, band: Band, within_deg: float) -> tuple[Grade, Grade] | None:
    """The two grades of the closest limit, lower first, where the limit is closer than within_deg; else None.

    Source: docs/methods/pelvic_drop.md (Grades): the plan doses by the lower grade and reviews by the higher one.
    """
    distance_deg, grade = min((abs(drop_deg - band.at_z(from_z)), grade) for grade, from_z in GRADE_FROM_Z)
    grades = list(Grade)
    return (grades[grades.index(grade) - 1], grade) if distance_deg < within_deg else None


def step_width_category(ratio: float) -> str:
    """crossing, narrow, usual or wide; the ratio itself is too uncertain to be graded.

    Source: souza2016, feet should not overlap; that trackers follow step width badly, docs/methods/companions.md.
    """
    cuts = TABLE["step_width"]
    if ratio <= cuts["crossing_ratio"]:
        return "crossing"
    if ratio < cuts["narrow_ratio"]:
        return "narrow"
    return "wide" if ratio > cuts["wide_ratio"] else "usual"
