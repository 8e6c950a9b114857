"""Five levels of each of the four exercises, with their full doses.

Source: evidence ladder of the clinical notes (effort bands by electromyography, week-by-week doses of McKay 2020).
Rest is 60 s on levels 0 to 2 and 90 s above. Step-downs go down in 3 s, side-steps take 2 s
each; all other repetitions are 2 s up, 2 s down.
"""

from exercises.prescribing.types import MAX_LEVEL, MIN_LEVEL, Band, BandPosition, Dose, ExerciseCode, Support

STEPS, MARCHES = "steps each way", "marches each side"
KNEE, ANKLE = BandPosition.ABOVE_KNEE, BandPosition.ANKLE

STANDING_CLAMSHELL = (
    Dose(2, 10, hold_s=2, support=Support.HAND, variant="No band, one hand on a support"),
    Dose(2, 10, hold_s=2, band=Band.LIGHT, band_position=KNEE, support=Support.FINGERTIPS, variant="Fingertip support"),
    Dose(3, 10, hold_s=3, band=Band.LIGHT, band_position=KNEE, variant="No support"),
    Dose(3, 12, hold_s=3, rest_s=90, band=Band.MEDIUM, band_position=KNEE, variant="Medium band"),
    Dose(3, 15, hold_s=5, rest_s=90, band=Band.HEAVY, band_position=KNEE, variant="Heavy band"),
)

SINGLE_LEG_BRIDGE = (
    Dose(2, 10, hold_s=3, is_one_sided=False, variant="Double-leg bridge"),
    Dose(3, 8, hold_s=3, is_one_sided=False, counts=MARCHES, variant="Double-leg bridge with march"),
    Dose(2, 8, hold_s=3, variant="Single-leg bridge"),
    Dose(3, 10, hold_s=5, rest_s=90, variant="Single-leg bridge, long hold"),
    Dose(3, 12, hold_s=5, rest_s=90, variant="Single-leg bridge with load, or feet raised"),
)

LATERAL_BANDED_WALK = (
    Dose(2, 8, up_s=1, down_s=1, is_one_sided=False, counts=STEPS, variant="Side-steps without a band"),
    Dose(2, 10, up_s=1, down_s=1, band=Band.LIGHT, band_position=KNEE, is_one_sided=False, counts=STEPS),
    Dose(3, 10, up_s=1, down_s=1, band=Band.MEDIUM, band_position=KNEE, is_one_sided=False, counts=STEPS),
    Dose(
        3,
        12,
        up_s=1,
        down_s=1,
        rest_s=90,
        band=Band.MEDIUM,
        band_position=ANKLE,
        is_one_sided=False,
        counts=STEPS,
    ),
    Dose(
        3,
        15,
        up_s=1,
        down_s=1,
        rest_s=90,
        band=Band.HEAVY,
        band_position=ANKLE,
        is_one_sided=False,
        counts=STEPS,
    ),
)

STEP_DOWN = (
    Dose(2, 8, down_s=3, step_height_cm=5, support=Support.HAND, variant="Low step with one hand on a support"),
    Dose(2, 8, down_s=3, step_height_cm=10, variant="In front of a mirror"),
    Dose(3, 8, down_s=3, step_height_cm=15),
    Dose(3, 10, down_s=3, rest_s=90, step_height_cm=20),
    Dose(3, 12, down_s=3, rest_s=90, step_height_cm=20, variant="With 5-10 % of body weight, or stepping forward"),
)

LADDERS: dict[ExerciseCode, tuple[Dose, ...]] = {
    ExerciseCode.STANDING_CLAMSHELL: STANDING_CLAMSHELL,
    ExerciseCode.SINGLE_LEG_BRIDGE: SINGLE_LEG_BRIDGE,
    ExerciseCode.LATERAL_BANDED_WALK: LATERAL_BANDED_WALK,
    ExerciseCode.STEP_DOWN: STEP_DOWN,
}


def clip_level(level: int) -> int:
    return max(MIN_LEVEL, min(MAX_LEVEL, level))


def dose_at(exercise: ExerciseCode, level: int) -> Dose:
    """The full dose of a level. Raises ValueError outside levels 0 to 4."""
    if not MIN_LEVEL <= level <= MAX_LEVEL:
        raise ValueError(f"{exercise} has levels {MIN_LEVEL} to {MAX_LEVEL}, not {level}.")
    return LADDERS[exercise][level]
