"""The page of all runs, with clips that a worker is really at: stage, percent, place in the queue, stop and start."""

import re
from collections.abc import Iterator
from pathlib import Path

import filmed
import pytest
from desk import add_patient, begin_assessment, upload
from playwright.sync_api import Locator, Page, expect
from running_site import Site

ROOT = Path(__file__).resolve().parents[2]
LONG_CLIP = ROOT / "config" / "demo" / "clips" / "demo_walk_first_visit.mp4"
ADA, BEN = ("Ada", "Ahead"), ("Ben", "Behind")
MOVING_MS = 120_000


@pytest.fixture
def processing(demo_site: Site, desktop: Page, tmp_path: Path) -> Iterator[Page]:
    """At a location where nobody else films: Ada's clip, which takes most of a minute, and behind it Ben's."""
    demo_site.sign_in(desktop)
    desktop.get_by_role("form", name="Location").get_by_role("button", name="Serenbe").click()
    for names, clip in ((ADA, LONG_CLIP), (BEN, filmed.clip(tmp_path / "nobody.mp4", seed=12))):
        add_patient(desktop, *names)
        begin_assessment(desktop)
        upload(desktop, clip)
    open_processing(desktop)
    yield desktop
    for button in iter(lambda: desktop.get_by_role("button", name="Cancel").all(), []):
        button[0].click()
        desktop.wait_for_load_state()


def test_runs_move_on_before_ones_eyes_and_can_be_stopped_and_started(processing: Page) -> None:
    ada, ben = (row(processing, "Now", names) for names in (ADA, BEN))
    expect(ada).to_contain_text("Following the person", timeout=MOVING_MS)
    expect(ada).to_contain_text(re.compile(r"\d+ %, (about \d+ minutes|less than a minute) left"))
    expect(ben).to_contain_text(re.compile(r"Waiting for its turn, [1-9]\d* ahead"))
    ben.get_by_role("button", name="Cancel").focus()
    bar = ada.get_by_role("progressbar", name=f"Measurement of {' '.join(ADA)}")
    expect(bar).not_to_have_attribute("value", bar.get_attribute("value"), timeout=MOVING_MS)
    expect(ben.get_by_role("button", name="Cancel")).to_be_focused()

    processing.keyboard.press("Enter")
    expect(row(processing, "Not measured", BEN)).to_contain_text("Cancelled")
    ada.get_by_role("button", name="Cancel").click()
    expect(row(processing, "Not measured", ADA)).to_contain_text("Cancelled")
    expect(ada).to_have_count(0)

    row(processing, "Not measured", BEN).get_by_role("button", name="Measure again").click()
    expect(ben).to_have_count(1)
    processing.get_by_role("button", name="Measure all again").click()
    expect(processing.get_by_text(re.compile(r"\d+ in the queue again"))).to_be_visible()
    expect(ada).to_have_count(1)


def test_what_is_done_today_is_one_press_away(demo_site: Site, desktop: Page) -> None:
    demo_site.sign_in(desktop)
    open_processing(desktop)
    done = desktop.get_by_role("region", name="Done today").get_by_role("row").filter(has_text="Theo Sample").last
    done.get_by_role("link", name="Open").click()
    expect(desktop.locator("#result")).to_be_visible()


def open_processing(page: Page) -> None:
    page.get_by_role("link", name="Worklist").first.click()
    page.get_by_role("link", name="Processing").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Processing")


def row(page: Page, section: str, names: tuple[str, str]) -> Locator:
    return page.get_by_role("region", name=section).get_by_role("row").filter(has_text=" ".join(names))
