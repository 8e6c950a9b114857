"""A clip whose kind was changed: what a run found while it was taken for something else is kept and never used."""

from typing import Any

import filmed
import pytest
import results
import walks
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from static_results import STANDING, leg, static_result

from clinics.models import User
from gait.intake.kinds import CannotChangeKind, change_kind
from gait.models import Analysis, Assessment, Recording, SignedReport
from gait.queue import runs
from gait.result.conventions import Activity
from gait.review import corrections, signing
from gait.review.newest import newest_result
from gait.review.partners import comparable_runs
from gait.static_tests import finished_static_runs, newest_gait_result, newest_static_runs, standing_zero
from gait.worklist import worklist_of

KINDS_OF_TEST = [kind for kind in Recording.Kind if kind is not Recording.Kind.GAIT]


def done(assessment: Assessment, kind: Recording.Kind, result: dict[str, Any], **hints: object) -> Analysis:
    recording = filmed.recording(assessment)
    Recording.objects.filter(pk=recording.pk).update(kind=kind)
    recording.refresh_from_db()
    return Analysis.objects.create(
        recording=recording, status="done", result=result, hints=hints, pipeline_version="test",
        finished_at=timezone.now(),
    )  # fmt: skip


def of_a_test(assessment: Assessment, kind: Recording.Kind) -> Analysis:
    if kind == Recording.Kind.STANDING:
        result = results.found(activity=Activity.STANDING).as_json()
    else:
        result = static_result(kind.value, right=leg(7.1))
    return done(assessment, kind, result, activity=kind.value)


def become(run: Analysis, kind: Recording.Kind) -> Analysis:
    """The kind is changed, and the new measurement comes to nothing."""
    new = change_kind(run.recording, kind, note=lambda run: None)
    runs.cancel(new)
    run.refresh_from_db()
    return new


@pytest.fixture
def desk(ines: User) -> Client:
    client = Client()
    client.force_login(ines)
    return client


@pytest.mark.parametrize("kind", KINDS_OF_TEST)
def test_the_result_of_a_test_is_not_signed_as_a_walk(desk, ines, pats_walk, kind: Recording.Kind) -> None:
    run = of_a_test(pats_walk, kind)
    become(run, Recording.Kind.GAIT)
    with pytest.raises(signing.CannotSign, match="measured the clip as"):
        signing.sign(run, ines, summary="Seen.", kept=[])
    answer = desk.post(reverse("analysis_sign", args=[run.pk]), {"summary": "Words of my own, long.", "is_checked": 1})
    assert answer.status_code == 422
    assert not SignedReport.objects.exists()


@pytest.mark.parametrize("kind", KINDS_OF_TEST)
def test_its_page_says_so_and_asks_for_no_signature(desk, pats_walk, kind: Recording.Kind) -> None:
    run = of_a_test(pats_walk, kind)
    new = become(run, Recording.Kind.GAIT)
    page = desk.get(pats_walk.get_absolute_url(), {"run": run.pk}).text
    assert f"This run measured the clip as {kind.label.lower()}" in page
    assert f"?run={new.pk}" in page
    assert reverse("analysis_sign", args=[run.pk]) not in page


def test_a_test_is_not_signed_by_itself(ines, pats_walk) -> None:
    with pytest.raises(signing.CannotSign, match="not signed by itself"):
        signing.sign(of_a_test(pats_walk, Recording.Kind.STEP_DOWN), ines, summary="Seen.", kept=[])


@pytest.mark.parametrize("kind", KINDS_OF_TEST)
def test_it_counts_nowhere_as_a_walk(ines, pats_walk, kind: Recording.Kind) -> None:
    run = of_a_test(pats_walk, kind)
    become(run, Recording.Kind.GAIT)
    assert newest_gait_result(pats_walk) is None
    assert not comparable_runs(pats_walk.patient).exists()
    assert not Analysis.objects.films().exists()
    found = worklist_of(ines)
    assert run not in [*found.to_review, *found.unsigned]


@pytest.mark.parametrize("kind", KINDS_OF_TEST)
def test_a_walk_counts_nowhere_as_a_test(pats_walk, kind: Recording.Kind) -> None:
    result = {**walks.found().as_json(), "standing": STANDING}
    run = done(pats_walk, Recording.Kind.GAIT, result, activity="walking")
    new = become(run, kind)
    assert standing_zero(pats_walk) is None
    assert finished_static_runs(pats_walk) == []
    assert newest_static_runs(pats_walk) == {kind: new}


def test_the_newest_result_is_one_that_fits(pats_walk) -> None:
    run = done(pats_walk, Recording.Kind.GAIT, walks.found().as_json(), activity="walking")
    Recording.objects.update(kind=Recording.Kind.STEP_DOWN)
    test = Analysis.objects.create(
        recording=run.recording, status="done", result=static_result("step_down"), hints={"activity": "step_down"}
    )
    Recording.objects.update(kind=Recording.Kind.GAIT)
    run.refresh_from_db()
    test.refresh_from_db()
    assert newest_result(test) == run


def test_a_walk_in_which_nobody_moved_is_still_a_walk(ines, pats_walk) -> None:
    """It reads as standing, with both sides withheld; the therapist may sign that in their own words."""
    run = done(pats_walk, Recording.Kind.GAIT, results.found(activity=Activity.STANDING).as_json(), activity="walking")
    assert run.fits_kind
    assert Analysis.objects.fitting().get() == run
    assert signing.sign(run, ines, summary="Stands still.", kept=[])


def test_such_a_run_is_neither_measured_again_nor_corrected(desk, ines, pats_walk) -> None:
    run = of_a_test(pats_walk, Recording.Kind.SINGLE_LEG_STANCE)
    become(run, Recording.Kind.GAIT)
    before = Analysis.objects.count()
    page = desk.post(reverse("retry_analysis", args=[run.pk]), follow=True).text
    assert "This run measured the clip as standing on one leg" in page
    with pytest.raises(corrections.CannotCorrect, match="measured the clip as"):
        corrections.set_level(run, ines, line_px=[[0.0, 0.0], [100.0, 0.0]])
    assert Analysis.objects.count() == before


def test_saying_how_it_was_filmed_makes_no_walk_of_a_test(desk, pats_walk) -> None:
    run = of_a_test(pats_walk, Recording.Kind.STEP_DOWN)
    page = desk.post(reverse("filming_edit", args=[run.pk]), {"activity": "walking"}, follow=True).text
    assert "change its kind" in page
    assert Analysis.objects.count() == 1


def test_a_clip_that_was_signed_a_moment_ago_keeps_its_kind(ines, pats_walk) -> None:
    """The page that asks was loaded before: what it knows of the clip is old."""
    run = walks.done_run(pats_walk)
    old = Recording.objects.get()
    signing.sign(run, ines, summary="Seen.", kept=[])
    with pytest.raises(CannotChangeKind, match="signed report"):
        change_kind(old, Recording.Kind.STANDING, note=lambda run: None)
    assert Recording.objects.get().kind == Recording.Kind.GAIT
