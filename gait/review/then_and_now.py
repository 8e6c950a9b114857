"""What a re-test's report says of the visit before: then and now, with the error of the change. Sealed at signing."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime

from django.utils import dateformat, formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.clock import DAY
from gait.models import Analysis, SignedReport
from gait.result.change import Change, compare_visits
from gait.result.conventions import Side
from gait.result.sources import words_of
from gait.review import cycle_plot, cycles
from gait.review.change_words import LEAST_CALLED, Way, is_seen_but_small, size_of, way_of
from gait.review.comparison import Compared, VisitComparison, compare, when_filmed
from gait.review.made import series_of
from gait.review.norm import norm_of
from gait.review.plain_words import LEAST_TO_NAME_DEG, SIDE_WORDS, whole
from gait.review.snapshot_form import ChangeOfSide, ThenAndNow

CHANGED = {
    Way.LESS_DROP: gettext_lazy(
        "Your %(leg)s leg: since %(day)s the dip is about %(change)s degrees smaller. That is more than our measuring "
        "can be off."
    ),
    Way.MORE_DROP: gettext_lazy(
        "Your %(leg)s leg: since %(day)s the dip is about %(change)s degrees bigger. That is more than our measuring "
        "can be off."
    ),
    Way.LESS_RISE: gettext_lazy(
        "Your %(leg)s leg: since %(day)s the other side of your pelvis goes up about %(change)s degrees less. That is "
        "more than our measuring can be off."
    ),
    Way.MORE_RISE: gettext_lazy(
        "Your %(leg)s leg: since %(day)s the other side of your pelvis goes up about %(change)s degrees more. That is "
        "more than our measuring can be off."
    ),
    Way.TO_RISE: gettext_lazy(
        "Your %(leg)s leg: on %(day)s the other side of your pelvis dipped. Now it goes up. The change is about "
        "%(change)s degrees. That is more than our measuring can be off."
    ),
    Way.TO_DROP: gettext_lazy(
        "Your %(leg)s leg: on %(day)s the other side of your pelvis went up. Now it dips. The change is about "
        "%(change)s degrees. That is more than our measuring can be off."
    ),
}
"""What is called a change, in the patient's words."""


def then_and_now(analysis: Analysis, *, signed_until: datetime | None = None) -> ThenAndNow | None:
    """Against the newest signed visit before; None where there is none of the same activity, or no clip tells.

    signed_until: leave out what was signed later.
    """
    report = report_before(analysis, signed_until)
    if report is None:
        return None
    both = compare(report.analysis, analysis)
    changes = compare_visits(report.analysis.found, analysis.found)
    told = [*both.sides, *([both.excursion] if both.excursion else [])]
    if all(each.verdict == "unknown" for each in told):
        return None
    days = tuple(run.recording.assessment.filmed_on for run in (both.earlier, both.later))
    with translation.override("en"):
        return {
            "report": str(report.pk),
            "analysis": str(report.analysis_id),
            "then_on": in_words(days[0]),
            "now_on": in_words(days[1]),
            "then_date": days[0].isoformat(),
            "sides": [side_changed(each, changes.sides[each.side]) for each in both.sides if each.side],
            "excursion": sentence(both.excursion, changes.excursion) if both.excursion else "",
            "is_like_for_like": both.is_like_for_like,
            "reasons": list(both.reasons),
            "cycles": [asdict(plot) for plot in cycles_of(both)],
        }


def report_before(analysis: Analysis, signed_until: datetime | None = None) -> SignedReport | None:
    visit = analysis.recording.assessment
    earlier = SignedReport.objects.valid().filter(recording__assessment__patient=visit.patient_id)
    if signed_until is not None:
        earlier = earlier.filter(signed_at__lt=signed_until)
    found = [
        report
        for report in earlier.select_related("analysis__recording__assessment__patient")
        if report.analysis.recording.assessment != visit
        and when_filmed(report.analysis) < when_filmed(analysis)
        and report.analysis.has_result
        and report.analysis.found.activity is analysis.found.activity
    ]
    return max(found, key=lambda report: when_filmed(report.analysis), default=None)


def side_changed(each: Compared, change: Change | None) -> ChangeOfSide:
    assert each.side is not None
    return {
        "side": each.side.value,
        "verdict": each.verdict,
        "then": str(each.then),
        "now": str(each.now),
        "then_deg": each.then.value_deg,
        "now_deg": each.now.value_deg,
        "sentence": f"{each.side.capitalize()} stance: {sentence(each, change)}",
        "change_deg": change.value_deg if change else None,
        "ci95_deg": list(change.ci95_deg) if change else None,
        "changed": each.verdict == "changed",
    }


def sentence(each: Compared, change: Change | None) -> str:
    """For example: 8.9° → 4.7°: a change of 4.2° ± 1.8° (less drop), more than the measurement error."""
    if change is None or each.then.value_deg is None or each.now.value_deg is None:
        return "one of the two clips does not tell, so there is nothing to compare."
    size, way = size_of(change), way_of(each.then.value_deg, each.now.value_deg)
    then_now = f"{each.then.alone} → {each.now.alone}"
    says = f" ({way.value if each.side else way.of_both_sides})" if way else ""
    if each.verdict == "changed":
        return f"{then_now}: a change of {size}{says}, more than the measurement error."
    if each.verdict == "unlike":
        return f"{then_now}: {size}, not called a change because the clips were not filmed alike."
    if is_seen_but_small(change):
        return f"{then_now}: {size}{says}, below {LEAST_CALLED}, the smallest difference that is called a change."
    return f"{then_now}: no detectable change ({size})."


def cycles_of(both: VisitComparison) -> Iterator[cycle_plot.CyclePlot]:
    """Left before right, each with its mean cycle of then and of now; only where both visits have one from a zero."""
    runs = (both.earlier, both.later)
    if not all(run.found.knows_zero and words_of(run.found.source).is_followed for run in runs):
        return
    series = [series_of(run) for run in runs]
    folded = [
        {cycle.side: cycle for cycle in cycles.fold(run.found.stances, each)} if each else {}
        for run, each in zip(runs, series, strict=True)
    ]
    norm = norm_of(both.later.found, both.later.hints)
    for side in Side:
        if all(side in cycles_by_side for cycles_by_side in folded):
            plot = cycle_plot.plot([cycles_by_side[side] for cycles_by_side in folded], norm)
            if plot is not None:
                yield plot


def summary_lines(told: ThenAndNow) -> list[str]:
    """For the therapist's proposed summary and for a conclusion in FHIR."""
    lines = [f"Since {told['then_on']}:", *(side["sentence"] for side in told["sides"])]
    return [*lines, *([f"Both sides together: {told['excursion']}"] if told["excursion"] else [])]


def plain_lines(told: ThenAndNow, language: str) -> list[str]:
    """Leg by leg, in the patient's words and language."""
    with translation.override(language):
        day = dateformat.format(date.fromisoformat(told["then_date"]), formats.get_format("DATE_FORMAT"))
        return [line for side in told["sides"] if (line := plain_line(side, day))]


def plain_line(side: ChangeOfSide, day: str) -> str:
    change_deg, then_deg, now_deg = side["change_deg"], side["then_deg"], side["now_deg"]
    if change_deg is None or then_deg is None or now_deg is None:
        return ""
    words = {"leg": SIDE_WORDS[Side(side["side"])], "day": day, "change": str(whole(abs(change_deg)))}
    if side["verdict"] == "unlike":
        text = _("Your %(leg)s leg: we cannot compare this film with the one of %(day)s. It was filmed another way.")
    elif not side["changed"]:
        text = _("Your %(leg)s leg: since %(day)s we see no real change. A small one may be there.")
    else:
        text = str(CHANGED[way_of(then_deg, now_deg, least_deg=LEAST_TO_NAME_DEG)])
    return text % words


def in_words(day: date) -> str:
    return dateformat.format(day, DAY)
