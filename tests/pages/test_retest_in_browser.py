"""From "Re-test due" to the decision on the plan, as a therapist goes: film form, report, comparison, plan."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import filmed
import pytest
from axe import faults
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from results import side
from walked import finished_run

from clinics.models import User
from exercises.models import Plan
from exercises.plan.drafting import draft_from_report
from exercises.plan.inputs import Answers
from exercises.plan.versions import activate
from gait.models import Analysis, SignedReport
from gait.result.conventions import Side
from gait.review import signing
from patients.models import Patient


@pytest.fixture
def clip(tmp_path: Path) -> bytes:
    return filmed.clip(tmp_path / "walk.mp4", seconds=8, rate_hz=30).read_bytes()


def measured(clip: bytes, patient: Patient, user: User, right_deg: float, *, days_ago: int) -> Analysis:
    visit = filmed.assessment(patient, user)
    visit.filmed_on = timezone.localdate() - timedelta(days=days_ago)
    visit.save()
    run = finished_run(visit, clip, seconds=8, rate_hz=30, drop_deg=(4.0, 9.0))
    told = replace(run.found, sides={Side.LEFT: side(4.0), Side.RIGHT: side(right_deg)})
    Analysis.objects.filter(pk=run.pk).update(result=told.as_json())
    return Analysis.objects.get(pk=run.pk)


@pytest.fixture
def plan(transactional_db: None, clip: bytes, pat: Patient, ines: User) -> Plan:
    """Four weeks old and due for review; the right stance rose by 3 degrees."""
    run = measured(clip, pat, ines, -3.0, days_ago=28)
    report = signing.sign(run, ines, summary="A rise.", kept=[], signed_at=timezone.now() - timedelta(days=28))
    plan = activate(draft_from_report(report, ines, Answers())[1], ines)
    month = timezone.now() - timedelta(days=28)
    due = {"activated_at": month, "started_on": timezone.localdate(), "review_on": timezone.localdate()}
    Plan.objects.filter(pk=plan.pk).update(**due)
    return plan


@pytest.fixture
def page(browser: Browser, live_server: object, plan: Plan, ines: User) -> Iterator[Page]:
    client = Client()
    client.force_login(ines)
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    context.set_default_timeout(60_000)
    page, wrong = context.new_page(), []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert not wrong


def test_a_retest_is_filmed_signed_compared_and_decided_on(
    page: Page, live_server: object, plan: Plan, clip: bytes, pat: Patient, ines: User
) -> None:
    worklist = f"{live_server.url}/worklist/"
    page.goto(f"{worklist}?show=retest")
    page.get_by_role("link", name="Film again like this").click()
    expect(page.get_by_label("Walking", exact=True)).to_be_checked()

    run = measured(clip, pat, ines, -8.0, days_ago=1)
    page.goto(f"{worklist}?show=retest")
    page.get_by_role("link", name="Look at it").click()
    expect(page.locator("main")).to_contain_text("rises")

    report = signing.sign(run, ines, summary="It rises more.", kept=[])
    measured(clip, pat, ines, -7.0, days_ago=0)
    page.goto(f"{worklist}?show=decide")
    page.get_by_role("link", name="Decide").last.click()
    expect(page.get_by_role("heading", name="Decide on the plan")).to_be_visible()
    page.get_by_role("link", name="Report, then and now").click()
    expect(page.locator("main")).to_contain_text("−3.0° → −8.0°: a change of 5.0° ± 1.7° (more rise)")
    page.goto(f"{live_server.url}/plans/{plan.pk}/")
    page.get_by_role("link", name="Both films side by side").click()
    expect(page.get_by_text("More rise than then")).to_be_visible()
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{live_server.url}/plans/{plan.pk}/")
    page.get_by_role("button", name="Keep it as it is").click()
    page.goto(f"{worklist}?show=decide")
    expect(page.get_by_role("link", name="Decide", exact=True)).to_have_count(0)

    Plan.objects.filter(pk=plan.pk).update(review_on=timezone.localdate())
    page.goto(f"{worklist}?show=retest")
    expect(page.get_by_role("link", name="Look at it")).to_be_visible()
    assert SignedReport.objects.filter(pk=report.pk).exists()
