"""What is typed on the page of a draft: no deed drops it, and the patient gets the dose that was on the screen."""

from collections.abc import Iterator

import pytest
from django.forms import BaseForm
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from exercises.models import Plan, PlanItem


def as_sent(form: BaseForm) -> dict[str, object]:
    """Every field of a line as the browser sends it, with what the page said before."""
    told = {bound.html_name: bound.value() for bound in form}
    told |= {bound.html_initial_name: bound.value() for bound in form}
    return {name: "" if value is None else value for name, value in told.items()}


def page_fields(desk: Client, draft: Plan, **typed: object) -> dict[str, object]:
    """The whole draft as it is sent; typed by the fields' short names behind the line's number: line0_sets."""
    lines = desk.get(f"/plans/{draft.pk}/").context["lines"]
    sent: dict[str, object] = {}
    for _, form in lines:
        sent |= as_sent(form)
    for name, value in typed.items():
        line, _, field = name.partition("_")
        sent[lines[int(line.removeprefix("line"))][1][field].html_name] = value
    return sent


def items(draft: Plan) -> list[PlanItem]:
    return list(draft.items.all())


def test_saving_one_line_keeps_what_is_typed_in_another(desk, draft):
    second = items(draft)[1]
    desk.post(f"/plans/{draft.pk}/items/{second.pk}/", page_fields(desk, draft, line0_sets=4, line1_reps=12))
    assert (items(draft)[0].sets, items(draft)[1].reps) == (4, 12)


def test_activating_takes_what_is_on_the_screen(desk, draft):
    fields = page_fields(desk, draft, line0_sets=5, line0_note="Slowly, please", line1_hold_s=7)
    assert desk.post(f"/plans/{draft.pk}/activate/", fields).status_code == 302
    draft.refresh_from_db()
    first, second = items(draft)[:2]
    assert draft.status == Plan.Status.ACTIVE
    assert (first.sets, first.note, second.hold_s) == (5, "Slowly, please", 7)


@pytest.mark.parametrize("wrong", ["60", "2,5", "1,250", ""])
def test_a_number_that_is_not_right_activates_nothing_and_loses_nothing(desk, draft, wrong):
    fields = page_fields(desk, draft, line0_sets=wrong, line1_note="Keep this")
    response = desk.post(f"/plans/{draft.pk}/activate/", fields)
    assert response.status_code == 422
    assert "Keep this" in response.text
    assert "Nothing was done yet" in response.text
    draft.refresh_from_db()
    assert draft.is_draft
    assert items(draft)[1].note != "Keep this"


def test_levels_additions_and_removals_keep_the_other_lines(desk, draft):
    first, second = items(draft)[:2]
    desk.post(f"/plans/{draft.pk}/items/{second.pk}/", page_fields(desk, draft, line0_sets=4) | {"level": "2"})
    desk.post(f"/plans/{draft.pk}/items/{second.pk}/remove/", page_fields(desk, draft, line0_reps=9, line1_sets="x"))
    added = page_fields(desk, draft, line0_rest_s=75) | {"exercise": second.exercise_id}
    desk.post(f"/plans/{draft.pk}/items/add/", added)
    first.refresh_from_db()
    assert (first.sets, first.reps, first.rest_s) == (4, 9, 75)
    assert draft.items.filter(exercise=second.exercise_id).exists()


def test_a_template_is_made_of_what_is_on_the_screen(desk, draft):
    desk.post(f"/plans/{draft.pk}/template/", page_fields(desk, draft, line0_sets=5) | {"name": "Mine"})
    assert draft.patient.clinic.plan_templates.get().lines[0]["sets"] == 5


def test_a_page_that_was_opened_earlier_reverts_nothing(desk, draft):
    first, second = items(draft)[:2]
    opened_earlier = page_fields(desk, draft, line1_reps=11)
    desk.post(f"/plans/{draft.pk}/items/{first.pk}/", page_fields(desk, draft, line0_sets=4))
    desk.post(f"/plans/{draft.pk}/items/{second.pk}/", opened_earlier)
    assert (items(draft)[0].sets, items(draft)[1].reps) == (4, 11)


def test_activating_shows_first_what_another_page_changed_and_keeps_what_is_typed(desk, draft):
    first = items(draft)[0]
    opened_earlier = page_fields(desk, draft, line1_reps=11)
    desk.post(f"/plans/{draft.pk}/items/{first.pk}/", page_fields(desk, draft, line0_sets=4))
    page = desk.post(f"/plans/{draft.pk}/activate/", opened_earlier, follow=True).text
    assert f"{first.rung['name']}, sets: now 4." in page
    draft.refresh_from_db()
    assert draft.is_draft and items(draft)[1].reps == 11
    assert desk.post(f"/plans/{draft.pk}/activate/", page_fields(desk, draft)).headers["Location"].endswith("handover/")
    draft.refresh_from_db()
    assert (draft.status, items(draft)[0].sets) == (Plan.Status.ACTIVE, 4)


@pytest.mark.parametrize("deed", ["add", "remove", "level"])
def test_activating_shows_first_which_lines_another_page_changed(desk, draft, deed):
    first, second = items(draft)[:2]
    if deed == "add":
        first.delete()
    level = {f"item-{each.pk}-level": each.level for each in items(draft)}
    opened_earlier = page_fields(desk, draft) | level
    if deed == "add":
        desk.post(f"/plans/{draft.pk}/items/add/", page_fields(desk, draft) | {"exercise": first.exercise_id})
    elif deed == "remove":
        desk.post(f"/plans/{draft.pk}/items/{second.pk}/remove/", page_fields(desk, draft))
    else:
        desk.post(f"/plans/{draft.pk}/items/{second.pk}/", page_fields(desk, draft) | {"level": "0"})
    page = desk.post(f"/plans/{draft.pk}/activate/", opened_earlier, follow=True).text
    assert "another page changed this draft" in page
    draft.refresh_from_db()
    assert draft.is_draft


def test_the_same_field_typed_on_both_pages_is_the_one_on_the_screen(desk, draft):
    first = items(draft)[0]
    opened_earlier = page_fields(desk, draft, line0_sets=5)
    desk.post(f"/plans/{draft.pk}/items/{first.pk}/", page_fields(desk, draft, line0_sets=4))
    desk.post(f"/plans/{draft.pk}/activate/", opened_earlier)
    draft.refresh_from_db()
    assert (draft.status, items(draft)[0].sets) == (Plan.Status.ACTIVE, 5)


@pytest.fixture
def page(browser: Browser, live_server: object, draft: Plan, desk: Client) -> Iterator[Page]:
    context = browser.new_context(locale="en-US", viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": desk.cookies["sessionid"].value, "url": live_server.url}])
    context.set_default_timeout(90_000)
    page = context.new_page()
    page.goto(f"{live_server.url}/plans/{draft.pk}/")
    yield page
    context.close()


def test_in_a_browser_the_typed_dose_reaches_the_patient(page: Page, draft: Plan) -> None:
    sets, reps = page.get_by_label("Sets", exact=True), page.get_by_label("Reps", exact=True)
    sets.nth(0).fill("4")
    reps.nth(1).fill("12")
    page.get_by_role("button", name="Save", exact=True).nth(1).click()
    expect(sets.nth(0)).to_have_value("4")
    expect(reps.nth(1)).to_have_value("12")
    sets.nth(0).press("Enter")
    expect(page.get_by_role("heading", name="Plan draft")).to_be_visible()
    sets.nth(0).fill("5")
    page.get_by_label("Note to the patient").nth(0).fill("Slowly, please")
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_role("heading", name="Hand over")).to_be_visible()
    first = draft.items.first()
    assert (first.sets, first.note) == (5, "Slowly, please")
