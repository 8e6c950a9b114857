"""video -> Footage: the only stage that decodes the clip or runs the pose model.

One pass: each picture is decoded once, shown to the pose model, has its pelvis region cut out, and goes into the
browser's copy. What later stages see is the followed person only, in pixels of the upright full-size picture.
"""

import dataclasses
from contextlib import ExitStack, closing
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from gait.analysis.film.camera_motion import is_moving
from gait.analysis.film.camera_watcher import CameraWatcher
from gait.analysis.film.far_people import find_far
from gait.analysis.film.frames import (
    NOTED_BAD_SHARE,
    DecodeTally,
    Picture,
    analysed_frames,
    in_background,
    read_pictures,
)
from gait.analysis.film.patches import PatchStore, Window, cut_patch, window_around
from gait.analysis.film.people import Appearance, Follower, longest_episode
from gait.analysis.film.pose import Body, PoseFinder
from gait.analysis.film.proxy import ProxyWriter
from gait.analysis.terms.errors import VideoRefused
from gait.analysis.terms.notes import notes_where
from gait.analysis.terms.timeline import Timeline
from gait.analysis.terms.types import BoolArray, ChosenPerson, Footage, ImageArray, OnProgress, Pose
from gait.result.result import VideoInfo

STAGE = "track"
LANDMARKS = 33
STILLS = 5
HEAD_COUNT_EVERY_S = 1.0
"""Somebody who crosses the picture is in it for longer than this; looking at all of it every time costs four times as
much."""
MAX_PEOPLE = 3
SMALL_TORSO_PX = 80.0
"""Of the picture that the pose model sees, whose search for people works on 224 px of its longer side."""
FAR_SEARCHES = 10
"""In parts of the picture, where nobody is found in the whole: half a second of work each, once a second at most."""
MIN_SEEN_SHARE = 0.1
"""Of the pictures, with a person in them; else E_NO_PERSON."""
MIN_SURE_SHARE = 0.5
"""Of those, with surely one and the same person; else E_TWO_PERSONS."""
GAPS_SHARE = 0.1
"""Of the pictures without the person, from which it is noted (W_GAPS)."""


def track_person(
    path: Path,
    info: VideoInfo,
    *,
    pose_model: Path,
    on_progress: OnProgress,
    proxy: ProxyWriter | None = None,
    work_folder: Path | None = None,
    person: ChosenPerson | None = None,
) -> Footage:
    """Follow the main person through the clip, or the chosen one from the moment they were pointed at.

    Input   info as probe_video gave it; the patches lie in an unnamed file in work_folder (None: the system's own).
    Output  n pictures with their true times from 0, at most 60 a second and at most frames.MAX_ANALYSED_FRAMES.
            stills_rgb are at the size the pose model saw (long side at most frames.MAX_POSE_SIDE_PX).
    NaN     where the person is not seen, or where it may be somebody else.
    Raises  VideoRefused: E_MODEL_MISSING, E_NO_PERSON, E_TWO_PERSONS, R_CORRUPT, R_CHANGING_SIZE.
            Whatever on_progress raises ends the run and comes out unchanged.
    Source  docs/methods/following.md (The person).
    """
    tally, expected = DecodeTally(), analysed_frames(info)
    pictures = read_pictures(path, info, tally, proxy.write if proxy else None)
    with _Tracker(info, pose_model, work_folder, person) as tracker, closing(in_background(pictures)) as ahead:
        for number, picture in enumerate(ahead):
            tracker.look_at(picture)
            on_progress(STAGE, min(1.0, (number + 1) / expected))
        return tracker.footage(tally)


class _Tracker:
    """Collects, picture by picture, what Footage holds."""

    def __init__(
        self, info: VideoInfo, pose_model: Path, work_folder: Path | None, person: ChosenPerson | None
    ) -> None:
        self._info = info
        self._model = pose_model
        self._finders = ExitStack()
        self._single = self._open(max_people=1, follows=True)
        self._counter = self._open(max_people=MAX_PEOPLE, follows=False)
        self._crowd = None if person is None else self._open(max_people=MAX_PEOPLE, follows=True)
        self._follower = Follower((info.width_px, info.height_px), person)
        self._appearance = Appearance()
        self._window = Window()
        self._patches = PatchStore(work_folder)
        self._times_s: list[float] = []
        self._bodies: list[Body | None] = []
        self._episodes: list[int] = []
        self._next_count_s = 0.0
        self._searches_left = FAR_SEARCHES
        self._still_frames = {round(share * (analysed_frames(info) - 1)) for share in np.linspace(0, 1, STILLS)}
        self._stills: dict[int, ImageArray] = {}
        self._camera = CameraWatcher()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._finders.close()

    def look_at(self, picture: Picture) -> None:
        if len(self._times_s) in self._still_frames:
            self._stills[len(self._times_s)] = picture.rgb
        if self._crowd is None and picture.time_s >= self._next_count_s:
            self._count_heads(picture)
        body = self._follower.pick(self._candidates(picture), picture.time_s)
        factor = self._info.width_px / picture.rgb.shape[1]
        self._camera.look_at(picture.rgb, picture.time_s, None if body is None else body.landmarks_px, factor)
        self._times_s.append(picture.time_s)
        self._bodies.append(body)
        self._episodes.append(self._follower.episode)
        if body is None:
            self._patches.add_nothing()
        else:
            window = self._window.follow(body, picture.time_s)
            patch = cut_patch(picture, window)
            self._patches.add(patch, window)
            self._appearance.learn(patch, picture.time_s)

    def footage(self, tally: DecodeTally) -> Footage:
        """Everything seen, once the pictures have run out."""
        found = np.array([body is not None for body in self._bodies], dtype=np.bool_)
        if not found.any() or found.mean() < MIN_SEEN_SHARE:
            raise VideoRefused("E_NO_PERSON")
        kept = found & self._surely_one_person(found)
        if kept.sum() < MIN_SURE_SHARE * found.sum():
            raise VideoRefused("E_TWO_PERSONS")
        camera = self._camera.motion()
        moves = is_moving(camera, self._info.long_side_px)
        patches = self._patches.finish()
        return Footage(
            info=self._info,
            timeline=Timeline.of(np.array(self._times_s)),
            pose=_pose([body if keep else None for body, keep in zip(self._bodies, kept, strict=True)]),
            pelvis=dataclasses.replace(patches, present=patches.present & kept),
            stills_rgb=tuple(self._stills.values()),
            still_frames=tuple(self._stills),
            notes=self._info.notes
            + notes_where(
                {
                    "W_CAMERA_MOVING": moves,
                    "W_TWO_PERSONS": self._crowd is not None,
                    "W_GAPS": kept.mean() < 1 - GAPS_SHARE,
                    "W_LONG_CLIP": tally.left_out > 0,
                    "W_CORRUPT": tally.damaged_share > NOTED_BAD_SHARE,
                }
            ),
            camera=camera if moves else None,
        )

    def _count_heads(self, picture: Picture) -> None:
        """Look at the whole picture now and then. Once somebody else is in view everybody is followed, which
        costs more, because a model that follows one body may slip over to the other when the two cross.
        """
        self._next_count_s = picture.time_s + HEAD_COUNT_EVERY_S
        bodies = [self._close_up(picture, body) for body in self._find(self._counter, picture)]
        if not bodies and self._searches_left and self._follower.held_at(picture.time_s) is None:
            self._searches_left -= 1
            bodies = [body.scaled(self._factor_xy(picture)) for body in find_far(self._counter, picture.rgb)]
        self._follower.pick(bodies, picture.time_s)
        if self._follower.others(bodies):
            self._crowd = self._open(max_people=MAX_PEOPLE, follows=True)

    def _candidates(self, picture: Picture) -> list[Body]:
        if self._crowd is None:
            return self._find(self._single, picture) or self._hold(picture)
        bodies = self._find(self._crowd, picture)
        return [body for body in bodies if self._appearance.matches(cut_patch(picture, window_around(body)))]

    def _hold(self, picture: Picture) -> list[Body]:
        """Somebody small who was there a moment ago, and whom a look at the whole picture does not find."""
        last = self._follower.held_at(picture.time_s)
        factor_xy = self._factor_xy(picture)
        if last is None or last.torso_px > SMALL_TORSO_PX * factor_xy[0]:
            return []
        near = self._counter.find_near(picture.rgb, last.scaled((1 / factor_xy[0], 1 / factor_xy[1])))
        return [body.scaled(factor_xy) for body in near]

    def _surely_one_person(self, found: BoolArray) -> BoolArray:
        if self._crowd is None:
            return found  # who leaves and comes back alone is the same person
        episodes = np.array(self._episodes)
        is_the_one: BoolArray = episodes == longest_episode(episodes[found])
        return is_the_one

    def _find(self, finder: PoseFinder, picture: Picture) -> list[Body]:
        factor_xy = self._factor_xy(picture)
        bodies = finder.find(picture.rgb)
        whole = [body for body in bodies if not body.is_folded]
        if bodies and not whole:
            whole = self._counter.find_near(picture.rgb, bodies[0])
        return [body.scaled(factor_xy) for body in whole]

    def _factor_xy(self, picture: Picture) -> tuple[float, float]:
        """From the picture that the pose model sees to the full one."""
        height_px, width_px = picture.rgb.shape[:2]
        return self._info.width_px / width_px, self._info.height_px / height_px

    def _close_up(self, picture: Picture, body: Body) -> Body:
        """A small body seen closer: in a whole picture it lies half a body aside, and one person would count as two."""
        factor = self._info.width_px / picture.rgb.shape[1]
        if body.torso_px > SMALL_TORSO_PX * factor:
            return body
        closer = self._counter.find_near(picture.rgb, body.scaled((1 / factor, 1 / factor)))
        return closer[0].scaled((factor, factor)) if closer else body

    def _open(self, *, max_people: int, follows: bool) -> PoseFinder:
        return self._finders.enter_context(PoseFinder(self._model, max_people=max_people, follows=follows))


def _pose(bodies: list[Body | None]) -> Pose:
    landmarks_px = np.full((len(bodies), LANDMARKS, 2), np.nan)
    visibility = np.zeros((len(bodies), LANDMARKS))
    for number, body in enumerate(bodies):
        if body is not None:
            landmarks_px[number] = body.landmarks_px
            visibility[number] = body.visibility
    return Pose(landmarks_px, visibility)
