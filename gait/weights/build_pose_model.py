"""Build pose_landmarker.task, the pose model, from the two networks inside an older mediapipe wheel.

    python -m gait.weights.build_pose_model

The mediapipe we run carries no model any more; 0.10.21 was the last that did. pip fetches that wheel (it is
only a zip to us, nothing of it is installed) and both networks are checked against their SHA-256. The landmark
network gets the metadata that MediaPipe Tasks asks for, and loses its segmentation head, which nobody reads and
which costs a third of its time. What was changed, and the licence: README.md beside this file.
"""

import io
import sys
import zipfile
from pathlib import Path

from gait.weights.tflite_edit import Normalization, add_normalization, drop_output, read_model, write_model
from gait.weights.wheels import checked, is_built, put, wheel

TASK_PATH = Path(__file__).with_name("pose_landmarker.task")
TASK_SHA256 = "016b6d339e7f463235be823373cc3dc5191472aad59a9b4659cc44e533019c91"

WHEEL = "mediapipe==0.10.21"
WHEEL_TAGS = ("--python-version", "3.12", "--platform", "manylinux_2_28_x86_64")
DETECTOR = "mediapipe/modules/pose_detection/pose_detection.tflite"
DETECTOR_SHA256 = "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c"
LANDMARKS = "mediapipe/modules/pose_landmark/pose_landmark_full.tflite"
LANDMARKS_SHA256 = "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f"
LICENSE = "mediapipe-0.10.21.dist-info/LICENSE"

MASK_SHAPE = (1, 256, 256, 1)
PRESENCE_SHAPE = (1, 1)
ENTRY_ALIGNMENT_BYTES = 16
NO_DATE = (1980, 1, 1, 0, 0, 0)


def build_pose_model(target: Path = TASK_PATH) -> Path:
    """Write the bundle to target unless it is already there. Raises BuildError when a checksum differs."""
    if is_built(target, TASK_SHA256):
        return target
    with wheel(WHEEL, WHEEL_TAGS) as content:
        detector = checked(content.read(DETECTOR), DETECTOR_SHA256, DETECTOR)
        landmarks = checked(content.read(LANDMARKS), LANDMARKS_SHA256, LANDMARKS)
        target.with_suffix(".LICENSE.txt").write_bytes(content.read(LICENSE))
    bundle = _bundle(
        {
            "pose_detector.tflite": detector,
            "pose_landmarks_detector.tflite": prepare_landmarks(landmarks),
        }
    )
    return put(target, checked(bundle, TASK_SHA256, target.name))


def prepare_landmarks(content: bytes) -> bytes:
    model = read_model(content)
    drop_output(model, shape=MASK_SHAPE, stand_in=PRESENCE_SHAPE)
    add_normalization(model, Normalization(mean=0.0, std=255.0))
    return write_model(model)


def _bundle(entries: dict[str, bytes]) -> bytes:
    """Stored, aligned and dateless: MediaPipe maps the entries as they lie, and the same bytes come out every time."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as bundle:
        for name, network in entries.items():
            entry = zipfile.ZipInfo(name, NO_DATE)
            entry.extra = _padding(content.tell() + zipfile.sizeFileHeader + len(name))
            bundle.writestr(entry, network)
    return content.getvalue()


def _padding(position: int) -> bytes:
    """A zip extra field long enough to end at an aligned position; its own header takes 4 bytes."""
    length = -(position + 4) % ENTRY_ALIGNMENT_BYTES
    return b"\xff\xff" + length.to_bytes(2, "little") + bytes(length)


if __name__ == "__main__":
    sys.stdout.write(f"{build_pose_model()}\n")
