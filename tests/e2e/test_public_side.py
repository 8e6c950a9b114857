"""The public pages in a real browser: moving pictures with the line drawn, and a message that finds its inbox."""

import re

from playwright.sync_api import Page, expect
from running_site import Site

DRAWN_POINTS = """canvas => {
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  return pixels.filter((_value, index) => index % 4 === 3 && pixels[index] > 0).length;
}"""


def test_the_pelvic_line_follows_both_walks_and_can_be_switched_off(site: Site, desktop: Page) -> None:
    desktop.goto(site.url + "/hip-drop/")
    desktop.wait_for_function("() => [...document.querySelectorAll('video')].every(video => video.currentTime > 0.2)")
    canvases = desktop.locator(".explainer canvas")
    expect(canvases).to_have_count(2)
    assert all(canvas.evaluate(DRAWN_POINTS) > 500 for canvas in canvases.all())
    desktop.get_by_role("button", name="Pause").click()
    expect(desktop.get_by_role("button", name="Play")).to_be_visible()
    assert desktop.locator("video").first.evaluate("video => video.paused")
    desktop.get_by_role("button", name="Pelvic line").click()
    expect(canvases.first).to_be_hidden()


def test_who_wants_no_motion_sees_a_still_with_the_line(site: Site, desktop: Page) -> None:
    desktop.emulate_media(reduced_motion="reduce")
    desktop.goto(site.url + "/hip-drop/")
    expect(desktop.get_by_role("button", name="Play")).to_be_visible()
    desktop.wait_for_function("() => [...document.querySelectorAll('video')].every(video => video.readyState >= 2)")
    assert desktop.locator("video").first.evaluate("video => video.paused")
    assert desktop.locator(".explainer canvas").first.evaluate(DRAWN_POINTS) > 500


def test_a_page_asks_no_other_server_for_anything(site: Site, desktop: Page) -> None:
    asked: list[str] = []
    desktop.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/hip-drop/", "/locations/", "/contact/", "/es/hip-drop/"):
        desktop.goto(site.url + path, wait_until="networkidle")
    assert asked
    assert [url for url in asked if not url.startswith((site.url, "data:", "blob:"))] == []


def test_a_message_reaches_the_inbox_of_its_location_and_stays_text(site: Site, desktop: Page, phone: Page) -> None:
    phone.goto(site.url + "/locations/atlanta/contact/")
    phone.get_by_label("Your name").fill("<img src=x onerror=alert(1)>Vera")
    phone.get_by_label("E-mail").fill("vera@visitor.test")
    phone.get_by_label("When would suit you?").fill("Tuesdays")
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Thank you")

    desktop.on("dialog", lambda dialog: dialog.accept())
    site.sign_in(desktop, "admin", to="/clinic/atlanta/enquiries/")
    desktop.get_by_role("link", name=re.compile("Vera")).first.click()
    expect(desktop.get_by_role("heading", level=1)).to_have_text("<img src=x onerror=alert(1)>Vera")
    desktop.get_by_label("Day and time").fill("2030-07-01T09:30")
    desktop.get_by_role("button", name="Book").click()
    expect(desktop.get_by_role("main")).to_contain_text("Monday, July 1, 2030, 9:30 a.m., 45 minutes")
    with desktop.expect_download() as download:
        desktop.get_by_role("link", name="Calendar file").click()
    assert "BEGIN:VEVENT" in download.value.path().read_text()
