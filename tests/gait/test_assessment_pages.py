from datetime import timedelta
from decimal import Decimal

import cast
import filmed
import pytest
from django.urls import reverse
from django.utils import timezone

from clinics.models import AuditEvent
from gait.intake.uploads import hints_of
from gait.models import Analysis, Assessment, Recording
from patients import consent

CONDITIONS = {
    "activity": "running", "view": "posterior", "surface": "treadmill", "speed_kmh": "9.5", "footwear": "Shoe 1",
    "markers": "stickers", "pain_nprs": "4", "filmed_on": "2026-01-15", "screen_asked": "on",
}  # fmt: skip


@pytest.fixture
def inas(client, ines):
    client.force_login(ines)
    return client


def begin(client, patient, **changes: str):
    return client.post(reverse("assessment_new", args=[patient.pk]), CONDITIONS | changes)


def page_of(client, assessment: Assessment, **query: object) -> str:
    return client.get(reverse("assessment", args=[assessment.pk]), query).content.decode()


def test_the_conditions_are_kept_and_the_next_page_takes_the_video(inas, ines, pat):
    response = begin(inas, pat, consent_confirmed="on")
    assessment = Assessment.objects.get()
    assert response.headers["Location"] == reverse("assessment", args=[assessment.pk])
    assert (assessment.speed_kmh, assessment.markers, assessment.created_by) == (Decimal("15.3"), "stickers", ines)
    assert reverse("upload_recording", args=[assessment.pk]) in page_of(inas, assessment)


def test_a_walking_aid_is_told_to_the_engine_and_remembered_for_the_next_visit(inas, pat):
    begin(inas, pat, consent_confirmed="on", walking_aid="on")
    assessment = Assessment.objects.get()
    assert hints_of(assessment, Recording.Kind.GAIT)["walking_aid"] is True
    assert "with a walking aid" in page_of(inas, assessment)
    form = inas.get(reverse("assessment_new", args=[pat.pk])).context["form"]
    assert form["walking_aid"].value() is True


def test_it_does_not_go_on_without_consent(inas, pat):
    assert "Without the patient&#x27;s consent" in begin(inas, pat).content.decode()
    assert not Assessment.objects.exists()
    assert consent.standing(pat) is None


def test_confirming_consent_keeps_it_with_name_and_wording(inas, ines, pat):
    begin(inas, pat, consent_confirmed="on")
    given = Assessment.objects.get().consent
    assert (given.patient, given.confirmed_by, given.wording_version) == (pat, ines, consent.WORDING_VERSION)


def test_a_standing_consent_is_used_again_without_asking(inas, ines, pat):
    given = consent.give(pat, confirmed_by=ines)
    assert "consent_confirmed" not in inas.get(reverse("assessment_new", args=[pat.pk])).content.decode()
    begin(inas, pat)
    assert Assessment.objects.get().consent == given


def test_after_a_withdrawal_it_asks_again(inas, ines, pat):
    consent.withdraw(consent.give(pat, confirmed_by=ines))
    begin(inas, pat)
    assert not Assessment.objects.exists()


def test_the_last_conditions_come_back_but_pain_is_asked_anew(inas, pat):
    begin(inas, pat, consent_confirmed="on")
    form = inas.get(reverse("assessment_new", args=[pat.pk])).context["form"]
    assert form["speed_kmh"].value() == "9.5"
    assert form["footwear"].value() == "Shoe 1"
    assert form["pain_nprs"].value() is None
    assert form["filmed_on"].value() == timezone.localdate()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pain_nprs", "11"), ("pain_nprs", ""), ("activity", "swimming"),
        ("speed_kmh", "-1"), ("filmed_on", "2999-01-01"), ("filmed_on", "1980-01-01"),
    ],
)  # fmt: skip
def test_it_refuses_what_cannot_be(inas, pat, name, value):
    response = begin(inas, pat, consent_confirmed="on", **{name: value})
    assert response.context["form"].errors[name]
    assert not Assessment.objects.exists()


def test_beginning_leaves_a_trace(inas, pat):
    begin(inas, pat, consent_confirmed="on")
    assert AuditEvent.objects.get(action="created").patient_id == str(pat.pk)


def test_another_clinics_patient_is_not_filmed(inas, sol):
    assert begin(inas, sol, consent_confirmed="on").status_code == 404
    assert not Assessment.objects.exists()


def test_opening_an_assessment_leaves_a_trace(inas, pats_walk):
    page_of(inas, pats_walk)
    event = AuditEvent.objects.get(action="viewed")
    assert (event.record_kind, event.patient_id) == ("gait.assessment", str(pats_walk.patient_id))


def test_a_run_under_way_asks_for_its_state_by_itself(inas, pats_walk):
    run = filmed.run_of(pats_walk, status=Analysis.Status.RUNNING, percent=42)
    page = page_of(inas, pats_walk)
    assert f'hx-get="{reverse("analysis_status", args=[run.pk])}"' in page
    assert "42 %" in page


def test_a_failed_run_says_why_and_offers_another_go_and_another_video(inas, pats_walk):
    run = filmed.run_of(
        pats_walk, status="failed", error_code="no_person", error_message="Nobody is there.", error_advice="Film again."
    )
    page = page_of(inas, pats_walk)
    assert "Nobody is there." in page
    assert "Film again." in page
    assert reverse("retry_analysis", args=[run.pk]) in page
    assert reverse("upload_recording", args=[pats_walk.pk]) in page
    assert "<video" not in page


def test_a_finished_run_shows_its_result_and_nothing_to_upload(inas, pats_walk):
    filmed.run_of(pats_walk, status="done", result=filmed.REPORT, finished_at=timezone.now())
    page = page_of(inas, pats_walk)
    assert "Right stance: left side of the pelvis drops 9.0° ± 1.2°" in page
    assert f'{reverse("upload_recording", args=[pats_walk.pk])}"' not in page


def test_an_earlier_run_stays_within_reach(inas, pats_walk):
    earlier = filmed.run_of(
        pats_walk, status="done", result=filmed.REPORT, finished_at=timezone.now(),
        created_at=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    filmed.run_of(pats_walk, status="failed", error_message="Nobody is there.")
    assert f"?run={earlier.pk}" in page_of(inas, pats_walk)
    assert "Nobody is there." not in page_of(inas, pats_walk, run=earlier.pk)


def test_a_run_of_another_assessment_is_not_shown_here(inas, ines, pats_walk, pat):
    other = filmed.run_of(filmed.assessment(pat, ines), status="failed")
    address = reverse("assessment", args=[pats_walk.pk])
    assert inas.get(address, {"run": other.pk}).status_code == 404
    assert inas.get(address, {"run": "nonsense"}).status_code == 404


def test_names_are_shown_as_text(inas, north, ines):
    patient = cast.patient("<script>", north)
    page = page_of(inas, filmed.assessment(patient, ines))
    assert "<script> Example" not in page
    assert "&lt;script&gt; Example" in page


def test_nobody_is_filmed_running_before_the_warning_signs_are_asked(inas, ines, pat):
    response = begin(inas, pat, consent_confirmed="on", screen_asked="")
    assert "Ask for the warning signs first" in response.content.decode()
    assert not Assessment.objects.exists()
    begin(inas, pat, consent_confirmed="on", screen_asked="", activity="walking")
    assert Assessment.objects.get().screened_at is None


def test_a_sign_is_examined_before_the_run(inas, ines, pat):
    response = begin(inas, pat, consent_confirmed="on", signs=["femoral_neck"])
    assert "Walking may be filmed" in response.content.decode()
    begin(inas, pat, consent_confirmed="on", signs=["femoral_neck"], signs_examined="Hop painless. Dr. Roe")
    asked = Assessment.objects.get()
    assert (asked.signs, asked.signs_examined, asked.screened_by) == (["femoral_neck"], "Hop painless. Dr. Roe", ines)


def test_an_empty_answer_takes_back_no_yes_of_the_history(inas, ines, pat):
    inas.post(reverse("episode_new", args=[pat.pk]), {"complaint": "Calf", "flag_dvt": "yes"})
    assert inas.get(reverse("assessment_new", args=[pat.pk])).context["form"]["signs"].value() == ["dvt"]
    response = begin(inas, pat, consent_confirmed="on")
    assert "The history says yes to: A swollen or hot calf" in response.content.decode()
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("kind", ["single_leg_stance", "step_down"])
def test_nobody_stands_on_one_leg_for_a_film_before_the_signs_are_asked(inas, ines, pat, kind):
    walk = filmed.assessment(pat, ines)
    upload = f"{reverse('upload_recording', args=[walk.pk])}?kind={kind}"
    ask = f"{reverse('assessment_screen', args=[walk.pk])}?kind={kind}"
    assert inas.get(upload).headers["Location"] == ask
    piece = reverse("upload_piece", args=[walk.pk])
    assert inas.patch(f"{piece}?kind={kind}").status_code == 409
    assert inas.post(ask, {}).status_code == 200
    assert inas.post(ask, {"screen_asked": "on"}).headers["Location"] == upload
    assert inas.get(upload).status_code == 200


@pytest.mark.parametrize(
    ("told", "is_screened"),
    [
        ({}, True),
        ({"signs": ["femoral_neck"]}, False),
        ({"signs": ["femoral_neck"], "signs_examined": "Hop painless. Dr. Roe"}, True),
        ({"signs_examined": "Nothing to examine"}, True),
    ],
)
@pytest.mark.parametrize("kind", ["single_leg_stance", "step_down"])
def test_a_screen_left_open_for_a_run_opens_no_test_on_one_leg_of_a_walk(inas, pat, kind, told, is_screened):
    begin(inas, pat, consent_confirmed="on", activity="walking", **told)
    walk = Assessment.objects.get()
    assert (walk.screened_at is not None) is is_screened
    upload = f"{reverse('upload_recording', args=[walk.pk])}?kind={kind}"
    assert (inas.get(upload).status_code == 200) is is_screened
    assert inas.get(reverse("upload_recording", args=[walk.pk])).status_code == 200


def test_a_yes_of_the_history_that_is_unticked_for_a_walk_is_asked_again(inas, pat):
    inas.post(reverse("episode_new", args=[pat.pk]), {"complaint": "Calf", "flag_dvt": "yes"})
    begin(inas, pat, consent_confirmed="on", activity="walking")
    assert Assessment.objects.get().screened_at is None


def test_a_sign_that_nobody_examined_stops_the_clip_whenever_it_was_kept(inas, ines, pat):
    walk = filmed.assessment(pat, ines)
    Assessment.objects.filter(pk=walk.pk).update(screened_at=timezone.now(), signs=["dvt"])
    upload = f"{reverse('upload_recording', args=[walk.pk])}?kind=step_down"
    assert inas.get(upload).status_code == 302


def test_a_run_that_was_begun_without_the_warning_signs_is_asked_before_its_clip(inas, ines, pat):
    run = filmed.assessment(pat, ines)
    Assessment.objects.filter(pk=run.pk).update(activity="running")
    upload, ask = (reverse(name, args=[run.pk]) for name in ("upload_recording", "assessment_screen"))
    assert inas.get(upload).headers["Location"] == f"{ask}?kind=gait"
    assert inas.patch(reverse("upload_piece", args=[run.pk])).status_code == 409
    page = page_of(inas, run)
    assert f'href="{ask}?kind=gait"' in page
    assert 'data-behaviour="uploads"' not in page
    inas.post(f"{ask}?kind=gait", {"screen_asked": "on"})
    assert 'data-behaviour="uploads"' in page_of(inas, run)


def test_the_page_tells_what_was_answered_and_examined(inas, ines, pat):
    begin(inas, pat, consent_confirmed="on", signs=["dvt"], signs_examined="Calf soft. Dr. Roe")
    page = page_of(inas, Assessment.objects.get())
    assert "A swollen or hot calf" in page
    assert "Calf soft. Dr. Roe" in page
    assert f"asked by {ines.signature}" in page
