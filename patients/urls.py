from django.urls import include, path

from patients.views import erasing, history, importing, records, seen
from patients.views import patients as views

urlpatterns = [
    path("", include("patients.outcomes.urls")),
    path("", include("patients.moving.urls")),
    path("patients/", views.patient_list, name="patient_list"),
    path("patients/new/", views.patient_new, name="patient_new"),
    path("patients/archive/", records.patient_archived, name="patient_archived"),
    path("patients/import/", importing.patient_import, name="patient_import"),
    path("patients/<uuid:pk>/", views.patient, name="patient"),
    path("patients/<uuid:pk>/edit/", views.patient_edit, name="patient_edit"),
    path("patients/<uuid:pk>/erase/", erasing.patient_erase, name="patient_erase"),
    path("patients/<uuid:pk>/hold/", erasing.patient_hold, name="patient_hold"),
    path("erasures/<uuid:pk>/", erasing.erasure, name="erasure"),
    path("patients/<uuid:pk>/seen/", seen.patient_seen, name="patient_seen"),
    path("patients/<uuid:pk>/archive/", records.patient_archive, name="patient_archive"),
    path("patients/<uuid:pk>/restore/", records.patient_restore, name="patient_restore"),
    path("patients/<uuid:pk>/merge/<uuid:other_pk>/", records.patient_merge, name="patient_merge"),
    path("patients/<uuid:pk>/episodes/new/", history.episode_new, name="episode_new"),
    path("patients/<uuid:pk>/episodes/<uuid:episode_pk>/", history.episode, name="episode"),
    path("patients/<uuid:pk>/episodes/<uuid:episode_pk>/close/", history.episode_close, name="episode_close"),
    path("patients/<uuid:pk>/consents/", views.consent_give, name="consent_give"),
    path("patients/<uuid:pk>/consents/<uuid:consent_pk>/withdraw/", views.consent_withdraw, name="consent_withdraw"),
]
