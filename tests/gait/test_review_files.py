"""Points as TRC, key frames as PNG: exact in form, honest in units."""

import json
from dataclasses import replace
from io import BytesIO
from math import radians, tan

import filmed
import pytest
import walks
from django.urls import reverse
from PIL import Image

from clinics.models import AuditEvent
from gait import storage
from gait.models import Analysis
from gait.review.trc import markers_trc

YELLOW, WHITE = (255, 228, 92), (255, 255, 255)
OVERLAY = {
    "width_px": 720,
    "height_px": 1280,
    "time_s": [0.0, 0.02],
    "joints": {"left_hip": [260, 640, None, None], "right_hip": [460, 640, 461, 641]},
    "chosen": "waistband",
    "lines": {"waistband": {"from_xy": [260.5, 630.0, 261.0, 631.0], "to_xy": [460.0, 650.0, 461.0, 651.0]}},
}


def test_the_table_is_a_trc_to_the_tab():
    lines = markers_trc("walk.trc", OVERLAY, 50.0).split("\n")
    assert lines[0] == "PathFileType\t4\t(X/Y/Z)\twalk.trc"
    assert lines[1].split("\t")[:5] == ["DataRate", "CameraRate", "NumFrames", "NumMarkers", "Units"]
    assert lines[2] == "50\t50\t2\t4\tpx\t50\t1\t2"
    assert lines[3] == "Frame#\tTime\tleft_hip\t\t\tright_hip\t\t\tpelvic_line_from\t\t\tpelvic_line_to\t\t"
    assert lines[4] == "\t\tX1\tY1\tZ1\tX2\tY2\tZ2\tX3\tY3\tZ3\tX4\tY4\tZ4"
    assert lines[5] == ""
    assert lines[6] == "1\t0.000\t260\t640\t0\t460\t640\t0\t260.5\t650\t0\t460\t630\t0"
    assert lines[8:] == [""]


def test_a_point_that_was_not_seen_is_empty_and_y_runs_upwards():
    cells = markers_trc("walk.trc", OVERLAY, 50.0).split("\n")[7].split("\t")
    assert cells[2:5] == ["", "", ""]
    assert cells[5:8] == ["461", "639", "0"]


@pytest.fixture
def walked(pats_walk):
    run = walks.done_run(pats_walk)
    folder = storage.results_of(run)
    times = walks.series()["time_s"]
    whole = {
        **OVERLAY,
        "time_s": times,
        "joints": {name: flat[:2] * len(times) for name, flat in OVERLAY["joints"].items()},
        "lines": {"waistband": {name: flat[:2] * len(times) for name, flat in OVERLAY["lines"]["waistband"].items()}},
    }
    (folder / "overlay.json").write_text(json.dumps(whole))
    Image.new("RGB", (720, 1280), (205, 170, 150)).save(folder / "keyframe_left.jpg")
    return run


def rows_of(image: Image.Image, colour: tuple[int, int, int], x: int) -> list[int]:
    """Rows of the picture where this column has the colour."""
    return [y for y in range(image.height) if image.getpixel((x, y)) == colour]


def exported(client, user, run, name):
    client.force_login(user)
    return client.get(reverse("analysis_export", args=[run.pk, name]))


def test_a_key_frame_leaves_as_a_png_with_the_line_on_it(client, ines, walked):
    answer = exported(client, ines, walked, "left.png")
    assert answer["Content-Type"] == "image/png"
    image = Image.open(BytesIO(answer.content))
    assert image.size == (720, 1280)
    assert image.getpixel((360, 640)) == YELLOW
    assert AuditEvent.objects.filter(action="exported", actor=ines).count() == 1


def test_level_on_a_key_frame_is_turned_by_the_roll_of_the_camera(client, ines, walked):
    """The line falls by 20 px over 199.5 to the patient's right, and level by 10 degrees: more than the line."""
    tilted = walks.found(zero=replace(walks.found().zero, offset_deg=10.0))
    Analysis.objects.filter(pk=walked.pk).update(result=tilted.as_json())
    image = Image.open(BytesIO(exported(client, ines, walked, "left.png").content))
    [level_left], [level_right] = (rows_of(image, WHITE, x)[:1] for x in (200, 520))
    assert (level_right - level_left) / (520 - 200) == pytest.approx(tan(radians(10.0)), abs=0.01)


def test_the_points_leave_as_a_download(client, ines, walked):
    answer = exported(client, ines, walked, "markers.trc")
    assert answer.content.startswith(b"PathFileType\t4\t(X/Y/Z)\tstance-")
    assert answer["Content-Disposition"].endswith('-markers.trc"')
    assert b"Pat" not in answer.content.replace(b"PathFileType", b"")


def test_what_is_not_there_is_not_found(client, ines, walked, pats_walk):
    assert exported(client, ines, walked, "right.png").status_code == 404
    bare = filmed.run_of(pats_walk, status="done", result=walks.found().as_json())
    assert exported(client, ines, bare, "markers.trc").status_code == 404


@pytest.mark.parametrize("name", ["left.png", "markers.trc"])
def test_another_clinic_gets_nothing(client, omar, walked, name):
    assert exported(client, omar, walked, name).status_code == 404
