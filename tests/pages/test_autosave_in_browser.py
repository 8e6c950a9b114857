"""What a therapist types and does not save is there again, on every page, in a real browser."""

import re
from collections.abc import Callable, Iterator

import filmed
import pytest
from django.test import Client
from django.urls import reverse
from plan_cast import make_report
from playwright.sync_api import Browser, BrowserContext, Page, expect
from walked import finished_run

from clinics.models import UnsavedWork, User
from exercises.models import Plan, PlanItem
from exercises.plan.drafting import draft_from_report
from exercises.plan.inputs import Answers
from exercises.plan.versions import activate
from gait.models import Analysis, SigningWords
from patients.models import EpisodeOfCare, Patient
from patients.outcomes.models import StrengthTest

RATE_HZ, SECONDS = 30, 8
WORDS = "Marked trunk lean to the right, antalgic. Refer."
Open = Callable[[str], Page]


@pytest.fixture
def context(transactional_db: None, browser: Browser, live_server: object, ines: User) -> Iterator[BrowserContext]:
    client = Client()
    client.force_login(ines)
    context = browser.new_context(locale="en-US", viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    context.set_default_timeout(60_000)
    yield context
    context.close()


@pytest.fixture
def opened(context: BrowserContext, live_server: object) -> Open:
    def open_page(path: str) -> Page:
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    return open_page


def expect_saved(page: Page) -> None:
    expect(page.get_by_text("Saved as a draft")).to_be_visible()


def test_history_and_strength_come_back_until_they_are_saved(opened: Open, pat: Patient) -> None:
    page = opened(reverse("episode_new", args=[pat.pk]))
    page.locator("#id_complaint").fill("Hip pain on stairs")
    page.get_by_label("Night pain").select_option("true")
    expect_saved(page)
    page.close()
    page = opened(reverse("episode_new", args=[pat.pk]))
    expect(page.locator("#id_complaint")).to_have_value("Hip pain on stairs")
    expect(page.get_by_label("Night pain")).to_have_value("true")
    expect(page.get_by_text("It is not saved yet")).to_be_visible()
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("The history is saved.")).to_be_visible()
    assert EpisodeOfCare.objects.get().complaint == "Hip pain on stairs"
    assert not UnsavedWork.objects.exists()

    strength = opened(reverse("strength_new", args=[pat.pk]))
    strength.locator("#id_hip_abduction_left").fill("12,5")
    expect_saved(strength)
    strength.reload()
    expect(strength.locator("#id_hip_abduction_left")).to_have_value("12,5")
    strength.get_by_role("button", name="Save").last.click()
    expect(strength.locator("#outcomes")).to_be_visible()
    assert StrengthTest.objects.get().left == 12.5
    assert not UnsavedWork.objects.exists()


def test_leaving_with_words_that_have_not_arrived_asks(opened: Open, pat: Patient) -> None:
    page = opened(reverse("episode_new", args=[pat.pk]))
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.route("**/unsaved-work/", lambda route: route.abort())
    page.locator("#id_complaint").press_sequentially("Hip pain")
    page.get_by_role("link", name="Worklist").first.click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    expect(page.locator("#id_complaint")).to_have_value("Hip pain")
    page.unroute("**/unsaved-work/")
    expect_saved(page)
    page.get_by_role("link", name="Worklist").first.click()
    expect(page.get_by_role("heading", name="Worklist")).to_be_visible()
    assert asked == ["beforeunload"]


def fail(page: Page, status: int) -> None:
    page.route("**/unsaved-work/", lambda route: route.fulfill(status=status))


@pytest.mark.parametrize(
    ("status", "says"),
    [(500, "the server has trouble"), (404, "the server has trouble"), (403, "sign-in on this page")],
)
def test_nothing_is_called_saved_that_the_server_did_not_take(
    opened: Open, pat: Patient, status: int, says: str
) -> None:
    page = opened(reverse("episode_new", args=[pat.pk]))
    fail(page, status)
    page.locator("#id_complaint").fill("Hip pain")
    expect(page.locator(".autosave")).to_contain_text(says)
    expect(page.get_by_text("Saved as a draft")).to_be_hidden()
    assert not UnsavedWork.objects.exists()
    page.on("dialog", lambda dialog: dialog.accept())


def test_newer_words_of_somebody_else_are_not_covered(opened: Open, pat: Patient) -> None:
    path = reverse("patient_edit", args=[pat.pk])
    page = opened(path)
    page.get_by_label("Phone").fill("404-555-0111")
    page.locator("#id_last_name").fill("Sample")
    expect_saved(page)
    page.close()
    Patient.objects.filter(pk=pat.pk).update(phone="404-555-0199", last_name="Smith")
    page = opened(path)
    phone, name = page.get_by_label("Phone"), page.locator("#id_last_name")
    expect(phone).to_have_value("404-555-0199")
    expect(name).to_have_value("Smith")
    expect(page.get_by_text("It is not saved yet")).to_have_count(0)
    notes = page.get_by_role("group", name="Two versions")
    expect(notes).to_have_count(2)
    expect(notes.filter(has_text="You had typed: Sample")).to_contain_text("Saved: Smith")
    notes.filter(has_text="404-555-0111").get_by_role("button", name="Use what I typed").click()
    expect(phone).to_have_value("404-555-0111")
    expect_saved(page)
    page.reload()
    expect(phone).to_have_value("404-555-0111")
    expect(notes).to_have_count(1)
    notes.get_by_role("button", name="Keep what is saved").click()
    expect(notes).to_have_count(0)
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("The details are saved.")).to_be_visible()
    pat.refresh_from_db()
    assert (pat.phone, pat.last_name) == ("404-555-0111", "Smith")
    assert not UnsavedWork.objects.exists()


def test_an_autosave_that_is_slower_than_its_form_brings_nothing_back(opened: Open, pat: Patient) -> None:
    page = opened(reverse("episode_new", args=[pat.pk]))
    page.route("**/unsaved-work/", lambda _route: None)  # neither answered nor sent on
    with page.expect_request("**/unsaved-work/") as held:
        page.locator("#id_complaint").fill("Hip pain on stairs")
    sent = held.value
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("The history is saved.")).to_be_visible()
    late = page.request.post(sent.url, data=sent.post_data, headers={"X-CSRFToken": sent.headers["x-csrftoken"]})
    assert late.status == 204
    assert not UnsavedWork.objects.exclude(fields={}).exists()


def test_a_refused_addendum_keeps_what_was_typed_a_moment_before(opened: Open, pat: Patient, ines: User) -> None:
    path = reverse("report", args=[make_report(pat, ines).pk])
    page = opened(path)
    page.locator("#id_text").fill("   ")
    page.locator("#id_plain_text").evaluate("field => { field.value = 'In plain words'; field.form.noValidate = true }")
    page.locator("#id_text").press("Tab")
    page.locator("form:has(#id_text)").evaluate("form => form.requestSubmit()")
    expect(page).to_have_url(re.compile("/addend"))
    expect(page.locator("#id_plain_text")).to_have_value("In plain words")
    page.goto(page.url.split("/reports/")[0] + path)
    expect(page.locator("#id_plain_text")).to_have_value("In plain words")
    expect(page.get_by_text("It is not saved yet")).to_be_visible()


@pytest.fixture
def draft(transactional_db: None, pat: Patient, ines: User) -> Plan:
    return draft_from_report(make_report(pat, ines), ines, Answers())[1]


def test_a_line_of_a_plan_is_kept_as_it_is_typed_and_a_wrong_number_is_told(opened: Open, draft: Plan) -> None:
    first, second = draft.items.all()[:2]
    page = opened(reverse("plan", args=[draft.pk]))
    page.locator(f"#id_item-{first.pk}-sets").fill("4")
    page.locator(f"#id_item-{second.pk}-note").fill("Slowly, please")
    expect_saved(page)
    assert PlanItem.objects.get(pk=first.pk).sets == 4
    assert PlanItem.objects.get(pk=second.pk).note == "Slowly, please"
    assert not UnsavedWork.objects.exists()
    page.locator(f"#id_item-{first.pk}-reps").fill("1,5")
    expect(page.get_by_text("Not saved yet. Reps: Write a whole number")).to_be_visible()
    page.reload()
    expect(page.locator(f"#id_item-{first.pk}-reps")).to_have_value("1,5")
    page.locator(f"#id_item-{first.pk}-reps").fill("11")
    expect_saved(page)
    page.get_by_role("button", name="Activate").click()
    expect(page).to_have_url(re.compile("/hand-?over/"))
    plan = Plan.objects.get(pk=draft.pk)
    assert (plan.status, plan.items.get(pk=first.pk).sets, plan.items.get(pk=first.pk).reps) == ("active", 4, 11)


def test_words_for_a_plan_that_is_in_use_by_now_are_shown_to_copy(opened: Open, draft: Plan, ines: User) -> None:
    item = draft.items.first()
    page = opened(reverse("plan", args=[draft.pk]))
    activate(draft, ines)
    page.locator(f"#id_item-{item.pk}-note").fill("Slowly, please")
    expect(page.locator(".autosave")).to_contain_text("this plan is no draft any more")
    page.reload()
    expect(page.get_by_text("It is not saved yet")).to_have_count(0)
    expect(page.get_by_text("Slowly, please")).to_be_visible()
    with page.expect_response("**/unsaved-work/"):
        page.get_by_role("button", name="Forget these words").click()
    page.reload()
    expect(page.get_by_text("Slowly, please")).to_have_count(0)
    assert not UnsavedWork.objects.exists()


@pytest.fixture
def measured(transactional_db: None, tmp_path, pat: Patient, ines: User) -> Analysis:
    clip = filmed.clip(tmp_path / "walk.mp4", seconds=SECONDS, rate_hz=RATE_HZ).read_bytes()
    run = finished_run(filmed.assessment(pat, ines), clip, seconds=SECONDS, rate_hz=RATE_HZ)
    run.recording.video = run.result["video"]
    run.recording.save()
    return run


def test_a_summary_waits_for_its_signature_in_every_tab(opened: Open, measured: Analysis) -> None:
    path = measured.recording.assessment.get_absolute_url()
    page = opened(path)
    proposed = page.get_by_label("Summary").input_value()
    page.get_by_label("Summary").fill(WORDS)
    expect_saved(page)
    page.close()
    page = opened(path)
    expect(page.get_by_label("Summary")).to_have_value(WORDS)
    page.get_by_label("Summary").fill(proposed)
    expect_saved(page)
    assert not SigningWords.objects.exists()
    assert not UnsavedWork.objects.exists()
