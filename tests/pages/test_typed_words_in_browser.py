"""Words typed above a signature, in a real browser: a correction and a second tab lose none of them."""

import re
from collections.abc import Iterator

import filmed
import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from walked import finished_run

from clinics.models import User
from gait.models import Analysis, SignedReport
from patients.models import Patient

RATE_HZ, SECONDS = 30, 8
WORDS = "Marked right trunk lean, antalgic, shopping trolley. Refer."


@pytest.fixture
def measured(transactional_db: None, tmp_path, pat: Patient, ines: User) -> Analysis:
    clip = filmed.clip(tmp_path / "walk.mp4", seconds=SECONDS, rate_hz=RATE_HZ).read_bytes()
    run = finished_run(filmed.assessment(pat, ines), clip, seconds=SECONDS, rate_hz=RATE_HZ)
    run.recording.video = run.result["video"]
    run.recording.save()
    return run


@pytest.fixture
def context(browser: Browser, live_server: object, ines: User) -> Iterator[BrowserContext]:
    client = Client()
    client.force_login(ines)
    context = browser.new_context(locale="en-US", viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    context.set_default_timeout(90_000)
    yield context
    context.close()


def open_result(context: BrowserContext, live_server: object, run: Analysis) -> Page:
    page = context.new_page()
    page.goto(f"{live_server.url}/assessments/{run.recording.assessment_id}/")
    page.wait_for_selector("[data-is-ready]")
    return page


def leave_out_the_last_stance(page: Page) -> None:
    page.locator("#stances > summary").click()
    row = page.locator("#stances tbody tr").filter(has=page.locator("details")).last
    row.locator("summary").click()
    row.locator("select").select_option("stumble")
    with page.expect_navigation():
        row.get_by_role("button", name="Leave out").click()
    page.wait_for_selector("[data-is-ready]")


CARRIED = """
() => [...document.querySelectorAll("main form[method=post]:not([data-typed-words])")].map((form) => {
  form.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
  return [new URL(form.action).pathname, form.elements.typed_words?.value ?? ""];
})
"""


def test_a_correction_keeps_the_typed_summary(context, live_server, measured) -> None:
    page = open_result(context, live_server, measured)
    page.get_by_label("Summary").fill(WORDS)
    leave_out_the_last_stance(page)
    assert measured.recording.analyses.count() == 2
    expect(page.get_by_label("Summary")).to_have_value(WORDS)
    expect(page.get_by_text("Check every number in them.")).to_be_visible()
    page.get_by_label("Summary").fill(f"{WORDS} Again.")
    carried = {path: words for path, words in page.evaluate(CARRIED) if path.startswith("/analyses/")}
    deeds = {path.split("/")[3] for path, words in carried.items() if f"{WORDS} Again." in words}
    assert {"stances", "level", "clicks", "by-hand", "events", "filming", "person", "changes"} <= deeds


def test_a_stale_tab_says_what_changed_and_its_words_go_along(context, live_server, measured) -> None:
    stale, fresh = (open_result(context, live_server, measured) for _ in range(2))
    leave_out_the_last_stance(fresh)
    stale.get_by_label("Summary").fill(WORDS)
    stale.get_by_label(re.compile("checked left and right")).check()
    stale.get_by_role("button", name=re.compile("^Sign as")).click()
    expect(stale.get_by_role("alert").first).to_contain_text("left out (stumble")
    assert not SignedReport.objects.exists()
    stale.get_by_role("link", name="Open the newest result").click()
    stale.wait_for_selector("[data-is-ready]")
    expect(stale.get_by_label("Summary")).to_have_value(WORDS)
    stale.get_by_label(re.compile("checked left and right")).check()
    stale.get_by_role("button", name=re.compile("^Sign as")).click()
    expect(stale.get_by_role("heading", name=re.compile("^Signed by"))).to_be_visible()
    report = SignedReport.objects.get()
    assert report.summary == WORDS
    assert report.analysis_id != measured.pk


def test_two_tabs_above_one_signature_lose_no_word_of_each_other(context, live_server, measured) -> None:
    stale, fresh = (open_result(context, live_server, measured) for _ in range(2))
    fresh.get_by_label("Summary").fill(WORDS)
    expect(fresh.get_by_text("Saved as a draft")).to_be_visible()
    stale.get_by_label("Film again on").fill("2030-01-07")
    expect(stale.get_by_text("Saved as a draft")).to_be_visible()
    stale.get_by_label(re.compile("checked left and right")).check()
    stale.get_by_role("button", name=re.compile("^Sign as")).click()
    expect(stale.get_by_role("alert").first).to_contain_text("You typed other words in another tab")
    assert not SignedReport.objects.exists()
    expect(stale.get_by_label("Summary")).to_have_value(WORDS)
    expect(stale.get_by_label("Film again on")).to_have_value("2030-01-07")
    stale.get_by_label("Summary").fill(f"{WORDS} Again.")
    expect(stale.get_by_text("Saved as a draft")).to_be_visible()
    stale.get_by_label(re.compile("checked left and right")).check()
    stale.get_by_role("button", name=re.compile("^Sign as")).click()
    expect(stale.get_by_role("heading", name=re.compile("^Signed by"))).to_be_visible()
    report = SignedReport.objects.get()
    assert (report.summary, f"{report.retest_on}") == (f"{WORDS} Again.", "2030-01-07")
