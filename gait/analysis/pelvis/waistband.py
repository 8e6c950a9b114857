"""The waistband source: the lowest steady edge of the clothes around the pelvis, followed through the clip.

Any edge will do: top of the shorts, belt, hem of a tucked shirt, border of skin and cloth. The lower it lies,
the better it follows the bone; an edge higher than HIGHEST_TORSOS belongs to the trunk, and one that waves,
jumps or breaks is loose cloth. Neither is trusted.
"""

from dataclasses import dataclass

import numpy as np

from gait.analysis.curves.filtering import low_pass
from gait.analysis.pelvis.body_frame import BodyFrame, FloatImage, follow_body, scale_motion, to_all_frames
from gait.analysis.pelvis.edge_follow import FollowedEdge, follow_edge
from gait.analysis.pelvis.edge_search import Edge, find_edges
from gait.analysis.pelvis.edge_strips import colour_steps
from gait.analysis.pelvis.no_line import no_line
from gait.analysis.terms.types import FloatArray, Footage, IntArray, PelvicLine, Subject
from gait.result.conventions import Activity, Source

RUNNING_FOLLOW_HZ, FOLLOW_HZ = 60.0, 30.0
MAX_FOLLOWED_FRAMES = 1800
"""Followed this often, and in a long clip less often: strips of all frames are held in memory (75 KB each)."""

SEARCH_FRAMES, MIN_FOLLOWED_FRAMES = 24, 10
CHUNK_FRAMES = 256
"""Strips worked on at once in full precision; all of a long clip would take some 270 MB more."""

HIGHEST_TORSOS, LOWEST_TORSOS = -0.25, 0.04
"""Where a pelvic edge can lie below the middle of the hips."""

MAX_OFF_TORSOS = 0.0100
MAX_EDGE_JITTER_DEG = 0.8
MAX_HALVES_DEG = 4.0
MAX_BEND_DEG = 1.5
MIN_HELD_SHARE = 0.85
MIN_HALF_WIDTH_TORSOS = 0.2
MAX_MEAN_DEG = 10.0
"""Limits of a snug edge: scatter of its columns, frame-to-frame noise, disagreement of its left and right half and of
its middle and its ends (0.1 to 0.9 degrees on rendered waistbands, 2.6 on a real shirt hem), share of its columns
seen, half width, and the mean tilt that a body with a level camera can have."""

JITTER_CUTOFF_HZ = 10.0
"""What is faster than the pelvis of a runner is noise of the reading."""
BIAS_SIGMA_DEG = 0.5
"""Error that stays all clip long, on rendered clips. How askew clothes hang on a person is not in it (walk/zero.py)."""
FOLLOWS_AT_HIPS, FOLLOWS_PER_TORSO, MIN_FOLLOWS = 0.96, 0.70, 0.78
GAIN_SIGMA, HIGH_TORSOS, GAIN_SIGMA_PER_TORSO = 0.07, -0.16, 0.5
"""Snug cloth makes 80 to 95 % of the pelvis' motion, the less the higher it sits (docs/methods/pelvic_line.md); the
motion read is divided by that share, whose own spread is the gain's error."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One followed edge with its angle (k,) in the picture, image-right side lower, and its check figures."""

    edge: Edge
    followed: FollowedEdge
    angle_deg: FloatArray
    checks: dict[str, float]

    @property
    def snug(self) -> bool:
        checks = self.checks
        return (
            checks["off_torsos"] <= MAX_OFF_TORSOS
            and checks["jitter_deg"] <= MAX_EDGE_JITTER_DEG
            and checks["halves_deg"] <= MAX_HALVES_DEG
            and checks["bend_deg"] <= MAX_BEND_DEG
            and checks["held"] >= MIN_HELD_SHARE
            and checks["half_width_torsos"] >= MIN_HALF_WIDTH_TORSOS
            and abs(checks["mean_deg"]) <= MAX_MEAN_DEG
        )

    @property
    def height_torsos(self) -> float:
        return self.checks["height_torsos"]

    @property
    def on_pelvis(self) -> bool:
        return HIGHEST_TORSOS <= self.height_torsos <= LOWEST_TORSOS


def locate_pelvic_line(footage: Footage, subject: Subject, rightward: int) -> PelvicLine:
    """Slope of the chord over the lowest snug edge, frame by frame.

    Angle as PelvicLine says, its motion divided by cloth_follows(); NaN where nobody or no edge was seen.
    Reasons: W_WAISTBAND_NOT_FOUND (no edge at the pelvis), W_WAISTBAND_LOOSE (edges, but none snug).
    Source: limits and errors measured on rendered clips and one real hem, docs/methods/pelvic_line.md.
    """
    body = follow_body(footage, subject, rightward)
    follow_hz = RUNNING_FOLLOW_HZ if subject.activity is Activity.RUNNING else FOLLOW_HZ
    frames = body.frames(min(follow_hz, MAX_FOLLOWED_FRAMES / float(np.ptp(footage.time_s))))
    if len(frames) < MIN_FOLLOWED_FRAMES:
        return no_line(Source.WAISTBAND, body, "W_WAISTBAND_NOT_FOUND")
    rate_hz = footage.timeline.of_frames(frames).rate_hz
    candidates = [_judge(edge, followed, rate_hz) for edge, followed in _follow_all(footage, body, frames, rate_hz)]
    low_enough = [candidate for candidate in candidates if candidate.on_pelvis]
    snug = [candidate for candidate in low_enough if candidate.snug]
    if not low_enough:
        return no_line(Source.WAISTBAND, body, "W_WAISTBAND_NOT_FOUND")
    if snug:
        return _line(footage, body, frames, max(snug, key=lambda candidate: candidate.height_torsos))
    return _line(footage, body, frames, min(low_enough, key=lambda candidate: candidate.checks["off_torsos"]))


def cloth_follows(height_torsos: float) -> float:
    """Share (0 to 1) of the pelvis' motion that snug cloth makes at this height below the middle of the hips.

    height_torsos: torso lengths, negative above the hips.
    Source: measured on rendered clips with known truth, docs/methods/pelvic_line.md (Cloth and reader).
    """
    share = FOLLOWS_AT_HIPS + FOLLOWS_PER_TORSO * height_torsos
    return float(np.clip(share, MIN_FOLLOWS, FOLLOWS_AT_HIPS))


def _follow_all(footage: Footage, body: BodyFrame, frames: IntArray, rate_hz: float) -> list[tuple[Edge, FollowedEdge]]:
    steps = np.array([colour_steps(footage, body, frame) for frame in frames], np.float16)
    sample = np.linspace(0, len(frames) - 1, min(SEARCH_FRAMES, len(frames))).astype(int)
    edges = find_edges(steps[sample].astype(np.float32))
    followed: list[FollowedEdge] = []
    for edge in edges:
        guide = followed[0] if followed else None
        followed.append(follow_edge(_response(steps, edge), edge, rate_hz, guide))
    return list(zip(edges, followed, strict=True))


def _response(steps: FloatImage, edge: Edge) -> FloatImage:
    """Colour step along the edge's own colour, other colours counting against it; 1 = its usual strength."""
    response = np.empty(steps.shape[:3], np.float32)
    colour = edge.colour.astype(np.float32)
    for start in range(0, len(steps), CHUNK_FRAMES):
        part = steps[start : start + CHUNK_FRAMES].astype(np.float32)
        along = part @ colour
        across = np.sqrt(np.maximum((part**2).sum(axis=-1) - along**2, 0.0))
        # Half of what is across counts against: an edge of other colours is another edge.
        # At most 1.5: one glaring column must not outweigh the others.
        response[start : start + CHUNK_FRAMES] = np.clip((along - 0.5 * across) / edge.strength, 0.0, 1.5)
    return response


def _judge(edge: Edge, followed: FollowedEdge, rate_hz: float) -> Candidate:
    angle = np.degrees(np.arctan(followed.chord_slope()))
    jitter = angle - low_pass(angle, rate_hz, JITTER_CUTOFF_HZ)
    left, right = followed.half_angles_deg()
    apart = low_pass(right - left, rate_hz, JITTER_CUTOFF_HZ)
    weight = np.maximum(followed.weight.sum(), 1e-9)
    return Candidate(
        edge,
        followed,
        angle,
        {
            "height_torsos": float(np.median(followed.height)),
            "strength": edge.strength,
            "off_torsos": float(np.sqrt((followed.weight * followed.off**2).sum() / weight)),
            "jitter_deg": float(np.sqrt(np.nanmean(jitter**2))),
            "halves_deg": float(np.nanstd(apart)),
            "bend_deg": float(followed.bend_angles_deg().std()),
            "held": float(followed.held.mean()),
            "half_width_torsos": followed.half_width,
            "mean_deg": float(np.mean(angle)),
        },
    )


def _line(footage: Footage, body: BodyFrame, frames: IntArray, best: Candidate) -> PelvicLine:
    # Jitter shows only the noise above 10 Hz; what is left below it is taken as 0.3 degrees.
    sigma = np.hypot(best.checks["jitter_deg"], 0.3) * np.ones(len(footage.time_s))
    torso = body.torso_px
    across = to_all_frames(footage, frames, best.followed.axis) * torso
    down = to_all_frames(footage, frames, best.followed.height) * torso
    return PelvicLine(
        source=Source.WAISTBAND,
        angle_deg=body.sign
        * to_all_frames(footage, frames, scale_motion(best.angle_deg, 1 / cloth_follows(best.height_torsos))),
        sigma_deg=sigma,
        bias_sigma_deg=BIAS_SIGMA_DEG,
        gain_sigma=GAIN_SIGMA + GAIN_SIGMA_PER_TORSO * max(0.0, HIGH_TORSOS - best.height_torsos),
        centre_px=body.hips_px + np.stack([across, down], axis=1),
        half_width_px=best.followed.half_width * torso,
        trusted=best.snug,
        reason=None if best.snug else "W_WAISTBAND_LOOSE",
        checks=best.checks,
    )
