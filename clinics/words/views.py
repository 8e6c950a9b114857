"""Where an admin writes the practice's own words, looks at them and publishes them."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, admin_required, clinics_of
from clinics.audit import record_event
from clinics.languages import namespace_of, spoken
from clinics.models import AuditEvent, Clinic, PageText, Role
from clinics.words.texts import our_words, publish, published, write


class TextForm(forms.ModelForm):
    class Meta:
        model = PageText
        fields = ["text", "why"]
        labels = {"why": "Why this change?"}
        help_texts = {
            "text": "An empty line starts a paragraph. **Bold**, - list, 1. steps, ### heading, [words](https://address)."
            " Left empty, our own words stand here again.",
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 18})}


@admin_required
def clinic_texts(request: SignedInRequest, slug: str) -> HttpResponse:
    clinic = my_clinic(request, slug)
    languages = dict(spoken())
    standing = {
        (text.section, text.language): text for language in languages for text in published(clinic.practice, language)
    }
    rows = [
        {
            "section": section,
            "cells": [(code, name, standing.get((section.value, code))) for code, name in languages.items()],
        }
        for section in PageText.Section
    ]
    return render(request, "clinics/texts.html", {"clinic": clinic, "rows": rows, "languages": languages.values()})


@admin_required
def clinic_text(request: SignedInRequest, slug: str, section: str, language: str) -> HttpResponse:
    clinic = my_clinic(request, slug)
    languages = dict(spoken())
    if section not in PageText.Section.values or language not in languages:
        raise Http404
    versions = PageText.objects.filter(practice=clinic.practice, section=section, language=language)
    form = TextForm(request.POST or None, initial={"text": newest_words(versions.first(), section, language)})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        text = write(clinic, section, language, text=words["text"], why=words["why"], by=request.user)
        record_event(AuditEvent.Action.CREATED, text, clinic=clinic, request=request)
        messages.success(request, f"Version {text.number} is kept. Look at it, then publish it.")
        return redirect("clinic_text", clinic.slug, section, language)
    context = {
        "clinic": clinic,
        "form": form,
        "section": PageText.Section(section),
        "language_name": languages[language],
        "versions": versions.select_related("written_by"),
        "standing": next((text for text in published(clinic.practice, language) if text.section == section), None),
        "page": reverse("public:hip_drop", current_app=namespace_of(language)),
    }
    return render(request, "clinics/text.html", context)


@require_POST
@admin_required
def clinic_text_publish(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    clinic = my_clinic(request, slug)
    text = get_object_or_404(PageText, pk=pk, practice=clinic.practice)
    publish(text)
    record_event(AuditEvent.Action.CHANGED, text, clinic=clinic, request=request)
    messages.success(request, f"Visitors read version {text.number} from now on.")
    return redirect("clinic_text", clinic.slug, text.section, text.language)


def newest_words(newest: PageText | None, section: str, language: str) -> str:
    """What editing starts from: the last version written, else our own words."""
    return newest.text if newest and newest.text else our_words(section, language)


def my_clinic(request: SignedInRequest, slug: str) -> Clinic:
    return get_object_or_404(clinics_of(request.user, Role.ADMIN), slug=slug)
