"""Follow along, offline notes, reminder."""

import json
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from phone_letters import stamped
from PIL import Image
from plan_cast import make_report

from clinics.models import Clinic
from clinics.rules import health_words
from exercises.following.diary import lift
from exercises.following.schedule import tasks_of, today_at
from exercises.models import DiaryEntry, Message, Plan
from exercises.patient import phone_records
from exercises.patient.links import derive_secret, find_link, live_link, revoke
from exercises.patient.offline import PAGES_FILES
from exercises.plan.drafting import draft_from_report
from exercises.plan.inputs import Answers
from exercises.plan.lines import set_level
from exercises.plan.versions import activate, end, revise


@pytest.fixture
def today(plan):
    return today_at(plan.patient.clinic)


@pytest.fixture
def older(plan):
    """The plan, handed over three weeks ago."""
    begun = plan.activated_at - timedelta(days=21)
    Plan.objects.filter(pk=plan.pk).update(started_on=plan.started_on - timedelta(days=21), activated_at=begun)
    plan.refresh_from_db()
    return plan


@pytest.fixture
def send(phone, secret, plan):
    def post(*records):
        letter = json.dumps({"records": stamped(plan.patient, *records)})
        return phone.post(f"/p/{secret}/sync/", letter, content_type="application/json")

    return post


def note(item, day, *taps, entry=None):
    told = [{"tap": tap, "value": value} for tap, value in taps]
    return {"entry": str(entry or uuid4()), "item": item.pk, "day": day.isoformat(), "taps": told}


DONE = (("done", ""), ("pain", "2"), ("effort", "4"))


def test_an_offline_note_comes_home_under_its_own_id(send, older, today):
    record = note(older.items.first(), today - timedelta(days=2), *DONE)
    assert send(record).json() == {"kept": [record["entry"]], "refused": {}, "held": []}
    entry = DiaryEntry.objects.get()
    assert (str(entry.pk), entry.day) == (record["entry"], today - timedelta(days=2))
    assert (entry.pain_nprs, entry.effort_rpe) == (2, 4)


def test_a_note_sent_twice_counts_once(send, plan, today):
    record = note(plan.items.first(), today, *DONE)
    send(record)
    send(record, record)
    assert DiaryEntry.objects.count() == 1


def test_offline_pain_above_5_rests_the_exercise(send, plan, today):
    send(note(plan.items.first(), today, ("done", ""), ("pain", "8")))
    assert plan.items.first().open_hold


@pytest.mark.parametrize(
    ("days_ago", "is_written"), [(-2, False), (-1, True), (0, True), (20, True), (21, True), (23, False)]
)
def test_a_day_is_taken_from_the_start_of_the_plan_to_tomorrow(send, older, today, days_ago, is_written):
    """A phone farther east lives in tomorrow already; nobody follows a plan before there is one."""
    record = note(older.items.first(), today - timedelta(days=days_ago), *DONE)
    told = send(record).json()
    assert told["kept"] == [record["entry"]] * is_written
    assert told["refused"] == ({} if is_written else {record["entry"]: "day"})
    assert DiaryEntry.objects.count() == is_written


def test_an_id_is_not_moved_to_another_exercise(send, plan, today):
    first, second = plan.items.all()[:2]
    record = note(first, today, *DONE)
    send(record)
    told = send(note(second, today, ("done", ""), entry=record["entry"])).json()
    assert [entry.item for entry in DiaryEntry.objects.all()] == [first]
    assert told == {"kept": [], "refused": {record["entry"]: "unknown"}, "held": [record["entry"]]}


def test_what_was_done_by_the_plan_before_is_written_with_that_plan(send, older, today, ines):
    """Offline since before the revision: the entry keeps the dose that the person did."""
    old = older.items.first()
    draft = revise(older, ines)
    set_level(draft.items.get(exercise=old.exercise_id), old.level + 1)
    new = activate(draft, ines)
    records = [note(old, today - timedelta(days=days), *DONE) for days in (3, 0)]
    assert send(*records).json()["kept"] == [record["entry"] for record in records]
    assert {entry.item for entry in DiaryEntry.objects.all()} == {old}
    task = next(task for task in tasks_of(new, today) if task.item.exercise_id == old.exercise_id)
    assert task.is_logged, "done today by either version is done today"
    assert task.done_this_week == 1


def test_an_exercise_of_one_day_is_one_entry_in_both_versions(send, older, today, ines, phone, secret):
    old = older.items.first()
    send(note(old, today, *DONE))
    new = activate(revise(older, ines), ines).items.get(exercise=old.exercise_id)
    phone.post(f"/p/{secret}/log/{new.pk}/", {"tap": "level", "value": "yes"})
    send(note(new, today, ("done", ""), ("pain", "1")))
    entry = DiaryEntry.objects.get()
    assert (entry.item, entry.stayed_level, entry.pain_nprs) == (old, True, 1)
    phone.post(f"/p/{secret}/log/{new.pk}/", {"tap": "undo"})
    assert not DiaryEntry.objects.exists()


def test_pain_by_the_plan_before_rests_the_exercise_of_today(send, older, today, ines):
    old = older.items.first()
    new = activate(revise(older, ines), ines)
    send(note(old, today - timedelta(days=1), ("done", ""), ("pain", "8")))
    assert new.items.get(exercise=old.exercise_id).open_hold


def test_pain_in_an_exercise_that_is_no_more_is_told(send, older, today, ines):
    old = older.items.first()
    draft = revise(older, ines)
    draft.items.get(exercise=old.exercise_id).delete()
    activate(draft, ines)
    send(note(old, today - timedelta(days=1), ("done", ""), ("pain", "8")))
    assert "Pain 8/10 in standing clamshell" in Message.objects.get(sender="notice").text


def test_a_letter_sent_again_brings_back_no_hold(send, plan, today, ines):
    record = note(plan.items.first(), today, ("done", ""), ("pain", "8"))
    send(record)
    lift(plan.items.first().open_hold, ines)
    send(record)
    assert not plan.items.first().open_hold


def test_a_tap_on_a_page_older_than_the_plan_is_written(phone, secret, older, ines):
    old = older.items.first()
    activate(revise(older, ines), ines)
    page = phone.post(f"/p/{secret}/log/{old.pk}/", {"tap": "done"}, headers={"HX-Request": "true"})
    assert "Did it hurt?" in page.text
    assert DiaryEntry.objects.get().item == old


def test_one_bad_entry_keeps_no_other_from_being_written(send, plan, today, sol, omar):
    first, second = plan.items.all()[:2]
    _, theirs = draft_from_report(make_report(sol, omar), omar, Answers())
    activate(theirs, omar)
    good = note(first, today, *DONE)
    letters = {
        "unknown": [note(theirs.items.first(), today, *DONE), note(first, today, *DONE) | {"item": 10**6}],
        "unreadable": [
            note(second, today, ("done", ""), ("pain", "11")),
            note(second, today, ("dance", "")),
            note(second, today),
            note(second, today, *DONE) | {"day": "soon"},
            note(second, today, *DONE) | {"taps": None},
            note(second, today, *DONE) | {"item": 10**30},
        ],
    }
    bad = [record for records in letters.values() for record in records]
    told = send(*bad[:4], good, *bad[4:], 7)
    assert told.status_code == 200
    assert told.json()["kept"] == [good["entry"]]
    for why, records in letters.items():
        assert {told.json()["refused"][record["entry"]] for record in records} == {why}
    assert [entry.item for entry in DiaryEntry.objects.all()] == [first]


def test_what_was_done_before_the_end_of_the_plan_is_written_after_it(send, plan, today, ines):
    end(plan, ines)
    record = note(plan.items.first(), today, *DONE)
    assert send(record).json()["kept"] == [record["entry"]]
    assert DiaryEntry.objects.get().pain_nprs == 2


def test_while_the_database_is_locked_nothing_is_called_kept(send, plan, today, monkeypatch):
    first, second = plan.items.all()[:2]
    monkeypatch.setattr(phone_records, "apply_tap", locked)
    records = [note(first, today, *DONE), note(second, today, *DONE)]
    told = send(*records).json()
    assert told == {"kept": [], "refused": {record["entry"]: "later" for record in records}, "held": []}


def locked(*_args: object) -> bool:
    raise OperationalError("database is locked")


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York"])
def test_the_day_is_the_clinics(phone, secret, plan, zone):
    """14 hours ahead of and 11 behind Greenwich: between them lies every clinic."""
    Clinic.objects.update(time_zone=zone)
    page = phone.get(f"/p/{secret}/")
    expected = timezone.localdate(timezone=ZoneInfo(zone))
    assert page.context["visit"].today == expected
    assert f'<meta name="plan-zone" content="{zone}">' in page.text
    phone.post(f"/p/{secret}/log/{plan.items.first().pk}/", {"tap": "done"})
    assert DiaryEntry.objects.get().day == expected


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-03-08T04:59:00Z", "2026-03-07"),
        ("2026-03-08T05:01:00Z", "2026-03-08"),
        ("2026-03-09T03:59:00Z", "2026-03-08"),
        ("2026-03-09T04:01:00Z", "2026-03-09"),
        ("2026-11-02T04:59:00Z", "2026-11-01"),
        ("2026-11-02T05:01:00Z", "2026-11-02"),
    ],
)
def test_midnight_is_the_clinics_also_where_the_clocks_change(report, ines, moment, day):
    """New York goes from five to four hours behind Greenwich on March 8, and back on November 1."""
    Clinic.objects.update(time_zone="America/New_York")
    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        plan = activate(draft_from_report(report, ines, Answers())[1], ines)
        link = derive_secret(live_link(plan.patient, ines).salt)
        client = Client()
        client.post(f"/p/{link}/", {"birth_year": "1990"})
        client.post(f"/p/{link}/log/{plan.items.first().pk}/", {"tap": "done"})
    assert DiaryEntry.objects.get().day.isoformat() == day


@pytest.mark.parametrize(("days", "is_likely"), [(1, True), (-1, True), (2, False), (-2, False)])
def test_a_tap_says_on_which_day_of_the_phone_it_came(phone, secret, plan, today, days, is_likely):
    told = today + timedelta(days=days)
    phone.post(f"/p/{secret}/log/{plan.items.first().pk}/", {"tap": "done", "day": told.isoformat()})
    assert DiaryEntry.objects.get().day == (told if is_likely else today)


@pytest.mark.parametrize("letter", ["", "[]", "{}", '{"records": [1]}'])
def test_a_letter_the_page_did_not_write_is_refused(phone, secret, letter):
    response = phone.post(f"/p/{secret}/sync/", letter, content_type="application/json")
    assert response.status_code == 400


def test_a_stranger_cannot_send_notes(secret, plan, today):
    letter = json.dumps({"records": [note(plan.items.first(), today, *DONE)]})
    assert Client().post(f"/p/{secret}/sync/", letter, content_type="application/json").status_code == 302
    assert not DiaryEntry.objects.exists()


def test_the_player_gets_what_is_due(phone, secret):
    session = phone.get(f"/p/{secret}/follow/").context["session"]
    assert [exercise["name"] for exercise in session] == [
        "Standing clamshell, fingertip support",
        "Single-leg bridge",
        "Step-down, 10 cm step",
    ]
    clamshell = session[0]
    assert [each["side"] for each in clamshell["sets"]] == ["right", "left", "right", "left", "right"]
    assert clamshell["sets"][0]["cue"] == "Stand on your RIGHT leg. The left knee turns out."
    assert clamshell["parts"] == [
        {"part": "up", "word": "Turn out", "seconds": 2},
        {"part": "hold", "word": "Hold", "seconds": 2},
        {"part": "down", "word": "Back", "seconds": 2},
    ]
    assert session[2]["parts"] == [
        {"part": "down", "word": "Down", "seconds": 3},
        {"part": "up", "word": "Up", "seconds": 2},
    ]


def test_with_nothing_due_the_player_leads_back(phone, secret, plan, today):
    for item in plan.items.filter(starts_in_week=1):
        DiaryEntry.objects.create(item=item, day=today)
    assert phone.get(f"/p/{secret}/follow/").headers["Location"] == f"/p/{secret}/"


def test_every_file_the_worker_keeps_exists(phone, secret):
    assert all(finders.find(name) for name in PAGES_FILES)
    worker = phone.get(f"/p/{secret}/worker.js")
    assert worker.headers["Content-Type"] == "text/javascript"
    assert f'const HOME = "/p/{secret.replace("-", chr(92) + "u002D")}/"' in worker.text


def test_the_manifest_names_no_patient(secret, plan):
    manifest = Client().get(f"/p/{secret}/app.webmanifest").json()
    assert manifest["start_url"] == f"/p/{secret}/"
    assert plan.patient.first_name not in str(manifest)
    pictures = [each for each in manifest["icons"] if each["type"] == "image/png"]
    for each in pictures:
        with Image.open(finders.find(each["src"].removeprefix("/static/"))) as picture:
            assert each["sizes"] == f"{picture.width}x{picture.height}"
    assert {(each["sizes"], each["purpose"]) for each in pictures} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }


def test_the_reminder_repeats_on_three_days_and_says_nothing_about_health(secret, plan):
    feed = Client().get(f"/p/{secret}/reminder.ics?at=07:30")
    [event] = Calendar.from_ical(feed.content).walk("VEVENT")
    assert event["rrule"]["BYDAY"] == ["MO", "WE", "FR"]
    assert (event.decoded("dtstart").hour, event.decoded("dtstart").minute) == (7, 30)
    assert event.decoded("dtstart").strftime("%a") in {"Mon", "Wed", "Fri"}
    assert not health_words().search(feed.text)
    for word in ("clamshell", plan.patient.first_name.lower(), secret.lower()):
        assert word not in feed.text.lower()


@pytest.mark.parametrize("path", ["worker.js", "app.webmanifest", "reminder.ics"])
def test_a_dead_link_has_no_app(secret, path):
    revoke(find_link(secret))
    assert Client().get(f"/p/{secret}/{path}").status_code == 404
    assert Client().get(f"/p/{derive_secret('none')}/{path}").status_code == 404


def test_the_emergency_number_is_that_of_the_country(phone, secret, plan):
    Clinic.objects.update(country="DE", state="")
    for page in ("", "messages/"):
        text = phone.get(f"/p/{secret}/{page}").text
        assert "112" in text and "911" not in text


def test_the_common_fault_is_shown_on_the_leg_that_works(phone, secret, plan):
    plan.items.filter(exercise="standing-clamshell").update(target_side="right")
    assert "standing-clamshell-fault-right.webp" in phone.get(f"/p/{secret}/").text
    plan.items.filter(exercise="standing-clamshell").update(target_side="left")
    page = phone.get(f"/p/{secret}/").text
    assert "standing-clamshell-fault.webp" in page and "standing-clamshell-fault-right.webp" not in page
