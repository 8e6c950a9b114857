"""Whatever somebody who can write to the database does to the trail is found, down to the last event."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.db import transaction

from clinics.audit import anchors, chain, one_change, record_event
from clinics.audit.chain import first_trouble
from clinics.models import AuditEvent

pytestmark = pytest.mark.django_db(transaction=True)
WRITTEN = 12


@pytest.fixture(autouse=True)
def trail(north, pat, ines):
    for _ in range(WRITTEN):
        record_event("viewed", pat, clinic=north, patient_id=pat.pk)


def rows(number: int = 5):
    return AuditEvent.objects.filter(number=number)


def sealed_anew_without_key() -> None:
    """Row 5 is gone, all others are numbered and sealed anew with a key that was made up."""
    rows().delete()
    seal = ""
    for number, event in enumerate(AuditEvent.objects.order_by("number"), start=1):
        event.number = number
        key, chain.settings.AUDIT_KEY = chain.settings.AUDIT_KEY, "a guess"
        seal = chain.seal_of(event, seal)
        chain.settings.AUDIT_KEY = key
        AuditEvent.objects.filter(pk=event.pk).update(number=number, seal=seal)


def rolled_back_to(number: int) -> Callable[[], object]:
    return lambda: AuditEvent.objects.filter(number__gt=number).delete()


DONE_TO_IT = {
    "patient of a row": (lambda: rows().update(patient_id="x"), 5),
    "person of a row": (lambda: rows().update(actor=None, actor_kind="patient"), 5),
    "address of all rows": (lambda: AuditEvent.objects.update(ip_address="203.0.113.9"), 1),
    "a row in the middle gone": (lambda: rows().delete(), 5),
    "the last rows gone": (rolled_back_to(8), 9),
    "only the last row gone": (rolled_back_to(WRITTEN - 1), WRITTEN),
    "everything gone": (lambda: AuditEvent.objects.all().delete(), 1),
    "a row gone and all sealed anew": (sealed_anew_without_key, 1),
}


def test_an_untouched_trail_is_whole():
    assert first_trouble() is None


@pytest.mark.parametrize(("change", "number"), DONE_TO_IT.values(), ids=DONE_TO_IT)
def test_a_trail_that_was_touched_is_found(change, number, pat):
    change()
    trouble = first_trouble()
    assert trouble is not None
    assert trouble.number == number
    assert str(pat.pk) not in trouble.sentence


def test_a_cut_that_is_written_over_again_is_found(north, pat):
    """Who removes the last events and goes on working leaves events that their anchors do not fit."""
    rolled_back_to(8)()
    record_event("changed", pat, clinic=north)
    assert first_trouble().number == 9


def test_what_is_rolled_back_leaves_no_anchor(north, pat):
    with pytest.raises(RuntimeError), transaction.atomic():
        record_event("changed", pat, clinic=north)
        raise RuntimeError
    assert max(anchors.kept()) == WRITTEN
    assert first_trouble() is None


def test_one_change_has_one_anchor(north, pat):
    before = len(anchors.lines())
    with one_change():
        record_event("changed", pat, clinic=north)
        record_event("viewed", pat, clinic=north)
    assert len(anchors.lines()) == before + 1
    assert first_trouble() is None


def test_only_its_owner_reads_the_anchors():
    assert anchors.file().stat().st_mode & 0o777 == 0o600


def test_a_restored_backup_explains_what_is_gone(north, pat):
    rolled_back_to(8)()
    last = AuditEvent.objects.get(number=8)
    anchors.restored(last.number, last.seal)
    assert first_trouble() is None
    record_event("changed", pat, clinic=north)
    assert first_trouble() is None
    rolled_back_to(8)()
    assert first_trouble().number == 9


def test_nobody_without_the_key_can_claim_a_restore():
    rolled_back_to(8)()
    seal = AuditEvent.objects.get(number=8).seal
    with anchors.file().open("a") as file:
        file.write(f"restored 2026-12-01T00:00:00+00:00 8 {seal} {'0' * 64}\n")
    assert first_trouble().number == 9


def test_old_anchors_are_thinned_and_still_hold():
    today = anchors.lines()
    old = [f"2020-01-0{day}T{hour:02}:00:00+00:00 {line.split()[1]} {line.split()[2]}" for day, hour, line in
           [(1, 8, today[0]), (1, 9, today[1]), (2, 8, today[2])]]  # fmt: skip
    anchors.file().write_text("\n".join([*old, *today[3:]]) + "\n")
    anchors.thin()
    assert anchors.lines() == [old[1], old[2], *today[3:]]
    assert first_trouble() is None
    rolled_back_to(1)()
    assert first_trouble().number == 2


upgrade = import_module("clinics.migrations.0011_keyed_audit_seals")


def sealed_as_before() -> None:
    seal = ""
    for event in AuditEvent.objects.order_by("number"):
        seal = upgrade.old_seal(event, seal)
        AuditEvent.objects.filter(pk=event.pk).update(seal=seal)


def test_a_trail_of_before_is_sealed_anew():
    anchors.file().unlink()
    sealed_as_before()
    upgrade.seal_anew(apps, None)
    assert first_trouble() is None


def test_what_was_wrong_before_stays_found():
    anchors.file().unlink()
    sealed_as_before()
    rows(7).update(action="deleted")
    upgrade.seal_anew(apps, None)
    assert first_trouble().number == 7
