"""docs/accuracy.md and its Bland-Altman plot, from scores."""

import math
from pathlib import Path

from gait.analysis.version import PIPELINE_VERSION
from tests.bench import followed, nasty_judged, real_tried
from tests.bench.held_out import HeldOut
from tests.bench.scoring import ClipScore, SideScore, mean, rms, totals

TARGETS = {
    "stance peak RMSE (deg)": "≤ 1.2",
    "stance peak bias (deg)": "within ± 0.4",
    "stance peak slope": "0.9 to 1.1",
    "side mean RMSE (deg)": "≤ 0.9",
    "side mean worst (deg)": "≤ 2.5",
    "95 % interval covers (share)": "≥ 0.90",
    "95 % interval half-width (deg)": "≤ 2.0",
    "asymmetry RMSE (deg)": "≤ 1.2",
    "excursion claimed (share of clips)": "≥ 0.95",
    "excursion interval covers (share)": "≥ 0.93",
    "wrong side called worse": "0",
    "initial contact mean absolute error (ms)": "≤ 25",
    "toe-off mean absolute error (ms)": "≤ 40",
    "true stances found (share)": "≥ 0.90",
    "camera roll worst absolute error (deg)": "≤ 0.7",
}
FAILED_DEG = 2.0
LAST_CHAPTER = "Pose landmarks"
WIDTH, HEIGHT, MARGIN = 720, 420, 56
AXIS_TITLES = [
    f'<text x="{WIDTH / 2:.0f}" y="{HEIGHT - 6}" text-anchor="middle">mean of measured and true drop</text>',
    f'<text transform="translate(18 {HEIGHT / 2:.0f}) rotate(-90)" text-anchor="middle">measured minus true</text>',
]
COLOURS = {"markers": "#0b7a75", "clicks": "#5b4b8a", "waistband": "#b4651c", "surface": "#8a1c4a"}


def write_page(scores: list[ClipScore], held_out: HeldOut | None, docs: Path) -> None:
    (docs / "accuracy.svg").write_text(bland_altman(scores), encoding="utf-8")
    (docs / "accuracy.md").write_text(page(scores, held_out), encoding="utf-8")


def refresh_chapters(docs: Path) -> None:
    """Put the kept tables of nasty inputs and real clips into the page as it stands; its other figures stay."""
    path = docs / "accuracy.md"
    chapters = path.read_text(encoding="utf-8").split("\n## ")
    others = [each for each in chapters if not each.startswith(("Nasty inputs\n", "Real clips\n"))]
    kept = "\n".join([*_nasty(nasty_judged.stored()), *_real(real_tried.stored())]).removeprefix("## ")
    at = next((k for k, each in enumerate(others) if each.startswith(LAST_CHAPTER)), len(others))
    path.write_text("\n## ".join([*others[:at], *([kept] if kept else []), *others[at:]]), encoding="utf-8")


def page(scores: list[ClipScore], held_out: HeldOut | None = None) -> str:
    return "\n".join(
        [
            "# Accuracy",
            "",
            f"Made by `make bench-accuracy` with pipeline {PIPELINE_VERSION}: the engine as it runs in the clinic, "
            f"over {len(scores)} rendered clips in `tests/data` whose pelvic obliquity is known in every frame.",
            "",
            "Rendered people are cleaner than real ones: the waist follows the pelvis by construction, there is no "
            "motion blur and no arm before the hips. Read these figures as the best case. Against a marker laboratory "
            "the engine has not been compared yet; until then every number is a single-camera estimate.",
            "",
            "The clips were looked at while the engine was built. Nothing was fitted to any one of them, but they are "
            "not unseen; `make bench-accuracy CLIPS=folder` prints the same figures for clips of your own, and "
            "`make bench-heldout SEED=n COUNT=k` draws new ones that nobody has seen.",
            "",
            "## Totals",
            "",
            *_totals(scores),
            "",
            "A withheld side is not an error: the clip was judged too uncertain to claim a number.",
            "",
            "![Bland-Altman plot of side means](accuracy.svg)",
            "",
            "Each dot is one side of one clip: measured minus true against their mean. The lines are the bias and "
            "the 95 % limits of agreement.",
            "",
            "## Clips",
            "",
            *_clips(scores),
            "",
            "## Failures",
            "",
            *_all_failures(scores),
            "",
            *([] if held_out is None else _held_out(held_out)),
            *_nasty(nasty_judged.stored()),
            *_real(real_tried.stored()),
            *_landmarks(followed.stored()),
        ]
    )


def _held_out(held_out: HeldOut) -> list[str]:
    """Clips that were rendered with new people, clothes and cameras, and measured once."""
    return [
        "## Held-out clips",
        "",
        f"{len(held_out.scores)} more clips, rendered after the engine was finished and measured once, on "
        f"{held_out.measured_on} with pipeline {held_out.pipeline_version}: other people, clothes, cameras and speeds "
        "than any clip that was looked at. Nothing was changed after seeing these figures.",
        "",
        *_totals(held_out.scores),
        "",
        *_clips(held_out.scores),
        "",
        *_all_failures(held_out.scores),
        "",
    ]


def _landmarks(clips: list[followed.Followed]) -> list[str]:
    if not clips:
        return []
    return [
        f"## {LAST_CHAPTER}",
        "",
        "Why Stance does not read the hips of a pose model: in the same clips the line through its two hip landmarks "
        "against the true line of the pelvis, frame by frame (`make bench-landmarks`). A line that followed the pelvis "
        "would have a slope and an r of 1, and a much smaller error than the answer *level* in every frame.",
        "",
        *followed.HEADER,
        *(followed.row(clip) for clip in clips),
        followed.summary(clips),
        "",
    ]


def _nasty(kept: tuple[str, list[nasty_judged.Judged]] | None) -> list[str]:
    if kept is None:
        return []
    version, clips = kept
    return [
        "## Nasty inputs",
        "",
        "What looks measurable and is not: cloth and stickers that do not sit on the pelvis, cameras askew, files that "
        "say something else than they show, painted into or made of clips above (`make bench-nasty`, here "
        f"with pipeline {version}). A side is wrong where its interval misses the truth by more than "
        f"{nasty_judged.WRONG_BY_DEG:.0f}°; the command fails where one is, unless nothing in the film shows it.",
        "",
        nasty_judged.summary(clips),
        "",
        *nasty_judged.HEADER,
        *(nasty_judged.row(one) for one in clips),
        "",
    ]


def _real(kept: tuple[str, list[real_tried.Tried]] | None) -> list[str]:
    if kept is None:
        return []
    version, clips = kept
    return [
        "## Real clips",
        "",
        "Real people, filmed by others; the clips are not ours to publish, so only the figures are here. "
        f"`make bench-real CLIPS=folder` makes this table of any folder of clips with lines marked by hand (here with "
        f"pipeline {version}). Activity and view were said, as the form asks for them. What was marked is in most of "
        "these clips the hem of a shirt over trousers: good for judging how a line is carried, not where zero is, so "
        "their sides carry the wide zero of clothes. RMSE and z (in claimed standard errors) are those of four "
        "marked frames "
        "carried by the picture to the other labelled ones, over several draws. A ball is found where a spot lies on "
        "it, whether or not a pair of them is trusted. The labels lie where they were made, not at the peaks that the "
        "product proposes, so what is read by hand from them is too small or too little.",
        "",
        real_tried.summary(clips),
        "",
        *real_tried.HEADER,
        *(real_tried.row(one) for one in clips),
        "",
        *real_tried.failures(clips),
        "",
    ]


def _totals(scores: list[ClipScore]) -> list[str]:
    return [
        "| figure | value | target |",
        "|---|---|---|",
        *(f"| {name} | {_shown(value)} | {TARGETS.get(name, '')} |" for name, value in totals(scores).items()),
    ]


def _clips(scores: list[ClipScore]) -> list[str]:
    return [
        "| clip | source | confidence | left true | measured | right true | measured | stances | frame RMSE |",
        "|---|---|---|---|---|---|---|---|---|",
        *(_row(score) for score in scores),
    ]


def _all_failures(scores: list[ClipScore]) -> list[str]:
    return _failures(scores) or ["No side is off by more than 2° and no interval misses its truth."]


def _row(score: ClipScore) -> str:
    if score.refusal:
        return f"| {score.name} | refused {score.refusal} | | | | | | | |"
    sides = {side.side: side for side in score.sides}
    return (
        f"| {score.name} | {score.source} | {score.confidence} | {_side(sides.get('left'))} | "
        f"{_side(sides.get('right'))} | {score.stances_found}/{score.stances_true} | "
        f"{_shown(rms(score.frame_errors_deg))} |"
    )


def _side(side: SideScore | None) -> str:
    return "– | withheld" if side is None else f"{side.true_deg:.1f} | {side.got_deg:.1f} ± {side.half_width_deg:.1f}"


def _failures(scores: list[ClipScore]) -> list[str]:
    lines = []
    for score in scores:
        if score.refusal:
            lines.append(f"- {score.name}: refused with {score.refusal}.")
        if score.withheld:
            lines.append(f"- {score.name}: {' and '.join(score.withheld)} withheld.")
        for side in score.sides:
            if abs(side.error_deg) > FAILED_DEG or not side.covered:
                missed = "" if side.covered else "; its interval misses the truth"
                lines.append(f"- {score.name}, {side.side} stance: off by {side.error_deg:+.1f}°{missed}.")
        if score.wrong_side_worse:
            lines.append(f"- {score.name}: the wrong side is called worse.")
    return lines


def bland_altman(scores: list[ClipScore]) -> str:
    """An SVG without scripts or fonts of its own."""
    dots = [(score.source, side) for score in scores for side in score.sides]
    errors = [side.error_deg for _, side in dots]
    bias = mean(errors)
    spread = 1.96 * math.sqrt(mean([(e - bias) ** 2 for e in errors])) if errors else 0.0
    top = max(3.0, *(abs(e) for e in errors)) if errors else 3.0
    right = max(10.0, *((s.true_deg + s.got_deg) / 2 for _, s in dots)) if dots else 10.0

    def place(mean_deg: float, error_deg: float) -> tuple[float, float]:
        x = MARGIN + (mean_deg + 1) / (right + 2) * (WIDTH - 2 * MARGIN)
        return x, HEIGHT / 2 - error_deg / (1.1 * top) * (HEIGHT / 2 - MARGIN)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="13">',
        "<title>Measured minus true pelvic drop against their mean</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    for value, label in ((0.0, "0"), (bias, "bias"), (bias + spread, "+1.96 SD"), (bias - spread, "−1.96 SD")):
        y = place(0, value)[1]
        dash = "" if value == 0.0 else ' stroke-dasharray="6 4"'
        parts.append(f'<path d="M{MARGIN} {y:.1f}H{WIDTH - MARGIN}" stroke="#777"{dash}/>')
        if value:
            parts.append(f'<text x="{WIDTH - MARGIN}" y="{y - 4:.1f}" text-anchor="end">{label} {value:+.2f}°</text>')
    for tick in range(0, int(right) + 1, 2):
        x = place(tick, 0)[0]
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - MARGIN / 2:.1f}" text-anchor="middle">{tick}°</text>')
    for source, side in dots:
        x, y = place((side.true_deg + side.got_deg) / 2, side.error_deg)
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{COLOURS.get(source, "#444")}" fill-opacity="0.8"/>'
        )
    for k, (source, colour) in enumerate(COLOURS.items()):
        x = MARGIN + 130 * k
        parts.append(f'<circle cx="{x}" cy="20" r="5" fill="{colour}"/><text x="{x + 10}" y="24">{source}</text>')
    parts += AXIS_TITLES
    return "\n".join([*parts, "</svg>", ""])


def _shown(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    return "–" if math.isnan(value) else f"{value:.2f}"
