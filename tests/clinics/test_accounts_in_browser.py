"""Passkeys, and the end of an unused session as somebody in front of it sees it, in a real browser."""

from collections.abc import Iterator

import cast
import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from clinics.accounts import sessions
from clinics.models import UnsavedWork

PATIENCE_MS = 60_000


@pytest.fixture
def session_s() -> tuple[int, int]:
    """How long a session lasts unused, and how long before that it warns: soon, with time enough to answer."""
    return 64, 60


@pytest.fixture
def page(transactional_db, live_server, browser, ines, settings, monkeypatch, session_s) -> Iterator[Page]:
    """Ines at the form for a new patient, with a first name typed in."""
    settings.SESSION_IDLE_S, settings.SESSION_WARNING_S = session_s
    monkeypatch.setattr(sessions, "STAMP_EVERY_S", 0)
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(live_server.url + reverse("patient_new"))
    sign_in(page)
    page.get_by_label("First name").fill("Cora")
    yield page
    context.close()


def sign_in(page: Page) -> None:
    page.get_by_label("Email").fill("ines@clinic.test")
    page.get_by_label("Password", exact=True).fill(cast.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize("session_s", [(12, 6)])
def test_what_was_typed_waits_behind_the_next_sign_in(page):
    expect(page.get_by_role("alertdialog")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("You were signed out")).to_be_visible()
    sign_in(page)
    expect(page.get_by_label("First name")).to_have_value("Cora", timeout=PATIENCE_MS)
    expect(page.get_by_text("What you had typed")).to_be_visible()


def test_who_is_still_there_stays_signed_in_with_the_page_as_it_was(page):
    page.get_by_role("button", name="Stay signed in").click(timeout=PATIENCE_MS)
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    expect(page.get_by_role("alertdialog")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_label("First name")).to_have_value("Cora")
    page.get_by_role("button", name="Stay signed in").click(timeout=PATIENCE_MS)
    expect(page.get_by_role("alertdialog")).to_be_visible(timeout=PATIENCE_MS)
    assert UnsavedWork.objects.get().fields["first_name"]["typed"] == ["Cora"]


@pytest.fixture
def device(page) -> Page:
    """The page on a laptop that knows the finger of its owner."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    abilities = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    verification = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": abilities | verification})
    return page


def test_a_passkey_is_added_and_signs_in_alone(settings, device, live_server):
    settings.SESSION_IDLE_S = 900
    device.goto(live_server.url + reverse("mfa_add_webauthn"))
    device.get_by_label("Password", exact=True).fill(cast.PASSWORD)
    device.get_by_role("button", name="Go on").click()
    device.get_by_role("button", name="Add it").click()
    expect(device.get_by_role("heading", name="Recovery codes")).to_be_visible(timeout=PATIENCE_MS)
    device.context.clear_cookies()
    device.goto(live_server.url + reverse("account_login"))
    device.get_by_role("button", name="Sign in with a passkey").click()
    expect(device.get_by_role("heading", name="Worklist")).to_be_visible(timeout=PATIENCE_MS)
