"""Progress that applies itself, where the clinic allows it: levels 0 to 3, by the same rules, with the same reason.

Each change is a revision like any other: the plan before it stays, and the new one says which rule made it.
"""

from django.core.cache import cache

from clinics.audit import one_change, record_event
from clinics.models import AuditEvent
from exercises.following.adherence import changes_proposed
from exercises.following.diary import let_rest
from exercises.following.messages import notice
from exercises.following.schedule import today_at
from exercises.following.signs import open_signs_of
from exercises.models import Plan, PlanItem
from exercises.plan.lines import set_level, share_days
from exercises.plan.versions import activate, revise
from exercises.prescribing.progression import LAST_FREE_LEVEL, Move, Proposal

EVERY_S = 10 * 60
Change = tuple[PlanItem, Proposal]


def apply_all() -> int:
    """Look at every active plan of the clinics that allow it, at most once in ten minutes; how many changed."""
    if not cache.add("standing-orders", True, EVERY_S):
        return 0
    active = Plan.objects.filter(status=Plan.Status.ACTIVE, patient__clinic__plan_practice__applies_progress=True)
    return sum(apply_to(plan) for plan in active.select_related("patient__clinic", "revises"))


def apply_to(plan: Plan) -> bool:
    """Whether anything changed. A plan that a therapist is revising just now is left to the therapist, and so is one
    of a patient with an open warning sign."""
    if open_signs_of(plan.patient) or plan.revisions.filter(status=Plan.Status.DRAFT).exists():
        return False
    changes = [change for change in changes_proposed(plan, today_at(plan.patient.clinic)) if is_free(*change)]
    moved = [change for change in changes if change[1].move is not Move.PAUSE]
    for item, proposal in changes:
        if proposal.move is Move.PAUSE:
            pause(plan, item, proposal)
    if moved:
        revise_by_rule(plan, moved)
    return bool(changes)


def is_free(item: PlanItem, proposal: Proposal) -> bool:
    """Nothing is changed to or from level 4 without a therapist, and nothing that rests: an easier version would
    take the exercise out of its rest."""
    return max(item.level, proposal.level) <= LAST_FREE_LEVEL and item.open_hold is None


@one_change()
def revise_by_rule(plan: Plan, changes: list[Change]) -> Plan:
    person = plan.activated_by or plan.drafted_by
    copy = revise(plan, person)
    told = []
    for item, proposal in changes:
        changed = copy.items.select_related("exercise").get(exercise=item.exercise_id)
        changed.plan = copy
        set_level(changed, proposal.level)
        told.append(change_record(item, changed.level, proposal))
    share_days(copy)
    copy.is_automatic = True
    copy.changes = told
    copy.save(update_fields=["is_automatic", "changes"])
    active = activate(copy, person)
    active.review_on, active.kept_at = plan.review_on, plan.kept_at or plan.activated_at
    active.save(update_fields=["review_on", "kept_at"])
    record_event(
        AuditEvent.Action.CHANGED, active, clinic=plan.patient.clinic, patient_id=plan.patient_id, actor_kind="system"
    )
    return active


def change_record(item: PlanItem, level: int, proposal: Proposal) -> dict[str, object]:
    """level: the one that was set, which the answers before the plan may hold below the proposed one."""
    return {
        "exercise": item.exercise_id,
        "name": item.content["name"],
        "from": item.level,
        "to": level,
        "rule": proposal.rule,
        "reason": proposal.reason,
    }


@one_change()
def pause(plan: Plan, item: PlanItem, proposal: Proposal) -> None:
    """The rule that pauses also calls the therapist."""
    let_rest(item)
    notice(plan.patient, f"{item.content['name']} rests by rule {proposal.rule}: {proposal.reason}")
    record_event(
        AuditEvent.Action.CHANGED, plan, clinic=plan.patient.clinic, patient_id=plan.patient_id, actor_kind="system"
    )
