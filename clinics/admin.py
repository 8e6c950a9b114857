"""The operator's desk: clinics with their hours and people, accounts, and the audit trail to read."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.db import models
from django.db.models import QuerySet
from django.forms import Field
from django.http import HttpRequest
from rest_framework.authtoken.admin import TokenProxy  # type: ignore[attr-defined]  # so that it is registered
from rest_framework.authtoken.models import Token

from clinics.audit import record_event
from clinics.models import AuditEvent, Clinic, Closure, Membership, OpeningHours, ReminderWords, User
from clinics.numbers import Digits, NumberField, WholeNumberField

# One way in for everybody: same rate limits, same second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as allauth documents

# A token is a key to patients' records: its owner makes it, sees it once, and nobody else reads it here.
admin.site.unregister(TokenProxy)


class OpeningHoursInline(admin.TabularInline):
    model = OpeningHours
    extra = 1


class ClosureInline(admin.TabularInline):
    model = Closure
    extra = 0


class ReminderWordsInline(admin.TabularInline):
    model = ReminderWords
    extra = 0


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ["user", "clinic"]


@admin.register(Clinic)
class ClinicAdmin(admin.ModelAdmin):
    list_display = ["name", "practice", "city", "phone", "is_published"]
    list_filter = ["practice", "is_published"]
    search_fields = ["name", "practice", "city"]
    prepopulated_fields = {"slug": ["name"]}
    formfield_overrides = {
        models.IntegerField: {"form_class": WholeNumberField, "widget": Digits("numeric")},
        models.FloatField: {"form_class": NumberField, "widget": Digits("decimal")},
    }
    inlines = [OpeningHoursInline, ClosureInline, ReminderWordsInline, MembershipInline]


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "full_name", "credentials")
        field_classes: dict[str, type[Field]] = {}


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    add_form = NewUserForm
    ordering = ["full_name"]
    list_display = ["full_name", "email", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff", "memberships__clinic", "memberships__role"]
    search_fields = ["full_name", "email"]
    readonly_fields = ["last_login", "joined_at"]
    inlines = [MembershipInline]
    actions = ["revoke_tokens"]
    fieldsets = (
        (None, {"fields": ("email", "password", "full_name", "credentials")}),
        ("Access", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        ("Dates", {"fields": ("last_login", "joined_at")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "full_name", "credentials", "usable_password", "password1", "password2")}),
    )

    @admin.action(description="Revoke API tokens", permissions=["change"])
    def revoke_tokens(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for token in Token.objects.filter(user__in=users).select_related("user"):
            token.delete()
            record_event(AuditEvent.Action.CHANGED, token.user, clinic=None, request=request)
            self.message_user(request, f"The token of {token.user} is revoked.")


@admin.register(AuditEvent)
class AuditEventAdmin(admin.ModelAdmin):
    """To read only: nobody edits what happened."""

    list_display = ["number", "at", "actor", "actor_kind", "action", "record_kind", "record_id", "clinic"]
    list_filter = ["action", "actor_kind", "record_kind", "clinic"]
    search_fields = ["=record_id", "=patient_id"]
    date_hierarchy = "at"
    list_select_related = ["actor", "clinic"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        return False
