"""manage.py verify [FILE]: is a backup whole, or, without FILE, is this installation?"""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from config.backup import BackupUnusable, check_backup
from config.integrity import troubles


class Command(BaseCommand):
    help = "Compare every file with its SHA-256; exit with 1 when something is missing or altered."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="a backup; this installation when left out")

    def handle(self, *, file: Path | None, **options: object) -> None:
        if file is None:
            self.verify_installation()
            return
        try:
            manifest = check_backup(file)
        except (BackupUnusable, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Whole: {manifest.rows} rows and {len(manifest.sha256) - 1} files of {manifest.written_at}.")

    def verify_installation(self) -> None:
        found = list(troubles())
        for trouble in found:
            self.stderr.write(trouble)
        if found:
            raise CommandError(f"{len(found)} troubles found.")
        self.stdout.write("Every video, result and audit event is as it was written.")
