"""Tests of the engine on real clips."""

from collections.abc import Callable
from pathlib import Path

import pytest
import read_clips

from gait.analysis.conclude import conclude
from gait.analysis.terms.types import AnalysisResult, Hints

Measure = Callable[..., AnalysisResult]


@pytest.fixture(scope="session")
def measure(read_clip: read_clips.Read) -> Measure:
    """A clip to its result, as pipeline.analyse does it. Raises VideoRefused."""

    def measure(clip: Path, hints: Hints = Hints()) -> AnalysisResult:  # noqa: B008 - frozen
        return conclude(read_clip(clip, hints), hints)

    return measure
