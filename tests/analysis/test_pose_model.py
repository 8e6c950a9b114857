"""The built pose model is the one we know, and says what was done to it."""

import hashlib
import subprocess
import sys
import zipfile

import pytest
from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata_schema

from gait.weights.build_pose_model import DETECTOR_SHA256, TASK_PATH, TASK_SHA256, build_pose_model
from gait.weights.tflite_edit import METADATA_NAME, read_model


@pytest.fixture(scope="module")
def networks():
    with zipfile.ZipFile(TASK_PATH) as bundle:
        return {entry.filename: (entry, read_model(bundle.read(entry))) for entry in bundle.infolist()}


def test_the_model_is_the_pinned_one():
    assert hashlib.sha256(TASK_PATH.read_bytes()).hexdigest() == TASK_SHA256


def test_building_again_touches_nothing():
    before = TASK_PATH.stat().st_mtime_ns
    assert build_pose_model() == TASK_PATH
    assert TASK_PATH.stat().st_mtime_ns == before


def test_networks_lie_stored_and_aligned_so_they_can_be_mapped(networks):
    for entry, _ in networks.values():
        with TASK_PATH.open("rb") as file:
            file.seek(entry.header_offset + 26)
            lengths = file.read(4)
        begins = (
            entry.header_offset + 30 + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
        )
        assert entry.compress_type == zipfile.ZIP_STORED
        assert begins % 16 == 0


@pytest.mark.parametrize(
    ("name", "mean", "std"), [("pose_detector.tflite", 127.5, 127.5), ("pose_landmarks_detector.tflite", 0.0, 255.0)]
)
def test_each_network_says_how_its_input_is_normalised(networks, name, mean, std):
    _, model = networks[name]
    (entry,) = [entry for entry in model.metadata if entry.name == METADATA_NAME]
    content = bytes(model.buffers[entry.buffer].data)
    about = metadata_schema.ModelMetadataT.InitFromPackedBuf(content, 0)
    (unit,) = about.subgraphMetadata[0].inputTensorMetadata[0].processUnits
    assert (list(unit.options.mean), list(unit.options.std)) == ([mean], [std])


def test_the_detector_is_as_it_came():
    with zipfile.ZipFile(TASK_PATH) as bundle:
        assert hashlib.sha256(bundle.read("pose_detector.tflite")).hexdigest() == DETECTOR_SHA256


def test_no_network_works_out_a_mask(networks):
    _, model = networks["pose_landmarks_detector.tflite"]
    graph = model.subgraphs[0]
    shapes = [tuple(graph.tensors[output].shape) for output in graph.outputs]
    assert len(shapes) == 5, "MediaPipe's graph expects five outputs"
    assert (1, 256, 256, 1) not in shapes
    assert len(graph.operators) == 286


def test_the_engine_loads_without_matplotlib_and_leaves_it_to_whoever_plots():
    code = (
        "import sys, gait.analysis.film.pose; assert 'matplotlib' not in sys.modules; "
        "import matplotlib.pyplot; assert matplotlib.pyplot.plot"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
