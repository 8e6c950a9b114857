"""Rendering, training and export from end to end, in the training environment that `make tilt-model` sets up."""

import subprocess
from pathlib import Path

import cv2
import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-training" / "bin" / "python"

pytestmark = pytest.mark.skipif(
    not (PYTHON.parent.parent / "installed").exists(),
    reason="no .venv-training: `make .venv-training/installed` sets up numba and PyTorch, which nothing else needs",
)


def run(module: str, *arguments: str | Path) -> str:
    command = [str(PYTHON), "-m", f"gait.training.{module}", *map(str, arguments)]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def test_a_handful_of_stills_goes_all_the_way_to_a_reader(tmp_path: Path) -> None:
    for folder, seed in (("train", 5), ("validation", 6)):
        run("stills", tmp_path / folder, "--count", "24", "--seed", str(seed), "--processes", "1")
    pictures = np.load(tmp_path / "train" / "seed0005_shard0000_rgb.npy")
    truth = np.load(tmp_path / "train" / "seed0005_shard0000_truth.npy")
    assert len(pictures) == len(truth) == 24
    assert pictures.std(axis=(1, 2, 3)).min() > 2, "no still may be empty"
    assert np.ptp(truth["angle_deg"]) > 15

    said = run("train", tmp_path, "--steps", "2", "2")
    assert "part 2: 24 stills, 2 steps of 64, from step 0" in said
    again = run("train", tmp_path, "--steps", "2", "4")
    assert again.count("from step 2") == 2, "both parts go on from their checkpoints"

    run("export", tmp_path / "trained.pt", tmp_path / "tilt.onnx")
    network = cv2.dnn.readNetFromONNX(str(tmp_path / "tilt.onnx"))
    network.setInput(np.zeros((2, 3, 112, 112), np.uint8))
    angle, log_sigma = network.forward(("angle", "log_sigma"))
    assert angle.shape == log_sigma.shape == (2,)


def test_the_same_seed_renders_the_same_stills_again(tmp_path: Path) -> None:
    for folder in ("first", "second"):
        run("stills", tmp_path / folder, "--count", "8", "--seed", "5", "--processes", "1")
    first, second = (np.load(tmp_path / folder / "seed0005_shard0000_rgb.npy") for folder in ("first", "second"))
    np.testing.assert_array_equal(first, second)
