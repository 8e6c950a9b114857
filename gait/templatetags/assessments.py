"""Assessments as other apps' pages show them. The patient's page cannot import gait; its template can load this."""

from django import template
from django.db.models import Prefetch

from clinics.units import units_of
from gait.intake import screen
from gait.models import Analysis, Assessment, Recording
from gait.review.reading import verdict_says
from gait.static_tests import has_answer
from gait.worklist_rows import clip_in_words
from patients.models import Patient
from patients.red_flags import QUESTIONS

register = template.Library()


@register.inclusion_tag("gait/_patient_assessments.html")
def patient_assessments(patient: Patient) -> dict[str, object]:
    runs = Analysis.objects.order_by("-created_at").select_related("signed_report")
    assessments = patient.assessments.prefetch_related(Prefetch("recordings__analyses", queryset=runs))
    return {
        "patient": patient,
        "rows": [{"assessment": each, "analysis": newest_run(each)} for each in assessments],
    }


@register.inclusion_tag("gait/_state.html")
def analysis_state(analysis: Analysis | None) -> dict[str, object]:
    """The state of a run in one badge."""
    return {"analysis": analysis, "is_signed": bool(analysis and is_signed(analysis))}


@register.inclusion_tag("gait/_verdicts.html")
def verdicts(analysis: Analysis | None) -> dict[str, object]:
    """Both sides' verdicts in one line; nothing before a run is done."""
    return {"sides": analysis.found.sides.items() if analysis and analysis.has_result else ()}


register.filter(verdict_says)


@register.filter(name="clip_in_words")
def clip_words(analysis: Analysis) -> str:
    return clip_in_words(analysis)


@register.inclusion_tag("gait/_test_state.html")
def test_state(analysis: Analysis) -> dict[str, object]:
    """Whether a test that is done has found what it is for."""
    return {"has_answer": has_answer(analysis)}


@register.filter
def speed_in_words(assessment: Assessment) -> str:
    """In the clinic's unit; empty where nobody told it."""
    return units_of(assessment.patient.clinic).speed.says(assessment.speed_kmh)


@register.filter
def screen_is_missing(assessment: Assessment, kind: str) -> bool:
    """Before such a clip the warning signs have to be asked for."""
    return screen.is_missing(assessment, kind)


@register.filter
def signs_in_words(assessment: Assessment) -> str:
    return "; ".join(QUESTIONS[code] for code in assessment.signs)


def newest_run(assessment: Assessment) -> Analysis | None:
    """From prefetched rows: no query per line."""
    walks = [each for each in assessment.recordings.all() if each.kind == Recording.Kind.GAIT]
    runs = [run for recording in walks for run in recording.analyses.all()]
    return max(runs, key=lambda run: run.created_at, default=None)


def is_signed(analysis: Analysis) -> bool:
    return hasattr(analysis, "signed_report")
