"""What a therapist's program reads, and the trace that it leaves."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from plan_cast import make_report

from clinics.models import AuditEvent, Closure, OpeningHours, Weekday
from exercises.following.diary import log_done, log_pain
from exercises.models import RunEntry
from exercises.plan.drafting import draft_from_report
from exercises.plan.inputs import Answers
from exercises.plan.versions import activate
from gait import storage
from gait.review import signing
from patients.models import EpisodeOfCare

pytestmark = pytest.mark.django_db


def trace_of(patient) -> list[tuple[str, str]]:
    events = AuditEvent.objects.filter(patient_id=str(patient.pk)).order_by("number")
    return list(events.values_list("action", "record_kind"))


def test_a_clinic_tells_its_hours(as_dana, north):
    for day in Weekday.values:
        OpeningHours.objects.create(clinic=north, weekday=day, opens="00:00", closes="23:59")
    open_now = as_dana.get(reverse("api_clinic", args=["north"])).json()
    assert open_now["opening_hours"][0] == {"weekday": 0, "opens": "00:00:00", "closes": "23:59:00"}
    assert open_now["is_open"] is True
    today = timezone.localdate()
    Closure.objects.create(clinic=north, first_day=today, last_day=today, reason="Inventory")
    closed = as_dana.get(reverse("api_clinic", args=["north"])).json()
    assert (closed["is_open"], closed["closures"][0]["reason"]) == (False, "Inventory")


def test_only_my_clinics_exist(as_dana, north, south):
    assert [clinic["slug"] for clinic in as_dana.get(reverse("api_clinics")).json()["results"]] == ["north"]
    assert as_dana.get(reverse("api_clinic", args=["south"])).status_code == 404


def test_a_patient_comes_with_episodes_and_consents(as_ines, pat, pats_walk):
    EpisodeOfCare.objects.create(patient=pat, complaint="Knee pain when running")
    told = as_ines.get(reverse("api_patient", args=[pat.pk])).json()
    assert (told["first_name"], told["birth_date"], told["clinic"]) == ("Pat", "1990-04-02", "north")
    assert told["episodes"][0]["complaint"] == "Knee pain when running"
    assert told["consents"][0]["confirmed_by"] == "Ines Tester, PT"
    assert trace_of(pat) == [("viewed", "patients.patient")]


def test_the_list_of_patients_is_noted_once_per_clinic(as_ines, pat, north):
    as_ines.get(reverse("api_patients"))
    assert list(AuditEvent.objects.values_list("action", "record_kind", "clinic")) == [
        ("viewed", "clinics.clinic", north.pk)
    ]


@pytest.mark.parametrize(("typed", "found"), [("pat exam", 1), ("1990-04-02", 1), ("04/02/1990", 1), ("zoe", 0)])
def test_a_search_travels_in_the_body(as_ines, pat, sol, typed, found):
    answer = as_ines.post(reverse("api_patient_search"), {"q": typed}, format="json")
    assert (answer.status_code, answer.json()["count"]) == (200, found)


def test_a_list_of_one_patient_is_a_read_of_that_patient(as_ines, pat, done):
    rows = as_ines.get(reverse("api_assessments", args=[pat.pk])).json()["results"]
    assert [row["activity"] for row in rows] == ["walking"]
    assert trace_of(pat) == [("viewed", "patients.patient")]


def test_an_assessment_leads_to_its_runs(as_ines, done):
    told = as_ines.get(reverse("api_assessment", args=[done.recording.assessment_id])).json()
    (recording,) = told["recordings"]
    assert [run["id"] for run in recording["analyses"]] == [str(done.pk)]


def test_a_result_is_the_contract_of_the_command_line(as_ines, done, pat):
    told = as_ines.get(reverse("api_result", args=[done.pk])).json()
    assert (told["schema"], told["sides"]["right"]["pelvic_drop_deg"]) == ("stance.analysis/1", 9.0)
    assert trace_of(pat) == [("exported", "gait.analysis")]


def test_a_curve_comes_as_json_and_as_a_table(as_ines, done):
    curve = as_ines.get(reverse("api_series", args=[done.pk])).json()
    table = as_ines.get(reverse("api_series", args=[done.pk]), {"format": "csv"})
    assert table.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(table.content.decode())))
    assert [float(row["time_s"]) for row in rows] == curve["time_s"]
    assert len(rows) == len(curve["pelvic_obliquity_deg"]) == 450


def test_a_curve_that_was_erased_is_not_found_in_either_form(as_ines, done):
    storage.erase(done.recording)
    for form in ("json", "csv"):
        assert as_ines.get(reverse("api_series", args=[done.pk]), {"format": form}).status_code == 404


def test_a_run_without_a_result_has_none_to_read(as_ines, done):
    done.status = "failed"
    done.save()
    assert as_ines.get(reverse("api_result", args=[done.pk])).status_code == 404


def test_asking_how_far_a_run_is_leaves_no_trace(as_ines, done, pat):
    told = as_ines.get(reverse("api_analysis", args=[done.pk])).json()
    assert (told["status"], told["says"]) == ("done", "Done")
    assert trace_of(pat) == []


def test_a_report_is_what_was_signed(as_ines, ines, done, pat):
    report = signing.sign(done, ines, summary="As seen.", kept=[])
    (row,) = as_ines.get(reverse("api_reports", args=[pat.pk])).json()["results"]
    told = as_ines.get(reverse("api_report", args=[report.pk])).json()
    assert row["id"] == told["id"] == str(report.pk)
    assert (told["signed_name"], told["summary"]) == ("Ines Tester, PT", "As seen.")
    assert told["content"]["sides"]["right"]["pelvic_drop_deg"] == 9.0
    assert trace_of(pat)[-1] == ("viewed", "gait.signedreport")


def test_a_plan_comes_with_doses_rules_and_diary(as_ines, ines, pat):
    _, draft = draft_from_report(make_report(pat, ines), ines, Answers())
    plan = activate(draft, ines)
    item = plan.items.first()
    log_pain(log_done(item, timezone.localdate()), 2)
    (row,) = as_ines.get(reverse("api_plans", args=[pat.pk])).json()["results"]
    told = as_ines.get(reverse("api_plan", args=[plan.pk])).json()
    assert row["status"] == told["status"] == "active"
    assert [line["exercise"] for line in told["items"]] == [each.exercise_id for each in plan.items.all()]
    assert all(line["rule"] and line["sets"] for line in told["items"])
    assert (told["running"]["start_step"], told["running"]["rule"]) == (plan.running.start_step, plan.running.rule)
    RunEntry.objects.create(patient=pat, plan=plan, day=timezone.localdate(), km="5.5", pain_nprs=1, has_settled=True)
    (run,) = as_ines.get(reverse("api_runs", args=[pat.pk])).json()["results"]
    assert (run["km"], run["pain_nprs"], run["has_settled"], run["morning_nprs"]) == ("5.5", 1, True, None)
    (entry,) = as_ines.get(reverse("api_diary", args=[plan.pk])).json()["results"]
    assert (entry["item"], entry["is_done"], entry["pain_nprs"]) == (item.pk, True, 2)
    assert trace_of(pat)[-1] == ("viewed", "exercises.plan")
