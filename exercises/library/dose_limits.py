"""What a dose may hold, wherever one is typed: the choices, and the highest numbers."""

from exercises.prescribing.types import Band, BandPosition, Support

BANDS = [(band.value, f"{band.value.capitalize()} band" if band is not Band.NONE else "No band") for band in Band]
POSITIONS = [(place.value, place.value.capitalize() or "-") for place in BandPosition]
SUPPORTS = [(support.value, support.value.capitalize()) for support in Support]
MOST_SETS, MOST_REPS, LONGEST_HOLD_S, LONGEST_REST_S, HIGHEST_STEP_CM = 6, 30, 60, 300, 40
