"""A deed on a plan that is refused says so, and takes nothing of what was typed."""

import pytest
from django.test import Client
from django.urls import reverse
from unsaved import kept, post, typed

from clinics.models import User
from exercises.models import Plan, PlanTemplate, RunningLine
from exercises.plan.versions import activate, end

NOTE = {"note": typed("Slowly, please")}
WORDS = ["Slowly, please"]


def deeds_on_a_draft(plan: Plan) -> dict[str, str]:
    item = plan.items.first()
    plain = ("plan_activate", "plan_discard", "plan_item_add", "plan_running", "plan_template_fill")
    lines = ("plan_item_edit", "plan_item_remove")
    return {name: reverse(name, args=[plan.pk]) for name in plain} | {
        name: reverse(name, args=[plan.pk, item.pk]) for name in lines
    }


def refused(desk: Client, plan: Plan, address: str, answers: dict[str, str]) -> str:
    """What the next page says, after a post from the plan's page whose words all wait still."""
    page = reverse("plan", args=[plan.pk])
    form = reverse("plan_activate", args=[plan.pk])
    answer = post(desk, page, form, answers, NOTE, to=address)
    assert answer.status_code == 302
    assert kept() == {(page, form): {"note": WORDS}}
    return desk.get(page).content.decode()


@pytest.mark.parametrize(
    "deed", ["plan_activate", "plan_discard", "plan_item_add", "plan_running", "plan_template_fill",
             "plan_item_edit", "plan_item_remove"],
)  # fmt: skip
def test_a_plan_that_another_page_activated_is_no_draft_any_more(desk: Client, draft: Plan, ines: User, deed: str):
    address = deeds_on_a_draft(draft)[deed]
    activate(draft, ines)
    assert "this plan is no draft any more, it is in use" in refused(desk, draft, address, {})
    assert Plan.objects.get().status == Plan.Status.ACTIVE


def test_typing_on_into_a_plan_that_is_no_draft_any_more_is_told(desk: Client, draft: Plan, ines: User):
    activate(draft, ines)
    answer = desk.post(reverse("plan_typed", args=[draft.pk]), {})
    assert answer.status_code == 409
    assert answer.content.decode().startswith("Not saved: this plan is no draft any more.")


def test_a_plan_without_exercises_is_not_activated(desk: Client, draft: Plan):
    address = reverse("plan_activate", args=[draft.pk])
    draft.items.all().delete()
    RunningLine.objects.filter(plan=draft).delete()
    assert "Not activated: add an exercise first." in refused(desk, draft, address, {})


def test_a_template_needs_a_name(desk: Client, draft: Plan):
    address = reverse("plan_template_save", args=[draft.pk])
    assert "a template needs a name" in refused(desk, draft, address, {"name": " "})
    assert not PlanTemplate.objects.exists()


@pytest.mark.parametrize("deed", ["plan_item_edit", "plan_item_remove"])
def test_a_line_that_another_page_took_out_is_said_to_be_gone(desk: Client, draft: Plan, deed: str):
    address = deeds_on_a_draft(draft)[deed]
    draft.items.first().delete()
    assert "another page took this exercise out" in refused(desk, draft, address, {})


def test_an_exercise_that_another_page_put_in_is_not_added_twice(desk: Client, draft: Plan):
    there = draft.items.first().exercise
    address = reverse("plan_item_add", args=[draft.pk])
    assert f"has put {there.name} into the draft already" in refused(desk, draft, address, {"exercise": there.pk})
    assert draft.items.filter(exercise=there).count() == 1


@pytest.mark.parametrize("deed", ["plan_keep", "plan_end"])
def test_a_plan_that_ended_meanwhile_is_said_to_be_over(desk: Client, plan: Plan, ines: User, deed: str):
    end(plan, ines)
    page = desk.post(reverse(deed, args=[plan.pk]), follow=True).content.decode()
    assert "this plan is not in use any more" in page


def test_signs_are_not_examined_without_words(desk: Client, plan: Plan):
    address = reverse("plan_signs_examined", args=[plan.pk])
    assert "Nothing was noted" in desk.post(address, {"examined": " "}, follow=True).content.decode()
