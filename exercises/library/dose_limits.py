"""What a dose may hold, wherever one is typed: the choices, and the highest numbers."""

from exercises.prescribing.types import Band, BandPosition, Support

BANDS = [(band.value, f"{band.value.capitalize()} band" if band is not Band.NONE else "No band") for band in Band]
POSITIONS = [(place.value, place.value.capitalize() or "-") for place in BandPosition]
SUPPORTS = [(support.value, support.value.capitalize()) for support in Support]
MAX_SETS, MAX_REPS, MAX_HOLD_S, MAX_REST_S, MAX_STEP_CM = 6, 30, 60, 300, 40
