"""A result as lines for a person at a terminal, and a bar while they wait."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

BAR_WIDTH = 30
ZERO_SAYS = {
    "standing": "quiet standing",
    "bone": "marks on bone, against the horizontal",
    "horizontal": "the horizontal",
    "none": "nothing",
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


def readable_table(report: dict[str, Any]) -> str:
    """The verdicts first, then what they rest on, then the notes."""
    if "error" in report:
        error = report["error"]
        return f"Refused ({error['code']}): {error['message']}\n{error['advice']}"
    lines = [_clip_line(report), ""]
    lines += _static_lines(report["static"]) if "static" in report else _side_lines(report["sides"])
    if (asymmetry := report["asymmetry_deg"]) is not None:
        low, high = asymmetry["ci95"]
        word = "detectable" if asymmetry["detectable"] else "not detectable"
        lines.append(f"Right minus left  {asymmetry['value']:+5.1f}°  ({low:+.1f} to {high:+.1f}, {word})")
    lines += [_zero_line(report["zero"]), "", *_companion_lines(report["companions"])]
    lines += ["", *(f"• {finding['text']}" for finding in report["findings"])] if report["findings"] else []
    lines += ["", *(f"! {note['message']}" for note in report["quality"])] if report["quality"] else []
    return "\n".join(lines)


def _clip_line(report: dict[str, Any]) -> str:
    video, roll = report["video"], report["camera_roll_deg"]
    return (
        f"{report['activity']}, {report['view']} view, {video['frames']} frames at {video['frame_rate_hz']:.0f} Hz; "
        f"read from {report['source'] or 'nothing'}, confidence {report['confidence']}; "
        f"camera roll {roll['value']:+.1f}° ± {roll['sigma']:.1f}° ({roll['from']})"
    )


def _zero_line(zero: dict[str, Any]) -> str:
    """What drops are counted from, what a pelvis at zero reads in the picture, and how tilted quiet standing is."""
    figure = f"{zero['offset_deg']:+.1f}° ± {1.96 * zero['sigma_deg']:.1f}° in the picture"
    line = f"Zero              {ZERO_SAYS[zero['reference']]}" + ("" if zero["reference"] == "none" else f", {figure}")
    if zero["standing_obliquity_deg"] is None:
        return line
    doubt = ", too much to be zero" if zero.get("questioned") else ""
    return f"{line}; standing tilted {zero['standing_obliquity_deg']:+.1f}° (+ right side lower){doubt}"


def _static_lines(static: dict[str, Any]) -> list[str]:
    """What was found of a standing test, without degrees where they cannot be told; the findings hold the sentences."""
    holds = [
        f"{hold['side'].title()} leg stands {hold['hold_s']:.1f} s from {hold['from_s']:.1f} s"
        + (", until the clip ends" if hold["until_end"] else "")
        for hold in static["holds"]
    ]
    counts = [
        f"{side.title()} leg: {own['count']} repetitions"
        for side, own in static["sides"].items()
        if own is not None and static["repetitions"]
    ]
    return holds or counts or ["Nobody stands on one leg or steps down in this clip."]


def _side_lines(sides: dict[str, Any]) -> list[str]:
    """One line a side; one for both where neither can be told for the same reason."""
    left, right = sides["left"], sides["right"]
    if left["reason"] is not None and left["reason"] == right["reason"]:
        return [f"Both sides: cannot tell. {left['message']} {left['advice']}"]
    return [_side_line(side, values) for side, values in sides.items()]


def _side_line(side: str, values: dict[str, Any]) -> str:
    stance, other = f"{side.title()} stance:", "right" if side == "left" else "left"
    if values["pelvic_drop_deg"] is None:
        return f"{stance:14s} cannot tell. {values['message']} {values['advice']}"
    drop_deg, (low, high) = values["pelvic_drop_deg"], values["ci95_deg"]
    moves = "drops" if drop_deg >= 0 else "rises"
    return (
        f"{stance:14s} {other} side of the pelvis {moves} {abs(drop_deg):4.1f}° ± {(high - low) / 2:.1f}°  "
        f"{values['verdict']}, grade {values['grade']}{', borderline' if values['borderline'] else ''}; "
        f"{values['stances_used']} stances used, {values['stances_rejected']} left out"
    )


def _companion_lines(companions: dict[str, Any]) -> list[str]:
    rows = []
    if companions["cadence_spm"] is not None:
        rows.append(f"Cadence           {companions['cadence_spm']:.0f} steps a minute")
    if companions["excursion_deg"] is not None:
        rows.append(f"Pelvic excursion  {companions['excursion_deg']:.1f}° peak to peak")
    names = {"trunk_lean_deg": "Trunk lean", "hip_adduction_deg": "Hip adduction", "knee_fppa_deg": "Knee inward"}
    for key, name in names.items():
        shown = [f"{side} {value:+.1f}°" for side, value in companions[key].items() if value is not None]
        if shown:
            rows.append(f"{name:17s} {', '.join(shown)}")
    if companions["step_width"] is not None:
        rows.append(f"Step width        {companions['step_width']}")
    return rows
