"""The staff's pages in a real browser: search as one types, menus and dialogs by keyboard."""

import re

from playwright.sync_api import Page, expect
from running_site import Site

MAX_CLICKS = 7
"""Six, and one for the warning signs that come before a run."""


def test_the_list_narrows_while_one_types(site: Site, desktop: Page) -> None:
    site.sign_in(desktop, "therapist")
    desktop.goto(site.url + "/patients/")
    desktop.get_by_role("searchbox").press_sequentially("zzz")
    expect(desktop.get_by_text("Nobody fits “zzz”")).to_be_visible()
    expect(desktop).to_have_url(site.url + "/patients/")
    desktop.get_by_role("searchbox").fill("exa")
    expect(desktop.get_by_role("link", name=re.compile("Example")).first).to_be_visible()


def test_the_account_menu_opens_and_closes_by_keyboard(site: Site, desktop: Page) -> None:
    site.sign_in(desktop, "therapist")
    menu = desktop.locator("details.menu > summary")
    menu.focus()
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("button", name="Sign out")).to_be_visible()
    desktop.keyboard.press("Escape")
    expect(desktop.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(menu).to_be_focused()


def test_a_consent_is_given_and_taken_back_in_a_dialog(site: Site, desktop: Page) -> None:
    site.sign_in(desktop, "therapist")
    desktop.goto(site.url + "/patients/new/")
    desktop.get_by_label("First name").fill("Cora")
    desktop.get_by_label("Last name").fill("Consent")
    desktop.get_by_label("Date of birth").fill("1991-02-03")
    desktop.get_by_role("button", name="Add patient").click()
    record = desktop.url
    clicks = count_clicks(desktop)
    desktop.get_by_role("link", name="New assessment").first.click()
    desktop.get_by_label("Running", exact=True).check()
    desktop.get_by_label("I asked for each of these today").check()
    desktop.get_by_role("group", name="Worst pain in the last 7 days").get_by_label("3", exact=True).check()
    desktop.get_by_label("The patient agrees to be filmed and measured").check()
    desktop.get_by_role("button", name="Choose the video").click()
    expect(desktop.get_by_label("Video")).to_be_visible()
    assert len(clicks) + 1 <= MAX_CLICKS, "one more click sends the file"

    desktop.goto(record)
    desktop.get_by_role("button", name="Withdraw…").click()
    desktop.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    expect(desktop.get_by_text("The consent is withdrawn")).to_be_visible()


def count_clicks(page: Page) -> list[str]:
    """A list that grows with every click from now on, over all pages."""
    clicks: list[str] = []
    page.expose_function("noteClick", lambda tag: clicks.append(tag))
    listen = "addEventListener('pointerdown', event => noteClick(event.target.tagName), true)"
    page.add_init_script(listen)
    page.evaluate(listen)
    return clicks
