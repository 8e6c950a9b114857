"""What the walker wears: every length, edge and slackness, drawn so that none of it says how the pelvis stands."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from gait.training.arrays import FloatArray, Rng


class Outfit(IntEnum):
    """How far the top reaches down; kept beside every still so that errors can be told apart by it."""

    SNUG = 0
    MID = 1
    LONG = 2
    BARE = 3


OUTFIT_SHARES = {Outfit.SNUG: 0.25, Outfit.MID: 0.35, Outfit.LONG: 0.28, Outfit.BARE: 0.12}


@dataclass(frozen=True, slots=True)
class Edge:
    """A hem or waistband: height above the hips at the midline, slope to the side and to the back, and waves."""

    height_m: float
    slope_side: float
    slope_back: float
    wave_m: FloatArray
    wave_length_m: FloatArray
    wave_phase: FloatArray

    def height_at(self, points_m: FloatArray) -> FloatArray:
        """Height (n,) of the edge above the hips where the points (n, 3) are."""
        x, z = np.clip(points_m[:, 0], -0.25, 0.25), np.clip(points_m[:, 2], -0.2, 0.2)
        around = (points_m[:, 0] + 0.6 * points_m[:, 2])[:, None] / self.wave_length_m
        waves = (self.wave_m * np.sin(2 * np.pi * around + self.wave_phase)).sum(axis=1)
        return np.asarray(self.height_m + self.slope_side * x + self.slope_back * z + waves)


@dataclass(frozen=True, slots=True)
class Clothes:
    """Lengths in metres on an average body; shares 0 to 1.

    leg_length: trouser length in thigh lengths, (left, right). sleeve: in upper-arm lengths. slack: 0 tight to 2 baggy.
    slip: share of the pelvis' motion that cloth at the waist takes from the lumbar spine instead. skirt_follows_legs:
    how much of the thighs' motion the lower part of a long top makes.
    """

    outfit: Outfit
    waist: Edge
    hem: Edge
    leg_length: tuple[float, float]
    sleeve: float
    slack: float
    slip: float
    long_top: bool
    skirt_follows_legs: float
    creases_m: float
    crease_seed: int


def draw_clothes(rng: Rng) -> Clothes:
    outfit = Outfit(int(rng.choice(list(OUTFIT_SHARES), p=list(OUTFIT_SHARES.values()))))
    hem_range = {Outfit.SNUG: (0.12, 0.24), Outfit.MID: (0.02, 0.13)}.get(outfit, (-0.22, 0.04))
    length = float(rng.choice([rng.uniform(0.15, 0.6), rng.uniform(0.6, 1.1), rng.uniform(1.2, 1.9)]))
    return Clothes(
        outfit=outfit,
        waist=_draw_edge(rng, rng.uniform(0.05, 0.15), slope_deg=1.5, wave_m=0.002, back=0.10),
        hem=_draw_edge(rng, rng.uniform(*hem_range), slope_deg=2.0 if outfit is Outfit.SNUG else 3.5, back=0.15),
        leg_length=(length + rng.normal(0, 0.04), length + rng.normal(0, 0.04)),
        sleeve=float(rng.uniform(-0.1, 1.6)),
        slack=float(rng.uniform(0, 0.4) if outfit is Outfit.SNUG else rng.uniform(0.2, 1.8)),
        slip=float(rng.uniform(0, 0.5)),
        long_top=outfit is Outfit.LONG and rng.random() < 0.8,
        skirt_follows_legs=float(rng.uniform(0.2, 0.8)),
        creases_m=float(rng.exponential(0.003)),
        crease_seed=int(rng.integers(1 << 30)),
    )


def _draw_edge(rng: Rng, height_m: float, *, slope_deg: float, back: float, wave_m: float = 0.006) -> Edge:
    return Edge(
        height_m=float(height_m),
        slope_side=float(np.tan(np.radians(rng.normal(0, slope_deg)))),
        slope_back=float(rng.normal(0, back)),
        wave_m=rng.exponential(wave_m, 3),
        wave_length_m=rng.uniform(0.08, 0.4, 3),
        wave_phase=rng.uniform(0, 2 * np.pi, 3),
    )
