"""What follows the country of a location: its address, its emergency number, the fields and zones of its form."""

import pytest
from django.test import Client
from django.urls import reverse

from clinics.countries import COUNTRIES, city_line, country_of
from clinics.forms import zone_choices
from clinics.models import Clinic, User


@pytest.fixture
def danas(dana: User) -> Client:
    client = Client()
    client.force_login(dana)
    return client


@pytest.mark.parametrize(
    ("place", "written"),
    [
        (("US", "Atlanta", "GA", "30306"), "Atlanta, GA 30306"),
        (("GB", "Leeds", "", "LS1 4AP"), "Leeds LS1 4AP"),
        (("DE", "Berlin", "", "10115"), "10115 Berlin"),
        (("MX", "Mérida", "Yucatán", "97000"), "97000 Mérida, Yucatán"),
        (("XX", "Town", "", ""), "Town"),
    ],
)
def test_an_address_is_written_as_its_country_does(place: tuple[str, str, str, str], written: str) -> None:
    assert city_line(*place) == written


def test_each_country_has_a_number_to_dial() -> None:
    assert all(country.emergency_number.isdigit() and country.name for country in COUNTRIES.values())
    assert country_of("us").emergency_number == "911" and country_of("XX").emergency_number == "112"


@pytest.mark.parametrize("path", ["/", "/hip-drop/", "/es/hip-drop/", "/locations/north/"])
def test_public_pages_name_the_number_of_the_country(client: Client, north: Clinic, path: str) -> None:
    Clinic.objects.update(is_published=True, country="DE", state="")
    page = client.get(path).text
    assert "112" in page and "911" not in page


def test_an_admin_enters_a_region_only_where_addresses_have_one(danas: Client, north: Clinic) -> None:
    address = reverse("clinic_edit", args=[north.slug])
    initial = danas.get(address).context["form"].initial
    given = {name: "" if value is None else value for name, value in initial.items()} | {"state": ""}
    assert "Enter the state." in danas.post(address, given).text
    assert danas.post(address, given | {"country": "GB", "postcode": "LS1 4AP"}).status_code == 302
    north.refresh_from_db()
    assert (north.country, north.state, north.emergency_number) == ("GB", "", "999")


def test_zones_are_told_by_their_cities() -> None:
    zones = {name: (area, city) for area, choices in zone_choices("UTC") for name, city in choices}
    assert zones["America/New_York"] == ("America", "New York")
    assert zones["America/Argentina/Buenos_Aires"] == ("America", "Argentina, Buenos Aires")
    assert "UTC" in zones and not {"Factory", "EST5EDT", "Etc/GMT+5", "localtime"} & set(zones)


def test_what_an_operator_entered_stays_on_the_form(danas: Client, north: Clinic) -> None:
    Clinic.objects.update(country="SV", time_zone="US/Eastern")
    page = danas.get(reverse("clinic_edit", args=[north.slug])).text
    assert '<option value="SV" selected>' in page and '<option value="US/Eastern" selected>' in page
