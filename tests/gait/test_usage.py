from datetime import date, timedelta

import filmed
import pytest
from django.urls import reverse
from django.utils import timezone

from gait.models import Analysis, Assessment
from gait.usage import HEIGHT, bars, queue_of, weeks_of

MONDAY = date(2026, 11, 23)


@pytest.fixture
def measured(pat, ines):
    """A clip that took three minutes, filmed today."""
    run = filmed.run_of(
        filmed.assessment(pat, ines),
        status=Analysis.Status.DONE,
        result=filmed.REPORT,
        finished_at=timezone.now() + timedelta(minutes=3),
    )
    return run.recording.assessment


def test_a_week_counts_what_was_filmed_in_it(measured, north):
    Assessment.objects.update(filmed_on=MONDAY - timedelta(days=1))
    weeks = weeks_of(north, MONDAY)
    assert [week.assessments for week in weeks[-3:]] == [0, 1, 0]
    assert (len(weeks), weeks[-1].monday) == (12, MONDAY)


def test_the_time_to_a_result_is_the_median_of_its_week(measured, north):
    this_week = weeks_of(north, timezone.localdate())[-1]
    assert this_week.result_minutes == pytest.approx(3, abs=0.1)


def test_another_location_counts_nothing_of_it(measured, south):
    assert not any(week.assessments or week.result_minutes for week in weeks_of(south, timezone.localdate()))


def test_the_queue_tells_its_age(pat, ines, north):
    run = filmed.run_of(filmed.assessment(pat, ines), status=Analysis.Status.QUEUED)
    Analysis.objects.filter(pk=run.pk).update(created_at=timezone.now() - timedelta(minutes=4))
    queue = queue_of(north)
    assert queue.waiting == 1
    assert queue.oldest_minutes == pytest.approx(4, abs=0.1)


def test_the_largest_value_fills_the_plot_and_an_unknown_one_draws_nothing():
    first, second, unknown = bars([2, 1, None], ["a", "b", "c"])
    assert (first.height, first.y) == (HEIGHT, 0)
    assert second.height == HEIGHT / 2
    assert (unknown.height, unknown.value) == (0, "–")


def test_an_admin_sees_the_plots_and_no_names(measured, client, dana, pat):
    client.force_login(dana)
    page = client.get(reverse("clinic_usage", args=["north"])).text
    assert page.count("<svg viewBox") == 2
    assert "Nothing waits" in page
    assert pat.last_name not in page
