"""Keep to one person: who is the main one, is this still the same one, and is somebody else in view?

The person is followed by place and size, and among several people also by the colours of their clothes, because the
pose of one may slip over to another who passes in front. When they are lost and somebody is found again elsewhere,
that may be another person: the clip is split there, and only the longest part that is surely one person counts.
"""

from collections.abc import Sequence

import numpy as np

from gait.analysis.film.pose import Body
from gait.analysis.terms.landmarks import HIP, SHOULDER
from gait.analysis.terms.types import ChosenPerson, FloatArray, ImageArray, IntArray

REACH_TORSOS = 0.5
SPEED_TORSOS_PER_S = 2.0
SAME_SIZE = 1.6
"""The followed person is looked for this far from where they were, further by the time they were lost, and at no more
than this ratio of sizes: beyond it is somebody nearer or further away."""
SAME_PLACE_TORSOS = 0.6
"""Two bodies closer than this are one person found twice."""
LOST_AFTER_S = 0.5
"""Then anybody may be taken for them, and a new episode begins."""
CHOSEN_WITHIN_S = 0.05
"""A moment pointed at in the player is right to a frame or two."""
MIN_OTHER_SIZE = 0.4
"""Smaller people are far in the background and not worth the cost of following everybody."""
STRIPES = 4
OTHER_CLOTHES = 16.0
"""Levels of 255 between the stripes: up to 8 within one runner's stride, 26 and more between two people we tried."""
CLOTHES_LAG_S = 2.0
"""Colours follow the light of the way this slowly: a person who crosses within a second does not become the patient."""


class Follower:
    """Picks the followed person among the bodies of each picture, and counts who else is there."""

    def __init__(self, picture_px: tuple[int, int], chosen: ChosenPerson | None = None) -> None:
        self._picture_px = picture_px
        self._chosen = chosen
        self._last: Body | None = None
        self._last_s = 0.0
        self.episode = 0
        """Rises by one whenever the person found again may be another one."""

    def pick(self, bodies: Sequence[Body], time_s: float) -> Body | None:
        """The followed person, or None when they are not among the bodies of this picture."""
        if self._last is None and self._chosen is not None:
            return self._begin_with(self._chosen, bodies, time_s)
        body = self._nearest(bodies, time_s)
        if body is None and bodies and (self._last is None or time_s - self._last_s > LOST_AFTER_S):
            body = max(bodies, key=self._prominence)
            self.episode += self._last is not None
        if body is not None:
            self._last, self._last_s = body, time_s
        return body

    def _begin_with(self, chosen: ChosenPerson, bodies: Sequence[Body], time_s: float) -> Body | None:
        """The body that somebody pointed at, from the moment they did; nobody before, and nobody else."""
        if time_s < chosen.time_s - CHOSEN_WITHIN_S or time_s > chosen.time_s + LOST_AFTER_S:
            return None
        body = body_at(bodies, chosen.xy_px)
        if body is not None:
            self._last, self._last_s = body, time_s
        return body

    def held_at(self, time_s: float) -> Body | None:
        """Where the followed person was last, as long as nobody else may be taken for them."""
        return self._last if time_s - self._last_s <= LOST_AFTER_S else None

    def others(self, bodies: Sequence[Body]) -> list[Body]:
        """Those who are somebody else than the followed person, and not far in the background."""
        main = self._last
        if main is None:
            return []
        return [
            body
            for body in bodies
            if body.torso_px > MIN_OTHER_SIZE * main.torso_px
            and _distance_px(body, main) > SAME_PLACE_TORSOS * max(main.torso_px, body.torso_px)
        ]

    def _nearest(self, bodies: Sequence[Body], time_s: float) -> Body | None:
        last = self._last
        if last is None:
            return None
        reach_px = last.torso_px * (REACH_TORSOS + SPEED_TORSOS_PER_S * (time_s - self._last_s))
        near = [body for body in bodies if _distance_px(body, last) < reach_px and _same_size(body, last)]
        return min(near, key=lambda body: _distance_px(body, last), default=None)

    def _prominence(self, body: Body) -> float:
        """Large and near the middle."""
        width_px, height_px = self._picture_px
        off_centre = np.abs(body.hips_px / (width_px, height_px) - 0.5)[0]
        return float(body.torso_px * (1 - off_centre))


def body_at(bodies: Sequence[Body], point_px: tuple[float, float]) -> Body | None:
    """Whom somebody means who points here: the nearest by the middle of the trunk, None further than a trunk away.

    Pixels of the picture that the bodies were found in. Source: docs/methods/following.md (The person).
    """
    near = [body for body in bodies if _off_px(body, point_px) < body.torso_px]
    return min(near, key=lambda each: _off_px(each, point_px), default=None)


class Appearance:
    """The colours of the followed person's clothes, down the middle of the pelvis patch."""

    def __init__(self) -> None:
        self._stripes: FloatArray | None = None
        self._last_s = 0.0

    def matches(self, patch: ImageArray) -> bool:
        if self._stripes is None:
            return True
        return float(np.abs(_stripes(patch) - self._stripes).mean()) < OTHER_CLOTHES

    def learn(self, patch: ImageArray, time_s: float) -> None:
        """Follow slow changes, as of the light along the way."""
        seen = _stripes(patch)
        share = 1.0 if self._stripes is None else 1 - np.exp(-(time_s - self._last_s) / CLOTHES_LAG_S)
        before = seen if self._stripes is None else self._stripes
        self._stripes, self._last_s = before + share * (seen - before), time_s


def _stripes(patch: ImageArray) -> FloatArray:
    """(STRIPES, 3), mean colours from the lower back to the thighs, clear of arms and background."""
    size = len(patch)
    middle = patch[size // 4 : 3 * size // 4, 3 * size // 8 : 5 * size // 8]
    return np.asarray(middle.reshape(STRIPES, -1, 3).mean(axis=1), dtype=np.float64)


def longest_episode(episodes: IntArray) -> int:
    """episodes (n,): the episode of each picture in which somebody was found."""
    return int(np.bincount(episodes).argmax())


def _off_px(body: Body, point_px: tuple[float, float]) -> float:
    """From a point to the middle of the trunk."""
    trunk_px = body.landmarks_px[[*HIP.values(), *SHOULDER.values()]].mean(axis=0)
    return float(np.linalg.norm(trunk_px - np.asarray(point_px)))


def _distance_px(one: Body, other: Body) -> float:
    return float(np.linalg.norm(one.hips_px - other.hips_px))


def _same_size(one: Body, other: Body) -> bool:
    smaller, larger = sorted((one.torso_px, other.torso_px))
    return larger < SAME_SIZE * smaller
