"""What staff type is kept until its form is taken, and a form that is refused is not taken."""

import cast
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from plan_cast import make_report
from unsaved import keep, kept, post, typed

from clinics.models import Role, UnsavedWork, User

DAY_S = 24 * 60 * 60
HOUR_S = 60 * 60
PAGE = "/patients/new/"


@pytest.fixture
def desk(ines: User) -> Client:
    client = Client()
    client.force_login(ines)
    return client


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


def test_it_comes_back_in_a_new_session_until_it_is_saved(ines, desk, clock):
    assert keep(desk, PAGE, {PAGE: {"complaint": typed("Hip pain on stairs")}}).status_code == 204
    clock.shift(HOUR_S)
    again = Client()
    again.post(reverse("account_login"), {"login": ines.email, "password": cast.PASSWORD})
    for _ in range(2):
        assert "Hip pain on stairs" in again.get(PAGE).content.decode()


def test_another_device_that_is_signed_in_already_gets_it_and_clears_it(ines, desk):
    phone, page = Client(), reverse("account")
    phone.force_login(ines)
    phone.get(page)
    keep(desk, page, {page: {"full_name": typed("Ines the Second", "Ines Tester")}})
    assert "Ines the Second" in phone.get(page).content.decode()
    assert post(phone, page, page, {"full_name": "Ines the Second", "credentials": "PT"}).status_code == 302
    assert not kept()


def test_a_form_that_is_taken_waits_no_longer_and_others_on_its_page_do(desk):
    page = reverse("account")
    keep(desk, page, {page: {"full_name": typed("Ines")}, "/elsewhere/": {"words": typed("Not sent")}})
    assert post(desk, page, page, {"full_name": "Ines Tester", "credentials": "PT"}).status_code == 302
    assert kept() == {(page, "/elsewhere/"): {"words": ["Not sent"]}}


def test_rows_of_one_address_are_kept_apart(desk):
    page = reverse("account")
    keep(desk, page, {page: {"full_name": typed("Ines")}, f"{page} 1": {"full_name": typed("Another row")}})
    assert post(desk, page, page, {"full_name": "Ines Tester", "credentials": "PT"}).status_code == 302
    assert kept() == {(page, f"{page} 1"): {"full_name": ["Another row"]}}


def test_a_form_that_comes_back_keeps_its_last_words(desk):
    page = reverse("account")
    keep(desk, page, {page: {"credentials": typed("P")}})
    last = {"full_name": typed(" ", "Ines Tester"), "credentials": typed("PT, DPT")}
    answer = post(desk, page, page, {"full_name": " ", "credentials": "PT, DPT"}, last)
    assert answer.status_code == 200
    assert kept() == {(page, page): {"full_name": [" "], "credentials": ["PT, DPT"]}}
    assert answer.context["unsaved_work"]().answered == page


def test_a_form_that_never_reached_its_view_keeps_its_words(desk, north, settings):
    page = reverse("account")
    keep(desk, page, {page: {"full_name": typed("Ines the Second")}})
    settings.IS_PUBLIC = north.requires_second_factor = True
    north.save()
    answer = post(desk, page, page, {"full_name": "Ines the Second", "credentials": "PT"})
    assert answer.url == reverse("mfa_index")
    assert kept() == {(page, page): {"full_name": ["Ines the Second"]}}


def test_a_page_that_answers_under_another_address_keeps_under_its_own(desk, report_page):
    page, form = report_page
    answer = post(desk, page, form, {"text": ""}, {"plain_text": typed("In plain words")})
    assert answer.status_code == 422
    assert f'data-keep-under="{page}"' in answer.content.decode()
    assert kept() == {(page, form): {"plain_text": ["In plain words"]}}
    assert post(desk, page, form, {"text": "Seen again.", "readers": "referrer"}).status_code == 302
    assert not kept()


@pytest.fixture
def report_page(pat, ines) -> tuple[str, str]:
    report = make_report(pat, ines)
    return reverse("report", args=[report.pk]), reverse("report_addendum", args=[report.pk])


def test_what_the_page_sent_before_its_form_and_arrives_after_it_changes_nothing(desk):
    page = reverse("account")
    answers = {"full_name": "Ines Tester", "credentials": "PT"}
    post(desk, page, page, answers, number=2, is_another_on_its_way=True)
    keep(desk, page, {page: {"full_name": typed("Ines Tes")}}, number=1)
    assert not kept()
    keep(desk, page, {page: {"full_name": typed("Ines the Third")}}, number=1, visit="second")
    assert kept() == {(page, page): {"full_name": ["Ines the Third"]}}


def test_words_that_wait_to_be_chosen_outlive_the_form(desk):
    page = reverse("account")
    keep(desk, page, {page: {"full_name": typed("Ines the Second"), "credentials": typed("DPT")}})
    post(desk, page, page, {"full_name": "Ines Tester", "credentials": "DPT"}, undecided=["full_name"])
    assert kept() == {(page, page): {"full_name": ["Ines the Second"]}}


def test_two_tabs_of_one_page_add_up(desk):
    keep(desk, PAGE, {PAGE: {"first_name": typed("Cora")}})
    keep(desk, PAGE, {PAGE: {"last_name": typed("Gray")}}, visit="second")
    keep(desk, PAGE, {PAGE: {"first_name": None}}, number=2)
    assert kept() == {(PAGE, PAGE): {"last_name": ["Gray"]}}


def test_it_goes_to_no_other_page_and_to_no_other_person(desk, north):
    keep(desk, PAGE, {PAGE: {"complaint": typed("Hip pain on stairs")}})
    assert "Hip pain on stairs" not in desk.get(reverse("account")).content.decode()
    other = Client()
    other.force_login(cast.member("Iris", north, Role.THERAPIST))
    assert "Hip pain on stairs" not in other.get(PAGE).content.decode()


def test_what_is_as_it_was_waits_no_longer(desk):
    keep(desk, PAGE, {PAGE: {"complaint": typed("Hip pain on stairs")}})
    keep(desk, PAGE, {PAGE: {"complaint": None}}, number=2)
    assert not UnsavedWork.objects.exists()


def test_after_two_weeks_it_is_forgotten(ines, desk, clock):
    keep(desk, PAGE, {PAGE: {"complaint": typed("Hip pain on stairs")}})
    clock.shift(15 * DAY_S)
    Client().post(reverse("account_login"), {"login": ines.email, "password": cast.PASSWORD})
    assert not UnsavedWork.objects.exists()


WRONG = [[], {"a": "b"}, {PAGE: {"a": ["x"]}}, {PAGE: {"a": {"typed": [1]}}}, {PAGE: {"a": typed("x" * 400_000)}}, "x"]


@pytest.mark.parametrize("forms", WRONG)
def test_it_refuses_what_no_form_holds(desk, forms):
    assert keep(desk, PAGE, forms).status_code == 400
    assert not UnsavedWork.objects.exists()


def test_a_foreign_page_leaves_no_words_behind(ines):
    checked = Client(enforce_csrf_checks=True)
    checked.force_login(ines)
    page = reverse("account")
    assert post(checked, page, page, {"full_name": ""}, {"full_name": typed("Mallory")}).status_code == 403
    assert not UnsavedWork.objects.exists()
