"""Two visits in a real browser: both clips show the same gait event, by keyboard alone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import av
import filmed
import pytest
from axe import faults
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from walked import finished_run

from clinics.models import User
from gait.models import Analysis
from patients.models import Patient

RATE_HZ, SECONDS, WIDTH_PX = 30, 8, 240
WRAP = WIDTH_PX - 60
STRIDES_PER_S = (0.9, 0.875)

FRAMES_ON_SCREEN = """() => [...document.querySelectorAll('[data-part="video"]')].map((video) => {
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    const context = canvas.getContext("2d");
    context.drawImage(video, 0, 0);
    const row = context.getImageData(0, 120, video.videoWidth, 1).data;
    let left = 0;
    while (row[4 * left] < 150) left += 1;
    return left - 10;
})"""
"""The bright square of filmed.clip begins 10 px from the left and moves one pixel a frame, round and round."""
SHOWS = f"wanted => JSON.stringify(({FRAMES_ON_SCREEN})()) === JSON.stringify(wanted)"


@pytest.fixture
def visits(transactional_db: None, tmp_path: Path, pat: Patient, ines: User) -> tuple[Analysis, Analysis]:
    """The same walk twice, at slightly different cadences, so that only a lock by events can hold both."""
    clip = filmed.clip(tmp_path / "walk.mp4", seconds=SECONDS, rate_hz=RATE_HZ, size_px=(WIDTH_PX, 320)).read_bytes()
    runs = []
    for month, strides_per_s, drops in zip((9, 11), STRIDES_PER_S, ((4.0, 9.0), (4.0, 4.5)), strict=True):
        assessment = filmed.assessment(pat, ines)
        assessment.filmed_on = date(2026, month, 1)
        assessment.save()
        pace = 2 * strides_per_s
        runs.append(finished_run(assessment, clip, seconds=SECONDS, rate_hz=RATE_HZ, steps_per_s=pace, drop_deg=drops))
    return runs[0], runs[1]


@pytest.fixture
def page(browser: Browser, live_server: object, visits: tuple[Analysis, Analysis], ines: User) -> Iterator[Page]:
    """The page as it opens from the newer result."""
    client = Client()
    client.force_login(ines)
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="en-US")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    context.set_default_timeout(90_000)
    page, wrong = context.new_page(), []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{live_server.url}/assessments/{visits[1].recording.assessment_id}/")
    page.get_by_role("link", name="Compare with another visit").click()
    page.wait_for_selector("[data-behaviour=compare][data-is-ready]")
    yield page
    context.close()
    assert not wrong


def contacts(run: Analysis, side: str) -> list[float]:
    return sorted(each["initial_contact_s"] for each in run.result["stances"] if each["side"] == side)


def frames_at(*times_s: float) -> list[int]:
    return [round(at * RATE_HZ) % WRAP for at in times_s]


def wait_for(page: Page, *times_s: float) -> None:
    page.wait_for_function(SHOWS, arg=frames_at(*times_s))


def test_both_clips_go_from_contact_to_contact_and_step_together(page: Page, visits: tuple[Analysis, Analysis]) -> None:
    right, left = ([contacts(run, side) for run in visits] for side in ("right", "left"))
    wait_for(page, right[0][0], right[1][0])
    page.keyboard.press("r")
    wait_for(page, right[0][1], right[1][1])
    for each in page.locator('[data-part="step"]').all():
        expect(each).to_contain_text("right contact 2 of")
    page.keyboard.press("l")
    wait_for(page, *(next(at for at in own if at > right[clip][1]) for clip, own in enumerate(left)))
    page.keyboard.press("Shift+R")
    wait_for(page, right[0][1], right[1][1])
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    shorter_s = right[0][2] - right[0][1]
    strides = 4 / RATE_HZ / shorter_s
    wait_for(page, *(own[1] + strides * (own[2] - own[1]) for own in right))
    expect(page.locator('[data-part="lock"]')).to_contain_text("Locked to the right contact, +")


def test_a_nudge_moves_one_clip_alone_and_can_be_undone(page: Page, visits: tuple[Analysis, Analysis]) -> None:
    then, now = (contacts(run, "right")[0] for run in visits)
    page.keyboard.press("p")
    page.keyboard.press("p")
    wait_for(page, then, now + 2 / RATE_HZ)
    page.get_by_role("button", name="+1 frame, then").click()
    wait_for(page, then + 1 / RATE_HZ, now + 2 / RATE_HZ)
    expect(page.locator('[data-part="step"]').last).to_contain_text("nudged +2")
    page.keyboard.press("0")
    wait_for(page, then, now)


def test_both_play_by_one_clock_and_stop(page: Page) -> None:
    before = page.evaluate(FRAMES_ON_SCREEN)
    page.keyboard.press(" ")
    page.wait_for_function(
        f"before => ({FRAMES_ON_SCREEN})().every((frame, clip) => frame !== before[clip])", arg=before
    )
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Play both")).to_be_visible()
    page.keyboard.press("ArrowLeft")


def test_the_numbers_stand_in_words_and_no_fault_is_found(page: Page) -> None:
    expect(page.get_by_text("Less drop than then")).to_be_visible()
    expect(page.get_by_text("No detectable change")).to_be_visible()
    for width, scheme in ((1440, "light"), (820, "dark"), (390, "light")):
        page.set_viewport_size({"width": width, "height": 1000})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        assert faults(page) == [], (width, scheme)


def test_both_clips_are_kept_as_one_film(page: Page, tmp_path: Path) -> None:
    page.get_by_label("Speed").select_option("1")
    button = page.get_by_role("button", name="Save as a film")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(2_500)
    with page.expect_download() as download:
        button.click()
    assert download.value.suggested_filename.startswith("stance-then-and-now.")
    kept = tmp_path / download.value.suggested_filename
    download.value.save_as(kept)
    with av.open(str(kept)) as film:
        pictures = [frame.to_ndarray(format="gray") for frame in film.decode(video=0)]
    both_px = 2 * round(720 * WIDTH_PX / 320 / 2) * 2
    assert len(pictures) > 5
    assert {each.shape for each in pictures} == {(720 + 44, both_px)}
    halves = [each[:720, half : half + both_px // 2] for each in pictures[-1:] for half in (0, both_px // 2)]
    assert all(half.max() > 150 for half in halves)  # the bright square is seen in both
