"""Whether this database is a demo. The demo practice goes into an empty one or one marked as its own, nowhere else."""

from django.conf import settings
from django.db.models import QuerySet

from clinics.models import Clinic, User
from config.demo.practice import SHEET
from config.models import DemoMark
from patients.models import Patient

EMAILS = [SHEET["therapist"]["email"], SHEET["admin"]["email"]]
RECORD_NUMBERS = [row["record_number"] for row in SHEET["patients"]]
SLUGS = [row["slug"] for row in SHEET["locations"]]


class NoDemoHere(Exception):
    """The demo practice must not be put into this database; the message says why."""


def accounts() -> QuerySet[User]:
    """The invented staff with which somebody could sign in."""
    return User.objects.filter(email__in=EMAILS, is_active=True)


def claim() -> None:
    """Mark an empty database as a demo, or find it marked. Raises NoDemoHere."""
    if settings.IS_PUBLIC:
        raise NoDemoHere("STANCE_PUBLIC is set: the demo practice and its logins do not go into a public installation.")
    if is_set():
        return
    if is_in_use():
        raise NoDemoHere(
            "This database already holds people or locations and is not marked as a demo, so the demo practice was "
            "left out. For a demo, choose another STANCE_HOME."
        )
    DemoMark.objects.create()


def is_set() -> bool:
    return DemoMark.objects.exists()


def is_in_use() -> bool:
    return any(kind.objects.exists() for kind in (User, Patient, Clinic))


def holds_others() -> bool:
    """Whether anybody or any location is here that the demo did not bring."""
    return (
        User.objects.exclude(email__in=EMAILS).exists()
        or Patient.objects.exclude(record_number__in=RECORD_NUMBERS).exists()
        or Clinic.objects.exclude(slug__in=SLUGS).exists()
    )


def close() -> int:
    """Make an ordinary installation of a demo: nobody signs in as the invented staff any more. Returns how many did."""
    DemoMark.objects.all().delete()
    closed = list(accounts())
    for account in closed:
        account.is_active = False
        account.set_unusable_password()
        account.save()
    return len(closed)
