"""The demo patient's two visits: laid side by side, and on one time line."""

import re

from playwright.sync_api import Page, expect
from running_site import Site

TIMES_S = "() => [...document.querySelectorAll('[data-part=video]')].map((video) => video.currentTime)"


def open_walker(site: Site, page: Page) -> None:
    site.sign_in(page)
    page.goto(site.url + "/patients/")
    page.get_by_role("link", name="Example, Nora").click()


def test_the_re_test_shows_less_drop_on_the_side_that_was_treated(demo_site: Site, desktop: Page) -> None:
    open_walker(demo_site, desktop)
    desktop.get_by_role("link", name="Compare visits").click()
    left, right = (desktop.get_by_role("article").filter(has_text=f"{side} stance") for side in ("Left", "Right"))
    expect(left).to_contain_text("No detectable change")
    expect(right).to_contain_text("Less drop than then")
    expect(right).to_contain_text(re.compile(r"difference \d\.\d° ± \d\.\d°, less drop\."))
    expect(desktop.get_by_text("Filmed alike:")).to_be_visible()

    desktop.wait_for_selector("[data-behaviour=compare][data-is-ready]")
    desktop.keyboard.press("r")
    steps = desktop.locator('[data-part="step"]')
    expect(steps).to_contain_text([re.compile("right contact 2 of")] * 2)
    locked = desktop.evaluate(TIMES_S)
    desktop.get_by_role("button", name="+1 frame, now").click()
    desktop.wait_for_function(f"before => ({TIMES_S})()[1] > before[1]", arg=locked)
    assert desktop.evaluate(TIMES_S)[0] == locked[0], "the other clip stays where it is"


def test_the_course_joins_both_visits_and_all_that_was_told(demo_site: Site, desktop: Page) -> None:
    open_walker(demo_site, desktop)
    desktop.get_by_role("link", name="Course", exact=True).click()
    for panel in ("Pelvic drop, walking", "Pain", "Hip abduction", "LEFS score", "Exercise sessions done of planned"):
        expect(desktop.get_by_role("rowheader", name=panel, exact=True)).to_be_visible()
    expect(desktop.get_by_role("row", name=re.compile(r"(Left|Right) stance: drop \d\.\d° ± \d\.\d°"))).to_have_count(4)
    for side in ("left", "right"):
        expect(desktop.locator(f".trend__plot .trend__whisker--{side}")).to_have_count(2)
