"""manage.py backup FILE: rows and media in one file. Keep it on another, encrypted disk."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from config.backup import write_backup


class Command(BaseCommand):
    help = "Write all rows and media into one file; works while Stance is running."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: object) -> None:
        if file.exists():
            raise CommandError(f"{file} exists already; a backup never replaces another one.")
        manifest = write_backup(file)
        self.stdout.write(f"{manifest.rows} rows and {len(manifest.sha256) - 1} files are in {file}.")
