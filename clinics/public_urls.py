"""The public pages, each once in English and once below es/ in Spanish, and what an admin does about them."""

from django.urls import include, path

from clinics import enquiry_views, location_views, public_views

pages = [
    path("", public_views.landing, name="landing"),
    path("hip-drop/", public_views.hip_drop, name="hip_drop"),
    path("locations/", public_views.locations, name="locations"),
    path("locations/<slug:slug>/", public_views.location, name="location"),
    path("locations/<slug:slug>/contact/", public_views.location_contact, name="location_contact"),
    path("contact/", public_views.contact, name="contact"),
    path("contact/thanks/", public_views.thanks, name="thanks"),
]

enquiries = [
    path("", enquiry_views.clinic_enquiries, name="clinic_enquiries"),
    path("<uuid:enquiry_id>/", enquiry_views.clinic_enquiry, name="clinic_enquiry"),
    path("<uuid:enquiry_id>/move/", enquiry_views.clinic_enquiry_move, name="clinic_enquiry_move"),
    path("<uuid:enquiry_id>/appointment.ics", enquiry_views.clinic_enquiry_calendar, name="clinic_enquiry_calendar"),
]

urlpatterns = [
    path("robots.txt", public_views.robots, name="robots"),
    path("sitemap.xml", public_views.sitemap, name="sitemap"),
    path("clinic/<slug:slug>/enquiries/", include(enquiries)),
    path("clinic/<slug:slug>/closures/", location_views.clinic_closures, name="clinic_closures"),
    path("clinic/<slug:slug>/publish/", location_views.clinic_publish, name="clinic_publish"),
    path("es/", include((pages, "public"), namespace="public-es"), {"language": "es"}),
    path("", include((pages, "public"), namespace="public"), {"language": "en"}),
]
