"""A signed report to prescribe from, and the plan that ines made of it."""

import pytest
from django.test import Client
from plan_cast import make_report

from clinics.models import User
from exercises.models import Plan
from exercises.patient.links import derive_secret, live_link
from exercises.plan.drafting import draft_from_report
from exercises.plan.inputs import Answers
from exercises.plan.versions import activate
from gait.models import SignedReport
from patients.models import Patient


@pytest.fixture
def report(pat: Patient, ines: User) -> SignedReport:
    return make_report(pat, ines)


@pytest.fixture
def draft(report: SignedReport, ines: User) -> Plan:
    _, plan = draft_from_report(report, ines, Answers())
    return plan


@pytest.fixture
def plan(draft: Plan, ines: User) -> Plan:
    return activate(draft, ines)


@pytest.fixture
def secret(plan: Plan, ines: User) -> str:
    """What stands in the patient's link."""
    return derive_secret(live_link(plan.patient, ines).salt)


@pytest.fixture
def phone(secret: str) -> Client:
    """The patient's phone after the birth year was right."""
    client = Client()
    client.post(f"/p/{secret}/", {"birth_year": "1990"})
    return client


@pytest.fixture
def desk(ines: User) -> Client:
    """ines signed in at her desk."""
    client = Client()
    client.force_login(ines)
    return client
