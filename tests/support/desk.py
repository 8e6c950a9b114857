"""What a therapist does at the desk, and a patient at the door of their page, click by click."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

BORN = 1990


def open_patient(page: Page, name: str) -> None:
    page.get_by_role("link", name="Patients").first.click()
    page.get_by_role("link", name=name).click()


def add_patient(page: Page, first_name: str, last_name: str) -> None:
    """Somebody new, whose page is open afterwards."""
    page.get_by_role("link", name="Patients").first.click()
    page.get_by_role("link", name="Add patient").first.click()
    page.get_by_label("First name").fill(first_name)
    page.get_by_label("Last name").fill(last_name)
    page.get_by_label("Date of birth").fill(f"{BORN}-02-03")
    page.get_by_role("button", name="Add patient").click()


def begin_assessment(page: Page, *, pain: int = 2) -> None:
    """From a patient's page to the form that takes the video."""
    page.get_by_role("link", name="New assessment").first.click()
    page.get_by_label("Walking", exact=True).check()
    page.get_by_role("group", name=re.compile("Worst pain")).get_by_label(str(pain), exact=True).check()
    page.get_by_label("The patient agrees to be filmed and measured").check()
    page.get_by_role("button", name="Choose the video").click()
    expect(page.get_by_label("Video")).to_be_visible()


def send(page: Page, clip: Path) -> None:
    page.get_by_label("Video").set_input_files(clip)
    page.get_by_role("button", name="Upload").click()


def upload(page: Page, clip: Path) -> None:
    """The clip that a visit is about; comes back as soon as its progress is shown."""
    send(page, clip)
    expect(page.get_by_role("region", name="Measurement")).to_be_visible(timeout=60_000)


def sign(page: Page) -> None:
    """The result that is open, as it is proposed."""
    page.get_by_label(re.compile("checked left and right")).check()
    page.get_by_role("button", name=re.compile("^Sign as")).click()
    expect(page.locator("#sign")).to_contain_text("Signed by Maya Lindgren, PT, DPT")


def hand_over_a_plan(page: Page) -> str:
    """From a signed result to the page with the QR code; returns the address in it."""
    page.get_by_role("link", name="Draft the plan").click()
    page.get_by_role("button", name="I asked each: all no").click()
    page.get_by_role("button", name="Draft the plan").click()
    expect(page.get_by_role("heading", name="Plan draft")).to_be_visible()
    page.get_by_role("button", name="Activate").click()
    if page.get_by_role("link", name="Hand over").count():
        page.get_by_role("link", name="Hand over").first.click()
    expect(page.get_by_role("heading", name="Hand over the plan")).to_be_visible()
    return page.get_by_label("Link", exact=True).input_value()


def enter(phone: Page, address: str, *, birth_year: int = BORN) -> None:
    """Through the door of the patient's page."""
    phone.goto(address)
    phone.get_by_label(re.compile("year", re.IGNORECASE)).fill(str(birth_year))
    phone.get_by_role("button").last.click()
    expect(phone.get_by_role("link", name="My film")).to_be_visible()
