"""The door: a secret in the link, the birth year once, and the same page for everybody who is not let in."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from clinics.models import AuditEvent
from exercises.models import PlanLink
from exercises.patient.links import derive_secret, find_link, fingerprint, live_link, make_link, open_link, revoke


def knock(secret, year="1990", client=None):
    return (client or Client()).post(f"/p/{secret}/", {"birth_year": year})


def page_without_token(response):
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": "|nonce=")[^"]*', "", response.text)


def test_only_a_fingerprint_of_the_secret_is_stored(plan, ines):
    link = make_link(plan.patient, ines)
    secret = derive_secret(link.salt)
    assert len(secret) == 43
    stored = " ".join(str(value) for value in PlanLink.objects.filter(pk=link.pk).values()[0].values())
    assert secret not in stored and fingerprint(secret) in stored


def test_a_link_that_the_key_cannot_print_again_is_replaced(plan, ines, settings):
    link = live_link(plan.patient, ines)
    settings.SECRET_KEY = "another key"
    assert live_link(plan.patient, ines) != link


def test_the_right_year_opens(secret, plan):
    client = Client()
    assert knock(secret, client=client).status_code == 302
    page = client.get(f"/p/{secret}/")
    assert "Standing clamshell" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert AuditEvent.objects.filter(actor_kind="patient", patient_id=str(plan.patient_id)).count() == 1


def test_nothing_about_the_patient_is_shown_before(secret, plan):
    page = Client().get(f"/p/{secret}/").text
    for word in (plan.patient.first_name, plan.patient.last_name, "clamshell", plan.patient.clinic.practice):
        assert word not in page


@pytest.mark.parametrize("path", ["why/", "progress/"])
def test_inner_pages_lead_back_to_the_door(secret, path):
    response = Client().get(f"/p/{secret}/{path}")
    assert (response.status_code, response.headers["Location"]) == (302, f"/p/{secret}/")


def test_unknown_expired_and_revoked_links_answer_alike(plan, ines):
    unknown = derive_secret("no such salt")
    expired = make_link(plan.patient, ines)
    PlanLink.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    revoked = make_link(plan.patient, ines)
    revoke(revoked)
    good = make_link(plan.patient, ines)
    wrong_year = page_without_token(knock(derive_secret(good.salt), "1991"))
    for secret in (unknown, derive_secret(expired.salt), derive_secret(revoked.salt)):
        assert find_link(secret) is None
        refused = knock(secret)
        assert refused.status_code == 403
        assert page_without_token(refused).replace(secret, "") == wrong_year.replace(derive_secret(good.salt), "")
        assert Client().get(f"/p/{secret}/").status_code == 200


def test_five_wrong_years_rest_the_link_for_15_minutes(secret):
    for year in range(1950, 1955):
        assert open_link(secret, year) is None
    assert open_link(secret, 1990) is None
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert open_link(secret, 1990) is not None


def test_the_twentieth_wrong_year_closes_the_link(secret):
    moment = timezone.now()
    for year in range(1950, 1970):
        with time_machine.travel(moment):
            assert open_link(secret, year) is None
        moment += timedelta(minutes=16)
    with time_machine.travel(moment):
        assert find_link(secret) is None


@pytest.mark.parametrize("year", ["", "90", "19900", "abcd", "١٩٩٠"])
def test_odd_answers_are_refused_kindly(secret, year):
    response = knock(secret, year)
    assert response.status_code in {302, 403}
    assert (response.status_code == 302) == (year.isdecimal() and len(year) == 4)


def test_a_revoked_link_ends_the_visit(phone, secret):
    assert "Standing clamshell" in phone.get(f"/p/{secret}/").text
    revoke(find_link(secret))
    assert "Standing clamshell" not in phone.get(f"/p/{secret}/").text


def test_a_visit_ends_after_30_quiet_minutes(phone, secret):
    with time_machine.travel(timezone.now() + timedelta(minutes=29)):
        assert "Standing clamshell" in phone.get(f"/p/{secret}/").text
    with time_machine.travel(timezone.now() + timedelta(minutes=58)):
        assert "Standing clamshell" in phone.get(f"/p/{secret}/").text, "the visit before renewed the time"
    with time_machine.travel(timezone.now() + timedelta(minutes=89)):
        assert "Standing clamshell" not in phone.get(f"/p/{secret}/").text


def test_a_visit_opens_one_link_only(phone, plan, ines):
    other = derive_secret(make_link(plan.patient, ines).salt)
    assert "Standing clamshell" not in phone.get(f"/p/{other}/").text


def test_a_visit_is_no_staff_login(phone, plan):
    assert phone.get(f"/plans/{plan.pk}/").status_code == 302
    assert phone.get("/patients/").status_code == 302


def test_a_forged_cookie_is_a_stranger(secret):
    client = Client()
    client.cookies["plan_visit"] = f"{find_link(secret).pk}:1tXyZa:forged"
    assert "Standing clamshell" not in client.get(f"/p/{secret}/").text


def test_leaving_closes_the_page(phone, secret):
    phone.post(f"/p/{secret}/leave/")
    assert "Standing clamshell" not in phone.get(f"/p/{secret}/").text


def test_the_phones_language_counts(secret):
    page = Client().get(f"/p/{secret}/", headers={"Accept-Language": "es"}).text
    assert "¿En qué año nació?" in page and '<html lang="es" dir="ltr">' in page


def test_a_chosen_language_stays_with_the_link(phone, secret):
    phone.get(f"/p/{secret}/?lang=es")
    page = phone.get(f"/p/{secret}/").text
    for words in ("Hola, Pat", "Almeja de pie", "Apóyese en la pierna DERECHA", "Pierna DERECHA: 3 series"):
        assert words in page
    assert "Stand on" not in page
    assert "Por qué estos ejercicios" in phone.get(f"/p/{secret}/why/").text
    phone.get(f"/p/{secret}/?lang=en")
    assert "Hello Pat" in phone.get(f"/p/{secret}/").text


def test_an_unknown_language_changes_nothing(phone, secret):
    assert "Hello Pat" in phone.get(f"/p/{secret}/?lang=xx").text


def test_the_sheet_is_printed_in_the_patients_language(desk, plan):
    page = desk.get(f"/plans/{plan.pk}/sheet/?lang=es").text
    assert "Sus ejercicios" in page and "Dolor mientras lo hace" in page
    assert "Your exercises" in desk.get(f"/plans/{plan.pk}/sheet/", headers={"Accept-Language": "es"}).text


def test_the_desk_stays_english(desk, plan):
    page = desk.get(f"/plans/{plan.pk}/", headers={"Accept-Language": "es"}).text
    assert "Standing clamshell" in page and "Almeja" not in page


def test_every_language_of_the_settings_is_offered_but_the_one_that_speaks(phone, desk, secret, plan, settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("fr", "Français")]
    for client, path in ((Client(), f"/p/{secret}/"), (phone, f"/p/{secret}/"), (desk, f"/plans/{plan.pk}/sheet/")):
        assert offered(client.get(path).text) == ["Español", "Français"], path
    phone.get(f"/p/{secret}/?lang=fr")
    assert offered(phone.get(f"/p/{secret}/").text) == ["English", "Español"]


def offered(page: str) -> list[str]:
    return [name for name in ("English", "Español", "Français") if f">{name}</a>" in page]
