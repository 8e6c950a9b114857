"""What `manage.py verify` finds in an installation whose rows or files somebody has changed."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import filmed
import pytest
import walks
from django.core.management import CommandError, call_command
from django.db.models import QuerySet
from django.utils import timezone
from servers import postgres_server
from station import Station

from gait import storage
from gait.models import Addendum, Analysis, Finding, Measurement, OverlayVideo, ResultSeal, SignedReport
from gait.queue import overlay_videos, runs, seals
from gait.review import addenda, signing

pytestmark = pytest.mark.django_db
ODD = {"tiny": 1e-7, "huge": 1e22, "minus nothing": -0.0, "whole": 3.0, "words": "°, “", "none": None, "yes": True}
"""Numbers that PostgreSQL spells in its own way."""


def measured_by(therapist, patient) -> Analysis:
    analysis = filmed.run_of(filmed.assessment(patient, therapist))
    run = runs.claim(analysis.pk)
    folder = storage.attempt_folder(analysis.recording_id, analysis.pk, run.token)
    (folder / "thumbs").mkdir(parents=True)
    report = walks.found().as_json() | {"odd": ODD}
    for name, content in {"result": report, "overlay": None, "series": walks.series()}.items():
        (folder / f"{name}.json").write_text(json.dumps(content))
    for name in ("proxy.mp4", "readings.npz", "keyframe_left.jpg", "thumbs/0000.jpg"):
        (folder / name).write_bytes(name.encode())
    runs.finish(run, report)
    return Analysis.objects.get(pk=analysis.pk)


@pytest.fixture
def measured(pat, ines) -> Analysis:
    return measured_by(ines, pat)


@pytest.fixture
def film(measured, ines) -> OverlayVideo:
    film = OverlayVideo.objects.create(analysis=measured, requested_by=ines)
    job = overlay_videos.claim(film.pk)
    made = storage.results_of(measured) / overlay_videos.FILE
    made.write_bytes(b"drawn")
    overlay_videos.finish(job, made)
    film.refresh_from_db()
    return film


def in_folder(name: str, content: bytes | None) -> Callable[[Analysis], None]:
    def change(analysis: Analysis) -> None:
        path: Path = storage.results_of(analysis) / name
        path.unlink(missing_ok=True) if content is None else path.write_bytes(content)

    return change


def edited_original(analysis: Analysis) -> None:
    path = storage.original(analysis.recording_id)
    path.chmod(0o600)
    path.write_bytes(b"another film")


def less_drop(analysis: Analysis) -> None:
    result = analysis.result
    result["sides"]["right"]["pelvic_drop_deg"] = 2.0
    Analysis.objects.filter(pk=analysis.pk).update(result=result)


def rows(model: type, **changed: object) -> Callable[[Analysis], None]:
    return lambda analysis: model.objects.filter(pk=model.objects.filter(analysis=analysis)[0].pk).update(**changed)


TAMPERED = {
    "result emptied": (lambda analysis: Analysis.objects.update(result={}), "its result has changed"),
    "result edited": (less_drop, "its result has changed"),
    "measurement edited": (rows(Measurement, value=0.0), "measurements or findings have changed"),
    "finding edited": (rows(Finding, text="All is well."), "measurements or findings have changed"),
    "findings gone": (lambda analysis: analysis.findings.all().delete(), "measurements or findings have changed"),
    "original replaced": (edited_original, "the video has changed"),
    "film replaced": (in_folder("proxy.mp4", b"another"), "proxy.mp4 has changed"),
    "film gone": (in_folder("proxy.mp4", None), "proxy.mp4 is missing"),
    "key picture replaced": (in_folder("keyframe_left.jpg", b"another"), "keyframe_left.jpg has changed"),
    "key picture added": (in_folder("keyframe_right.jpg", b"another"), "keyframe_right.jpg was not there"),
    "thumbnail replaced": (in_folder("thumbs/0000.jpg", b"another"), "thumbs/0000.jpg has changed"),
    "readings replaced": (in_folder("readings.npz", b"another"), "readings.npz has changed"),
    "lines replaced": (in_folder("overlay.json", b"{}"), "overlay.json has changed"),
    "drawn film replaced": (in_folder("overlay.mp4", b"another"), "the file has changed"),
    "drawn film gone": (in_folder("overlay.mp4", None), "the file is missing"),
}


@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED.keys())
def test_what_was_changed_is_named(measured, film, change, capsys):
    tamper, says = change
    call_command("verify")
    tamper(measured)
    capsys.readouterr()
    with pytest.raises(CommandError, match="Troubles found: 1"):
        call_command("verify")
    told = capsys.readouterr().err
    assert says in told
    assert str(measured.pk) in told or str(measured.recording_id) in told


def test_it_says_what_it_compared_and_what_it_could_not(measured, film, capsys):
    call_command("verify")
    told = capsys.readouterr().out
    assert "1 original videos, 1 results, 1 drawn films" in told
    assert "Not compared" not in told

    ResultSeal.objects.all().delete()  # as if it had ended before seals were taken
    OverlayVideo.objects.update(sha256="")
    call_command("verify")
    told = capsys.readouterr().out
    assert "nothing was kept to compare with: 1 results, 1 drawn films" in told


def test_what_there_is_to_see_of_a_refused_clip_is_compared_too(pat, ines, capsys):
    analysis = filmed.run_of(filmed.assessment(pat, ines))
    run = runs.claim(analysis.pk)
    folder = storage.attempt_folder(analysis.recording_id, analysis.pk, run.token)
    folder.mkdir(parents=True)
    (folder / "proxy.mp4").write_bytes(b"film")
    runs.fail(run, "E_NO_PERSON")
    call_command("verify")
    (folder / "proxy.mp4").write_bytes(b"another")
    with pytest.raises(CommandError):
        call_command("verify")
    assert "proxy.mp4 has changed" in capsys.readouterr().err


def test_a_film_whose_original_went_by_rule_is_no_trouble(measured):
    storage.remove_original(measured.recording_id)
    recording = measured.recording
    recording.original_removed_at = recording.uploaded_at
    recording.save()
    call_command("verify")


@pytest.mark.long
def test_another_database_that_spells_numbers_differently_changes_no_digest(
    measured, tmp_path, migrated_postgres, settings
):
    call_command("backup", tmp_path / "stance.tar")
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    settings.MEDIA_ROOT.mkdir()
    with postgres_server(like=migrated_postgres) as address, Station(tmp_path, database_url=address).database():
        call_command("restore", tmp_path / "stance.tar")
        there = Analysis.objects.get()
        assert seals.digest_of(there.result) == there.seal.result_sha256
        call_command("verify")


@pytest.fixture
def report(measured, ines) -> SignedReport:
    report = signing.sign(measured, ines, summary="As seen.", kept=[])
    addenda.add(report, ines, "Seen again.")
    return report


def unguarded(model: type, **changed: object) -> Callable[[], None]:
    """As somebody with the database open in an editor would."""
    return lambda: QuerySet(model).update(**changed)


def edited_snapshot() -> None:
    report = SignedReport.objects.get()
    report.snapshot["report"]["summary"] = "All is well."
    QuerySet(SignedReport).update(snapshot=report.snapshot, summary="All is well.")


@pytest.mark.parametrize(
    "tamper",
    [
        unguarded(SignedReport, summary="All is well."),
        unguarded(SignedReport, content={}),
        unguarded(SignedReport, snapshot=None),
        unguarded(SignedReport, signed_name="Somebody Else, PT"),
        unguarded(SignedReport, signed_at=timezone.now() - timedelta(days=9)),
        unguarded(Addendum, text="All is well."),
        unguarded(Addendum, added_name="Somebody Else, PT"),
        edited_snapshot,
    ],
    ids=["summary", "content", "snapshot gone", "name", "time", "addendum", "whose addendum", "summary everywhere"],
)
def test_an_edited_report_is_named(report, tamper, capsys):
    call_command("verify")
    assert "1 signed reports, 1 addenda" in capsys.readouterr().out
    tamper()
    with pytest.raises(CommandError, match="Troubles found: 1"):
        call_command("verify")
    assert str(report.pk) in capsys.readouterr().err


def test_reports_from_before_seals_are_said_not_to_be_compared(report, capsys):
    QuerySet(SignedReport).update(snapshot=None, digest="")
    QuerySet(Addendum).update(digest="")
    call_command("verify")
    assert "nothing was kept to compare with: 1 signed reports, 1 addenda" in capsys.readouterr().out


def test_a_key_picture_on_a_signed_report_is_compared_with_the_report_too(report, measured, capsys):
    ResultSeal.objects.all().delete()
    (storage.results_of(measured) / "keyframe_left.jpg").write_bytes(b"another")
    with pytest.raises(CommandError, match="Troubles found: 1"):
        call_command("verify")
    assert "picture keyframe_left.jpg is missing or has changed" in capsys.readouterr().err
