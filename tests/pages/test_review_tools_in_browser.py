"""Curve and manual tools in a real browser: by keyboard alone, by touch alone on a clip that could not be measured."""

import json
from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import filmed
import pytest
from axe import faults
from fingers import Fingers
from playwright.sync_api import Browser, Locator, Page, expect
from review_page import page_of
from walked import finished_run

from clinics.models import User
from gait import storage
from gait.models import Analysis, Annotation
from gait.review.annotation_words import says
from patients.models import Patient

RATE_HZ, SECONDS, SIZE_PX = 30, 8, (240, 320)
DESKTOP, TABLET = {"width": 1440, "height": 1000}, {"width": 820, "height": 1180}


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("clip") / "walk.mp4"
    return filmed.clip(path, seconds=SECONDS, rate_hz=RATE_HZ, size_px=SIZE_PX).read_bytes()


@pytest.fixture
def measured(transactional_db: None, clip: bytes, pat: Patient, ines: User) -> Analysis:
    """One of its stances does not count."""
    run = finished_run(filmed.assessment(pat, ines), clip, seconds=SECONDS, rate_hz=RATE_HZ)
    first, *others = run.found.stances
    run.result = replace(run.found, stances=(replace(first, used=False, reason="S_CUT"), *others)).as_json()
    run.save()
    run.recording.video = run.result["video"]
    run.recording.save()
    return run


@pytest.fixture
def failed(transactional_db: None, clip: bytes, pat: Patient, ines: User) -> Analysis:
    """Nobody could be followed, but the copy for the browser was made."""
    recording = filmed.recording(filmed.assessment(pat, ines), clip)
    recording.video = {"width_px": 240, "height_px": 320, "duration_s": float(SECONDS), "frame_rate_hz": float(RATE_HZ)}
    recording.save()
    run = Analysis.objects.create(
        recording=recording, status=Analysis.Status.FAILED, token=uuid4(), error_code="E_NO_PERSON"
    )
    folder = storage.results_of(run)
    folder.mkdir(parents=True)
    (folder / "proxy.mp4").write_bytes(clip)
    return run


@pytest.fixture
def desk(browser: Browser, live_server: object, measured: Analysis, ines: User) -> Iterator[Page]:
    with page_of(browser, live_server, measured, ines, viewport=DESKTOP) as page:
        yield page


@pytest.fixture
def tablet(browser: Browser, live_server: object, failed: Analysis, ines: User) -> Iterator[Page]:
    with page_of(browser, live_server, failed, ines, viewport=TABLET, has_touch=True, is_mobile=True) as page:
        yield page


def part(page: Page, name: str) -> Locator:
    return page.locator(f'[data-part="{name}"]')


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def expect_frame(page: Page, frame: int) -> None:
    expect(part(page, "clock")).to_contain_text(f"frame {frame + 1} of")


def assert_accessible_in_light_and_dark(page: Page) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert faults(page) == []


def test_the_keyboard_alone_draws_and_takes_back(desk: Page) -> None:
    press(desk, *["ArrowRight"] * 5)
    expect_frame(desk, 5)
    press(desk, "h", "Enter", "Backspace", *["Shift+ArrowLeft"] * 3, "Enter")
    expect(part(desk, "draw-say")).to_contain_text("Set the other end.")
    press(desk, *["Shift+ArrowRight"] * 6, *["ArrowDown"] * 9, "Enter")
    label = part(desk, "draw-say").inner_text().split(".")[0]
    desk.keyboard.type("Line of the shoulders")
    press(desk, "Enter")
    expect(part(desk, "annotations")).to_contain_text("Line of the shoulders")
    expect(part(desk, "draw-form")).to_be_hidden()
    kept = Annotation.objects.get()
    assert kept.at_s == pytest.approx(5 / RATE_HZ, abs=1e-3)
    assert says(kept.kind, kept.points_px).startswith(label)
    press(desk, *["Shift+ArrowRight"] * 2)
    expect_frame(desk, 25)
    desk.locator(".annotation__at").focus()
    press(desk, "Enter")
    expect_frame(desk, 5)
    press(desk, "Control+z")
    expect(part(desk, "annotations")).to_contain_text("taken away")
    assert not Annotation.objects.standing().exists()
    desk.get_by_role("button", name="Put back").focus()
    press(desk, "Enter")
    expect(desk.locator(".annotation")).to_have_count(1)


def test_points_move_until_they_are_saved_and_stay_on_their_frame(desk: Page) -> None:
    part(desk, "draw-angle").click()
    box = part(desk, "stage").bounding_box()

    def at(across: float, down: float) -> tuple[float, float]:
        return box["x"] + box["width"] * across, box["y"] + box["height"] * down

    for point in ((0.3, 0.3), (0.5, 0.3), (0.5, 0.6)):
        desk.mouse.click(*at(*point))
    expect(part(desk, "draw-say")).to_contain_text("90.0°")
    desk.mouse.move(*at(0.3, 0.3))
    desk.mouse.down()
    desk.mouse.move(*at(0.5, 0.1), steps=4)
    desk.mouse.up()
    expect(part(desk, "draw-say")).to_contain_text("180.0°")
    part(desk, "draw-save").click()
    expect(part(desk, "annotations")).to_contain_text("Angle 180.0°, measured by hand on one frame")
    with desk.expect_response("**/report/"):  # the frame becomes a picture meanwhile
        desk.get_by_label("on the report").check()
    desk.reload()
    expect(desk.get_by_label("on the report")).to_be_checked()
    assert Annotation.objects.get().is_reported
    assert_accessible_in_light_and_dark(desk)


def test_curve_and_video_lead_each_other(desk: Page, measured: Analysis) -> None:
    left_out = [each for each in measured.result["stances"] if not each["used"]]
    out = desk.locator(".curve__dot--out")
    expect(out).to_have_count(len(left_out))
    expect(desk.locator(".curve__dot")).to_have_count(len(measured.result["stances"]))
    out.first.focus()
    expect(desk.locator(".curve__tip")).to_contain_text("Left out: ")
    desk.locator(".curve__dot--left").nth(2).focus()
    expect(desk.locator(".curve__tip")).to_contain_text("Left stance: right side drops")
    press(desk, "Enter")
    lefts = sorted(each["peak_s"] for each in measured.result["stances"] if each["side"] == "left" and each["used"])
    expect_frame(desk, round(lefts[2] * RATE_HZ))
    expect(desk.locator(".cycle__now--left")).not_to_have_css("display", "none")
    playhead = "() => document.querySelector('.curve__playhead').style.transform"
    before = desk.evaluate(playhead)
    press(desk, "Shift+ArrowRight", "Shift+ArrowRight")
    desk.wait_for_function(f"before => ({playhead})() !== before", arg=before)


def test_other_curves_tables_and_the_mean_cycle(desk: Page, measured: Analysis) -> None:
    desk.get_by_label("Trunk lean", exact=True).check(force=True)
    expect(part(desk, "curve-title")).to_have_text("Trunk lean over time")
    expect(part(desk, "angle")).to_contain_text("trunk")
    expect(desk.locator(".curve__dots")).to_be_hidden()
    part(desk, "curve-table").locator("summary").click()
    rows = part(desk, "curve-table").locator("tbody tr")
    expect(rows).to_have_count(SECONDS * 10)
    rows.nth(40).get_by_role("button").click()
    expect_frame(desk, 4 * RATE_HZ)
    expect(rows.filter(has_text="side of the pelvis").first).to_be_visible()
    desk.locator(".cycle").click(position={"x": 60, "y": 60})
    desk.wait_for_function("() => !document.querySelector('[data-part=clock]').textContent.includes('frame 121 of')")
    series = storage.results_of(measured) / "series.json"
    known = json.loads(series.read_text())
    series.write_text(json.dumps({key: known[key] for key in ("time_s", "pelvic_obliquity_deg", "sigma_deg")}))
    desk.reload()
    desk.wait_for_selector("[data-is-ready]")
    expect(desk.get_by_label("Knees", exact=True)).to_be_disabled()
    expect(part(desk, "curve-missing")).to_be_visible()


def test_what_helps_the_eye_answers_to_keys(desk: Page) -> None:
    for key, name in (("g", "grid"), ("p", "plumb"), ("z", "zoom")):
        button = desk.locator(f'[data-do="{name}"]')
        press(desk, key)
        expect(button).to_have_attribute("aria-pressed", "true")
        press(desk, key)
        expect(button).to_have_attribute("aria-pressed", "false")
    press(desk, *["-"] * 9)
    expect(part(desk, "speed")).to_have_value("0.1")
    assert part(desk, "video").evaluate("video => video.playbackRate") == pytest.approx(0.1)
    press(desk, "?")
    expect(part(desk, "help")).to_be_visible()


def test_touch_alone_measures_a_clip_that_failed(tablet: Page) -> None:
    fingers = Fingers(tablet)
    fingers.swipe(by_px=60)
    expect_frame(tablet, 10)
    fingers.spread()
    expect(tablet.locator('[data-do="zoom"]')).to_have_attribute("aria-pressed", "true")
    expect_frame(tablet, 10)
    tablet.locator('[data-do="zoom"]').tap()
    part(tablet, "draw-slope").tap()
    for across in (0.3, 0.7):
        x, y = fingers.at(across, 0.4)
        tablet.touchscreen.tap(x, y)
    part(tablet, "draw-save").tap()
    expect(part(tablet, "annotations")).to_contain_text(
        "0.0° to the horizontal of the picture, measured by hand on one frame"
    )
    assert Annotation.objects.get().at_s == pytest.approx(10 / RATE_HZ, abs=1e-3)
    assert small_targets(tablet) == []
    assert_accessible_in_light_and_dark(tablet)


def small_targets(page: Page) -> list[str]:
    """What is shown in the review, can be pressed, and is less than 44 px wide or high."""
    return page.evaluate("""() => [...document.querySelectorAll("#review button, #review select, #review input")]
        .filter((each) => each.checkVisibility())
        .filter((each) => Math.min(each.offsetWidth, each.offsetHeight) < 44)
        .map((each) => each.outerHTML)""")
