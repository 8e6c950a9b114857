"""A signed report as its page and its PDF show it: one context, one template, two ways out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.urls import reverse
from django.utils import timezone

from clinics.models import Clinic
from gait import storage
from gait.analysis.conventions import Side
from gait.analysis.reference import LEAST_CHANGE_DEG, Band
from gait.models import Addendum, Analysis, Assessment, SignedReport
from gait.review import cycle_plot, cycles, interval_plot
from gait.review.annotation_picture import ask_for_picture, path_of
from gait.review.by_hand import HandDrawing, drawing_of
from gait.review.key_frames import KeyFrame, key_frames
from gait.review.made import overlay_of, series_of
from gait.review.norm import norm_of
from gait.review.reading import Reading, read
from patients.models import Patient

LETTER_COUNTRIES = frozenset({"US", "CA", "MX"})


@dataclass(frozen=True, slots=True)
class Picture:
    """A key frame and the address of its file."""

    frame: KeyFrame
    address: str


@dataclass(frozen=True, slots=True)
class Paper:
    """Numbers and words come from what was signed; the pictures from the run that was signed."""

    report: SignedReport
    analysis: Analysis
    assessment: Assessment
    patient: Patient
    clinic: Clinic
    reading: Reading
    bars: interval_plot.IntervalPlot
    cycle: cycle_plot.CyclePlot | None
    pictures: tuple[Picture, ...]
    by_hand: tuple[HandDrawing, ...]
    addenda: tuple[Addendum, ...]
    least_change_deg: float = LEAST_CHANGE_DEG

    @property
    def signed_on(self) -> date:
        return timezone.localdate(self.report.signed_at)

    @property
    def paper_size(self) -> str:
        """What lies in the printers of the clinic's country."""
        return "letter" if self.clinic.country in LETTER_COUNTRIES else "A4"


def staff_address(analysis: Analysis, side: Side) -> str:
    return reverse("analysis_media", args=[analysis.pk, f"keyframe-{side}"])


def paper_of(report: SignedReport, address_of: Callable[[Analysis, Side], str] = staff_address) -> Paper:
    """address_of: where this reader's browser may fetch a key frame."""
    analysis = report.analysis
    assessment = analysis.recording.assessment
    reading = read(report.content)
    norm = norm_of(report.content, analysis.hints)
    return Paper(
        report=report,
        analysis=analysis,
        assessment=assessment,
        patient=assessment.patient,
        clinic=assessment.patient.clinic,
        reading=reading,
        bars=interval_plot.plot(reading.sides, norm),
        cycle=cycle_of(analysis, norm) if reading.is_measured else None,
        pictures=tuple(pictures_of(analysis, address_of)),
        by_hand=tuple(by_hand_of(report)),
        addenda=tuple(report.addenda.all()),
    )


def cycle_of(analysis: Analysis, norm: Band | None) -> cycle_plot.CyclePlot | None:
    series = series_of(analysis)
    return cycle_plot.plot(cycles.fold(analysis.result, series), norm) if series else None


def pictures_of(analysis: Analysis, address_of: Callable[[Analysis, Side], str] = staff_address) -> list[Picture]:
    """Left before right; only those whose file is still there."""
    frames = key_frames(analysis.result, overlay_of(analysis))
    return [
        Picture(frame, address_of(analysis, frame.side))
        for frame in frames
        if picture_file(analysis, frame.side) is not None
    ]


def picture_file(analysis: Analysis, side: Side) -> Path | None:
    folder = storage.results_of(analysis)
    path = folder / f"keyframe_{side}.jpg" if folder else None
    return path if path is not None and path.is_file() else None


def by_hand_of(report: SignedReport) -> list[HandDrawing]:
    """What stands on the report by hand. A picture that is not there yet is asked for; until then the words stand."""
    drawings = []
    for signed in report.content.get("by_hand", []):
        is_there = signed["picture_px"] and path_of(report.analysis.recording_id, signed["id"]).is_file()
        if signed["picture_px"] and not is_there:
            ask_for_picture(signed["id"])
        drawings.append(drawing_of(signed, reverse("annotation_picture", args=[signed["id"]]) if is_there else ""))
    return drawings


def picture_files(paper: Paper) -> dict[str, Path]:
    """Where the bytes of each address lie, for the PDF, which asks no server."""
    found = {picture.address: picture_file(paper.analysis, picture.frame.side) for picture in paper.pictures}
    by_hand = {each.address: path_of(paper.analysis.recording_id, each.id) for each in paper.by_hand if each.address}
    return {address: path for address, path in (found | by_hand).items() if path is not None}
