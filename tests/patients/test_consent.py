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


def test_each_purpose_is_agreed_to_and_withdrawn_by_itself(pat, ines):
    mail = consent.give(pat, confirmed_by=ines, purpose=Consent.Purpose.MAIL)
    assert consent.standing(pat) is None
    video = consent.give(pat, confirmed_by=ines)
    consent.withdraw(mail)
    assert consent.standing(pat) == video
    assert {purpose for purpose, _, _ in consent.not_standing(pat)} == {"mail", "picture", "teaching", "research"}


def test_every_purpose_says_what_it_means_and_what_taking_it_back_does():
    assert set(consent.WORDINGS) == set(consent.AFTER_WITHDRAWAL) == set(Consent.Purpose)
