"""The review in a real browser, on a clip whose pictures say by themselves which frame they are."""

import json
from collections.abc import Iterator

import filmed
import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from walked import finished_run

from clinics.models import User
from gait.models import Analysis, SignedReport
from patients.models import Patient

RATE_HZ, SECONDS, WIDTH_PX = 30, 8, 240
PATIENCE_MS = 90_000
FRAME_ON_SCREEN = """() => {
    const video = document.querySelector('[data-part="video"]');
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    const context = canvas.getContext("2d");
    context.drawImage(video, 0, 0);
    const row = context.getImageData(0, 120, video.videoWidth, 1).data;
    let left = 0;
    while (row[4 * left] < 150) left += 1;
    return left - 10;
}"""
"""The bright square of filmed.clip begins 10 px from the left and moves one pixel a frame, round and round."""


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("clip") / "walk.mp4"
    return filmed.clip(path, seconds=SECONDS, rate_hz=RATE_HZ, size_px=(WIDTH_PX, 320)).read_bytes()


@pytest.fixture
def walked(transactional_db: None, clip: bytes, pat: Patient, ines: User) -> Analysis:
    return finished_run(filmed.assessment(pat, ines), clip, seconds=SECONDS, rate_hz=RATE_HZ)


@pytest.fixture
def review(browser: Browser, live_server: object, walked: Analysis, ines: User) -> Iterator[Page]:
    """The result page, with nothing wrong on it."""
    client = Client()
    client.force_login(ines)
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="en-US")
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    context.set_default_timeout(PATIENCE_MS)
    page, wrong = context.new_page(), []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    page.goto(f"{live_server.url}/assessments/{walked.recording.assessment_id}/")
    page.wait_for_selector("[data-is-ready]")
    yield page
    context.close()
    assert not wrong


def said_frame(page: Page) -> int:
    return int(page.inner_text('[data-part="clock"]').split("frame ")[1].split(" of ")[0]) - 1


def wait_for_frame(page: Page, frame: int) -> None:
    page.wait_for_function(
        "wanted => document.querySelector('[data-part=clock]').textContent.includes(`frame ${wanted} of`)",
        arg=frame + 1,
    )


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_every_step_shows_its_own_frame(review: Page) -> None:
    wait_for_frame(review, 0)
    for keys, frame in (
        (["ArrowRight"] * 7, 7),
        (["Shift+ArrowRight"] * 3, 37),
        (["ArrowLeft"] * 2, 35),
        (["Shift+ArrowLeft"] * 9, 0),
    ):
        press(review, *keys)
        wait_for_frame(review, frame)
        assert review.evaluate(FRAME_ON_SCREEN) == frame % (WIDTH_PX - 60)


def test_keys_lead_from_step_to_step(review: Page, walked: Analysis) -> None:
    stances = sorted(walked.result["stances"], key=lambda each: each["initial_contact_s"])
    lefts = [round(each["peak_s"] * RATE_HZ) for each in stances if each["side"] == "left"]
    for frame in lefts[:2]:
        press(review, "l")
        wait_for_frame(review, frame)
    assert "left stance 2 of" in review.inner_text('[data-part="phase"]')
    contact = next(each["initial_contact_s"] for each in stances if each["initial_contact_s"] * RATE_HZ > lefts[1] + 1)
    press(review, ".")
    wait_for_frame(review, round(contact * RATE_HZ))


def test_a_stride_plays_in_a_loop_and_space_stops_it(review: Page) -> None:
    press(review, "r", "]")
    review.wait_for_function("() => !document.querySelector('[data-part=video]').paused")
    assert "Looping a" in review.inner_text('[data-part="loop"]')
    press(review, "Escape", " ")
    review.wait_for_function("() => document.querySelector('[data-part=video]').paused")
    assert review.inner_text('[data-part="loop"]') == ""


def test_the_overlay_is_drawn_and_goes_away(review: Page) -> None:
    painted = """() => {
        const canvas = document.querySelector('[data-part="canvas"]');
        return canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0);
    }"""
    press(review, "r")
    review.wait_for_function(painted)
    press(review, "o")
    assert not review.evaluate(painted)


def test_a_click_on_the_curve_seeks_the_video(review: Page) -> None:
    box = review.locator(".u-over").bounding_box()
    review.mouse.click(box["x"] + box["width"] / 2, box["y"] + 5)
    wait_until_it_moved(review)
    assert abs(said_frame(review) - RATE_HZ * SECONDS / 2) <= 3


def wait_until_it_moved(page: Page) -> None:
    page.wait_for_function("() => !document.querySelector('[data-part=clock]').textContent.includes('frame 1 of')")


def test_points_on_the_pelvis_are_collected_in_pixels_of_the_picture(review: Page, walked: Analysis) -> None:
    review.click("text=Mark the pelvis")
    wait_until_it_moved(review)
    for across in (0.4, 0.6):
        box = review.locator('[data-part="stage"]').bounding_box()
        review.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] / 2)
    review.wait_for_function("() => document.querySelector('[data-part=clicks-frames]').value.length > 2")
    [marked] = json.loads(review.input_value('[data-part="clicks-frames"]'))
    video = walked.result["video"]
    assert 0 < marked["left_xy_px"][0] < marked["right_xy_px"][0] < video["width_px"]
    assert 0 < marked["left_xy_px"][1] < video["height_px"]


def test_a_stance_left_out_shows_machine_and_hand_side_by_side(review: Page) -> None:
    review.click("#stances > summary")
    row = review.locator("#stances tbody tr").nth(1)
    row.locator("summary").click()
    row.locator("select").select_option("stumble")
    row.locator("text=Leave out").click()
    review.wait_for_selector(".changes")
    assert "left out (stumble" in review.inner_text(".changes")


def test_a_contact_is_moved_with_the_keyboard_and_taken_back(review: Page) -> None:
    press(review, "e", ">")
    wait_until_it_moved(review)
    assert "is chosen" in review.inner_text('[data-part="steps-say"]')
    before = said_frame(review)
    press(review, "ArrowRight", "ArrowRight")
    wait_for_frame(review, before + 2)
    press(review, "m")
    review.wait_for_selector(".changes")
    assert "moved from" in review.inner_text(".changes")
    review.wait_for_selector("[data-is-ready]")
    review.locator(".changes").get_by_role("button", name="Undo").click()
    review.wait_for_selector(".changes__undone")


def test_a_contact_is_dragged_along_the_curve(review: Page) -> None:
    review.click("text=Correct steps")
    box = review.locator(".step-mark--contact").nth(3).bounding_box()
    review.mouse.move(box["x"] + box["width"] / 2, box["y"] + 5)
    review.mouse.down()
    review.mouse.move(box["x"] + box["width"] / 2 + 12, box["y"] + 5, steps=4)
    review.mouse.up()
    review.wait_for_selector(".changes")
    assert "contact moved from" in review.inner_text(".changes")


def test_the_keyboard_alone_signs(review: Page) -> None:
    review.locator("[name=is_checked]").focus()
    press(review, "Space")
    review.locator("text=Sign as Ines Tester").focus()
    press(review, "Enter")
    review.wait_for_selector("text=Signed by Ines Tester, PT")
    assert SignedReport.objects.count() == 1
