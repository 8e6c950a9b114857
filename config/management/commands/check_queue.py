"""manage.py check_queue: for a watchdog. Exit code 1 when a queue does not move or nobody is there to move it."""

import sys

from django.core.management.base import BaseCommand

from gait.queue.health import health, last_seen


class Command(BaseCommand):
    help = "Print for each queue how many jobs wait and for how long; exit with 1 when they are stuck."

    def handle(self, *args: object, **options: object) -> None:
        found = health()
        for queue in found.queues:
            waits = f"waiting {queue.waiting}, the oldest for {queue.oldest_wait.total_seconds():.0f} s"
            at_work = f"running {queue.running}, silent {queue.silent}"
            self.stdout.write(f"{queue.name:9} {waits}; {at_work}; worker {last_seen(queue.silence)}")
        self.stdout.write(f"{'sweeper':9} {last_seen(found.sweeper_silence)}")
        for trouble in found.troubles:
            self.stderr.write(trouble)
        if found.troubles:
            sys.exit(1)
