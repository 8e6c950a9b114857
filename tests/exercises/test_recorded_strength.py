"""What was tested lately stands in the form that drafts a plan."""

from datetime import timedelta
from typing import Any

import filmed
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinics.models import User
from exercises.plan.recorded_strength import recorded_strength
from gait.review import signing
from patients.models import Patient


def tested(pat: Patient, ines: User, *, days_ago: int = 0, **facts: Any) -> None:
    usual = {"motion": "hip_abduction", "position": "side_lying", "unit": "N", "left": 90, "right": 110}
    on = timezone.localdate() - timedelta(days=days_ago)
    pat.strength_tests.create(tested_by=ines, tested_on=on, **{**usual, **facts})


def test_the_newest_force_and_grade_are_told_in_the_forms_words(pat: Patient, ines: User) -> None:
    tested(pat, ines, days_ago=20, left=70)
    tested(pat, ines, unit="kg", left=10, right=None)
    tested(pat, ines, unit="MMT", left=4, right=5)
    forces = {"left_hhd_n": 98, "strength_position": "side_lying"}
    assert recorded_strength(pat) == {"left_mmt": 4, "right_mmt": 5, **forces}


@pytest.mark.parametrize("other", [{"days_ago": 29}, {"motion": "knee_extension"}])
def test_old_tests_and_other_movements_are_not_taken(pat: Patient, ines: User, other: dict[str, Any]) -> None:
    tested(pat, ines, **other)
    assert recorded_strength(pat) == {}


def test_the_form_starts_with_them(client: Client, pat: Patient, ines: User) -> None:
    run = filmed.run_of(filmed.assessment(pat, ines), status="done", result=filmed.REPORT, finished_at=timezone.now())
    report = signing.sign(run, ines, summary="As seen.", kept=[])
    tested(pat, ines)
    client.force_login(ines)
    form = client.get(reverse("plan_draft", args=[report.pk])).context["form"]
    assert (form["left_hhd_n"].value(), form["right_hhd_n"].value()) == (90, 110)
