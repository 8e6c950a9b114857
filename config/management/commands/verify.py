"""manage.py verify [FILE]: is a backup whole, or, without FILE, is this installation?"""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from config.backup import BackupUnusable, check_backup
from config.integrity import inspect


class Command(BaseCommand):
    help = "Compare files, results and reports with their SHA-256; exit with 1 when something is missing or altered."

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
        """Say what was compared and what could not be; end with 1 when anything differs."""
        compared, unsealed, troubles = Counter[str](), Counter[str](), 0
        for each in inspect():
            (compared if each.is_sealed else unsealed)[each.kind] += 1
            if each.trouble:
                troubles += 1
                self.stderr.write(each.trouble)
        self.stdout.write(f"Compared with what was written: {in_words(compared)}.")
        if unsealed:
            self.stdout.write(f"Not compared, because nothing was kept to compare with: {in_words(unsealed)}.")
        self.stdout.write("Never compared: rows and texts other than these.")
        if troubles:
            raise CommandError(f"Troubles found: {troubles}.")
        self.stdout.write("What was compared is as it was written.")


def in_words(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in counts.items()) or "nothing"
