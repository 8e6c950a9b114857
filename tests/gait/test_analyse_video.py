"""manage.py analyse_video on a real clip, as a shell would call it: exit codes, JSON, table and golden figures."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CLIP = ROOT / "tests" / "data" / "D02_run_snug_120.mp4"
TRUTH = json.loads(CLIP.with_suffix(".json").read_text())


def analyse_video(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", "analyse_video", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the clip and nothing else."""
    folder = tmp_path_factory.mktemp("clip")
    shutil.copy(CLIP, folder / "clip.mp4")
    return folder


@pytest.fixture(scope="module")
def report(folder: Path) -> dict[str, Any]:
    run = analyse_video(folder / "clip.mp4", "--view", "posterior", "--series", "--json", "-")
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def true_mean_deg(side: str) -> float:
    peaks = [s["peak_drop_image"] for s in TRUTH["stances"] if s["side"] == side[0]]
    return sum(peaks) / len(peaks)


def test_nothing_is_written_beside_the_input(report: dict[str, Any], folder: Path) -> None:
    assert [path.name for path in folder.iterdir()] == ["clip.mp4"]
    assert report["schema"] == "stance.analysis/1"


def test_nothing_but_json_goes_to_standard_output(report: dict[str, Any]) -> None:
    assert report["video"]["frames"] == 480
    assert report["video"]["frame_rate_hz"] == pytest.approx(120.0)


def test_golden_aggregates(report: dict[str, Any]) -> None:
    """Means over the clip, with room for other processors; a new PIPELINE_VERSION may move them."""
    assert report["pipeline_version"] == "1.1.0"
    assert (report["view"], report["activity"], report["source"]) == ("posterior", "running", "waistband")
    assert report["sides"]["left"]["pelvic_drop_deg"] == pytest.approx(9.1, abs=0.5)
    assert report["sides"]["right"]["pelvic_drop_deg"] == pytest.approx(5.2, abs=0.5)
    assert report["companions"]["cadence_spm"] == pytest.approx(165.0, abs=2.0)
    assert report["companions"]["excursion_deg"] == pytest.approx(14.4, abs=1.0)
    assert report["camera_roll_deg"]["value"] == pytest.approx(0.0, abs=0.5)


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_truth_lies_in_the_interval(report: dict[str, Any], side: str) -> None:
    low, high = report["sides"][side]["ci95_deg"]
    assert low < true_mean_deg(side) < high
    assert high - low < 5.0


def test_every_true_stance_is_found(report: dict[str, Any]) -> None:
    for true in TRUTH["stances"]:
        own = [s for s in report["stances"] if s["side"][0] == true["side"]]
        assert min(abs(s["initial_contact_s"] - true["ic_s"]) for s in own) < 0.06


def test_the_series_lies_on_the_clips_own_times_and_follows_the_truth(report: dict[str, Any]) -> None:
    series = report["series"]
    errors = [
        angle - TRUTH["frame"]["obliquity_image"][round(time_s * TRUTH["fps"])]
        for time_s, angle in zip(series["time_s"], series["pelvic_obliquity_deg"], strict=True)
        if angle is not None
    ]
    assert len(errors) > 0.9 * len(series["time_s"])
    assert (sum(e * e for e in errors) / len(errors)) ** 0.5 < 1.0


def test_a_refused_file_exits_3_and_still_writes_json(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    run = analyse_video(tmp_path / "empty.mp4", "--json", tmp_path / "out.json")
    assert run.returncode == 3
    written = json.loads((tmp_path / "out.json").read_text())
    assert written["schema"] == "stance.analysis/1"
    assert written["error"]["code"] == "R_EMPTY"


@pytest.mark.parametrize(
    "arguments",
    [
        ["missing.mp4"],
        [CLIP, "--view", "above"],
        [CLIP, "--points", "missing.json"],
        [CLIP, "--roll-deg", "nan"],
        [CLIP, "--json", "/nowhere/out.json", "--source", "guess"],
        [],
    ],
)
def test_wrong_usage_exits_2(arguments: list[object]) -> None:
    assert analyse_video(*arguments).returncode == 2
