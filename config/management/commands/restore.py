"""manage.py restore FILE: fill an empty installation from a backup."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from config.backup import BackupUnusable, restore_backup


class Command(BaseCommand):
    help = "Check a backup and fill an empty installation (a new STANCE_HOME, an empty database) from it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: object) -> None:
        try:
            manifest = restore_backup(file)
        except (BackupUnusable, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{manifest.rows} rows and {len(manifest.sha256) - 1} files of {manifest.written_at} are back."
        )
