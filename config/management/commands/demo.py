"""manage.py demo: the demo clinic, its people and its really measured clips. Running it again changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.demo.practice import SHEET, open_practice
from config.demo.visits import NotMeasured, hold_visits, patient_link
from exercises.models import Plan


class Command(BaseCommand):
    help = "Fill the database with the demo clinic and measure its clips."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people-only", action="store_true", help="locations, staff and patients, but no clips")

    def handle(self, *args: Any, **options: Any) -> None:
        open_practice()
        if not options["people_only"]:
            self.hold_visits()
        self.stdout.write(self.logins())

    def hold_visits(self) -> None:
        try:
            hold_visits(self.stdout.write)
        except NotMeasured as failure:
            raise CommandError(str(failure)) from failure

    def logins(self) -> str:
        password = SHEET["staff_password"]
        lines = [
            "Demo logins:",
            f"  therapist  {SHEET['therapist']['email']}  {password}",
            f"  admin      {SHEET['admin']['email']}  {password}",
        ]
        if Plan.objects.filter(status=Plan.Status.ACTIVE).exists():
            address, birth_year = patient_link()
            lines.append(f"  patient    {address}  birth year {birth_year}")
        return "\n".join(lines)
