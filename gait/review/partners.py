"""Which runs can be laid beside a run: the newest finished one of each other visit of the same patient."""

from uuid import UUID

from gait.models import Analysis, AnalysisQuerySet, Recording
from gait.result.conventions import Activity
from gait.review.comparison import when_filmed
from patients.models import Patient

GAIT = tuple(activity.value for activity in (Activity.WALKING, Activity.RUNNING))


def comparable_runs(patient: Patient) -> AnalysisQuerySet:
    """Finished runs over walking and running; static tests have no steps to lock to."""
    done = Analysis.objects.fitting().filter(status=Analysis.Status.DONE, recording__assessment__patient=patient)
    return done.filter(recording__kind=Recording.Kind.GAIT, result__activity__in=GAIT).select_related(
        "recording__assessment__patient", "signed_report"
    )


def newest_of_each_visit(patient: Patient) -> list[Analysis]:
    """Newest visit first."""
    newest: dict[UUID, Analysis] = {}
    for run in comparable_runs(patient):
        newest.setdefault(run.recording.assessment_id, run)
    return sorted(newest.values(), key=when_filmed, reverse=True)


def partners_of(analysis: Analysis) -> list[Analysis]:
    """Newest visit first, the visit of the run itself left out."""
    assessment = analysis.recording.assessment
    return [run for run in newest_of_each_visit(assessment.patient) if run.recording.assessment_id != assessment.pk]


def likeliest_partner(analysis: Analysis, partners: list[Analysis]) -> Analysis | None:
    """The nearest visit before it with the same activity, else the nearest after it, else any."""
    alike = [run for run in partners if run.found.activity is analysis.found.activity]
    before = [run for run in alike if when_filmed(run) < when_filmed(analysis)]
    after = [run for run in reversed(alike) if run not in before]
    return next(iter([*before, *after, *partners]), None)
