"""Where a therapist's day starts: every filter tells how many wait and shows them, and a visit walks through them."""

import re
from pathlib import Path

import filmed
from desk import add_patient, begin_assessment, enter, hand_over_a_plan, sign, upload
from playwright.sync_api import Locator, Page, expect
from running_site import Site

MEASURING_MS = 120_000


def test_every_filter_shows_as_many_as_it_says(demo_site: Site, desktop: Page) -> None:
    demo_site.sign_in(desktop)
    desktop.goto(demo_site.url + "/worklist/")
    for title in titles(desktop):
        show(desktop, title)
        assert_shows_what_it_says(desktop, title)
    expect(rows(desktop, "Re-test due").filter(has_text="Nora Example")).to_have_count(1)


def test_the_filters_need_no_mouse(demo_site: Site, desktop: Page) -> None:
    demo_site.sign_in(desktop)
    desktop.goto(demo_site.url + "/worklist/")
    for title in titles(desktop):
        filters(desktop).get_by_role("link", name="Everything").focus()
        while not filters(desktop).get_by_role("link", name=title).evaluate("link => link === document.activeElement"):
            desktop.keyboard.press("Tab")
            assert filters(desktop).locator(":focus").count(), "left the filters without passing this one"
        desktop.keyboard.press("Enter")
        assert_shows_what_it_says(desktop, title)


def test_a_visit_walks_from_review_to_signature_to_alarm(demo_site: Site, desktop: Page, phone: Page) -> None:
    demo_site.own_visit("Wanda")
    demo_site.sign_in(desktop)
    row = expect_row(desktop, "To review", "Wanda Copy", gone_from="Unsigned")
    expect(row).to_contain_text(re.compile(r"Left stance:\s*Within the usual range\s*Right stance:\s*Drop"))
    row.get_by_role("link", name="Review").click()
    expect(desktop.locator("#result")).to_be_visible()

    row = expect_row(desktop, "Unsigned", "Wanda Copy", gone_from="To review")
    row.get_by_role("link", name="Sign").click()
    sign(desktop)
    address = hand_over_a_plan(desktop)
    row = expect_row(desktop, "Recently signed", "Wanda Copy", gone_from="Unsigned")
    row.get_by_role("link", name="Report").click()
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Gait report: contralateral pelvic drop")

    enter(phone, address)
    tell_of_pain(phone, 7)
    write(phone, "Shall I go on?")
    row = expect_row(desktop, "Pain alerts", "Wanda Copy")
    expect(row).to_contain_text(re.compile(r"Call\s*Pain 7/10"))
    expect_row(desktop, "Messages", "Wanda Copy").get_by_role("link", name="Answer").click()
    expect(desktop.get_by_role("main")).to_contain_text("Shall I go on?")


def test_who_was_not_filmed_yet_waits_for_consent_then_video_then_another_clip(
    demo_site: Site, desktop: Page, tmp_path: Path
) -> None:
    demo_site.sign_in(desktop)
    add_patient(desktop, "Wim", "West")
    expect_row(desktop, "Consent missing", "Wim West").get_by_role("link", name="Ask for it").click()
    begin_assessment(desktop)
    row = expect_row(desktop, "No video yet", "Wim West", gone_from="Consent missing")
    row.get_by_role("link", name="Upload").click()
    upload(desktop, filmed.clip(tmp_path / "nobody.mp4", seed=11))
    expect(desktop.get_by_role("main")).to_contain_text("No person was found in the clip.", timeout=MEASURING_MS)
    row = expect_row(desktop, "Not measured", "Wim West", gone_from="No video yet")
    expect(row).to_contain_text("No person was found in the clip.")
    row.get_by_role("link", name="See why").click()
    expect(desktop.get_by_role("main")).to_contain_text("Film the whole body from behind")


def filters(page: Page) -> Locator:
    return page.get_by_role("navigation", name="What to show")


def titles(page: Page) -> list[str]:
    """Of all filters but the one that shows everything, without their counts."""
    said = [" ".join(each.split()) for each in filters(page).get_by_role("link").all_inner_texts()]
    assert said[0] == "Everything"
    return [re.sub(r" \d+\+?$", "", each) for each in said[1:]]


def show(page: Page, title: str) -> None:
    filters(page).get_by_role("link", name=title).click()


def rows(page: Page, title: str) -> Locator:
    show(page, title)
    return page.get_by_role("region", name=title).locator("tbody tr")


def assert_shows_what_it_says(page: Page, title: str) -> None:
    """One section alone, with as many rows as the filter counts, or what it is for."""
    chosen = filters(page).locator("[aria-current=page]")
    expect(chosen).to_contain_text(title)
    section = page.get_by_role("main").get_by_role("region")
    expect(section).to_have_count(1)
    count = int(re.search(r"(\d+)\+?$", chosen.inner_text())[1])
    expect(section.locator("tbody tr")).to_have_count(count)
    expect(section.get_by_text("Nobody here")).to_be_visible(visible=not count)


def expect_row(page: Page, title: str, patient: str, *, gone_from: str = "") -> Locator:
    """This patient's row under one filter, and none where it stood before."""
    page.get_by_role("link", name="Worklist").first.click()
    if gone_from:
        expect(rows(page, gone_from).filter(has_text=patient)).to_have_count(0)
    row = rows(page, title).filter(has_text=patient)
    expect(row).to_have_count(1)
    return row


def tell_of_pain(phone: Page, pain: int) -> None:
    phone.get_by_role("button", name=re.compile("Done")).first.click()
    phone.get_by_role("button", name=str(pain), exact=True).first.click()
    expect(phone.get_by_text("This exercise rests for now.").first).to_be_visible()


def write(phone: Page, words: str) -> None:
    phone.get_by_role("link", name="Write").first.click()
    phone.get_by_role("textbox").fill(words)
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_role("main")).to_contain_text(words)
