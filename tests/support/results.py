"""Results for tests of what is done with results: as the engine concludes them, with the numbers that a test wants."""

from dataclasses import replace
from functools import cache
from typing import Any

from synthetic import Walker, walk

from gait.analysis.conclude import conclude
from gait.analysis.terms.types import Hints
from gait.analysis.written.report import result_of
from gait.result.conventions import Confidence, Grade, RollOrigin, Side, Source, Verdict, View, ZeroReference
from gait.result.result import Asymmetry, CameraRoll, Excursion, Finding, Result, SideResult, Zero

LEFT, RIGHT = Side.LEFT, Side.RIGHT


@cache
def concluded() -> Result:
    """Of a walk from behind, with nine seconds of steps."""
    readings = walk(Walker(seconds=9.0, drop_deg=(4.0, 9.0)))
    return result_of(conclude(readings, Hints(view=View.POSTERIOR)), pipeline_version="test")


def side(drop_deg: float, half_width_deg: float = 1.2, **changes: Any) -> SideResult:
    own = SideResult(
        pelvic_drop_deg=drop_deg,
        sd_deg=0.6,
        ci95_deg=(drop_deg - half_width_deg, drop_deg + half_width_deg),
        stances_used=9,
        stances_rejected=1,
        verdict=Verdict.DROP,
        grade=Grade.MODERATE,
        reason=None,
    )
    return replace(own, **changes)


def withheld(reason: str = "E_NO_SOURCE") -> SideResult:
    return SideResult(None, None, None, 9, 1, Verdict.CANNOT_TELL, None, reason)


def found(**changes: Any) -> Result:
    """A drop of 4 degrees on the left and 9 on the right, from the waistband; no stance and no key frame."""
    walked = concluded()
    usual = {
        "source": Source.WAISTBAND,
        "confidence": Confidence.B,
        "camera_roll": CameraRoll(0.2, 0.4, RollOrigin.EDGES),
        "zero": Zero(0.0, 0.4, ZeroReference.HORIZONTAL, standing_obliquity_deg=None),
        "video": replace(walked.video, width_px=240, height_px=320, duration_s=3.0, frame_rate_hz=60.0),
        "quality": (),
        "stances": (),
        "key_frames": {LEFT: None, RIGHT: None},
        "sides": {LEFT: side(4.0), RIGHT: side(9.0)},
        "asymmetry": Asymmetry(5.0, (3.0, 7.0), detectable=True),
        "excursion": Excursion(13.0, (11.2, 14.8), 18),
        "companions": replace(
            walked.companions,
            cadence_spm=112.0,
            trunk_lean_deg={LEFT: 1.0, RIGHT: None},
            hip_adduction_deg={LEFT: None, RIGHT: None},
            knee_fppa_deg={LEFT: 3.0, RIGHT: 4.0},
            step_width_hip_ratio=0.6,
            compensation={LEFT: None, RIGHT: None},
        ),
        "findings": (Finding("PELVIC_DROP", RIGHT, "Right stance.", "drop-1", ("bramah2018",)),),
    }
    return replace(walked, **usual | changes)
