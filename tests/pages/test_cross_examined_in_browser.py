"""What a therapist draws is held against what was read, before it counts, in a real browser."""

from collections.abc import Iterator
from math import cos, radians, sin

import filmed
import pytest
from marked import frame_in_view, press
from playwright.sync_api import Browser, Page, expect
from review_page import page_of
from walked import finished_run

from clinics.models import User
from gait.models import Analysis
from gait.result.conventions import Source
from gait.review.made import overlay_of
from patients.models import Patient

RATE_HZ, SECONDS, ROLL_DEG = 30, 8, 2.1
RISE_PX = 16.0
"""Of a line of 400 px: 2.3 degrees, and 4.4 from a room that falls by 2.1 to the right."""


@pytest.fixture
def measured(transactional_db: None, tmp_path, pat: Patient, ines: User) -> Analysis:
    clip = filmed.clip(tmp_path / "walk.mp4", seconds=SECONDS, rate_hz=RATE_HZ).read_bytes()
    read_by = (Source.WAISTBAND, Source.SURFACE)
    sized = {"seconds": SECONDS, "rate_hz": RATE_HZ, "roll_deg": ROLL_DEG}
    run = finished_run(filmed.assessment(pat, ines), clip, also_read_by=read_by, **sized)
    run.recording.video = run.result["video"]
    run.recording.save()
    return run


@pytest.fixture
def page(browser: Browser, live_server: object, measured: Analysis, ines: User) -> Iterator[Page]:
    with page_of(browser, live_server, measured, ines, viewport={"width": 1440, "height": 900}) as page:
        yield page


def test_a_level_line_off_the_room_is_questioned_and_widens_the_interval(page: Page, measured: Analysis) -> None:
    said = page.locator('[data-part="level-say"]')
    page.get_by_role("button", name="Draw level").click()
    press(page, (160.0, 400.0 + RISE_PX), (560.0, 400.0))
    expect(said).to_have_text("Your line differs from another reading by 4.4° (edges of the room): keep or redo?")
    page.get_by_role("button", name="Redo").click()
    expect(said).to_contain_text("Point at one end")
    press(page, (160.0, 400.0), (560.0, 400.0 + RISE_PX))
    expect(said).to_contain_text("Take this line as level")
    page.get_by_role("button", name="Redo").wait_for(state="hidden")
    page.locator("canvas.loupe").press("Backspace")
    page.locator("canvas.loupe").press("Backspace")
    press(page, (160.0, 400.0 + RISE_PX), (560.0, 400.0))
    with page.expect_navigation():
        page.get_by_role("button", name="Keep my line").click()
    page.wait_for_selector("[data-is-ready]")
    expect(page.locator("#result")).to_contain_text("differs from the edges of the room")
    kept = measured.recording.analyses.latest("created_at").found
    assert kept.camera_roll.is_contradicted
    assert 1.96 * kept.camera_roll.sigma_deg > 4.4
    assert kept.confidence != "A"
    assert "edges in the picture read 2.1°" in page.locator("#result").text_content()


def test_points_off_two_readings_are_questioned_at_once_and_may_be_set_anew(page: Page, measured: Analysis) -> None:
    said = page.locator('[data-part="clicks-say"]')
    page.get_by_role("button", name="Mark the pelvis").click()
    for _ in range(2):
        press(page, *tilted_points(measured, frame_in_view(page), off_deg=8.0))
    expect(said).to_contain_text("Your points differ from three other readings by 8.")
    page.get_by_role("button", name="Redo").click()
    expect(said).to_contain_text("Picture 1 of")
    expect(said).not_to_contain_text("differ")
    press(page, *tilted_points(measured, frame_in_view(page), off_deg=0.5))
    expect(said).to_contain_text("1 marked")
    expect(said).not_to_contain_text("differ")
    expect(page.get_by_role("button", name="Measure with my points")).to_be_enabled()


def tilted_points(run: Analysis, frame: int, off_deg: float) -> list[tuple[float, float]]:
    """Both ends of the line that was read in this frame, turned clockwise by so much about its middle."""
    line = overlay_of(run)["lines"]["markers"]
    (x0, y0), (x1, y1) = (line[end][2 * frame : 2 * frame + 2] for end in ("from_xy", "to_xy"))
    half_x, half_y = (x1 - x0) / 2, (y1 - y0) / 2
    turn = radians(off_deg)
    across, down = half_x * cos(turn) - half_y * sin(turn), half_x * sin(turn) + half_y * cos(turn)
    middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
    return [(middle_x - across, middle_y - down), (middle_x + across, middle_y + down)]
