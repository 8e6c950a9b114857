from django.urls import path

from patients.moving import transfer, views

urlpatterns = [
    path("patients/emergency/", views.emergency_access, name="emergency_access"),
    path("patients/emergency/<uuid:pk>/close/", views.emergency_close, name="emergency_close"),
    path("patients/emergency/<uuid:pk>/note/", views.emergency_note, name="emergency_note"),
    path("patients/<uuid:pk>/transfer/", transfer.patient_transfer, name="patient_transfer"),
    path("clinic/<slug:slug>/emergencies/", views.clinic_emergencies, name="clinic_emergencies"),
    path("clinic/<slug:slug>/emergencies/<uuid:pk>/seen/", views.clinic_emergency_seen, name="clinic_emergency_seen"),
]
