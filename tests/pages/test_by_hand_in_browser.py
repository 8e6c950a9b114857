"""A clip that could not be measured, measured by hand in a real browser and signed, on a tablet."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from uuid import uuid4

import filmed
import pytest
from axe import faults
from marked import SETTLED, place_of
from playwright.sync_api import Browser, Page, expect
from review_page import page_of

from clinics.models import User
from gait import storage
from gait.analysis.film.probe import probe_video
from gait.models import Analysis, SignedReport
from patients.models import Patient

LANDSCAPE = {"width": 1024, "height": 768}
HALF_PX, MIDDLE_PX = 40.0, (120.0, 160.0)
FALL_OF_LEG_PX = {"l": 7.0, "r": -12.0}
"""How much lower the right end is than the left one, on a line of 80 px: 5.0 and 8.5 degrees of drop."""


@pytest.fixture
def failed(transactional_db: None, tmp_path_factory: pytest.TempPathFactory, pat: Patient, ines: User) -> Analysis:
    """Nobody could be followed, nobody said the view, and the copy for the browser was made."""
    clip: Path = filmed.clip(tmp_path_factory.mktemp("clip") / "walk.mp4", seconds=8)
    recording = filmed.recording(filmed.assessment(pat, ines), clip.read_bytes())
    recording.video = asdict(probe_video(clip))
    recording.save()
    run = Analysis.objects.create(
        recording=recording,
        status=Analysis.Status.FAILED,
        token=uuid4(),
        error_code="E_NO_PERSON",
        error_message="No person was found in the clip.",
        hints={"activity": "walking"},
    )
    (storage.results_of(run) / "thumbs").mkdir(parents=True)
    (storage.results_of(run) / "proxy.mp4").write_bytes(clip.read_bytes())
    return run


@pytest.fixture
def page(browser: Browser, live_server: object, failed: Analysis, ines: User) -> Iterator[Page]:
    """The page of the failed clip, with nothing wrong on it."""
    with page_of(browser, live_server, failed, ines, viewport=LANDSCAPE) as page:
        yield page


def says(page: Page, words: str) -> None:
    expect(page.locator('[data-part="hand-say"]')).to_contain_text(words)


def mark(page: Page, *points_px: tuple[float, float]) -> None:
    page.evaluate(SETTLED)
    for xy_px in points_px:
        page.mouse.click(*place_of(page, xy_px))


def ends_px(leg: str) -> list[tuple[float, float]]:
    (x, y), fall_px = MIDDLE_PX, FALL_OF_LEG_PX[leg]
    return [(x - HALF_PX, y - fall_px / 2), (x + HALF_PX, y + fall_px / 2)]


def test_a_refused_clip_is_measured_by_hand_to_a_number_and_signed(page: Page, failed: Analysis) -> None:
    page.get_by_role("link", name="Measure by hand").click()
    says(page, "First say from which side it was filmed.")
    page.get_by_role("radio", name="behind").check()
    says(page, "Point at the pelvis")
    mark(page, MIDDLE_PX)
    says(page, "say which leg stands")
    send = page.get_by_role("button", name="Measure by hand", exact=True)
    for number in range(8):
        expect(send).to_be_enabled(enabled=number >= 5)
        leg = "lr"[number % 2]
        expect(page.locator('[data-part="hand-count"]')).to_contain_text(f"Picture {number + 1} of 10")
        page.evaluate(SETTLED)
        page.keyboard.press(leg)
        page.keyboard.press(".")
        says(page, f"{'Left' if leg == 'l' else 'Right'} leg stands.")
        mark(page, *ends_px(leg))
    expect(send).to_be_enabled()

    page.keyboard.press("Control+z")
    says(page, "Now the other point")
    mark(page, ends_px("r")[1])
    for _ in range(2):
        page.get_by_role("button", name="Skip").click()
    for leg in "lr":
        says(page, "This picture again, without your first marks. Point at both.")
        mark(page, *ends_px(leg))
    says(page, "Nothing in view told what is level.")
    mark(page, (20.0, 60.0), (220.0, 60.0))
    says(page, "Level line drawn")
    assert faults(page) == []
    send.click()

    expect(page.locator(".side-verdict--left .side-verdict__sentence")).to_contain_text(
        re.compile(r"right side of the pelvis drops 5\.0° ± \d\.\d° \(4 strides\)")
    )
    expect(page.locator(".side-verdict--right .side-verdict__sentence")).to_contain_text("drops 8.5° ±")
    expect(page.get_by_role("main")).to_contain_text("8 pictures; 2 marked again without seeing the first marks")
    page.wait_for_selector("#review[data-is-ready]")
    assert faults(page) == []
    page.get_by_label("I watched the line on the video").check()
    page.get_by_role("button", name="Sign as Ines Tester").click()
    page.wait_for_selector("text=Signed by Ines Tester, PT")
    assert SignedReport.objects.get().content["hand"]["frames"] == 8
