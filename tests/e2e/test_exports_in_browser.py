"""What a therapist takes along of a really measured clip: each file comes, opens, and holds what the page says."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from desk import open_patient
from PIL import Image
from playwright.sync_api import Download, Page, expect
from running_site import Site

MAKING_MS = 120_000
YELLOW = (255, 228, 92)
APART, OUT = 60, 1.4
SIDES = ("left", "right")


@pytest.fixture
def result(demo_site: Site, desktop: Page) -> Page:
    """Of the demo's first visit: right stance drops, left stance does not."""
    demo_site.sign_in(desktop)
    open_patient(desktop, "Example, Nora")
    desktop.locator(".row-link").last.click()
    expect(desktop.locator("#result")).to_be_visible()
    return desktop


def taken(page: Page, link: str) -> Path:
    with page.expect_download() as coming:
        page.get_by_role("link", name=link, exact=True).click()
    return named(coming.value)


def named(download: Download) -> Path:
    """Whoever finds the file does not learn who was filmed."""
    assert re.fullmatch(r"stance-[0-9a-f]{8}-[a-z.]+\.[a-z0-9]+", download.suggested_filename)
    return download.path()


def test_the_curve_and_everything_else_tell_one_story(result: Page) -> None:
    everything = json.loads(taken(result, "everything (JSON)").read_text())
    assert everything["schema"] == "stance.analysis/1"
    for side in SIDES:
        drop_deg = everything["sides"][side]["pelvic_drop_deg"]
        expect(result.locator(f".side-verdict--{side}")).to_contain_text(f"drops {drop_deg:.1f}°")

    with taken(result, "curve (CSV)").open(newline="") as file:
        curve = list(csv.DictReader(file))
    assert len(curve) == everything["video"]["frames"]
    assert [float(row["time_s"]) for row in curve] == everything["series"]["time_s"]
    for stance in everything["stances"]:
        if stance["used"]:
            assert deepest_deg(curve, stance) == pytest.approx(stance["peak_drop_deg"], abs=0.3)


def deepest_deg(curve: list[dict[str, str]], stance: dict[str, str | float]) -> float:
    """Of the stance as the table marks it; obliquity is positive where the right side is lower."""
    sign, column = (1, "left_stance") if stance["side"] == "left" else (-1, "right_stance")
    rows = [
        row
        for row in curve
        if stance["initial_contact_s"] <= float(row["time_s"]) < stance["toe_off_s"] and row["pelvic_obliquity_deg"]
    ]
    assert {row[column] for row in rows} == {"1"}
    return max(sign * float(row["pelvic_obliquity_deg"]) for row in rows)


def test_the_points_are_a_table_that_motion_software_reads(result: Page) -> None:
    lines = taken(result, "points in pixels (TRC)").read_text().splitlines()
    facts = dict(zip(lines[1].split("\t"), lines[2].split("\t"), strict=True))
    markers = lines[3].split("\t")[2::3]
    rows = [line.split("\t") for line in lines[6:]]
    assert (int(facts["NumMarkers"]), int(facts["NumFrames"]), facts["Units"]) == (len(markers), len(rows), "px")
    assert {len(row) for row in rows} == {2 + 3 * len(markers)}
    assert [int(row[0]) for row in rows] == list(range(1, len(rows) + 1))
    heights = {name: [float(row[3 + 3 * at]) for row in rows if row[3 + 3 * at]] for at, name in enumerate(markers)}
    means = {name: np.mean(seen) for name, seen in heights.items() if seen}
    assert means["left_ankle"] < means["left_knee"] < means["pelvic_line_from"] < means["left_shoulder"]


def test_a_key_frame_shows_the_line_as_it_drops(result: Page) -> None:
    """From behind: in right stance the left half of the pelvis is lower, in left stance the right half."""
    for side, link in (("left", "left"), ("right", "right (PNG)")):
        with Image.open(taken(result, link)) as image:
            assert image.format == "PNG"
            picture = np.asarray(image.convert("RGB")).astype(int)
        y, x = np.nonzero((picture == YELLOW).all(axis=2))
        slope_deg = np.degrees(np.arctan(np.polyfit(x, y, 1)[0]))
        assert slope_deg > 2 if side == "left" else slope_deg < -5


def test_the_film_is_made_when_asked_for_and_carries_the_drawing(result: Page) -> None:
    track = result.locator("#review").evaluate("review => fetch(review.dataset.overlayUrl).then((it) => it.json())")
    clip = result.request.get(result.locator("video").evaluate("video => video.currentSrc")).body()
    result.get_by_role("link", name="film with the drawing (MP4)").click()
    result.get_by_role("button", name="Make the film").click()
    expect(result.get_by_role("progressbar", name="Drawing")).to_be_visible()
    result.get_by_role("button", name="Cancel").click()
    expect(result.get_by_text("Making the film was cancelled")).to_be_visible()
    result.get_by_role("button", name="Make it again").click()
    result.wait_for_function("() => document.querySelector('#film progress').value > 0", timeout=MAKING_MS)
    expect(result.get_by_text("The film is ready.")).to_be_visible(timeout=MAKING_MS)
    film = taken(result, "Download MP4").read_bytes()

    numbers = [at for at in range(APART, len(track["time_s"]), APART) if line_at(track, at) is not None]
    assert len(numbers) >= 4
    (plain, frames), (drawn, drawn_frames) = pictures_in(clip, numbers), pictures_in(film, numbers)
    assert frames == drawn_frames == len(track["time_s"])
    for number, before, after in zip(numbers, plain, drawn, strict=True):
        assert before.shape == after.shape
        for x, y in beside_the_stickers(line_at(track, number), after.shape[1] / track["width_px"]):
            assert not is_yellow(before[y, x])
            assert is_yellow(after[y, x])
        assert np.median(np.abs(after - before)) <= 3  # nothing else has changed but by being coded again


def pictures_in(film: bytes, numbers: list[int]) -> tuple[list[np.ndarray], int]:
    """Frames with these numbers, and how many there are."""
    chosen, count = [], 0
    with av.open(io.BytesIO(film)) as container:
        for count, frame in enumerate(container.decode(video=0), start=1):
            if count - 1 in numbers:
                chosen.append(frame.to_ndarray(format="rgb24").astype(np.int16))
    return chosen, count


def line_at(track: dict[str, Any], number: int) -> np.ndarray | None:
    """Both ends of the line of the pelvis, x and y, in one frame; None where it was not seen."""
    line = track["lines"][track["chosen"]]
    ends = [line[end][2 * number : 2 * number + 2] for end in ("from_xy", "to_xy")]
    return None if None in ends[0] + ends[1] else np.array(ends)


def beside_the_stickers(ends: np.ndarray, scale: float) -> list[tuple[int, int]]:
    """The line is drawn beyond the stickers, which are yellow themselves."""
    middle = ends.mean(axis=0)
    return [tuple(np.rint((middle + (end - middle) * OUT) * scale).astype(int)) for end in ends]


def is_yellow(colour: np.ndarray) -> bool:
    """Far less blue than red and green, which skin is not; H.264 keeps no colour exactly."""
    red, green, blue = colour
    return bool((red + green) / 2 - blue > 100)
