import html
from datetime import timedelta

import filmed
import pytest
from django.urls import reverse
from django.utils import timezone

from gait.models import Analysis
from gait.review import signing
from gait.worklist import Worklist, worklist_of
from gait.worklist_rows import Row, Section, _joined, sections_of
from patients import consent

Status = Analysis.Status


@pytest.fixture
def inas(client, ines):
    client.force_login(ines)
    return client


def done(assessment, **facts: object) -> Analysis:
    facts = {"finished_at": timezone.now(), "result": filmed.REPORT} | facts
    return filmed.run_of(assessment, status=Status.DONE, **facts)


def test_a_fresh_result_waits_for_review(ines, pats_walk):
    fresh = done(pats_walk)
    worklist = worklist_of(ines)
    assert worklist.to_review == [fresh]
    assert not worklist.unsigned


def test_an_opened_result_waits_for_a_signature(inas, ines, pats_walk):
    fresh = done(pats_walk)
    inas.get(reverse("assessment", args=[pats_walk.pk]))
    worklist = worklist_of(ines)
    assert worklist.unsigned == [fresh]
    assert not worklist.to_review


def test_a_look_before_the_result_was_there_does_not_count(inas, ines, pats_walk):
    inas.get(reverse("assessment", args=[pats_walk.pk]))
    fresh = done(pats_walk)
    assert worklist_of(ines).to_review == [fresh]


def test_a_signed_result_leaves_for_the_signed_ones(ines, pats_walk):
    fresh = done(pats_walk)
    signing.sign(fresh, ines, summary="As seen.", kept=[])
    worklist = worklist_of(ines)
    assert worklist.signed == [fresh]
    assert not worklist.to_review + worklist.unsigned


@pytest.mark.parametrize(
    ("status", "section"),
    [
        (Status.QUEUED, "under_way"),
        (Status.RUNNING, "under_way"),
        (Status.FAILED, "failed"),
        (Status.CANCELLED, "failed"),
    ],
)
def test_a_run_stands_where_its_state_says(ines, pats_walk, status, section):
    run = filmed.run_of(pats_walk, status=status)
    assert getattr(worklist_of(ines), section) == [run]


def test_only_the_newest_run_of_an_assessment_counts(ines, pats_walk):
    filmed.run_of(pats_walk, status=Status.FAILED, created_at=timezone.now() - timedelta(hours=1))
    fresh = done(pats_walk)
    worklist = worklist_of(ines)
    assert worklist.to_review == [fresh]
    assert not worklist.failed


def test_an_assessment_without_a_video_is_not_forgotten(ines, pats_walk):
    assert worklist_of(ines).without_video == [pats_walk]


def test_another_clinics_work_is_not_mine(omar, pats_walk):
    done(pats_walk)
    assert worklist_of(omar) == Worklist()


def test_an_empty_worklist_says_how_to_begin(inas):
    assert "Nothing waits" in inas.get(reverse("worklist")).content.decode()


def test_it_says_why_a_clip_was_not_measured(inas, pats_walk):
    filmed.run_of(pats_walk, status=Status.FAILED, error_code="no_person", error_message="Nobody is in the picture.")
    assert "Nobody is in the picture." in inas.get(reverse("worklist")).content.decode()


def test_it_needs_no_more_queries_for_more_work(inas, ines, pat, count_queries):
    def add() -> None:
        done(filmed.assessment(pat, ines))
        filmed.run_of(filmed.assessment(pat, ines), status=Status.RUNNING)
        filmed.assessment(pat, ines)

    add()
    for_few = count_queries(inas, reverse("worklist"))
    for _ in range(4):
        add()
    assert count_queries(inas, reverse("worklist")) == for_few


def keys_with_rows(user) -> dict[str, list[str]]:
    return {section.key: [row.action for row in section.rows] for section in sections_of(user) if section.rows}


def test_every_kind_is_a_filter_with_its_count(inas, ines, pats_walk):
    done(pats_walk)
    page = inas.get(reverse("worklist")).content.decode()
    for section in sections_of(ines):
        assert f'href="?show={section.key}"' in page
    assert len(sections_of(ines)) == 11
    only = inas.get(reverse("worklist"), {"show": "review"}).content.decode()
    assert 'id="section-review"' in only
    assert 'id="section-consent"' not in only


def test_an_empty_kind_teaches_how_it_fills(inas, ines):
    for section in sections_of(ines):
        page = inas.get(reverse("worklist"), {"show": section.key}).content.decode()
        assert html.escape(section.teaches) in page


def test_each_row_has_one_thing_to_do(inas, ines, pats_walk):
    fresh = done(pats_walk)
    assert keys_with_rows(ines) == {"review": ["Review"]}
    inas.get(reverse("assessment", args=[pats_walk.pk]))
    assert keys_with_rows(ines) == {"unsigned": ["Sign"]}
    signing.sign(fresh, ines, summary="As seen.", kept=[])
    assert keys_with_rows(ines) == {"signed": ["Report"]}


def test_a_patient_comes_back_on_the_day_of_the_retest(ines, pat, pats_walk):
    today = timezone.localdate()
    signing.sign(done(pats_walk), ines, summary="As seen.", kept=[], retest_on=today)
    assert keys_with_rows(ines)["retest"] == ["Film again"]
    later = filmed.assessment(pat, ines)
    later.filmed_on = today + timedelta(days=1)
    later.save()
    assert "retest" not in keys_with_rows(ines)


def test_a_retest_that_is_still_to_come_waits(ines, pats_walk):
    tomorrow = timezone.localdate() + timedelta(days=1)
    signing.sign(done(pats_walk), ines, summary="As seen.", kept=[], retest_on=tomorrow)
    assert "retest" not in keys_with_rows(ines)


def test_a_withdrawn_consent_is_asked_for_again(ines, pats_walk):
    assert "consent" not in keys_with_rows(ines)
    consent.withdraw(pats_walk.consent)
    assert keys_with_rows(ines)["consent"] == ["Ask for it"]


def test_two_calls_for_the_same_film_are_one_row(pat):
    row = Row(pat, "Again.", "Film again", "/")
    first, second = (Section("retest", "", "", "", (row,)) for _ in range(2))
    assert _joined(first, second).rows == (row,)
