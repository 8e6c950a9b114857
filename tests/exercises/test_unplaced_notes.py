"""What a phone sent and the diary cannot take is kept, shown to the patient and told to the therapist."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from phone_letters import stamped

from exercises.following import messages
from exercises.following.attention import calls_for
from exercises.following.schedule import today_at
from exercises.models import DiaryEntry, Message, Plan, SignsAsked, UnplacedNote
from exercises.patient import unplaced
from exercises.patient.my_data import my_data

DONE = [{"tap": "done", "value": ""}, {"tap": "pain", "value": "3"}]


@pytest.fixture
def today(plan):
    return today_at(plan.patient.clinic)


@pytest.fixture
def send(phone, secret, plan):
    def post(*records):
        letter = json.dumps({"records": stamped(plan.patient, *records)})
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


URGENT = {
    "pain 9 in an exercise": ({"taps": [{"tap": "done", "value": ""}, {"tap": "pain", "value": "9"}]}, "pain 9 of 10"),
    "pain 9 on a morning": ({"kind": "morning", "pain": "9"}, "pain 9 of 10 on the morning after"),
    "a limp": ({"kind": "morning", "pain": "1", "limped": "yes"}, "limped afterwards"),
    "skipped for pain": ({"taps": [{"tap": "skip", "value": "hurts"}]}, "skipped ("),
    "pain 8 in a run": ({"form": "run", "fields": {"km": ["4"], "pain_nprs": ["8"]}}, "pain 8 of 10"),
    "pain 7 after a run": (
        {"form": "morning", "fields": {"run": ["1"], "value": ["7"]}},
        "pain 7 of 10 on the morning",
    ),
    "a warning sign": ({"form": "signs", "fields": {"signs": ["groin"]}}, "warning sign: pain deep in the groin"),
}


@pytest.mark.parametrize(("told", "words"), URGENT.values(), ids=URGENT)
def test_pain_in_a_held_note_calls_at_once(send, plan, today, ines, desk, told, words):
    record = {"entry": str(uuid4()), "item": plan.items.first().pk, "day": f"{today - timedelta(days=40)}", **told}
    assert send(record)["held"] == [record["entry"]]
    urgent = [call.why for call in calls_for(ines) if call.is_urgent]
    assert any(words in why for why in urgent), urgent
    assert words in desk.get(f"/patients/{plan.patient_id}/").text
    messages.close(plan.patient, ines)
    assert not [call for call in calls_for(ines) if call.is_urgent and "has no place" in call.why]


def test_a_warning_sign_without_an_active_plan_stops_everything(send, plan, today, ines):
    Plan.objects.filter(pk=plan.pk).update(status=Plan.Status.ENDED)
    record = {"entry": str(uuid4()), "form": "signs", "day": f"{today}", "fields": {"signs": ["chest"]}}
    send(record)
    send(record)
    asked = SignsAsked.objects.get()
    assert (asked.signs, asked.is_open) == (["chest"], True)
    assert [call.why for call in calls_for(ines) if call.why.startswith("Warning sign since")]


def test_what_is_not_urgent_calls_nobody_urgently(send, plan, today, ines):
    send(too_early(plan, today))
    assert not [call for call in calls_for(ines) if call.is_urgent]


def test_pain_is_taken_in_however_many_notes_there_are(send, plan, today, monkeypatch):
    monkeypatch.setattr(unplaced, "MAX_NOTES_A_DAY", 0)
    calm, hurt = too_early(plan, today), {**too_early(plan, today), "taps": [{"tap": "pain", "value": "9"}]}
    assert send(calm, hurt)["held"] == [hurt["entry"]]


def test_a_letter_that_is_held_is_told_whole(send, plan, today, monkeypatch):
    monkeypatch.setattr("exercises.following.messages.MAX_LENGTH", 5)
    record = {"entry": str(uuid4()), "kind": "message", "day": f"{today}", "text": "My hip gives way"}
    send(record)
    assert "My hip gives way" in Message.objects.get(sender="notice").text
