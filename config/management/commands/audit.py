"""manage.py audit verify | anchor | who PATIENT: is the trail whole, where does it end, who saw a person."""

from argparse import ArgumentParser
from contextlib import suppress
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from clinics.audit.chain import first_trouble
from clinics.models import AuditEvent
from patients.models import Patient
from patients.seen import events_about


class Command(BaseCommand):
    help = "The audit trail: verify it, print where it ends, or list who saw or changed a person's records."

    def add_arguments(self, parser: ArgumentParser) -> None:
        tasks = parser.add_subparsers(dest="task", required=True)
        tasks.add_parser("verify", help="exit with 1 where an event is missing, edited or made up")
        tasks.add_parser("anchor", help="the last event's number and seal in one line, to print or keep elsewhere")
        who = tasks.add_parser("who", help="everybody who saw or changed a person's records, oldest first")
        who.add_argument("patient", help="the record's id, or its number")

    def handle(self, *, task: str, patient: str = "", **options: object) -> None:
        if task == "who":
            self.who(patient)
        else:
            {"verify": self.verify, "anchor": self.anchor}[task]()

    def verify(self) -> None:
        if trouble := first_trouble():
            raise CommandError(f"Audit event {trouble.number} {trouble.sentence}.")
        self.stdout.write(f"Whole: {AuditEvent.objects.count()} audit events.")

    def anchor(self) -> None:
        last = AuditEvent.objects.first()
        moment = last.at.isoformat(timespec="seconds") if last else ""
        self.stdout.write(f"{moment} {last.number} {last.seal}" if last else "No audit event yet.")

    def who(self, named: str) -> None:
        for event in events_about(person(named)).order_by("number"):
            who = event.actor.full_name if event.actor else event.actor_kind
            words = [event.at.isoformat(timespec="seconds"), who, event.get_action_display(), event.what]
            self.stdout.write("\t".join([*words, event.ip_address or "–"]))


def person(named: str) -> Patient:
    """Raises CommandError where no record, or more than one, fits."""
    fits = Q(record_number=named)
    with suppress(ValueError):
        fits |= Q(pk=UUID(named))
    found = Patient.objects.filter(fits)[:2]
    if len(found) != 1:
        told = "No record has" if not found else "Several locations have a record with"
        raise CommandError(f"{told} this id or number. The id stands in the address of the patient's page.")
    return found[0]
