"""Touches on the picture of the review, as the browser gets them from a screen."""

from playwright.sync_api import Page

Point = tuple[float, float]


class Fingers:
    def __init__(self, page: Page) -> None:
        self._wire = page.context.new_cdp_session(page)
        self._stage = page.locator('[data-part="stage"]')
        self._stage.scroll_into_view_if_needed()

    def at(self, across: float, down: float) -> Point:
        """A place on the screen, from shares of the picture's width and height."""
        box = self._stage.bounding_box()
        return box["x"] + box["width"] * across, box["y"] + box["height"] * down

    def swipe(self, *, by_px: int) -> None:
        x, y = self.at(0.4, 0.5)
        self._touch("touchStart", (x, y))
        for way in range(0, by_px + 1, 10):
            self._touch("touchMove", (x + way, y))
        self._touch("touchEnd")

    def spread(self) -> None:
        x, y = self.at(0.5, 0.5)
        self._touch("touchStart", (x - 20, y))
        self._touch("touchStart", (x - 20, y), (x + 20, y))
        for way in range(0, 61, 15):
            self._touch("touchMove", (x - 20 - way, y), (x + 20 + way, y))
        self._touch("touchEnd")

    def _touch(self, kind: str, *points: Point) -> None:
        told = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(points)]
        self._wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": told})
