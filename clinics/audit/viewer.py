"""The audit trail of one location, for its admins: filtered on the page, or as CSV. Ids, no names of patients."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render

from clinics.access import SignedInRequest, admin_required, clinics_of
from clinics.audit import record_event
from clinics.form_fields import field_of
from clinics.models import AuditEvent, Clinic, Role, User

PAGE_SIZE = 100
COLUMNS = ["number", "at", "who", "kind of person", "did", "record", "record id", "patient id", "address"]


class AuditFilter(forms.Form):
    person = forms.ModelChoiceField(User.objects.none(), required=False, empty_label="Everybody")
    action = forms.ChoiceField(label="Did", required=False, choices=[("", "Anything"), *AuditEvent.Action.choices])
    first_day = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    patient = forms.UUIDField(label="Patient's id", required=False)

    def __init__(self, *args: Any, clinic: Clinic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clinic = clinic
        seen = events_of(clinic).order_by().values("actor")
        person = field_of(self, "person", forms.ModelChoiceField)
        person.queryset = User.objects.filter(pk__in=seen).order_by("full_name")

    def events(self) -> QuerySet[AuditEvent]:
        """What fits everything that is filled in; a field that cannot be read narrows nothing, and says so."""
        chosen = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        events = events_of(self.clinic).select_related("actor")
        if chosen.get("person"):
            events = events.filter(actor=chosen["person"])
        if chosen.get("action"):
            events = events.filter(action=chosen["action"])
        if chosen.get("patient"):
            events = events.filter(patient_id=str(chosen["patient"]))
        if chosen.get("first_day"):
            events = events.filter(at__gte=self.midnight(chosen["first_day"]))
        if chosen.get("last_day"):
            events = events.filter(at__lt=self.midnight(chosen["last_day"] + timedelta(days=1)))
        return events

    def midnight(self, day: date) -> datetime:
        """The start of the day on the location's clock."""
        return datetime.combine(day, time.min, tzinfo=ZoneInfo(self.clinic.time_zone))


def events_of(clinic: Clinic) -> QuerySet[AuditEvent]:
    """What happened at the location, and to the accounts of the people who work there."""
    staff = clinic.memberships.values("user")
    return AuditEvent.objects.filter(Q(clinic=clinic) | Q(clinic=None, actor__in=staff))


@admin_required
def clinic_audit(request: SignedInRequest, slug: str) -> HttpResponse:
    clinic = get_object_or_404(clinics_of(request.user, Role.ADMIN), slug=slug)
    form = AuditFilter(request.GET or None, clinic=clinic)
    page = Paginator(form.events(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "clinics/audit.html", {"clinic": clinic, "form": form, "page": page})


@admin_required
def clinic_audit_csv(request: SignedInRequest, slug: str) -> HttpResponseBase:
    """The same rows for a spreadsheet. Taking them along is itself written down, before the first row leaves."""
    clinic = get_object_or_404(clinics_of(request.user, Role.ADMIN), slug=slug)
    events = AuditFilter(request.GET or None, clinic=clinic).events()
    record_event(AuditEvent.Action.EXPORTED, AuditEvent(pk=""), clinic=clinic, request=request)
    response = StreamingHttpResponse(as_csv(events.iterator(chunk_size=2000), clinic), content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="audit-{clinic.slug}.csv"'
    return response


class Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


def as_csv(events: Iterable[AuditEvent], clinic: Clinic) -> Iterator[str]:
    zone, writer = ZoneInfo(clinic.time_zone), csv.writer(Echo())
    yield writer.writerow(COLUMNS)
    for event in events:
        yield writer.writerow([plain(cell) for cell in row_of(event, zone)])


def row_of(event: AuditEvent, zone: ZoneInfo) -> list[object]:
    return [
        event.number, event.at.astimezone(zone).isoformat(timespec="seconds"),
        event.actor.full_name if event.actor else "", event.actor_kind, event.get_action_display(),
        event.record_kind, event.record_id, event.patient_id, event.ip_address or "",
    ]  # fmt: skip


def plain(cell: object) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
