"""Taking in a photo or a logo: really a picture, upright, small enough for a phone, and without what cameras add."""

import hashlib
import io
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

from clinics.models import Clinic, Picture

MAX_BYTES = 12 * 1024 * 1024
MAX_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
MAX_SIDE_PX = {Picture.Kind.PHOTO: 1280, Picture.Kind.LOGO: 480}
QUALITY = 80


class NotAPicture(ValueError):
    """What came is no picture that can be shown; the message says why."""


def keep_picture(clinic: Clinic, kind: Picture.Kind, file: IO[bytes]) -> Picture:
    """Replace the location's picture of this kind.

    Raises
    ------
    NotAPicture
        Nothing was changed.
    """
    picture = opened(file)
    picture.thumbnail((MAX_SIDE_PX[kind], MAX_SIDE_PX[kind]))
    content = as_webp(picture, is_exact=kind == Picture.Kind.LOGO)
    kept, _ = Picture.objects.update_or_create(
        clinic=clinic,
        kind=kind,
        defaults={
            "content": content,
            "content_type": "image/webp",
            "sha256": hashlib.sha256(content).hexdigest(),
            "width_px": picture.width,
            "height_px": picture.height,
        },
    )
    return kept


def opened(file: IO[bytes]) -> Image.Image:
    """The picture, turned as its camera was held."""
    try:
        picture = Image.open(file, formats=FORMATS)
        if picture.width * picture.height > MAX_PIXELS:
            raise NotAPicture("This picture has more than 50 million points. Make it smaller first.")
        picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as trouble:
        raise NotAPicture("This is no JPEG, PNG or WebP picture, or it is damaged.") from trouble
    return ImageOps.exif_transpose(picture)


def as_webp(picture: Image.Image, *, is_exact: bool) -> bytes:
    """Written anew from its points alone: where and with what it was taken stays behind."""
    bare = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    bare.info.clear()
    content = io.BytesIO()
    bare.save(content, "WEBP", quality=QUALITY, lossless=is_exact, method=4)
    return content.getvalue()
