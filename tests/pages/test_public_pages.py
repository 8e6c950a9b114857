"""What everybody may read: reachable without an account, light, in two languages, with nothing from elsewhere."""

import re
from datetime import date, time, timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from clinics.models import Clinic, Closure, OpeningHours, User

PATHS = [
    "/",
    "/hip-drop/",
    "/locations/",
    "/locations/north/",
    "/contact/",
    "/locations/north/contact/",
    "/contact/thanks/",
]
BOTH = [*PATHS, *(f"/es{path}" for path in PATHS)]
WEIGHT_LIMIT_BYTES = 150_000
SUNDAY_NIGHT = "2026-11-22T23:00:00-05:00"
TUESDAY_NOON = "2026-11-24T12:00:00-05:00"

pytestmark = pytest.mark.usefixtures("open_north")


@pytest.fixture
def open_north(north: Clinic) -> Clinic:
    """Open on weekdays from 7 to 7 and on Tuesdays with a break at noon."""
    north.is_published = True
    north.languages = "English, Spanish"
    north.directions = "Free parking behind the building."
    north.save()
    for weekday in (0, 2, 3, 4):
        OpeningHours.objects.create(clinic=north, weekday=weekday, opens=time(7), closes=time(19))
    OpeningHours.objects.create(clinic=north, weekday=1, opens=time(10), closes=time(12))
    OpeningHours.objects.create(clinic=north, weekday=1, opens=time(13), closes=time(17, 30))
    return north


class Page(HTMLParser):
    """The texts, the links and the loaded files of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.texts_for_ears: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.silent = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        self.texts_for_ears += [text for name, text in attributes if name in {"alt", "aria-label", "content"} and text]
        self.silent += tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"script", "style"}

    def handle_data(self, text: str) -> None:
        if not self.silent and text.strip():
            self.texts.append(" ".join(text.split()))

    @property
    def loaded(self) -> set[str]:
        """Every file that the browser fetches by itself."""
        found = set()
        for tag, attributes in self.tags:
            if tag == "link" and attributes.get("rel") in {"stylesheet", "icon"}:
                found.add(attributes["href"])
            if tag in {"script", "img", "video", "source", "iframe"}:
                found |= {attributes[name] for name in ("src", "poster") if attributes.get(name)}
            found |= {attributes["data-points"]} if attributes.get("data-points") else set()
            found |= {attributes["href"].split("#")[0]} if tag == "use" else set()
        return found


def page(path: str) -> Page:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return Page(answer.text)


def text_of(path: str) -> str:
    return " ".join(page(path).texts)


@pytest.mark.parametrize("path", BOTH)
def test_a_page_needs_no_account_and_sets_no_session(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies
    assert answer.headers["Content-Language"] == ("es" if path.startswith("/es/") else "en")
    assert f'<html lang="{answer.headers["Content-Language"]}">' in answer.text
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("path", BOTH)
def test_a_page_loads_nothing_from_elsewhere(path: str) -> None:
    assert all(address.startswith("/static/") for address in page(path).loaded)


@pytest.mark.parametrize("path", BOTH)
def test_a_page_without_its_pictures_is_light(path: str) -> None:
    answer = Client().get(path)
    files = {address for address in Page(answer.text).loaded if not address.endswith((".webp", ".mp4"))}
    sizes = {address: size_of(address) for address in files}
    assert len(answer.content) + sum(sizes.values()) <= WEIGHT_LIMIT_BYTES, sizes


def size_of(address: str) -> int:
    return Path(finders.find(address.removeprefix("/static/"))).stat().st_size


@pytest.mark.parametrize("path", BOTH)
def test_every_loaded_file_exists(path: str) -> None:
    missing = [address for address in page(path).loaded if not finders.find(address.removeprefix("/static/"))]
    assert not missing


@pytest.mark.parametrize("path", BOTH)
def test_every_inner_link_leads_to_a_page_in_the_same_language(path: str) -> None:
    links = [
        attributes.get("href") for tag, attributes in page(path).tags if tag == "a" and "hreflang" not in attributes
    ]
    inner = {urlsplit(urljoin(path, link)).path for link in links if link and link.startswith(("/", "#"))}
    for link in inner - {reverse("account_login")}:
        assert Client().get(link).status_code == 200, link
        assert link.startswith("/es/") is path.startswith("/es/"), link


@pytest.mark.parametrize("path", PATHS[:-1])
def test_each_page_names_itself_and_its_other_language(path: str, settings: object) -> None:
    for own, language in ((path, "en"), (f"/es{path}", "es")):
        links = {
            (attributes.get("rel"), attributes.get("hreflang")): attributes["href"]
            for tag, attributes in page(own).tags
            if tag == "link" and attributes.get("rel") in {"canonical", "alternate"}
        }
        assert links["canonical", None] == settings.SITE_URL + own, language
        assert links["alternate", "en"] == settings.SITE_URL + path
        assert links["alternate", "es"] == settings.SITE_URL + f"/es{path}"


def test_the_address_and_not_the_browser_says_the_language() -> None:
    in_spanish = Client(HTTP_ACCEPT_LANGUAGE="es")
    assert 'lang="en"' in in_spanish.get("/hip-drop/").text
    assert 'lang="es"' in Client(HTTP_ACCEPT_LANGUAGE="en").get("/es/hip-drop/").text


@pytest.mark.parametrize("path", PATHS)
def test_the_spanish_page_has_no_english_left(path: str) -> None:
    """A text of several words that stands in both pages was not translated; names and sources may."""
    english, spanish = page(path), page(f"/es{path}")
    both = {*english.texts, *english.texts_for_ears} & {*spanish.texts, *spanish.texts_for_ears}
    allowed = re.compile(r"Test Practice|North|1 Main St|Atlanta|Free parking|English, Spanish|\d{4}$|@|^width=")
    assert not [text for text in both if " " in text and not allowed.search(text)]


def test_the_sitemap_lists_the_public_pages_in_both_languages(south: Clinic, settings: object) -> None:
    listed = re.findall(r"<loc>(.*?)</loc>", Client().get("/sitemap.xml").text)
    wanted = ["/", "/hip-drop/", "/locations/", "/contact/", "/locations/north/"]
    assert sorted(listed) == sorted(settings.SITE_URL + prefix + path for prefix in ("", "/es") for path in wanted)
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in Client().get("/robots.txt").text


class TestLocations:
    def test_only_published_locations_are_listed_and_found(self, south: Clinic) -> None:
        assert "South" not in text_of("/locations/")
        assert Client().get("/locations/south/").status_code == 404
        assert Client().get("/locations/south/contact/").status_code == 404

    def test_its_own_admin_may_look_before_it_is_published(self, open_north: Clinic, dana: User, ines: User) -> None:
        Clinic.objects.update(is_published=False)
        answers = {}
        for person in (dana, ines):
            client = Client()
            client.force_login(person)
            answers[person] = client.get("/locations/north/")
        assert "not public yet" in answers[dana].text
        assert answers[ines].status_code == 404

    def test_the_page_tells_how_to_reach_it(self) -> None:
        html = Client().get("/locations/north/").text
        for fact in ("1 Main St", "30306", 'href="tel:4045550100"', 'href="mailto:north@clinic.test"', "Free parking"):
            assert fact in html
        assert "openstreetmap.org/search?query=1+Main+St%2C+Atlanta%2C+GA+30306" in html

    def test_it_says_when_it_opens_on_its_own_clock(self) -> None:
        with time_machine.travel(SUNDAY_NIGHT):
            assert "Closed opens tomorrow 7 am" in text_of("/locations/north/")
            assert "Cerrado abre mañana: 7 a. m." in text_of("/es/locations/north/")
        with time_machine.travel(TUESDAY_NOON):
            assert "Closed opens today 1 pm" in text_of("/locations/")
        with time_machine.travel("2026-11-24T09:00:00-08:00"):
            assert "Closed opens today 1 pm" in text_of("/"), "noon in Atlanta is nine in San Francisco"
        with time_machine.travel("2026-11-24T13:00:00-05:00"):
            assert "Open now closes 5:30 pm" in text_of("/locations/north/")
        with time_machine.travel("2026-11-27T20:00:00-05:00"):
            assert "Closed opens Monday 7 am" in text_of("/locations/north/")

    def test_a_closure_is_said_and_takes_the_hours_away(self, open_north: Clinic) -> None:
        Closure.objects.create(
            clinic=open_north, first_day=date(2026, 11, 26), last_day=date(2026, 11, 27), reason="Thanksgiving"
        )
        with time_machine.travel("2026-11-26T10:00:00-05:00"):
            text = text_of("/locations/north/")
        assert "Closed today (Thanksgiving) opens Monday 7 am" in text
        assert "Thursday, November 26 to Friday, November 27 · Thanksgiving" in text
        with time_machine.travel("2026-11-28T10:00:00-05:00"):
            assert "Thanksgiving" not in text_of("/locations/north/")

    def test_a_far_opening_is_named_by_its_date(self, open_north: Clinic) -> None:
        Closure.objects.create(clinic=open_north, first_day=date(2026, 11, 23), last_day=date(2026, 12, 4))
        with time_machine.travel(SUNDAY_NIGHT):
            assert "Closed opens Monday, December 7 7 am" in text_of("/locations/north/")

    def test_the_week_is_written_out(self) -> None:
        text = text_of("/locations/north/")
        assert "Monday 7 am to 7 pm" in re.sub(" today", "", text)
        assert "10 am to noon 1 pm to 5:30 pm" in text
        assert "closed" in text

    def test_a_list_of_locations_costs_the_same_however_long(self, django_assert_max_num_queries: object) -> None:
        for number in range(12):
            Clinic.objects.create(
                practice="Test Practice", name=f"N{number}", slug=f"n{number}", street="1 Main St", city="Atlanta",
                state="GA", postcode="30306", phone="404-555-0100", email="n@clinic.test", is_published=True,
            )  # fmt: skip
        with django_assert_max_num_queries(7):
            Client().get("/locations/")


class TestAdmins:
    def test_publishing_is_said_and_audited(self, open_north: Clinic, dana: User) -> None:
        client = Client()
        client.force_login(dana)
        client.post(reverse("clinic_publish", args=["north"]), {"is_published": "no"})
        assert Client().get("/locations/north/").status_code == 404
        client.post(reverse("clinic_publish", args=["north"]), {"is_published": "yes"})
        assert Client().get("/locations/north/").status_code == 200

    def test_a_closure_is_entered_once_it_makes_sense(self, open_north: Clinic, dana: User) -> None:
        client = Client()
        client.force_login(dana)
        today = date.today()
        form = {
            "closures-TOTAL_FORMS": "1", "closures-INITIAL_FORMS": "0", "closures-0-reason": "Snow",
            "closures-0-first_day": str(today), "closures-0-last_day": str(today - timedelta(days=1)),
        }  # fmt: skip
        address = reverse("clinic_closures", args=["north"])
        assert "must not come before" in client.post(address, form).text
        client.post(address, form | {"closures-0-last_day": str(today)})
        assert open_north.closures.get().reason == "Snow"


class TestWords:
    def test_the_explanation_never_diagnoses(self) -> None:
        text = text_of("/hip-drop/").lower()
        for word in ("weak gluteus", "diagnos", "your glut", "guarantee", "prevents injur"):
            assert word not in text

    @pytest.mark.parametrize("path", ["/hip-drop/", "/es/hip-drop/"])
    def test_the_warning_signs_come_before_the_exercises(self, path: str) -> None:
        html = Client().get(path).text
        places = [html.index(mark) for mark in ("911", 'class="exercise-grid"')]
        lists = html[: places[1]].count('warning--now"'), html[: places[1]].count('warning--today"')
        assert places == sorted(places) and lists == (1, 1)

    def test_somebody_nobody_examined_stops_above_2(self) -> None:
        text = text_of("/hip-drop/")
        assert "above 2 out of 10" in text and "above 5" not in text

    def test_both_sides_are_always_named(self) -> None:
        for sentence in re.findall(r"[^.:]*stands?: [^.]*pelvis drops[^.]*", text_of("/hip-drop/")):
            assert "Right foot" in sentence and "left side" in sentence

    def test_every_claim_about_studies_has_a_source(self) -> None:
        """A block of text that speaks of studies links at least one of them."""
        html = Client().get("/hip-drop/").text
        for block in re.findall(r"<(?:p|li|dd)>(.*?)</(?:p|li|dd)>", html, re.DOTALL):
            if re.search(r"\b(study|trial|researchers|[Rr]unners who|Runners with|Adults with)\b", block):
                assert 'class="source"' in block, block

    def test_the_sources_are_reached_by_lasting_addresses(self) -> None:
        links = [a["href"] for tag, a in page("/hip-drop/").tags if tag == "a" and a.get("class") == "source"]
        assert len(links) > 15
        assert all(
            re.fullmatch(r"https://(doi\.org/10\.\d{4,}/\S+|pmc\.ncbi\.nlm\.nih\.gov/\S+)", link) for link in links
        )

    def test_a_twelve_year_old_can_read_it(self) -> None:
        """Flesch-Kincaid: the American school year in which a text is understood; twelve years old is year 6 to 7."""
        texts = [text for text in page("/hip-drop/").texts if text.endswith((".", "?", ":")) and " " in text]
        sentences = [part for part in re.split(r"[.?:!]\s", " ".join(texts) + " ") if part]
        words = re.findall(r"[A-Za-z’']+", " ".join(texts))
        assert len(words) > 700
        grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
        assert grade < 7, round(grade, 1)


def syllables(word: str) -> int:
    """As English counts them, by groups of vowels; a final e is silent except in -le."""
    word = word.lower()
    groups = len(re.findall(r"[aeiouy]+", word))
    is_silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(groups - is_silent, 1)


@pytest.mark.parametrize("path", [path for path in BOTH if "thanks" not in path])
def test_a_shared_address_shows_what_the_page_says_of_itself(client: Client, path: str) -> None:
    head = [attributes for tag, attributes in Page(client.get(path).text).tags if tag == "meta"]
    told = {tag["property"]: tag["content"] for tag in head if "property" in tag}
    description = next(tag["content"] for tag in head if tag.get("name") == "description")
    assert told["og:title"] and told["og:description"] == description and len(description) > 30
    assert told["og:url"].endswith(path) and told["og:locale"] == ("es" if path.startswith("/es/") else "en")
