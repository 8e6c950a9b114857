"""From the contact form to the inbox of one location, and on to a booking."""

import re
from datetime import UTC, datetime, timedelta

import cast
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from clinics.enquiries.handling import CLINIC_LIMIT, SENDER_LIMIT, StateHasMoved, move_enquiry
from clinics.housekeeping import tidy
from clinics.models import AuditEvent, Clinic, Enquiry, Role, User

MESSAGE = "My left knee hurts after ten miles."


@pytest.fixture
def public(north: Clinic) -> Clinic:
    north.is_published = True
    north.save()
    return north


@pytest.fixture
def enquiry(public: Clinic) -> Enquiry:
    return Enquiry.objects.create(
        clinic=public, kind="appointment", name="Vera Visitor", email="vera@home.test", message=MESSAGE
    )


def words(**changes: str) -> dict[str, str]:
    return {
        "kind": "appointment",
        "name": "Vera Visitor",
        "email": "vera@home.test",
        "preferred_times": "Tuesdays",
        "message": MESSAGE,
        "website": "",
    } | changes


def post(client: Client, location: Clinic, **changes: str) -> int:
    return client.post(reverse("public:location_contact", args=[location.slug]), words(**changes)).status_code


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def move(client: Client, enquiry: Enquiry, **fields: str) -> int:
    address = reverse("clinic_enquiry_move", args=[enquiry.clinic.slug, enquiry.pk])
    return client.post(address, {"seen_state": "new", "minutes": "45", **fields}).status_code


class TestSending:
    def test_a_message_waits_in_the_inbox_of_the_location_it_was_sent_to(self, client: Client, public: Clinic) -> None:
        assert post(client, public) == 302
        enquiry = Enquiry.objects.get()
        assert (enquiry.clinic, enquiry.state, enquiry.message) == (public, "new", MESSAGE)
        assert enquiry.preferred_times == "Tuesdays"

    def test_the_general_form_goes_to_the_chosen_location(self, client: Client, public: Clinic, south: Clinic) -> None:
        assert client.post("/contact/", words()).status_code == 422
        assert client.post("/contact/", words(clinic=str(south.pk))).status_code == 422, "south is not public"
        assert client.post("/contact/", words(clinic=str(public.pk))).status_code == 302
        assert Enquiry.objects.get().clinic == public

    def test_both_mails_go_out_and_tell_nothing(self, client: Client, public: Clinic, mailoutbox: object) -> None:
        post(client, public)
        notice, thanks = mailoutbox
        assert (notice.to, thanks.to) == (["north@clinic.test"], ["vera@home.test"])
        assert thanks.reply_to == ["north@clinic.test"]
        address = reverse("clinic_enquiry", args=["north", Enquiry.objects.get().pk])
        assert address in notice.body
        for message in (notice, thanks):
            html = message.alternatives[0].content
            for text in (message.subject, message.body, html):
                assert "Vera" not in text and "knee" not in text and "Tuesdays" not in text

    def test_the_second_message_of_a_day_is_not_thanked_again(
        self, client: Client, public: Clinic, mailoutbox: object
    ) -> None:
        post(client, public)
        post(client, public, email="VERA@home.test")
        assert [message.to[0] for message in mailoutbox].count("vera@home.test") == 1
        assert "VERA@home.test" not in [message.to[0] for message in mailoutbox]

    @pytest.mark.parametrize("changes", [{"name": ""}, {"email": "nobody"}, {"kind": "question", "message": ""}])
    def test_what_cannot_be_answered_is_sent_back(
        self, client: Client, public: Clinic, changes: dict[str, str]
    ) -> None:
        assert post(client, public, **changes) == 422
        assert not Enquiry.objects.exists()

    def test_a_sender_cannot_set_what_the_staff_decide(self, client: Client, public: Clinic, south: Clinic) -> None:
        post(client, public, state="booked", clinic=str(south.pk), handled_by="1", sender_hash="x")
        enquiry = Enquiry.objects.get()
        assert (enquiry.clinic, enquiry.state, enquiry.handled_by) == (public, "new", None)
        assert len(enquiry.sender_hash) == 64

    def test_what_was_dealt_with_a_year_ago_is_forgotten(self, public: Clinic) -> None:
        now = timezone.now()
        for state, days_ago in [("declined", 366), ("declined", 364), ("new", 900)]:
            then = now - timedelta(days=days_ago)
            Enquiry.objects.create(clinic=public, kind="question", state=state, received_at=then, handled_at=then)
        tidy()
        assert sorted(Enquiry.objects.values_list("state", flat=True)) == ["declined", "new"]

    def test_a_form_from_another_site_is_refused(self, public: Clinic) -> None:
        assert post(Client(enforce_csrf_checks=True), public) == 403


class TestProtecting:
    def test_a_program_is_thanked_and_forgotten(self, client: Client, public: Clinic, mailoutbox: object) -> None:
        assert post(client, public, website="https://spam.test") == 302
        assert not Enquiry.objects.exists()
        assert not mailoutbox

    def test_one_sender_has_a_limit_and_others_do_not_feel_it(self, client: Client, public: Clinic) -> None:
        for _ in range(SENDER_LIMIT):
            assert post(client, public) == 302
        answer = client.post(reverse("public:location_contact", args=["north"]), words(name="Vera Again"))
        assert answer.status_code == 429
        assert "Vera Again" in answer.text, "what was typed is kept"
        assert post(Client(REMOTE_ADDR="198.51.100.7"), public) == 302
        assert Enquiry.objects.count() == SENDER_LIMIT + 1

    def test_the_limit_lasts_an_hour(self, client: Client, public: Clinic) -> None:
        for _ in range(SENDER_LIMIT):
            post(client, public)
        Enquiry.objects.update(received_at=timezone.now() - timedelta(minutes=61))
        assert post(client, public) == 302

    def test_many_senders_together_have_a_limit_too(self, public: Clinic) -> None:
        others = [
            Enquiry(clinic=public, kind="question", sender_hash=str(number)) for number in range(CLINIC_LIMIT - 1)
        ]
        Enquiry.objects.bulk_create(others)
        assert post(Client(REMOTE_ADDR="203.0.113.1"), public) == 302
        assert post(Client(REMOTE_ADDR="203.0.113.2"), public) == 429

    def test_a_household_with_many_ipv6_addresses_is_one_sender(self, public: Clinic) -> None:
        for number in range(SENDER_LIMIT):
            assert post(Client(REMOTE_ADDR=f"2001:db8:0:1::{number}"), public) == 302
        assert post(Client(REMOTE_ADDR="2001:db8:0:1:ffff::1"), public) == 429
        assert post(Client(REMOTE_ADDR="2001:db8:0:2::1"), public) == 302

    def test_a_forged_forwarding_header_gains_nothing(self, public: Clinic) -> None:
        for number in range(SENDER_LIMIT):
            assert post(Client(HTTP_X_FORWARDED_FOR=f"10.0.0.{number}"), public) == 302
        assert post(Client(HTTP_X_FORWARDED_FOR="10.9.9.9"), public) == 429

    def test_behind_two_proxies_the_second_from_the_end_is_the_visitor(self, public: Clinic, settings: object) -> None:
        settings.TRUSTED_PROXIES = 2
        for number in range(SENDER_LIMIT):
            assert post(Client(HTTP_X_FORWARDED_FOR=f"10.0.0.{number}, 203.0.113.9, 192.0.2.1"), public) == 302
        assert post(Client(HTTP_X_FORWARDED_FOR="1.1.1.1, 203.0.113.9, 192.0.2.1"), public) == 429
        assert post(Client(HTTP_X_FORWARDED_FOR="203.0.113.10, 192.0.2.1"), public) == 302
        assert post(Client(HTTP_X_FORWARDED_FOR="<script>, 192.0.2.1"), public) == 302, (
            "nonsense is nobody, not an error"
        )

    def test_nobody_learns_the_address_of_a_sender(self, client: Client, public: Clinic) -> None:
        post(client, public)
        assert "127.0.0.1" not in str(Enquiry.objects.values().get())


class TestInbox:
    def test_the_admin_of_the_location_reads_it(self, dana: User, enquiry: Enquiry) -> None:
        client = signed_in(dana)
        assert "Vera Visitor" in client.get(reverse("clinic_enquiries", args=["north"])).text
        assert MESSAGE in client.get(reverse("clinic_enquiry", args=["north", enquiry.pk])).text

    def test_the_inbox_can_be_narrowed_to_one_state(self, dana: User, enquiry: Enquiry) -> None:
        address = reverse("clinic_enquiries", args=["north"])
        assert "Vera" in signed_in(dana).get(address + "?state=new").text
        assert "Vera" not in signed_in(dana).get(address + "?state=declined").text

    def test_another_clinics_admin_finds_nothing(self, south: Clinic, enquiry: Enquiry) -> None:
        client = signed_in(cast.member("Sami", south, Role.ADMIN))
        paths = [
            reverse("clinic_enquiries", args=["north"]),
            reverse("clinic_enquiry", args=["north", enquiry.pk]),
            reverse("clinic_enquiry", args=["south", enquiry.pk]),
            reverse("clinic_enquiry_calendar", args=["north", enquiry.pk]),
        ]
        assert [client.get(path).status_code for path in paths] == [404] * 4
        assert move(client, enquiry, state="declined") == 404
        enquiry.refresh_from_db()
        assert enquiry.state == "new"

    def test_a_therapist_and_a_visitor_stay_outside(self, ines: User, enquiry: Enquiry) -> None:
        path = reverse("clinic_enquiry", args=["north", enquiry.pk])
        assert signed_in(ines).get(path).status_code == 403
        assert Client().get(path).status_code == 302

    def test_an_admin_who_left_reads_nothing(self, dana: User, enquiry: Enquiry) -> None:
        dana.memberships.update(is_active=False)
        assert not Enquiry.objects.visible_to(dana).exists()

    @pytest.mark.parametrize("field", ["name", "message", "preferred_times", "phone"])
    def test_what_a_visitor_writes_stays_text(self, dana: User, enquiry: Enquiry, field: str) -> None:
        setattr(enquiry, field, "<script>alert(1)</script>{{7*7}}")
        enquiry.save()
        for path in [
            reverse("clinic_enquiries", args=["north"]),
            reverse("clinic_enquiry", args=["north", enquiry.pk]),
        ]:
            text = signed_in(dana).get(path).text
            assert "<script>alert" not in text
            assert "49" not in re.findall(r"&lt;/script&gt;(\d+)", text)

    def test_the_inbox_asks_the_same_number_of_questions_however_full(
        self, dana: User, enquiry: Enquiry, django_assert_max_num_queries: object
    ) -> None:
        for number in range(30):
            Enquiry.objects.create(clinic=enquiry.clinic, kind="question", name=f"N{number}", email="n@home.test")
        client = signed_in(dana)
        with django_assert_max_num_queries(23):
            client.get(reverse("clinic_enquiries", args=["north"]))


class TestMoving:
    def test_contacted_then_booked_leaves_who_and_when_and_an_audit_event(self, dana: User, enquiry: Enquiry) -> None:
        client = signed_in(dana)
        assert move(client, enquiry, state="contacted") == 302
        assert move(client, enquiry, state="booked", seen_state="contacted", appointment_at="2030-07-01T09:30") == 302
        enquiry.refresh_from_db()
        assert (enquiry.state, enquiry.handled_by) == ("booked", dana)
        assert enquiry.appointment_at == datetime(2030, 7, 1, 13, 30, tzinfo=UTC), "9:30 in New York"
        assert AuditEvent.objects.filter(record_id=str(enquiry.pk), actor=dana, action="changed").count() == 2

    def test_a_booking_needs_a_time_that_is_still_to_come(self, dana: User, enquiry: Enquiry) -> None:
        client = signed_in(dana)
        assert move(client, enquiry, state="booked") == 422
        assert move(client, enquiry, state="booked", appointment_at="2020-01-01T09:00") == 422
        enquiry.refresh_from_db()
        assert enquiry.state == "new"

    @pytest.mark.parametrize("skipped_or_double", ["2030-03-10T02:30", "2030-11-03T01:30"])
    def test_an_hour_the_clocks_skip_or_repeat_is_not_bookable(
        self, dana: User, enquiry: Enquiry, skipped_or_double: str
    ) -> None:
        assert move(signed_in(dana), enquiry, state="booked", appointment_at=skipped_or_double) == 422

    def test_who_acts_on_an_old_page_is_told_to_look_again(self, dana: User, enquiry: Enquiry) -> None:
        client = signed_in(dana)
        move(client, enquiry, state="declined")
        answer = client.post(
            reverse("clinic_enquiry_move", args=["north", enquiry.pk]), {"seen_state": "new", "state": "contacted"}
        )
        assert answer.status_code == 422
        assert "Somebody else" in answer.text

    def test_the_slower_of_two_changes_is_refused(self, dana: User, enquiry: Enquiry, rf: object) -> None:
        request = rf.post("/")
        request.user = dana
        as_read_before = Enquiry.objects.get(pk=enquiry.pk)
        move_enquiry(enquiry, "contacted", request=request)
        with pytest.raises(StateHasMoved):
            move_enquiry(as_read_before, "declined", request=request)
        assert Enquiry.objects.get().state == "contacted"

    def test_the_confirmation_carries_a_calendar_file_in_the_visitors_language(
        self, dana: User, enquiry: Enquiry, mailoutbox: object
    ) -> None:
        enquiry.language = "es"
        enquiry.save()
        move(signed_in(dana), enquiry, state="booked", appointment_at="2030-07-01T09:30", minutes="30")
        (message,) = mailoutbox
        assert message.to == ["vera@home.test"]
        assert "lunes" in message.body
        assert MESSAGE not in message.body and "Vera" not in message.body
        name, text, kind = message.attachments[0]
        assert (name, kind) == ("appointment.ics", "text/calendar")
        (event,) = Calendar.from_ical(text).walk("VEVENT")
        assert event.decoded("dtstart") == datetime(2030, 7, 1, 13, 30, tzinfo=UTC)
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=30)
        assert MESSAGE not in text and "Vera" not in text

    def test_the_calendar_file_is_there_once_booked(self, dana: User, enquiry: Enquiry) -> None:
        client = signed_in(dana)
        path = reverse("clinic_enquiry_calendar", args=["north", enquiry.pk])
        assert client.get(path).status_code == 404
        move(client, enquiry, state="booked", appointment_at="2030-07-01T09:30")
        answer = client.get(path)
        assert answer.headers["Content-Type"].startswith("text/calendar")
        assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 1

    def test_the_database_knows_no_booking_without_a_time(self, enquiry: Enquiry) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Enquiry.objects.update(state="booked")


def events_of(mails: list[object]) -> list[Calendar]:
    return [Calendar.from_ical(mail.attachments[0][1]) for mail in mails]


class TestWhatTheVisitorsCalendarIsTold:
    def test_a_moved_and_a_canceled_appointment_change_the_entry_that_is_there(
        self, dana: User, enquiry: Enquiry, mailoutbox: object
    ) -> None:
        client = signed_in(dana)
        move(client, enquiry, state="booked", appointment_at="2030-07-01T09:30")
        move(client, enquiry, state="booked", seen_state="booked", appointment_at="2030-07-02T09:30")
        move(client, enquiry, state="declined", seen_state="booked")
        booked, moved, canceled = events_of(mailoutbox)
        assert [calendar["method"] for calendar in (booked, moved, canceled)] == ["PUBLISH", "PUBLISH", "CANCEL"]
        (first,), (second,), (third,) = (calendar.walk("VEVENT") for calendar in (booked, moved, canceled))
        assert first["uid"] == second["uid"] == third["uid"]
        assert first["sequence"] < second["sequence"] < third["sequence"]
        assert [event["status"] for event in (first, second, third)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
        assert "new time" not in mailoutbox[0].body and "has a new time" in mailoutbox[1].body
        assert mailoutbox[2].subject.startswith("Canceled:")

    def test_nobody_is_told_that_an_appointment_of_the_past_is_canceled(
        self, dana: User, enquiry: Enquiry, mailoutbox: object
    ) -> None:
        Enquiry.objects.update(state="booked", appointment_at=timezone.now() - timedelta(hours=1))
        move(signed_in(dana), enquiry, state="declined", seen_state="booked")
        assert Enquiry.objects.get().state == "declined" and not list(mailoutbox)


class TestReminding:
    @pytest.fixture
    def tomorrow(self, enquiry: Enquiry) -> Enquiry:
        """Booked a week ago for tomorrow."""
        at, since = timezone.now() + timedelta(hours=20), timezone.now() - timedelta(days=7)
        Enquiry.objects.update(state="booked", appointment_at=at, handled_at=since, language="es")
        return enquiry

    def test_it_is_told_once_the_day_before_in_the_visitors_language(
        self, tomorrow: Enquiry, mailoutbox: object
    ) -> None:
        tidy()
        tidy()
        (mail,) = mailoutbox
        assert mail.to == ["vera@home.test"] and mail.subject.startswith("Recordatorio")
        assert MESSAGE not in mail.body and "Vera" not in mail.body

    def test_a_new_time_is_told_again(self, tomorrow: Enquiry, mailoutbox: object) -> None:
        tidy()
        Enquiry.objects.update(appointment_at=timezone.now() + timedelta(hours=22))
        tidy()
        assert len(mailoutbox) == 2

    @pytest.mark.parametrize(
        "change",
        [
            {"state": "declined"},
            {"appointment_at": datetime(2030, 7, 1, tzinfo=UTC)},
            {"appointment_at": datetime(2020, 7, 1, tzinfo=UTC)},
            {"handled_at": datetime.now(UTC)},
        ],
        ids=["canceled", "far-ahead", "over", "just-booked"],
    )
    def test_who_need_not_be_reminded_is_not(
        self, tomorrow: Enquiry, change: dict[str, object], mailoutbox: object
    ) -> None:
        Enquiry.objects.update(**change)
        tidy()
        assert not list(mailoutbox)


class TestBookingOutsideTheHours:
    @pytest.fixture(autouse=True)
    def mondays(self, public: Clinic) -> None:
        public.opening_hours.create(weekday=0, opens="08:00", closes="12:00")

    @pytest.mark.parametrize("inside", ["2030-07-01T08:00", "2030-07-01T11:15"])
    def test_a_time_within_them_is_booked_at_once(self, dana: User, enquiry: Enquiry, inside: str) -> None:
        assert move(signed_in(dana), enquiry, state="booked", appointment_at=inside) == 302

    @pytest.mark.parametrize(
        "outside", ["2030-07-01T07:45", "2030-07-01T11:30", "2030-07-01T20:00", "2030-07-02T09:00"]
    )
    def test_another_is_asked_about_before_the_mail_leaves(
        self, dana: User, enquiry: Enquiry, outside: str, mailoutbox: object
    ) -> None:
        client = signed_in(dana)
        address = reverse("clinic_enquiry_move", args=["north", enquiry.pk])
        words = {"seen_state": "new", "state": "booked", "minutes": "45", "appointment_at": outside}
        asked = client.post(address, words)
        assert asked.status_code == 422 and not list(mailoutbox)
        assert "Book it all the same" in asked.text and enquiry.clinic.name + " is " in asked.text
        assert client.post(address, words | {"despite_hours": "on"}).status_code == 302
        assert len(mailoutbox) == 1

    def test_a_closed_day_and_a_day_with_other_hours_count(self, dana: User, enquiry: Enquiry, public: Clinic) -> None:
        public.closures.create(first_day="2030-07-01", last_day="2030-07-01", reason="Holiday")
        public.special_hours.create(day="2030-07-06", opens="10:00", closes="14:00")
        client = signed_in(dana)
        assert move(client, enquiry, state="booked", appointment_at="2030-07-01T09:00") == 422
        assert move(client, enquiry, state="booked", appointment_at="2030-07-06T10:30") == 302


@pytest.mark.parametrize(("day", "status"), [("2030-07-01", 302), ("2030-07-02", 422)])
def test_a_location_that_told_no_hours_is_asked_about_on_closed_days_alone(
    dana: User, enquiry: Enquiry, public: Clinic, day: str, status: int
) -> None:
    public.closures.create(first_day="2030-07-02", last_day="2030-07-03", reason="Holiday")
    assert move(signed_in(dana), enquiry, state="booked", appointment_at=f"{day}T09:00") == status
