"""One click for who works at several locations: lists narrow, new records start there, and nothing more is granted."""

import cast
import pytest
from django.urls import reverse

from clinics.models import Membership, Role


@pytest.fixture
def both(client, ines, south):
    """ines, who also works in the South."""
    Membership.objects.create(user=ines, clinic=south, role=Role.THERAPIST)
    client.force_login(ines)
    return client


def go_to(client, slug: str):
    return client.post(reverse("location_switch"), {"slug": slug}, headers={"referer": "http://testserver/patients/"})


def test_who_works_at_one_place_has_nothing_to_switch(client, ines):
    client.force_login(ines)
    assert "location/" not in client.get(reverse("patient_list")).text


def test_a_list_shows_the_chosen_place_until_all_are_chosen_again(both, pat, sol):
    assert go_to(both, "south").headers["Location"] == "http://testserver/patients/"
    page = both.get(reverse("patient_list")).text
    assert "Example, Sol" in page and "Example, Pat" not in page
    go_to(both, "")
    page = both.get(reverse("patient_list")).text
    assert "Example, Sol" in page and "Example, Pat" in page


def test_a_record_of_the_other_place_still_opens(both, pat):
    go_to(both, "south")
    assert both.get(reverse("patient", args=[pat.pk])).status_code == 200


def test_a_new_patient_starts_at_the_chosen_place(both, south):
    go_to(both, "south")
    assert both.get(reverse("patient_new")).context["form"]["clinic"].initial == south


def test_a_place_where_one_does_not_work_cannot_be_chosen(both, db):
    cast.clinic("West")
    assert go_to(both, "west").status_code == 404


def test_the_choice_ends_with_the_work_there(both, ines, pat, sol):
    go_to(both, "south")
    Membership.objects.filter(user=ines, clinic=sol.clinic).update(is_active=False)
    page = both.get(reverse("patient_list")).text
    assert "Example, Pat" in page and "Example, Sol" not in page


def test_it_leads_to_no_other_site(both):
    answer = both.post(reverse("location_switch"), {"slug": "south"}, headers={"referer": "https://evil.test/"})
    assert answer.headers["Location"] == reverse("home")


def test_an_admins_page_shows_the_chosen_place(client, dana, north, south):
    Membership.objects.create(user=dana, clinic=south, role=Role.ADMIN)
    client.force_login(dana)
    go_to(client, "south")
    assert list(client.get(reverse("clinic_list")).context["clinics"]) == [south]
