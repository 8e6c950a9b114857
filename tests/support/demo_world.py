"""What to fill addresses of the demo practice with: its really measured records, else one made-up record of every kind.

Run inside a running demo site, whose database it adds a location to. It prints JSON: the ids by the names of
access_rules.py, as measured and as made up, and the sessions of two people who work at both locations.
"""

import json

import cast
from allauth.account.internal.flows.login import record_authentication
from django.db import transaction
from django.http import HttpRequest
from django.test import Client
from world import one_of_everything, security_key_of

from clinics.models import Clinic, Membership, OutboxMail, Role, User
from config.demo.practice import patient, therapist
from exercises.models import Plan, RunningLine
from exercises.patient import links
from gait.models import Analysis, Recording, SignedReport


def tell() -> None:
    north, south = cast.clinic("North"), cast.clinic("South")
    ines, dana = cast.member("Ines", north, Role.THERAPIST), cast.member("Dana", north, Role.ADMIN)
    with transaction.atomic():
        made_up = one_of_everything(north, south, ines, cast.patient("Pat", north))
        OutboxMail.objects.update(state=OutboxMail.State.SENT)  # the site would post what has no words
    made_up["security_key"] = security_key_of(ines).pk
    for clinic in Clinic.objects.filter(slug__in=["atlanta", "serenbe"]):
        Membership.objects.create(user=ines, clinic=clinic, role=Role.THERAPIST)
        Membership.objects.create(user=dana, clinic=clinic, role=Role.ADMIN)
    filmed = Recording.objects.filter(assessment__patient__record_number__startswith="DEMO")
    visits = {each.original_name: each.assessment_id for each in filmed}
    sessions = {"therapist": session_of(ines), "admin": session_of(dana)}
    print(json.dumps({"measured": measured(), "made_up": made_up, "visits": visits, "sessions": sessions}, default=str))


def measured() -> dict[str, object]:
    """The walker's re-test, not signed yet, and the report and plan of the first visit."""
    walker = patient("walker")
    runs = Analysis.objects.filter(recording__assessment__patient=walker)
    retest = runs.filter(recording__original_name="demo_walk_retest.mp4").earliest("created_at")
    plan = Plan.objects.get(patient=walker)
    RunningLine.objects.bulk_create([RunningLine(plan=plan, cadence_spm=164, target_spm=173)])  # the plan is fixed
    return {
        "slug": "atlanta",
        "patient": walker.pk,
        "assessment": retest.recording.assessment_id,
        "analysis": retest.pk,
        "report": SignedReport.objects.get(analysis__recording__assessment__patient=walker).pk,
        "active_plan": plan.pk,
        "secret": links.derive_secret(links.live_link(walker, therapist()).salt),
    }


def session_of(user: User) -> str:
    """The key of a session that began with a password just now."""
    client = Client()
    client.force_login(user)
    request = HttpRequest()
    request.session, request.user = client.session, user
    record_authentication(request, user, "password", reauthenticated=True)
    request.session.save()
    return request.session.session_key
