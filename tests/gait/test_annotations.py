import json
from math import cos, radians, sin

import filmed
import pytest
import walks
from django.urls import reverse

from clinics.models import AuditEvent
from gait import storage, tasks
from gait.models import Analysis, Annotation, Recording
from gait.result.conventions import RollOrigin
from gait.result.result import CameraRoll
from gait.review import annotations, signing
from gait.review.annotation_picture import picture_path
from gait.review.annotation_words import Horizon, angle_deg, is_drawable, says, slope_deg
from gait.review.by_hand import crop_around

ANGLE = [[100.0, 100.0], [100.0, 200.0], [200.0, 200.0]]
JPEG_BEGINS = b"\xff\xd8\xff"
TILTED = [[100.0, 200.0], [300.0, 214.0]]


@pytest.fixture
def recording(pat, ines) -> Recording:
    return filmed.recording(filmed.assessment(pat, ines))


@pytest.fixture
def walked(pat, ines) -> Analysis:
    return walks.done_run(filmed.assessment(pat, ines))


def drawn(recording, ines, kind="angle", points=ANGLE, text="", at_s=1.5) -> Annotation:
    return annotations.draw(recording, ines, kind=kind, at_s=at_s, points_px=points, text=text)


def send(client, recording, **answers):
    data = {"kind": "angle", "at_s": "1.5", "points_px": json.dumps(ANGLE), "text": "", **answers}
    return client.post(reverse("annotation_add", args=[recording.pk]), data)


@pytest.mark.parametrize("true_deg", [1, 37, 90, 152.5, 179])
def test_an_angle_is_what_was_drawn_whichever_limb_came_first(true_deg):
    limb = [200 + 80 * cos(radians(20 + true_deg)), 300 + 80 * sin(radians(20 + true_deg))]
    other = [200 + 50 * cos(radians(20)), 300 + 50 * sin(radians(20))]
    assert angle_deg([limb, [200, 300], other]) == pytest.approx(true_deg)
    assert angle_deg([other, [200, 300], limb]) == pytest.approx(true_deg)


def test_a_slope_does_not_depend_on_where_the_line_began():
    assert slope_deg(TILTED) == slope_deg(TILTED[::-1]) == pytest.approx(4.0, abs=0.01)


def test_words_name_the_lower_end_and_that_it_is_by_hand():
    lower_right = (
        "4.0° to the horizontal of the picture, lower on the right of the picture, measured by hand on one frame"
    )
    assert says("slope", TILTED) == lower_right
    assert "lower on the left of the picture" in says("slope", [[100, 214], [300, 200]])
    assert says("slope", [[0, 5], [9, 5]]) == "0.0° to the horizontal of the picture, measured by hand on one frame"
    assert says("angle", ANGLE) == "Angle 90.0°, measured by hand on one frame"


@pytest.mark.parametrize(
    ("fall_deg", "rightward", "begins"),
    [
        (0.0, 1, "4.0° to the horizontal, lower on the patient's right,"),
        (0.0, -1, "4.0° to the horizontal, lower on the patient's left,"),
        (2.1, 1, "1.9° to the horizontal, lower on the patient's right,"),
        (6.0, 1, "2.0° to the horizontal, lower on the patient's left,"),
        (6.0, -1, "2.0° to the horizontal, lower on the patient's right,"),
        (4.004, 1, "0.0° to the horizontal, measured"),
    ],
)
def test_a_measured_clip_has_its_own_level_and_the_patient_s_sides(fall_deg, rightward, begins):
    assert says("slope", TILTED, Horizon(fall_deg, rightward)).startswith(begins)


def test_the_list_holds_a_line_against_the_level_of_the_newest_result(client, ines, pat):
    run = walks.done_run(filmed.assessment(pat, ines), walks.found(camera_roll=CameraRoll(2.1, 0.3, RollOrigin.EDGES)))
    drawn(run.recording, ines, kind="slope", points=TILTED)
    client.force_login(ines)
    assert (
        "1.9° to the horizontal, lower on the patient&#x27;s right"
        in client.get(run.recording.assessment.get_absolute_url()).text
    )


@pytest.mark.parametrize(
    ("kind", "points"), [("angle", ANGLE[:2]), ("line", [[5, 5], [5, 5]]), ("slope", ANGLE), ("note", TILTED)]
)
def test_what_is_not_whole_is_not_drawable(kind, points):
    assert not is_drawable(kind, points)


def test_it_is_kept_with_its_frame_and_its_author(client, ines, recording):
    client.force_login(ines)
    page = send(client, recording, text="At mid-stance.").content.decode()
    kept = Annotation.objects.get()
    assert (kept.at_s, kept.points_px, kept.text, kept.made_by) == (1.5, ANGLE, "At mid-stance.", ines)
    assert "Angle 90.0°, measured by hand on one frame" in page
    assert "Ines Tester, PT" in page
    assert AuditEvent.objects.filter(action=AuditEvent.Action.CREATED, record_id=str(kept.pk)).count() == 1


@pytest.mark.parametrize(
    ("wrong", "says_so"),
    [
        ({"points_px": json.dumps(ANGLE[:2])}, "The drawing is not whole"),
        ({"points_px": json.dumps([[1, 1], [2, 9000], [40, 5]])}, "outside the picture"),
        ({"points_px": '[["a", 1]]'}, "A point is incomplete"),
        ({"points_px": "5"}, "A point is incomplete"),
        ({"at_s": "99"}, "beyond the end of the video"),
        ({"kind": "note", "points_px": "[]"}, "Write the note first."),
    ],
)
def test_what_makes_no_sense_is_told_and_not_kept(client, ines, recording, wrong, says_so):
    client.force_login(ines)
    assert says_so in send(client, recording, **wrong).content.decode()
    assert not Annotation.objects.exists()


def test_what_was_taken_away_can_be_put_back(client, ines, recording):
    client.force_login(ines)
    note = drawn(recording, ines, kind="note", points=[], text="Arms folded.")
    page = client.post(reverse("annotation_remove", args=[note.pk])).content.decode()
    assert "Arms folded." not in page
    note.refresh_from_db()
    assert note.removed_by == ines
    page = client.post(reverse("annotation_put_back", args=[note.pk])).content.decode()
    assert "Arms folded." in page


def test_a_text_is_no_markup(client, ines, recording):
    client.force_login(ines)
    page = send(client, recording, text="</script><script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page


@pytest.fixture
def filmed_walk(walked) -> Analysis:
    """With the browser's copy of the clip."""
    filmed.clip(storage.results_of(walked) / "proxy.mp4", seconds=2)
    return walked


def test_the_report_carries_what_was_ticked_and_keeps_it(client, ines, filmed_walk):
    client.force_login(ines)
    recording = filmed_walk.recording
    ticked, unticked = drawn(recording, ines), drawn(recording, ines, kind="slope", points=TILTED)
    client.post(reverse("annotation_report", args=[ticked.pk]), {"is_reported": "on"})
    tasks.cut_picture(str(ticked.pk))
    report = signing.sign(filmed_walk, ines, summary="As seen.", kept=[])
    client.post(reverse("annotation_remove", args=[ticked.pk]))
    page = client.get(reverse("report", args=[report.pk])).content.decode()
    assert "Angle 90.0°, measured by hand on one frame" in page
    assert says(unticked.kind, unticked.points_px) not in page
    address = reverse("annotation_picture", args=[ticked.pk])
    assert f'href="{address}"' in page
    assert b"".join(client.get(address)).startswith(JPEG_BEGINS)


def test_a_tick_leaves_the_picture_to_a_worker(
    client, ines, filmed_walk, quick_bell, django_capture_on_commit_callbacks
):
    client.force_login(ines)
    drawing = drawn(filmed_walk.recording, ines)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("annotation_report", args=[drawing.pk]), {"is_reported": "on"})
    assert not picture_path(drawing).exists()
    assert quick_bell.get(timeout=1).payload[0] == [str(drawing.pk)]


def test_a_report_that_lacks_a_picture_asks_again_and_shows_it_once_it_is_there(
    client, ines, filmed_walk, quick_bell, django_capture_on_commit_callbacks
):
    """Signed before a worker came to it, and the first message was lost."""
    client.force_login(ines)
    drawing = drawn(filmed_walk.recording, ines)
    annotations.show_on_report(drawing, is_reported=True)
    report = signing.sign(filmed_walk, ines, summary="As seen.", kept=[])
    address = reverse("annotation_picture", args=[drawing.pk])
    with django_capture_on_commit_callbacks(execute=True):
        page = client.get(reverse("report", args=[report.pk])).content.decode()
    assert "Angle 90.0°, measured by hand on one frame" in page
    assert address not in page
    [annotation_id] = quick_bell.get(timeout=1).payload[0]
    tasks.cut_picture(annotation_id)
    assert address in client.get(reverse("report", args=[report.pk])).content.decode()


def test_a_picture_that_is_there_is_not_cut_again(ines, filmed_walk):
    drawing = drawn(filmed_walk.recording, ines)
    tasks.cut_picture(str(drawing.pk))
    cut_at = picture_path(drawing).stat().st_mtime_ns
    tasks.cut_picture(str(drawing.pk))
    assert picture_path(drawing).stat().st_mtime_ns == cut_at


@pytest.mark.parametrize(
    ("points", "crop"),
    [
        ([[300, 600], [400, 640]], (206.0, 476.0, 288.0, 288.0)),
        ([[100, 600], [400, 640]], (0, 320.0, 600, 600)),
        ([[350, 100], [360, 1200]], (0, 0, 720, 1280)),
        ([[700, 20]], (432.0, 0, 288.0, 288.0)),
    ],
    ids=["small", "large", "whole height", "a point at the edge"],
)
def test_a_drawing_is_shown_close_up_with_its_surroundings(points, crop):
    assert crop_around(points, 720, 1280) == crop
    x, y, width, height = crop
    assert all(x <= across <= x + width and y <= down <= y + height for across, down in points)


def test_without_a_clip_the_words_stand_alone(client, ines, walked):
    client.force_login(ines)
    drawing = drawn(walked.recording, ines)
    client.post(reverse("annotation_report", args=[drawing.pk]), {"is_reported": "on"})
    report = signing.sign(walked, ines, summary="As seen.", kept=[])
    page = client.get(reverse("report", args=[report.pk])).content.decode()
    assert "Angle 90.0°, measured by hand on one frame" in page
    assert reverse("annotation_picture", args=[drawing.pk]) not in page


def test_other_programs_get_what_stands(client, ines, recording):
    client.force_login(ines)
    annotations.take_away(drawn(recording, ines, kind="line", points=TILTED), ines)
    drawn(recording, ines)
    [told] = client.get(reverse("api_annotations", args=[recording.pk])).json()
    assert told["says"] == "Angle 90.0°, measured by hand on one frame"
    assert (told["at_s"], told["points_px"], told["made_by"]) == (1.5, ANGLE, "Ines Tester, PT")


def test_the_list_needs_as_many_queries_for_many_as_for_one(client, ines, walked, count_queries):
    client.force_login(ines)
    page = reverse("assessment", args=[walked.recording.assessment_id])
    drawn(walked.recording, ines)
    for_one = count_queries(client, page)
    for at_s in range(5):
        drawn(walked.recording, ines, at_s=at_s)
    assert count_queries(client, page) == for_one


def test_a_failed_clip_offers_the_tools_and_evenly_spaced_frames(client, ines, recording):
    client.force_login(ines)
    failed = Analysis.objects.create(
        recording=recording, status=Analysis.Status.FAILED, error_code="E_NO_PERSON", token=recording.pk
    )
    folder = storage.results_of(failed)
    folder.mkdir(parents=True)
    (folder / "proxy.mp4").write_bytes(b"mp4")
    page = client.get(reverse("assessment", args=[recording.assessment_id])).content.decode()
    assert 'data-do="draw-angle"' in page
    assert 'data-do="next-contact"' not in page
    assert '"time_s": [0.0, 0.02, 0.04' in page
    (folder / "frames.json").write_text('{"time_s": [0.0, 0.013, 0.031]}')
    page = client.get(reverse("assessment", args=[recording.assessment_id])).content.decode()
    assert '"time_s": [0.0, 0.013, 0.031]' in page
