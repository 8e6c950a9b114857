"""The plan as a printer gets it: legible, whole on both sizes of paper, with the rules of safety on the first page."""

import shutil
import subprocess

import pytest
from django.utils import translation
from playwright.sync_api import Browser, Page
from signed_in import signed_in_cookies

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no poppler-utils on this machine"),
]
PAPER = ["A4", "Letter"]
LARGEST_SQUEEZE_PX = 1


@pytest.fixture
def page(browser: Browser, live_server, ines, plan) -> Page:
    context = browser.new_context(locale="en-US")
    jar = signed_in_cookies(ines)
    context.add_cookies([{"name": name, "value": jar[name].value, "url": live_server.url} for name in jar])
    yield context.new_page()
    context.close()


def open_sheet(page: Page, live_server, plan, query: str) -> None:
    page.goto(f"{live_server.url}/plans/{plan.pk}/sheet/?{query}")
    page.emulate_media(media="print")


def printed(page: Page, paper: str) -> list[str]:
    """The words of each page."""
    read = subprocess.run(["pdftotext", "-", "-"], input=page.pdf(format=paper), capture_output=True, check=True)
    return [" ".join(each.split()) for each in read.stdout.decode().removesuffix("\f").split("\f")]


@pytest.mark.parametrize("paper", PAPER)
@pytest.mark.parametrize(("query", "points"), [("", 12), ("large=1", 18), ("lang=es", 12), ("lang=es&large=1", 18)])
def test_the_first_page_says_whose_it_is_and_when_to_stop(page, live_server, plan, paper, query, points) -> None:
    open_sheet(page, live_server, plan, query)
    sizes = page.locator(".sheet :is(p, li, h2:not(.visually-hidden))").evaluate_all(
        "all => all.map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= points * 96 / 72
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= LARGEST_SQUEEZE_PX
    pages = printed(page, paper)
    first = pages[0]
    assert plan.patient.first_name in first and "911" in first and plan.patient.clinic.phone in first
    assert all(pages)
    with translation.override("es" if "lang=es" in query else "en"):
        assert all(item.rung["name"].split(",")[0] in " ".join(pages) for item in plan.items.all())


def test_each_exercise_shows_how_it_starts_and_ends(page, live_server, plan) -> None:
    open_sheet(page, live_server, plan, "")
    for section in page.locator(".sheet__exercise").all():
        pictures = section.locator("img")
        addresses = [each.get_attribute("src") for each in pictures.all()]
        assert len(set(addresses)) == 2
        assert pictures.evaluate_all("all => all.every((each) => each.complete && each.naturalWidth === 720)")
        mirrored = [("is-mirrored" in each.get_attribute("class")) for each in pictures.all()]
        assert len(set(mirrored)) == 1
