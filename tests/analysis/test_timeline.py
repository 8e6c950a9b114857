"""Times, their rate and their clock."""

import numpy as np
import pytest

from gait.analysis.curves.clock import Clock
from gait.analysis.terms.timeline import Timeline, WhichClock


def test_pictures_that_were_dropped_do_not_lower_the_rate() -> None:
    timeline = Timeline.of(np.delete(np.arange(60) / 30, [7, 8, 20]))
    assert timeline.rate_hz == pytest.approx(30.0)
    assert timeline.of_frames(np.arange(30, 57, 3)).rate_hz == pytest.approx(10.0)


def test_one_picture_has_no_rate() -> None:
    assert np.isnan(Timeline.of(np.zeros(1)).rate_hz)


def test_slow_motion_has_its_true_rate_on_the_true_clock_and_is_stretched_once() -> None:
    clip = Timeline.of(np.arange(60) / 30)
    true = Clock(stretch=8.0).true(clip)
    assert (clip.clock, true.clock) == (WhichClock.CLIP, WhichClock.TRUE)
    assert true.rate_hz == pytest.approx(240.0)
    with pytest.raises(ValueError, match="not stretched again"):
        Clock(stretch=8.0).true(true)
