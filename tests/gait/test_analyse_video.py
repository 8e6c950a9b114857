"""manage.py analyse_video on a real clip, as a shell would call it: exit codes, JSON, table and golden figures."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import av
import pytest
from django.core.management import load_command_class

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[2]
CLIP = ROOT / "tests" / "data" / "D02_run_snug_120.mp4"
STANDING = CLIP.parent / "standing"
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
    assert report["pipeline_version"] == "1.5.1"
    assert (report["view"], report["activity"], report["source"]) == ("posterior", "running", "waistband")
    assert report["sides"]["left"]["pelvic_drop_deg"] == pytest.approx(8.9, abs=0.5)
    assert report["sides"]["right"]["pelvic_drop_deg"] == pytest.approx(5.3, abs=0.5)
    assert report["companions"]["cadence_spm"] == pytest.approx(165.0, abs=2.0)
    assert report["excursion_deg"]["value"] == pytest.approx(14.2, abs=1.0)
    assert report["camera_roll_deg"]["value"] == pytest.approx(0.0, abs=0.5)


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_truth_lies_in_the_interval(report: dict[str, Any], side: str) -> None:
    low, high = report["sides"][side]["ci95_deg"]
    assert low < true_mean_deg(side) < high
    assert high - low < 7.5


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


def test_a_standing_test_with_its_zero_from_another_recording() -> None:
    run = analyse_video(
        STANDING / "S1_stand_on_right.mp4",
        *("--activity", "single_leg_stance", "--standing", STANDING / "S3_standing.mp4", "--json", "-"),
    )
    assert run.returncode == 0, run.stderr
    result = json.loads(run.stdout)
    assert (result["activity"], result["static"]["test"]) == ("single_leg_stance", "single_leg_stance")
    assert result["static"]["sides"]["right"]["mean_drop_deg"] == pytest.approx(7.1, abs=0.8)
    assert result["standing"]["source"] == result["source"]


@pytest.mark.provokes("E_NO_STANDING")
def test_a_standing_recording_in_which_nobody_stands_exits_3() -> None:
    run = analyse_video(
        STANDING / "S3_standing.mp4", "--standing", CLIP.with_name("C1_walk_sticker_skin.mp4"), "--json", "-"
    )
    assert run.returncode == 3
    assert json.loads(run.stdout)["error"]["code"] == "E_NO_STANDING"


def test_a_true_rate_sets_the_cadence_right(report: dict[str, Any], tmp_path: Path) -> None:
    """The clip of 120 pictures a second, stored so that it plays at a quarter of its speed."""
    slow = slowed(CLIP, tmp_path / "slow.mp4", 4)
    run = analyse_video(slow, "--true-rate-hz", 120, "--json", "-")
    repaired = json.loads(run.stdout)
    assert repaired["companions"]["cadence_spm"] == pytest.approx(report["companions"]["cadence_spm"], rel=0.02)
    assert repaired["video"]["frame_rate_hz"] == pytest.approx(30.0, abs=0.1)
    for side in ("left", "right"):
        low, high = report["sides"][side]["ci95_deg"]
        assert low < repaired["sides"][side]["pelvic_drop_deg"] < high


def slowed(clip: Path, target: Path, times: int) -> Path:
    """The same packets, each shown for longer."""
    with av.open(str(clip)) as source, av.open(str(target), "w") as out:
        stream = out.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None and packet.pts is not None:
                packet.pts, packet.dts, packet.duration = (
                    packet.pts * times,
                    packet.dts * times,
                    packet.duration * times,
                )
                packet.stream = stream
                out.mux(packet)
    return target


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
        [CLIP, "--true-rate-hz", "5"],
        [CLIP, "--standing", "missing.mp4"],
        [CLIP, "--json", "/nowhere/out.json", "--source", "guess"],
        [],
    ],
)
def test_wrong_usage_exits_2(arguments: list[object]) -> None:
    """In this process: the command is run as the shell runs it, and no clip is opened."""
    with pytest.raises(SystemExit) as ended:
        load_command_class("gait", "analyse_video").run_from_argv(["manage.py", "analyse_video", *map(str, arguments)])
    assert ended.value.code == 2
