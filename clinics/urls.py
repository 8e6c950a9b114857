from django.urls import include, path

from clinics import views
from clinics.styleguide import styleguide

urlpatterns = [
    path("", views.home, name="home"),
    path("clinic/", views.clinic_list, name="clinic_list"),
    path("clinic/<slug:slug>/", views.clinic_edit, name="clinic_edit"),
    path("clinic/<slug:slug>/hours/", views.clinic_hours, name="clinic_hours"),
    path("clinic/<slug:slug>/staff/new/", views.clinic_staff_new, name="clinic_staff_new"),
    path("clinic/<slug:slug>/staff/<int:pk>/", views.clinic_staff_switch, name="clinic_staff_switch"),
    path("styleguide/", styleguide, name="styleguide"),
    path("", include("clinics.public_urls")),
]
