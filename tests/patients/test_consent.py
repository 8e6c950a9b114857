from patients import consent
from patients.models import Consent


def test_giving_twice_keeps_the_first(pat, ines, omar):
    first = consent.give(pat, confirmed_by=ines)
    assert consent.give(pat, confirmed_by=omar) == first
    assert first.wording_version == consent.WORDING_VERSION


def test_after_a_withdrawal_nothing_stands(pat, ines):
    consent.withdraw(consent.give(pat, confirmed_by=ines))
    assert consent.standing(pat) is None


def test_withdrawing_twice_keeps_the_first_moment(pat, ines):
    given = consent.give(pat, confirmed_by=ines)
    consent.withdraw(given)
    moment = given.withdrawn_at
    consent.withdraw(given)
    assert given.withdrawn_at == moment


def test_agreeing_again_is_a_new_row(pat, ines):
    consent.withdraw(consent.give(pat, confirmed_by=ines))
    consent.give(pat, confirmed_by=ines)
    assert Consent.objects.filter(patient=pat).count() == 2
