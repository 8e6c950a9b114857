"""Defaults and templates of a clinic: admins keep them, therapists start from them."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, admin_required, therapist_required
from clinics.accounts.unsaved_work import refuse
from clinics.audit import record_event
from clinics.models import AuditEvent
from clinics.numbers import number_fields
from exercises.models import PlanPractice, PlanTemplate
from exercises.plan.draft_lines import NotTaken, take_typed
from exercises.plan.lines import share_days
from exercises.plan.practice import aim_of_report, fill_from, keep_as_template, practice_of
from exercises.views.library import my_clinic
from exercises.views.plan_access import editable_plan, record_change, tells_of_a_fixed_plan, visible_plan
from exercises.views.plan_page import not_taken


class PracticeForm(forms.ModelForm):
    class Meta:
        model = PlanPractice
        formfield_callback = number_fields
        fields = ("first_level", "days_per_week", "applies_progress", "counts_monitoring_days")


@admin_required
def plan_practice(request: SignedInRequest, slug: str) -> HttpResponse:
    clinic = my_clinic(request, slug)
    form = PracticeForm(request.POST or None, instance=practice_of(clinic))
    if request.method == "POST" and form.is_valid():
        practice = form.save()
        record_event(AuditEvent.Action.CHANGED, practice, clinic=clinic, request=request)
        messages.success(request, "The defaults are saved.")
        return redirect("plan_practice", clinic.slug)
    templates = clinic.plan_templates.select_related("made_by")
    context = {"clinic": clinic, "form": form, "templates": templates}
    return render(request, "exercises/practice.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@admin_required
def template_remove(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    clinic = my_clinic(request, slug)
    template = get_object_or_404(clinic.plan_templates, pk=pk)
    record_event(AuditEvent.Action.DELETED, template, clinic=clinic, request=request)
    template.delete()
    messages.success(request, f"The template “{template.name}” is gone. Plans made from it stay.")
    return redirect("plan_practice", clinic.slug)


@require_POST
@therapist_required
def template_save(request: SignedInRequest, pk: object) -> HttpResponse:
    """Keep this plan's exercises and doses as a template of the clinic."""
    plan = visible_plan(request, pk)
    name = request.POST.get("name", "").strip()[: PlanTemplate._meta.get_field("name").max_length]
    if not name or not plan.items.exists():
        refuse(request, "Nothing was kept: a template needs a name and at least one exercise.")
        return redirect("plan", plan.pk)
    if plan.is_draft:
        try:
            take_typed(plan, request.POST)
        except NotTaken as refusal:
            return not_taken(request, plan, refusal)
    template = keep_as_template(plan, name, request.user)
    record_event(AuditEvent.Action.CREATED, template, clinic=plan.patient.clinic, request=request)
    messages.success(request, f"“{name}” is a template now.")
    return redirect("plan", plan.pk)


@require_POST
@therapist_required
@tells_of_a_fixed_plan
def template_fill(request: SignedInRequest, pk: object) -> HttpResponse:
    """Put a template's exercises into a draft. The working side comes from the signed report."""
    plan = editable_plan(request, pk)
    template = get_object_or_404(plan.patient.clinic.plan_templates, pk=request.POST.get("template") or 0)
    fill_from(plan, template, aim_of_report(plan))
    share_days(plan)
    record_change(request, plan)
    messages.success(request, f"The draft has the exercises of “{template.name}” now. Check sides and doses.")
    return redirect("plan", plan.pk)
