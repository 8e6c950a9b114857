"""Points marked on a really measured clip, in a real browser: what comes out lies near the truth.

The rendered clip tells where the back dimples of the person are in every frame, so the test marks them as a therapist
with a perfect eye would.
"""

import json
import re
from pathlib import Path

from marked import drag, frame_in_view, press
from playwright.sync_api import Page, expect
from running_site import Site

ROOT = Path(__file__).resolve().parents[2]
CLIP = ROOT / "tests" / "data" / "A1_walk_healthy_m.mp4"
TRUTH = json.loads(CLIP.with_suffix(".json").read_text())
TRUE_DROP_DEG = {side: TRUTH["per_side"][side[0]]["peak_drop_psis_image_mean"] for side in ("left", "right")}
NEAR_DEG = 1.0
MEASURING_MS = 400_000


def test_marked_points_end_near_the_truth_with_and_without_new_pictures(site: Site, desktop: Page) -> None:
    measure(site, desktop)
    marked = mark_all(desktop)
    desktop.get_by_role("button", name="Measure with my points").click()
    expect(desktop.locator(".changes")).to_contain_text(f"changed {marked} pictures.", timeout=MEASURING_MS)
    assert_near_the_truth(desktop)

    forget_readings(site)
    move_a_point(desktop)
    desktop.get_by_role("button", name="Measure with my points").click()
    expect(desktop.get_by_role("progressbar", name="Measurement")).to_be_visible(timeout=MEASURING_MS)
    expect(desktop.locator(".changes")).to_contain_text(f"changed {marked} pictures.", timeout=MEASURING_MS)
    assert_near_the_truth(desktop)


def measure(site: Site, page: Page) -> None:
    site.sign_in(page)
    page.get_by_role("link", name="Patients").first.click()
    page.get_by_role("link", name="Sample, Theo").click()
    page.get_by_role("link", name="New assessment").first.click()
    page.get_by_label("Walking", exact=True).check()
    page.get_by_role("group", name=re.compile("Worst pain")).get_by_label("2", exact=True).check()
    page.get_by_label("The patient agrees to be filmed and measured").check()
    page.get_by_role("main").get_by_role("button").last.click()
    page.get_by_label("Video").set_input_files(CLIP)
    page.get_by_role("button", name="Upload").click()
    expect(page.locator("#result")).to_be_visible(timeout=MEASURING_MS)


def true_points(frame: int) -> list[tuple[float, float]]:
    points = TRUTH["frame"]["points"]
    return [tuple(points[name][frame]) for name in ("psis_l", "psis_r")]


def mark_all(page: Page) -> int:
    """Two presses a picture; the next one comes by itself. Returns how many pictures were offered."""
    page.wait_for_selector("[data-is-ready]")
    page.get_by_role("button", name="Mark the pelvis").click()
    said = page.locator('[data-part="clicks-say"]')
    offered = int(re.search(r"of (\d+)", said.inner_text()).group(1))
    for number in range(1, offered + 1):
        expect(said).to_contain_text(f"Picture {number} of")
        press(page, *true_points(frame_in_view(page)))
    expect(said).to_contain_text(f"{offered} marked")
    return offered


def move_a_point(page: Page) -> None:
    """Away and back again: the points of before are still there to be dragged."""
    page.wait_for_selector("[data-is-ready]")
    page.get_by_role("button", name="Mark the pelvis").click()
    left, _ = true_points(frame_in_view(page))
    away = (left[0], left[1] + 30)
    drag(page, left, away)
    drag(page, away, left)


def forget_readings(site: Site) -> None:
    """What the clip told is gone, so the worker has to look at its pictures again."""
    for kept in (site.home / "media").rglob("readings.npz"):
        kept.unlink()


def assert_near_the_truth(page: Page) -> None:
    for side, true_deg in TRUE_DROP_DEG.items():
        sentence = page.locator(f".side-verdict--{side} .side-verdict__sentence").inner_text()
        drop_deg = float(re.search(r"drops (\d+\.\d)°", sentence).group(1))
        assert abs(drop_deg - true_deg) < NEAR_DEG, sentence
