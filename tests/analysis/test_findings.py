import dataclasses
import re

import pytest
from synthetic import Walker, walk

from gait.analysis.conclude import conclude
from gait.analysis.terms.types import Hints, StandingZero
from gait.result.conventions import Activity, Side, Source, View
from gait.result.result import Finding

DIAGNOSIS = re.compile(
    r"weak|gluteus|medius|diagnos|trendelenburg|tendinopath|dysfunction|patholog|insufficien|disease|abnormal|inhibit",
    re.I,
)
WALKERS = [
    Walker(drop_deg=(3.0, 9.0)),
    Walker(drop_deg=(9.0, 9.5)),
    Walker(drop_deg=(2.0, 2.5)),
    Walker(drop_deg=(2.0, 1.0), lean_deg=(1.0, 11.0)),
    Walker(drop_deg=(8.0, 8.0), lean_deg=(-6.0, 2.0)),
    Walker(activity=Activity.RUNNING, steps_per_s=2.8, drop_deg=(10.0, 4.0), lean_deg=(8.0, 8.0)),
    Walker(drop_deg=(-4.0, 8.0), lean_deg=(9.0, 2.0)),
]


def findings_of(walker: Walker) -> tuple[Finding, ...]:
    return conclude(walk(dataclasses.replace(walker, seconds=9.0)), Hints(view=View.POSTERIOR)).findings


@pytest.mark.parametrize("walker", WALKERS)
def test_no_finding_diagnoses_and_there_are_at_most_three(walker: Walker) -> None:
    findings = findings_of(walker)
    assert 1 <= len(findings) <= 3
    for finding in findings:
        assert not DIAGNOSIS.search(finding.text), finding.text
        assert finding.rule
        assert finding.citations


def test_a_drop_says_which_side_stands_which_drops_and_how_sure() -> None:
    first = findings_of(Walker(drop_deg=(3.0, 9.0)))[0]
    assert (first.code, first.side) == ("PELVIC_DROP", Side.RIGHT)
    assert re.match(r"Right stance: left side of the pelvis drops \d+\.\d° ± \d+\.\d°", first.text)
    assert "onsistent with" in first.text


def test_the_larger_drop_comes_first_and_asymmetry_last() -> None:
    codes = [(f.code, f.side) for f in findings_of(Walker(drop_deg=(13.0, 7.5)))]
    assert codes == [("PELVIC_DROP", Side.LEFT), ("PELVIC_DROP", Side.RIGHT), ("ASYMMETRY", Side.LEFT)]


def test_level_walking_is_one_sentence_that_does_not_exclude_anything() -> None:
    findings = findings_of(Walker(drop_deg=(2.0, 2.5)))
    assert [f.code for f in findings] == ["WITHIN_REFERENCE"]
    assert "does not exclude" in findings[0].text


def test_a_side_closer_to_the_limit_than_its_error_is_not_called_within_the_reference() -> None:
    (finding,) = findings_of(Walker(drop_deg=(4.0, 5.8)))
    assert finding.code == "NEAR_LIMIT"
    assert "borderline none/mild" in finding.text
    assert "Both within" not in finding.text


def test_the_tilt_reader_prints_the_limit_that_ruled() -> None:
    walked = walk(Walker(seconds=9.0, drop_deg=(3.0, 9.5)))
    line = dataclasses.replace(walked.line, source=Source.SURFACE)
    read = dataclasses.replace(walked, line=line, sources={Source.SURFACE: line})
    stood = StandingZero(line_deg=0.0, sigma_deg=0.5, roll_deg=0.0, roll_sigma_deg=0.3, source=Source.SURFACE)
    rules = {f.code: f.rule for f in conclude(read, Hints(view=View.POSTERIOR, standing_zero=stood)).findings}
    assert rules["ASYMMETRY"].startswith("at least 4°")


def test_a_lean_over_the_stance_leg_with_a_level_pelvis_is_not_called_normal() -> None:
    findings = findings_of(Walker(drop_deg=(2.0, 1.0), lean_deg=(1.0, 11.0)))
    assert ("COMPENSATED_PATTERN", Side.RIGHT) in [(f.code, f.side) for f in findings]
    assert "WITHIN_REFERENCE" not in [f.code for f in findings]


@pytest.mark.parametrize("walker", WALKERS)
def test_texts_and_rules_fit_the_columns_that_keep_them(walker: Walker) -> None:
    for finding in findings_of(walker):
        assert len(finding.text) <= 400
        assert len(finding.rule) <= 200
