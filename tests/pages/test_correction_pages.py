import json

import filmed
import pytest
import walks
from django.urls import reverse

from clinics.models import AuditEvent
from gait.models import Analysis

POINTS = {"time_s": 2.0, "left_xy_px": [100, 200], "right_xy_px": [140, 203]}


@pytest.fixture
def walked(pat, ines) -> Analysis:
    return walks.done_run(filmed.assessment(pat, ines))


def send(client, name, analysis, **answers):
    return client.post(reverse(name, args=[analysis.pk]), answers, follow=True)


def send_points(client, analysis, frames):
    return send(client, "clicks_edit", analysis, frames=json.dumps(frames), segment="psis")


def test_leaving_out_needs_a_reason(client, ines, walked):
    client.force_login(ines)
    page = send(client, "stance_edit", walked, side="right", at_s="1.8", is_used="no").content.decode()
    assert "Say why this stance does not count." in page
    assert Analysis.objects.count() == 1


def test_a_level_line_is_no_wall(client, ines, walked):
    client.force_login(ines)
    send(client, "level_edit", walked, roll_deg="80")
    assert Analysis.objects.count() == 1


def test_own_points_start_a_new_measurement(client, ines, walked):
    client.force_login(ines)
    send_points(client, walked, [POINTS])
    queued = Analysis.objects.get(status=Analysis.Status.QUEUED)
    assert queued.hints["clicks"][0]["left_xy_px"] == [100.0, 200.0]
    assert AuditEvent.objects.filter(action=AuditEvent.Action.CHANGED, record_id=str(queued.pk)).count() == 1


@pytest.mark.parametrize(
    "frames",
    [
        [],
        "points",
        [{"time_s": 2.0}],
        [{**POINTS, "left_xy_px": [100]}],
        [{**POINTS, "left_xy_px": ["a", "b"]}],
        [{**POINTS, "left_xy_px": [100, 99999]}],
        [{**POINTS, "time_s": 1e9}],
        [POINTS] * 41,
    ],
)
def test_points_that_make_no_sense_are_refused(client, ines, walked, frames):
    client.force_login(ines)
    send_points(client, walked, frames)
    assert Analysis.objects.count() == 1


@pytest.mark.parametrize("name", ["stance_edit", "level_edit", "clicks_edit"])
def test_only_the_patients_therapist_corrects(client, omar, dana, walked, name):
    client.force_login(omar)
    assert client.post(reverse(name, args=[walked.pk])).status_code == 404
    client.force_login(dana)
    assert client.post(reverse(name, args=[walked.pk])).status_code == 403
