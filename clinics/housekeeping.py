"""Who comes tomorrow is reminded, and nothing is kept longer than it is needed. Run every few minutes."""

from clinics.accounts.unsaved_work import forget_old_work
from clinics.audit import anchors
from clinics.enquiries.handling import forget_old_enquiries, remind_of_appointments
from clinics.outbox.delivery import forget_old_mails


def tidy() -> None:
    remind_of_appointments()
    forget_old_enquiries()
    forget_old_work()
    forget_old_mails()
    anchors.thin()
