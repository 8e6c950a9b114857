import json
import re
from pathlib import Path

import filmed
import pytest
import walks
from django.urls import reverse
from unsaved import kept, post, typed

from clinics.models import AuditEvent
from gait.models import Analysis
from gait.urls import urlpatterns
from gait.views import corrections, static_tests

TEMPLATES = sorted((Path(__file__).resolve().parents[2] / "templates").rglob("*.html"))
POINTS = {"time_s": 2.0, "left_xy_px": [100, 200], "right_xy_px": [140, 203]}


@pytest.fixture
def walked(pat, ines) -> Analysis:
    return walks.done_run(filmed.assessment(pat, ines))


def send(client, name, analysis, **answers):
    return client.post(reverse(name, args=[analysis.pk]), answers, follow=True)


def send_points(client, analysis, frames):
    return send(client, "clicks_edit", analysis, frames=json.dumps(frames), segment="psis")


def names_of_corrections() -> set[str]:
    modules = {corrections.__name__, static_tests.__name__}
    return {each.name for each in urlpatterns if each.callback.__module__ in modules}


@pytest.mark.parametrize("name", sorted(names_of_corrections()))
def test_every_form_that_makes_a_new_run_takes_the_typed_words_along(name):
    forms = [tag for path in TEMPLATES for tag in re.findall(r"<form[^>]*>", path.read_text()) if f"'{name}'" in tag]
    assert forms
    assert [tag for tag in forms if not re.search(r"data-keeps-(words|place)", tag)] == []


def test_a_refused_correction_keeps_what_was_typed_into_it(client, ines, walked):
    client.force_login(ines)
    page = reverse("assessment", args=[walked.recording.assessment_id])
    form = reverse("filming_edit", args=[walked.pk])
    rate = {"true_rate_hz": typed("5000")}
    assert post(client, page, form, {"true_rate_hz": "5000"}, rate).status_code == 302
    assert kept() == {(page, form): {"true_rate_hz": ["5000"]}}
    assert "No camera films so fast." in client.get(page).content.decode()


def test_leaving_out_needs_a_reason(client, ines, walked):
    client.force_login(ines)
    page = send(client, "stance_edit", walked, side="right", at_s="1.8", is_used="no").content.decode()
    assert "Say why this stance does not count." in page
    assert Analysis.objects.count() == 1


@pytest.mark.parametrize(
    "line", ["[[10, 10], [20, 200]]", "[[10, 10]]", "[[10, 10], [20]]", "[[10, 10], [99999, 10]]", "level"]
)
def test_a_level_line_lies_in_the_picture_and_is_no_wall(client, ines, walked, line):
    client.force_login(ines)
    send(client, "level_edit", walked, line_px=line)
    assert Analysis.objects.count() == 1


@pytest.mark.parametrize(
    "answers", [{}, {"at_s": "5", "to_s": "99"}, {"kind": "jump", "at_s": "5"}, {"side": "both", "to_s": "5"}]
)
def test_an_event_needs_a_foot_and_an_instant_of_the_clip(client, ines, walked, answers):
    client.force_login(ines)
    send(client, "event_edit", walked, **{"side": "left", "kind": "contact", **answers})
    assert Analysis.objects.count() == 1


def test_how_it_was_filmed_must_be_another_word_and_a_possible_rate(client, ines, walked):
    client.force_login(ines)
    page = send(client, "filming_edit", walked, view="posterior", activity="walking", mirrored="no").content.decode()
    assert "That is how this run took the clip already." in page
    assert "No camera films so fast." in send(client, "filming_edit", walked, true_rate_hz="5000").content.decode()
    assert Analysis.objects.count() == 1


def test_the_chosen_person_is_followed_by_a_new_run_without_words_about_the_other_ones_steps(client, ines, walked):
    walked.hints = {"changes": [LEFT_OUT], "edits": [LEFT_OUT["what"]], "base": str(walked.pk)}
    walked.save()
    seen_in(720, 1280, walked)
    client.force_login(ines)
    send(client, "person_edit", walked, time_s="1.5", x_share="0.25", y_share="0.5")
    queued = Analysis.objects.get(status=Analysis.Status.QUEUED)
    assert queued.hints["person"] == {"time_s": 1.5, "xy_px": [180.0, 640.0]}
    assert queued.hints["edits"] == []


def test_a_person_can_be_chosen_where_the_machine_could_not_tell(client, ines, pat):
    run = filmed.run_of(filmed.assessment(pat, ines), status=Analysis.Status.FAILED, error_code="E_TWO_PERSONS")
    seen_in(720, 1280, run)
    client.force_login(ines)
    send(client, "person_edit", run, time_s="1.5", x_share="0.25", y_share="0.5")
    assert Analysis.objects.get(status=Analysis.Status.QUEUED).hints["base"] == str(run.pk)


def seen_in(width_px: int, height_px: int, run: Analysis) -> None:
    run.recording.video = {"duration_s": 9.0, "width_px": width_px, "height_px": height_px}
    run.recording.save()


LEFT_OUT = {
    "id": "a1",
    "kind": "stance",
    "what": {"side": "right", "at_s": 1.8, "used": False, "reason": "rail"},
    "by": "Ines Tester, PT",
    "at": "2026-01-05T10:00:00+00:00",
    "rightward": 1,
}


def test_the_page_lists_each_change_with_a_way_back(client, ines, walked, pat):
    run = walks.done_run(walked.recording.assessment)
    run.recording, run.hints = walked.recording, {"changes": [LEFT_OUT], "base": str(walked.pk)}
    run.save()
    client.force_login(ines)
    page = client.get(reverse("assessment", args=[walked.recording.assessment_id]) + f"?run={run.pk}").content.decode()
    assert "Ines Tester, PT changed 1 stance." in page
    assert "Undo: Right stance at 1.8 s left out (hand on the rail)" in page


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


@pytest.mark.parametrize(
    "name",
    ["stance_edit", "event_edit", "level_edit", "filming_edit", "clicks_edit", "person_edit", "change_switch"],
)
def test_only_the_patients_therapist_corrects(client, omar, dana, walked, name):
    client.force_login(omar)
    assert client.post(reverse(name, args=[walked.pk])).status_code == 404
    client.force_login(dana)
    assert client.post(reverse(name, args=[walked.pk])).status_code == 403
