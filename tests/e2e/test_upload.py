"""Sending a video from a browser over a bad line."""

from pathlib import Path

import filmed
from playwright.sync_api import BrowserContext, Page, Route, expect
from running_site import Site

CHECKED_MS = 60_000
PIECES_LOST = 3
"""The pauses between tries grow; together they are long enough for the page's words to be seen."""


def open_upload(page: Page) -> None:
    page.get_by_role("link", name="Patients").first.click()
    page.get_by_role("link", name="Sample, Theo").click()
    page.get_by_role("link", name="New assessment").first.click()
    page.get_by_label("Running", exact=True).check()
    page.get_by_label("I asked for each of these today").check()
    page.get_by_label("0", exact=True).first.check()
    consent = page.get_by_label("The patient agrees to be filmed and measured")
    if consent.count():  # another test may have asked this patient before
        consent.check()
    page.get_by_role("main").get_by_role("button").last.click()
    expect(page.get_by_label("Video")).to_be_visible()
    page.wait_for_load_state("networkidle")  # before its script is there, the form goes in one plain post


def cut_first_pieces(context: BrowserContext) -> list[str]:
    """Drop the first PATCHes, let all others through; the list fills with what was dropped."""
    cut: list[str] = []

    def handle(route: Route) -> None:
        if route.request.method == "PATCH" and len(cut) < PIECES_LOST:
            cut.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.continue_()

    context.route("**/upload/pieces/", handle)
    return cut


def test_a_lost_connection_is_waited_out(site: Site, desktop: Page, tmp_path: Path) -> None:
    site.sign_in(desktop)
    open_upload(desktop)
    cut = cut_first_pieces(desktop.context)
    desktop.get_by_label("Video").set_input_files(filmed.clip(tmp_path / "run.mp4", seed=7))
    desktop.get_by_role("button", name="Upload").click()
    expect(desktop.get_by_text("The connection is lost")).to_be_visible()
    expect(desktop.get_by_role("region", name="Measurement")).to_be_visible(timeout=CHECKED_MS)
    assert len(cut) == PIECES_LOST
