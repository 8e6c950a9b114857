"""The patient's pages on a phone, in a real browser: scan, follow along, log, lose the network, find it again."""

from collections.abc import Iterator

import pytest
from axe import faults
from django.test import Client
from offline_phone import wait_until_kept, wait_until_sent
from playwright.sync_api import Browser, BrowserContext, Page, expect

from exercises.models import DiaryEntry, Plan

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "en-US"}


@pytest.fixture
def pocket(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(**PHONE)
    yield context
    context.close()


@pytest.fixture
def page(pocket: BrowserContext, live_server: object, secret: str) -> Page:
    """Today's page, opened by the link and the birth year."""
    page = pocket.new_page()
    page.goto(f"{live_server.url}/p/{secret}/")
    page.get_by_label("In which year were you born?").fill("1990")
    page.get_by_role("button", name="Open my plan").click()
    expect(page.get_by_role("heading", name="Hello Pat")).to_be_visible()
    return page


def test_a_whole_session_is_followed_and_logged(page: Page) -> None:
    page.goto(page.url + "follow/?speed=100")
    page.get_by_role("button", name="Start").click()
    for name in ("Standing clamshell, fingertip support", "Single-leg bridge", "Step-down, 10 cm step"):
        expect(page.get_by_text("Did it hurt?")).to_be_visible(timeout=60_000)
        expect(page.get_by_role("heading", name=name)).to_be_visible()
        page.get_by_role("button", name="1", exact=True).click()
        page.get_by_role("button", name="Easy", exact=True).click()
        page.get_by_role("button", name="Yes, mostly").click()
    expect(page.get_by_role("heading", name="That was it. Well done.")).to_be_visible()
    page.get_by_role("link", name="Back to today").last.click()
    expect(page.get_by_text("All done for today. Well done.")).to_be_visible()
    assert set(DiaryEntry.objects.values_list("pain_nprs", "effort_rpe", "stayed_level")) == {(1, 4, True)}
    assert DiaryEntry.objects.count() == 3


def test_the_player_pauses_skips_and_names_the_leg(page: Page) -> None:
    page.goto(page.url + "follow/")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("Stand on your RIGHT leg.")).to_be_visible()
    expect(page.locator("video")).to_have_class("player__loop is-mirrored")
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Stand on your LEFT leg.")).to_be_visible()
    expect(page.locator("video")).to_have_class("player__loop")


def test_too_much_pain_stops_the_exercise_in_the_player(page: Page) -> None:
    page.goto(page.url + "follow/?speed=100")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("Did it hurt?")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="8", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Leave this one out for now")
    page.get_by_role("button", name="Go on with the rest").click()
    expect(page.get_by_role("heading", name="Single-leg bridge")).to_be_visible()
    wait_until_sent(page)
    assert DiaryEntry.objects.get().item.open_hold


def test_two_taps_log_an_exercise(page: Page) -> None:
    first = page.locator("article").first
    first.get_by_role("button", name="Done").click()
    first.get_by_role("button", name="2", exact=True).click()
    first.get_by_role("button", name="Moderate").click()
    expect(first.get_by_text("Did your hips stay level?")).to_be_visible()
    wait_until_sent(page)
    entry = DiaryEntry.objects.get()
    assert (entry.pain_nprs, entry.effort_rpe) == (2, 6)


def test_today_is_a_row_for_each_exercise_once_a_patient_has_begun(page: Page) -> None:
    assert page.locator("details.task__more[open]").count() == 3, "the first time, all is shown"
    first = page.locator("article").first
    first.get_by_role("button", name="Done").click()
    expect(first.get_by_text("Did it hurt?")).to_be_visible()
    page.reload()
    assert page.locator("details.task__more[open]").count() == 0
    second = page.locator("article").nth(1)
    expect(second.get_by_role("button", name="Done")).to_be_visible()
    expect(second.locator("video")).to_be_hidden()
    assert second.bounding_box()["height"] < PHONE["viewport"]["height"] / 2
    second.get_by_text("How to do it, or skip it").click()
    expect(second.locator("video")).to_be_visible()
    second.get_by_text("I skip it today").click()
    second.get_by_role("button", name="Too hard today").click()
    expect(second.get_by_text("Skipped today")).to_be_visible()
    assert faults(page) == []


def test_focus_stays_on_the_exercise_after_each_tap(page: Page) -> None:
    first = page.locator("article").first
    for name in ("Done", "2", "Moderate"):
        first.get_by_role("button", name=name, exact=True).press("Enter")
        expect(first.get_by_role("heading", level=2)).to_be_focused()


def test_an_offline_session_comes_home_once(page: Page, pocket: BrowserContext) -> None:
    page.wait_for_function(
        "() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
    )
    page.reload(wait_until="networkidle")
    pocket.set_offline(True)
    page.reload()
    first = page.locator("article").first
    first.get_by_role("button", name="Done").click()
    first.get_by_role("button", name="3", exact=True).click()
    first.get_by_role("button", name="Hard", exact=True).click()
    first.get_by_role("button", name="No, or not sure").click()
    expect(first.get_by_text("Noted on this phone.")).to_be_visible()
    expect(page.locator("#waiting-log")).to_be_visible()
    expect(first.get_by_role("heading", level=2)).to_be_focused()
    assert not DiaryEntry.objects.exists()
    pocket.set_offline(False)
    expect(first.get_by_text("Pain 3: amber")).to_be_visible(timeout=20_000)
    page.reload()
    wait_until_sent(page)
    entry = DiaryEntry.objects.get()
    assert (entry.pain_nprs, entry.effort_rpe) == (3, 8)
    assert page.evaluate("localStorage.length") == 0


def test_leaving_one_out_asks_why_and_goes_on(page: Page) -> None:
    page.goto(page.url + "follow/")
    page.get_by_role("button", name="Start").click()
    page.keyboard.press("MediaTrackNext")
    page.get_by_role("button", name="Leave this one out").click()
    page.get_by_role("button", name="No band or step here").click()
    expect(page.get_by_role("heading", name="Single-leg bridge")).to_be_visible()
    wait_until_sent(page)
    entry = DiaryEntry.objects.get()
    assert (entry.is_done, entry.skip_reason) == (False, "no_equipment")


def test_the_therapist_sees_what_was_followed(page: Page, desk: Client, plan: Plan) -> None:
    page.goto(page.url + "follow/?speed=100")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("Did it hurt?")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="4", exact=True).click()
    page.get_by_role("button", name="Hard", exact=True).click()
    page.get_by_role("button", name="No, or not sure").click()
    expect(page.get_by_role("heading", name="Single-leg bridge")).to_be_visible()
    told = desk.get(f"/patients/{plan.patient_id}/").content.decode()
    assert "Pain 4/10" in told
    assert "8/10" in told


def test_a_letter_goes_out_and_the_answer_comes_back(page: Page, desk: Client, plan: Plan) -> None:
    home = page.url
    page.get_by_role("link", name="Write", exact=True).click()
    page.get_by_label("Your message").fill("May I run on Sunday?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Your message is with your therapist.")).to_be_visible()
    desk.post(f"/patients/{plan.patient_id}/messages/", {"text": "Yes, 20 minutes."})
    page.goto(home)
    page.get_by_role("link", name="Your therapist wrote back.").click()
    expect(page.get_by_text("Yes, 20 minutes.")).to_be_visible()


def test_one_opening_is_enough_to_follow_along_offline(page: Page, pocket: BrowserContext) -> None:
    wait_until_kept(page)
    home = page.url
    pocket.set_offline(True)
    for path in ("", "why/", "progress/"):
        page.goto(home + path)
    expect(page.get_by_role("heading", name="What you have done")).to_be_visible()
    page.goto(home + "follow/")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("Stand on your RIGHT leg.")).to_be_visible()
    page.wait_for_function("() => document.querySelector('video').readyState >= 2")


def test_a_right_to_left_language_turns_the_page_around(page: Page) -> None:
    home = page.url
    page.goto(home)
    page.evaluate("document.documentElement.dir = 'rtl'")
    for path in ("", "progress/", "messages/", "data/"):
        page.goto(home + path)
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    first = page.locator(".patient-nav a").first.bounding_box()
    last = page.locator(".patient-nav a").last.bounding_box()
    assert first["x"] > last["x"]


def test_it_works_without_javascript(live_server: object, secret: str, pocket: BrowserContext) -> None:
    context = pocket.browser.new_context(**PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/p/{secret}/")
    page.get_by_label("In which year were you born?").fill("1990")
    page.get_by_role("button", name="Open my plan").click()
    page.locator("article").first.get_by_role("button", name="Done").click()
    page.locator("article").first.get_by_role("button", name="0", exact=True).click()
    page.locator("article").first.get_by_role("button", name="Easy", exact=True).click()
    wait_until_sent(page)
    entry = DiaryEntry.objects.get()
    assert (entry.pain_nprs, entry.effort_rpe) == (0, 4)
    context.close()
