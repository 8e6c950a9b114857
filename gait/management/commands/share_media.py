"""manage.py share_media: let the group of STANCE_MEDIA_GROUP read the media that nginx hands out."""

from django.core.management.base import BaseCommand

from gait.group_access import share_everything


class Command(BaseCommand):
    help = "After an upgrade or once STANCE_MEDIA_GROUP is named; new files need nothing. Running it again is harmless."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{share_everything()} files may be handed out.")
