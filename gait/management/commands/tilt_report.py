"""manage.py tilt_report: the tilt reader against stickers and marked points, clinic by clinic, and its calibration.

Reads the stored readings of the newest finished run of each recording; no picture is decoded. Names no patient.
--keep makes what is printed the calibration that new runs of the clinic are measured with; --remove takes it away.
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from clinics.models import Clinic
from gait import storage
from gait.models import Analysis, TiltCalibration
from gait.queue.calibration import reader_in_use
from patients import consent

if TYPE_CHECKING:
    from gait.analysis.tilt_agreement import ClipAgreement
    from gait.analysis.tilt_calibration import Fit


class Command(BaseCommand):
    help = "Compare the tilt reader with stickers and marked points over all stored recordings, and calibrate it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--clinic", metavar="NAME", help="only the clinic of this name")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--keep", action="store_true", help="measure new runs with what is printed")
        what.add_argument("--remove", action="store_true", help="measure new runs without a calibration")

    def handle(self, *, clinic: str | None, keep: bool, remove: bool, **options: Any) -> None:
        clinics = Clinic.objects.order_by("name")
        if clinic and not (clinics := clinics.filter(name=clinic)):
            raise CommandError(f"There is no clinic called {clinic}.")
        for each in clinics:
            self.stdout.write(f"{each.name}")
            if remove:
                TiltCalibration.objects.filter(clinic=each).delete()
            else:
                self._tell(each, keep=keep)
            self.stdout.write(f"  {_in_use(each)}")

    def _tell(self, clinic: Clinic, *, keep: bool) -> None:
        from gait.analysis.tilt_calibration import Label, fit

        labels = []
        for analysis, clip in _compared(clinic):
            self.stdout.write(f"  {analysis.pk}  {_line(clip)}")
            labels.append(Label(str(analysis.recording.assessment.patient_id), clip))
        if not labels:
            self.stdout.write(
                "  no clip has both a reader's trace and stickers or marked points, with standing consent"
            )
            return
        total = fit(labels)
        for line in _summary(total):
            self.stdout.write(f"  {line}")
        if keep and total.people:
            _store(clinic, total)


def _line(clip: "ClipAgreement") -> str:
    sides = ", ".join(f"{side} {error:+.1f}°" for side, error in clip.side_errors_deg.items())
    return (
        f"{clip.reference:8s} {clip.frames:5d} frames  bias {clip.bias_deg:+.1f}°  slope {clip.slope:.2f}  "
        f"RMSE {clip.rmse_deg:.1f}°  side means {sides or 'not told'}" + ("" if clip.is_sure else "  (alarm: left out)")
    )


def _summary(total: "Fit") -> Iterator[str]:
    from gait.analysis.tilt_calibration import MIN_PEOPLE, WITHIN_DEG

    yield (
        f"{total.clips} clips of {total.people} people count: bias {total.bias_deg:+.1f}°, slope {total.slope:.2f}; "
        f"side means within {WITHIN_DEG:.0f}°: {total.sides_within} of {total.sides}; "
        f"inside the reader's own interval: {total.sides_covered} of {total.sides}"
    )
    sure = "" if total.people >= MIN_PEOPLE else f" (no guarantee below {MIN_PEOPLE} people)"
    yield f"Its interval would be {total.interval_times:.2f} times its own{sure}."
    yield "The reader is promoted." if total.is_promoted else f"The reader is not promoted: {'; '.join(total.why_not)}."


def _store(clinic: Clinic, total: "Fit") -> None:
    facts = {
        "made_at": timezone.now(),
        "reader": reader_in_use(),
        "people": total.people,
        "clips": total.clips,
        "interval_times": total.interval_times,
        "bias_deg": total.bias_deg if total.people else None,
        "slope": total.slope if total.people else None,
        "is_promoted": total.is_promoted,
    }
    TiltCalibration.objects.update_or_create(clinic=clinic, defaults=facts)


def _in_use(clinic: Clinic) -> str:
    stored = TiltCalibration.objects.filter(clinic=clinic).first()
    if stored is None:
        return "New runs are measured without a calibration."
    if stored.reader != reader_in_use():
        return (
            f"The calibration of {stored.made_at:%Y-%m-%d} was made for other weights and does not count: --keep anew."
        )
    return f"New runs are measured with the calibration of {stored}."


def _compared(clinic: Clinic) -> Iterator[tuple[Analysis, "ClipAgreement"]]:
    """The newest finished run of each recording that can be compared; only of patients whose consent stands."""
    from gait.analysis.terms.readings import load_readings
    from gait.analysis.tilt_agreement import agreement_of_clip
    from gait.result.hints import Hints

    finished = (
        Analysis.objects.filter(status=Analysis.Status.DONE, recording__assessment__patient__clinic=clinic)
        .select_related("recording__assessment__patient")
        .order_by("recording_id", "-created_at")
    )
    seen = set()
    for analysis in finished:
        folder = storage.results_of(analysis)
        if analysis.recording_id in seen or folder is None or not (folder / "readings.npz").is_file():
            continue
        if consent.standing(analysis.recording.assessment.patient) is None:
            continue
        clip = agreement_of_clip(load_readings(folder / "readings.npz"), Hints.from_json(analysis.hints))
        if clip is not None:
            seen.add(analysis.recording_id)
            yield analysis, clip
