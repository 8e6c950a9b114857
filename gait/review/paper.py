"""A signed report as its page and its PDF show it: one context, one template, two ways out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.urls import reverse

from clinics.countries import city_line
from clinics.models import Clinic
from clinics.models import Picture as BrandPicture
from gait.models import Addendum, Analysis, Assessment, SignedReport
from gait.result.conventions import Side
from gait.review.annotation_picture import ask_for_picture, path_of
from gait.review.snapshot import picture_file, shown, shown_pictures
from gait.review.snapshot_form import DrawingShown, PictureShown, Snapshot
from patients.models import Patient

LETTER_COUNTRIES = frozenset({"US", "CA", "MX"})


class AddressedDrawing(DrawingShown):
    address: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A key frame as it was signed, with the names of KeyFrame, and the address of its file."""

    frame: PictureShown
    address: str


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything told comes from shown, the snapshot of the signing; the rows beside it are for links and rights."""

    report: SignedReport
    analysis: Analysis
    assessment: Assessment
    patient: Patient
    clinic: Clinic
    shown: Snapshot
    pictures: tuple[Picture, ...]
    by_hand: tuple[AddressedDrawing, ...]
    addenda: tuple[Addendum, ...]

    @property
    def paper_size(self) -> str:
        return paper_size_in(self.shown["letterhead"]["country"])

    @property
    def city_line(self) -> str:
        head = self.shown["letterhead"]
        return city_line(head["country"], head["city"], head["state"], head["postcode"])

    @property
    def has_signed_logo(self) -> bool:
        """A logo that came later does not stand on the report."""
        sha256 = self.shown["letterhead"]["logo_sha256"]
        return bool(sha256) and self.clinic.pictures.filter(kind=BrandPicture.Kind.LOGO, sha256=sha256).exists()


def paper_size_in(country: str) -> str:
    """What lies in the printers of the clinic's country."""
    return "letter" if country in LETTER_COUNTRIES else "A4"


def staff_address(analysis: Analysis, side: Side) -> str:
    return reverse("analysis_media", args=[analysis.pk, f"keyframe-{side}"])


def paper_of(report: SignedReport, address_of: Callable[[Analysis, Side], str] = staff_address) -> Paper:
    """address_of: where this reader's browser may fetch a key frame."""
    sealed, analysis = shown(report), report.analysis
    assessment = analysis.recording.assessment
    return Paper(
        report=report,
        analysis=analysis,
        assessment=assessment,
        patient=assessment.patient,
        clinic=assessment.patient.clinic,
        shown=sealed,
        pictures=pictures_of(report, address_of),
        by_hand=tuple(signed_drawings(sealed, analysis)),
        addenda=tuple(report.addenda.all()),
    )


def pictures_of(
    report: SignedReport, address_of: Callable[[Analysis, Side], str] = staff_address
) -> tuple[Picture, ...]:
    """The key frames alone, left before right; only those whose file is still there."""
    analysis = report.analysis
    return tuple(
        Picture(frame, address_of(analysis, Side(frame["side"])))
        for frame in shown_pictures(report)
        if picture_file(analysis, Side(frame["side"])) is not None
    )


def signed_drawings(sealed: Snapshot, analysis: Analysis) -> list[AddressedDrawing]:
    """With the address of each frame's picture. One that is not there yet is asked for; until then the words stand."""
    drawings: list[AddressedDrawing] = []
    for drawing in sealed["by_hand"]:
        has_picture = any(drawing["picture_px"])
        is_there = has_picture and path_of(analysis.recording_id, drawing["id"]).is_file()
        if has_picture and not is_there:
            ask_for_picture(drawing["id"])
        drawings.append({**drawing, "address": reverse("annotation_picture", args=[drawing["id"]]) if is_there else ""})
    return drawings


def picture_files(paper: Paper) -> dict[str, Path]:
    """Where the bytes of each address lie, for the PDF, which asks no server."""
    found = {picture.address: picture_file(paper.analysis, Side(picture.frame["side"])) for picture in paper.pictures}
    by_hand = {
        each["address"]: path_of(paper.analysis.recording_id, each["id"]) for each in paper.by_hand if each["address"]
    }
    return {address: path for address, path in (found | by_hand).items() if path is not None}
