import pytest

from exercises.prescribing.patterns import compensation_pattern
from exercises.prescribing.types import Pattern
from gait.result.conventions import Activity

RUN, WALK = Activity.RUNNING, Activity.WALKING


@pytest.mark.parametrize(
    ("grade", "drop_deg", "lean_deg", "away_deg", "activity", "pattern"),
    [
        (0, 3.0, 2.0, -1.0, RUN, Pattern.NONE),
        (1, 6.0, 5.3, -3.0, RUN, Pattern.UNCOMPENSATED),
        (1, 6.0, 5.4, -3.0, RUN, Pattern.PARTIAL),
        (0, 3.0, 7.1, -5.0, RUN, Pattern.NONE),
        (0, 3.0, 7.2, -5.0, RUN, Pattern.COMPENSATED),
        (0, -2.5, 7.0, -5.0, RUN, Pattern.COMPENSATED),
        (2, 8.0, -1.0, 3.1, RUN, Pattern.AWAY),
        (2, 8.0, 1.0, 4.0, WALK, Pattern.AWAY),
        (2, 8.0, -3.1, 3.0, RUN, Pattern.UNCOMPENSATED),
        (0, 3.0, -3.1, 4.0, RUN, Pattern.NONE),
        (1, 6.0, 4.9, 0.0, WALK, Pattern.UNCOMPENSATED),
        (1, 6.0, 5.0, 0.0, WALK, Pattern.PARTIAL),
        (0, 3.0, 5.0, 0.0, WALK, Pattern.COMPENSATED),
    ],
)
def test_the_class_follows_drop_and_lean(grade, drop_deg, lean_deg, away_deg, activity, pattern):
    assert compensation_pattern(grade, drop_deg, lean_deg, activity, away_deg) is pattern


@pytest.mark.parametrize(
    ("grade", "drop_deg", "lean_deg", "away_deg"),
    [(None, None, 5.5, -3.0), (None, None, None, None), (2, 8.0, None, None), (1, 6.0, 1.0, None), (0, 2.0, None, 0.0)],
)
def test_an_unknown_drop_or_lean_leaves_the_class_unknown(grade, drop_deg, lean_deg, away_deg):
    assert compensation_pattern(grade, drop_deg, lean_deg, WALK, away_deg) is Pattern.UNKNOWN
