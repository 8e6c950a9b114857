"""Every address of the site, by app."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("clinics.urls")),
    path("", include("patients.urls")),
    path("", include("gait.urls")),
    path("", include("exercises.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/", include("config.api_urls")),
    path("admin/", admin.site.urls),
]
