"""The worker's child and the shell read the same answer from one clip."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from station import ROOT

from gait.analysis.pipeline import analyse
from gait.analysis.terms.types import Hints
from gait.analysis.version import PIPELINE_VERSION
from gait.analysis.written.report import as_json
from gait.child import keeper, limits

pytestmark = pytest.mark.long
CLIP = ROOT / "tests" / "data" / "A4_run_shirtless_m.mp4"


def test_the_worker_and_the_shell_agree(tmp_path: Path) -> None:
    spec = {"video": CLIP, "hints": {}, "pose_model": settings.POSE_MODEL}
    keeper.run("analyse", tmp_path, limits.for_analysis(10), **spec)
    from_shell = analyse(CLIP, hints=Hints(), pose_model=settings.POSE_MODEL)
    told = as_json(from_shell, pipeline_version=PIPELINE_VERSION, series=False)
    assert json.loads((tmp_path / "result.json").read_text()) == json.loads(json.dumps(told))
