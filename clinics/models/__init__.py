"""Who works where, when a location is open, what it tells the world, and who looked at what."""

from clinics.models.audit import AuditEvent
from clinics.models.enquiries import Enquiry
from clinics.models.mail import OutboxMail
from clinics.models.people import Invitation, Membership, Role, UnsavedWork, User
from clinics.models.pictures import Picture, PictureWords
from clinics.models.places import (
    Clinic,
    Closure,
    OpeningHours,
    ReminderWords,
    SocialLink,
    SpecialHours,
    Weekday,
    require_time_zone,
)
from clinics.models.protocol import ProtocolVersion
from clinics.models.words import PageText

__all__ = [
    "AuditEvent",
    "Clinic",
    "Closure",
    "Enquiry",
    "Invitation",
    "Membership",
    "OpeningHours",
    "OutboxMail",
    "PageText",
    "Picture",
    "PictureWords",
    "ProtocolVersion",
    "ReminderWords",
    "Role",
    "SocialLink",
    "SpecialHours",
    "UnsavedWork",
    "User",
    "Weekday",
    "require_time_zone",
]
