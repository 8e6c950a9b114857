"""Who points beside everybody hears so at once, and nothing is measured for it; a real clip and the real child."""

from dataclasses import asdict
from pathlib import Path

import filmed
import pytest

from gait.analysis.film.probe import probe_video
from gait.models import Analysis, Recording
from gait.review import corrections
from gait.review.pointed_at import is_nobody_there

pytestmark = pytest.mark.long
CLIP = Path(__file__).parents[1] / "data" / "A1_walk_healthy_m.mp4"


@pytest.fixture
def recording(pat, ines) -> Recording:
    clip = filmed.recording(filmed.assessment(pat, ines), CLIP.read_bytes())
    clip.video = asdict(probe_video(CLIP))
    clip.save()
    return clip


def test_pointing_beside_everybody_is_refused_at_once_and_at_somebody_is_not(recording, ines):
    run = Analysis.objects.create(recording=recording, status=Analysis.Status.FAILED, error_code="E_TWO_PERSONS")
    size_px = recording.video["width_px"], recording.video["height_px"]
    middle, corner = [0.5 * size_px[0], 0.45 * size_px[1]], [0.04 * size_px[0], 0.04 * size_px[1]]
    assert not is_nobody_there(recording, 2.0, middle)
    with pytest.raises(corrections.CannotCorrect, match="Nobody was found where you pointed"):
        corrections.choose_person(run, ines, time_s=2.0, xy_px=corner)
    assert recording.analyses.count() == 1


def test_what_cannot_be_looked_up_is_left_to_the_measurement(recording):
    recording.video = {"width_px": 0}
    assert not is_nobody_there(recording, 2.0, [1.0, 1.0])
