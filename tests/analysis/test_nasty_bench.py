"""The bench of nasty inputs and that of real clips: they must see what is wrong, and paint what they say."""

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made_clips import rendered

from gait.result.conventions import Source
from tests.bench import nasty, nasty_judged, real, real_tried
from tests.bench.accuracy_page import page, refresh_chapters
from tests.bench.nasty_drawn import PAINTED, Body
from tests.bench.nasty_filmed import FILMED

TRUTH: dict[str, Any] = {
    "fps": 10,
    "frames": 60,
    "stances": [
        {"side": side, "ic_s": start, "to_s": start + 0.6, "peak_drop_image": peak}
        for side, start, peak in (("l", 0.1, 3.0), ("r", 0.7, 8.0), ("l", 4.1, 5.0), ("r", 4.9, 8.0))
    ],
}


def result(left: tuple[float, float] | None, right: tuple[float, float] | None = (8.0, 1.0)) -> dict[str, Any]:
    """Value and half-width of each side, None where it is withheld."""

    def side(claimed: tuple[float, float] | None) -> dict[str, Any]:
        if claimed is None:
            told = {"verdict": "cannot_tell", "pelvic_drop_deg": None, "ci95_deg": None}
            return told | {"reason": "E_ZERO_WIDE"}
        value, half = claimed
        return {"verdict": "drop", "pelvic_drop_deg": value, "ci95_deg": [value - half, value + half], "reason": None}

    swing = {"value": None, "ci95": None, "reason": "E_NO_ANSWER"}
    return {"source": "waistband", "sides": {"left": side(left), "right": side(right)}, "excursion_deg": swing}


@pytest.mark.parametrize(
    ("got", "is_wrong"), [((4.0, 0.5), False), ((7.0, 2.1), False), ((7.0, 1.9), True), (None, False)]
)
def test_a_claim_is_wrong_where_its_interval_misses_the_truth_by_more_than_a_degree(
    got: tuple[float, float] | None, is_wrong: bool
) -> None:
    one = nasty_judged.judge("kind", "walk", TRUTH, result(got), (0.0, 1.0), is_hidden=False)
    assert one.left.true_deg == 4.0
    assert one.is_wrong is is_wrong
    assert ("wrong" in nasty_judged.row(one)) is is_wrong


def test_exchanged_sides_are_wrong_and_only_the_part_that_is_shown_counts() -> None:
    exchanged = nasty_judged.judge("mirror", "walk", TRUTH, result((8.0, 1.0), (4.0, 1.0)), (0.0, 1.0), is_hidden=False)
    assert exchanged.left.is_wrong
    assert exchanged.right.is_wrong
    assert (
        nasty_judged.judge("trim", "walk", TRUTH, result((5.0, 0.5)), (0.5, 1.0), is_hidden=False).left.true_deg == 5.0
    )


def test_a_refused_clip_claims_nothing() -> None:
    refused = nasty_judged.judge("kind", "walk", TRUTH, {"error": {"code": "E_TOO_DARK"}}, (0.0, 1.0), is_hidden=False)
    assert not refused.is_wrong
    assert "E_TOO_DARK" in nasty_judged.row(refused)


def test_what_was_kept_comes_back_and_stands_on_the_page(tmp_path: Path) -> None:
    one = nasty_judged.judge("jumper", "walk", TRUTH, result((9.0, 1.0)), (0.0, 1.0), is_hidden=True)
    nasty_judged.store([one], tmp_path / "nasty.json")
    kept = nasty_judged.stored(tmp_path / "nasty.json")
    assert kept is not None
    assert kept[1] == [one]
    assert "0 of them wrong by more than 1°, and 1 more where nothing in the film shows it" in nasty_judged.summary(
        [one]
    )
    tried = real_tried.Tried("walk", 9, "surface: E_NO_SOURCE", "clicks: in all 9.1 ± 2.0", "–", 1.5, 0.5, (22, 10, 8))
    real_tried.store([tried], tmp_path / "real.json")
    assert (real_tried.stored(tmp_path / "real.json") or ("", []))[1] == [tried]


def test_every_figure_of_a_real_clip_that_misses_its_target_is_named() -> None:
    tried = real_tried.Tried("walk", 9, "surface: E_NO_SOURCE", "clicks: in all 9.1 ± 2.0", "–", 1.5, 0.5, (22, 10, 8))
    told = "\n".join(real_tried.failures([tried]))
    assert all(words in told for words in ("no number automatic", "1.50°", "z is 0.50", "10 of 22"))
    fine = replace(tried, automatic="markers: left 3.0 ± 2.0", rmse_deg=1.0, z=1.0, balls=(22, 20, 20))
    assert real_tried.failures([fine]) == ["No target is missed."]


def test_a_kept_table_takes_the_place_of_the_one_on_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((nasty_judged, "nasty.json"), (real_tried, "real.json")):
        monkeypatch.setattr(module.stored, "__defaults__", (tmp_path / name,))
    (tmp_path / "accuracy.md").write_text(page([]), encoding="utf-8")
    first, second = (
        nasty_judged.judge(kind, "walk", TRUTH, result((9.0, 1.0)), (0.0, 1.0), is_hidden=False)
        for kind in ("jumper", "skirt")
    )
    for one in (first, second):
        nasty_judged.store([one], tmp_path / "nasty.json")
        refresh_chapters(tmp_path)
    told = (tmp_path / "accuracy.md").read_text(encoding="utf-8")
    assert told == page([])
    assert told.count("## Nasty inputs") == 1
    assert "skirt" in told
    assert "jumper" not in told


def test_the_page_can_be_made_without_any_clip() -> None:
    assert page([]).startswith("# Accuracy")


@pytest.fixture(scope="module")
def body() -> Body:
    return Body(json.loads(rendered("A5").with_suffix(".json").read_text())["frame"]["points"])


@pytest.mark.parametrize("kind", PAINTED)
def test_each_kind_paints_something_on_the_body(kind: str, body: Body) -> None:
    picture = np.full((1280, 720, 3), 90, np.uint8)
    PAINTED[kind](picture, body, 30)
    rows, columns = np.nonzero((picture != 90).any(axis=-1))
    assert len(rows) > 100
    waist = body.waist(30)
    assert abs(rows - waist[1]).min() < 3 * body.apart_px(30)
    assert abs(columns - waist[0]).min() < 3 * body.apart_px(30)


def test_the_low_sticker_is_as_low_as_its_name_says(body: Body) -> None:
    """5 mm on 95 mm between the dimples is 3 degrees."""
    picture = np.full((1280, 720, 3), 90, np.uint8)
    PAINTED["right sticker 5 mm low"](picture, body, 0)
    left, right = body.dimples(0)
    rows, columns = np.nonzero((picture != 90).any(axis=-1))
    near_right = columns > (left[0] + right[0]) / 2
    low_px = rows[near_right].mean() - right[1]
    assert np.degrees(np.arctan2(low_px, body.apart_px(0))) == pytest.approx(3.0, abs=0.3)


@pytest.mark.parametrize("kind", [kind for kind, way in FILMED.items() if way.file is None])
def test_each_way_of_filming_gives_pictures_of_one_size(kind: str) -> None:
    pictures = [np.full((1280, 720, 3), k, np.uint8) for k in range(8)]
    filmed = list(FILMED[kind].pictures(pictures))
    assert len(filmed) == len(pictures)
    assert len({picture.shape for picture in filmed}) == 1


def labels_file(folder: Path) -> None:
    """Two passes over six frames of a swing, on the ends of a hem."""
    with (folder / "labels.csv").open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["clip", "frame", "time_s", "left_xy", "right_xy", "angle_deg", "pass", "what", "width_px"])
        for number, angle_deg in enumerate((0.0, 6.0, -5.0, 1.0, 7.0, -6.0)):
            for each in (1, 2):
                points = ["100.0 500.0", f"{200 + each}.0 510.0"]
                out.writerow(["walk", number, 0.4 * number, *points, angle_deg, each, "ends of the hem", 100])


def test_labels_are_the_mean_of_their_passes_and_marked_at_the_extremes(tmp_path: Path) -> None:
    labels_file(tmp_path)
    labels = real.labels_of(tmp_path)["walk"]
    assert len(labels) == 6
    assert labels[0].right_px == (201.5, 510.0)
    chosen = real.apart_at_extremes(labels)
    assert [label.angle_deg for label in chosen] == [6.0, -5.0, 7.0, -6.0]
    hints = real.with_marks(real.Hints(), chosen, Source.BY_HAND)
    assert not hints.marks_bone
    assert len(hints.clicks) == 4


@pytest.mark.long
def test_a_side_that_a_low_sticker_moves_is_measured_and_judged(tmp_path: Path) -> None:
    """The whole way: paint, film, measure, judge. Nothing that is claimed may be wrong."""
    [(kind, base, video, truth, way)] = [made for made in nasty.made(tmp_path, ["5 mm low"]) if made[1] == "run"]
    one = nasty_judged.judge(kind, base, truth, nasty.measure(video), way.window, is_hidden=way.is_hidden)
    assert one.source == "markers"
    assert not one.is_wrong
