"""manage.py tilt_report: the tilt reader against stickers and clicks, over all stored recordings, clinic by clinic.

Reads the stored readings of the newest finished run of each recording; no picture is decoded. Names no patient.
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from clinics.models import Clinic
from gait import storage
from gait.models import Analysis

if TYPE_CHECKING:
    from gait.analysis.tilt_agreement import ClipAgreement


class Command(BaseCommand):
    help = "Compare the tilt reader with stickers and clicks over all stored recordings."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--clinic", metavar="NAME", help="only the clinic of this name")

    def handle(self, *, clinic: str | None, **options: Any) -> None:
        clinics = Clinic.objects.order_by("name")
        for each in clinics.filter(name=clinic) if clinic else clinics:
            self._tell(each)

    def _tell(self, clinic: Clinic) -> None:
        from gait.analysis.tilt_agreement import MIN_CLIPS, WITHIN_DEG, agreement

        self.stdout.write(f"{clinic.name}")
        clips = []
        for analysis, clip in _compared(clinic):
            sides = ", ".join(f"{side} {error:+.1f}°" for side, error in clip.side_errors_deg.items())
            self.stdout.write(
                f"  {analysis.pk}  {clip.reference:8s} {clip.frames:5d} frames  bias {clip.bias_deg:+.1f}°  "
                f"slope {clip.slope:.2f}  RMSE {clip.rmse_deg:.1f}°  side means {sides or 'not told'}"
            )
            clips.append(clip)
        if not clips:
            self.stdout.write("  no clip has both a reader's trace and stickers or clicks")
            return
        total = agreement(clips)
        self.stdout.write(
            f"  {total.clips} clips: bias {total.bias_deg:+.1f}°, slope {total.slope:.2f}, RMSE {total.rmse_deg:.1f}°, "
            f"side means within {WITHIN_DEG:.0f}°: {total.sides_within} of {total.sides}"
        )
        verdict = "is met" if total.promotes else "is not met"
        self.stdout.write(f"  The rule ({MIN_CLIPS} clips or more, all side means within 2°) {verdict}.")


def _compared(clinic: Clinic) -> Iterator[tuple[Analysis, "ClipAgreement"]]:
    """The newest finished run of each recording that can be compared."""
    from gait.analysis.terms.readings import load_readings
    from gait.analysis.tilt_agreement import agreement_of_clip
    from gait.result.hints import Hints

    finished = Analysis.objects.filter(
        status=Analysis.Status.DONE, recording__assessment__patient__clinic=clinic
    ).order_by("recording_id", "-created_at")
    seen = set()
    for analysis in finished:
        folder = storage.results_of(analysis)
        if analysis.recording_id in seen or folder is None or not (folder / "readings.npz").is_file():
            continue
        clip = agreement_of_clip(load_readings(folder / "readings.npz"), Hints.from_json(analysis.hints))
        if clip is not None:
            seen.add(analysis.recording_id)
            yield analysis, clip
