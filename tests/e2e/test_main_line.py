"""The whole line as people walk it: a real clip, a real worker, a real browser, nobody stands in for anything."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desk import enter, hand_over_a_plan, sign
from marked import frame_in_view, press
from playwright.sync_api import Page, expect
from running_site import Site

ROOT = Path(__file__).resolve().parents[2]
CLIP = ROOT / "config" / "demo" / "clips" / "demo_walk_first_visit.mp4"
MEASURING_MS = 240_000
MAX_PRESSES, MAX_PRESSES_WITH_TWO_FRAMES = 17, 20
"""From the worklist with a film in hand to the plan in the patient's hand."""

COUNT_PRESSES = "addEventListener('pointerdown', ({ isTrusted }) => isTrusted && pressed(), { capture: true })"
"""A press on a label is one, though the browser makes a second click of it."""


def test_from_the_clip_to_the_diary(site: Site, desktop: Page, phone: Page) -> None:
    site.sign_in(desktop)
    desktop.goto(site.url + "/worklist/")
    with counted_presses(desktop) as presses:
        start_assessment(desktop)
        before = len(presses)
        refuse_a_text_file(desktop, site.home / "not-a-video.mp4")
        del presses[before:]
        upload(desktop)
        presses.append("the file, in the system's own dialog")
        read_the_result(desktop)
        before = len(presses)
        correct_two_frames(desktop)
        correcting = len(presses) - before
        sign(desktop)
        address = hand_over_a_plan(desktop)
    assert correcting >= 6  # the tool, four points, sending them
    assert len(presses) - correcting <= MAX_PRESSES
    assert len(presses) <= MAX_PRESSES_WITH_TWO_FRAMES
    log_a_session(phone, address, birth_year=1988)
    desktop.get_by_role("link", name="Nora Example").first.click()
    expect(desktop.get_by_role("main")).to_contain_text(re.compile("pain 2", re.IGNORECASE))


def start_assessment(page: Page) -> None:
    page.get_by_role("link", name="Upload a film").click()
    page.get_by_role("link", name="New assessment of Nora Example").click()
    page.get_by_label("Walking", exact=True).check()
    page.get_by_role("group", name=re.compile("Worst pain")).get_by_label("2", exact=True).check()
    page.get_by_label("Two stickers on the back dimples").check()
    page.get_by_label("The patient agrees to be filmed and measured").check()
    page.get_by_role("main").get_by_role("button").last.click()


def refuse_a_text_file(page: Page, file: Path) -> None:
    file.write_text("This is not a video.")
    page.get_by_label("Video").set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("alert").first).to_contain_text("video")


def upload(page: Page) -> None:
    page.get_by_label("Video").set_input_files(CLIP)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("progressbar", name="Measurement")).to_be_visible()
    expect(page.locator("#result")).to_be_visible(timeout=MEASURING_MS)


def read_the_result(page: Page) -> None:
    result = page.locator("#result")
    expect(result).to_contain_text(re.compile(r"Right stance: left side of the pelvis drops (8|9|10)\.\d° ± \d\.\d°"))
    expect(result).to_contain_text(re.compile(r"Left stance: right side of the pelvis drops (3|4|5)\.\d° ± \d\.\d°"))
    video = page.locator("video")
    page.wait_for_selector("[data-is-ready]")
    page.wait_for_function("() => document.querySelector('video').readyState >= 2")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('video').currentTime > 0")
    before = video.evaluate("video => video.currentTime")
    page.keyboard.press("r")
    page.wait_for_function("before => document.querySelector('video').currentTime > before", arg=before)


@contextmanager
def counted_presses(page: Page) -> Iterator[list[str]]:
    """Every press of the mouse on this page and those it leads to."""
    presses: list[str] = []
    page.expose_function("pressed", lambda: presses.append(page.url))
    page.add_init_script(COUNT_PRESSES)
    page.reload()
    yield presses


def correct_two_frames(page: Page) -> None:
    """Both stickers in the first two pictures: the line that was found is where they are."""
    page.get_by_role("button", name="Mark the pelvis").click()
    said = page.locator('[data-part="clicks-say"]')
    line = found_line(page)
    for number in (1, 2):
        expect(said).to_contain_text(f"Picture {number} of")
        at = 2 * frame_in_view(page)
        press(page, *(tuple(line[end][at : at + 2]) for end in ("from_xy", "to_xy")))
    page.get_by_role("button", name="Measure with my points").click()
    expect(page.locator(".changes")).to_contain_text("Maya Lindgren, PT, DPT changed 2 pictures.", timeout=MEASURING_MS)


def found_line(page: Page) -> dict[str, list[float]]:
    """Ends of the line between the stickers, two numbers a frame."""
    overlay = page.evaluate(
        "url => fetch(url).then((answer) => answer.json())", page.locator("#review").get_attribute("data-overlay-url")
    )
    return overlay["lines"]["markers"]


def log_a_session(page: Page, address: str, *, birth_year: int) -> None:
    enter(page, address, birth_year=birth_year)
    expect(page.get_by_role("main")).to_contain_text("Single-leg bridge")
    page.get_by_role("button", name=re.compile("Done")).first.click()
    page.get_by_role("button", name="2", exact=True).first.click()
