"""Letters between patient and clinic, from both sides, and the reminder by mail."""

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from clinics import languages
from clinics.access import SignedInRequest, therapist_required
from clinics.accounts.unsaved_work import leave_typed, refuse
from clinics.audit import record_event
from clinics.models import AuditEvent
from exercises.following import messages as letters
from exercises.models import Reminder
from exercises.patient import mail_reminders
from exercises.patient.visits import Visit, visitors_only
from patients.models import Patient

AN_HOUR_S = 60 * 60


class LetterForm(forms.Form):
    text = forms.CharField(
        max_length=letters.MAX_LENGTH,
        label=gettext_lazy("Your message"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ReminderForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("Your e-mail address"))
    at = forms.TimeField(label=gettext_lazy("At"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


@visitors_only
def patient_messages(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What was written so far, and a field to write; reading marks the clinic's letters as seen."""
    form = LetterForm(request.POST or None)
    is_full = False
    if request.method == "POST" and form.is_valid():
        try:
            letter = letters.write(visit.patient, form.cleaned_data["text"])
        except letters.TooManyMessages:
            is_full = True
        else:
            record_deed(request, visit, letter, AuditEvent.Action.CREATED)
            return redirect("patient_messages", visit.secret)
    written = list(letters.letters_for(visit.patient))
    if not visit.is_ahead:
        letters.mark_seen(visit.patient)
    context = {"visit": visit, "page": "messages", "letters": written, "form": form, "is_full": is_full}
    return render(request, "patient/messages.html", context)


@require_POST
@visitors_only
def patient_reminder(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Set the mail's hour and address, stop it, or have one sent now to see how it looks."""
    deed = request.POST.get("deed")
    if deed == "stop":
        Reminder.objects.filter(patient=visit.patient).update(is_on=False)
        messages.success(request, _("The reminders have stopped."))
    elif deed == "test":
        send_test(request, visit)
    else:
        set_reminder(request, visit)
    response = redirect("patient_progress", visit.secret)
    response["Location"] += "#reminder"
    return response


def set_reminder(request: HttpRequest, visit: Visit) -> None:
    form = ReminderForm(request.POST)
    if not form.is_valid():
        refuse(request, _("Check the address and the time."))
        return
    told = {**form.cleaned_data, "language": languages.current(), "is_on": True}
    reminder, _made = Reminder.objects.update_or_create(
        patient=visit.patient, defaults={**told, "chosen_at": timezone.now()}
    )
    record_deed(request, visit, reminder, AuditEvent.Action.CHANGED)
    messages.success(request, _("We write to you on your exercise days. Send a test to see how it looks."))


def send_test(request: HttpRequest, visit: Visit) -> None:
    """At most three an hour, and only to the address that was set."""
    reminder = Reminder.objects.filter(patient=visit.patient, is_on=True).first()
    key = f"reminder-tests:{visit.patient.pk}"
    cache.add(key, 0, AN_HOUR_S)
    if reminder is None or cache.incr(key) > mail_reminders.TESTS_AN_HOUR:
        refuse(request, _("No more tests for now. Try again in an hour."))
        return
    mail_reminders.send(reminder)
    messages.success(request, _("A test is on its way. If it does not come, look among unwanted mail."))


@csrf_exempt
def reminder_stop(request: HttpRequest, token: str) -> HttpResponse:
    """End the reminders from a mail, without any sign-in: one click for people, one POST for mail programs."""
    is_ours = mail_reminders.stop(token) if request.method == "POST" else None
    return render(
        request, "patient/reminder_stop.html", {"is_stopped": is_ours}, status=404 if is_ours is False else 200
    )


@require_POST
@therapist_required
def message_answer(request: SignedInRequest, pk: object) -> HttpResponse:
    """Write back, or tick off what needs no answer: then a half-written answer is sent to nobody."""
    patient = get_object_or_404(Patient.objects.visible_to(request.user).select_related("clinic"), pk=pk)
    text = request.POST.get("text", "").strip()[: letters.MAX_LENGTH]
    if request.POST.get("deed") == "close":
        letters.close(patient, request.user)
        leave_typed(request)
        record_event(AuditEvent.Action.CHANGED, patient, clinic=patient.clinic, request=request, patient_id=patient.pk)
    elif text:
        letter = letters.answer(patient, request.user, text)
        record_event(AuditEvent.Action.CREATED, letter, clinic=patient.clinic, request=request, patient_id=patient.pk)
        messages.success(request, f"{patient.first_name} sees your answer on the plan's page.")
    else:
        refuse(request, "Nothing was sent. Write an answer first, or press “Needs no answer”.")
    response = redirect("patient", patient.pk)
    response["Location"] += "#messages"
    return response


def record_deed(request: HttpRequest, visit: Visit, record: Model, action: str) -> None:
    patient = visit.patient
    record_event(action, record, clinic=patient.clinic, request=request, patient_id=patient.pk, actor_kind="patient")
