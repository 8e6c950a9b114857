import re

import cast
import pytest
from django.contrib import admin
from django.urls import reverse

from clinics.audit import record_event
from clinics.models import AuditEvent, User


@pytest.fixture
def desk(client, db):
    """The operator's desk, with the operator sitting at it."""
    client.force_login(User.objects.create_superuser("root@clinic.test", cast.PASSWORD, full_name="Root Tester"))
    return client


OURS = [
    model for model in admin.site._registry if model._meta.app_label in {"clinics", "patients", "gait", "exercises"}
]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_list_opens(desk, model, pat, ines):
    record_event("viewed", pat, clinic=pat.clinic)
    assert desk.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")).status_code == 200


def test_a_clinic_is_set_up_with_hours_and_people(desk, north, ines):
    page = desk.get(reverse("admin:clinics_clinic_change", args=[north.pk])).content.decode()
    assert "opening_hours-0-opens" in page
    assert "closures-TOTAL_FORMS" in page
    assert "memberships-0-role" in page


def test_an_account_is_made_by_e_mail(desk):
    desk.post(
        reverse("admin:clinics_user_add"),
        {
            "email": "new@clinic.test", "full_name": "New Tester", "usable_password": "true",
            "password1": cast.PASSWORD, "password2": cast.PASSWORD,
            "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0,
        },
    )  # fmt: skip
    assert User.objects.get(email="new@clinic.test").check_password(cast.PASSWORD)


def test_the_audit_trail_is_only_read(desk, pat):
    event = record_event("viewed", pat, clinic=pat.clinic)
    assert desk.get(reverse("admin:clinics_auditevent_add")).status_code == 403
    assert desk.post(reverse("admin:clinics_auditevent_delete", args=[event.pk])).status_code == 403
    page = desk.get(reverse("admin:clinics_auditevent_change", args=[event.pk])).content.decode()
    assert 'name="_save"' not in page


def test_opening_a_patient_at_the_desk_leaves_a_trace(desk, pat):
    desk.get(reverse("admin:patients_patient_change", args=[pat.pk]))
    assert AuditEvent.objects.get(action="viewed", patient_id=str(pat.pk)).actor.email == "root@clinic.test"


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_desk_takes_back_the_birth_date_it_wrote(desk, pat, language):
    """In Spanish it wrote 02/04/1990, which may be February 4."""
    address, spoken = reverse("admin:patients_patient_change", args=[pat.pk]), {"Accept-Language": language}
    page = desk.get(address, headers=spoken)
    written = re.search(r'name="birth_date" value="([^"]*)"', page.text)[1]
    sent = {bound.html_name: bound.value() or "" for bound in page.context["adminform"].form}
    for inline in page.context["inline_admin_formsets"]:
        sent |= {f"{inline.formset.prefix}-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}
    answer = desk.post(address, sent | {"birth_date": written, "first_name": "Patricia"}, headers=spoken)
    born = pat.birth_date
    pat.refresh_from_db()
    assert (answer.status_code, pat.first_name, pat.birth_date) == (302, "Patricia", born)


def test_a_patient_is_not_deleted_at_the_desk(desk, pat):
    assert desk.post(reverse("admin:patients_patient_delete", args=[pat.pk]), {"post": "yes"}).status_code == 403


def test_the_desk_has_no_door_of_its_own(client, db):
    response = client.get(reverse("admin:login"))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))
