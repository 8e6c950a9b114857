"""Archive, restore, merge, and the question whether somebody is here already."""

from datetime import timedelta

import cast
import filmed
import pytest
from django.urls import reverse
from django.utils import timezone

from clinics.models import AuditEvent, Role
from gait.models import Assessment
from patients import consent, records
from patients.models import Consent, EpisodeOfCare, Patient
from patients.search import search


@pytest.fixture
def inas(client, ines):
    client.force_login(ines)
    return client


@pytest.fixture
def twin(north) -> Patient:
    return cast.patient("Patricia", north)


def test_an_archived_patient_leaves_list_and_search_and_comes_back(inas, pat):
    inas.post(reverse("patient_archive", args=[pat.pk]))
    assert "Example, Pat" not in inas.get(reverse("patient_list")).content.decode()
    assert "Nobody fits" in inas.post(reverse("patient_list"), {"q": "Pat"}).content.decode()
    assert "Example, Pat" in inas.get(reverse("patient_archived")).content.decode()
    inas.post(reverse("patient_restore", args=[pat.pk]))
    assert "Example, Pat" in inas.get(reverse("patient_list")).content.decode()


def test_somebody_born_the_same_day_with_a_name_in_common_is_likely_the_same(pat, twin, sol):
    assert list(records.likely_same(pat)) == [twin]


def test_accents_do_not_hide_a_duplicate(north):
    first, second = cast.patient("José", north), cast.patient("Jose", north)
    Patient.objects.filter(pk=second.pk).update(last_name="Other")
    assert list(records.likely_same(first)) == [second]


def test_another_birth_date_is_another_person(pat, twin):
    Patient.objects.filter(pk=twin.pk).update(birth_date="1991-04-02")
    assert not records.likely_same(pat)


def test_adding_somebody_known_asks_first_and_then_obeys(inas, pat):
    details = {"first_name": "Pat", "last_name": "Example", "birth_date": "1990-04-02", "sex": "female"}
    page = inas.post(reverse("patient_new"), details | {"clinic": pat.clinic_id}).content.decode()
    assert "may be here already" in page
    assert Patient.objects.count() == 1
    inas.post(reverse("patient_new"), details | {"clinic": pat.clinic_id, "add_anyway": ""})
    assert Patient.objects.count() == 2


def test_merging_moves_everything_and_leaves_a_signpost(inas, pat, twin, ines):
    walk = filmed.assessment(twin, ines)
    EpisodeOfCare.objects.create(patient=twin, complaint="Outer hip hurts")
    twin.phone, twin.record_number = "404-555-0199", "N-9"
    twin.save()
    inas.post(reverse("patient_merge", args=[pat.pk, twin.pk]), {"stays": str(pat.pk)})
    pat.refresh_from_db()
    assert Assessment.objects.get().patient == pat
    assert (pat.episodes.count(), pat.phone, pat.record_number) == (1, "404-555-0199", "N-9")
    assert Consent.objects.get(pk=walk.consent_id).patient == pat
    assert inas.get(reverse("patient", args=[twin.pk])).url == reverse("patient", args=[pat.pk])
    assert list(search(Patient.objects.current(), "example")) == [pat]
    changed = AuditEvent.objects.filter(action=AuditEvent.Action.CHANGED).values_list("record_id", flat=True)
    assert {str(pat.pk), str(twin.pk)} <= set(changed)


def test_of_two_agreements_the_later_one_goes_on(pat, twin, ines):
    earlier, later = consent.give(pat, confirmed_by=ines), consent.give(twin, confirmed_by=ines)
    records.merge(twin, into=pat)
    earlier.refresh_from_db()
    assert consent.standing(pat) == later
    assert earlier.withdrawn_at == later.given_at


def test_records_of_two_locations_are_not_merged(pat, sol):
    with pytest.raises(records.CannotMerge, match="different locations"):
        records.merge(sol, into=pat)


def test_a_record_is_not_merged_into_itself_nor_twice(pat, twin):
    with pytest.raises(records.CannotMerge):
        records.merge(pat, into=pat)
    records.merge(twin, into=pat)
    with pytest.raises(records.CannotMerge):
        records.merge(twin, into=pat)


def test_two_active_plans_stop_a_merge_and_change_nothing(pat, twin, ines):
    from world import one_of_everything

    one_of_everything(pat.clinic, cast.clinic("West"), ines, pat)
    cast.member("Wes", pat.clinic, Role.THERAPIST)
    other = filmed.assessment(twin, ines)
    from exercises.models import Plan

    active = Plan.objects.get(status=Plan.Status.ACTIVE)
    active.pk, active.patient = None, twin
    active._state.adding = True
    active.save(force_insert=True)
    with pytest.raises(records.CannotMerge, match="active plan"):
        records.merge(twin, into=pat)
    other.refresh_from_db()
    assert other.patient == twin


def test_a_merge_reaches_every_table_that_names_a_patient():
    """A new model with a foreign key to Patient is moved too, without being named anywhere."""
    moved = {field.model._meta.label for field in records.fields_that_name_a_patient()}
    assert {"gait.Assessment", "exercises.Plan", "patients.Consent", "patients.EpisodeOfCare"} <= moved
    assert "patients.SearchWord" not in moved


def test_an_archived_patient_leaves_the_worklist_too(inas, pat, ines):
    filmed.run_of(filmed.assessment(pat, ines))
    assert "Pat Example" in inas.get(reverse("worklist")).content.decode()
    records.archive(pat)
    assert "Pat Example" not in inas.get(reverse("worklist")).content.decode()


def test_the_archive_marks_what_its_location_no_longer_has_to_keep(inas, pat):
    records.archive(pat)
    page = reverse("patient_archived")
    assert "badge--caution" not in inas.get(page).content.decode()
    Patient.objects.filter(pk=pat.pk).update(archived_at=timezone.now() - timedelta(days=3700))
    assert "badge--caution" in inas.get(page).content.decode()
