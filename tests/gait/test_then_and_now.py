"""A signed re-test says what was then and what is now, with the error of the change, and keeps saying it."""

from dataclasses import replace
from datetime import timedelta

import filmed
import pytest
import walks
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from results import side

from clinics.models import User
from exercises.fhir.resources import everything_about
from gait.models import Analysis, Assessment, SignedReport
from gait.result.conventions import Confidence, Side
from gait.result.result import SideResult
from gait.review import seal, signing
from gait.review.comparison import compare
from gait.review.plain import plain_of
from gait.review.snapshot import shown
from patients.models import Patient

BEFORE = timezone.now() - timedelta(days=60)


def visit(patient: Patient, user: User, *, sides: tuple[SideResult, SideResult], days_ago: int = 0, **told) -> Analysis:
    assessment = filmed.assessment(patient, user)
    Assessment.objects.filter(pk=assessment.pk).update(filmed_on=timezone.localdate() - timedelta(days=days_ago))
    assessment.refresh_from_db()
    return walks.done_run(assessment, walks.found(sides=dict(zip(Side, sides, strict=True)), **told))


@pytest.fixture
def first(pat: Patient, ines: User) -> SignedReport:
    run = visit(pat, ines, sides=(side(4.0), side(8.9)), days_ago=60)
    return signing.sign(run, ines, summary="A drop.", kept=[], signed_at=BEFORE)


@pytest.fixture
def retest(first: SignedReport, pat: Patient, ines: User) -> Analysis:
    return visit(pat, ines, sides=(side(4.5), side(4.7)))


def sentences(report: SignedReport) -> list[str]:
    return [each["sentence"] for each in shown(report)["change"]["sides"]]


def test_the_change_has_its_error_and_a_small_one_is_none(retest, ines) -> None:
    report = signing.sign(retest, ines, summary="Better.", kept=[])
    left, right = sentences(report)
    assert left == "Left stance: 4.0° → 4.5°: no detectable change (0.5° ± 1.7°)."
    assert right == "Right stance: 8.9° → 4.7°: a change of 4.2° ± 1.7° (less drop), more than the measurement error."


def test_two_visits_of_one_day_keep_their_order_when_the_first_is_worked_out_anew(pat, ines) -> None:
    run = visit(pat, ines, sides=(side(4.0), side(8.9)))
    retest = visit(pat, ines, sides=(side(4.5), side(4.7)))
    Analysis.objects.filter(pk=run.pk).update(created_at=timezone.now() + timedelta(minutes=5))
    run.refresh_from_db()
    signing.sign(run, ines, summary="A drop.", kept=[], signed_at=BEFORE)
    report = signing.sign(retest, ines, summary="Better.", kept=[])
    assert sentences(report)[1].startswith("Right stance: 8.9° → 4.7°: a change of 4.2° ± 1.7° (less drop)")
    assert shown(report)["change"]["sides"][1]["change_deg"] == pytest.approx(-4.2)


@pytest.mark.parametrize(
    ("then_deg", "now_deg", "says", "plainly", "en_llano"),
    [
        (8.9, 4.7, "less drop", "the dip is about 4 degrees smaller", "unos 4 grados menos"),
        (4.0, 9.0, "more drop", "the dip is about 5 degrees bigger", "unos 5 grados más"),
        (-3.0, -8.0, "more rise", "goes up about 5 degrees more", "sube unos 5 grados más"),
        (-8.0, -3.0, "less rise", "goes up about 5 degrees less", "sube unos 5 grados menos"),
        (4.0, -3.0, "from a drop to a rise", "Now it goes up. The change is about 7", "Ahora sube. El cambio es"),
        (-4.0, 3.0, "from a rise to a drop", "Now it dips. The change is about 7", "Ahora baja. El cambio es"),
        (8.0, -0.5, "from a drop to a rise", "the dip is about 9 degrees smaller", "unos 9 grados menos"),
        (0.0, -5.0, "more rise", "goes up about 5 degrees more", "sube unos 5 grados más"),
    ],
)
def test_a_rise_is_no_smaller_drop(
    pat, ines, client: Client, then_deg: float, now_deg: float, says: str, plainly: str, en_llano: str
) -> None:
    run = visit(pat, ines, sides=(side(4.0), side(then_deg)), days_ago=60)
    signing.sign(run, ines, summary="So.", kept=[], signed_at=BEFORE)
    report = signing.sign(visit(pat, ines, sides=(side(4.0), side(now_deg))), ines, summary="So.", kept=[])
    assert f"({says}), more than the measurement error." in sentences(report)[1]
    client.force_login(ines)
    assert f"({says})" in client.get(reverse("report", args=[report.pk])).content.decode()
    assert f"({says})" in str(everything_about(pat))
    compared = compare(run, report.analysis).sides[1]
    assert f", {says}." in compared.sentence
    assert compared.verdict_says.lower() == (says if "from" in says else f"{says} than then")
    assert plainly in plain_of(report).change[1]
    told = client.get(reverse("plain_report", args=[report.pk]), {"lang": "es"}).content.decode()
    assert en_llano in told


def test_a_change_beyond_its_error_and_below_the_least_says_which_limit_it_missed(pat, ines) -> None:
    run = visit(pat, ines, sides=(side(4.0), side(9.0, 0.7)), days_ago=60)
    signing.sign(run, ines, summary="So.", kept=[], signed_at=BEFORE)
    report = signing.sign(visit(pat, ines, sides=(side(4.0), side(6.2, 0.7))), ines, summary="So.", kept=[])
    assert sentences(report)[1] == (
        "Right stance: 9.0° → 6.2°: 2.8° ± 1.0° (less drop), below 3°, the smallest difference that is called a change."
    )
    compared = compare(run, report.analysis).sides[1]
    assert compared.verdict_says == "Below 3°: not called a change"
    assert compared.sentence.endswith("2.8° ± 1.0°, less drop, below 3°, the smallest that is called a change.")


def test_a_hair_below_the_least_is_not_printed_as_the_least(pat, ines) -> None:
    run = visit(pat, ines, sides=(side(4.0), side(9.0, 0.7)), days_ago=60)
    signing.sign(run, ines, summary="So.", kept=[], signed_at=BEFORE)
    report = signing.sign(visit(pat, ines, sides=(side(4.0), side(6.04, 0.7))), ines, summary="So.", kept=[])
    assert "2.96° ± 1.0°" in sentences(report)[1]


def test_a_first_visit_has_no_then(first) -> None:
    assert shown(first)["change"] is None
    assert plain_of(first).change == ()


def test_what_is_not_signed_or_another_activity_is_no_then(pat, ines) -> None:
    visit(pat, ines, sides=(side(4.0), side(8.9)), days_ago=60)
    report = signing.sign(visit(pat, ines, sides=(side(4.5), side(4.7))), ines, summary="So.", kept=[])
    assert shown(report)["change"] is None


def test_clips_that_were_not_filmed_alike_show_no_change(first, pat, ines) -> None:
    run = visit(pat, ines, sides=(side(4.5), side(4.7)), confidence=Confidence.C)
    report = signing.sign(run, ines, summary="Look.", kept=[])
    assert all("not called a change" in each for each in sentences(report))
    assert any("Confidence" in reason for reason in shown(report)["change"]["reasons"])
    assert "not compare" in " ".join(plain_of(report).change)


def test_page_summary_patient_and_fhir_say_it(retest, ines, client: Client, pat) -> None:
    client.force_login(ines)
    said = "8.9° → 4.7°: a change of 4.2° ± 1.7°"
    assert said in signing.proposed_summary(retest)
    report = signing.sign(retest, ines, summary="Better.", kept=[])
    page = client.get(reverse("report", args=[report.pk])).content.decode()
    assert said in page
    assert page.count("mean of then and of now") == len(Side)
    assert "about 4 degrees smaller" in " ".join(plain_of(report).change)
    told = client.get(reverse("plain_report", args=[report.pk]), {"lang": "es"}).content.decode()
    assert "4 grados menos" in told
    resources = everything_about(pat)
    (conclusion,) = [
        each["conclusion"]
        for each in resources
        if each["resourceType"] == "DiagnosticReport" and each["id"] == str(report.pk)
    ]
    assert conclusion.count(said) == 1
    observation = next(each for each in resources if each["id"] == f"{report.pk}-right")
    parts = {each["code"]["text"]: each for each in observation["component"]}
    change = next(each for code, each in parts.items() if code.startswith("Change of the drop since"))
    assert change["valueQuantity"]["value"] == -4.2
    assert parts["95 % interval of the change"]["valueRange"]["low"]["value"] == pytest.approx(-5.9, abs=0.05)


def test_it_stays_when_the_first_report_is_amended(retest, first, ines) -> None:
    report = signing.sign(retest, ines, summary="Better.", kept=[])
    before = seal.canonical(SignedReport.objects.get(pk=report.pk).snapshot)
    other = replace(walks.found(), sides={Side.LEFT: side(1.0), Side.RIGHT: side(2.0)})
    Analysis.objects.filter(pk=first.analysis_id).update(result=other.as_json())
    again = SignedReport.objects.get(pk=report.pk)
    assert seal.canonical(shown(again)) == before
    assert seal.is_intact(again)
