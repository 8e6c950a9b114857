"""Two visits side by side: what is compared, what is called a change, and what forbids it."""

from ctypes.util import find_library
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import filmed
import pytest
import results
import walks
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from results import side

from clinics.models import AuditEvent, User
from gait.models import Analysis
from gait.result.conventions import Activity, Confidence, Side, Source, View, ZeroReference
from gait.result.result import Excursion, Note, Result, SideResult, Zero
from gait.review.comparison import VisitComparison, compare
from gait.review.partners import likeliest_partner, partners_of
from patients.models import Patient

CHANGED, UNLIKE, UNDETECTABLE = "changed", "unlike", "undetectable"
DROPS = side(4.0), side(9.0)
RESULT_FIELDS = {field.name for field in fields(Result)}


def visit(
    patient: Patient, user: User, month: int, *, sides: tuple[SideResult, SideResult] = DROPS, **told: Any
) -> Analysis:
    """A finished run. told: fields of the assessment, or of the result."""
    found: dict[str, Any] = {"sides": dict(zip(Side, sides, strict=True))}
    assessment = filmed.assessment(patient, user)
    assessment.filmed_on = date(2026, month, 1)
    for name, value in told.items():
        if name in RESULT_FIELDS:
            found[name] = value
        else:
            setattr(assessment, name, value)
    assessment.save()
    result = results.found(**found).as_json()
    return filmed.run_of(assessment, status="done", result=result, finished_at=timezone.now())


@pytest.fixture
def desk_client(client: Client, ines: User) -> Client:
    client.force_login(ines)
    return client


@pytest.fixture
def first(pat: Patient, ines: User) -> Analysis:
    return visit(pat, ines, 9)


def verdicts(comparison: VisitComparison) -> list[str]:
    return [side.verdict for side in comparison.sides]


def test_a_change_beyond_its_error_is_told_for_its_side(first: Analysis, pat: Patient, ines: User) -> None:
    comparison = compare(first, visit(pat, ines, 11, sides=(side(4.5), side(5.0))))
    assert verdicts(comparison) == [UNDETECTABLE, CHANGED]
    left, right = comparison.sides
    assert left.verdict_says == "No detectable change"
    assert right.verdict_says == "Less drop than then"
    assert right.sentence == (
        "Right stance: drop of the left side of the pelvis 9.0° ± 1.2° then, 5.0° ± 1.2° now; "
        "difference 4.0° ± 1.7°, less drop."
    )
    assert comparison.reasons == ()


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"speed_kmh": Decimal("10.0")}, "Speed: 5 mph then, 6.2 mph now."),
        ({"surface": "overground"}, "Surface: treadmill then, over ground now."),
        ({"view": View.ANTERIOR}, "View: from behind then, from the front now."),
        ({"activity": Activity.RUNNING}, "Activity: walking then, running now."),
        ({"source": Source.MARKERS}, "Line of the pelvis read from: waistband then, stickers now."),
        (
            {"zero": replace(results.found().zero, reference=ZeroReference.STANDING)},
            "Counted from: horizontal then, standing now.",
        ),
        ({"confidence": Confidence.C}, "Confidence: B then, C now. A clip of confidence C is shown, not graded."),
    ],
)
def test_clips_that_were_not_made_alike_show_no_change(
    pat: Patient, ines: User, told: dict[str, Any], reason: str
) -> None:
    earlier = visit(pat, ines, 9, speed_kmh=Decimal("8.0"))
    comparison = compare(
        earlier, visit(pat, ines, 11, sides=(side(4.0), side(4.0)), **{"speed_kmh": Decimal("8.0"), **told})
    )
    assert verdicts(comparison) == [UNLIKE, UNLIKE]
    assert not comparison.is_like_for_like
    assert reason in comparison.reasons


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"footwear": "Barefoot"}, "Shoes: Pegasus then, Barefoot now. This may explain part of a difference."),
        (
            {"video": replace(results.found().video, frame_rate_hz=30.0)},
            "Frame rate: 60 Hz then, 30 Hz now. This may explain part of a difference.",
        ),
    ],
)
def test_shoes_and_frame_rate_warn_but_do_not_forbid(
    pat: Patient, ines: User, told: dict[str, Any], reason: str
) -> None:
    earlier = visit(pat, ines, 9, footwear="Pegasus")
    comparison = compare(
        earlier, visit(pat, ines, 11, sides=(side(4.0), side(4.0)), **{"footwear": "pegasus ", **told})
    )
    assert comparison.reasons == (reason,)
    assert verdicts(comparison)[1] == CHANGED


def test_what_nobody_told_is_no_difference(first: Analysis, pat: Patient, ines: User) -> None:
    later = visit(pat, ines, 11, footwear="Barefoot", speed_kmh=Decimal("8.0"))
    assert compare(first, later).reasons == ()


def test_a_side_that_one_clip_does_not_tell_is_not_compared(first: Analysis, pat: Patient, ines: User) -> None:
    later = visit(pat, ines, 11, sides=(results.withheld(), side(9.0)))
    left, _ = compare(first, later).sides
    assert (left.verdict, str(left.now)) == ("unknown", "–")
    assert "the later clip does not tell" in left.sentence


def test_the_likeliest_partner_is_the_visit_before_with_the_same_activity(pat: Patient, ines: User) -> None:
    runs = {month: visit(pat, ines, month) for month in (7, 9, 11)}
    running = visit(pat, ines, 10, activity=Activity.RUNNING)
    partners = partners_of(runs[11])
    assert partners == [running, runs[9], runs[7]]
    assert likeliest_partner(runs[11], partners) == runs[9]
    assert likeliest_partner(runs[7], partners_of(runs[7])) == runs[9]


def test_two_visits_of_one_day_stand_in_their_order_whichever_was_worked_out_last(
    desk: Client, first: Analysis, pat: Patient, ines: User
) -> None:
    later = visit(pat, ines, 9, sides=(side(4.0), side(5.0)))
    Analysis.objects.filter(pk=first.pk).update(created_at=timezone.now() + timedelta(minutes=5))
    first.refresh_from_db()
    assert likeliest_partner(later, partners_of(later)) == first
    for run, other in ((first, later), (later, first)):
        page = desk.get(reverse("analysis_compare", args=[run.pk]), {"with": str(other.pk)}).content.decode()
        assert "9.0° ± 1.2° then, 5.0° ± 1.2° now" in page


def test_only_the_newest_run_of_a_visit_and_no_static_test_is_offered(pat: Patient, ines: User) -> None:
    first = visit(pat, ines, 9)
    visit(pat, ines, 10, activity=Activity.SINGLE_LEG_STANCE)
    newest = Analysis.objects.create(recording=first.recording, status="done", result=first.result)
    assert partners_of(visit(pat, ines, 11)) == [newest]


@pytest.fixture
def desk(client: Client, ines: User) -> Client:
    client.force_login(ines)
    return client


def test_the_page_shows_both_visits_and_leaves_a_trace_of_each(
    desk: Client, first: Analysis, pat: Patient, ines: User
) -> None:
    later = visit(pat, ines, 11, sides=(side(4.0), side(5.0)))
    page = desk.get(reverse("analysis_compare", args=[later.pk])).content.decode()
    assert "9.0° ± 1.2° then, 5.0° ± 1.2° now" in page
    viewed = AuditEvent.objects.filter(record_kind="gait.analysis", action="viewed")
    assert set(viewed.values_list("record_id", flat=True)) == {str(first.pk), str(later.pk)}


def test_the_result_and_the_patients_page_lead_to_it(desk: Client, first: Analysis, pat: Patient, ines: User) -> None:
    pages = [reverse("assessment", args=[first.recording.assessment_id]), reverse("patient", args=[pat.pk])]
    way = reverse("analysis_compare", args=[first.pk])
    assert not any(way in desk.get(page).content.decode() for page in pages)
    later = visit(pat, ines, 11)
    assert way in desk.get(pages[0]).content.decode()
    assert reverse("analysis_compare", args=[later.pk]) in desk.get(pages[1]).content.decode()


def test_a_single_visit_says_that_there_is_nothing_yet(desk: Client, first: Analysis) -> None:
    assert "Nothing to compare with yet" in desk.get(reverse("analysis_compare", args=[first.pk])).content.decode()


def test_another_patients_run_cannot_be_laid_beside_it(
    desk: Client, first: Analysis, pat: Patient, sol: Patient, omar: User
) -> None:
    theirs = visit(sol, omar, 11)
    address = reverse("analysis_compare", args=[first.pk])
    assert desk.get(address, {"with": str(theirs.pk)}).status_code == 404
    assert desk.get(address, {"with": "nonsense"}).status_code == 404
    assert desk.get(reverse("analysis_compare", args=[theirs.pk])).status_code == 404


def swing(value_deg: float) -> Excursion:
    return Excursion(value_deg, (value_deg - 1.5, value_deg + 1.5), 18)


STANDING = Zero(0.0, 0.5, ZeroReference.STANDING, standing_obliquity_deg=0.0)
UNKNOWN_ZERO = {
    "confidence": Confidence.C,
    "sides": (results.withheld("E_ZERO_UNKNOWN"), results.withheld("E_ZERO_WIDE")),
}


def noted(code: str, **told: Any) -> dict[str, Any]:
    return {"confidence": Confidence.C, "quality": (Note(code, "As told."),), **told}


@pytest.mark.parametrize(
    "told",
    [
        noted("W_OUT_OF_SCOPE"),
        noted("W_SLOWMO"),
        UNKNOWN_ZERO | noted("W_OUT_OF_SCOPE"),
        UNKNOWN_ZERO | noted("W_SLOWMO"),
        {"confidence": Confidence.C, "sides": (side(4.0, stances_used=2), side(9.0, stances_used=2))},
        {"confidence": Confidence.C, "sides": (results.withheld("E_ZERO_UNKNOWN"), side(9.0, stances_used=2))},
        UNKNOWN_ZERO | {"sides": (replace(results.withheld("E_ZERO_UNKNOWN"), stances_used=2),) * 2},
    ],
)
@pytest.mark.parametrize("is_of_both", [False, True])
def test_the_swing_in_all_is_no_change_where_more_than_zero_keeps_a_clip_from_its_grade(
    pat: Patient, ines: User, told: dict[str, Any], *, is_of_both: bool
) -> None:
    earlier = visit(pat, ines, 9, excursion=swing(16.0), **(told if is_of_both else {}))
    comparison = compare(earlier, visit(pat, ines, 11, excursion=swing(9.0), **told))
    assert comparison.excursion is not None
    assert comparison.excursion.verdict == UNLIKE


def test_an_aid_and_a_doubted_pace_are_named_where_they_differ(first: Analysis, pat: Patient, ines: User) -> None:
    for month, code in ((10, "W_OUT_OF_SCOPE"), (11, "W_SLOWMO")):
        reasons = compare(first, visit(pat, ines, month, **noted(code))).reasons
        words = {
            "W_OUT_OF_SCOPE": "Walking aid, prosthesis or skirt: no then, yes now.",
            "W_SLOWMO": "Pace of the film: as filmed then, doubted now.",
        }
        assert words[code] in reasons


@pytest.mark.parametrize(
    ("told", "drops"), [({"zero": STANDING}, [UNLIKE, UNLIKE]), (UNKNOWN_ZERO, ["unknown", "unknown"])]
)
def test_the_swing_in_all_is_compared_where_only_zero_differs(
    pat: Patient, ines: User, told: dict[str, Any], drops: list[str]
) -> None:
    earlier = visit(pat, ines, 9, excursion=swing(16.0))
    comparison = compare(earlier, visit(pat, ines, 11, excursion=swing(11.0), **told))
    assert verdicts(comparison) == drops
    assert comparison.excursion is not None
    assert (comparison.excursion.verdict, comparison.excursion.verdict_says) == (CHANGED, "Less swing than then")
    assert comparison.excursion.sentence == (
        "Both sides together: swing of the pelvis in all 16.0° ± 1.5° then, 11.0° ± 1.5° now; "
        "difference 5.0° ± 2.1°, less swing."
    )


def test_the_swing_in_all_is_no_change_between_two_sources(pat: Patient, ines: User) -> None:
    earlier = visit(pat, ines, 9, excursion=swing(16.0))
    comparison = compare(earlier, visit(pat, ines, 11, excursion=swing(11.0), source=Source.MARKERS))
    assert comparison.excursion is not None
    assert comparison.excursion.verdict == UNLIKE


def test_both_mean_cycles_lie_on_each_other(desk_client: Client, pat: Patient, ines: User) -> None:
    earlier, later = (walks.done_run(filmed.assessment(pat, ines)) for _ in range(2))
    page = desk_client.get(reverse("analysis_compare", args=[later.pk]), {"with": earlier.pk}).content.decode()
    assert page.count("cycle__mean--then") == page.count("cycle__mean--now") == len(Side)


@pytest.mark.skipif(find_library("pangoft2-1.0") is None, reason="no PDF library on this machine")
def test_the_comparison_is_a_page_of_paper(desk_client: Client, pat: Patient, ines: User) -> None:
    earlier, later = (walks.done_run(filmed.assessment(pat, ines)) for _ in range(2))
    answer = desk_client.get(reverse("analysis_compare_pdf", args=[later.pk]), {"with": earlier.pk})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert AuditEvent.objects.filter(action=AuditEvent.Action.EXPORTED, record_id=str(later.pk)).exists()


@pytest.mark.parametrize(
    ("then_deg", "now_deg", "says"),
    [(16.0, 9.0, "less swing"), (-4.0, -9.0, "more rise"), (5.0, -3.0, "from a drop to a rise")],
)
def test_the_swing_in_all_goes_the_right_way_on_both_sides_of_zero(
    pat: Patient, ines: User, then_deg: float, now_deg: float, says: str
) -> None:
    earlier = visit(pat, ines, 9, excursion=swing(then_deg))
    both = compare(earlier, visit(pat, ines, 11, excursion=swing(now_deg))).excursion
    assert both is not None
    assert both.sentence.endswith(f", {says}.")
