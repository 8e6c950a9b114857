"""What the engine writes is what the web reads, key by key."""

import json
import math
from dataclasses import replace

import pytest
import results
from synthetic import Walker, walk

from gait.analysis.conclude import conclude
from gait.analysis.terms.types import Hints
from gait.analysis.written.report import result_of
from gait.result.conventions import Activity, RollOrigin, Side, Verdict, View, ZeroReference
from gait.result.json_form import NotReadable, as_json, from_json
from gait.result.result import CameraRoll, Result, SideResult, SignedContent, Zero


def concluded(hints: Hints, **walker: object) -> Result:
    return result_of(conclude(walk(Walker(seconds=9.0, **walker)), hints), pipeline_version="1")


@pytest.mark.parametrize(
    "found",
    [
        concluded(Hints(view=View.POSTERIOR)),
        concluded(Hints(view=View.ANTERIOR), activity=Activity.RUNNING, steps_per_s=2.8),
        concluded(Hints(activity=Activity.SINGLE_LEG_STANCE)),
        concluded(Hints(walking_aid=True), angle_noise_deg=0.5),
        results.found(sides=dict.fromkeys(Side, results.withheld())),
    ],
    ids=["walk", "run", "static test", "aid", "withheld"],
)
def test_what_is_read_back_is_written_alike(found: Result) -> None:
    stored = json.loads(json.dumps(found.as_json(), allow_nan=False))
    assert Result.from_json(stored).as_json() == stored


def test_the_keys_are_those_of_the_contract() -> None:
    content = results.found().as_json()
    assert content["schema"] == "stance.analysis/1"
    assert set(content["camera_roll_deg"]) == {"value", "sigma", "from", "read", "read_sigma"}
    assert set(content["asymmetry_deg"]) == {"value", "ci95", "detectable"}
    assert {"relative_to_horizontal_deg", "relative_to_standing_deg", "message", "advice"} <= set(
        content["sides"]["left"]
    )
    assert content["zero"]["questioned"] is False
    assert "static" not in content
    assert "notes" not in content["video"]


def test_numbers_are_rounded_and_what_is_none_is_null() -> None:
    own = replace(results.side(4.0), pelvic_drop_deg=1.23456, sd_deg=math.nan, absolute_deg=-0.001)
    content = as_json(own)
    assert (content["pelvic_drop_deg"], content["sd_deg"]) == (1.235, None)
    assert str(content["relative_to_horizontal_deg"]) == "0.0"


def test_a_later_version_may_write_more_and_an_earlier_one_wrote_less() -> None:
    content = results.found().as_json() | {"written_later": {"by": "nobody"}}
    for key in ("reference_version", "viewpoint", "zero", "standing", "sources", "key_frames"):
        del content[key]
    for own in content["sides"].values():
        del own["borderline"], own["error_parts_deg"]
    found = Result.from_json(content)
    assert found.zero is None and found.zero_reference is ZeroReference.HORIZONTAL
    assert found.key_frames == {Side.LEFT: None, Side.RIGHT: None}
    assert found.sides[Side.RIGHT].pelvic_drop_deg == 9.0


@pytest.mark.parametrize(
    ("broken", "place"),
    [
        ({"view": "from above"}, "view: 'from above'"),
        ({"sides": {"left": 4}}, "sides.left: not an object"),
        ({"stances": [{"side": "left"}, 7]}, r"stances\[1\]"),
        ({"asymmetry_deg": {"value": 1.0, "ci95": [0.0], "detectable": True}}, "asymmetry.ci95_deg: not 2 values"),
        ({"pipeline_version": None}, "pipeline_version: missing"),
    ],
)
def test_what_is_no_result_names_the_place(broken: dict[str, object], place: str) -> None:
    with pytest.raises(NotReadable, match=place):
        Result.from_json(results.found().as_json() | broken)


def test_a_number_that_must_be_there_and_is_not_is_nan() -> None:
    roll = from_json(CameraRoll, {"value": None, "sigma": 1, "from": "edges"})
    assert math.isnan(roll.value_deg)
    assert (roll.sigma_deg, roll.origin) == (1.0, RollOrigin.EDGES)


def test_zero_in_the_picture_is_the_roll_where_the_result_keeps_no_offset() -> None:
    rolled = results.found(camera_roll=CameraRoll(5.0, 0.3, RollOrigin.EDGES), zero=None)
    standing = Zero(3.0, 0.5, ZeroReference.STANDING, standing_obliquity_deg=None)
    assert rolled.zero_in_picture_deg == 5.0
    assert replace(rolled, zero=standing).zero_in_picture_deg == 3.0


def test_what_is_signed_of_a_result_reads_alike() -> None:
    content = results.found().as_json() | {"video_sha256": "ab", "findings_dropped": []}
    content["findings"][0]["side"] = ""  # as the row of a finding has it that is about both
    signed = SignedContent.from_json(content)
    assert signed.findings[0].side is None
    assert (signed.video_sha256, signed.sides) == ("ab", Result.from_json(content).sides)
    assert isinstance(signed.sides[Side.LEFT], SideResult)
    assert signed.sides[Side.LEFT].verdict is Verdict.DROP
