"""What an analysis made, handed out to those who may see the patient, in whole or by one byte range."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from clinics.access import SignedInRequest, therapist_required
from clinics.audit import record_showing, record_view
from gait import storage
from gait.models import Analysis

BLOCK_BYTES = 256 * 1024
THUMB = ("thumbs/{:04d}.jpg", "image/jpeg")
NOTHING = ("", "")
RANGE_REFUSED = 416
KINDS = {
    "proxy": ("proxy.mp4", "video/mp4"),
    "overlay": ("overlay.json", "application/json"),
    "series": ("series.json", "application/json"),
    "keyframe-left": ("keyframe_left.jpg", "image/jpeg"),
    "keyframe-right": ("keyframe_right.jpg", "image/jpeg"),
}


ONE_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.IGNORECASE)


class CannotServeRange(Exception):
    """The asked range begins behind the end of the file, or is none."""


@therapist_required
@require_safe
def analysis_media(request: SignedInRequest, analysis_id: UUID, kind: str, number: int = 0) -> HttpResponseBase:
    """kind is a key of KINDS, or "thumb" with a number."""
    analyses = Analysis.objects.visible_to(request.user).select_related("recording__assessment__patient__clinic")
    analysis = get_object_or_404(analyses, pk=analysis_id)
    folder = storage.results_of(analysis)
    name, content_type = THUMB if kind == "thumb" else KINDS.get(kind, NOTHING)
    path = folder / name.format(number) if folder else None
    if path is None or not path.is_file():
        raise Http404
    response = serve(path, content_type, request.headers.get("Range", ""))
    patient = analysis.recording.assessment.patient
    record = record_view if response.status_code == RANGE_REFUSED else record_showing
    record(request, analysis.recording, clinic=patient.clinic, patient_id=patient.pk)
    return response


def serve(path: Path, content_type: str, wanted: str) -> HttpResponseBase:
    """The file, or the range of it that the Range header asks for; 416 where it asks for none that is there.

    The header is read here also where nginx hands the file out: it would take an unreadable one for none.
    """
    size_bytes = path.stat().st_size
    try:
        span = parse_range(wanted, size_bytes)
    except CannotServeRange:
        return HttpResponse(status=RANGE_REFUSED, headers={"Content-Range": f"bytes */{size_bytes}"})
    if settings.ACCEL_REDIRECT:
        response: HttpResponseBase = HttpResponse(content_type=content_type)
        response["X-Accel-Redirect"] = f"/protected/{path.relative_to(settings.MEDIA_ROOT)}"
    else:
        response = serve_range(path, content_type, span)
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def serve_range(path: Path, content_type: str, span: tuple[int, int] | None) -> HttpResponseBase:
    if span is None:
        response: HttpResponseBase = FileResponse(path.open("rb"), content_type=content_type)
    else:
        first, last = span
        response = StreamingHttpResponse(read_span(path, first, last), status=206, content_type=content_type)
        response["Content-Length"] = last - first + 1
        response["Content-Range"] = f"bytes {first}-{last}/{path.stat().st_size}"
    response["Accept-Ranges"] = "bytes"
    return response


def parse_range(wanted: str, size_bytes: int) -> tuple[int, int] | None:
    """First and last byte, both included; None for the whole file, also when several ranges are asked for.

    Raises CannotServeRange.
    """
    wanted = wanted.strip()
    if not wanted or are_several(wanted):
        return None
    found = ONE_RANGE.fullmatch(wanted)
    if not found or found.groups() == ("", ""):
        raise CannotServeRange
    first, last = found.groups()
    if not first:
        start, end = max(size_bytes - int(last), 0), size_bytes - 1
    else:
        start, end = int(first), min(int(last or size_bytes), size_bytes - 1)
    if start >= size_bytes or start > end:
        raise CannotServeRange
    return start, end


def are_several(wanted: str) -> bool:
    unit, _, ranges = wanted.partition("=")
    parts = [ONE_RANGE.fullmatch(f"{unit}={part.strip()}") for part in ranges.split(",")]
    return len(parts) > 1 and all(part and part.groups() != ("", "") for part in parts)


def read_span(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        missing = last - first + 1
        while missing and (block := file.read(min(BLOCK_BYTES, missing))):
            missing -= len(block)
            yield block
