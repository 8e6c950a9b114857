"""All that the clinic keeps about a patient and may hand out: what was signed, handed over, agreed to or logged."""

import json
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from clinics.models import AuditEvent, Membership
from exercises.following.signs import SIGNS
from exercises.models import DiaryEntry, Message, Plan, PlanItem
from exercises.patient.my_record import my_record
from exercises.patient.wording import repetitions_in_words, sets_in_words, tempo_in_words, things_in_words
from gait.models import Addendum, SignedReport
from gait.review.plain import plain_of
from gait.review.snapshot import shown
from patients.models import Consent, Patient
from patients.outcomes.reading import figure

SCHEMA = "stance.my-data/1"
MAX_LOOKS = 100


def my_data(patient: Patient) -> dict[str, object]:
    """As plain values, in the reader's language. Drafts and working notes are not in it: nobody signed them."""
    plans = patient.plans.exclude(status=Plan.Status.DRAFT).select_related("activated_by", "report")
    reports = SignedReport.objects.filter(analysis__recording__assessment__patient=patient)
    entries = DiaryEntry.objects.filter(patient=patient).select_related("item__exercise", "item__plan")
    return {
        "schema": SCHEMA,
        "written_at": timezone.now().isoformat(),
        "person": {
            "first_name": patient.first_name,
            "last_name": patient.last_name,
            "birth_date": patient.birth_date,
            "email": patient.email,
            "phone": patient.phone,
            "clinic": str(patient.clinic),
        },
        "agreements": [
            {"to": purpose_in_words(consent), "given_at": consent.given_at, "withdrawn_at": consent.withdrawn_at}
            for consent in patient.consents.all()
        ],
        "signed_reports": [report_record(report) for report in reports],
        "plans": [plan_record(plan) for plan in plans],
        "diary": [entry_record(entry) for entry in entries],
        "runs": [
            {
                "day": run.day,
                "km": run.km,
                "pain": run.pain_nprs,
                "settled_within_an_hour": run.has_settled,
                "pain_the_next_morning": run.morning_nprs,
                "to_the_metronome": run.is_retraining,
            }
            for run in patient.runs.all()
        ],
        "warning_signs": [
            {"day": asked.day, "said_yes_to": [str(SIGNS[code]) for code in asked.signs]}
            for asked in patient.signs_asked.all()
        ],
        "scores": [
            {
                "day": score.answered_on,
                "instrument": score.get_instrument_display(),
                "total": figure(score),
                "answers": score.answers,
            }
            for score in patient.outcome_scores.standing()
        ],
        "notes_without_a_place_in_the_diary": [
            {"received_at": note.received_at, "why": note.get_why_display(), "told": note.told}
            for note in patient.unplaced_notes.all()
        ],
        "exercises_that_rest_or_rested": [
            {
                "exercise": hold.exercise.name,
                "because": hold.get_because_display(),
                "pain": hold.pain_nprs,
                "since": hold.since,
                "until": hold.lifted_at,
            }
            for hold in patient.holds.select_related("exercise")
        ],
        "messages": [
            {"from": sender_in_words(letter), "at": letter.sent_at, "text": letter.text}
            for letter in patient.messages.exclude(sender=Message.Sender.NOTICE)
        ],
        **my_record(patient),
    }


def purpose_in_words(consent: Consent) -> str:
    """What was agreed to, in the reader's language."""
    return {
        Consent.Purpose.VIDEO: _("Filming and measuring my movement for treatment"),
        Consent.Purpose.PICTURE: _("Showing me my own picture in my plan"),
        Consent.Purpose.MAIL: _("Sending me reminders by e-mail"),
        Consent.Purpose.TEACHING: _("Showing my video when colleagues are taught"),
        Consent.Purpose.RESEARCH: _("Using my measurements for research"),
    }[Consent.Purpose(consent.purpose)]


def sender_in_words(letter: Message) -> str:
    return _("You") if letter.sender == Message.Sender.PATIENT else _("The clinic")


def report_record(report: SignedReport) -> dict[str, object]:
    sealed, plain = shown(report), plain_of(report)
    return {
        "signed_by": plain.signed_name,
        "signed_at": report.signed_at,
        "signed": plain.signed_at,
        "is_valid": report.is_valid,
        "is_entered_in_error": report.successor is not None and report.successor.withdraws_replaced,
        "summary": sealed["report"]["summary"],
        "in_plain_words": [*(side.sentence for side in plain.sides), *filter(None, [plain.excursion])],
        "measurements": sealed["content"].get("sides", {}),
        "addenda": [
            {"signed_at": added.added_at, "text": added.plain_text or added.text}
            for added in report.addenda.all()
            if added.readers == Addendum.Readers.PATIENT_TOO
        ],
    }


def plan_record(plan: Plan) -> dict[str, object]:
    return {
        "status": plan.get_status_display(),
        "started_on": plan.started_on,
        "review_on": plan.review_on,
        "activated_by": plan.activated_by.signature if plan.activated_by else "",
        "exercises": [item_record(item) for item in plan.items.select_related("exercise", "plan__patient")],
        "running": [
            {"steps_a_minute": line.target_spm, "cue": line.cue, "weekly_km": line.weekly_km}
            for line in [getattr(plan, "running", None)]
            if line
        ],
    }


def item_record(item: PlanItem) -> dict[str, object]:
    return {
        "name": item.rung["name"],
        "level": item.level,
        "dose": "; ".join([*dose_in_words(item), *things_in_words(item)]),
        "days_per_week": item.days_per_week,
        "from_week": item.starts_in_week,
        "note": item.note,
    }


def dose_in_words(item: PlanItem) -> list[str]:
    return [sets_in_words(item), repetitions_in_words(item), tempo_in_words(item)]


def entry_record(entry: DiaryEntry) -> dict[str, object]:
    return {
        "day": entry.day,
        "exercise": entry.item.exercise.name,
        "is_done": entry.is_done,
        "skipped_because": entry.get_skip_reason_display(),
        "pain_0_to_10": entry.pain_nprs,
        "effort_0_to_10": entry.effort_rpe,
        "pain_next_morning_0_to_10": entry.morning_nprs,
        "pelvis_stayed_level": entry.stayed_level,
        "limped_afterwards": entry.limped_afterwards,
    }


def as_json(data: dict[str, object]) -> str:
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def as_zip(data: dict[str, object]) -> bytes:
    """The same twice: a page to read, a file for programs."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        archive.writestr("my-data.html", render_to_string("downloads/my_data.html", {"data": data}))
        archive.writestr("my-data.json", as_json(data))
    return made.getvalue()


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody of the clinic opened or changed something about me. who: their role there, never their name."""

    at: datetime
    who: str
    where: str
    what: str


def deed_in_words(action: str) -> str:
    return {
        AuditEvent.Action.CREATED: _("wrote in it"),
        AuditEvent.Action.CHANGED: _("wrote in it"),
        AuditEvent.Action.SIGNED: _("signed it"),
        AuditEvent.Action.EXPORTED: _("printed or exported it"),
        AuditEvent.Action.DELETED: _("removed something"),
    }.get(AuditEvent.Action(action), _("read it"))


def looks_at(patient: Patient) -> list[Look]:
    """Who of the staff looked, newest first. The same person's reading within one hour counts once."""
    events = (
        AuditEvent.objects.filter(patient_id=str(patient.pk), actor__isnull=False)
        .exclude(actor_kind="patient")
        .select_related("clinic")
    )
    roles = roles_at({event.clinic_id for event in events[:MAX_LOOKS] if event.clinic_id is not None})
    looks, seen = [], set()
    for event in events[:MAX_LOOKS]:
        key = (event.actor_id, event.action, event.at.replace(minute=0, second=0, microsecond=0))
        if key not in seen:
            seen.add(key)
            role = roles.get((event.actor_id, event.clinic_id), "") if event.actor_id and event.clinic_id else ""
            looks.append(look(event, role))
    return looks


def look(event: AuditEvent, role: str) -> Look:
    who = {"therapist": _("A therapist"), "admin": _("An administrator")}.get(role, _("A member of staff"))
    return Look(event.at, who, event.clinic.name if event.clinic else "", deed_in_words(event.action))


def roles_at(clinic_ids: set[int]) -> dict[tuple[int, int], str]:
    """By person and clinic; whoever is both counts as therapist."""
    rows = Membership.objects.filter(clinic__in=clinic_ids).order_by("role")
    return {(row.user_id, row.clinic_id): row.role for row in rows}
