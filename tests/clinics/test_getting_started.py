"""A fresh installation without demo data leads its first admin to the first patient."""

import filmed
import pytest
from django.test import Client
from django.urls import reverse

from clinics.getting_started import free_slug
from clinics.models import AuditEvent, Clinic, Membership, Role, User
from gait.models import Analysis

LOCATION = {
    "practice": "Fresh Practice", "name": "Riverside", "street": "1 River Rd", "city": "Macon", "state": "GA",
    "postcode": "31201", "country": "US", "phone": "404-555-0199", "email": "hello@fresh.test",
    "time_zone": "America/New_York",
}  # fmt: skip


@pytest.fixture
def operator(db, client) -> User:
    user = User.objects.create_superuser("first@fresh.test", "correct horse battery", full_name="Fay First")
    client.force_login(user)
    return user


def done(client) -> list[bool]:
    return [step.is_done for step in client.get(reverse("getting_started")).context["steps"]]


def test_the_first_admin_is_led_from_nothing_to_the_first_patient(operator, client):
    assert client.get("/").headers["Location"] == reverse("getting_started")
    assert done(client) == [False]
    client.post(reverse("clinic_new"), LOCATION | {"treats": "on"})
    assert done(client) == [True, False, False, False, False]
    hours = {"opening_hours-TOTAL_FORMS": 1, "opening_hours-INITIAL_FORMS": 0, "opening_hours-0-weekday": 0}
    hours |= {"opening_hours-0-opens": "08:00", "opening_hours-0-closes": "17:00"}
    client.post(reverse("clinic_hours", args=["riverside"]), hours)
    client.post(reverse("clinic_invite", args=["riverside"]), {"email": "nina@fresh.test", "role": "therapist"})
    assert done(client) == [True, True, True, False, False]
    clinic = Clinic.objects.get()
    person = {"first_name": "Ada", "last_name": "Early", "birth_date": "1990-01-02", "sex": "female"}
    client.post(reverse("patient_new"), person | {"clinic": clinic.pk})
    client.post(reverse("clinic_publish", args=["riverside"]), {"is_published": "yes"})
    assert done(client) == [True] * 5
    assert "Everything is in place" in client.get(reverse("getting_started")).text


def test_the_new_location_is_theirs_and_written_down(operator, client):
    client.post(reverse("clinic_new"), LOCATION)
    (membership,) = Membership.objects.all()
    assert (membership.user, membership.role, membership.clinic.is_published) == (operator, Role.ADMIN, False)
    assert AuditEvent.objects.filter(action="created", record_kind="clinics.clinic").exists()


def test_an_admin_opens_a_second_location_of_their_own_practice_only(client, dana):
    client.force_login(dana)
    client.post(reverse("clinic_new"), LOCATION | {"practice": "Somebody Else"})
    assert Clinic.objects.get(slug="riverside").practice == "Test Practice"


def test_a_therapist_opens_nothing(client, ines):
    client.force_login(ines)
    assert client.post(reverse("clinic_new"), LOCATION).status_code == 403


def test_no_two_locations_share_an_address_and_none_takes_ours(north):
    assert free_slug("North") == "north-2"
    assert free_slug("New") == "new-2"
    assert free_slug("東京") == "location"


def test_the_tour_opens_a_finished_assessment_where_there_is_one(ines, pat, client):
    client.force_login(ines)
    assert "no finished assessment" in client.get(reverse("tour")).text
    run = filmed.run_of(filmed.assessment(pat, ines), status=Analysis.Status.DONE, result=filmed.REPORT)
    assert reverse("assessment", args=[run.recording.assessment_id]) in client.get(reverse("tour")).text


def test_the_tour_shows_an_admin_no_patient(dana, ines, pat):
    filmed.run_of(filmed.assessment(pat, ines), status=Analysis.Status.DONE, result=filmed.REPORT)
    client = Client()
    client.force_login(dana)
    assert "Open the example" not in client.get(reverse("tour")).text
