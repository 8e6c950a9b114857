"""Reminders by mail: at the hour the patient chose, only on days with something due, with no word about health."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import cast
import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from plan_cast import make_report

from clinics.models import Clinic, OutboxMail, User
from clinics.rules import health_words
from exercises.following.diary import log_done
from exercises.models import Message, Plan, PlanLink, Reminder
from exercises.patient import mail_reminders
from exercises.patient.links import derive_secret, find_link, live_link, open_link, revoke
from exercises.patient.mail_reminders import send_due
from exercises.plan.drafting import draft_from_report
from exercises.plan.inputs import Answers
from exercises.plan.versions import activate
from patients.models import Patient

HOME = ZoneInfo("America/New_York")


@pytest.fixture
def reminder(phone: Client, secret: str, plan: Plan) -> Reminder:
    phone.post(f"/p/{secret}/reminder/", {"email": "pat@home.test", "at": "18:00"})
    return Reminder.objects.get()


def at(clock: str, day: int = 0) -> time_machine.travel:
    today = datetime.now(HOME)
    hour, minute = map(int, clock.split(":"))
    moment = today.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return time_machine.travel(moment.fromtimestamp(moment.timestamp() + day * 86400, HOME), tick=False)


def test_one_mail_at_the_chosen_hour(reminder: Reminder):
    with at("17:59"):
        assert send_due() == 0
    with at("18:01"):
        assert send_due() == 1
        assert send_due() == 0
    with at("18:30"):
        assert send_due() == 0
    (mail,) = OutboxMail.objects.all()
    assert (mail.recipient, mail.kind) == ("pat@home.test", "reminder")


def test_it_says_nothing_about_health(reminder: Reminder):
    mail_reminders.send(reminder)
    told = OutboxMail.objects.get().content
    words = re.sub(r"https?://\S+", "", told["subject"] + told["text"])
    words = words.replace(str(reminder.patient.clinic), "").replace(reminder.patient.clinic.phone, "")
    assert not health_words().search(words), words
    assert reminder.patient.first_name not in told["text"]
    assert "/p/" in told["text"], "the way to open the page"


def test_a_sleeping_machine_does_not_wake_anybody_at_night(reminder: Reminder):
    with at("23:30"):
        assert send_due() == 0


def test_nothing_due_no_mail(reminder: Reminder, plan: Plan):
    with at("18:01"):
        for item in plan.items.all():
            log_done(item, datetime.now(HOME).date())
        assert send_due() == 0


def test_a_revoked_link_ends_the_mails(reminder: Reminder, plan: Plan):
    PlanLink.objects.update(revoked_at=datetime.now(HOME))
    with at("18:01"):
        assert send_due() == 0


def test_whoever_held_a_revoked_link_never_gets_the_next_one(
    reminder: Reminder, plan: Plan, secret: str, desk: Client, ines: User
):
    """Neither by the reminder, nor by one that waits already, nor by a code for the address they set."""
    other = OutboxMail.objects.create(kind="reminder", recipient="sol@home.test", content={})
    Client().post("/my-plan/", {"email": "pat@home.test"})
    code = re.search(r"\d{6}", OutboxMail.objects.get(kind="code").content["text"]).group()
    mail_reminders.send(reminder)
    page = desk.post(f"/plan-links/{find_link(secret).pk}/revoke/", follow=True).text
    assert "address for reminders" in page
    assert list(OutboxMail.objects.all()) == [other]
    fresh = derive_secret(live_link(plan.patient, ines).salt)
    assert fresh != secret
    phone = Client()
    phone.post(f"/p/{fresh}/", {"birth_year": "1990"})
    with at("18:01"):
        assert send_due() == 0
    told = {"email": "pat@home.test", "code": code, "birth_year": "1990"}
    assert Client().post("/my-plan/", told).status_code == 403
    Client().post("/my-plan/", {"email": "pat@home.test"})
    assert list(OutboxMail.objects.all()) == [other]
    assert "pat@home.test" not in phone.get(f"/p/{fresh}/progress/").text


def test_what_waits_for_others_at_the_same_address_stays(
    reminder: Reminder, plan: Plan, secret: str, north: Clinic, sol: Patient, ines: User, omar: User
):
    """A family shares one address, and each of them may be at another clinic."""
    sister = cast.patient("Sister", north)
    for other, therapist in ((sister, ines), (sol, omar)):
        _, draft = draft_from_report(make_report(other, therapist), therapist, Answers())
        activate(draft, therapist)
        open_link(derive_secret(live_link(other, therapist).salt), other.birth_date.year)
        mail_reminders.send(Reminder.objects.create(patient=other, email="PAT@home.test", at="18:00"))
    Client().post("/my-plan/", {"email": "pat@home.test"})
    others = set(OutboxMail.objects.all())
    assert sorted(mail.kind for mail in others) == ["code", "reminder", "reminder"]
    mail_reminders.send(reminder)
    revoke(find_link(secret))
    assert set(OutboxMail.objects.all()) == others
    assert set(Reminder.objects.values_list("patient", flat=True)) == {sister.pk, sol.pk}


def test_a_link_closed_by_wrong_years_forgets_the_address_and_tells_the_clinic(reminder: Reminder, secret: str):
    link = find_link(secret)
    PlanLink.objects.filter(pk=link.pk).update(wrong_answers=19)
    assert open_link(secret, 1950) is None
    assert find_link(secret) is None
    assert not Reminder.objects.exists()
    assert "20 wrong years" in Message.objects.get(sender="notice").text


def test_revoking_without_an_address_says_nothing_of_one(desk: Client, secret: str):
    page = desk.post(f"/plan-links/{find_link(secret).pk}/revoke/", follow=True).text
    assert "The link no longer opens." in page
    assert "address for reminders" not in page


def test_the_sweeper_sends_them(reminder: Reminder):
    with at("18:01"):
        call_command("sweep")
    assert OutboxMail.objects.filter(kind="reminder").count() == 1


def test_it_stops_by_the_link_in_the_mail(reminder: Reminder):
    mail_reminders.send(reminder)
    stop = re.search(r"/reminders/\S+/stop/", OutboxMail.objects.get().content["text"]).group()
    stranger = Client(enforce_csrf_checks=True)
    assert "Stop the reminders?" in stranger.get(stop).content.decode()
    assert Reminder.objects.get().is_on, "a mail scanner that only looks changes nothing"
    assert stranger.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Reminder.objects.get().is_on
    with at("18:01"):
        assert send_due() == 0


def test_a_forged_stop_link_stops_nothing(reminder: Reminder):
    assert Client().post("/reminders/forged/stop/").status_code == 404
    assert Reminder.objects.get().is_on


def test_mail_programs_find_the_way_out_in_the_header(reminder: Reminder):
    mail_reminders.send(reminder)
    headers = OutboxMail.objects.get().content["headers"]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "pat@home.test" not in headers["List-Unsubscribe"]


def test_a_test_comes_at_once_and_not_more_than_three_an_hour(phone: Client, secret: str, reminder: Reminder):
    for _again in range(5):
        phone.post(f"/p/{secret}/reminder/", {"deed": "test"})
    assert OutboxMail.objects.count() == 3


def test_the_patient_stops_it_on_the_page(phone: Client, secret: str, reminder: Reminder):
    assert "pat@home.test" in phone.get(f"/p/{secret}/progress/").content.decode()
    phone.post(f"/p/{secret}/reminder/", {"deed": "stop"})
    assert not Reminder.objects.get().is_on


def test_a_wrong_address_is_not_kept(phone: Client, secret: str):
    phone.post(f"/p/{secret}/reminder/", {"email": "nobody", "at": "18:00"})
    assert not Reminder.objects.exists()


def test_it_speaks_the_language_it_was_set_in(phone: Client, secret: str, plan: Plan):
    phone.post(f"/p/{secret}/reminder/", {"email": "pat@home.test", "at": "18:00"}, headers={"Accept-Language": "es"})
    mail_reminders.send(Reminder.objects.get())
    assert "Abrir mi página" in OutboxMail.objects.get().content["text"]
