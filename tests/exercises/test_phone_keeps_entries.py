"""What a phone noted is never lost and never called written when it is not; a dead link leaves nothing of the plan."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from offline_phone import wait_until_kept
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from clinics.models import User
from exercises.models import DiaryEntry, Plan
from exercises.patient import visits
from exercises.patient.links import derive_secret, find_link, live_link, revoke
from exercises.plan.versions import activate, end, revise

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "en-US"}
FAR_EAST = ZoneInfo("Pacific/Kiritimati")
ENTRIES = "JSON.parse(localStorage.getItem(Object.keys(localStorage).find((name) => name.startsWith('plan-'))) ?? '[]')"
KEPT_FILES = "async () => (await Promise.all((await caches.keys()).map((name) => caches.open(name)))).length"


@pytest.fixture
def pocket(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(**PHONE, timezone_id=FAR_EAST.key)
    yield context
    context.close()


def open_plan(pocket: BrowserContext, live_server: object, secret: str) -> Page:
    page = pocket.new_page()
    page.goto(f"{live_server.url}/p/{secret}/")
    give_year(page)
    return page


def give_year(page: Page) -> None:
    page.get_by_label("In which year were you born?").fill("1990")
    page.get_by_role("button", name="Open my plan").click()
    expect(page.get_by_role("heading", name="Hello Pat")).to_be_visible()


@pytest.fixture
def page(pocket: BrowserContext, live_server: object, secret: str) -> Page:
    page = open_plan(pocket, live_server, secret)
    wait_until_kept(page)
    return page


def log_first(page: Page) -> None:
    first = page.locator("article").first
    first.get_by_role("button", name="Done").click()
    first.get_by_role("button", name="3", exact=True).click()
    first.get_by_role("button", name="Hard", exact=True).click()


def test_an_entry_outlives_a_revision_and_keeps_the_day_of_the_phone(
    page: Page, pocket: BrowserContext, plan: Plan, ines: User
) -> None:
    """The person is a day ahead of the clinic and follows a plan that is revised meanwhile."""
    pocket.set_offline(True)
    page.reload()
    log_first(page)
    (kept,) = page.evaluate(ENTRIES)
    assert kept["day"] == datetime.now(FAR_EAST).date().isoformat()
    activate(revise(plan, ines), ines)
    pocket.set_offline(False)
    expect(page.locator("article").first.get_by_text("Pain 3: amber")).to_be_visible(timeout=20_000)
    entry = DiaryEntry.objects.get()
    assert (entry.item.plan_id, entry.day.isoformat()) == (plan.pk, kept["day"])
    assert (entry.pain_nprs, entry.effort_rpe) == (3, 8)
    assert page.evaluate(ENTRIES) == []


def test_a_tap_online_has_the_day_of_the_phone(page: Page) -> None:
    log_first(page)
    expect(page.locator("article").first.get_by_text("Did your hips stay level?")).to_be_visible()
    assert DiaryEntry.objects.get().day == datetime.now(FAR_EAST).date()


def test_yesterdays_page_takes_the_entries_of_today(page: Page, pocket: BrowserContext) -> None:
    log_first(page)
    expect(page.locator("article").first.get_by_text("Did your hips stay level?")).to_be_visible()
    page.reload()
    pocket.set_offline(True)
    tomorrow = datetime.now(FAR_EAST) + timedelta(days=1)
    page.clock.set_fixed_time(tomorrow)
    page.reload()
    log_first(page)
    assert [record["day"] for record in page.evaluate(ENTRIES)] == [tomorrow.date().isoformat()]


def test_what_the_clinic_cannot_take_stays_and_is_told(page: Page) -> None:
    """A server in trouble, and then an answer that takes one of two entries."""

    def trouble(route: Route) -> None:
        route.fulfill(status=503, body="")

    page.route("**/log/**", trouble)
    page.route("**/sync/", trouble)
    log_first(page)
    expect(page.get_by_text("Your clinic could not take some entries just now.")).to_be_visible()
    second = page.locator("article").nth(1)
    second.get_by_role("button", name="Done").click()
    expect(second.get_by_text("Did it hurt?")).to_be_visible()
    kept, other = page.evaluate(ENTRIES)
    page.unroute("**/sync/")
    page.evaluate(
        "(records) => localStorage.setItem(Object.keys(localStorage)[0], JSON.stringify(records))",
        [kept, {**other, "taps": [{"tap": "dance", "value": ""}]}],
    )
    page.reload()
    expect(page.locator("article").first.get_by_text("Pain 3: amber")).to_be_visible()
    assert [record["entry"] for record in page.evaluate(ENTRIES)] == [other["entry"]]
    assert str(DiaryEntry.objects.get().pk) == kept["entry"]
    expect(page.get_by_text("Your clinic could not take some entries. They stay on this phone.")).to_be_visible()
    page.get_by_role("button", name="Remove these entries from this phone").click()
    assert page.evaluate("localStorage.length") == 0


def test_after_the_end_of_the_plan_the_entry_stays_and_is_told(
    page: Page, pocket: BrowserContext, plan: Plan, ines: User
) -> None:
    pocket.set_offline(True)
    page.reload()
    log_first(page)
    end(plan, ines)
    pocket.set_offline(False)
    expect(page.get_by_text("This plan has ended")).to_be_visible()
    page.reload()
    expect(page.get_by_text("This plan has ended")).to_be_visible()
    assert len(page.evaluate(ENTRIES)) == 1
    assert not DiaryEntry.objects.exists()


def test_a_tap_after_the_visit_is_over_is_written_after_the_year(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(visits, "IDLE_S", -1)
        page.locator("article").first.get_by_role("button", name="Done").click()
        expect(page.locator("#waiting-at-door")).to_be_visible()
    give_year(page)
    expect(page.locator("article").first.get_by_text("Did it hurt?")).to_be_visible()
    assert DiaryEntry.objects.get().is_done


def test_a_revoked_link_takes_the_plan_from_the_phone_and_no_entry(
    page: Page, pocket: BrowserContext, live_server: object, plan: Plan, secret: str, ines: User
) -> None:
    pocket.set_offline(True)
    page.reload()
    log_first(page)
    revoke(find_link(secret))
    pocket.set_offline(False)
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Some entries wait on this phone.")).to_be_visible()
    page.wait_for_function(f"async () => (await ({KEPT_FILES})()) === 0")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert len(page.evaluate(ENTRIES)) == 1
    pocket.set_offline(True)
    for path in ("", "why/", "progress/", "follow/"):
        with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
            page.goto(f"{live_server.url}/p/{secret}/{path}")
    pocket.set_offline(False)
    new = open_plan(pocket, live_server, derive_secret(live_link(plan.patient, ines).salt))
    expect(new.locator("article").first.get_by_text("Pain 3: amber")).to_be_visible(timeout=20_000)
    assert DiaryEntry.objects.get().pain_nprs == 3
    assert new.evaluate("localStorage.length") == 0


def test_a_wrong_year_takes_the_plan_from_the_phone(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(visits, "IDLE_S", -1)
        page.reload()
        expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
        page.get_by_label("In which year were you born?").fill("1950")
        page.get_by_role("button", name="Open my plan").click()
        expect(page.get_by_text("That did not open the plan.")).to_be_visible()
    page.wait_for_function(f"async () => (await ({KEPT_FILES})()) === 0")
    give_year(page)
    wait_until_kept(page)
