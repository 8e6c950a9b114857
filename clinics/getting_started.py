"""From an empty installation to the first patient: what is done, what comes next. Read from the data, never ticked."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify

from clinics.access import SignedInRequest, clinics_of
from clinics.audit import record_event
from clinics.forms import ClinicForm
from clinics.models import AuditEvent, Clinic, Membership, Role, User

RESERVED = frozenset({"new"})
"""Words that stand in addresses where a location's own word could."""
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Step:
    title: str
    why: str
    address: str
    button: str
    is_done: bool


def may_set_up(user: User) -> bool:
    """Admins, and the operator who has just made the installation."""
    return user.is_staff or clinics_of(user, Role.ADMIN).exists()


def set_up_required(view: View) -> View:
    @login_required
    @wraps(view)
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_set_up(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def steps_for(user: User) -> list[Step]:
    """The steps of the person's first location; before there is one, only the first can be taken."""
    clinic = clinics_of(user, Role.ADMIN).order_by("pk").first()
    opening = Step(
        "Open a location",
        "Name, address and phone, as patients find them.",
        reverse("clinic_new"),
        "Open a location",
        clinic is not None,
    )
    return [opening, *steps_of(clinic, user)] if clinic else [opening]


def steps_of(clinic: Clinic, user: User) -> list[Step]:
    slug, others = clinic.slug, clinic.memberships.exclude(user=user)
    is_therapist = clinics_of(user, Role.THERAPIST).exists()
    return [
        Step(
            "Enter the opening hours",
            "The public page says “open now” from them.",
            reverse("clinic_hours", args=[slug]),
            "Enter hours",
            clinic.opening_hours.exists(),
        ),
        Step(
            "Invite your colleagues",
            "Each gets a mail and chooses a password. Therapists see patients, admins see this side.",
            reverse("clinic_invite", args=[slug]),
            "Invite",
            others.exists() or clinic.invitations.exists(),
        ),
        Step(
            "Add the first patient",
            "A name and a date of birth are enough to film and measure."
            if is_therapist
            else "A therapist does that: invite one, or yourself with that role.",
            reverse("patient_new") if is_therapist else reverse("clinic_invite", args=[slug]),
            "Add a patient" if is_therapist else "Invite a therapist",
            clinic.patients.exists(),
        ),
        Step(
            "Publish the location",
            "Look at the preview first. Visitors can then find it and write to you.",
            reverse("public:location", args=[slug]),
            "See the preview",
            clinic.is_published,
        ),
    ]


class NewLocationForm(ClinicForm):
    treats = forms.BooleanField(
        required=False,
        label="I also treat patients here",
        help_text="Gives you the therapist's role too.",
    )

    class Meta(ClinicForm.Meta):
        fields = [
            "practice", "name", "kind", "street", "suite", "city", "country", "state", "postcode",
            "phone", "fax", "email", "time_zone",
        ]  # fmt: skip
        help_texts = {"practice": "What all your locations are called together."}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["time_zone"].widget.attrs["data-behaviour"] = "zone-of-browser"
        if known := clinics_of(user, Role.ADMIN).values_list("practice", flat=True).first():
            self.initial["practice"] = known
            self.fields["practice"].disabled = not user.is_staff


@set_up_required
def getting_started(request: SignedInRequest) -> HttpResponse:
    steps = steps_for(request.user)
    context = {"steps": steps, "next": next((step for step in steps if not step.is_done), None)}
    return render(request, "clinics/getting_started.html", context)


@set_up_required
def clinic_new(request: SignedInRequest) -> HttpResponse:
    form = NewLocationForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        clinic = open_location(form, request)
        messages.success(request, f"{clinic.name} is open. You are its admin.")
        return redirect("getting_started")
    return render(request, "clinics/clinic_new.html", {"form": form})


@transaction.atomic
def open_location(form: NewLocationForm, request: SignedInRequest) -> Clinic:
    """The location with a free address of its own, and the person as its admin."""
    clinic = form.save(commit=False)
    clinic.slug = free_slug(clinic.name)
    clinic.save()
    roles = [Role.ADMIN, Role.THERAPIST] if form.cleaned_data["treats"] else [Role.ADMIN]
    for role in roles:
        Membership.objects.create(user=request.user, clinic=clinic, role=role)
    record_event(AuditEvent.Action.CREATED, clinic, clinic=clinic, request=request)
    return clinic


def free_slug(name: str) -> str:
    wanted = slugify(name)[:40] or "location"
    taken = set(Clinic.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)) | RESERVED
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)
