"""A key frame as a PNG with the line of the pelvis and level drawn in."""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from gait.review.key_frames import KeyFrame

LINE, EDGE, LEVEL = (255, 228, 92), (10, 15, 14), (255, 255, 255)


def key_frame_png(picture: Path, frame: KeyFrame) -> bytes:
    """The whole picture, not the cut-out: whoever takes it along may cut it differently."""
    with Image.open(picture) as jpeg:
        image = jpeg.convert("RGB")
    if frame.line_px and frame.level_px:
        pen, thick = ImageDraw.Draw(image), max(2, round(frame.letter_px / 5))
        pen.line(frame.level_px, LEVEL, max(1, thick // 2))
        pen.line(frame.line_px, EDGE, thick + 4)
        pen.line(frame.line_px, LINE, thick)
    png = BytesIO()
    image.save(png, "PNG", optimize=False)
    return png.getvalue()
