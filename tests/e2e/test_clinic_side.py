"""An admin's and a therapist's paths through several locations, in a real browser."""

import re

from axe import faults
from playwright.sync_api import Page, expect
from running_site import Site

ATLANTA = "clinic/atlanta/"


def test_one_click_switches_the_location(site: Site, desktop: Page) -> None:
    site.sign_in(desktop, "therapist")
    desktop.goto(site.url + "/patients/")
    expect(desktop.get_by_role("link", name="Example, Nora")).to_be_visible()
    desktop.get_by_role("form", name="Location").get_by_role("button", name="Serenbe").click()
    expect(desktop).to_have_url(site.url + "/patients/")
    expect(desktop.get_by_role("link", name="Sample, Theo")).to_be_visible()
    expect(desktop.get_by_role("link", name="Example, Nora")).to_be_hidden()
    desktop.goto(site.url + "/patients/new/")
    expect(desktop.get_by_label("Treated at")).to_have_value(re.compile(r"\d+"))
    expect(desktop.get_by_label("Treated at").locator("option:checked")).to_contain_text("Serenbe")


def test_own_colour_own_words_and_the_nearest_location_reach_visitors(site: Site, desktop: Page, phone: Page) -> None:
    site.sign_in(desktop, "admin")
    desktop.goto(f"{site.url}/{ATLANTA}looks/")
    desktop.get_by_label("Use our own color").check()
    desktop.get_by_label("Color", exact=False).nth(1).fill("#7a1f5c")
    desktop.get_by_role("button", name="Save").click()
    expect(desktop.get_by_text("Reports, plans and pages show it")).to_be_visible()
    for slug, latitude, longitude in (("atlanta", "33.8", "-84.35"), ("serenbe", "33.5", "-84.75")):
        desktop.goto(f"{site.url}/clinic/{slug}/")
        desktop.get_by_label("Latitude").fill(latitude)
        desktop.get_by_label("Longitude").fill(longitude)
        desktop.get_by_role("button", name="Save").click()
    desktop.goto(f"{site.url}/{ATLANTA}texts/helps/en/")
    desktop.get_by_label("Text").fill("Patience, and **three** exercises.")
    desktop.get_by_role("button", name="Keep this version").click()
    desktop.get_by_role("button", name="Publish version 1").click()
    expect(desktop.get_by_text("Visitors read version 1")).to_be_visible()

    phone.goto(site.url + "/hip-drop/")
    expect(phone.get_by_text("Patience, and three exercises.")).to_be_visible()
    assert phone.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()") == "#7a1f5c"
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"latitude": 33.45, "longitude": -84.8})
    phone.goto(site.url + "/locations/")
    phone.get_by_role("button", name="Which is nearest?").click()
    expect(phone.get_by_role("status")).to_contain_text("stayed on your device")
    expect(phone.locator(".location-card").first).to_contain_text("Serenbe")
    expect(phone.locator(".location-card").first).to_contain_text("4.5 miles away")
    assert faults(phone) == []
