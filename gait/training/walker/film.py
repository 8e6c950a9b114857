"""What lens, sensor and file do to a picture: motion blur, defocus, noise, compression."""

import cv2
import numpy as np

from gait.training.arrays import Bytes, Picture, Rng


def film(rng: Rng, picture: Picture) -> Bytes:
    """A clean picture (size, size, 3), 0 to 255, as an ordinary phone would have stored it."""
    picture = picture.astype(np.float32)
    if rng.random() < 0.45:
        picture = cv2.filter2D(picture, -1, _motion(rng, len(picture)))
    if rng.random() < 0.5:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.3, 1.7))
    noise = rng.choice([0.0, rng.uniform(0, 4), rng.uniform(3, 10)], p=[0.2, 0.5, 0.3])
    if noise:
        picture = picture + noise * rng.normal(size=picture.shape).astype(np.float32)
    stored = np.clip(picture, 0, 255).astype(np.uint8)
    if rng.random() < 0.75:
        stored = _compress(stored, int(rng.uniform(15, 92)))
    if rng.random() < 0.2:
        stored = _smear(rng, stored)
    return stored


def _motion(rng: Rng, size: int) -> Picture:
    """Kernel of a straight movement while the shutter is open; sideways and up and down are likelier than askew."""
    length = rng.uniform(1.5, 0.05 * size)
    angle = rng.uniform(0, np.pi) if rng.random() < 0.5 else rng.choice([0, np.pi / 2]) + rng.normal(0, 0.3)
    half = int(np.ceil(length / 2))
    kernel = np.zeros((2 * half + 1, 2 * half + 1), np.float32)
    for along in np.linspace(-length / 2, length / 2, 4 * half + 1):
        kernel[round(half + along * np.sin(angle)), round(half + along * np.cos(angle))] += 1
    return kernel / kernel.sum()


def _compress(picture: Bytes, quality: int) -> Bytes:
    _, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(packed, cv2.IMREAD_COLOR)


def _smear(rng: Rng, picture: Bytes) -> Bytes:
    """Video coders drop fine texture and keep strong edges, then smooth over the borders of their blocks."""
    picture = cv2.bilateralFilter(picture, 5, rng.uniform(8, 40), 2.0)
    return _compress(picture, int(rng.uniform(10, 45))) if rng.random() < 0.5 else picture
