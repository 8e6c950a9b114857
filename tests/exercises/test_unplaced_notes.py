"""What a phone sent and the diary cannot take is kept, shown to the patient and told to the therapist."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from exercises.following.schedule import today_at
from exercises.models import DiaryEntry, Message, UnplacedNote
from exercises.patient import unplaced
from exercises.patient.my_data import my_data

DONE = [{"tap": "done", "value": ""}, {"tap": "pain", "value": "3"}]


@pytest.fixture
def today(plan):
    return today_at(plan.patient.clinic)


@pytest.fixture
def send(phone, secret):
    def post(*records):
        letter = json.dumps({"records": records})
        return phone.post(f"/p/{secret}/sync/", letter, content_type="application/json").json()

    return post


def too_early(plan, today):
    item = plan.items.first()
    return {"entry": str(uuid4()), "item": item.pk, "day": f"{today - timedelta(days=40)}", "taps": DONE}


def test_both_sides_see_what_came_and_why_it_is_not_in_the_diary(send, plan, today, phone, secret, desk):
    record = too_early(plan, today)
    assert send(record) == {"kept": [], "refused": {record["entry"]: "day"}, "held": [record["entry"]]}
    assert not DiaryEntry.objects.exists()
    assert UnplacedNote.objects.get().told == record
    for page in (phone.get(f"/p/{secret}/").text, desk.get(f"/patients/{plan.patient_id}/").text):
        assert "Standing clamshell" in page and "pain 3 of 10" in page and "Its date does not fit your plan." in page
    assert my_data(plan.patient)["notes_without_a_place_in_the_diary"][0]["told"] == record


def test_the_same_note_again_is_kept_and_told_once(send, plan, today):
    record = too_early(plan, today)
    assert send(record)["held"] == send(record)["held"] == [record["entry"]]
    assert UnplacedNote.objects.count() == Message.objects.filter(sender="notice").count() == 1


def test_more_than_anybody_taps_stays_on_the_phone(send, plan, today, monkeypatch):
    monkeypatch.setattr(unplaced, "MAX_NOTES_A_DAY", 1)
    first, second = too_early(plan, today), too_early(plan, today)
    assert send(first, second)["held"] == [first["entry"]]


def test_an_exercise_of_somebody_else_is_not_named(send, plan, today, phone, secret):
    record = {**too_early(plan, today), "item": 10**6, "day": f"{today}"}
    assert send(record)["refused"] == {record["entry"]: "unknown"}
    assert "It names an exercise that is not in your plans." in phone.get(f"/p/{secret}/").text


def test_a_morning_and_a_letter_come_home_once(send, plan, today, phone, secret):
    item = plan.items.first()
    DiaryEntry.objects.create(item=item, day=today - timedelta(days=1))
    morning = {"entry": str(uuid4()), "kind": "morning", "day": f"{today}", "pain": "7", "limped": "no"}
    letter = {"entry": str(uuid4()), "kind": "message", "day": f"{today}", "text": " May I run? "}
    for _twice in range(2):
        assert send(morning, letter)["kept"] == [morning["entry"], letter["entry"]]
    entry = DiaryEntry.objects.get()
    assert (entry.morning_nprs, entry.limped_afterwards, item.open_hold.because) == (7, False, "morning")
    assert [letter.text for letter in Message.objects.filter(sender="patient")] == ["May I run?"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "morning", "pain": "11"},
        {"kind": "morning"},
        {"kind": "message", "text": " "},
        {"kind": "message", "text": 7},
        {"kind": "dance"},
        {"kind": ["morning"]},
    ],
)
def test_what_the_page_does_not_send_is_held_and_not_called_written(send, plan, today, wrong):
    record = {"entry": str(uuid4()), "day": f"{today}", **wrong}
    told = send(record)
    assert (told["kept"], told["held"]) == ([], [record["entry"]])
    assert not Message.objects.filter(sender="patient").exists()
