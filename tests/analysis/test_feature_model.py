"""The built feature model is the one we know, is read by nothing that could run code, and finds spots again."""

import hashlib
import io
import pickle
import zipfile

import cv2
import numpy as np
import pytest

from gait.analysis.pelvis.feature_finder import VIEW_PX, find_spots
from gait.analysis.pelvis.spot_turns import _same, _shared_turn
from gait.weights.build_feature_model import MODEL_PATH, MODEL_SHA256, build_feature_model
from gait.weights.onnx_write import Graph
from gait.weights.torch_weights import read_weights


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    """Folds and seams: smooth noise at two scales."""
    noise = np.random.default_rng(3)
    coarse, fine = (cv2.resize(noise.uniform(0, 255, (n, n)).astype(np.float32), (480, 480)) for n in (24, 90))
    return np.repeat((0.6 * coarse + 0.4 * fine).astype(np.uint8)[..., None], 3, axis=2)


def turned(picture: np.ndarray, turn_deg: float, shift_px: tuple[float, float] = (0.0, 0.0)) -> np.ndarray:
    """The middle of the picture, turned by turn_deg, + = the right side lower."""
    matrix = cv2.getRotationMatrix2D((239.5, 239.5), -turn_deg, 1.0)
    matrix[:, 2] += shift_px
    edge = (480 - VIEW_PX) // 2
    return cv2.warpAffine(picture, matrix, (480, 480))[edge : edge + VIEW_PX, edge : edge + VIEW_PX]


def test_the_model_is_the_pinned_one() -> None:
    assert hashlib.sha256(MODEL_PATH.read_bytes()).hexdigest() == MODEL_SHA256
    assert "Apache License" in MODEL_PATH.with_suffix(".LICENSE.txt").read_text(encoding="utf-8")


def test_building_again_touches_nothing() -> None:
    before = MODEL_PATH.stat().st_mtime_ns
    assert build_feature_model() == MODEL_PATH
    assert MODEL_PATH.stat().st_mtime_ns == before


@pytest.mark.parametrize("turn_deg", [-8.0, -2.0, 0.0, 3.0, 9.0])
def test_the_turn_of_a_picture_is_found_with_its_sign(picture: np.ndarray, turn_deg: float) -> None:
    start, end = _same(find_spots(turned(picture, 0.0)), find_spots(turned(picture, turn_deg, (6.0, -4.0))))
    found = _shared_turn(start, end)
    assert found is not None
    assert found[0] == pytest.approx(turn_deg, abs=0.25)
    assert found[1] > 50


def test_spots_are_told_by_vectors_of_one_length(picture: np.ndarray) -> None:
    spots = find_spots(turned(picture, 0.0))
    assert len(spots.points_px) > 100
    assert np.linalg.norm(spots.vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert (spots.points_px >= 0).all() and (spots.points_px < VIEW_PX).all()


def test_a_blank_wall_shares_no_turn() -> None:
    blank = find_spots(np.full((VIEW_PX, VIEW_PX, 3), 90, np.uint8))
    assert _shared_turn(*_same(blank, blank)) is None


def test_a_pickle_that_asks_for_more_than_tensors_is_refused() -> None:
    class Harm:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return (print, ("harm",))

    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({"weight": Harm()}))
    with pytest.raises(pickle.UnpicklingError, match="print"):
        read_weights(content.getvalue())


def test_what_is_written_runs_as_it_was_meant() -> None:
    """A padded, strided convolution, a sum and an enlargement, against the sums themselves."""
    kernel = np.random.default_rng(1).standard_normal((2, 1, 3, 3)).astype(np.float32)
    bias = np.array([0.5, -1.0], np.float32)
    graph = Graph()
    numbers = [graph.constant(kernel), graph.constant(bias)]
    found = graph.node("Conv", ["x", *numbers], kernel_shape=(3, 3), strides=(2, 2), pads=(1, 1, 1, 1))
    scales = graph.constant(np.array([1, 1, 2, 2], np.float32))
    how = {"mode": "linear", "coordinate_transformation_mode": "half_pixel"}
    graph.node("Resize", [graph.node("Relu", [found]), "", scales], "y", **how)
    content = graph.model({"x": (1, 1, 8, 8)}, {"y": (1, 2, 8, 8)})
    x = np.random.default_rng(2).standard_normal((8, 8)).astype(np.float32)
    network = cv2.dnn.readNetFromONNX(np.frombuffer(content, np.uint8))
    network.setInput(x[None, None])
    padded = np.pad(x, 1)
    sums = [
        [[(padded[2 * i : 2 * i + 3, 2 * j : 2 * j + 3] * each[0]).sum() for j in range(4)] for i in range(4)]
        for each in kernel
    ]
    plain = np.maximum(np.array(sums, np.float32) + bias[:, None, None], 0)
    larger = np.stack([cv2.resize(each, (8, 8), interpolation=cv2.INTER_LINEAR) for each in plain])
    assert network.forward("y")[0] == pytest.approx(larger, abs=1e-5)
