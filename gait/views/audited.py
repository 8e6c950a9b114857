"""Which addresses show what of a recording, for the audit trail."""

from clinics.audit.addresses import nothing, record_in_path, tell_of_ids, tell_of_names
from gait.models import Analysis, Annotation, Assessment, Recording, SignedReport
from patients.views.audited import list_of_patients

OF_RECORDING = "assessment.patient"
OF_ANALYSIS = f"recording.{OF_RECORDING}"
OF_REPORT = f"analysis.{OF_ANALYSIS}"


def tell() -> None:
    tell_of_ids(record_in_path(Assessment, "assessment_id", "patient"), "assessment_id")
    tell_of_ids(record_in_path(Recording, "recording_id", OF_RECORDING), "recording_id")
    tell_of_ids(record_in_path(Annotation, "annotation_id", OF_ANALYSIS), "annotation_id")
    tell_of_ids(record_in_path(Analysis, "analysis_id", OF_ANALYSIS), "analysis_id")
    tell_of_ids(record_in_path(SignedReport, "report_id", OF_REPORT), "report_id")
    tell_of_names(record_in_path(Assessment, "pk", "patient"), "assessment", "api_assessment", "api_recordings")
    tell_of_names(record_in_path(Recording, "pk", OF_RECORDING), "api_annotations")
    tell_of_names(nothing, "analysis_status", "api_analysis")  # how far a run is: asked often, and nothing clinical
    runs = "api_analysis_cancel", "api_analysis_retry", "api_result", "api_series"
    tell_of_names(record_in_path(Analysis, "pk", OF_ANALYSIS), *runs)
    tell_of_names(record_in_path(SignedReport, "pk", OF_REPORT), "api_report")
    lists = "worklist", "worklist_news", "upload_film", "processing", "processing_news", "processing_retry_all"
    tell_of_names(list_of_patients, *lists)
