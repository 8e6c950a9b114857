from datetime import time, timedelta

import cast
import pytest
from django.urls import reverse
from django.utils import timezone

from clinics.models import AuditEvent, Membership, OpeningHours, Role, SpecialHours

MONDAY, TUESDAY = 0, 1


@pytest.fixture
def danas(client, dana):
    client.force_login(dana)
    return client


def hours_data(*spans: tuple[object, str, str]) -> dict[str, object]:
    data = {"opening_hours-TOTAL_FORMS": len(spans), "opening_hours-INITIAL_FORMS": 0}
    for number, (weekday, opens, closes) in enumerate(spans):
        row = f"opening_hours-{number}-"
        data |= {f"{row}weekday": weekday, f"{row}opens": opens, f"{row}closes": closes}
    return data


def test_an_admin_sees_their_own_locations_with_people_and_no_patients(danas, north, south, ines, pat):
    page = danas.get(reverse("clinic_list")).content.decode()
    assert north.name in page
    assert ines.email in page
    assert south.name not in page
    assert pat.last_name not in page


def test_the_clinic_page_needs_no_more_queries_for_more_people(danas, north, count_queries):
    for_one = count_queries(danas, reverse("clinic_list"))
    for number in range(8):
        cast.member(f"Person{number}", north, Role.THERAPIST)
    assert count_queries(danas, reverse("clinic_list")) == for_one


def test_an_admin_corrects_the_address(danas, north):
    page = danas.get(reverse("clinic_edit", args=[north.slug]))
    given = {name: "" if value is None else value for name, value in page.context["form"].initial.items()}
    data = {**given, "street": "2 Oak St"}
    danas.post(reverse("clinic_edit", args=[north.slug]), data)
    north.refresh_from_db()
    assert north.street == "2 Oak St"
    assert AuditEvent.objects.filter(action="changed", record_id=str(north.pk)).exists()


def test_a_day_may_have_a_break(danas, north):
    spans = (MONDAY, "08:00", "12:00"), (MONDAY, "13:00", "17:00")
    danas.post(reverse("clinic_hours", args=[north.slug]), hours_data(*spans))
    assert [span.opens for span in north.opening_hours.all()] == [time(8), time(13)]


@pytest.mark.parametrize(
    ("spans", "complaint"),
    [
        ([(MONDAY, "08:00", "12:00"), (MONDAY, "11:00", "17:00")], "overlaps"),
        ([(MONDAY, "08:00", "12:00"), (MONDAY, "08:00", "12:00")], "correct the duplicate"),
        ([(TUESDAY, "17:00", "08:00")], "later than opening"),
    ],
)
def test_it_refuses_hours_that_cannot_be(danas, north, spans, complaint):
    page = danas.post(reverse("clinic_hours", args=[north.slug]), hours_data(*spans)).content.decode()
    assert complaint in page
    assert not OpeningHours.objects.exists()


def test_switching_a_role_off_closes_the_records_at_once(danas, north, ines, pat, client):
    membership = ines.memberships.get()
    danas.post(reverse("clinic_staff_switch", args=[north.slug, membership.pk]))
    client.force_login(ines)
    assert client.get(reverse("patient", args=[pat.pk])).status_code == 403
    membership.refresh_from_db()
    assert not membership.is_active


def test_switching_on_again_brings_them_back(danas, north, ines):
    membership = ines.memberships.get()
    for _ in range(2):
        danas.post(reverse("clinic_staff_switch", args=[north.slug, membership.pk]))
    membership.refresh_from_db()
    assert membership.is_active


def test_an_admin_cannot_lock_themselves_out(danas, north, dana):
    own = dana.memberships.get()
    assert danas.post(reverse("clinic_staff_switch", args=[north.slug, own.pk])).status_code == 404
    assert Membership.objects.get(pk=own.pk).is_active


def test_another_clinics_people_are_out_of_reach(danas, north, omar):
    theirs = omar.memberships.get()
    assert danas.post(reverse("clinic_staff_switch", args=[north.slug, theirs.pk])).status_code == 404


def special_data(*spans: tuple[str, str, str]) -> dict[str, object]:
    data = {"special_hours-TOTAL_FORMS": len(spans), "special_hours-INITIAL_FORMS": 0}
    for number, (day, opens, closes) in enumerate(spans):
        row = f"special_hours-{number}-"
        data |= {f"{row}day": day, f"{row}opens": opens, f"{row}closes": closes, f"{row}reason": "Inventory"}
    return data


def test_special_hours_reach_the_public_page_in_both_languages(danas, north, client):
    day = timezone.localdate() + timedelta(days=10)
    danas.post(reverse("clinic_special_hours", args=[north.slug]), special_data((str(day), "09:00", "12:00")))
    north.is_published = True
    north.parking = "Behind the house, free"
    north.save()
    english, spanish = client.get("/locations/north/").text, client.get("/es/locations/north/").text
    assert "9 am to noon" in english and "Inventory" in english and "Behind the house" in english
    assert "Otro horario" in spanish and "Estacionamiento" in spanish


def test_it_refuses_special_hours_that_overlap(danas, north):
    spans = ("2026-12-24", "09:00", "12:00"), ("2026-12-24", "11:00", "13:00")
    page = danas.post(reverse("clinic_special_hours", args=[north.slug]), special_data(*spans)).text
    assert "overlaps" in page
    assert not SpecialHours.objects.exists()


def test_half_a_place_on_the_map_is_refused(danas, north):
    page = danas.get(reverse("clinic_edit", args=[north.slug]))
    given = {name: "" if value is None else value for name, value in page.context["form"].initial.items()}
    answer = danas.post(reverse("clinic_edit", args=[north.slug]), given | {"latitude": "33.8"})
    assert "Give both numbers" in answer.text
    assert "https" in danas.post(reverse("clinic_edit", args=[north.slug]), given | {"map_url": "javascript:x"}).text
    north.refresh_from_db()
    assert (north.latitude, north.map_url) == (None, "")


def link_data(*links: tuple[str, str]) -> dict[str, object]:
    data = {"social_links-TOTAL_FORMS": len(links), "social_links-INITIAL_FORMS": 0}
    for number, (kind, address) in enumerate(links):
        data |= {f"social_links-{number}-kind": kind, f"social_links-{number}-address": address}
    return data


def test_links_reach_the_public_page_with_their_names(danas, north, client):
    north.is_published = True
    north.save()
    links = ("linkedin", "https://www.linkedin.com/company/north"), ("site", "https://north.example/")
    assert danas.post(reverse("clinic_links", args=[north.slug]), link_data(*links)).status_code == 302
    english, spanish = client.get("/locations/north/").text, client.get("/es/locations/north/").text
    assert 'href="https://www.linkedin.com/company/north"' in english and "Our website" in english
    assert "Nuestro sitio web" in spanish


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("linkedin", "https://linkedin.example/company/north"),
        ("facebook", "https://www.linkedin.com/company/north"),
        ("yelp", "https://yelp.com@evil.example/north"),
        ("site", "javascript:alert(1)"),
        ("site", "http://north.example/"),
        ("instagram", "instagram"),
    ],
)
def test_a_link_to_somewhere_else_is_refused(danas, north, kind, address):
    answer = danas.post(reverse("clinic_links", args=[north.slug]), link_data((kind, address)))
    assert "field__error" in answer.text
    assert not north.social_links.exists()
