"""Lay the exercise library from its files into the database."""

from django.core.management.base import BaseCommand

from exercises.library.catalogue_files import lay_in
from exercises.models import Exercise


class Command(BaseCommand):
    help = "Create or refresh the exercises from their files; safe to run again."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{lay_in(Exercise)} exercises in the library.")
