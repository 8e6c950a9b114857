"""The camera's roll, from what stands upright and lies level around the person.

Long straight edges are taken from whole pictures, the person left out. Upright ones (door frames, treadmill posts)
lean evenly with their place left or right of the middle when the camera looks up or down; level ones (wall heads,
skirting, panels) with their height when it looks askew. What remains in the middle of the picture is the roll.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from gait.analysis.film.camera_motion import followed_turn_deg
from gait.analysis.pelvis.bars import filmed_part
from gait.analysis.terms.types import MAX_ROLL_SIGMA_DEG, BoolArray, FloatArray, Footage, ImageArray
from gait.result.conventions import RollOrigin
from gait.result.result import CameraRoll

MIN_EDGE_SHARE = 0.05
"""Edges shorter than this share of the longer picture side tell no angle."""

BORDER_SHARE = 0.02
"""Edges that run along the border of the picture are its frame or a letterbox, not the room."""

MAX_SLOPE_DEG = 18.0
"""Edges leaning more than this are neither upright nor level in the room."""

ROLLS_DEG = np.arange(-15.0, 15.01, 0.1)
UPRIGHT_FANS_DEG = np.arange(-32.0, 32.1, 2.0)
LEVEL_FANS_DEG = np.arange(-14.0, 14.1, 2.0)
"""Rolls tried, and how much the edges fan out over one picture length (camera up or down, left or right): 30 for a
phone that looks down by 20 degrees."""

USUAL_FAN_DEG = 10.0
"""Standard deviation over cameras: what is known of the fan before any edge is seen."""

NEAR_DEG = 0.5
MIN_AGREEING_SHARE = 0.5
MIN_EDGES = 3
"""Agreeing edges must be at least this many, and this long together (longer picture side)."""

MIN_MAJORITY = 0.4
"""Of the length of all edges of their kind. In a shop, floor tiles, shelves and cooler doors run in many directions: a
quarter of them agreed on 14 degrees before a camera that stood level. In rooms half and more agree."""

UPRIGHT_SIGMA_DEG, LEVEL_SIGMA_DEG = 0.35, 0.6
"""Upright edges show the roll better: level ones lean too before a camera askew."""
LEVEL_ALONE_SIGMA_DEG, MAX_LEVEL_ALONE_DEG = 0.8, 6.0
AGREE_DEG = 1.2
ALONG_SIDES_DEG = 0.15
"""Lines of a caption or a grid lie along the sides of the picture to within this; so do a room's before a camera that
is held level, where the room's other edges then say the same."""
ASSUMED_SIGMA_DEG = 3.0
"""Nothing in view shows the roll: of four real cameras without a level edge, known by calibration, two stood within 3
degrees of upright and two at 13 and 26."""
PERSON_MARGIN = 0.12
"""The person's box is widened by this share of its height above and below, by half of it to the sides: arms, hair and
shadow are no room."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Straight edges: lean_deg (k,) turned with the picture, place (k,) in picture lengths from the middle,
    length (k,) in picture lengths."""

    lean_deg: FloatArray
    place: FloatArray
    length: FloatArray


@dataclass(frozen=True, slots=True)
class Consensus:
    """A roll that many edges share. askew_deg: level edges against upright ones, None without both."""

    roll_deg: float
    sigma_deg: float
    length: float
    askew_deg: float | None = None


def estimate_camera_roll(footage: Footage, rightward: int) -> CameraRoll:
    """Roll of the camera with its standard error, in the sense of CameraRoll.

    rightward: +1 where the patient's right is image right, otherwise -1. From upright and level edges; else 0, assumed,
    with ASSUMED_SIGMA_DEG. What a therapist said about level is laid over it later (revise.py). Degrees, one standard
    deviation.
    Source: docs/methods/pelvic_line.md (Camera roll); errors against rendered clips in docs/accuracy.md (worst 0.24).
    """
    upright, level = _edges_around(footage)
    found = _of_the_room(upright, level)
    if found is None or found.sigma_deg > MAX_ROLL_SIGMA_DEG:
        return CameraRoll(0.0, ASSUMED_SIGMA_DEG, RollOrigin.ASSUMED)
    askew_deg = None if found.askew_deg is None else rightward * found.askew_deg
    return CameraRoll(rightward * found.roll_deg, found.sigma_deg, RollOrigin.EDGES, askew_deg)


def _of_the_room(upright: Edges, level: Edges) -> Consensus | None:
    """Without the lines that lie exactly along the picture's sides where the others agree on another roll: a caption's
    box, a grid or a display is drawn along the sides, however the camera was held.

    Only upright and level edges that bear each other out may overrule them. Lines of one kind alone may be a ramp or a
    handrail before a level camera; then nothing shows which of the two is the room.
    """
    found, others = _agreed(upright, level), _agreed(_askew_only(upright), _askew_only(level))
    if found is None or others is None or abs(found.roll_deg) > AGREE_DEG:
        return found
    if abs(others.roll_deg - found.roll_deg) <= NEAR_DEG:
        return found
    return others if others.askew_deg is not None and abs(others.askew_deg) <= AGREE_DEG else None


def _agreed(upright: Edges, level: Edges) -> Consensus | None:
    return _combine(
        _consensus(upright, UPRIGHT_FANS_DEG, UPRIGHT_SIGMA_DEG), _consensus(level, LEVEL_FANS_DEG, LEVEL_SIGMA_DEG)
    )


def _askew_only(edges: Edges) -> Edges:
    kept = np.abs(edges.lean_deg) > ALONG_SIDES_DEG
    return Edges(edges.lean_deg[kept], edges.place[kept], edges.length[kept])


def _edges_around(footage: Footage) -> tuple[Edges, Edges]:
    """Upright and level edges of all stills, bars left out; each still counts with an equal share of its lengths."""
    if not footage.stills_rgb:
        return _sort_segments(np.empty((0, 4)), np.empty(0), 1.0, 1.0, 1)
    rows, columns = filmed_part(footage.stills_rgb)
    shrink = footage.stills_rgb[0].shape[1] / footage.info.width_px
    turned_deg_at = None if footage.camera is None else followed_turn_deg(footage.camera, footage.info.long_side_px)
    parts, turns_deg = [], []
    for still, frame in zip(footage.stills_rgb, footage.still_frames, strict=True):
        segments = _straight_segments(np.ascontiguousarray(still[rows, columns]))
        person_px = footage.pose.landmarks_px[frame] * shrink - np.array([columns.start, rows.start])
        parts.append(segments[_off_person(segments, person_px)])
        turn_deg = 0.0 if turned_deg_at is None else float(turned_deg_at[frame])
        turns_deg.append(np.full(len(parts[-1]), turn_deg))
    segments, turned_deg = np.concatenate(parts), np.concatenate(turns_deg)
    return _sort_segments(
        segments, turned_deg, float(columns.stop - columns.start), float(rows.stop - rows.start), len(parts)
    )


def _straight_segments(picture: ImageArray) -> FloatArray:
    """Straight segments (k, 4): x, y of both ends."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(grey)[0]
    segments = np.empty((0, 4)) if found is None else np.asarray(found, np.float64).reshape(-1, 4)
    length = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    return np.asarray(segments[(length > MIN_EDGE_SHARE * max(grey.shape)) & ~_along_border(segments, grey.shape)])


def _along_border(segments: FloatArray, shape: tuple[int, ...]) -> BoolArray:
    """Which segments have both ends close to one and the same border of the picture."""
    share = segments / np.array([shape[1], shape[0]] * 2)
    low, high = share < BORDER_SHARE, share > 1 - BORDER_SHARE
    return np.asarray(
        (low[:, 0] & low[:, 2]) | (low[:, 1] & low[:, 3]) | (high[:, 0] & high[:, 2]) | (high[:, 1] & high[:, 3])
    )


def _off_person(segments: FloatArray, landmarks_px: FloatArray) -> BoolArray:
    """Which segments have their middle outside the box around the person."""
    if not np.isfinite(landmarks_px).any():
        return np.ones(len(segments), dtype=np.bool_)
    low, high = np.nanmin(landmarks_px, axis=0), np.nanmax(landmarks_px, axis=0)
    margin = PERSON_MARGIN * (high - low).max() * np.array([0.5, 1.0])
    middle = (segments[:, :2] + segments[:, 2:]) / 2
    return np.asarray(((middle < low - margin) | (middle > high + margin)).any(axis=1))


def _sort_segments(
    segments: FloatArray, turned_deg: FloatArray, width: float, height: float, stills: int
) -> tuple[Edges, Edges]:
    """turned_deg (k,): how far the picture of each line was turned since the first one."""
    side = max(width, height)
    dx, dy = segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1]
    length = np.hypot(dx, dy) / side / stills
    middle = (segments[:, :2] + segments[:, 2:]) / 2
    level_deg = np.degrees(np.arctan2(dy * np.sign(dx), np.abs(dx))) - turned_deg
    upright_deg = np.degrees(np.arctan2(-dx * np.sign(dy), np.abs(dy))) - turned_deg
    upright, level = np.abs(upright_deg) < MAX_SLOPE_DEG, np.abs(level_deg) < MAX_SLOPE_DEG
    return (
        Edges(upright_deg[upright], (middle[upright, 0] - width / 2) / side, length[upright]),
        Edges(level_deg[level], (middle[level, 1] - height / 2) / side, length[level]),
    )


def _consensus(edges: Edges, fans_deg: FloatArray, sigma_deg: float) -> Consensus | None:
    """The roll that the greatest length of edges agrees on; None when too few do."""
    if len(edges.length) < MIN_EDGES:
        return None
    expected = ROLLS_DEG[:, None, None] + fans_deg[None, :, None] * edges.place
    # Every roll with every fan, since a fit alone would stay in the nearest of several directions.
    votes = (np.exp(-0.5 * ((edges.lean_deg - expected) / NEAR_DEG) ** 2) * edges.length).sum(axis=-1)
    best_roll, best_fan = np.unravel_index(votes.argmax(), votes.shape)
    roll, fan = float(ROLLS_DEG[best_roll]), float(fans_deg[best_fan])
    for _ in range(5):
        off = edges.lean_deg - roll - fan * edges.place
        # Cauchy weights, cut off: many far edges together would still pull at the roll.
        weight = edges.length / (1.0 + (off / NEAR_DEG) ** 2) * (np.abs(off) < 4 * NEAR_DEG)
        design = np.stack([np.ones_like(edges.place), edges.place], axis=1)
        # A small ridge on the fan: edges in one place say nothing of it, and without it the system has no solution.
        normal = design.T @ (weight[:, None] * design) + np.diag([0.0, 1e-3])
        roll, fan = np.linalg.solve(normal, design.T @ (weight * edges.lean_deg)).tolist()
    agreeing = np.abs(edges.lean_deg - roll - fan * edges.place) < 2 * NEAR_DEG
    agreeing_length = float(edges.length[agreeing].sum())
    if agreeing.sum() < MIN_EDGES or agreeing_length < max(MIN_AGREEING_SHARE, MIN_MAJORITY * edges.length.sum()):
        return None
    beyond_deg = _reach_deg(edges.place[agreeing], edges.length[agreeing])
    return Consensus(roll, float(np.hypot(sigma_deg, beyond_deg)), agreeing_length)


def _reach_deg(place: FloatArray, length: FloatArray) -> float:
    """Error of the roll where edges stand on one side only: how far their fan, half known, is carried to the middle."""
    middle = float(np.average(place, weights=length))
    spread = float(np.sqrt(np.average((place - middle) ** 2, weights=length)))
    return abs(middle) / float(np.hypot(1 / USUAL_FAN_DEG, MIN_EDGES**0.5 * spread / NEAR_DEG))


def _level_alone(level: Consensus | None) -> Consensus | None:
    """Level edges without upright ones: believed only for a small roll, for they may recede into the room."""
    if level is None or abs(level.roll_deg) > MAX_LEVEL_ALONE_DEG:
        return None
    return Consensus(level.roll_deg, LEVEL_ALONE_SIGMA_DEG, level.length)


def _combine(upright: Consensus | None, level: Consensus | None) -> Consensus | None:
    """Both by their errors when they agree; else the upright one, which a camera looking askew does not disturb."""
    if upright is None:
        return _level_alone(level)
    if level is None:
        return upright
    askew_deg = level.roll_deg - upright.roll_deg
    if abs(askew_deg) > AGREE_DEG:
        # Which of the two is right nobody knows: the upright one is believed with twice its error.
        return Consensus(upright.roll_deg, 2 * upright.sigma_deg, upright.length, askew_deg)
    weights = np.array([upright.sigma_deg, level.sigma_deg]) ** -2.0
    roll = float(weights @ [upright.roll_deg, level.roll_deg] / weights.sum())
    return Consensus(roll, float(weights.sum() ** -0.5), upright.length + level.length, askew_deg)
