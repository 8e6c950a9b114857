"""A part of a page that could not be fetched says so in words, on any page and for any answer."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from clinics.models import User
from patients.models import Patient


@pytest.fixture
def page(browser: Browser, live_server: object, ines: User, pat: Patient) -> Iterator[Page]:
    """The list of patients, whose search asks for a part of the page."""
    desk = Client()
    desk.force_login(ines)
    context = browser.new_context(locale="en-US")
    cookie = desk.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/patients/")
    yield page
    context.close()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (403, "You are no longer signed in"),
        (404, "This is no longer there."),
        (409, "it may have changed meanwhile"),
        (500, "The server could not do this just now."),
        (0, "No connection."),
    ],
)
def test_a_failed_part_of_a_page_says_so(page: Page, status: int, words: str) -> None:
    def answer(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
        elif status:
            route.fulfill(status=status, body="")
        else:
            route.abort()

    page.route("**/patients/", answer)
    page.locator("input[hx-post]").press_sequentially("pa")
    expect(page.locator("#trouble").get_by_text(words)).to_be_visible()
    expect(page.locator("#trouble p:visible")).to_have_count(1)
