"""My clinics, with their hours, for other programs."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView

from clinics.access import clinics_of
from clinics.api.policy import WorksSomewhere
from clinics.hours import Status, status_at
from clinics.models import Clinic, Closure, OpeningHours, SpecialHours


class OpeningHoursOut(serializers.ModelSerializer):
    class Meta:
        model = OpeningHours
        fields = ["weekday", "opens", "closes"]
        extra_kwargs = {"weekday": {"help_text": "0 is Monday."}}


class ClosureOut(serializers.ModelSerializer):
    class Meta:
        model = Closure
        fields = ["first_day", "last_day", "reason"]


class SpecialHoursOut(serializers.ModelSerializer):
    class Meta:
        model = SpecialHours
        fields = ["day", "opens", "closes", "reason"]


class ClinicOut(serializers.ModelSerializer):
    opening_hours = OpeningHoursOut(many=True)
    closures = ClosureOut(many=True)
    special_hours = SpecialHoursOut(many=True)
    is_open = serializers.SerializerMethodField()
    changes_at = serializers.SerializerMethodField(help_text="When it next opens or closes.")

    class Meta:
        model = Clinic
        fields = [
            "slug", "practice", "name", "kind", "street", "suite", "city", "state", "postcode", "country", "phone",
            "fax", "email", "time_zone", "languages", "directions", "parking", "access_notes", "map_url", "latitude",
            "longitude", "is_published", "opening_hours", "closures", "special_hours", "is_open", "changes_at",
        ]  # fmt: skip

    def get_is_open(self, clinic: Clinic) -> bool:
        return self._status(clinic).is_open

    def get_changes_at(self, clinic: Clinic) -> datetime | None:
        return self._status(clinic).changes_at

    def _status(self, clinic: Clinic) -> Status:
        return status_at(
            timezone.now(),
            clinic.opening_hours.all(),
            clinic.closures.all(),
            clinic.time_zone,
            clinic.special_hours.all(),
        )


class MyClinics(GenericAPIView[Clinic]):
    """Where I work, in whatever role."""

    permission_classes = [WorksSomewhere]
    serializer_class = ClinicOut
    queryset = Clinic.objects.prefetch_related("opening_hours", "closures", "special_hours")

    def get_queryset(self) -> QuerySet[Clinic]:
        return super().get_queryset().filter(pk__in=clinics_of(self.request.user))


class ClinicList(MyClinics, ListAPIView):
    """The clinics where you work."""


class ClinicDetail(MyClinics, RetrieveAPIView):
    """One of your clinics, with its weekly hours, closures, and whether it is open now."""

    lookup_field = "slug"
