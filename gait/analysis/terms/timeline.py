"""When the samples of a curve or the pictures of a clip were taken, on which clock, and at what rate."""

from dataclasses import dataclass
from enum import Enum
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray


class WhichClock(Enum):
    """CLIP: as the file plays, so that a time is found in the video. TRUE: as the person moved (curves/clock.py)."""

    CLIP = "clip"
    TRUE = "true"


@dataclass(frozen=True, slots=True)
class Timeline:
    """time_s (n,), rising, seconds of one clock; step_s is the usual time from one to the next, NaN for fewer than two.

    The usual step is the median: dropped frames and a variable rate leave it as it is.
    """

    time_s: NDArray[np.float64]
    step_s: float
    clock: WhichClock

    @classmethod
    def of(cls, time_s: NDArray[np.float64], clock: WhichClock = WhichClock.CLIP) -> Self:
        """Of time stamps (n,) as they came; everything that has frames takes its rate from here."""
        step_s = float(np.median(np.diff(time_s))) if len(time_s) > 1 else np.nan
        return cls(time_s, step_s, clock)

    @property
    def rate_hz(self) -> float:
        """Samples a second of this clock; of pictures it may be fewer than the file has."""
        return 1.0 / self.step_s

    def of_frames(self, frames: NDArray[Any]) -> Self:
        """Some of the samples: their numbers (k,) or a mask (n,). Their usual step is their own."""
        return self.of(self.time_s[frames], self.clock)
