"""A browser's language changes no drawing: what is written for the browser to compute with has no decimal comma."""

import json
import re
from datetime import timedelta
from html import unescape

import filmed
import pytest
import walks
from django.conf import settings
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import formats, timezone, translation
from world import planned

from exercises.models import Plan
from gait import storage
from gait.models import Analysis, Assessment
from gait.result.conventions import RollOrigin
from gait.result.result import CameraRoll
from gait.review import signing

TAG = re.compile(r"<([a-z]+)((?:\s+[\w:-]+(?:=\"[^\"]*\"|='[^']*')?)*)\s*/?>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"([\w:-]+)=[\"']([^\"']*)[\"']")
FOR_BROWSERS = re.compile(
    r"x|y|[xyc][12xy]|r|rx|ry|d|dx|dy|width|height|viewBox|points|transform|font-size|style|value|min|max|step|data-.*"
)
JSON = re.compile(r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', re.DOTALL)


def geometry(page: str) -> list[str]:
    """Every number that a browser or a script reads, in the order of the page."""
    page = re.sub(r'<input type="hidden" name="csrfmiddlewaretoken"[^>]*>', "", page)
    told = [
        f"{tag} {name} {unescape(value)}"
        for tag, attributes in TAG.findall(page)
        for name, value in ATTRIBUTE.findall(attributes)
        if FOR_BROWSERS.fullmatch(name) and re.search(r"\d", value)
        if name != "value" or tag in {"input", "meter", "progress"}
    ]
    return [*told, *JSON.findall(page)]


@pytest.fixture
def visits(pat, ines) -> list[Analysis]:
    """Two measured visits with pictures, the first one signed, and what a course is drawn from."""
    runs = []
    for days_ago, roll_deg in ((40, 1.3), (1, 2.7)):
        answer = walks.found(camera_roll=CameraRoll(roll_deg, 0.4, RollOrigin.EDGES))
        run = walks.done_run(filmed.assessment(pat, ines), answer)
        Assessment.objects.filter(pk=run.recording.assessment_id).update(
            filmed_on=timezone.localdate() - timedelta(days=days_ago), speed_kmh="5.5"
        )
        folder = storage.results_of(run)
        (folder / "overlay.json").write_text(json.dumps(walks.overlay()))
        for side in ("left", "right"):
            (folder / f"keyframe_{side}.jpg").write_bytes(b"jpeg")
        pat.strength_tests.create(
            motion="hip_abduction", position="side_lying", unit="kg", left=12.5, right=9.25, tested_by=ines
        )
        runs.append(Analysis.objects.get(pk=run.pk))
    return runs


def pages(visits: list[Analysis], therapist: object) -> dict[str, str]:
    report = signing.sign(visits[0], therapist, summary="Seen.", kept=[])
    plan = planned(report, Plan.Status.DRAFT)
    assessment = visits[1].recording.assessment
    return {
        "result": f"{reverse('assessment', args=[assessment.pk])}?run={visits[1].pk}",
        "report": reverse("report", args=[report.pk]),
        "plain report": reverse("plain_report", args=[report.pk]),
        "comparison": reverse("analysis_compare", args=[visits[1].pk]),
        "course": reverse("patient_trend", args=[assessment.patient_id]),
        "patient": reverse("patient", args=[assessment.patient_id]),
        "plan": reverse("plan", args=[plan.pk]),
        "usage": reverse("clinic_usage", args=[assessment.patient.clinic.slug]),
    }


def test_every_drawing_is_the_same_in_every_language(visits, ines, dana):
    clients = {user: Client() for user in (ines, dana)}
    for user, client in clients.items():
        client.force_login(user)
    for name, address in pages(visits, ines).items():
        client = clients[dana if name == "usage" else ines]
        english, spanish = (client.get(address, headers={"Accept-Language": each}) for each in ("en", "es"))
        assert (english.status_code, spanish.status_code) == (200, 200), name
        assert len(geometry(english.text)) > 2, name
        assert geometry(spanish.text) == geometry(english.text), name


@pytest.mark.parametrize("language", dict(settings.LANGUAGES))
def test_no_language_writes_a_comma_into_a_number(language):
    with translation.override(language):
        assert formats.localize(1234.5) == "1234.5"
        assert Template("{{ at }} {{ at|floatformat:2 }}").render(Context({"at": 7.25})) == "7.25 7.25"
