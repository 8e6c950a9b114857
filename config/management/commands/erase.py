"""manage.py erase again: after a restored backup, erase again whoever was erased before (STANCE_HOME/erased)."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from patients.erasing import erase_again, outside


class Command(BaseCommand):
    help = "After a backup was restored: erase again whoever STANCE_HOME/erased names."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("task", choices=["again"])

    def handle(self, **options: object) -> None:
        self.stdout.write(f"Erased again: {erase_again()} of those in {outside().name}.")
