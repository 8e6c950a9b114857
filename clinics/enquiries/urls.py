"""The inbox of one location, below its clinic/<slug>/enquiries/."""

from django.urls import path

from clinics.enquiries import views

urlpatterns = [
    path("", views.clinic_enquiries, name="clinic_enquiries"),
    path("<uuid:enquiry_id>/", views.clinic_enquiry, name="clinic_enquiry"),
    path("<uuid:enquiry_id>/move/", views.clinic_enquiry_move, name="clinic_enquiry_move"),
    path("<uuid:enquiry_id>/appointment.ics", views.clinic_enquiry_calendar, name="clinic_enquiry_calendar"),
]
