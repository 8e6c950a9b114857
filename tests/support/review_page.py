"""The page of a run in a browser, signed in, with nothing wrong on it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.test import Client
from playwright.sync_api import Browser, Page

from clinics.models import User
from gait.models import Analysis


@contextmanager
def page_of(browser: Browser, live_server: object, analysis: Analysis, user: User, **device: object) -> Iterator[Page]:
    """The page of a run, with nothing wrong on it."""
    client = Client()
    client.force_login(user)
    context = browser.new_context(locale="en-US", **device)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([session])
    context.set_default_timeout(90_000)
    page, wrong = context.new_page(), []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    page.goto(f"{live_server.url}/assessments/{analysis.recording.assessment_id}/")
    page.wait_for_selector("[data-is-ready]")
    yield page
    context.close()
    assert not wrong
