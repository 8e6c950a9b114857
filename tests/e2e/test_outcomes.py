"""Strength, scores and the course of a patient, entered and read in a real browser."""

import re

from playwright.sync_api import Page, expect
from running_site import Site


def open_patient(site: Site, page: Page) -> None:
    site.sign_in(page)
    page.goto(site.url + "/patients/")
    page.get_by_role("link", name=re.compile("Example")).first.click()
    expect(page.get_by_role("heading", name="Strength and scores")).to_be_visible()


def test_strength_and_a_score_are_entered_by_keyboard_and_drawn(site: Site, desktop: Page) -> None:
    open_patient(site, desktop)
    record = desktop.url
    desktop.goto(record + "trend/")
    drawn_before = desktop.locator(".trend__mark--left").count()
    desktop.goto(record)
    desktop.get_by_role("link", name="Strength", exact=True).click()
    desktop.get_by_label("Hip abduction: left leg").focus()
    for key in "84", "Tab", "100", "Enter":
        desktop.keyboard.press(key) if key in {"Tab", "Enter"} else desktop.keyboard.type(key)
    expect(desktop.get_by_text(re.compile(r"Left 16\s% weaker"))).to_be_visible()
    desktop.get_by_role("link", name="Enter UWRI").click()
    desktop.get_by_label("Total of the form, 0 to 36").fill("18")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_text("18/36")).to_be_visible()
    desktop.get_by_role("link", name="Course", exact=True).click()
    expect(desktop.locator(".trend__mark--left")).to_have_count(drawn_before + 1)
    expect(desktop.get_by_text("UWRI 18/36 (the instrument's own form)", exact=True).last).to_be_visible()
