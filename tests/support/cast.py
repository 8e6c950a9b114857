"""The people of the tests.

ines works as a therapist in the North clinic, omar as one in the South clinic, dana leads North as its admin.
pat is treated in North, sol in South.
"""

from datetime import date

from clinics.models import Clinic, Membership, Role, User
from patients.models import Consent, Patient

PRACTICE = "Test Practice"
PASSWORD = "correct horse battery staple"


def clinic(name: str) -> Clinic:
    return Clinic.objects.create(
        practice=PRACTICE,
        name=name,
        slug=name.lower(),
        street="1 Main St",
        city="Atlanta",
        state="GA",
        postcode="30306",
        phone="404-555-0100",
        email=f"{name.lower()}@clinic.test",
    )


def member(first_name: str, clinic: Clinic, role: Role) -> User:
    user = User.objects.create_user(
        f"{first_name.lower()}@clinic.test", PASSWORD, full_name=f"{first_name} Tester", credentials="PT"
    )
    Membership.objects.create(user=user, clinic=clinic, role=role)
    return user


def patient(first_name: str, clinic: Clinic) -> Patient:
    return Patient.objects.create(
        clinic=clinic, first_name=first_name, last_name="Example", birth_date=date(1990, 4, 2), sex=Patient.Sex.FEMALE
    )


def consent(patient: Patient, therapist: User) -> Consent:
    return Consent.objects.create(
        patient=patient, purpose=Consent.Purpose.VIDEO, wording_version="2026-11", confirmed_by=therapist
    )
