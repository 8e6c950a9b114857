"""What is typed into the lines of a draft: every deed on its page takes all of it, not only the line it is about."""

import re

from django.db import transaction
from django.http import QueryDict

from exercises.following.running import line_of
from exercises.models import Plan, PlanItem
from exercises.plan.item_form import PlanItemForm
from exercises.plan.running_form import RunningLineForm

A_LINE = re.compile(r"item-([0-9]+)-sets")


class NotTaken(Exception):
    """A number in one of the lines is not right, so nothing was done. forms: all lines, as they were typed.

    running: the running line as it was typed, None where there is none.
    """

    def __init__(self, forms: list[PlanItemForm], running: RunningLineForm | None) -> None:
        super().__init__()
        self.forms = forms
        self.running = running

    def in_words(self) -> str:
        """The first thing that is wrong, with the field it is about."""
        for form in [*self.forms, *([self.running] if self.running else [])]:
            for name, errors in form.errors.items():
                field = form.fields.get(name)
                return f"Not saved yet. {field.label if field else 'A line'}: {errors[0]}"
        return "Not saved yet."


@transaction.atomic
def take_typed(plan: Plan, typed: QueryDict, *, without: PlanItem | None = None) -> None:
    """Save what somebody changed, field by field: another page may have changed the rest. Raises NotTaken.

    without: a line that goes away anyway.
    """
    forms = [PlanItemForm(typed, instance=item) for item in items_of(plan) if item != without and is_sent(item, typed)]
    running = running_typed(plan, typed)
    if not all([form.is_valid() for form in [*forms, *([running] if running else [])]]):
        raise NotTaken(forms, running)
    for line in forms:
        if "days_per_week" in line.changed_data:
            line.instance.are_days_typed = True
            line.changed_data.append("are_days_typed")
    for form in [*forms, *([running] if running else [])]:
        if form.changed_data:
            form.instance.save(update_fields=form.changed_data)


def running_typed(plan: Plan, typed: QueryDict) -> RunningLineForm | None:
    line = line_of(plan)
    if line is None or f"{RunningLineForm.PREFIX}-start_step" not in typed:
        return None
    line.plan = plan
    return RunningLineForm(typed, instance=line)


def changed_elsewhere(plan: Plan, typed: QueryDict) -> list[str]:
    """What another page changed since this one was opened, so that the screen shows it otherwise; a sentence each.

    What is typed here counts, whatever another page said before it, and is no news.
    """
    shown = {found[1] for name in typed if (found := A_LINE.fullmatch(name))}
    items = items_of(plan)
    if not shown:
        return []
    news = ["A line was removed."] if shown - {str(item.pk) for item in items} else []
    return news + [sentence for item in items for sentence in news_of(item, typed)]


def news_of(item: PlanItem, typed: QueryDict) -> list[str]:
    name = item.rung["name"]
    if not is_sent(item, typed):
        return [f"{name} was added."]
    if typed.get(f"{PlanItemForm.prefix_of(item)}-level", str(item.level)) != str(item.level):
        return [f"{name} is on level {item.level} now, with its dose."]
    form = PlanItemForm(typed, instance=item)
    return [f"{name}, {form[field].label.lower()}: now {value_of(form, field)}." for field in form.news()]


def value_of(form: PlanItemForm, field: str) -> str:
    """What is stored, as the page shows it."""
    stored = form.initial[field]
    return str(dict(getattr(form.fields[field], "choices", ())).get(stored, stored)) or "empty"


def items_of(plan: Plan) -> list[PlanItem]:
    items = list(plan.items.select_related("exercise"))
    for item in items:
        item.plan = plan
    return items


def is_sent(item: PlanItem, typed: QueryDict) -> bool:
    return f"{PlanItemForm.prefix_of(item)}-sets" in typed
