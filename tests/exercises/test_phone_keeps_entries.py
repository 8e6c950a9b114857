"""What a phone noted is never lost and never called written when it is not; a dead link leaves nothing of the plan."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import cast
import pytest
from django.db.models import QuerySet
from offline_phone import wait_until_kept, wait_until_sent
from plan_cast import make_report
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from clinics.models import User
from exercises.following.schedule import today_at
from exercises.models import DiaryEntry, Message, Plan, UnplacedNote
from exercises.patient import visits
from exercises.patient.links import derive_secret, find_link, live_link, revoke
from exercises.plan.drafting import draft_from_report
from exercises.plan.inputs import Answers
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


def give_year(page: Page, name: str = "Pat") -> None:
    page.get_by_label("In which year were you born?").fill("1990")
    page.get_by_role("button", name="Open my plan").click()
    expect(page.get_by_role("heading", name=f"Hello {name}")).to_be_visible()


@pytest.fixture
def page(pocket: BrowserContext, live_server: object, secret: str) -> Page:
    page = open_plan(pocket, live_server, secret)
    wait_until_kept(page)
    return page


def write(page: Page, text: str) -> None:
    page.get_by_role("link", name="Write", exact=True).click()
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#waiting-letters").get_by_text(text)).to_be_visible()


def log_first(page: Page) -> None:
    first = page.locator("article").first
    first.get_by_role("button", name="Done").click()
    first.get_by_role("button", name="3", exact=True).click()
    first.get_by_role("button", name="Hard", exact=True).click()


def test_an_entry_outlives_a_revision_and_has_the_day_of_the_clinic(
    page: Page, pocket: BrowserContext, plan: Plan, ines: User
) -> None:
    """The person is far from the clinic, a day ahead, and follows a plan that is revised meanwhile."""
    pocket.set_offline(True)
    page.reload()
    log_first(page)
    (kept,) = page.evaluate(ENTRIES)
    assert kept["day"] == today_at(plan.patient.clinic).isoformat()
    page.reload()
    first = page.locator("article").first
    expect(first.get_by_text("waits on this phone")).to_be_visible()
    expect(first.get_by_text("Did your hips stay level?")).to_be_visible()
    first.get_by_role("button", name="Yes, mostly").click()
    expect(first.get_by_text("Noted on this phone.")).to_be_visible()
    activate(revise(plan, ines), ines)
    pocket.set_offline(False)
    expect(page.locator("article").first.get_by_text("Pain 3: amber")).to_be_visible(timeout=20_000)
    wait_until_sent(page)
    entry = DiaryEntry.objects.get()
    assert (entry.item.plan_id, entry.day.isoformat()) == (plan.pk, kept["day"])
    assert (entry.pain_nprs, entry.effort_rpe, entry.stayed_level) == (3, 8, True)
    assert page.evaluate(ENTRIES) == []


def test_a_tap_online_has_the_day_of_the_clinic(page: Page, plan: Plan) -> None:
    log_first(page)
    expect(page.locator("article").first.get_by_text("Did your hips stay level?")).to_be_visible()
    wait_until_sent(page)
    assert DiaryEntry.objects.get().day == today_at(plan.patient.clinic)


def test_yesterdays_page_says_so_and_takes_the_entries_of_today(page: Page, pocket: BrowserContext, plan: Plan) -> None:
    log_first(page)
    expect(page.locator("article").first.get_by_text("Did your hips stay level?")).to_be_visible()
    page.reload()
    pocket.set_offline(True)
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=1))
    page.reload()
    expect(page.get_by_text("What you tap now counts for today.")).to_be_visible()
    log_first(page)
    tomorrow = today_at(plan.patient.clinic) + timedelta(days=1)
    assert [record["day"] for record in page.evaluate(ENTRIES)] == [tomorrow.isoformat()]


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
        [kept, {**other, "taps": [{"tap": "dance", "value": ""}]}, {**other, "entry": "no id"}],
    )
    page.reload()
    expect(page.locator("article").first.get_by_text("Pain 3: amber")).to_be_visible()
    assert [record["entry"] for record in page.evaluate(ENTRIES)] == ["no id"]
    assert str(DiaryEntry.objects.get().pk) == kept["entry"]
    assert str(UnplacedNote.objects.get().pk) == other["entry"]
    expect(page.get_by_role("heading", name="Not in your diary")).to_be_visible()
    expect(page.get_by_text("Your clinic could not take some entries. They stay on this phone.")).to_be_visible()
    page.get_by_role("button", name="Remove these entries from this phone").click()
    assert page.evaluate("localStorage.length") == 0


def test_after_the_end_of_the_plan_the_entry_comes_home(
    page: Page, pocket: BrowserContext, plan: Plan, ines: User
) -> None:
    pocket.set_offline(True)
    page.reload()
    log_first(page)
    end(plan, ines)
    pocket.set_offline(False)
    expect(page.get_by_text("There is no plan for you right now.")).to_be_visible(timeout=20_000)
    assert page.evaluate(ENTRIES) == []
    wait_until_sent(page)
    assert DiaryEntry.objects.get().effort_rpe == 8


def test_a_tap_after_the_visit_is_over_is_written_after_the_year(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(visits, "IDLE_S", -1)
        page.locator("article").first.get_by_role("button", name="Done").click()
        expect(page.locator("#waiting-at-door")).to_be_visible()
    give_year(page)
    expect(page.locator("article").first.get_by_text("Did it hurt?")).to_be_visible()
    wait_until_sent(page)
    assert DiaryEntry.objects.get().is_done


def test_a_revoked_link_takes_the_plan_from_the_phone_and_no_entry(
    page: Page, pocket: BrowserContext, live_server: object, plan: Plan, secret: str, ines: User
) -> None:
    pocket.set_offline(True)
    page.reload()
    log_first(page)
    write(page, "This was under the old link.")
    page.goto(f"{live_server.url}/p/{secret}/")
    revoke(find_link(secret))
    pocket.set_offline(False)
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Some entries wait on this phone.")).to_be_visible()
    page.wait_for_function(f"async () => (await ({KEPT_FILES})()) === 0")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert len(page.evaluate(ENTRIES)) == 2
    pocket.set_offline(True)
    for path in ("", "why/", "progress/", "follow/"):
        with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
            page.goto(f"{live_server.url}/p/{secret}/{path}")
    pocket.set_offline(False)
    new = open_plan(pocket, live_server, derive_secret(live_link(plan.patient, ines).salt))
    expect(new.locator("article").first.get_by_text("Pain 3: amber")).to_be_visible(timeout=20_000)
    wait_until_sent(new)
    assert DiaryEntry.objects.get().pain_nprs == 3
    assert Message.objects.get(sender="patient").text == "This was under the old link."
    assert new.evaluate("localStorage.length") == 0


def test_two_people_on_one_phone_each_tell_their_own(
    page: Page, pocket: BrowserContext, live_server: object, plan: Plan, ines: User
) -> None:
    """Both write without a network; whose page comes online first sends nothing of the other's as its own."""
    sam = cast.patient("Sam", plan.patient.clinic)
    sams_plan = activate(draft_from_report(make_report(sam, ines), ines, Answers())[1], ines)
    sams = pocket.new_page()
    home = f"{live_server.url}/p/{derive_secret(live_link(sam, ines).salt)}/"
    sams.goto(home)
    give_year(sams, "Sam")
    wait_until_kept(sams)
    pocket.set_offline(True)
    pats_home = page.url
    log_first(page)
    write(page, "From Pat alone.")
    page.close()
    sams.reload()
    expect(sams.get_by_text("waits on this phone")).to_have_count(0)
    sams.locator("article").nth(1).get_by_role("button", name="Done").click()
    sams.locator("article").nth(1).get_by_role("button", name="9", exact=True).click()
    write(sams, "From Sam alone.")
    expect(sams.get_by_text("From Pat alone.")).to_have_count(0)
    sams.goto(home)
    pocket.set_offline(False)
    expect(sams.get_by_text("This exercise rests for now.")).to_be_visible(timeout=20_000)
    expect(sams.locator("#waiting-log")).to_be_hidden()
    own = {(sam, 9), (plan.patient, 3)}
    assert (sam, 9) in {(entry.patient, entry.pain_nprs) for entry in DiaryEntry.objects.all()} <= own
    assert [letter.text for letter in letters().filter(patient=sam)] == ["From Sam alone."]
    pats = pocket.new_page()
    pats.goto(pats_home)
    expect(pats.locator("article").first.get_by_text("Pain 3: amber")).to_be_visible(timeout=20_000)
    told = {(entry.patient, entry.item.plan, entry.pain_nprs) for entry in DiaryEntry.objects.all()}
    assert told == {(sam, sams_plan, 9), (plan.patient, plan, 3)}
    assert (plan.patient, "From Pat alone.") in [(letter.patient, letter.text) for letter in letters()]
    assert pats.evaluate("localStorage.length") == 0
    assert not UnplacedNote.objects.exists()


def letters() -> QuerySet[Message]:
    return Message.objects.filter(sender="patient")


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


def test_without_a_network_every_tab_opens_and_every_form_waits(
    page: Page, pocket: BrowserContext, live_server: object, plan: Plan, secret: str
) -> None:
    DiaryEntry.objects.create(item=plan.items.first(), day=today_at(plan.patient.clinic) - timedelta(days=1))
    page.reload()
    wait_until_kept(page)
    home = f"{live_server.url}/p/{secret}/"
    pocket.set_offline(True)
    for tab in ("why", "report", "progress", "messages", "data"):
        page.goto(f"{home}{tab}/")
        expect(page.get_by_role("heading", name="No connection")).to_have_count(0)
    page.goto(f"{home}questions/nothing/")
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    page.goto(home)
    page.locator("#morning").get_by_role("button", name="2", exact=True).click()
    page.locator("#morning").get_by_role("button", name="No", exact=True).click()
    expect(page.locator("#morning").get_by_text("Noted on this phone.")).to_be_visible()
    second = page.locator("article").nth(1)
    skip = second.get_by_text("I skip it today")
    if not skip.is_visible():
        second.get_by_text("How to do it, or skip it").click()
    skip.click()
    second.get_by_role("button", name="Too hard today").click()
    page.goto(f"{home}messages/")
    page.get_by_label("Your message").fill("May I run on Sunday?")
    page.get_by_role("button", name="Send").click()
    page.reload()
    expect(page.locator("#waiting-letters").get_by_text("May I run on Sunday?")).to_be_visible()
    page.goto(home)
    expect(page.locator("#morning").get_by_text("Noted on this phone.")).to_be_visible()
    expect(second.get_by_text("waits on this phone")).to_be_visible()
    pocket.set_offline(False)
    expect(page.locator("#waiting-log")).to_be_hidden(timeout=20_000)
    page.wait_for_function(f"() => {ENTRIES}.length === 0")
    done = DiaryEntry.objects.get(is_done=True)
    assert (done.morning_nprs, done.limped_afterwards) == (2, False)
    assert DiaryEntry.objects.get(is_done=False).skip_reason == "too_hard"
    assert Message.objects.get(sender="patient").text == "May I run on Sunday?"
