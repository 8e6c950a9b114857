"""Which addresses show what somebody wrote to a location, for the audit trail."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from clinics.audit.addresses import Seen, tell_of_ids, tell_of_names
from clinics.models import Clinic, Enquiry


def one_enquiry(request: HttpRequest, ids: dict[str, Any]) -> Iterable[Seen]:
    for enquiry in Enquiry.objects.filter(pk=ids["enquiry_id"]).select_related("clinic"):
        yield Seen(enquiry, enquiry.clinic)


def list_of_enquiries(request: HttpRequest, ids: dict[str, Any]) -> Iterable[Seen]:
    for clinic in Clinic.objects.filter(slug=ids["slug"]):
        yield Seen(Enquiry(pk=None), clinic)


def tell() -> None:
    tell_of_ids(one_enquiry, "enquiry_id")
    tell_of_names(list_of_enquiries, "clinic_enquiries")
