"""A location as search engines read it: our own reading of schema.org/MedicalClinic, held against real pages."""

import json
import re
from datetime import date, time

import pytest
from django.test import Client
from django.utils.timezone import now

from clinics.models import Clinic, Closure, OpeningHours, PageText, Picture, SpecialHours, User

REQUIRED = {"@context", "@type", "@id", "name", "url", "telephone", "email", "address", "medicalSpecialty"}
ALLOWED = REQUIRED | {
    "description",
    "faxNumber",
    "parentOrganization",
    "openingHoursSpecification",
    "specialOpeningHoursSpecification",
    "geo",
    "hasMap",
    "image",
    "availableLanguage",
    "sameAs",
}
ADDRESS = {"@type", "streetAddress", "addressLocality", "addressRegion", "postalCode", "addressCountry"}
DAYS = {f"https://schema.org/{day}day" for day in ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")}
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@pytest.fixture
def shown(north: Clinic) -> Clinic:
    north.is_published = True
    north.save()
    return north


def facts() -> dict[str, object]:
    return json.loads(script())


def script() -> str:
    answer = Client().get("/locations/north/")
    (nonce, text) = re.search(r'<script type="application/ld\+json" nonce="(.+?)">(.*?)</script>', answer.text).groups()
    assert f"'nonce-{nonce}'" in answer.headers["Content-Security-Policy"]
    return text


def faults_of(facts: dict[str, object]) -> list[str]:
    faults = [f"missing {name}" for name in REQUIRED - set(facts)]
    faults += [f"unknown {name}" for name in set(facts) - ALLOWED]
    faults += [f"empty {name}" for name, value in facts.items() if not value]
    if facts["@context"] != "https://schema.org" or facts["@type"] != "MedicalClinic":
        faults.append("not a MedicalClinic")
    if set(facts["address"]) != ADDRESS or facts["address"]["@type"] != "PostalAddress":
        faults.append("not a PostalAddress")
    faults += [f"relative {name}" for name in ("@id", "url") if not re.match(r"https?://", facts[name])]
    for entry in facts.get("openingHoursSpecification", []):
        faults += faults_of_hours(entry, {"dayOfWeek"})
        if not set(entry["dayOfWeek"]) <= DAYS or entry["opens"] >= entry["closes"]:
            faults.append(f"impossible hours {entry}")
    for entry in facts.get("specialOpeningHoursSpecification", []):
        faults += faults_of_hours(entry, {"validFrom", "validThrough"})
        if date.fromisoformat(entry["validFrom"]) > date.fromisoformat(entry["validThrough"]):
            faults.append(f"impossible days {entry}")
    if "geo" in facts:
        place = facts["geo"]
        if place["@type"] != "GeoCoordinates" or not -90 <= place["latitude"] <= 90 or abs(place["longitude"]) > 180:
            faults.append("impossible place")
    faults += [
        f"relative {name}" for name in ("image", "hasMap") if not re.match(r"https?://", facts.get(name, "https://"))
    ]
    return faults


def faults_of_hours(entry: dict[str, object], others: set[str]) -> list[str]:
    right_keys = set(entry) == {"@type", "opens", "closes"} | others and entry["@type"] == "OpeningHoursSpecification"
    right_clock = CLOCK.fullmatch(entry["opens"]) and CLOCK.fullmatch(entry["closes"])
    return [] if right_keys and right_clock else [f"bad entry {entry}"]


def test_a_bare_location_is_valid(shown: Clinic) -> None:
    assert faults_of(facts()) == []
    assert "openingHoursSpecification" not in facts()


def test_a_full_location_is_valid(shown: Clinic, settings: object) -> None:
    Clinic.objects.update(fax="404-555-0101", kind="Running Medicine Clinic", suite="Suite 200")
    for weekday in range(5):
        OpeningHours.objects.create(clinic=shown, weekday=weekday, opens=time(7), closes=time(19))
    OpeningHours.objects.create(clinic=shown, weekday=5, opens=time(8), closes=time(12))
    OpeningHours.objects.create(clinic=shown, weekday=5, opens=time(13), closes=time(15))
    Closure.objects.create(clinic=shown, first_day=date(2090, 12, 24), last_day=date(2091, 1, 2))
    Closure.objects.create(clinic=shown, first_day=date(2020, 12, 24), last_day=date(2021, 1, 2))
    found = facts()
    assert faults_of(found) == []
    assert found["url"] == f"{settings.SITE_URL}/locations/north/"
    assert found["address"]["streetAddress"] == "1 Main St, Suite 200"
    weekdays, morning, afternoon = found["openingHoursSpecification"]
    assert len(weekdays["dayOfWeek"]) == 5 and (weekdays["opens"], weekdays["closes"]) == ("07:00", "19:00")
    assert (morning["closes"], afternoon["opens"]) == ("12:00", "13:00")
    (holidays,) = found["specialOpeningHoursSpecification"]
    assert holidays["validFrom"] == "2090-12-24"


def test_what_an_admin_adds_stays_valid(shown: Clinic, settings: object) -> None:
    Clinic.objects.update(
        latitude=33.8, longitude=-84.35, map_url="https://maps.example/north", languages="English, Spanish"
    )
    Picture.objects.create(clinic=shown, kind="photo", content=b"webp", sha256="a" * 64, width_px=1, height_px=1)
    SpecialHours.objects.create(clinic=shown, day=date(2090, 12, 23), opens=time(9), closes=time(12))
    found = facts()
    assert faults_of(found) == []
    assert found["geo"] == {"@type": "GeoCoordinates", "latitude": 33.8, "longitude": -84.35}
    assert found["availableLanguage"] == ["English", "Spanish"]
    assert found["image"].startswith(settings.SITE_URL)
    assert "sameAs" not in found
    (early,) = found["specialOpeningHoursSpecification"]
    assert (early["validFrom"], early["opens"], early["closes"]) == ("2090-12-23", "09:00", "12:00")


def test_pages_elsewhere_are_the_same_place(shown: Clinic) -> None:
    addresses = ["https://north.example/", "https://www.linkedin.com/company/north"]
    for kind, address in zip(("site", "linkedin"), addresses, strict=True):
        shown.social_links.create(kind=kind, address=address)
    assert faults_of(facts()) == []
    assert facts()["sameAs"] == addresses


@pytest.mark.parametrize(("path", "language"), [("/hip-drop/", "en"), ("/es/hip-drop/", "es")])
def test_the_page_on_hip_drop_is_an_article(shown: Clinic, path: str, language: str, settings: object) -> None:
    page = Client().get(path)
    found = json.loads(re.search(r'<script type="application/ld\+json" nonce=".+?">(.*?)</script>', page.text)[1])
    assert found["@type"] == ["Article", "MedicalWebPage"]
    assert (found["url"], found["inLanguage"]) == (f"{settings.SITE_URL}{path}", language)
    assert found["headline"] in page.text and found["publisher"]["name"] == shown.practice
    if language == "en":
        assert f"{date.fromisoformat(found['lastReviewed']):%B %-d, %Y}" in page.text


def test_words_of_the_practices_own_are_not_said_to_be_reviewed_by_us(shown: Clinic, dana: User) -> None:
    PageText.objects.create(
        practice=shown.practice,
        language="en",
        section="why",
        text="Ours.",
        published_at=now(),
        number=1,
        written_by=dana,
    )
    page = Client().get("/hip-drop/").text
    assert "Ours." in page and "lastReviewed" not in page


def test_the_validator_sees_a_fault(shown: Clinic) -> None:
    broken = facts() | {"telephone": "", "sells": "shoes", "url": "/locations/north/"}
    assert set(faults_of(broken)) == {"empty telephone", "unknown sells", "relative url"}


def test_no_name_can_end_the_script(shown: Clinic) -> None:
    Clinic.objects.update(kind="</script><script>alert('&')</script>")
    assert "<" not in script()
    assert facts()["description"] == "</script><script>alert('&')</script>"
