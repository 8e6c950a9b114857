"""manage.py check_queue: for a watchdog. Exit code 1 when the queue does not move or nobody is there to move it."""

import sys

from django.core.management.base import BaseCommand

from gait.queue.health import last_seen, queue_health


class Command(BaseCommand):
    help = "Print how many runs wait and for how long; exit with 1 when they are stuck."

    def handle(self, *args: object, **options: object) -> None:
        health = queue_health()
        self.stdout.write(f"waiting   {health.waiting}, the oldest for {health.oldest_wait.total_seconds():.0f} s")
        self.stdout.write(f"running   {health.running}")
        self.stdout.write(f"silent    {health.silent}")
        for service, silence in (("worker", health.worker_silence), ("sweeper", health.sweeper_silence)):
            self.stdout.write(f"{service:9} {last_seen(silence)}")
        for trouble in health.troubles:
            self.stderr.write(trouble)
        if health.troubles:
            sys.exit(1)
