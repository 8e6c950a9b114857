"""What the rule sheet is told. Frozen, comparable, storable (record.py)."""

from dataclasses import dataclass

from exercises.prescribing.types import ExerciseCode, Pattern, Stage
from gait.result.conventions import Confidence, Side


@dataclass(frozen=True, slots=True)
class SideInputs:
    """One stance side. grade: 0 none, 1 mild, 2 moderate, 3 marked; None when the clip does not tell.

    lower_grade and higher_grade: the two that a borderline value lies between; None reads as grade.
    """

    grade: int | None = None
    pattern: Pattern = Pattern.UNKNOWN
    drop_deg: float | None = None
    half_width_deg: float | None = None
    has_knee_in: bool = False
    mmt: int | None = None
    hhd_lsi_pct: float | None = None
    hhd_body_weight_pct: float | None = None
    lower_grade: int | None = None
    higher_grade: int | None = None

    @property
    def dose_grade(self) -> int | None:
        return self.grade if self.lower_grade is None else self.lower_grade

    @property
    def review_grade(self) -> int | None:
        return self.grade if self.higher_grade is None else self.higher_grade

    @property
    def is_borderline(self) -> bool:
        return self.dose_grade != self.review_grade

    @property
    def is_sure_none(self) -> bool:
        """Told, clear of the first limit, and the trunk does not pay for it."""
        return self.review_grade == 0 and self.pattern is Pattern.NONE


BALANCE = "balance"
"""The code under which balance is cleared for levels above 1; no question of the screen."""


@dataclass(frozen=True, slots=True)
class Clearance:
    """A yes that no longer stops the draft: what was examined, and by whom. code: of gates.FLAGS, or BALANCE."""

    code: str
    examined: str
    by: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a draft depends on. Flags hold codes of gates.FLAGS; cleared ones stay on record.

    nprs: worst pain of the last 7 days. morning_nprs: usual pain on waking or at rest, None when not asked; no draft
    depends on it, but progress is later measured against it. intake_flags: answered with yes when the history was
    taken; a no in today's screen does not take them back. strength_position: of the dynamometer, empty when not told.
    """

    left: SideInputs
    right: SideInputs
    confidence: Confidence = Confidence.C
    is_grade_typed: bool = False
    strength_position: str = ""
    is_asymmetric: bool = False
    has_crossover_sign: bool = False
    is_runner: bool = False
    cadence_spm: float | None = None
    km_per_week: int | None = None
    has_front_knee_pain: bool = False
    nprs: int = 0
    morning_nprs: int | None = None
    has_night_pain: bool = False
    settles_within_24_h: bool = True
    stage: Stage = Stage.BUILD
    age_years: int = 30
    red_flags: frozenset[str] = frozenset()
    intake_flags: frozenset[str] = frozenset()
    clearances: tuple[Clearance, ...] = ()
    step_pain_nprs: int = 0
    has_lateral_hip_pain: bool = False
    has_back_pain_in_bridge: bool = False
    has_hamstring_strain: bool = False
    has_ankle_or_forefoot_pain: bool = False
    has_band: bool = True
    has_step: bool = True
    has_balance_risk: bool = False
    one_leg_stance_s: float | None = None
    adherence_pct: float | None = None
    last_levels: tuple[tuple[ExerciseCode, int], ...] = ()

    def of(self, side: Side) -> SideInputs:
        return self.left if side is Side.LEFT else self.right

    @property
    def cleared_flags(self) -> frozenset[str]:
        return frozenset(clearance.code for clearance in self.clearances) - {BALANCE}

    @property
    def is_balance_cleared(self) -> bool:
        return any(clearance.code == BALANCE for clearance in self.clearances)

    @property
    def is_irritable(self) -> bool:
        return self.nprs >= 6 or self.has_night_pain or not self.settles_within_24_h

    def concern(self, side: Side) -> int:
        """How far a side is from none: its grade for the dose; a class C or X counts as mild at least."""
        own = self.of(side)
        leans = own.pattern in {Pattern.COMPENSATED, Pattern.AWAY}
        return max(own.dose_grade or 0, 1 if leans else 0)

    @property
    def worse_sides(self) -> tuple[Side, ...]:
        """The stance side of more concern, both when they are equal, empty when there is none."""
        highest = max(self.concern(side) for side in Side)
        return tuple(side for side in Side if highest and self.concern(side) == highest)

    @property
    def is_told(self) -> bool:
        """Both sides have a grade."""
        return self.left.grade is not None and self.right.grade is not None
