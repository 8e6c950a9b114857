"""Follow along, offline notes, reminder."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from icalendar import Calendar

from exercises.models import DiaryEntry
from exercises.patient.links import derive_secret, find_link, revoke
from exercises.patient.offline import PAGES_FILES
from exercises.schedule import today_at


@pytest.fixture
def today(plan):
    return today_at(plan.patient.clinic)


@pytest.fixture
def send(phone, secret):
    def post(*records):
        return phone.post(f"/p/{secret}/sync/", json.dumps({"records": records}), content_type="application/json")

    return post


def note(item, day, *taps, entry=None):
    told = [{"tap": tap, "value": value} for tap, value in taps]
    return {"entry": str(entry or uuid4()), "item": item.pk, "day": day.isoformat(), "taps": told}


DONE = (("done", ""), ("pain", "2"), ("effort", "4"))


def test_an_offline_note_comes_home_under_its_own_id(send, plan, today):
    record = note(plan.items.first(), today - timedelta(days=2), *DONE)
    assert send(record).json() == {"kept": [record["entry"]]}
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
    assert plan.items.first().holds.filter(lifted_at=None).exists()


@pytest.mark.parametrize("days_ago", [-1, 15])
def test_notes_of_another_time_are_let_go(send, plan, today, days_ago):
    record = note(plan.items.first(), today - timedelta(days=days_ago), *DONE)
    assert send(record).json() == {"kept": [record["entry"]]}
    assert not DiaryEntry.objects.exists()


def test_an_id_is_not_moved_to_another_exercise(send, plan, today):
    first, second = plan.items.all()[:2]
    record = note(first, today, *DONE)
    send(record)
    send(note(second, today, ("done", ""), entry=record["entry"]))
    assert [entry.item for entry in DiaryEntry.objects.all()] == [first]


@pytest.mark.parametrize("letter", ["", "[]", "{}", '{"records": [1]}', '{"records": [{"entry": "x"}]}'])
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
        {"word": "Turn out", "seconds": 2},
        {"word": "Hold", "seconds": 2},
        {"word": "Back", "seconds": 2},
    ]
    assert session[2]["parts"] == [{"word": "Down", "seconds": 3}, {"word": "Up", "seconds": 2}]


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


def test_the_reminder_repeats_on_three_days_and_says_nothing_about_health(secret, plan):
    feed = Client().get(f"/p/{secret}/reminder.ics?at=07:30")
    [event] = Calendar.from_ical(feed.content).walk("VEVENT")
    assert event["rrule"]["BYDAY"] == ["MO", "WE", "FR"]
    assert (event.decoded("dtstart").hour, event.decoded("dtstart").minute) == (7, 30)
    assert event.decoded("dtstart").strftime("%a") in {"Mon", "Wed", "Fri"}
    text = feed.text.lower()
    for word in ("exercise", "clamshell", "pain", "hip", "clinic", plan.patient.first_name.lower(), secret.lower()):
        assert word not in text


@pytest.mark.parametrize("path", ["worker.js", "app.webmanifest", "reminder.ics"])
def test_a_dead_link_has_no_app(secret, path):
    revoke(find_link(secret))
    assert Client().get(f"/p/{secret}/{path}").status_code == 404
    assert Client().get(f"/p/{derive_secret('none')}/{path}").status_code == 404
