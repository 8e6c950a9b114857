"""Everything of a still that is neither shape nor posture: light, materials, colours, patterns."""

from dataclasses import dataclass

import numpy as np

from gait.training.arrays import FloatArray, Rng
from gait.training.walker.colours import SKINS, draw_colour, linear
from gait.training.walker.dress import Material
from gait.training.walker.noise import VOLUMES
from gait.training.walker.patterns import draw_patterns

GRAIN, GRAIN_SHADE, BUMP, GLOSS, WRAP, FOLD, FOLD_BUMP = range(7)
"""Columns of Look.materials: size of the grain (1/m), how it shades and bumps, gloss, light that wraps around, and
size (1/m) and depth of the folds."""

NEARLY_SAME_SHARE, SKIN_COLOURED_SHARE = 0.25, 0.05


@dataclass(frozen=True, slots=True)
class Look:
    """Colours (4, 3) and materials (4, 7) by Material; patterns (2, layers, fields) of bottoms and top.

    to_light (3,): direction of the key light, z turned to the camera's side. Light colours (3,) in linear light.
    band_shade and band_m: how much darker or lighter the waistband is, and how deep.
    """

    colours: FloatArray
    materials: FloatArray
    patterns: FloatArray
    pattern_colours: FloatArray
    volume_seed: int
    to_light: FloatArray
    key: FloatArray
    sky: FloatArray
    ground: FloatArray
    exposure: float
    band_shade: float
    band_m: float


def draw_look(rng: Rng) -> Look:
    direction = np.array([rng.normal(0, 0.9), rng.uniform(0.3, 1.3), rng.uniform(-0.6, 1.3)])
    ambient = rng.uniform(0.25, 0.9)
    bottoms, top = draw_patterns(rng, trousers=True), draw_patterns(rng, trousers=False)
    return Look(
        colours=_draw_colours(rng),
        materials=np.array([_skin_like(rng), _cloth(rng), _cloth(rng), (30, 0.06, 0.02, 0.06, 0.2, 10, 0)]),
        patterns=np.stack([bottoms[0], top[0]]),
        pattern_colours=np.stack([bottoms[1], top[1]]),
        volume_seed=int(rng.integers(VOLUMES)),
        to_light=direction / np.linalg.norm(direction),
        key=rng.uniform(0.1, 1.1) * (1 + 0.12 * rng.normal(size=3)),
        sky=ambient * (1 + 0.08 * rng.normal(size=3)),
        ground=ambient * rng.uniform(0.3, 0.9) * (1 + 0.08 * rng.normal(size=3)),
        exposure=float(np.exp(rng.normal(-0.1, 0.4))),
        band_shade=float(rng.choice([1.0, 1.0, rng.uniform(0.4, 1.8)])),
        band_m=float(rng.uniform(0.015, 0.05)),
    )


def _draw_colours(rng: Rng) -> FloatArray:
    """Skin, bottoms, top and shoes; bottoms and top are often nearly the same."""
    skin = SKINS[rng.integers(len(SKINS))] * (1 + 0.06 * rng.normal(size=3))
    top, bottoms = draw_colour(rng), draw_colour(rng)
    kind = rng.random()
    if kind < NEARLY_SAME_SHARE:
        bottoms = top * (1 + rng.choice([0.02, 0.15]) * rng.normal(size=3))
    elif kind < NEARLY_SAME_SHARE + SKIN_COLOURED_SHARE:
        bottoms = skin * (1 + 0.1 * rng.normal(size=3))
    colours = {Material.SKIN: skin, Material.BOTTOMS: bottoms, Material.TOP: top, Material.SHOE: draw_colour(rng)}
    return np.stack([linear(np.clip(colours[material], 3, 253)) for material in Material])


def _skin_like(rng: Rng) -> tuple[float, ...]:
    return (rng.uniform(20, 60), 0.05, 0.012, rng.uniform(0, 0.08), 0.35, 10, 0)


def _cloth(rng: Rng) -> tuple[float, ...]:
    grain = (rng.uniform(8, 40), rng.uniform(0, 0.2), rng.uniform(0, 0.15))
    folds = (rng.uniform(2, 12), abs(rng.normal(0, 0.14)))
    return (*grain, rng.uniform(0, 0.1), 0.25, *folds)
