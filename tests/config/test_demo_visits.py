"""The demo is started again after somebody has tried it: what they corrected and what failed since changes nothing."""

import filmed
import pytest
import walks

from config.demo import visits
from config.demo.practice import SHEET, open_practice, patient, therapist
from gait.models import Analysis, SignedReport


@pytest.fixture
def signed(db, monkeypatch) -> Analysis:
    """One visit that was held and signed, with a measured clip of our own in place of the demo's."""
    open_practice()
    run = walks.done_run(filmed.assessment(patient("walker"), therapist()))
    row = next(row for row in SHEET["visits"] if row["is_signed"])
    monkeypatch.setitem(SHEET, "visits", [row])
    monkeypatch.setattr(visits, "film", lambda *_: run.recording.assessment)
    visits.hold_visits(print)
    return run


def test_a_corrected_clip_is_not_signed_in_the_therapists_name(signed):
    Analysis.objects.create(recording=signed.recording, status="done", result=signed.result)
    visits.hold_visits(print)
    assert SignedReport.objects.get().analysis == signed


@pytest.mark.parametrize("status", ["failed", "cancelled"])
def test_a_later_run_that_came_to_nothing_does_not_stop_the_start(signed, status):
    Analysis.objects.create(recording=signed.recording, status=status, error_code="E_TIMEOUT")
    visits.hold_visits(print)
    assert Analysis.objects.count() == 2
    assert SignedReport.objects.count() == 1
