"""manage.py demo: the demo clinic, its people and its really measured clips. Running it again changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from config.demo import mark
from config.demo.logins import password_of
from config.demo.practice import SHEET, open_practice
from config.demo.visits import NotMeasured, hold_visits, patient_link
from exercises.models import Plan


class Command(BaseCommand):
    help = "Fill an empty database with the demo clinic and measure its clips. A database in use is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people-only", action="store_true", help="locations, staff and patients, but no clips")
        parser.add_argument("--where-empty", action="store_true", help="not an error where the demo has no place")
        parser.add_argument("--close", action="store_true", help="end the demo: nobody signs in as its staff any more")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["close"]:
            self.close()
            return
        try:
            self.fill(people_only=options["people_only"])
        except mark.NoDemoHere as reason:
            if not options["where_empty"]:
                raise CommandError(str(reason)) from reason
            self.stdout.write(str(reason))

    def fill(self, *, people_only: bool) -> None:
        with transaction.atomic():
            mark.claim()
            has_others = mark.holds_others()
            if not has_others:
                open_practice()
        if has_others:
            self.stdout.write("This demo holds more than the demo practice by now; nothing was added to it.")
        elif not people_only:
            self.hold_visits()
        self.stdout.write(self.logins())

    def close(self) -> None:
        closed = mark.close()
        self.stdout.write(
            f"The demo is closed: {closed} invented members of staff can no longer sign in. "
            "Its invented patients are still there; archive them."
        )

    def hold_visits(self) -> None:
        try:
            hold_visits(self.stdout.write)
        except NotMeasured as failure:
            raise CommandError(str(failure)) from failure

    def logins(self) -> str:
        people = {role: mark.accounts().filter(email=SHEET[role]["email"]).first() for role in ("therapist", "admin")}
        lines = ["Demo logins:"]
        lines += [f"  {role:9}  {user.email}  {password_of(user)}" for role, user in people.items() if user]
        if Plan.objects.filter(status=Plan.Status.ACTIVE, patient__record_number__in=mark.RECORD_NUMBERS).exists():
            address, birth_year = patient_link()
            lines.append(f"  patient    {address}  birth year {birth_year}")
        return "\n".join(lines)
