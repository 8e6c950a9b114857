"""The machine-readable side: /api/v1/, its schema and its page."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from clinics.api import my_clinics as clinics
from config import api_pages
from exercises import api as exercises
from exercises.fhir import views as fhir
from gait import api as gait
from patients import api as patients
from patients.outcomes import api as outcomes

v1 = [
    path("clinics/", clinics.ClinicList.as_view(), name="api_clinics"),
    path("clinics/<slug:slug>/", clinics.ClinicDetail.as_view(), name="api_clinic"),
    path("patients/", patients.PatientList.as_view(), name="api_patients"),
    path("patients/search/", patients.PatientsFound.as_view(), name="api_patient_search"),
    path("patients/<uuid:pk>/", patients.PatientDetail.as_view(), name="api_patient"),
    path("patients/<uuid:patient_id>/assessments/", gait.PatientAssessments.as_view(), name="api_assessments"),
    path("patients/<uuid:patient_id>/reports/", gait.PatientReports.as_view(), name="api_reports"),
    path("patients/<uuid:patient_id>/plans/", exercises.PatientPlans.as_view(), name="api_plans"),
    path("patients/<uuid:patient_id>/runs/", exercises.PatientRuns.as_view(), name="api_runs"),
    path("patients/<uuid:patient_id>/strength/", outcomes.PatientStrength.as_view(), name="api_strength"),
    path("patients/<uuid:patient_id>/scores/", outcomes.PatientScores.as_view(), name="api_scores"),
    path("assessments/<uuid:pk>/", gait.AssessmentDetail.as_view(), name="api_assessment"),
    path("assessments/<uuid:pk>/recordings/", gait.AssessmentRecordings.as_view(), name="api_recordings"),
    path("recordings/<uuid:pk>/annotations/", gait.RecordingAnnotations.as_view(), name="api_annotations"),
    path("analyses/<uuid:pk>/", gait.AnalysisDetail.as_view(), name="api_analysis"),
    path("analyses/<uuid:pk>/cancel/", gait.AnalysisCancel.as_view(), name="api_analysis_cancel"),
    path("analyses/<uuid:pk>/retry/", gait.AnalysisRetry.as_view(), name="api_analysis_retry"),
    path("analyses/<uuid:pk>/result/", gait.AnalysisResult.as_view(), name="api_result"),
    path("analyses/<uuid:pk>/series/", gait.AnalysisSeries.as_view(), name="api_series"),
    path("reports/<uuid:pk>/", gait.ReportDetail.as_view(), name="api_report"),
    path("plans/<uuid:pk>/", exercises.PlanDetail.as_view(), name="api_plan"),
    path("plans/<uuid:pk>/diary/", exercises.PlanDiary.as_view(), name="api_diary"),
    path("fhir/metadata", fhir.FhirMetadata.as_view(), name="api_fhir_metadata"),
    path("fhir/Patient/<uuid:pk>", fhir.FhirPatient.as_view(), name="api_fhir_patient"),
    path("fhir/Patient/<uuid:pk>/$everything", fhir.FhirEverything.as_view(), name="api_fhir_everything"),
    path("fhir/<slug:kind>", fhir.FhirSearch.as_view(), name="api_fhir_search"),
]

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("docs/", api_pages.docs, name="api_docs"),
    path("token/", api_pages.token, name="api_token"),
    path("v1/", include(v1)),
]
