"""Marking the pelvis in a browser, as a hand with a mouse does it: where the enlarged picture shows the points."""

from playwright.sync_api import Page

Point = tuple[float, float]

SETTLED = """() => new Promise((tell) => {
    const video = document.querySelector('[data-part="video"]');
    const look = () => (video.seeking ? requestAnimationFrame(look) : setTimeout(tell, 250));
    look();
})"""
"""The frame that was asked for is on screen, and the enlarged picture shows it."""


def frame_in_view(page: Page) -> int:
    page.evaluate(SETTLED)
    return int(page.inner_text('[data-part="clock"]').split("frame ")[1].split(" of ")[0]) - 1


def place_of(page: Page, xy_px: Point) -> Point:
    """Where on the screen the enlarged picture shows this pixel of the clip."""
    loupe = page.locator("canvas.loupe")
    box, shown = loupe.bounding_box(), loupe.evaluate("canvas => ({ ...canvas.dataset })")
    scale, centre = float(shown["scale"]), [float(value) for value in shown["centre"].split()]
    corner = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    return tuple(at + (value - middle) * scale for at, value, middle in zip(corner, xy_px, centre, strict=True))


def press(page: Page, *points_px: Point) -> None:
    for xy_px in points_px:
        page.mouse.click(*place_of(page, xy_px))


def drag(page: Page, from_px: Point, to_px: Point) -> None:
    page.mouse.move(*place_of(page, from_px))
    page.mouse.down()
    page.mouse.move(*place_of(page, to_px), steps=4)
    page.mouse.up()
