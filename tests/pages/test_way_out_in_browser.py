"""A verdict that cannot be told leads on in a real browser, and what follows from it stays in view."""

from collections.abc import Iterator

import filmed
import pytest
import walks
from playwright.sync_api import Browser, Page, expect
from review_page import page_of

from clinics.models import User
from gait import storage
from gait.child.answer import write_json
from gait.models import Analysis
from patients.models import Patient

DESKTOP, TABLET, PHONE = (1440, 900), (1024, 768), (390, 844)
PARTS = (".stage", ".review__scrubber", ".transport", ".curve__plot")


@pytest.fixture
def run(transactional_db: None, tmp_path_factory: pytest.TempPathFactory, pat: Patient, ines: User) -> Analysis:
    """Done, both sides withheld for want of a source, in a tall film as phones make it."""
    run = walks.done_run(filmed.assessment(pat, ines), walks.without_answer())
    folder = storage.results_of(run)
    clip = filmed.clip(tmp_path_factory.mktemp("clip") / "walk.mp4", seconds=9, rate_hz=50, size_px=(360, 640))
    (folder / "proxy.mp4").write_bytes(clip.read_bytes())
    write_json(folder / "overlay.json", overlay())
    return run


def overlay() -> dict[str, object]:
    shape = {"width_px": 720, "height_px": 1280, "bones": [["left_hip", "right_hip"]], "pelvic_obliquity_deg": []}
    told = walks.overlay()
    lines = {name: {**line, "trusted": True} for name, line in told["lines"].items()}
    nothing = [None] * len(told["lines"]["waistband"]["from_xy"])
    lines["stickers"] = {"from_xy": nothing, "to_xy": nothing, "trusted": False}
    return {**shape, **told, "lines": lines}


@pytest.fixture
def page(browser: Browser, live_server: object, run: Analysis, ines: User) -> Iterator[Page]:
    with page_of(browser, live_server, run, ines, viewport=size(DESKTOP)) as page:
        yield page


def size(wide_and_high: tuple[int, int]) -> dict[str, int]:
    return dict(zip(("width", "height"), wide_and_high, strict=True))


def test_the_button_beside_the_verdict_opens_its_tool_and_escape_closes_it(page: Page) -> None:
    panel = page.locator('[data-part="clicks-panel"]')
    page.locator(".side-verdict").first.get_by_role("link", name="Mark the pelvis").click()
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


@pytest.mark.parametrize("screen", [DESKTOP, TABLET])
def test_picture_controls_and_curve_fit_one_screen(page: Page, screen: tuple[int, int]) -> None:
    page.set_viewport_size(size(screen))
    page.locator("#review").evaluate("each => scrollTo(0, each.getBoundingClientRect().top + scrollY - 60)")
    page.wait_for_timeout(300)
    for part in PARTS:
        box = page.locator(part).first.bounding_box()
        assert box["y"] >= 50, part
        assert box["y"] + box["height"] <= screen[1], part


@pytest.mark.parametrize("screen", [DESKTOP, TABLET, PHONE])
def test_the_verdict_stays_in_view(page: Page, screen: tuple[int, int]) -> None:
    page.set_viewport_size(size(screen))
    strip = page.get_by_role("complementary", name="Verdict in short")
    expect(strip).to_be_hidden()
    page.locator(".transport").scroll_into_view_if_needed()
    page.mouse.wheel(0, 600)
    expect(strip).to_be_visible()
    expect(strip).to_contain_text("Confidence C")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_click_leaves_the_keys_alive_and_space_plays(page: Page) -> None:
    grid = page.get_by_role("button", name="Grid")
    grid.click()
    expect(grid).to_have_attribute("aria-pressed", "true")
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(grid).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("G")  # with Caps Lock
    expect(grid).to_have_attribute("aria-pressed", "false")


def test_the_stage_fills_the_screen_and_comes_back(page: Page) -> None:
    page.get_by_role("button", name="Full screen").click()
    expect(page.locator(".review__player:fullscreen")).to_have_count(1)
    page.keyboard.press("f")
    expect(page.locator(".review__player:fullscreen")).to_have_count(0)


def test_a_source_that_read_nothing_is_no_line(page: Page) -> None:
    expect(page.locator('[data-part="line-choice"]')).to_be_hidden()
