"""What a runner told a phone without a network: taken in once, whole, and called on as if it had come at once."""

import json
from datetime import timedelta

import pytest
from offline_phone import wait_until_kept
from phone_letters import stamped
from plan_cast import make_report
from playwright.sync_api import Browser, expect

from exercises.following.attention import calls_for
from exercises.following.running import standing_of
from exercises.following.schedule import today_at
from exercises.models import RunEntry, SignsAsked
from exercises.plan.drafting import draft_from_report
from exercises.plan.inputs import Answers
from exercises.prescribing.running import STOPPED
from gait.result.conventions import Side
from gait.result.json_form import as_json
from gait.result.result import Companions

RUN = {"km": ["5,5"], "pain_nprs": ["1"], "has_settled": ["yes"], "day": ["today"]}


@pytest.fixture
def draft(pat, ines):
    companions = Companions(trunk_lean_deg={Side.LEFT: 2.0, Side.RIGHT: 2.5}, cadence_spm=160.0)
    report = make_report(pat, ines, companions=as_json(companions))
    return draft_from_report(report, ines, Answers(nprs=2, other={"morning_nprs": 0}))[1]


@pytest.fixture
def today(plan):
    return today_at(plan.patient.clinic)


@pytest.fixture
def send(phone, secret, plan):
    def send(form, fields, day, entry="e"):
        record = {"entry": entry, "form": form, "day": day.isoformat(), "fields": fields}
        letter = json.dumps({"records": stamped(plan.patient, record)})
        return phone.post(f"/p/{secret}/sync/", letter, content_type="application/json").json()

    return send


def test_a_run_is_kept_once_under_its_day(send, plan, today):
    for _ in range(2):
        assert send("run", RUN, today - timedelta(days=1))["kept"] == ["e"]
    run = RunEntry.objects.get()
    assert (run.day, float(run.km), run.pain_nprs, run.has_settled) == (today - timedelta(days=1), 5.5, 1, True)
    send("run", {**RUN, "day": ["yesterday"]}, today + timedelta(days=1))
    assert set(RunEntry.objects.values_list("day", flat=True)) == {today - timedelta(days=1), today}


def test_a_painful_run_stops_the_running_and_calls(send, plan, ines, today):
    send("run", {**RUN, "pain_nprs": ["8"]}, today)
    assert standing_of(plan, today).step == STOPPED
    assert any(call.is_urgent for call in calls_for(ines))


def test_a_yes_opens_a_sign_once_and_again_after_it_was_examined(send, plan, today):
    for _ in range(2):
        assert send("signs", {"signs": ["dvt"]}, today)["kept"] == ["e"]
    asked = SignsAsked.objects.get()
    asked.examined_at = plan.activated_at
    asked.save()
    send("signs", {"signs": ["dvt"]}, today)
    assert [each.is_open for each in SignsAsked.objects.order_by("asked_at")] == [False, True]


def test_the_morning_after_is_told_of_its_run(send, plan, today):
    entry = RunEntry.objects.create(
        patient=plan.patient, plan=plan, day=today - timedelta(days=1), km=3, pain_nprs=0, has_settled=True
    )
    assert send("morning", {"run": [str(entry.pk)], "value": ["7"]}, today)["kept"] == ["e"]
    assert standing_of(plan, today).step == STOPPED


@pytest.mark.parametrize(
    ("form", "fields", "days", "why"),
    [
        ("run", {**RUN, "km": ["far"]}, 0, "unreadable"),
        ("run", {}, 0, "unreadable"),
        ("dance", RUN | {"km": []}, 0, "unreadable"),
        ("signs", {}, 0, "unreadable"),
        ("signs", {"signs": ["dvt"], "has_none": ["on"]}, 0, "unreadable"),
        ("morning", {"run": ["1"], "value": ["11"]}, 0, "unreadable"),
        ("run", RUN, 3, "day"),
        ("run", RUN, -9, "day"),
        ("run", "no fields", 0, "unreadable"),
    ],
)
def test_what_no_page_sends_is_not_written(send, plan, today, form, fields, days, why):
    assert set(send(form, fields, today + timedelta(days=days))["refused"].values()) == {why}
    assert not RunEntry.objects.exists() and not SignsAsked.objects.exists()


@pytest.mark.long
def test_the_runners_page_works_without_a_network(browser: Browser, live_server, plan, secret, today) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-US")
    page = context.new_page()
    page.goto(f"{live_server.url}/p/{secret}/")
    page.get_by_label("In which year were you born?").fill("1990")
    page.get_by_role("button", name="Open my plan").click()
    expect(page.get_by_role("heading", name="Hello Pat")).to_be_visible()
    assert f"/p/{secret}/running/" in wait_until_kept(page)
    context.set_offline(True)
    page.goto(f"{live_server.url}/p/{secret}/running/")
    page.get_by_label("a calf that is hot and swollen").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Your clinic does not know it yet")).to_be_visible()
    expect(page.get_by_text("Some entries wait on this phone. They go to your clinic as soon")).to_be_visible()
    assert not SignsAsked.objects.exists()
    context.set_offline(False)
    page.goto(f"{live_server.url}/p/{secret}/")
    expect(page.get_by_text("Do not exercise or run for now").first).to_be_visible()
    assert SignsAsked.objects.get().signs == ["dvt"]
    context.close()
