"""The operator's desk for patients' records. Opening one here leaves the same trace as anywhere else."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.db import models
from django.http import HttpRequest, HttpResponse

from clinics.audit import record_event, record_view
from clinics.models import AuditEvent
from patients.date_field import TypedDateField
from patients.models import Consent, EpisodeOfCare, Patient


class EpisodeInline(admin.TabularInline):
    model = EpisodeOfCare
    extra = 0


class ConsentInline(admin.TabularInline):
    """To read only: consent is given and withdrawn with the patient, on their page."""

    model = Consent
    extra = 0
    can_delete = False
    readonly_fields = ["purpose", "wording_version", "confirmed_by", "given_at", "withdrawn_at"]

    def has_add_permission(self, request: HttpRequest, obj: Patient | None = None) -> bool:
        return False


@admin.register(Patient)
class PatientAdmin(admin.ModelAdmin):
    list_display = ["last_name", "first_name", "birth_date", "record_number", "clinic"]
    list_filter = ["clinic"]
    search_fields = ["last_name", "first_name", "record_number"]
    list_select_related = ["clinic"]
    inlines = [EpisodeInline, ConsentInline]
    # The format is fixed: in a Spanish browser the widget would write 03/04/1985, which the field asks about.
    formfield_overrides = {
        models.DateField: {"form_class": TypedDateField, "widget": AdminDateWidget(format="%Y-%m-%d")}
    }

    def has_delete_permission(self, request: HttpRequest, obj: Patient | None = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        patient = self.get_object(request, object_id)
        if patient is not None and self.has_view_or_change_permission(request, patient):
            record_view(request, patient, clinic=patient.clinic, patient_id=patient.pk)
        return super().change_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Patient, form: object, change: bool) -> None:
        super().save_model(request, obj, form, change)
        action = AuditEvent.Action.CHANGED if change else AuditEvent.Action.CREATED
        record_event(action, obj, clinic=obj.clinic, request=request, patient_id=obj.pk)
