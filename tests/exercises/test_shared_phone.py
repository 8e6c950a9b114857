"""Two people's links on one phone: what one wrote never becomes the other's; an old link of the same person is hers."""

import json
from uuid import uuid4

import cast
import pytest
from django.test import Client
from phone_letters import stamped
from plan_cast import make_report

from exercises.following.schedule import today_at
from exercises.models import DiaryEntry, Message, PlanLink, RunEntry, SignsAsked, UnplacedNote
from exercises.patient.links import derive_secret, live_link, revoke
from exercises.patient.whose import stamps_of
from exercises.plan.drafting import draft_from_report
from exercises.plan.inputs import Answers
from exercises.plan.versions import activate
from patients.records import merge


@pytest.fixture
def sam(north):
    """Lives with Pat, and comes to the same clinic."""
    return cast.patient("Sam", north)


@pytest.fixture
def sams_plan(sam, ines):
    _, draft = draft_from_report(make_report(sam, ines), ines, Answers())
    return activate(draft, ines)


@pytest.fixture
def send(phone, secret):
    def post(*records):
        letter = json.dumps({"records": records})
        return phone.post(f"/p/{secret}/sync/", letter, content_type="application/json").json()

    return post


def notes_of(plan):
    """One of each kind."""
    day = f"{today_at(plan.patient.clinic)}"
    item = plan.items.first().pk
    told = [
        {"item": item, "taps": [{"tap": "done", "value": ""}, {"tap": "pain", "value": "9"}]},
        {"kind": "morning", "pain": "9", "limped": "yes"},
        {"kind": "message", "text": "Only for my therapist."},
        {"form": "signs", "fields": {"signs": ["cauda"]}},
        {"form": "run", "fields": {"km": ["5"], "pain_nprs": ["9"], "has_settled": ["no"]}},
        {"kind": "nothing that a page sends"},
    ]
    return [{"entry": str(uuid4()), "day": day, **each} for each in told]


def written():
    kinds = (DiaryEntry, Message, RunEntry, SignsAsked, UnplacedNote)
    return [str(each) for kind in kinds for each in kind.objects.all()]


def test_nothing_that_another_person_wrote_is_written_or_held(send, sams_plan):
    records = stamped(sams_plan.patient, *notes_of(sams_plan))
    told = send(*records)
    assert (told["kept"], told["held"]) == ([], [])
    assert told["refused"] == {record["entry"]: "person" for record in records}
    assert written() == []


@pytest.mark.parametrize("stamp", [{}, {"person": ""}, {"person": None}, {"person": ["a"]}, {"person": {}}])
def test_nothing_without_a_stamp_is_written_or_held(send, plan, stamp):
    records = [{**record, **stamp} for record in notes_of(plan)]
    assert set(send(*records)["refused"].values()) == {"person"}
    assert written() == []


def test_what_an_earlier_link_of_the_same_person_left_on_the_phone_comes_home(plan, secret, ines):
    revoke(PlanLink.objects.get())
    renewed = derive_secret(live_link(plan.patient, ines).salt)
    assert renewed != secret
    phone = Client()
    phone.post(f"/p/{renewed}/", {"birth_year": "1990"})
    records = stamped(plan.patient, *notes_of(plan))
    letter = json.dumps({"records": records})
    told = phone.post(f"/p/{renewed}/sync/", letter, content_type="application/json").json()
    assert {*told["kept"], *told["held"]} == {record["entry"] for record in records}


def test_the_stamp_names_nobody_and_is_on_every_page(phone, secret, plan):
    for path in ("", "follow/", "why/", "progress/", "messages/", "data/", "offline/"):
        page = phone.get(f"/p/{secret}/{path}").text
        assert f'<meta name="plan-person" content="{stamps_of(plan.patient)[0]}">' in page, path
    assert "plan-person" not in Client().get(f"/p/{secret}/").text


def test_stamps_of_two_people_share_nothing(plan, sam):
    assert not set(stamps_of(plan.patient)) & set(stamps_of(sam))


def test_a_merged_record_and_a_new_key_of_the_site_lose_no_note(plan, sam, settings):
    before = [*stamps_of(sam), *stamps_of(plan.patient)]
    merge(sam, into=plan.patient)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert set(before) <= set(stamps_of(plan.patient))
    assert stamps_of(plan.patient)[0] not in before
