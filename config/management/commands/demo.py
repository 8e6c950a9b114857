"""manage.py demo: the demo clinic, its people and its really measured clips. Running it again changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from config.demo import mark
from config.demo.logins import demo_logins
from config.demo.practice import open_practice
from config.demo.visits import NotMeasured, hold_visits


class Command(BaseCommand):
    help = "Fill an empty database with the demo clinic and measure its clips. A database in use is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people-only", action="store_true", help="locations, staff and patients, but no clips")
        parser.add_argument("--where-empty", action="store_true", help="not an error where the demo has no place")
        parser.add_argument("--close", action="store_true", help="end the demo: nobody signs in as its staff any more")
        parser.add_argument("--no-logins", dest="logins", action="store_false", help="print no passwords")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["close"]:
            self.close()
            return
        try:
            self.fill(people_only=options["people_only"], with_logins=options["logins"])
        except mark.NoDemoHere as reason:
            if not options["where_empty"]:
                raise CommandError(str(reason)) from reason
            self.stdout.write(str(reason))

    def fill(self, *, people_only: bool, with_logins: bool) -> None:
        with transaction.atomic():
            mark.claim()
            has_others = mark.holds_others()
            if not has_others:
                open_practice()
        if has_others:
            self.stdout.write("This demo holds more than the demo practice by now; nothing was added to it.")
        elif not people_only:
            self.hold_visits()
        if with_logins:
            self.stdout.write(demo_logins())

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
