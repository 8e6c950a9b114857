"""manage.py analyse_video: the engine of the worker, from a shell and without a database.

Exit 0: a result, also when it is 'cannot tell'. Exit 3: the video is refused. Exit 2: wrong usage.
"""

import json
import math
import sys
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gait.analysis.corrections.points import SEGMENTS, PointsInvalid, read_points
from gait.analysis.terms.errors import VideoRefused, trouble_of
from gait.analysis.terms.types import Click, Hints
from gait.analysis.version import PIPELINE_VERSION
from gait.result.conventions import Activity, Source, View
from gait.result.hints import TRUE_RATES_HZ
from gait.terminal import progress_bar, readable_table, refusal_text

REFUSED = 3
WRONG_USAGE = 2
AUTO = "auto"
VIEWS = (AUTO, View.POSTERIOR.value, View.ANTERIOR.value)
ACTIVITIES = (
    AUTO,
    Activity.WALKING.value,
    Activity.RUNNING.value,
    Activity.STANDING.value,
    Activity.SINGLE_LEG_STANCE.value,
    Activity.STEP_DOWN.value,
)


class Command(BaseCommand):
    help = "Measure pelvic drop in one video and print the result."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH", help="the video")
        parser.add_argument("--view", choices=VIEWS, default=AUTO, help="from where the person was filmed")
        parser.add_argument("--activity", choices=ACTIVITIES, default=AUTO)
        parser.add_argument(
            "--source", choices=(AUTO, *(s.value for s in Source)), default=AUTO, help="how to read the pelvis"
        )
        parser.add_argument("--points", type=Path, metavar="FILE.json", help="points on the pelvis, marked by a person")
        parser.add_argument(
            "--roll-deg",
            type=_finite,
            metavar="X",
            help="what level reads in the picture, + = patient's right side low",
        )
        parser.add_argument("--mirrored", action="store_true", help="the picture shows left and right exchanged")
        parser.add_argument(
            "--walking-aid", action="store_true", help="a cane, a frame, a prosthesis or a skirt: nothing is graded"
        )
        parser.add_argument(
            "--true-rate-hz",
            type=_camera_rate,
            metavar="X",
            help="pictures a second that the camera took, where the file plays them in slow motion",
        )
        parser.add_argument(
            "--standing",
            type=_video,
            metavar="FILE",
            help="another recording of this person standing quietly before the same camera: the zero of the angle",
        )
        parser.add_argument("--series", action="store_true", help="add the curve over time to the JSON")
        parser.add_argument("--json", metavar="OUT", help="write JSON to OUT, '-' for standard output")

    def handle(self, *, path: Path, series: bool, **options: Any) -> None:
        if not path.is_file():
            raise CommandError(f"There is no file {path}.", returncode=WRONG_USAGE)
        from gait.analysis.written.report import refused_json, result_of, series_json

        try:
            from gait.analysis.pipeline import analyse, measure_standing

            with progress_bar(sys.stderr) as on_progress:
                hints = _hints(options)
                if options["standing"] is not None:
                    zero = measure_standing(options["standing"], hints, settings.POSE_MODEL, on_progress)
                    hints = replace(hints, standing_zero=zero)
                result = analyse(path, hints=hints, pose_model=settings.POSE_MODEL, on_progress=on_progress)
        except (VideoRefused, ImportError, OSError) as error:
            refusal = trouble_of(error)
            if not isinstance(refusal, VideoRefused):
                raise
            self._write(refusal_text(refusal), refused_json(refusal), options["json"])
            sys.exit(REFUSED)
        found = result_of(result, pipeline_version=PIPELINE_VERSION)
        content = found.as_json() | ({"series": series_json(result)} if series else {})
        self._write(readable_table(found), content, options["json"])

    def _write(self, text: str, content: dict[str, Any], target: str | None) -> None:
        if target is None:
            self.stdout.write(text)
        elif target == "-":
            self.stdout.write(json.dumps(content, allow_nan=False))
        else:
            try:
                Path(target).write_text(json.dumps(content, allow_nan=False) + "\n", encoding="utf-8")
            except OSError as error:
                raise CommandError(f"{target} cannot be written: {error.strerror}.", returncode=WRONG_USAGE) from error


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _video(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise ValueError(text)
    return path


def _camera_rate(text: str) -> float:
    value = float(text)
    slowest_hz, fastest_hz = TRUE_RATES_HZ
    if not slowest_hz <= value <= fastest_hz:
        raise ValueError(text)
    return value


def _hints(options: dict[str, Any]) -> Hints:
    clicks: tuple[Click, ...] = ()
    segment = SEGMENTS[0]
    if options["points"] is not None:
        try:
            clicks, segment = read_points(options["points"])
        except PointsInvalid as error:
            raise CommandError(str(error), returncode=WRONG_USAGE) from error
    return Hints(
        view=None if options["view"] == AUTO else View(options["view"]),
        activity=None if options["activity"] == AUTO else Activity(options["activity"]),
        source=None if options["source"] == AUTO else Source(options["source"]),
        clicks=clicks,
        click_segment=segment,
        roll_deg=options["roll_deg"],
        mirrored=options["mirrored"],
        walking_aid=options["walking_aid"],
        true_rate_hz=options["true_rate_hz"],
    )
