"""Nasty ways to film and to save: cameras askew, bars and grids, mirrors, cuts, speeds, standing that is none.

Each takes the pictures of a rendered clip and gives others, at a rate of its own; some then change the file itself.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from tests.support.made_clips import with_edits, with_matrix

Pictures = list[np.ndarray]


@dataclass(frozen=True)
class Filmed:
    """pictures: of the base clip, to those of the nasty one. rate: pictures a second in times of the base's.

    file: what is done to the finished file. window: the part of the base clip that is shown, in shares of it.
    is_hidden: nothing in the film shows it, so no engine can know.
    """

    pictures: Callable[[Pictures], Iterator[np.ndarray]] = iter
    rate: float = 1.0
    file: Callable[[Path, Path, float], object] | None = None
    window: tuple[float, float] = (0.0, 1.0)
    is_hidden: bool = False


def rolled(picture: np.ndarray, deg: float, zoom: float = 1.2) -> np.ndarray:
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), deg, zoom)
    return cv2.warpAffine(picture, turn, (width, height), borderMode=cv2.BORDER_REFLECT)


def each(change: Callable[[np.ndarray], np.ndarray]) -> Callable[[Pictures], Iterator[np.ndarray]]:
    return lambda pictures: map(change, pictures)


def slipping(pictures: Pictures) -> Iterator[np.ndarray]:
    """The phone tips by 6 degrees half way."""
    for k, picture in enumerate(pictures):
        yield rolled(picture, 6.0 if k > len(pictures) / 2 else 0.0)


def in_a_hand(pictures: Pictures) -> Iterator[np.ndarray]:
    for k, picture in enumerate(pictures):
        height, width = picture.shape[:2]
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), 1.5 * math.sin(0.27 * k), 1.15)
        turn[:, 2] += 14 * math.sin(0.19 * k), 11 * math.sin(0.37 * k + 1)
        yield cv2.warpAffine(picture, turn, (width, height), borderMode=cv2.BORDER_REFLECT)


def between_bars(picture: np.ndarray) -> np.ndarray:
    """An upright clip of a camera 4 degrees askew, saved lying down with black sides."""
    turned = rolled(picture, 4.0)
    height, width = turned.shape[:2]
    small = cv2.resize(turned, (round(width * 720 / height) // 2 * 2, 720), interpolation=cv2.INTER_AREA)
    wide = np.zeros((720, 1280, 3), np.uint8)
    left = (1280 - small.shape[1]) // 2
    wide[:, left : left + small.shape[1]] = small
    return wide


def between_blurs(picture: np.ndarray) -> np.ndarray:
    wide = between_bars(picture)
    blurred = cv2.blur(cv2.resize(picture[200:600], (1280, 720)), (61, 61))
    bars = wide.max(axis=(0, 2)) == 0
    wide[:, bars] = blurred[:, bars]
    return wide


def with_grid(picture: np.ndarray) -> np.ndarray:
    """A camera 4 degrees askew, thirds burnt in."""
    turned = rolled(picture, 4.0)
    height, width = turned.shape[:2]
    for k in (1, 2):
        cv2.line(turned, (k * width // 3, 0), (k * width // 3, height), (255, 255, 255), 2)
        cv2.line(turned, (0, k * height // 3), (width, k * height // 3), (255, 255, 255), 2)
    return turned


def with_tiles(pictures: Pictures) -> Iterator[np.ndarray]:
    """A room without other edges, and floor tiles laid askew."""
    floor_y = int(0.78 * pictures[0].shape[0])
    for picture in pictures:
        picture = picture.copy()
        height, width = picture.shape[:2]
        for k in range(-6, 14):
            start = (k * width // 6, floor_y)
            end = (start[0] + int((height - floor_y) * math.tan(math.radians(20 + 5 * k))), height)
            cv2.line(picture, start, end, (70, 70, 75), 3, cv2.LINE_AA)
            across_y = floor_y + 30 * k
            if across_y > floor_y:
                drop = int(width * math.tan(math.radians(14.6)))
                cv2.line(picture, (0, across_y), (width, across_y + drop), (70, 70, 75), 3, cv2.LINE_AA)
        yield picture


def small_in_landscape(picture: np.ndarray) -> np.ndarray:
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (round(width * 416 / height), 416), interpolation=cv2.INTER_AREA)
    wide = np.full((720, 1280, 3), (138, 138, 128), np.uint8)
    wide[250:666, 520 : 520 + small.shape[1]] = small
    return wide


def standing_first(pictures: Pictures, at: int, seconds: float = 2.0, rate_hz: float = 30.0) -> Iterator[np.ndarray]:
    """One picture held, with the noise of a film."""
    chance = np.random.default_rng(1)
    for _ in range(round(seconds * rate_hz)):
        noise = chance.integers(-3, 4, pictures[at].shape, dtype=np.int16)
        yield np.clip(pictures[at] + noise, 0, 255).astype(np.uint8)
    yield from pictures


def dark(pictures: Pictures) -> Iterator[np.ndarray]:
    chance = np.random.default_rng(2)
    for picture in pictures:
        noise = chance.normal(0, 9, picture.shape).astype(np.float32)
        yield np.clip(0.28 * picture + noise, 0, 255).astype(np.uint8)


def flickering(pictures: Pictures) -> Iterator[np.ndarray]:
    for k, picture in enumerate(pictures):
        rows = 1 + 0.25 * np.sin(2 * np.pi * (np.linspace(0, 2.3, len(picture)) + 0.17 * k))
        yield np.clip(picture * rows[:, None, None], 0, 255).astype(np.uint8)


def turned_back(pictures: Pictures) -> Iterator[np.ndarray]:
    half = pictures[: len(pictures) // 2]
    yield from half
    yield from reversed(half)


def cut(top: float, bottom: float) -> Callable[[Pictures], Iterator[np.ndarray]]:
    def shorter(picture: np.ndarray) -> np.ndarray:
        height = len(picture)
        return picture[int(top * height) // 2 * 2 : int(bottom * height) // 2 * 2]

    return each(shorter)


def trimmed(source: Path, target: Path, seconds: float) -> None:
    with_edits(source, target, [(0.6 * seconds, 0.3 * seconds)])


def mirrored_by_file(source: Path, target: Path, seconds: float) -> None:
    with_matrix(source, target, (-1, 0, 0, 1))


FILMED: dict[str, Filmed] = {
    "camera rolled 4°": Filmed(each(lambda p: rolled(p, 4))),
    "camera rolled 13°": Filmed(each(lambda p: rolled(p, 13, 1.35))),
    "phone slips by 6°": Filmed(slipping),
    "camera in a hand": Filmed(in_a_hand),
    "black bars, rolled 4°": Filmed(each(between_bars)),
    "blurred bars, rolled 4°": Filmed(each(between_blurs)),
    "thirds grid, rolled 4°": Filmed(each(with_grid)),
    "floor tiles askew": Filmed(with_tiles),
    "small in landscape": Filmed(each(small_in_landscape)),
    "feet cut off": Filmed(cut(0.14, 0.74)),
    "head cut off": Filmed(cut(0.27, 1.0)),
    "dark and noisy": Filmed(dark),
    "flickering lamp": Filmed(flickering),
    "out of focus": Filmed(each(lambda p: cv2.GaussianBlur(p, (0, 0), 4))),
    "upside down": Filmed(each(lambda p: p[::-1, ::-1])),
    "lying, no tag": Filmed(each(lambda p: p.transpose(1, 0, 2)[:, ::-1])),
    "mirrored by the file": Filmed(file=mirrored_by_file),
    "mirrored, nothing says so": Filmed(each(lambda p: p[:, ::-1]), is_hidden=True),
    "trimmed by an edit list": Filmed(file=trimmed, window=(0.3, 0.9)),
    "in reverse": Filmed(lambda pictures: reversed(pictures)),
    "forth and back": Filmed(turned_back, window=(0.0, 0.5)),
    "half speed": Filmed(rate=0.5),
    "double speed": Filmed(rate=2.0),
}
