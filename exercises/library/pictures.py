"""Pictures a clinic makes of its exercises: checked, stored under names of ours, told apart from the house's.

A still is decoded and written anew, so nothing that came hidden in the file (a place, a script) is kept. A moving
picture is decoded by the disposable child that also checks patients' videos, and stored as it is.
"""

import hashlib
import json
import re
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.files import File
from django.templatetags.static import static
from django.urls import reverse
from PIL import Image, ImageOps, UnidentifiedImageError

from clinics.models import Clinic, User
from exercises.models import ExercisePicture
from gait.analysis.terms.errors import VideoRefused
from gait.child import keeper
from gait.child.limits import CHECK
from gait.group_access import share
from gait.result.json_form import from_json
from gait.result.result import VideoInfo

STILL_FORMATS = ("JPEG", "PNG", "WEBP")
STILL_LIMIT_BYTES, LOOP_LIMIT_BYTES = 8 * 1024 * 1024, 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE_PX = 1080
MAX_LOOP_S = 60
ENDINGS: dict[str, str] = {ExercisePicture.Kind.STILL: ".webp", ExercisePicture.Kind.LOOP: ".mp4"}
CONTENT_TYPES = {".webp": "image/webp", ".mp4": "video/mp4"}
OUR_NAME = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.(webp|mp4)")


class PictureRefused(ValueError):
    """The file is not a picture that can be shown; the message says why, to whoever uploads it."""


def keep_still(file: File, clinic: Clinic, user: User) -> str:
    """Store a picture and answer the name it has from now on. Raises PictureRefused."""
    if file.size > STILL_LIMIT_BYTES:
        raise PictureRefused(f"The picture is larger than {STILL_LIMIT_BYTES // 1024**2} MB.")
    return keep(rewritten(file), ExercisePicture.Kind.STILL, clinic, user)


def rewritten(file: File) -> bytes:
    """The picture alone, upright, no larger than a phone shows it, as WebP."""
    try:
        with Image.open(file, formats=STILL_FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise PictureRefused("The picture has more than 40 million pixels.")
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as odd:
        raise PictureRefused("This is not a JPEG, PNG or WebP picture that can be read.") from odd
    upright.thumbnail((MAX_SIDE_PX, MAX_SIDE_PX))
    made = BytesIO()
    upright.save(made, "WEBP", quality=82)
    return made.getvalue()


def keep_loop(file: File, clinic: Clinic, user: User) -> str:
    """Store a short MP4 and answer its name. Raises PictureRefused."""
    if file.size > LOOP_LIMIT_BYTES:
        raise PictureRefused(f"The video is larger than {LOOP_LIMIT_BYTES // 1024**2} MB.")
    content = file.read()
    video = probed(content)
    if content[4:8] != b"ftyp" or video.codec != "h264":
        raise PictureRefused("Every phone must be able to play it: send an MP4 with H.264 pictures.")
    if video.duration_s > MAX_LOOP_S:
        raise PictureRefused(f"The video is longer than {MAX_LOOP_S} seconds.")
    return keep(content, ExercisePicture.Kind.LOOP, clinic, user)


def probed(content: bytes) -> VideoInfo:
    """Decodes a few pictures in a process that may die of it. Raises PictureRefused."""
    with TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as made:
        folder = Path(made)
        clip = folder / "clip"
        clip.write_bytes(content)
        try:
            keeper.run("check", folder, CHECK, video=clip)
        except (VideoRefused, keeper.ChildFailed) as odd:
            raise PictureRefused("The video cannot be played, or is shorter than 1.5 seconds.") from odd
        return from_json(VideoInfo, json.loads((folder / "video.json").read_text()))


def keep(content: bytes, kind: ExercisePicture.Kind, clinic: Clinic, user: User) -> str:
    picture = ExercisePicture(
        clinic=clinic,
        kind=kind,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=user,
    )
    name = f"{picture.pk}{ENDINGS[kind]}"
    path = path_of(name)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o600)
    share([path])
    picture.save()
    return name


def path_of(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "exercises" / name


def address_of(name: str) -> str:
    """Where a browser finds the picture: one of the house's, or one that a clinic uploaded."""
    return reverse("exercise_picture", args=[name]) if OUR_NAME.fullmatch(name) else static(f"exercises/{name}")
