"""The public pages, each once in English and once below the code of every other language."""

from django.urls import include, path

from clinics.languages import SOURCE, namespace_of, others
from clinics.public import views

pages = [
    path("", views.landing, name="landing"),
    path("hip-drop/", views.hip_drop, name="hip_drop"),
    path("locations/", views.locations, name="locations"),
    path("locations/<slug:slug>/", views.location, name="location"),
    path("locations/<slug:slug>/contact/", views.location_contact, name="location_contact"),
    path("contact/", views.contact, name="contact"),
    path("contact/thanks/", views.thanks, name="thanks"),
]

urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    *(path(f"{code}/", include((pages, "public"), namespace_of(code)), {"language": code}) for code, _name in others()),
    path("", include((pages, "public"), namespace_of(SOURCE)), {"language": SOURCE}),
]
