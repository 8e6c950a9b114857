"""A practice under a new name, at all its locations at once.

The name is also what holds its locations together: patients move, and emergency access reaches, within one practice.
So nobody takes another practice's name, and nobody renames a location that others answer for.
"""

from django.db import transaction

from clinics.access import SignedInRequest, clinics_of
from clinics.audit import record_event
from clinics.models import AuditEvent, Clinic, PageText, Role, User


class NameRefused(Exception):
    """Says why the practice cannot have this name."""


def not_mine(user: User, practice: str) -> list[str]:
    """Names of the practice's locations of which the person is no admin."""
    mine = clinics_of(user, Role.ADMIN)
    return list(Clinic.objects.filter(practice=practice).exclude(pk__in=mine).values_list("name", flat=True))


@transaction.atomic
def rename_practice(request: SignedInRequest, clinic: Clinic, name: str) -> None:
    """Every location and every text of the clinic's practice under its new name; NameRefused with nothing changed.

    An event for each other location; that of the clinic itself is its caller's.
    """
    practice = clinic.practice
    if others := not_mine(request.user, practice):
        raise NameRefused(f"An admin of {', '.join(others)} too has to do this: the name is theirs as well.")
    if Clinic.objects.filter(practice__iexact=name).exclude(practice=practice).exists():
        raise NameRefused("Another practice here has this name.")
    for other in Clinic.objects.filter(practice=practice).exclude(pk=clinic.pk):
        record_event(AuditEvent.Action.CHANGED, other, clinic=other, request=request)
    Clinic.objects.filter(practice=practice).update(practice=name)
    PageText.objects.filter(practice=practice).update(practice=name)
