"""Follow one edge of the clothes through the clip: its height and slope in every frame, and how well it fits.

A line with the edge's own shape is slid and turned over each frame to where the edge's colour step is
strongest; then every column finds its own height near that line, and a robust fit gives the slope. The shape is the
clip's average and symmetric, so a curved waist does not leak into the slope. What is read is the chord over the two
ends: the middle of a hem swings by itself.
"""

from dataclasses import dataclass

import numpy as np

from gait.analysis.pelvis.body_frame import FloatImage, steady
from gait.analysis.pelvis.edge_search import Edge
from gait.analysis.pelvis.edge_strips import COLUMNS, PIXEL_TORSOS, ROWS, TOP_TORSOS, column_x_torsos
from gait.analysis.terms.types import BoolArray, FloatArray

COARSE_TILTS = np.tan(np.radians(np.arange(-22.0, 22.1, 2.0)))
COARSE_ROWS, GUIDED_ROWS = np.arange(-20, 21, 2), np.arange(-5, 6)
COARSE_HALF_WIDTH_TORSOS = 0.24
"""Slopes, rows from the usual height (free, or guided by another edge), and columns that are tried first."""

FINE_REACH_ROWS = 4
"""Each column looks for its own edge this far above and below the line, 1.3 cm; further off lies another edge."""

FIT_ROUNDS = 4
NEAR_ROWS = 1.5
"""Columns this many rows off the fit count half; further ones less."""

SHAPE_ROUNDS = 3
"""Line and shape are fitted in turn, each with the other held."""

ON_BODY_STEP = 0.4
"""A column belongs to the edge while its step is at least this share of the edge's usual one."""

ENDS_FROM, MIDDLE_TO = 0.7, 0.5
"""The ends of an edge and its middle, as shares of its half width."""

MIN_END_WEIGHT = 0.3
"""An end of which less is seen in a frame (sum over its columns) gives no chord there."""

STEADY_S, AXIS_STEADY_S = 0.04, 0.25
"""Half-windows: of the first guess, which may jump to another edge for a frame; of the axis, since a body does not grow
wider within a step, while an arm before it covers columns."""


@dataclass(frozen=True, slots=True)
class FollowedEdge:
    """The edge in every frame, in torso lengths from the middle of the hips; right and down positive.

    height, slope, axis (n,): at the axis of symmetry. held (n,): share of its columns that show the edge.
    off, weight (n, COLUMNS): how far each column's own edge lies below the fit, and how much it counted.
    x (n, COLUMNS): place of the columns, right of the axis. half_width: of the edge itself.
    """

    height: FloatArray
    slope: FloatArray
    axis: FloatArray
    held: FloatArray
    off: FloatArray
    weight: FloatArray
    x: FloatArray
    half_width: float

    def chord_slope(self) -> FloatArray:
        """Slope (n,) of the chord over the edge's two ends; the fitted slope where an end is not seen.

        A hem hangs from the hips and swings between them: in its middle it may turn by twice what its ends do. Rise
        over run, + = image-right side lower.
        Source: measured on a real walk in a shirt over jeans, docs/methods/pelvic_line.md (Why the chord).
        """
        chord = self._chord(ENDS_FROM, 1.0)
        return np.asarray(np.where(np.isfinite(chord), chord, self.slope))

    def bend_angles_deg(self) -> FloatArray:
        """How much the middle of the edge is turned against its chord (n,), in degrees; 0 where not both are seen.

        Source: 0.1 to 0.9 on rendered waistbands, 2.6 on a real hem, docs/methods/pelvic_line.md.
        """
        middle = np.degrees(np.arctan(self._chord(0.0, MIDDLE_TO)))
        return np.asarray(np.nan_to_num(middle - np.degrees(np.arctan(self.chord_slope()))))

    def _chord(self, nearest: float, farthest: float) -> FloatArray:
        """Slope (n,) between the mean points left and right of the axis, of columns so far out; NaN where one side has
        none.
        """
        out = np.abs(self.x) / self.half_width
        y, counted = self.slope[:, None] * self.x + self.off, (out >= nearest) & (out <= farthest)
        (left_x, left_y), (right_x, right_y) = (
            _mean_point(self.x, y, np.where(counted & side, self.weight, 0.0)) for side in (self.x < 0, self.x > 0)
        )
        return np.asarray((right_y - left_y) / (right_x - left_x))

    def half_angles_deg(self) -> tuple[FloatArray, FloatArray]:
        """Slope of the left and of the right half alone (n,), each against the clip's shape, in degrees."""
        whole = self.slope[:, None] * self.x + self.off
        halves = (_slope(whole, np.where(side, self.weight, 0.0), self.x) for side in (self.x < 0, self.x > 0))
        left, right = (np.degrees(np.arctan(slope)) for slope in halves)
        return left, right


def follow_edge(
    response: FloatImage, edge: Edge, frame_rate_hz: float, guide: FollowedEdge | None = None
) -> FollowedEdge:
    """Follow edge through response (n, ROWS, COLUMNS), its colour step in units of its usual strength.

    guide is a stronger edge of the same body: this one rises and falls with it, and so is not mistaken for it.

    NaN: none comes in, none goes out but from chord_slope's ends; a frame without the edge shows by held near 0.
    Source: docs/methods/pelvic_line.md (waistband).
    """
    x = column_x_torsos()[None, :] - np.zeros((len(response), 1))
    bend = np.array([edge.bend_per_torso, 0.0])
    row, slope = _slide(response, edge, guide)
    half_window = max(1, round(STEADY_S * frame_rate_hz))
    row, slope = steady(row, half_window), steady(slope, half_window)
    for _ in range(SHAPE_ROUNDS):
        line = row[:, None] + (slope[:, None] * x + _shape(bend, x)) / PIXEL_TORSOS
        found, weight = _column_rows(response, line)
        axis, half_width = _extent(weight, max(1, round(AXIS_STEADY_S * frame_rate_hz)))
        x = column_x_torsos()[None, :] - axis[:, None]
        weight = np.where(np.abs(x) < half_width, weight, 0.0)  # beyond the body lies the room
        row, slope = _fit_lines(found - _shape(bend, x) / PIXEL_TORSOS, weight, x)
        bend = _fit_shape(found - row[:, None] - slope[:, None] * x / PIXEL_TORSOS, weight, x)
    line = row[:, None] + (slope[:, None] * x + _shape(bend, x)) / PIXEL_TORSOS
    held = (weight > ON_BODY_STEP).sum(axis=1) / np.maximum((np.abs(x) < half_width).sum(axis=1), 1)
    return FollowedEdge(
        height=TOP_TORSOS + row * PIXEL_TORSOS,
        slope=slope,
        axis=axis,
        held=held,
        off=(found - line) * PIXEL_TORSOS,
        weight=weight,
        x=x,
        half_width=half_width,
    )


def _shape(bend: FloatArray, x: FloatArray) -> FloatArray:
    """Drop of the edge below its middle: even in x."""
    return np.asarray(bend[0] * x**2 + bend[1] * x**4)


def _slide(response: FloatImage, edge: Edge, guide: FollowedEdge | None) -> tuple[FloatArray, FloatArray]:
    """Row at the middle (n,) and slope (n,) of the best of all tried lines."""
    x = column_x_torsos()
    columns = np.flatnonzero(np.abs(x) < COARSE_HALF_WIDTH_TORSOS)[::2]  # every second: neighbours say the same
    usual = (edge.height_torsos - TOP_TORSOS) / PIXEL_TORSOS + np.zeros((len(response), 1))
    if guide is None:
        rows = usual + COARSE_ROWS
    else:
        rows = usual + (guide.height - np.median(guide.height))[:, None] / PIXEL_TORSOS + GUIDED_ROWS
    every = np.arange(len(response))[:, None, None]
    drop = (COARSE_TILTS[:, None] * x[columns] + edge.bend_per_torso * x[columns] ** 2) / PIXEL_TORSOS
    scores = np.empty((len(COARSE_TILTS), *rows.shape))
    for k, fall in enumerate(drop):
        at = np.clip(np.round(rows[:, :, None] + fall), 0, ROWS - 1).astype(np.int16)
        scores[k] = response[every, at, columns].mean(axis=2)
    best = scores.transpose(1, 0, 2).reshape(len(response), -1).argmax(axis=1)
    tilt, height = np.unravel_index(best, (len(COARSE_TILTS), rows.shape[1]))
    return np.take_along_axis(rows, height[:, None], axis=1)[:, 0], np.asarray(COARSE_TILTS[tilt])


def _column_rows(response: FloatImage, line: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Row of the strongest step near line (n, COLUMNS) in each column, to a fraction, and its strength."""
    reach = FINE_REACH_ROWS
    start = np.clip(np.round(line).astype(int) - reach, 1, ROWS - 2 * reach - 2)
    window = start[:, None, :] + np.arange(-1, 2 * reach + 2)[None, :, None]
    values = np.take_along_axis(response, window, axis=1)
    peak = values[:, 1:-1].argmax(axis=1)[:, None, :] + 1
    above, at, below = (np.take_along_axis(values, peak + k, axis=1)[:, 0] for k in (-1, 0, 1))
    bow = above - 2 * at + below
    shift = np.where(bow < -1e-6, 0.5 * (above - below) / np.minimum(bow, -1e-6), 0.0)
    return np.asarray(start - 1 + peak[:, 0] + np.clip(shift, -0.5, 0.5)), np.asarray(at, np.float64)


def _extent(weight: FloatArray, half_window: int) -> tuple[FloatArray, float]:
    """Axis of symmetry (n,) of the columns that show the edge, and their usual half width."""
    x = column_x_torsos()
    on_body = _run_through_middle(weight > ON_BODY_STEP)
    left = np.where(on_body, x, np.inf).min(axis=1)
    right = np.where(on_body, x, -np.inf).max(axis=1)
    empty = ~on_body.any(axis=1)
    left[empty], right[empty] = np.nan, np.nan
    half_width = float(np.nanmedian(0.5 * (right - left))) if not empty.all() else float(x[-1])
    return steady(0.5 * (left + right), half_window), half_width


def _run_through_middle(mask: BoolArray) -> BoolArray:
    """Keep, in each row, only what hangs together with the middle; holes of up to three columns are bridged."""
    whole = mask.copy()
    for k in (1, 2):
        whole[:, k:-k] |= mask[:, 2 * k :] & mask[:, : -2 * k]
    middle = COLUMNS // 2
    rightward = np.logical_and.accumulate(whole[:, middle:], axis=1)
    leftward = np.logical_and.accumulate(whole[:, middle::-1], axis=1)[:, ::-1]
    return np.concatenate([leftward, rightward[:, 1:]], axis=1)


def _fit_lines(found: FloatArray, weight: FloatArray, x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Robust straight line through each frame's columns: row at x = 0 (n,) and slope (n,)."""
    rows = found * PIXEL_TORSOS
    now = weight
    for _ in range(FIT_ROUNDS):
        total = np.maximum(now.sum(axis=1), 1e-9)
        mean_x, mean_y = (now * x).sum(axis=1) / total, (now * rows).sum(axis=1) / total
        dx, dy = x - mean_x[:, None], rows - mean_y[:, None]
        slope = (now * dx * dy).sum(axis=1) / np.maximum((now * dx**2).sum(axis=1), 1e-9)
        off_rows = (dy - slope[:, None] * dx) / PIXEL_TORSOS
        now = weight / (1.0 + (off_rows / NEAR_ROWS) ** 2)  # Cauchy weights: a hand over the edge pulls at no end
    return np.asarray((mean_y - slope * mean_x) / PIXEL_TORSOS), np.asarray(slope)


def _slope(y: FloatArray, weight: FloatArray, x: FloatArray) -> FloatArray:
    """Weighted least-squares slope (n,) of each row of y (n, COLUMNS) over x."""
    total = np.maximum(weight.sum(axis=1, keepdims=True), 1e-9)
    dx = x - (weight * x).sum(axis=1, keepdims=True) / total
    return np.asarray((weight * dx * y).sum(axis=1) / np.maximum((weight * dx**2).sum(axis=1), 1e-9))


def _mean_point(x: FloatArray, y: FloatArray, weight: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Weighted mean of x and of y over the columns (n,), NaN where hardly any counts."""
    total = weight.sum(axis=1)
    known = np.where(total >= MIN_END_WEIGHT, total, np.nan)
    return (weight * x).sum(axis=1) / known, (weight * y).sum(axis=1) / known


def _fit_shape(off_rows: FloatArray, weight: FloatArray, x: FloatArray) -> FloatArray:
    """Coefficients of the even shape that the whole clip shares, from what straight lines leave over."""
    terms = np.stack([np.ones_like(x), x**2, x**4], axis=-1)
    # Wider than for a line: the shape of the clip is what single frames are off by.
    strength = weight / (1.0 + (off_rows / (2 * NEAR_ROWS)) ** 2)
    normal = np.einsum("ncj,nck,nc->jk", terms, terms, strength)
    target = np.einsum("ncj,nc,nc->j", terms, off_rows * PIXEL_TORSOS, strength)
    # Least squares, since a narrow edge does not tell x^2 from x^4. The constant is part of each frame's row.
    return np.asarray(np.linalg.lstsq(normal, target, rcond=None)[0][1:])
