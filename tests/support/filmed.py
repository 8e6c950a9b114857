"""Assessments, recordings and small real clips for tests."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from uuid import uuid4

import av
import cast
import numpy as np
import results
from django.core.files.base import ContentFile

from clinics.models import User
from gait import storage
from gait.models import Analysis, Assessment, Recording
from patients.models import Patient


def assessment(patient: Patient, therapist: User) -> Assessment:
    consent = patient.consents.first() or cast.consent(patient, therapist)
    return Assessment.objects.create(
        patient=patient, consent=consent, created_by=therapist, activity=Assessment.Activity.WALKING, pain_nprs=3
    )


def recording(assessment: Assessment, content: bytes | None = None) -> Recording:
    """A recording whose original lies where it should."""
    pk = uuid4()
    with storage.new_recording_folder(pk):
        sha256, size_bytes = storage.seal(ContentFile(content or pk.bytes), storage.original(pk))
    return Recording.objects.create(
        pk=pk,
        assessment=assessment,
        uploaded_by=assessment.created_by,
        original_name="walk.mp4",
        size_bytes=size_bytes,
        sha256=sha256,
        video={"duration_s": 3.0, "width_px": 720, "height_px": 1280, "frame_rate_hz": 50.0},
    )


def run_of(assessment: Assessment, **facts: object) -> Analysis:
    return Analysis.objects.create(recording=recording(assessment), **facts)


def clip(
    path: Path, *, seconds: float = 3, rate_hz: int = 30, size_px: tuple[int, int] = (240, 320), seed: int = 0
) -> Path:
    """A real H.264 file with nobody in it: a bright square that wanders over noise."""
    with av.open(str(path), "w", format="mp4") as output:
        stream = output.add_stream("libx264", rate=rate_hz, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = *size_px, "yuv420p"
        for number, picture in enumerate(_pictures(round(seconds * rate_hz), size_px, seed)):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, rate_hz)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def _pictures(count: int, size_px: tuple[int, int], seed: int) -> Iterator[np.ndarray]:
    width, height = size_px
    noise = np.random.default_rng(seed).integers(0, 60, (height, width, 3), dtype=np.uint8)
    for number in range(count):
        picture = noise.copy()
        left = 10 + number % (width - 60)
        picture[100:140, left : left + 40] = 230
        yield picture


REPORT = results.found().as_json()
"""A result of the form of design stance.analysis/1, for tests of what is done with results."""
