"""What a waiting therapist sees, and that it comes to an end."""

import pytest
from django.urls import reverse
from filmed import REPORT, run_of

from gait.models import Analysis
from gait.queue import runs

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_ines(client, ines):
    client.force_login(ines)
    return client


@pytest.fixture
def analysis(pats_walk) -> Analysis:
    return run_of(pats_walk)


def status(client, analysis):
    return client.get(reverse("analysis_status", args=[analysis.pk]))


def test_a_waiting_run_says_how_many_come_first_and_asks_again(as_ines, pats_walk):
    first, second = run_of(pats_walk), run_of(pats_walk)
    assert "Waiting for the worker" in status(as_ines, first).content.decode()
    page = status(as_ines, second).content.decode()
    assert "1 ahead of this one" in page
    assert 'hx-trigger="every 1s"' in page


def test_a_running_run_says_what_is_done_now(as_ines, analysis):
    runs.advance(runs.claim(analysis.pk), "track", 37)
    page = status(as_ines, analysis).content.decode()
    assert "Following the person" in page
    assert 'value="37"' in page
    assert reverse("cancel_analysis", args=[analysis.pk]) in page


@pytest.mark.parametrize("end", ["done", "failed", "cancelled"])
def test_polling_ends_and_the_page_loads_anew(as_ines, analysis, end):
    run = runs.claim(analysis.pk)
    {
        "done": lambda: runs.finish(run, REPORT),
        "failed": lambda: runs.fail(run, "E_NO_PERSON"),
        "cancelled": lambda: runs.cancel(analysis),
    }[end]()
    response = status(as_ines, analysis)
    assert response.status_code == 286
    assert response["HX-Refresh"] == "true"
    assert "hx-get" not in response.content.decode()


def test_a_failure_says_what_happened_and_what_to_do(as_ines, analysis):
    runs.fail(runs.claim(analysis.pk), "E_NO_PERSON")
    page = status(as_ines, analysis).content.decode()
    assert "No person was found in the clip." in page
    assert "Film the whole body" in page
    assert reverse("retry_analysis", args=[analysis.pk]) in page


def test_cancel_and_measure_again(as_ines, analysis):
    assert as_ines.post(reverse("cancel_analysis", args=[analysis.pk])).status_code == 302
    assert as_ines.post(reverse("cancel_analysis", args=[analysis.pk])).status_code == 302
    analysis.refresh_from_db()
    assert analysis.status == "cancelled"
    as_ines.post(reverse("retry_analysis", args=[analysis.pk]))
    again = Analysis.objects.exclude(pk=analysis.pk).get()
    assert (again.status, again.recording_id, again.hints) == ("queued", analysis.recording_id, analysis.hints)


@pytest.mark.parametrize("address", ["cancel_analysis", "retry_analysis"])
def test_nothing_happens_by_following_a_link(as_ines, analysis, address):
    assert as_ines.get(reverse(address, args=[analysis.pk])).status_code == 405


@pytest.mark.parametrize("address", ["analysis_status", "cancel_analysis", "retry_analysis"])
def test_another_clinics_run_does_not_exist(client, omar, analysis, address):
    client.force_login(omar)
    send = client.get if address == "analysis_status" else client.post
    assert send(reverse(address, args=[analysis.pk])).status_code == 404
    analysis.refresh_from_db()
    assert analysis.status == "queued"
