"""The clip's own clock and the true one. They differ where a phone stretched the time to make slow motion.

Everything people see (stances, curves, edits, key frames) is on the clip's clock, so that it can be found in the
video. Everything that depends on time (filters, cadence, what counts as walking) is worked out on the true clock.
"""

from dataclasses import dataclass, replace
from typing import TypeVar

from gait.analysis.terms.readings import Readings
from gait.analysis.terms.timeline import Timeline, WhichClock
from gait.analysis.terms.types import Footage
from gait.result.hints import TRUE_RATES_HZ
from gait.result.result import Stance, VideoInfo
from gait.result.static_result import StaticTest

CLEARLY_ANOTHER = 1.5
"""Between the rate that a camera notes and that of the file: in poor light a camera takes a fifth or so fewer pictures
than it means to, and slow motion begins at twice."""

Filmed = TypeVar("Filmed", Footage, Readings)


@dataclass(frozen=True, slots=True)
class Clock:
    """stretch: seconds of the clip for one true second; 8 for 240 pictures a second played at 30."""

    stretch: float = 1.0

    def true(self, timeline: Timeline) -> Timeline:
        """A timeline of the clip on the true clock. Raises ValueError for one that is already there."""
        if timeline.clock is not WhichClock.CLIP:
            raise ValueError("a timeline of the true clock is not stretched again")
        return Timeline.of(timeline.time_s / self.stretch, WhichClock.TRUE)

    def stance_on_clip(self, stance: Stance) -> Stance:
        """A stance of the true clock, where it is found in the clip."""
        return replace(
            stance,
            initial_contact_s=stance.initial_contact_s * self.stretch,
            toe_off_s=stance.toe_off_s * self.stretch,
            peak_s=None if stance.peak_s is None else stance.peak_s * self.stretch,
        )

    def static_on_clip(self, static: StaticTest) -> StaticTest:
        """A standing test of the true clock at the times of the clip; how long a hold lasted stays true."""
        return replace(
            static,
            holds=tuple(replace(h, from_s=h.from_s * self.stretch, to_s=h.to_s * self.stretch) for h in static.holds),
            repetitions=tuple(
                replace(
                    r, from_s=r.from_s * self.stretch, bottom_s=r.bottom_s * self.stretch, to_s=r.to_s * self.stretch
                )
                for r in static.repetitions
            ),
        )


def clock_of(info: VideoInfo, true_rate_hz: float | None) -> Clock:
    """The rate that the camera filmed at, over the rate of the file: as a person says, else as the camera noted there.

    1 where nobody said one and the file names none that is clearly another.
    Raises ValueError for a rate outside TRUE_RATES_HZ.
    Source: docs/methods/following.md (Slow motion).
    """
    if true_rate_hz is None:
        noted = (info.capture_rate_hz or info.frame_rate_hz) / info.frame_rate_hz
        return Clock() if 1 / CLEARLY_ANOTHER < noted < CLEARLY_ANOTHER else Clock(noted)
    if not TRUE_RATES_HZ[0] <= true_rate_hz <= TRUE_RATES_HZ[1]:
        raise ValueError(f"no camera films {true_rate_hz} pictures a second")
    return Clock(true_rate_hz / info.frame_rate_hz)


def at_true_times(filmed: Filmed, clock: Clock) -> Filmed:
    """Footage or readings of the clip's clock on the true one; nothing else changes. Raises as Clock.true.

    Source: docs/methods/following.md (Slow motion).
    """
    return replace(filmed, timeline=clock.true(filmed.timeline))
