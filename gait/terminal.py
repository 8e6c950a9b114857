"""A result as lines for a person at a terminal, and a bar while they wait."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from gait.analysis.terms.errors import VideoRefused
from gait.result.codes import CODES
from gait.result.conventions import Side, ZeroReference
from gait.result.measures import MEASURES
from gait.result.result import Companions, Excursion, Result, SideResult, Zero
from gait.result.static_result import StaticTest

BAR_WIDTH = 30
ZERO_SAYS = {
    ZeroReference.STANDING: "quiet standing",
    ZeroReference.BONE: "marks on bone, against the horizontal",
    ZeroReference.HORIZONTAL: "the horizontal",
    ZeroReference.NONE: "nothing",
}
STAGE_SAYS = {"probe": "looking at the file", "track": "following the person", "pelvis": "reading the pelvis"}


@contextmanager
def progress_bar(stream: TextIO) -> Iterator[Callable[[str, float], None]]:
    """A callback that draws on a terminal and stays silent everywhere else."""
    if not stream.isatty():
        yield lambda stage, share: None
        return

    def draw(stage: str, share: float) -> None:
        filled = round(BAR_WIDTH * min(max(share, 0.0), 1.0))
        bar = "█" * filled + "·" * (BAR_WIDTH - filled)
        stream.write(f"\r{bar} {100 * share:3.0f} %  {STAGE_SAYS.get(stage, stage):24s}")
        stream.flush()

    try:
        yield draw
    finally:
        stream.write("\r" + " " * (BAR_WIDTH + 34) + "\r")
        stream.flush()


def refusal_text(refusal: VideoRefused) -> str:
    return f"Refused ({refusal.code}): {refusal.message}\n{refusal.advice}"


def readable_table(found: Result) -> str:
    """The verdicts first, then what they rest on, then the notes."""
    lines = [_clip_line(found), ""]
    lines += _static_lines(found.static) if found.static else _side_lines(found.sides)
    if (asymmetry := found.asymmetry) is not None:
        low, high = asymmetry.ci95_deg
        word = "detectable" if asymmetry.detectable else "not detectable"
        lines.append(f"Right minus left  {asymmetry.value_deg:+5.1f}°  ({low:+.1f} to {high:+.1f}, {word})")
    lines += [_excursion_line(found.excursion)] if found.excursion.value_deg is not None else []
    lines += [_zero_line(found.zero)] if found.zero is not None else []
    lines += ["", *_companion_lines(found.companions)]
    lines += ["", *(f"• {finding.text}" for finding in found.findings)] if found.findings else []
    lines += ["", *(f"! {note.message}" for note in found.quality)] if found.quality else []
    return "\n".join(lines)


def _clip_line(found: Result) -> str:
    video, roll = found.video, found.camera_roll
    return (
        f"{found.activity}, {found.view} view, {video.frames} frames at {video.frame_rate_hz:.0f} Hz; "
        f"read from {found.source or 'nothing'}, confidence {found.confidence}; "
        f"camera roll {roll.value_deg:+.1f}° ± {roll.sigma_deg:.1f}° ({roll.origin})"
    )


def _excursion_line(excursion: Excursion) -> str:
    """How far the pelvis swings in all; also where no side can be told."""
    value_deg, half_deg = excursion.value_deg or 0.0, excursion.half_width_deg or 0.0
    used = f"{excursion.stances_used} stances used"
    return f"Excursion         {value_deg:+5.1f}° ± {half_deg:.1f}°  both drops together; {used}"


def _zero_line(zero: Zero) -> str:
    """What drops are counted from, what a pelvis at zero reads in the picture, and how tilted quiet standing is."""
    figure = f"{zero.offset_deg:+.1f}° ± {1.96 * zero.sigma_deg:.1f}° in the picture"
    is_known = zero.reference is not ZeroReference.NONE
    line = f"Zero              {ZERO_SAYS[zero.reference]}" + (f", {figure}" if is_known else "")
    if zero.standing_obliquity_deg is None:
        return line
    doubt = ", too much to be zero" if zero.is_questioned else ""
    return f"{line}; standing tilted {zero.standing_obliquity_deg:+.1f}° (+ right side lower){doubt}"


def _static_lines(static: StaticTest) -> list[str]:
    """What was found of a standing test, without degrees where they cannot be told; the findings hold the sentences."""
    holds = [
        f"{hold.side.title()} leg stands {hold.hold_s:.1f} s from {hold.from_s:.1f} s"
        + (", until the clip ends" if hold.until_end else "")
        for hold in static.holds
    ]
    counts = [
        f"{side.title()} leg: {own.count} repetitions"
        for side, own in static.sides.items()
        if own is not None and static.repetitions
    ]
    return holds or counts or ["Nobody stands on one leg or steps down in this clip."]


def _side_lines(sides: dict[Side, SideResult]) -> list[str]:
    """One line a side; one for both where neither can be told for the same reason."""
    left, right = sides[Side.LEFT], sides[Side.RIGHT]
    if left.reason is not None and left.reason == right.reason:
        return [f"Both sides: {_cannot_tell(left.reason)}"]
    return [_side_line(side, own) for side, own in sides.items()]


def _side_line(side: Side, own: SideResult) -> str:
    stance = f"{side.title()} stance:"
    if own.pelvic_drop_deg is None or own.half_width_deg is None:
        return f"{stance:14s} {_cannot_tell(own.reason or 'E_NO_ANSWER')}"
    moves = "drops" if own.pelvic_drop_deg >= 0 else "rises"
    return (
        f"{stance:14s} {side.other} side of the pelvis {moves} "
        f"{abs(own.pelvic_drop_deg):4.1f}° ± {own.half_width_deg:.1f}°  "
        f"{own.verdict}, grade {own.grade}{', borderline' if own.borderline else ''}; "
        f"{own.stances_used} stances used, {own.stances_rejected} left out{_marked(own)}"
    )


def _marked(own: SideResult) -> str:
    """The plain mean of the marked pictures, beside what was carried from them."""
    if own.marked_mean_deg is None:
        return ""
    return f"; plain mean of {own.marked_pictures} marked: {own.marked_mean_deg:.1f}°"


def _cannot_tell(reason: str) -> str:
    return f"cannot tell. {CODES[reason].message} {CODES[reason].advice}"


def _companion_lines(companions: Companions) -> list[str]:
    rows = []
    for measure in MEASURES:
        if measure.per_side:
            known = [(side, measure.of_side(companions, side)) for side in Side]
            says = ", ".join(f"{side} {value:+.1f}°" for side, value in known if value is not None)
        else:
            value = measure.of_clip(companions)
            says = "" if value is None else f"{value:.{measure.digits}f} {measure.meaning}"
        if says:
            rows.append(f"{measure.terminal:17s} {says}")
    return rows
