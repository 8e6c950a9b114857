"""The life of a run. Only this file writes Analysis.status, and each write is one conditional UPDATE.

queued -> running -> done | failed | cancelled        running -> queued  (released, crashed, lease ran out)

How a run is taken, kept and left is the same for every job: leases.py. What each of these writes stands here.
"""

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models.functions import Now

from gait import reported, storage
from gait.models import Analysis, AnalysisAttempt, AnalysisQuerySet, Finding, Measurement, Recording, ResultSeal
from gait.queue import doorbell, leases, seals
from gait.queue.calibration import with_calibration
from gait.queue.database_time import from_now
from gait.queue.leases import Lease
from gait.result.codes import CODES, message_of
from gait.result.json_form import Json
from gait.result.result import Result
from gait.result.said import Said

Status = Analysis.Status
CRASHES_ALLOWED = 2
LOSSES_ALLOWED = 3
ERRORS_ALLOWED = 5
PATIENT_WITH = frozenset({"E_STORAGE_FULL"})
"""Goes on by itself as soon as somebody has freed some space, however long that takes."""
TRIED_AT_ONCE = 8
FIRST_DELAY_S, MAX_DELAY_S = 10, 600


ORIGINAL_IS_GONE = "The original video's time at this location is over, so it cannot be read again. Film a new clip."


class OtherKind(Exception):
    """The run measured the clip as something else than it shows; the message says so."""


class OriginalIsGone(Exception):
    """There is nothing left to measure again; the message says why, and what to do."""


class Run(Lease[UUID]):
    """The right to work on a run."""

    __slots__ = ()

    @property
    def analysis_id(self) -> UUID:
        return self.pk


def queue(recording: Recording, hints: Said) -> Analysis:
    """Put a run in the queue; workers hear of it once the row is committed. Raises OriginalIsGone."""
    if recording.original_removed_at:
        raise OriginalIsGone(ORIGINAL_IS_GONE)
    analysis = Analysis.objects.create(recording=recording, hints=with_calibration(recording, hints))
    transaction.on_commit(partial(doorbell.ring, analysis.pk), robust=True)
    return analysis


def claim(analysis_id: UUID) -> Run | None:
    """Take the run, or return None: it is over, somebody else's, or not yet due."""
    run = Run(analysis_id, uuid4())
    facts = {"status": Status.RUNNING, "started_at": Now(), "stage": "", "percent": 0}
    with transaction.atomic():
        if not leases.take(run, Analysis.objects.due(), **facts):
            return None
        AnalysisAttempt.objects.create(analysis_id=analysis_id, token=run.token)
    return run


def claim_any() -> Run | None:
    """Take the run that has been due longest; others may be reaching for it, so a few are tried."""
    oldest = Analysis.objects.due().order_by("run_after").values_list("pk", flat=True)[:TRIED_AT_ONCE]
    return next(filter(None, map(claim, oldest)), None)


def advance(run: Run, stage: str, percent: int) -> None:
    """Say how far the run is and renew its lease."""
    leases.prolong(_held(run), stage=stage, percent=percent)


def finish(run: Run, report: Json) -> None:
    """Store the result. All of it appears at once, and only for the worker that still holds the run."""
    rows = reported.rows_of(run.analysis_id, Result.from_json(report))
    seal = seals.of_result(run.analysis_id, _folder_of(run), report, rows)
    with transaction.atomic():
        _leave(
            run,
            Status.DONE,
            "done",
            result=report,
            pipeline_version=report["pipeline_version"],
            percent=100,
            finished_at=Now(),
        )
        _store_rows(*rows, seal)


def add_finished(run: Run, recording: Recording, hints: Said, report: Json) -> Analysis:
    """A run that was worked out on the spot, as after an edit in the review: a new row, nothing is overwritten."""
    rows = reported.rows_of(run.analysis_id, Result.from_json(report))
    folder = storage.attempt_folder(recording.pk, run.analysis_id, run.token)
    seal = seals.of_result(run.analysis_id, folder, report, rows)
    with transaction.atomic():
        analysis = Analysis.objects.create(
            pk=run.analysis_id,
            recording=recording,
            hints=hints,
            status=Status.DONE,
            token=run.token,
            result=report,
            pipeline_version=report["pipeline_version"],
            percent=100,
            started_at=Now(),
            finished_at=Now(),
        )
        AnalysisAttempt.objects.create(analysis=analysis, token=run.token, ended_at=Now(), outcome="done")
        _store_rows(*rows, seal)
    return analysis


def fail(run: Run, code: str, detail: str = "") -> None:
    """End the run without a result; the code's sentences tell the therapist what to do next."""
    files_sha256 = storage.digests(_folder_of(run))
    with transaction.atomic():
        _leave(run, Status.FAILED, "failed", code, finished_at=Now(), **_sentences(code, detail))
        ResultSeal.objects.create(analysis_id=run.analysis_id, files_sha256=files_sha256)


def release(run: Run) -> None:
    """Give the run back uncharged, as when this worker is told to stop.

    The next sweep rings: a bell rung now might be heard by the very worker that is stopping.
    """
    _leave(run, Status.QUEUED, "released", token=None, rings=0, run_after=Now())


def postpone(run: Run, code: str) -> None:
    """Try again later: the machine was short of something. Gives up after a few tries, unless the disk is full."""
    errors = leases.value(_held(run), "errors") + 1
    if errors >= ERRORS_ALLOWED and code not in PATIENT_WITH:
        fail(run, code)
        return
    delay = timedelta(seconds=min(FIRST_DELAY_S * 2 ** (errors - 1), MAX_DELAY_S))
    _leave(run, Status.QUEUED, "postponed", code, token=None, rings=0, errors=errors, run_after=from_now(delay))


def crashed(run: Run, code: str) -> None:
    """The child died or hung. A clip that does so twice is not tried again."""
    _try_again_or_fail(run, _held(run), "crashed", code, allowed=CRASHES_ALLOWED)


def expire(run: Run) -> None:
    """The worker itself was lost: nobody renewed the lease."""
    _try_again_or_fail(run, leases.run_out(_held(run)), "lost", "E_WORKER_LOST", allowed=LOSSES_ALLOWED)


def stranded() -> list[Run]:
    """Whose worker nobody heard of for longer than a lease."""
    late = leases.run_out(Analysis.objects.filter(status=Status.RUNNING))
    return [Run(pk, token) for pk, token in late.values_list("pk", "token") if token]


def cancel(analysis: Analysis) -> bool:
    """Stop the run whatever it is doing. Its worker notices at the next heartbeat and kills its child."""
    under_way = Analysis.objects.filter(pk=analysis.pk, status__in=[Status.QUEUED, Status.RUNNING])
    with transaction.atomic():
        is_cancelled = under_way.update(
            status=Status.CANCELLED, lease_until=None, finished_at=Now(), **_sentences("E_CANCELLED")
        )
        AnalysisAttempt.objects.filter(analysis=analysis, ended_at=None).update(
            ended_at=Now(), outcome="cancelled", error_code="E_CANCELLED"
        )
    return is_cancelled == 1


def retry(analysis: Analysis) -> Analysis:
    """Measure the same recording again with the same hints: a new row, nothing is overwritten.

    Raises OriginalIsGone, or OtherKind where the clip's kind was changed since.
    """
    with transaction.atomic():
        recording = Recording.objects.select_for_update().get(pk=analysis.recording_id)
        under_way = recording.analyses.filter(status__in=[Status.QUEUED, Status.RUNNING]).first()
        if under_way is None and analysis.measured_as != recording.kind:
            raise OtherKind(other_kind_in_words(analysis))
        return under_way or queue(recording, analysis.hints)


def other_kind_in_words(analysis: Analysis) -> str:
    """Of a run that does not fit the clip's kind (Analysis.fits_kind): what it took the clip for, and what now."""
    then, now = analysis.measured_as.label.lower(), Recording.Kind(analysis.recording.kind).label.lower()
    return (
        f"This run measured the clip as {then}. Since then the clip's kind was changed to {now}, "
        "so this result is kept but not used. Look at the newest run of the clip."
    )


def _try_again_or_fail(run: Run, held: AnalysisQuerySet, outcome: str, code: str, *, allowed: int) -> None:
    crashes = leases.value(held, "crashes") + 1
    if crashes >= allowed:
        _leave(run, Status.FAILED, outcome, code, held=held, crashes=crashes, finished_at=Now(), **_sentences(code))
        return
    _leave(run, Status.QUEUED, outcome, code, held=held, token=None, rings=0, crashes=crashes, run_after=Now())
    doorbell.ring(run.analysis_id)


def _held(run: Run) -> AnalysisQuerySet:
    return leases.held_by(run, Analysis.objects.filter(status=Status.RUNNING))


@transaction.atomic
def _leave(
    run: Run, status: str, outcome: str, code: str = "", *, held: AnalysisQuerySet | None = None, **facts: Any
) -> None:
    """End this attempt and bring the row into its next state, if the run is still ours."""
    leases.leave(_held(run) if held is None else held, status=status, **facts)
    AnalysisAttempt.objects.filter(token=run.token).update(ended_at=Now(), outcome=outcome, error_code=code)


def _folder_of(run: Run) -> Path:
    return storage.attempt_folder(leases.value(_held(run), "recording_id"), run.analysis_id, run.token)


def _store_rows(measurements: list[Measurement], findings: list[Finding], seal: ResultSeal) -> None:
    Measurement.objects.bulk_create(measurements)
    Finding.objects.bulk_create(findings)
    seal.save()


def _sentences(code: str, detail: str = "") -> dict[str, Any]:
    return {"error_code": code, "error_message": message_of(code, detail), "error_advice": CODES[code].advice}
