"""What is typed into the lines of a draft: every deed on its page takes all of it, not only the line it is about."""

from django.db import transaction
from django.http import QueryDict

from exercises.forms import PlanItemForm
from exercises.models import Plan, PlanItem


class NotTaken(Exception):
    """A number in one of the lines is not right, so nothing was done. forms: all lines, as they were typed."""

    def __init__(self, forms: list[PlanItemForm]) -> None:
        super().__init__()
        self.forms = forms


@transaction.atomic
def take_typed(plan: Plan, typed: QueryDict, *, without: PlanItem | None = None) -> None:
    """Save what somebody changed, field by field: another page may have changed the rest. Raises NotTaken.

    without: a line that goes away anyway.
    """
    forms = [PlanItemForm(typed, instance=item) for item in items_of(plan) if item != without and is_sent(item, typed)]
    if not all([form.is_valid() for form in forms]):
        raise NotTaken(forms)
    for form in forms:
        if form.changed_data:
            form.instance.save(update_fields=form.changed_data)


def items_of(plan: Plan) -> list[PlanItem]:
    items = list(plan.items.select_related("exercise").prefetch_related("holds"))
    for item in items:
        item.plan = plan
    return items


def is_sent(item: PlanItem, typed: QueryDict) -> bool:
    return f"{PlanItemForm.prefix_of(item)}-sets" in typed
