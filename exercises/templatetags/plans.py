"""Plans on a page: the patient's section for staff, and the words and pictures of one exercise."""

from django import template
from django.template.context import RequestContext

from exercises.following.adherence import alerts, changes_proposed, week_so_far
from exercises.following.monitoring import periods_of
from exercises.following.running import line_of, running_alerts
from exercises.following.schedule import today_at
from exercises.following.signs import words_of
from exercises.library.doses import restrictions_of
from exercises.library.pictures import address_of
from exercises.models import DiaryEntry, Plan, PlanItem
from exercises.models.content import Level
from exercises.patient import wording
from exercises.patient.visits import Visit
from exercises.plan.practice import practice_of
from exercises.plan.running_form import step_words
from exercises.prescribing.citations import CITATIONS, Citation
from exercises.prescribing.progression import pain_light
from exercises.prescribing.restrictions import Restrictions
from gait.models import SignedReport
from patients.models import Patient

register = template.Library()
LATEST = 5

register.filter("sets_in_words", wording.sets_in_words)
register.filter("repetitions_in_words", wording.repetitions_in_words)
register.filter("tempo_in_words", wording.tempo_in_words)
register.filter("rest_in_words", wording.rest_in_words)
register.filter("things_in_words", wording.things_in_words)
register.filter("side_cue", wording.side_cue)
register.filter("picture_address", address_of)
register.filter("still_address", wording.still_of)


@register.simple_tag
def runs(visit: Visit) -> bool:
    """Whether the plan behind the visit has a part for runners."""
    return visit.plan is not None and line_of(visit.plan) is not None


@register.filter
def signs_in_words(codes: list[str]) -> str:
    return words_of(codes)


@register.filter
def running_step(step: int) -> str:
    return step_words(step)


@register.filter
def restrictions(item: PlanItem) -> Restrictions:
    """What the answers before the draft forbid this line."""
    return restrictions_of(item.plan, item.exercise_id, item.rule)


@register.filter
def first_still(levels: list[Level]) -> str:
    return wording.still_of(levels[0])


@register.filter
def pain_colour(nprs: int | None) -> str:
    """green, amber or red; empty when no pain was told."""
    return "" if nprs is None else pain_light(nprs).value


@register.filter
def citations(keys: list[str]) -> list[Citation]:
    return [CITATIONS[key] for key in keys if key in CITATIONS]


@register.simple_tag
def plan_after(report: SignedReport) -> Plan | None:
    """The plan that was made of a report, or of the one that replaced it: the one in force, else the newest draft."""
    open_plans = Plan.objects.filter(status__in=[Plan.Status.ACTIVE, Plan.Status.DRAFT])
    return open_plans.filter(report__in=[report, report.newest]).order_by("status", "-drafted_at").first()


@register.inclusion_tag("exercises/_picture.html")
def picture(item: PlanItem, sex: str, still: bool = False) -> dict[str, object]:
    return {"picture": wording.picture_of(item, sex), "is_still": still}


@register.filter
def fault_address(item: PlanItem) -> str:
    return wording.fault_of(item)


@register.inclusion_tag("exercises/_start_and_end.html")
def start_and_end(item: PlanItem, sex: str) -> dict[str, object]:
    """On paper, where nothing moves: how a repetition starts, and the position to work towards."""
    return {"picture": wording.picture_of(item, sex)}


@register.inclusion_tag("exercises/_thumbnail.html")
def thumbnail(item: PlanItem, sex: str) -> dict[str, object]:
    """The still of the exercise beside its name, where the whole picture is opened on demand."""
    return {"picture": wording.picture_of(item, sex)}


@register.inclusion_tag("exercises/_patient_plan.html", takes_context=True)
def patient_plan(context: RequestContext, patient: Patient) -> dict[str, object]:
    """The plan section of a patient's page: what runs, how it goes, and what needs a decision."""
    today = today_at(patient.clinic)
    plan = patient.plans.filter(status=Plan.Status.ACTIVE).select_related("revises", "activated_by", "report").first()
    section: dict[str, object] = {
        "patient": patient,
        "plan": plan,
        "today": today,
        "drafts": patient.plans.filter(status=Plan.Status.DRAFT).select_related("drafted_by"),
        "report": SignedReport.objects.valid().filter(analysis__recording__assessment__patient=patient).first(),
        "csrf_token": context.get("csrf_token"),
        "letters": patient.messages.select_related("author"),
        "waiting": patient.messages.unanswered().exists(),
    }
    if plan:
        section |= {
            "items": plan.items.select_related("exercise"),
            "week": week_so_far(plan, today),
            "alerts": [*alerts(plan, today), *running_alerts(plan, today)],
            "proposals": changes_proposed(plan, today),
            "periods": periods_of(plan, today) if practice_of(patient.clinic).counts_monitoring_days else [],
            "ticked": plan.handover_ticks.count(),
            "entries": DiaryEntry.objects.filter(patient=patient).select_related("item__exercise")[:LATEST],
        }
    return section
