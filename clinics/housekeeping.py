"""What is kept no longer than it is needed. Run by the sweeper every few minutes."""

from clinics.accounts.unsaved_work import forget_old_work
from clinics.audit import anchors
from clinics.enquiries.handling import forget_old_enquiries
from clinics.outbox.delivery import forget_old_mails


def tidy() -> None:
    forget_old_enquiries()
    forget_old_work()
    forget_old_mails()
    anchors.thin()
