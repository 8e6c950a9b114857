"""Print the rule sheet as a clinician reads it."""

from django.core.management.base import BaseCommand

from exercises.prescribing.printed import printed_sheet


class Command(BaseCommand):
    help = "Print the decision table, the modifiers, the ladders and the red flags (Markdown)."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(printed_sheet(), ending="")
