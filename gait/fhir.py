"""Signed reports as FHIR R4: an Observation a side and one of both, the report over them, and who stands behind it."""

from clinics.clock import on_clock_of
from clinics.fhir import Resource, concept, reference, resource
from gait.models import Addendum, SignedReport
from gait.result.conventions import Confidence, Side
from gait.result.measures import MEASURES
from gait.result.result import Companions, SideResult, SignedContent
from gait.review.reading import read
from gait.review.snapshot import reading_in_words
from gait.review.snapshot_form import ReadingShown
from gait.review.then_and_now import summary_lines

UCUM = "http://unitsofmeasure.org"
CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"
DATA_ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
SNOMED = "http://snomed.info/sct"
LATERALITY = {Side.LEFT: concept("Left", system=SNOMED, code="7771000"),
              Side.RIGHT: concept("Right", system=SNOMED, code="24028007")}  # fmt: skip


def resources_of(report: SignedReport) -> list[Resource]:
    """Everything that one signature covers."""
    observations = [*(observation(report, side) for side in Side), *swing(report)]
    added = [addendum_provenance(report, addendum) for addendum in report.addenda.all()]
    return [*observations, diagnostic_report(report, observations), provenance(report, observations), *added]


def signed(report: SignedReport) -> tuple[SignedContent, ReadingShown]:
    """The numbers and the words of the signing; words of reports from before snapshots are made anew."""
    if report.snapshot:
        return SignedContent.from_json(report.snapshot["content"]), report.snapshot["reading"]
    return report.found, reading_in_words(read(report.found))


def replaced_status(report: SignedReport) -> str:
    """Empty for a report that is valid."""
    later = report.successor
    return "" if later is None else "entered-in-error" if later.withdraws_replaced else "amended"


def observation(report: SignedReport, side: Side) -> Resource:
    """Contralateral pelvic drop in stance on one side; positive when the other side of the pelvis is lower."""
    found, told = signed(report)
    reading = next(each for each in told["sides"] if each["side"] == side)
    return resource(
        "Observation",
        f"{report.pk}-{side.value}",
        status=replaced_status(report) or "final",
        category=[concept("Exam", system=CATEGORIES, code="exam")],
        code=concept(f"Contralateral pelvic drop, {side.value} stance"),
        bodySite=LATERALITY[side],
        subject=_subject(report),
        effectiveDateTime=_filmed_on(report),
        issued=report.signed_at.isoformat(),
        performer=[_signer(report)],
        interpretation=[concept(reading["grade_says"])] if reading["grade_says"] else [],
        method=concept(told["source_says"]) if found.source else None,
        note=[{"text": reading["sentence"]}],
        component=[
            *_figures(found.sides[side]),
            *_facts(found.sides[side], found.confidence),
            *_companions(found.companions, side),
            *_change(report, side),
        ],
    )


def swing(report: SignedReport) -> list[Resource]:
    """How far the pelvis swings in all, where the clip tells it; none in reports of before it was a measure."""
    found, told = signed(report)
    excursion = found.excursion
    if excursion.value_deg is None or excursion.ci95_deg is None:
        return []
    low_deg, high_deg = excursion.ci95_deg
    return [
        resource(
            "Observation",
            f"{report.pk}-excursion",
            status=replaced_status(report) or "final",
            category=[concept("Exam", system=CATEGORIES, code="exam")],
            code=concept("Pelvic excursion, drops of both sides together"),
            subject=_subject(report),
            effectiveDateTime=_filmed_on(report),
            issued=report.signed_at.isoformat(),
            performer=[_signer(report)],
            method=concept(told["source_says"]) if found.source else None,
            note=[{"text": told["excursion"]["sentence"]}],
            valueQuantity=_degrees(excursion.value_deg),
            component=[
                {
                    "code": concept("95 % interval of the excursion"),
                    "valueRange": {"low": _degrees(low_deg), "high": _degrees(high_deg)},
                },
                {"code": concept("Strides used"), "valueInteger": excursion.stances_used},
                {"code": concept("Confidence, A to C"), "valueString": found.confidence.value},
            ],
        )
    ]


def diagnostic_report(report: SignedReport, observations: list[Resource]) -> Resource:
    """With an addendum its status is "appended": what was signed is unchanged, and more stands under it.

    One report of a clip is valid; those that it replaced are "amended", or "entered-in-error" where it says so.
    """
    addenda = list(report.addenda.all())
    return resource(
        "DiagnosticReport",
        report.pk,
        status=replaced_status(report) or ("appended" if addenda else "final"),
        code=concept("Pelvic drop measured from video"),
        subject=_subject(report),
        effectiveDateTime=_filmed_on(report),
        issued=(addenda[-1].added_at if addenda else report.signed_at).isoformat(),
        resultsInterpreter=[_signer(report)],
        result=[_reference_to(each) for each in observations],
        conclusion="\n\n".join(
            [_summary(report), *_then_and_now(report), *(_in_words(report, addendum) for addendum in addenda)]
        ),
    )


def provenance(report: SignedReport, observations: list[Resource]) -> Resource:
    """Who signed what when, from which video and with which version of the measurement."""
    found, _ = signed(report)
    video = {"identifier": {"system": "urn:stance:video-sha256", "value": found.video_sha256}}
    software = {"display": f"Stance measurement, version {found.pipeline_version}"}
    before = {"role": "revision", "what": reference("DiagnosticReport", report.replaces_id)}
    return resource(
        "Provenance",
        f"{report.pk}-signed",
        target=[reference("DiagnosticReport", report.pk), *(_reference_to(each) for each in observations)],
        recorded=report.signed_at.isoformat(),
        activity=concept("Signed"),
        agent=[
            {"type": concept("Signed by"), "who": {**_signer(report), "display": report.signed_name}},
            {"type": concept("Measured by"), "who": software},
        ],
        reason=[concept(report.replaces_because)] if report.replaces_because else [],
        entity=[
            *([{"role": "source", "what": video}] if found.video_sha256 else []),
            *([before] if report.replaces_id else []),
        ],
    )


def addendum_provenance(report: SignedReport, addendum: Addendum) -> Resource:
    """Who added what is not of the first signature, and when."""
    who = {**reference("Practitioner", addendum.added_by_id), "display": addendum.added_name}
    return resource(
        "Provenance",
        addendum.pk,
        target=[reference("DiagnosticReport", report.pk)],
        recorded=addendum.added_at.isoformat(),
        activity=concept("Addendum"),
        agent=[{"type": concept("Signed by"), "who": who}],
    )


def _then_and_now(report: SignedReport) -> list[str]:
    change = report.snapshot.get("change") if report.snapshot else None
    lines = [line for line in summary_lines(change) if line not in _summary(report)] if change else []
    return ["\n".join(lines)] if lines else []


def _in_words(report: SignedReport, addendum: Addendum) -> str:
    added_at = on_clock_of(report.analysis.recording.assessment.patient.clinic, addendum.added_at)
    return f"Addendum, {addendum.added_name}, {added_at:%Y-%m-%d}: {addendum.text}"


def _figures(own: SideResult) -> list[Resource]:
    drop, interval = own.pelvic_drop_deg, own.ci95_deg
    unknown = {"dataAbsentReason": concept("Not determinable from this video", system=DATA_ABSENT, code="unknown")}
    ends = {"low": _degrees(interval[0]), "high": _degrees(interval[1])} if interval else None
    return [
        {"code": concept("Drop"), **({"valueQuantity": _degrees(drop)} if drop is not None else unknown)},
        {"code": concept("95 % interval of the drop"), **({"valueRange": ends} if ends else unknown)},
    ]


def _change(report: SignedReport, side: Side) -> list[Resource]:
    """Since the signed visit before: the change with its interval, and whether it is more than measuring errs."""
    change = report.snapshot.get("change") if report.snapshot else None
    if change is None:
        return []
    own = next((each for each in change["sides"] if each["side"] == side), None)
    if own is None or own["change_deg"] is None or own["ci95_deg"] is None:
        return []
    low_deg, high_deg = own["ci95_deg"]
    return [
        {
            "code": concept(f"Change of the drop since {change['then_date']}"),
            "valueQuantity": _degrees(own["change_deg"]),
        },
        {
            "code": concept("95 % interval of the change"),
            "valueRange": {"low": _degrees(low_deg), "high": _degrees(high_deg)},
        },
        {"code": concept("Change, said"), "valueString": own["sentence"]},
    ]


def _facts(own: SideResult, confidence: Confidence) -> list[Resource]:
    return [
        {"code": concept("Strides used"), "valueInteger": own.stances_used},
        {"code": concept("Verdict"), "valueString": own.verdict.value},
        {"code": concept("Confidence, A to C"), "valueString": confidence.value},
    ]


def _companions(companions: Companions, side: Side) -> list[Resource]:
    """What was measured beside the drop and belongs to this side."""
    known = [(measure, measure.of_side(companions, side)) for measure in MEASURES if measure.per_side]
    return [
        {
            "code": concept(f"{measure.label}, {measure.meaning}"),
            "valueQuantity": {"value": value, "unit": "degrees", "system": UCUM, "code": measure.ucum},
        }
        for measure, value in known
        if value is not None
    ]


def _degrees(value: float) -> dict[str, object]:
    return {"value": round(value, 2), "unit": "degrees", "system": UCUM, "code": "deg"}


def _summary(report: SignedReport) -> str:
    """With what it replaces and why, where it does."""
    summary = report.snapshot["report"]["summary"] if report.snapshot else report.summary
    if not report.replaces_id:
        return summary
    why = f" {report.replaces_because}" if report.replaces_because else ""
    return f"{summary}\n\nReplaces report {report.replaces_id}.{why}"


def _subject(report: SignedReport) -> dict[str, str]:
    return reference("Patient", report.analysis.recording.assessment.patient_id)


def _filmed_on(report: SignedReport) -> str:
    return report.analysis.recording.assessment.filmed_on.isoformat()


def _signer(report: SignedReport) -> dict[str, str]:
    return reference("Practitioner", report.signed_by_id)


def _reference_to(each: Resource) -> dict[str, str]:
    return reference(each["resourceType"], each["id"])
