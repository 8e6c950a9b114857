"""Letters from home: to the worklist, back to the phone; what is told about emergencies."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone
from unsaved import kept, post, typed

from clinics.models import AuditEvent, User
from exercises.following import messages as letters
from exercises.following.attention import calls_for
from exercises.models import Message, Plan


def send(phone: Client, secret: str, text: str = "Is it fine to run on Sunday?") -> object:
    return phone.post(f"/p/{secret}/messages/", {"text": text})


def test_a_letter_lands_in_the_worklist(phone: Client, secret: str, desk: Client, ines: User):
    assert send(phone, secret).status_code == 302
    (call,) = [call for call in calls_for(ines) if call.is_letter]
    assert "not answered yet" in call.why
    page = desk.get("/worklist/").content.decode()
    assert f"/patients/{call.plan.patient_id}/#messages" in page
    assert "Is it fine to run" not in page, "what was written stays in the record"


def test_another_clinics_therapist_hears_nothing(phone: Client, secret: str, omar: User):
    send(phone, secret)
    assert calls_for(omar) == []


def test_the_answer_comes_back_and_closes_the_letter(phone: Client, secret: str, desk: Client, plan: Plan, ines: User):
    send(phone, secret)
    assert "Is it fine to run on Sunday?" in desk.get(f"/patients/{plan.patient_id}/").content.decode()
    desk.post(f"/patients/{plan.patient_id}/messages/", {"text": "Yes, 20 minutes."})
    assert not [call for call in calls_for(ines) if call.is_letter]
    assert "Your therapist wrote back." in phone.get(f"/p/{secret}/").content.decode()
    assert "Yes, 20 minutes." in phone.get(f"/p/{secret}/messages/").content.decode()
    assert "Your therapist wrote back." not in phone.get(f"/p/{secret}/").content.decode()
    assert Message.objects.get(sender="staff").seen_at is not None


def test_a_letter_can_be_ticked_off_without_an_answer(phone, secret, desk, plan: Plan, ines: User):
    send(phone, secret, "Thank you!")
    desk.post(f"/patients/{plan.patient_id}/messages/", {"text": "", "deed": "close"})
    assert not calls_for(ines)
    assert Message.objects.get().closed_by == ines


def test_a_half_written_answer_is_not_sent_by_ticking_the_letter_off(phone, secret, desk, plan: Plan, ines: User):
    send(phone, secret, "Thank you!")
    desk.post(f"/patients/{plan.patient_id}/messages/", {"text": "Your MRI sho", "deed": "close"})
    assert not calls_for(ines)
    assert not Message.objects.filter(sender="staff").exists()
    assert "Your MRI sho" not in phone.get(f"/p/{secret}/messages/").content.decode()


def test_a_half_written_answer_waits_while_the_letter_is_ticked_off(desk: Client, plan: Plan):
    page, form = f"/patients/{plan.patient_id}/", f"/patients/{plan.patient_id}/messages/"
    words = {"text": "Your MRI sho"}
    post(desk, page, form, {**words, "deed": "close"}, {"text": typed("Your MRI sho")})
    assert kept() == {(page, form): {"text": ["Your MRI sho"]}}
    post(desk, page, form, words)
    assert not kept()


def test_an_empty_answer_says_that_nothing_was_sent(desk: Client, plan: Plan):
    page = desk.post(f"/patients/{plan.patient_id}/messages/", {"text": " "}, follow=True).content.decode()
    assert "Nothing was sent. Write an answer first" in page


def test_the_page_says_what_to_do_in_an_emergency(phone: Client, secret: str):
    page = phone.get(f"/p/{secret}/messages/").content.decode()
    assert "Not for emergencies" in page
    assert "call 911" in page
    assert 'href="tel:404-555-0100"' in page


def test_a_double_tap_is_one_letter_and_a_flood_ends(phone: Client, secret: str, plan: Plan):
    send(phone, secret)
    send(phone, secret)
    assert Message.objects.count() == 1
    for number in range(letters.MAX_MESSAGES_A_DAY - 1):
        letters.write(plan.patient, f"Letter {number}")
    answer = send(phone, secret, "One more")
    assert "That is a lot for one day." in answer.content.decode()
    assert Message.objects.count() == letters.MAX_MESSAGES_A_DAY
    Message.objects.update(sent_at=timezone.now() - timedelta(days=2))
    assert send(phone, secret, "One more").status_code == 302


def test_what_a_patient_writes_is_never_markup(phone: Client, secret: str, desk: Client, plan: Plan):
    send(phone, secret, "<script>alert(1)</script>")
    for page in (phone.get(f"/p/{secret}/messages/"), desk.get(f"/patients/{plan.patient_id}/")):
        assert "<script>alert(1)" not in page.content.decode()


def test_a_letter_longer_than_the_table_takes_is_refused(phone: Client, secret: str):
    assert send(phone, secret, "x" * (letters.MAX_LENGTH + 1)).status_code == 200
    assert not Message.objects.exists()


def test_strangers_reach_the_door_only(secret: str):
    assert send(Client(), secret).status_code == 302
    assert not Message.objects.exists()


def test_the_trail_says_that_a_letter_was_written_and_not_what(phone: Client, secret: str):
    send(phone, secret)
    event = AuditEvent.objects.get(record_kind="exercises.message")
    assert (event.action, event.actor_kind) == ("created", "patient")
