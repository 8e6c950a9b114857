"""Static tests beside a walk: their words, whether they agree, and that they never pass for the walk itself."""

from dataclasses import replace
from typing import Any

import filmed
import pytest
import results
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from static_results import STANDING, hold, leg, static, static_result
from walked import finished_run
from world import write_media

from clinics.models import User
from gait.intake.uploads import hints_of
from gait.models import Analysis, Recording
from gait.result.conventions import Activity, Side, Verdict, ZeroReference
from gait.result.result import Note, Result, Zero
from gait.result.static_result import Hold
from gait.review.static_reading import read_static
from gait.worklist import worklist_of
from patients.models import Patient


def gait(left: str = "level", right: str = "drop", **asymmetry: Any) -> Result:
    sides = {Side.LEFT: results.side(4.0, verdict=Verdict(left)), Side.RIGHT: results.side(9.0, verdict=Verdict(right))}
    usual = results.found()
    return replace(usual, sides=sides, asymmetry=replace(usual.asymmetry, **asymmetry))


def test_each_leg_is_told_with_its_side_its_error_and_its_seconds() -> None:
    test = static(Activity.SINGLE_LEG_STANCE, hold(Side.RIGHT, 7.8), hold(Side.RIGHT, 4.0), right=leg(7.1))
    [right] = read_static(test, None).sides
    assert right.sentence == "On the right leg: left side of the pelvis drops 7.1° ± 1.0° on average, 7.6° at worst."
    assert right.hold_says == "Held 8 s of 30 s."
    assert right.agreement == ""


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (hold(Side.LEFT, 31.0), "Held 31 s."),
        (hold(Side.LEFT, 12.0, until_end=True), "Held at least 12 s; the clip ends before 30 s are over."),
    ],
)
def test_a_hold_that_was_long_enough_or_cut_by_the_clip_says_so(one: Hold, says: str) -> None:
    [left] = read_static(static(Activity.SINGLE_LEG_STANCE, one, left=leg(-2.0)), None).sides
    assert left.hold_says == says
    assert "right side of the pelvis rises 2.0° ± 1.0°" in left.sentence


@pytest.mark.parametrize(
    ("verdict", "drop_deg", "agrees", "says"),
    [
        ("drop", 7.0, True, "Agrees with the gait finding"),
        ("level", -2.0, True, "Agrees with the gait finding"),
        ("drop", -2.0, False, "Disagrees with the gait finding"),
        ("level", 7.0, False, "Disagrees with the gait finding"),
        ("drop", 0.5, None, "Neither for nor against"),
        ("cannot_tell", 7.0, None, "one of the two does not tell"),
        ("drop", None, None, "one of the two does not tell"),
    ],
)
def test_standing_on_one_leg_is_set_against_the_gait(
    verdict: str, drop_deg: float | None, agrees: bool | None, says: str
) -> None:
    [right] = read_static(static(right=leg(drop_deg)), gait(right=verdict)).sides
    assert right.agrees is agrees
    assert says in right.agreement


@pytest.mark.parametrize(
    ("legs", "asymmetry", "agrees"),
    [
        ((4.0, 9.0), {"value_deg": 5.0, "detectable": True}, True),
        ((9.0, 4.0), {"value_deg": 5.0, "detectable": True}, False),
        ((8.0, 9.0), {"value_deg": 5.0, "detectable": True}, None),
        ((4.0, 9.0), {"value_deg": 1.0, "detectable": False}, None),
    ],
)
def test_step_downs_compare_the_legs_and_nothing_else(
    legs: tuple[float, float], asymmetry: dict[str, Any], agrees: bool | None
) -> None:
    left, right = (leg(drop_deg, count=5) for drop_deg in legs)
    reading = read_static(static(Activity.STEP_DOWN, left=left, right=right), gait(**asymmetry))
    assert reading.agrees is agrees
    assert all(each.agreement == "" for each in reading.sides)
    assert "5 times" in reading.sides[0].sentence


def test_one_leg_alone_is_not_compared() -> None:
    reading = read_static(static(Activity.STEP_DOWN, left=leg(8.0, count=4)), gait())
    assert (reading.agreement, reading.agrees) == ("Not compared with the gait: only one leg was tested.", None)


@pytest.fixture
def walk(pat: Patient, ines: User) -> Analysis:
    return filmed.run_of(
        filmed.assessment(pat, ines), status="done", result=gait().as_json(), finished_at=timezone.now()
    )


def add(walk: Analysis, kind: str, result: dict[str, Any] | None = None, **facts: Any) -> Analysis:
    recording = filmed.recording(walk.recording.assessment)
    Recording.objects.filter(pk=recording.pk).update(kind=kind)
    recording.refresh_from_db()
    told = {"status": "done", "finished_at": timezone.now(), **facts} if result else facts
    return Analysis.objects.create(recording=recording, result=result, **told)


@pytest.fixture
def desk(client: Client, ines: User) -> Client:
    client.force_login(ines)
    return client


def page_of(desk: Client, walk: Analysis, **asked: str) -> str:
    return desk.get(walk.recording.assessment.get_absolute_url(), asked).content.decode()


def test_the_visits_page_sets_the_test_beside_the_walk(desk: Client, walk: Analysis) -> None:
    add(walk, "single_leg_stance", static_result(right=leg(7.1)))
    page = page_of(desk, walk)
    assert "Right stance: left side of the pelvis drops 9.0°" in page
    assert "Agrees with the gait finding: in walking right stance drops, the pelvis drops on that leg too." in page


def test_a_test_has_a_page_of_its_own_that_cannot_be_signed(desk: Client, walk: Analysis) -> None:
    result = static_result("single_leg_stance", hold(Side.RIGHT, 12.0), right=leg(7.1))
    test = add(walk, "single_leg_stance", result, token=walk.pk)
    write_media(test)
    page = page_of(desk, walk, run=str(test.pk))
    assert "Held 12 s of 30 s." in page
    assert "Sign as" not in page
    address = reverse("analysis_sign", args=[test.pk])
    assert desk.post(address, {"summary": "As seen.", "is_checked": "on"}).status_code == 404


def test_a_test_is_not_the_visits_result_anywhere_else(desk: Client, walk: Analysis, pat: Patient, ines: User) -> None:
    add(walk, "step_down", static_result("step_down"))
    assert worklist_of(ines).to_review == [walk]
    assert "To sign" in desk.get(reverse("patient", args=[pat.pk])).content.decode()
    assert "Compare" not in page_of(desk, walk).split("Static tests")[0]


def test_a_visit_with_only_a_test_still_waits_for_its_walk(pat: Patient, ines: User) -> None:
    assessment = filmed.assessment(pat, ines)
    recording = filmed.recording(assessment)
    Recording.objects.filter(pk=recording.pk).update(kind="step_down")
    assert worklist_of(ines).without_video == [assessment]


def test_the_upload_says_what_to_film_and_keeps_the_kind(desk: Client, walk: Analysis, monkeypatch: Any) -> None:
    monkeypatch.setattr("gait.intake.uploads.check", lambda recording: {"duration_s": 30.0})
    address = reverse("upload_recording", args=[walk.recording.assessment_id])
    desk.post(reverse("assessment_screen", args=[walk.recording.assessment_id]), {"screen_asked": "on"})
    assert "on one leg for 30 seconds" in desk.get(address, {"kind": "single_leg_stance"}).content.decode()
    assert desk.get(address, {"kind": "juggling"}).status_code == 404
    response = desk.post(f"{address}?kind=single_leg_stance", {"video": ContentFile(b"clip", name="leg.mp4")})
    assert response.headers["Location"].endswith("#static-tests")
    made = Analysis.objects.get(recording__kind="single_leg_stance")
    assert made.hints["activity"] == "single_leg_stance"


def test_quiet_standing_is_the_zero_of_clips_that_come_after(walk: Analysis) -> None:
    assessment = walk.recording.assessment
    assert "standing_zero" not in hints_of(assessment)
    add(walk, "standing", {**static_result("standing"), "standing": STANDING})
    assert hints_of(assessment)["standing_zero"] == STANDING
    assert hints_of(assessment, "step_down")["standing_zero"] == STANDING
    assert "standing_zero" not in hints_of(assessment, "standing")


CORRECTION = {
    "id": "1", "kind": "level", "what": {"line_px": [[0, 0], [9, 0]]}, "by": "Ines", "at": "2026-11-01T10:00:00+00:00",
    "rightward": 1, "undone_by": "", "undone_at": "", "moved": {},
}  # fmt: skip


def test_a_walk_that_somebody_corrected_is_not_counted_anew(desk: Client, walk: Analysis) -> None:
    offer = "Count from the standing clip"
    assert offer not in page_of(desk, walk)
    add(walk, "standing", {**static_result("standing"), "standing": STANDING})
    assert offer in page_of(desk, walk)
    Analysis.objects.filter(pk=walk.pk).update(hints={"changes": [CORRECTION]})
    assert offer not in page_of(desk, walk)
    response = desk.post(reverse("standing_use", args=[walk.pk]), follow=True)
    assert "Take corrections back first" in response.content.decode()


def test_a_walk_with_a_turn_that_nobody_corrected_is_told_that_its_readings_are_gone(
    desk: Client, pat: Patient, ines: User
) -> None:
    turned = replace(gait(), quality=(Note("W_TURNED", "Turns round."),)).as_json()
    walk = filmed.run_of(filmed.assessment(pat, ines), status="done", result=turned, finished_at=timezone.now())
    add(walk, "standing", {**static_result("standing"), "standing": STANDING})
    response = desk.post(reverse("standing_use", args=[walk.pk]), follow=True)
    assert "The readings of this run are gone." in response.content.decode()


@pytest.mark.parametrize(
    ("reference", "says"),
    [
        (ZeroReference.HORIZONTAL, "This run is counted from horizontal."),
        (ZeroReference.BONE, "This run is counted from horizontal."),
        (ZeroReference.NONE, "Nothing in this run shows where level is."),
    ],
)
def test_the_offer_says_what_the_run_is_counted_from(
    desk: Client, pat: Patient, ines: User, reference: ZeroReference, says: str
) -> None:
    zero = Zero(0.0, 0.5, reference, standing_obliquity_deg=None)
    result = replace(gait(), zero=zero).as_json()
    walk = filmed.run_of(filmed.assessment(pat, ines), status="done", result=result, finished_at=timezone.now())
    add(walk, "standing", {**static_result("standing"), "standing": STANDING})
    assert says in page_of(desk, walk)


@pytest.mark.long
def test_a_walk_that_came_before_is_counted_from_it_at_once(desk: Client, pat: Patient, ines: User) -> None:
    walk = finished_run(filmed.assessment(pat, ines), b"clip", seconds=8.0)
    assert walk.result["zero"]["reference"] == "bone"
    add(walk, "standing", {**static_result("standing"), "standing": STANDING})
    response = desk.post(reverse("standing_use", args=[walk.pk]), follow=True)
    assert "Counted from the standing clip." in response.content.decode()
    newest = walk.recording.analyses.first()
    assert newest != walk
    assert newest.result["zero"]["reference"] == "standing"


@pytest.mark.long
def test_a_count_from_the_standing_clip_whose_event_cannot_be_written_is_not_kept(
    desk: Client, pat: Patient, ines: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = finished_run(filmed.assessment(pat, ines), b"clip", seconds=8.0)
    add(walk, "standing", {**static_result("standing"), "standing": STANDING})

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the audit trail is full")

    monkeypatch.setattr("gait.views.static_tests.record_event", broken)
    desk.raise_request_exception = False
    assert desk.post(reverse("standing_use", args=[walk.pk])).status_code == 500
    assert list(walk.recording.analyses.all()) == [walk]
