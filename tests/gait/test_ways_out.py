"""The one large button beside every verdict that cannot be told, on the page of the run."""

import re
from dataclasses import replace

import filmed
import pytest
import walks
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinics.models import AuditEvent, User
from gait.intake.forms import REPEATED
from gait.models import Analysis, Assessment, Recording
from gait.result.conventions import Side, Verdict
from gait.result.ways_out import WAYS_OUT, WayOut
from gait.review import signing
from patients.models import Patient

LARGE = re.compile(r'data-way="(\w+)"')
OF_A_SIDE = [code for code, way in WAYS_OUT.items() if way is not WayOut.MEASURE_AGAIN]


@pytest.fixture
def inas(client: Client, ines: User) -> Client:
    client.force_login(ines)
    return client


def page_of(client: Client, run: Analysis) -> str:
    address = reverse("assessment", args=[run.recording.assessment_id])
    return client.get(address, {"run": run.pk}).content.decode()


def withheld(assessment: Assessment, code: str) -> Analysis:
    found = walks.found()
    sides = {
        side: replace(own, verdict=Verdict.CANNOT_TELL, pelvic_drop_deg=None, ci95_deg=None, grade=None, reason=code)
        for side, own in found.sides.items()
    }
    return walks.done_run(assessment, replace(found, sides=sides))


@pytest.mark.parametrize("code", OF_A_SIDE)
def test_every_withheld_side_has_one_large_button_that_does_something(inas, ines, pat, code: str) -> None:
    run = withheld(filmed.assessment(pat, ines), code)
    page = page_of(inas, run)
    ways = LARGE.findall(page)
    assert len(ways) == len(Side)
    (way,) = set(ways)
    leads = {
        "mark_pelvis": 'data-starts="mark-pelvis"',
        "by_hand": 'data-starts="by-hand"',
        "choose_person": 'data-starts="mark-person"',
        "say_how_filmed": 'data-starts="say-filmed"',
        "change_kind": reverse("recording_kind", args=[run.recording_id]),
        "film_again": f"?like={run.recording.assessment_id}",
    }
    assert leads[way] in page


@pytest.mark.parametrize("code", [*WAYS_OUT, "R_CORRUPT"])
def test_every_run_that_failed_has_one(inas, pats_walk, code: str) -> None:
    run = filmed.run_of(pats_walk, status=Analysis.Status.FAILED, error_code=code, error_message="It failed.")
    page = page_of(inas, run)
    (way,) = LARGE.findall(page)
    assert way in ("film_again", "measure_again", "change_kind")  # this one left no clip that plays


def test_a_run_that_is_signed_asks_for_nothing(inas, ines, pats_walk) -> None:
    run = withheld(pats_walk, "E_NO_SOURCE")
    signing.sign(run, ines, summary="Seen.", kept=[])
    assert not LARGE.findall(page_of(inas, run))


def test_filming_again_repeats_that_visit_and_not_the_last_one(inas, ines, pat: Patient) -> None:
    first, last = (filmed.assessment(pat, ines) for _ in range(2))
    Assessment.objects.filter(pk=first.pk).update(
        activity="running", view="anterior", speed_kmh="9.5", footwear="Shoe 1", filmed_on="2025-01-15"
    )
    first.refresh_from_db()
    address = reverse("assessment_new", args=[pat.pk])
    form = inas.get(address, {"like": first.pk}).context["form"]
    assert [form.get_initial_for_field(form.fields[name], name) for name in REPEATED] == [
        getattr(first, name) for name in REPEATED
    ]
    assert form["pain_nprs"].value() is None
    assert inas.get(address, {"like": last.pk}).context["form"]["pain_nprs"].value() == last.pain_nprs


def test_a_visit_that_is_not_the_patients_is_not_repeated(inas, pat: Patient) -> None:
    assert inas.get(reverse("assessment_new", args=[pat.pk]), {"like": pat.pk}).status_code == 404


def test_a_clip_of_the_wrong_kind_gets_another_and_is_measured_as_that(inas, pats_walk) -> None:
    run = filmed.run_of(pats_walk, status=Analysis.Status.FAILED, error_code="E_NO_STANDING")
    Recording.objects.update(kind=Recording.Kind.STANDING)
    answer = inas.post(reverse("recording_kind", args=[run.recording_id]), {"kind": "gait"})
    new = Analysis.objects.exclude(pk=run.pk).get()
    assert answer.url == f"{reverse('assessment', args=[pats_walk.pk])}?run={new.pk}"
    assert (new.status, new.hints["activity"], new.recording.kind) == ("queued", "walking", "gait")
    assert AuditEvent.objects.filter(action=AuditEvent.Action.CHANGED, record_id=str(new.pk)).exists()


@pytest.mark.parametrize("kind", ["gait", "nonsense"])
def test_the_same_kind_and_none_change_nothing(inas, pats_walk, kind: str) -> None:
    run = filmed.run_of(pats_walk, status=Analysis.Status.FAILED)
    inas.post(reverse("recording_kind", args=[run.recording_id]), {"kind": kind})
    assert Analysis.objects.count() == 1


def test_what_is_signed_or_being_measured_keeps_its_kind(inas, ines, pats_walk) -> None:
    run = walks.done_run(pats_walk)
    signing.sign(run, ines, summary="Seen.", kept=[])
    busy = filmed.run_of(pats_walk, status=Analysis.Status.RUNNING, started_at=timezone.now())
    for each in (run, busy):
        page = inas.post(reverse("recording_kind", args=[each.recording_id]), {"kind": "standing"}, follow=True)
        assert "This clip" in page.content.decode()
        each.recording.refresh_from_db()
        assert each.recording.kind == "gait"


def test_a_clip_that_came_as_another_kind_leads_to_its_kind_and_is_not_sent_again(inas, ines, pats_walk) -> None:
    standing = filmed.recording(pats_walk, b"the same film")
    Recording.objects.filter(pk=standing.pk).update(kind=Recording.Kind.STANDING)
    run = Analysis.objects.create(recording=standing, status=Analysis.Status.FAILED, error_code="E_NO_STANDING")
    video = SimpleUploadedFile("walk.mp4", b"the same film", content_type="video/mp4")
    answer = inas.post(reverse("upload_recording", args=[pats_walk.pk]), {"video": video})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "as “Quiet standing”" in page
    assert f"?run={run.pk}#change-kind" in page
    assert 'id="change-kind"' in page_of(inas, run)
