"""Breaking the glass: one record of another location of the practice, for an hour, and its admins hear of it at once.

Nothing can be browsed this way. Who asks must know the name and the birth date, and must say why.
"""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from clinics.access import SignedInRequest, clinics_of, workplace_of
from clinics.audit import record_event
from clinics.models import AuditEvent, Clinic, Membership, Role, User
from clinics.outbox.posting import compose, post
from patients.models import Patient, PatientQuerySet
from patients.moving.models import EmergencyAccess

WINDOW = timedelta(hours=1)
WRONG_GUESSES = 5
BROKE_GLASS = AuditEvent.Action.BROKE_GLASS


class TooManyGuesses(Exception):
    """The person asked for records that do not exist too often; nothing more is looked up for an hour."""


def other_locations(user: User) -> QuerySet[Clinic]:
    """Places of the same practices where the person is no therapist."""
    mine = clinics_of(user, Role.THERAPIST)
    return Clinic.objects.filter(practice__in=mine.values("practice")).exclude(pk__in=mine)


def look_up(request: SignedInRequest, clinic: Clinic, last_name: str, birth_date: date) -> PatientQuerySet:
    """The records that fit exactly. A guess that fits nobody is written down, and only a few are free.

    Raises
    ------
    TooManyGuesses
        Nothing was looked up.
    """
    wrong = AuditEvent.objects.filter(
        actor=request.user, action=BROKE_GLASS, record_id="", at__gt=timezone.now() - WINDOW
    )
    if wrong.count() >= WRONG_GUESSES:
        raise TooManyGuesses
    found = Patient.objects.filter(
        clinic=clinic, last_name__iexact=last_name.strip(), birth_date=birth_date, merged_into=None
    )
    if not found.exists():
        record_event(BROKE_GLASS, EmergencyAccess(pk=""), clinic=clinic, request=request)
    return found


@transaction.atomic
def break_glass(patient: Patient, reason: str, request: SignedInRequest) -> EmergencyAccess:
    """Open the record for an hour, in the trails of both sides and with a mail to the admins of the patient's."""
    access = EmergencyAccess.objects.create(patient=patient, user=request.user, reason=reason)
    for clinic in (patient.clinic, workplace_of(request.user)):
        record_event(BROKE_GLASS, access, clinic=clinic, request=request, patient_id=patient.pk)
    alert_admins(patient.clinic)
    return access


def alert_admins(clinic: Clinic) -> None:
    """Who, whose and why stay behind the sign-in."""
    address = settings.SITE_URL + reverse("clinic_emergencies", args=[clinic.slug])
    subject = f"A record of {clinic.name} was opened in an emergency"
    admins = Membership.objects.filter(clinic=clinic, role=Role.ADMIN, is_active=True, user__is_active=True)
    for admin in admins.select_related("user"):
        mail = compose("emergency_notice", subject, to=admin.user.email, clinic=clinic, address=address)
        post(mail, kind="emergency_notice", clinic=clinic)


def leave_note(access: EmergencyAccess, text: str) -> bool:
    """Keep the note. False where the access has one already: it is never written over."""
    kept = EmergencyAccess.objects.filter(pk=access.pk, note="").update(note=text, noted_at=timezone.now())
    return kept == 1


def close(access: EmergencyAccess) -> None:
    EmergencyAccess.objects.filter(pk=access.pk, until__gt=timezone.now()).update(until=timezone.now())


def note_seen(access: EmergencyAccess, by: User) -> None:
    EmergencyAccess.objects.filter(pk=access.pk, seen_at=None).update(seen_by=by, seen_at=timezone.now())
