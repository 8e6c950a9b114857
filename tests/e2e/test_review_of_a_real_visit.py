"""A really measured visit reviewed: said otherwise how it was filmed, by keyboard alone, by touch alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fingers import Fingers
from marked import frame_in_view, place_of
from playwright.sync_api import Browser, Locator, Page, expect
from reviewing import changed, drops_deg, open_visit, take_back, wait_for_review
from running_site import Site

from config.demo.practice import SHEET

CLIP = "demo_walk_retest.mp4"
CADENCE_SPM, RATE_HZ = 111, 60
MAX_TABS = 60
TABLET = {"width": 820, "height": 1180}


@pytest.fixture
def tablet(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=TABLET, has_touch=True, is_mobile=True, locale="en-US")
    yield context.new_page()
    context.close()


def test_what_is_said_about_the_filming_moves_the_numbers_and_back(demo_site: Site, desktop: Page) -> None:
    demo_site.own_visit("Filma", CLIP)
    demo_site.sign_in(desktop)
    open_visit(demo_site, desktop, "Filma")
    before, read = drops_deg(desktop), pictures_read(demo_site)
    exchanged = {"left": before["right"], "right": before["left"]}
    assert before["left"] != before["right"]

    open_filming(desktop)
    desktop.get_by_role("button", name="Swap left and right").click()
    changed(desktop, "Clip is mirrored: left and right exchanged")
    assert drops_deg(desktop) == exchanged
    take_back(desktop, "Clip is mirrored")
    assert drops_deg(desktop) == before

    open_filming(desktop)
    desktop.locator("select[name=view]").select_option("from the front")
    desktop.get_by_role("button", name="Work out anew").click()
    changed(desktop, "Filmed from the front")
    assert drops_deg(desktop) != before
    take_back(desktop, "Filmed from the front")

    open_filming(desktop)
    desktop.get_by_label("Camera's pictures per second").fill("50")
    desktop.get_by_role("button", name="Work out anew").click()
    changed(desktop, "Filmed at 50 pictures per second")
    assert cadence_spm(desktop) == pytest.approx(CADENCE_SPM * 50 / RATE_HZ, abs=1)
    take_back(desktop, "Filmed at 50 pictures per second")
    assert cadence_spm(desktop) == pytest.approx(CADENCE_SPM, abs=1)
    assert drops_deg(desktop) == before
    assert pictures_read(demo_site) == read, "no picture was looked at again"


def test_the_keyboard_alone_goes_from_the_worklist_to_the_signature(demo_site: Site, desktop: Page) -> None:
    demo_site.own_visit("Kea", CLIP)
    sign_in_by_keyboard(demo_site, desktop)
    go_to(desktop, desktop.get_by_role("link", name=re.compile("^Review ?: Kea")))
    press(desktop, "Enter")
    wait_for_review(desktop)

    press(desktop, "r", "ArrowRight", "ArrowRight")
    expect(desktop.locator('[data-part="phase"]')).to_contain_text("right stance 1 of")
    press(desktop, "e", ">")
    chosen = frame_in_view(desktop)
    press(desktop, "ArrowRight", "ArrowRight", "ArrowRight")
    assert frame_in_view(desktop) == chosen + 3
    press(desktop, "m")
    changed(desktop, "moved from")
    press(desktop, ">", "Delete")
    changed(desktop, "deleted")
    press(desktop, *["Shift+ArrowRight"] * 3)
    frame_in_view(desktop)
    press(desktop, "3")
    changed(desktop, "Right contact added at")
    leave_out_by_keyboard(desktop, "Left 4", "Stumble")
    changed(desktop, "left out (stumble, turn or glance aside)", "3 contacts or toe-offs and 1 stance")

    press(desktop, "s")
    go_to(desktop, desktop.get_by_label("I watched the line"))
    press(desktop, "Space")
    go_to(desktop, desktop.get_by_role("button", name=re.compile("^Sign as")))
    press(desktop, "Enter")
    expect(desktop.locator("#sign")).to_contain_text("Signed by Maya Lindgren, PT, DPT")
    expect(desktop.get_by_role("button", name=re.compile("^Undo:"))).to_have_count(0)


def test_fingers_alone_play_look_closely_and_mark(demo_site: Site, tablet: Page) -> None:
    demo_site.own_visit("Finn", CLIP)
    demo_site.sign_in(tablet)
    open_visit(demo_site, tablet, "Finn")
    fingers, picture = Fingers(tablet), tablet.locator('[data-part="picture"]')
    fingers.swipe(by_px=120)
    assert frame_in_view(tablet) == 20
    fingers.spread()
    expect(tablet.get_by_role("button", name="Close-up")).to_have_attribute("aria-pressed", "true")
    near = picture.get_attribute("style")
    fingers.swipe(by_px=60)
    assert picture.get_attribute("style") != near
    assert frame_in_view(tablet) == 20, "what is close is moved, not played"
    tablet.get_by_role("button", name="Close-up").tap()

    tablet.get_by_role("button", name="Mark the pelvis").tap()
    line = found_line(tablet)
    for number in (1, 2):
        expect(tablet.locator('[data-part="clicks-say"]')).to_contain_text(f"Picture {number} of")
        at = 2 * frame_in_view(tablet)
        for end in ("from_xy", "to_xy"):
            tablet.touchscreen.tap(*place_of(tablet, tuple(line[end][at : at + 2])))
    tablet.get_by_role("button", name="Measure with my points").tap()
    changed(tablet, "changed 2 pictures")


def open_filming(page: Page) -> None:
    """What was open before a correction is open after it."""
    if page.locator("#filming[open]").count() == 0:
        page.get_by_text("Correct how it was filmed").click()


def cadence_spm(page: Page) -> float:
    return float(page.get_by_role("row", name=re.compile("^Cadence")).get_by_role("cell").inner_text())


def pictures_read(site: Site) -> set[int]:
    """What was read off pictures, as files: a correction shares those of the run before."""
    return {path.stat().st_ino for path in Path(site.home / "media").rglob("readings.npz")}


def sign_in_by_keyboard(site: Site, page: Page) -> None:
    page.goto(site.url + "/accounts/login/?next=/worklist/")
    page.get_by_label("Email").focus()
    page.keyboard.type(SHEET["therapist"]["email"])
    go_to(page, page.get_by_label("Password", exact=True))
    page.keyboard.type(site.demo_password)
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Worklist")).to_be_visible()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def go_to(page: Page, wanted: Locator) -> None:
    """Tab by tab, as somebody without a mouse gets there."""
    for _ in range(MAX_TABS):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{MAX_TABS} tabs do not lead to {wanted}")


def leave_out_by_keyboard(page: Page, stance: str, why: str) -> None:
    go_to(page, page.get_by_text("All stances as a table"))
    press(page, "Enter")
    row = page.locator("#stances tbody tr").filter(has_text=stance)
    go_to(page, row.locator("summary"))
    press(page, "Enter")
    go_to(page, row.locator("select"))
    page.keyboard.type(why)
    go_to(page, row.get_by_role("button", name="Leave out"))
    press(page, "Enter")


def found_line(page: Page) -> dict[str, list[float]]:
    """Ends of the line between the stickers, two numbers a frame."""
    address = page.locator("#review").get_attribute("data-overlay-url")
    return page.evaluate("url => fetch(url).then((answer) => answer.json())", address)["lines"]["markers"]
