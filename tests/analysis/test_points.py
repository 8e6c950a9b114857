import json
from pathlib import Path
from typing import Any

import pytest

from gait.analysis.corrections.points import PointsInvalid, read_points

FRAME = {"time_s": 1.2, "left_xy_px": [300, 500.5], "right_xy_px": [420, 505]}


def written(tmp_path: Path, content: Any) -> Path:
    path = tmp_path / "points.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def test_it_reads_clicks_in_order_of_time(tmp_path: Path) -> None:
    later = FRAME | {"time_s": 3}
    clicks, segment = read_points(written(tmp_path, {"frames": [later, FRAME], "segment": "belt"}))
    assert [click.time_s for click in clicks] == [1.2, 3.0]
    assert clicks[0].left_xy_px == (300.0, 500.5)
    assert segment == "belt"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("not json", "JSON"),
        ([], "frames"),
        ({"frames": []}, "frames"),
        ({"frames": [FRAME | {"left_xy_px": [1]}]}, "left_xy_px"),
        ({"frames": [FRAME | {"time_s": "soon"}]}, "time_s"),
        ({"frames": [FRAME | {"time_s": True}]}, "time_s"),
        ({"frames": ["x"]}, "object"),
        ({"frames": [FRAME], "segment": "knee"}, "segment"),
    ],
)
def test_it_says_where_a_file_is_wrong(tmp_path: Path, content: Any, says: str) -> None:
    with pytest.raises(PointsInvalid, match=says):
        read_points(written(tmp_path, content))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PointsInvalid, match=r"gone\.json"):
        read_points(tmp_path / "gone.json")
