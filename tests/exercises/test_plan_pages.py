from urllib.parse import unquote

import pytest
from django.test import Client
from plan_cast import make_report, questionnaire, side_content

from clinics.models import AuditEvent
from exercises.following.diary import hold_back
from exercises.models import ExerciseHold, Plan
from exercises.prescribing.gates import FLAGS
from patients.models import Patient


def draft_url(report):
    return f"/reports/{report.pk}/plan/"


def test_the_questionnaire_needs_every_flag_answered(desk, report):
    answers = questionnaire()
    del answers["flag_dvt"]
    response = desk.post(draft_url(report), answers)
    assert response.status_code == 422
    assert "Answer this question." in response.text
    assert not Plan.objects.exists()


def test_it_drafts_and_shows_the_draft(desk, report):
    response = desk.post(draft_url(report), questionnaire(), follow=True)
    assert response.status_code == 200
    plan = Plan.objects.get()
    assert response.redirect_chain[-1][0] == f"/plans/{plan.pk}/"
    assert "Right stance: left side of the pelvis drops 8.1° ± 2.0° (moderate)." in response.text
    assert "D4 M8" in response.text


@pytest.mark.parametrize("flag", [flag.code for flag in FLAGS])
def test_a_yes_shows_the_reason_and_makes_nothing(desk, report, flag):
    response = desk.post(draft_url(report), {**questionnaire(), f"flag_{flag}": "yes"})
    assert response.status_code == 422
    assert "No plan was drafted" in response.text
    assert not Plan.objects.exists()


def test_an_empty_post_opens_the_questionnaire(desk, report):
    response = desk.post(draft_url(report))
    assert response.status_code == 200
    assert "Answer this question." not in response.text


def test_a_level_report_asks_for_no_exercises(desk, pat, ines):
    sides = {side: side_content(2.0, 1.0, "none", "level") for side in ("left", "right")}
    even = {"value": 0.5, "ci95": [-1.5, 2.5], "detectable": False}
    report = make_report(pat, ines, sides=sides, asymmetry_deg=even, activity="walking")
    response = desk.post(draft_url(report), questionnaire())
    assert "This report asks for no exercises" in response.text
    by_hand = desk.post(draft_url(report), {**questionnaire(), "by_hand": "1"}, follow=True)
    assert "No exercises yet" in by_hand.text


def test_a_line_is_edited_and_bounded(desk, draft):
    item = draft.items.first()
    url = f"/plans/{draft.pk}/items/{item.pk}/"
    fields = {"sets": 3, "reps": 12, "hold_s": 4, "rest_s": 45, "days_per_week": 4, "starts_in_week": 2}
    fields |= {"target_side": "left", "extra_sets": 0, "band": "medium", "band_position": "above knee"}
    fields |= {"support": "none", "note": "Slowly"}
    prefixed = {f"item-{item.pk}-{name}": value for name, value in fields.items()}
    assert desk.post(url, prefixed).status_code == 302
    item.refresh_from_db()
    assert (item.sets, item.reps, item.target_side, item.band, item.note) == (3, 12, "left", "medium", "Slowly")
    refused = desk.post(url, {**prefixed, f"item-{item.pk}-sets": 60})
    assert refused.status_code == 422
    item.refresh_from_db()
    assert item.sets == 3


def test_levels_add_and_remove_by_button(desk, draft):
    item = draft.items.get(exercise="step-down")
    desk.post(f"/plans/{draft.pk}/items/{item.pk}/", {"level": "3"})
    item.refresh_from_db()
    assert (item.level, item.step_height_cm) == (3, 20)
    desk.post(f"/plans/{draft.pk}/items/{item.pk}/remove/")
    assert not draft.items.filter(exercise="step-down").exists()
    desk.post(f"/plans/{draft.pk}/items/add/", {"exercise": "step-down"})
    assert draft.items.get(exercise="step-down").level == 1
    desk.post(f"/plans/{draft.pk}/items/add/", {"exercise": "step-down"})
    assert draft.items.filter(exercise="step-down").count() == 1


def test_activating_leads_to_the_code(desk, draft):
    response = desk.post(f"/plans/{draft.pk}/activate/", follow=True)
    assert response.redirect_chain[-1][0] == f"/plans/{draft.pk}/handover/"
    assert "<svg" in response.text and "/p/" in response.text


def test_the_code_stays_the_same_when_looked_at_again(desk, plan):
    first = desk.get(f"/plans/{plan.pk}/handover/").context["address"]
    assert desk.get(f"/plans/{plan.pk}/sheet/").context["address"] == first


def test_a_fixed_plan_refuses_edits(desk, plan):
    item = plan.items.first()
    before = item.level
    assert "no draft any more" in desk.post(f"/plans/{plan.pk}/items/{item.pk}/", {"level": "3"}, follow=True).text
    assert "no draft any more" in desk.post(f"/plans/{plan.pk}/discard/", follow=True).text
    assert plan.items.get(pk=item.pk).level == before


def test_a_proposal_goes_into_a_revision(desk, plan):
    response = desk.post(f"/plans/{plan.pk}/revise/", {"exercise": "step-down", "level": "2"}, follow=True)
    revision = response.context["plan"]
    assert revision.is_draft and revision.items.get(exercise="step-down").level == 2
    assert plan.items.get(exercise="step-down").level == 1


def test_a_hold_is_lifted_by_the_therapist(desk, plan, ines):
    hold = hold_back(plan.items.first(), ExerciseHold.Because.PAIN, 7)
    assert "pain 7/10" in desk.get(f"/plans/{plan.pk}/").text
    desk.post(f"/plans/{plan.pk}/holds/{hold.pk}/lift/")
    hold.refresh_from_db()
    assert hold.lifted_by == ines


def test_a_therapist_lets_an_exercise_rest(desk, plan, phone, secret):
    item = plan.items.first()
    desk.post(f"/plans/{plan.pk}/items/{item.pk}/hold/")
    desk.post(f"/plans/{plan.pk}/items/{item.pk}/hold/")
    assert ExerciseHold.objects.get().because == ExerciseHold.Because.THERAPIST
    assert "Your therapist has paused it." in phone.get(f"/p/{secret}/").text


def test_an_exercise_of_a_draft_cannot_rest(desk, draft):
    assert desk.post(f"/plans/{draft.pk}/items/{draft.items.first().pk}/hold/").status_code == 404


def test_ending_leaves_the_patient_without_a_plan(desk, plan, phone, secret):
    desk.post(f"/plans/{plan.pk}/end/")
    assert "no plan for you right now" in phone.get(f"/p/{secret}/").text


def pages_of(plan):
    yield f"/plans/{plan.pk}/"
    yield f"/plans/{plan.pk}/handover/"
    yield f"/plans/{plan.pk}/sheet/"
    yield f"/reports/{plan.report_id}/plan/"


def test_the_other_clinic_finds_nothing(plan, omar):
    client = Client()
    client.force_login(omar)
    assert [client.get(url).status_code for url in pages_of(plan)] == [404] * 4
    for deed in ("activate", "revise", "end", "discard"):
        assert client.post(f"/plans/{plan.pk}/{deed}/").status_code == 404


def test_an_admin_is_no_therapist(plan, dana):
    client = Client()
    client.force_login(dana)
    assert [client.get(url).status_code for url in pages_of(plan)] == [403] * 4


def test_strangers_are_sent_to_sign_in(plan):
    assert all("/accounts/login/" in Client().get(url).headers["Location"] for url in pages_of(plan))


def test_every_reading_is_on_the_audit_trail(desk, plan, pat):
    for url in pages_of(plan):
        before = AuditEvent.objects.count()
        assert desk.get(url).status_code == 200
        event = AuditEvent.objects.order_by("-number").first()
        assert AuditEvent.objects.count() == before + 1
        assert event.patient_id == str(pat.pk)


def test_clearing_a_flag_says_what_was_examined_and_by_whom(desk, report):
    tapped = {**questionnaire(), "flag_dvt": "cleared"}
    response = desk.post(draft_url(report), {**tapped, "dvt_by": ""})
    assert response.status_code == 422
    assert "A warning is cleared by an examination" in response.text
    assert not Plan.objects.exists()
    desk.post(draft_url(report), {**tapped, "dvt_examined": "Calf soft, 36 cm both sides", "dvt_by": "Dr. Roe, today"})
    plan = Plan.objects.get()
    assert "Cleared by Dr. Roe, today: Swollen or hot calf. Examined: Calf soft, 36 cm both sides." in plan.remarks


@pytest.mark.parametrize(("site", "says"), [("http://localhost:8000", True), ("https://stance.example", False)])
def test_a_code_that_no_phone_can_open_says_so(desk, plan, settings, site, says):
    settings.SITE_URL = site
    page = desk.get(f"/plans/{plan.pk}/handover/").text
    assert ("A phone cannot open this code" in page) is says


def test_mail_and_text_message_carry_the_link_and_nothing_of_health(desk, plan):
    Patient.objects.filter(pk=plan.patient_id).update(email="pat@mail.example", phone="+1 404 555 0100")
    answer = desk.get(f"/plans/{plan.pk}/handover/")
    mail, text = (unquote(answer.context[name]) for name in ("mail_address", "text_address"))
    assert mail.startswith("mailto:pat@mail.example?subject=Your page at ")
    assert text.startswith("sms:+14045550100?&body=")
    for letter in (mail, text):
        assert answer.context["address"] in letter
        told = letter.replace(answer.context["address"], "").lower()
        assert not any(word in told for word in ("hip", "drop", "exercise", "plan", "pelvi", "pain", "pat,", "film"))
