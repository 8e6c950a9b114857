"""What a therapist does in the browser before and after the review itself: sends a clip, opens a visit, reads it."""

import re
from pathlib import Path

from desk import add_patient, begin_assessment, upload
from playwright.sync_api import Locator, Page, expect
from running_site import Site

MEASURING_MS, CORRECTING_MS = 400_000, 60_000
SIDES = ("left", "right")


def send_clip(page: Page, first_name: str, last_name: str, clip: Path) -> str:
    """A new patient's walk, uploaded. Returns the visit's address while it is being measured."""
    add_patient(page, first_name, last_name)
    begin_assessment(page)
    address = page.url
    upload(page, clip)
    return address


def open_visit(site: Site, page: Page, first_name: str) -> None:
    """The newest visit of the patient who has this first name to themselves."""
    page.goto(f"{site.url}/patients/?q={first_name}")
    page.get_by_role("link", name=re.compile(first_name)).first.click()
    page.locator("a.row-link[href^='/assessments/']").first.click()
    wait_for_review(page)


def wait_for_review(page: Page) -> None:
    """The player answers to keys and buttons."""
    page.wait_for_selector("#review[data-is-ready]", timeout=MEASURING_MS)


def drops_deg(page: Page) -> dict[str, float]:
    """The pelvic drop of each stance side, as the page says it."""
    said = {side: page.locator(f".side-verdict--{side} .side-verdict__sentence").inner_text() for side in SIDES}
    return {side: float(re.search(r"(drops|rises) (\d+\.\d)°", words).group(2)) for side, words in said.items()}


def changed(page: Page, *words: str, within_ms: int = CORRECTING_MS) -> Locator:
    """The list of changes, once it says these words and the player is there again."""
    changes = page.locator(".changes")
    for each in words:
        expect(changes).to_contain_text(each, timeout=within_ms)
    wait_for_review(page)
    return changes


def take_back(page: Page, deed: str) -> None:
    page.get_by_role("button", name=re.compile(f"^Undo: {deed}")).click()
    expect(page.get_by_role("button", name=re.compile(f"^Redo: {deed}"))).to_be_visible(timeout=CORRECTING_MS)
    wait_for_review(page)
