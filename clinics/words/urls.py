"""The practice's own words, below clinic/<slug>/texts/."""

from django.urls import path

from clinics.words import views

urlpatterns = [
    path("", views.clinic_texts, name="clinic_texts"),
    path("<int:pk>/publish/", views.clinic_text_publish, name="clinic_text_publish"),
    path("<slug:section>/<slug:language>/", views.clinic_text, name="clinic_text"),
]
