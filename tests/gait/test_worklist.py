import html
import re
from datetime import timedelta
from uuid import uuid4

import filmed
import pytest
import results
from django.urls import reverse
from django.utils import timezone

from clinics.accounts.sessions import ASKED_BY_THE_PAGE
from gait import storage, worklist
from gait.models import Analysis, Assessment, Recording
from gait.result.conventions import Activity
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
    found = worklist_of(ines)
    assert found.to_review == [fresh]
    assert not found.unsigned


def test_an_opened_result_waits_for_a_signature(inas, ines, pats_walk):
    fresh = done(pats_walk)
    inas.get(reverse("assessment", args=[pats_walk.pk]))
    found = worklist_of(ines)
    assert found.unsigned == [fresh]
    assert not found.to_review


def test_a_look_before_the_result_was_there_does_not_count(inas, ines, pats_walk):
    inas.get(reverse("assessment", args=[pats_walk.pk]))
    fresh = done(pats_walk)
    assert worklist_of(ines).to_review == [fresh]


def test_a_signed_result_leaves_for_the_signed_ones(ines, pats_walk):
    fresh = done(pats_walk)
    signing.sign(fresh, ines, summary="As seen.", kept=[])
    found = worklist_of(ines)
    assert found.signed == [fresh]
    assert not found.to_review + found.unsigned


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
    found = worklist_of(ines)
    assert found.to_review == [fresh]
    assert not found.failed


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
    assert len(sections_of(ines)) == 12
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
    assert keys_with_rows(ines)["retest"] == ["Film again like this"]
    done(filmed_later(pat, ines))
    assert "retest" not in keys_with_rows(ines)


def filmed_later(pat, ines, activity: str = "walking") -> Assessment:
    visit = filmed.assessment(pat, ines)
    visit.filmed_on, visit.activity = timezone.localdate() + timedelta(days=1), activity
    visit.save()
    return visit


@pytest.mark.parametrize(
    "what", ["no film", "running", "read as running", "corrected to running", "cancelled", "static"]
)
def test_only_a_film_of_the_same_activity_answers_the_call_for_a_retest(ines, pat, pats_walk, what):
    signing.sign(done(pats_walk), ines, summary="As seen.", kept=[], retest_on=timezone.localdate())
    later = filmed_later(pat, ines, "running" if what == "running" else "walking")
    if what == "running":
        filmed.run_of(later)
    elif what == "read as running":
        done(later, result=results.found(activity=Activity.RUNNING).as_json())
    elif what == "corrected to running":
        first = done(later, created_at=timezone.now() - timedelta(hours=1))
        corrected = results.found(activity=Activity.RUNNING).as_json()
        Analysis.objects.create(recording=first.recording, status=Status.DONE, result=corrected)
    elif what == "cancelled":
        filmed.run_of(later, status=Status.CANCELLED)
    elif what == "static":
        Recording.objects.filter(pk=done(later).recording_id).update(kind=Recording.Kind.STANDING)
    assert keys_with_rows(ines)["retest"] == ["Film again like this"]


def test_a_film_that_waits_to_be_measured_answers_the_call_for_a_retest(ines, pat, pats_walk):
    signing.sign(done(pats_walk), ines, summary="As seen.", kept=[], retest_on=timezone.localdate())
    filmed.run_of(filmed_later(pat, ines))
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


def test_who_hurts_comes_before_everything_else(ines):
    assert next(section.key for section in sections_of(ines)) == "pain"


def test_two_visits_of_one_day_are_told_apart(ines, pat):
    first, second = (done(filmed.assessment(pat, ines)) for _ in range(2))
    Recording.objects.filter(pk=first.recording_id).update(uploaded_at=timezone.now() - timedelta(minutes=7))
    thumbs = storage.results_of(second)
    if thumbs is None:
        Analysis.objects.filter(pk=second.pk).update(token=uuid4())
        thumbs = storage.results_of(Analysis.objects.get(pk=second.pk))
    (thumbs / "thumbs").mkdir(parents=True)
    (thumbs / "thumbs" / "0000.jpg").write_bytes(b"a picture")
    rows = [row for section in sections_of(ines) for row in section.rows]
    assert len({row.what for row in rows}) == 2
    assert sorted(bool(row.thumb) for row in rows) == [False, True]


@pytest.mark.parametrize(("status", "key"), [(Status.RUNNING, "under_way"), (Status.FAILED, "failed")])
def test_a_static_test_stands_there_as_what_it_is(ines, pats_walk, status, key):
    run = filmed.run_of(pats_walk, status=status)
    Recording.objects.filter(pk=run.recording_id).update(kind=Recording.Kind.SINGLE_LEG_STANCE)
    rows = {section.key: section.rows for section in sections_of(ines)}
    assert rows[key][0].what.startswith("Standing on one leg, ")
    assert rows[key][0].address.endswith(f"?run={run.pk}")


def test_a_test_that_is_measured_is_looked_at_once(inas, ines, pats_walk):
    run = done(pats_walk)
    Recording.objects.filter(pk=run.recording_id).update(kind=Recording.Kind.STANDING)
    assert [row.what.split(",")[0] for row in rows_of(ines, "review")] == ["Quiet standing"]
    assert "Nothing found" in inas.get(reverse("worklist")).content.decode()
    inas.get(reverse("assessment", args=[pats_walk.pk]), {"run": run.pk})
    assert not rows_of(ines, "review")
    assert not rows_of(ines, "unsigned")


def rows_of(user, key: str) -> tuple[Row, ...]:
    return next(section.rows for section in sections_of(user) if section.key == key)


def test_the_page_tells_news_by_itself_and_only_news(inas, ines, pat):
    page = inas.get(reverse("worklist")).content.decode()
    news = html.unescape(re.search(r'hx-get="([^"]+)"', page)[1])
    assert inas.get(news).status_code == 204
    done(filmed.assessment(pat, ines))
    told = inas.get(news)
    assert told.status_code == 200
    assert "To review" in told.content.decode()
    assert inas.get(html.unescape(re.search(r'hx-get="([^"]+)"', told.content.decode())[1])).status_code == 204


def test_what_the_page_asks_by_itself_is_no_use_of_the_session():
    assert {"worklist_news", "processing_news"} <= ASKED_BY_THE_PAGE


def test_a_new_patient_and_a_film_are_one_press_away_on_every_page(inas, pats_walk):
    for address in (reverse("patient_list"), reverse("assessment", args=[pats_walk.pk]), reverse("processing")):
        page = inas.get(address).content.decode()
        assert f'href="{reverse("patient_new")}"' in page
        assert f'href="{reverse("upload_film")}"' in page


def test_a_film_begins_with_whose_it_is(inas, ines, pat, pats_walk):
    page = inas.get(reverse("upload_film")).content.decode()
    assert reverse("assessment", args=[pats_walk.pk]) in page
    assert reverse("assessment_new", args=[pat.pk]) in page
    found = inas.post(reverse("upload_film"), {"q": pat.last_name}, headers={"HX-Request": "true"}).content.decode()
    assert reverse("assessment_new", args=[pat.pk]) in found
    assert "Nobody found" in inas.post(reverse("upload_film"), {"q": "Zyxwv"}).content.decode()


def test_what_was_opened_takes_no_place_of_what_nobody_has_seen(inas, ines, pat, monkeypatch):
    monkeypatch.setattr(worklist, "MAX_ROWS", 2)
    unseen = [done(filmed.assessment(pat, ines)) for _ in range(3)]
    opened = [filmed.assessment(pat, ines) for _ in range(3)]
    for visit in opened:
        done(visit)
        inas.get(reverse("assessment", args=[visit.pk]))
    assert worklist_of(ines).to_review == [unseen[2], unseen[1]]
    assert len(worklist_of(ines).unsigned) == 2


def test_a_test_of_a_visit_beyond_the_cut_has_no_row_of_its_own(ines, pat, monkeypatch):
    monkeypatch.setattr(worklist, "MAX_ROWS", 2)
    visits = [filmed.assessment(pat, ines) for _ in range(3)]
    for visit in visits:
        done(visit)
    test = done(visits[0])
    Recording.objects.filter(pk=test.recording_id).update(kind=Recording.Kind.STANDING)
    assert test not in worklist_of(ines).to_review
