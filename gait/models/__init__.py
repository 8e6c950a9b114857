"""What was filmed, the run that measured it, and what a therapist signed."""

from gait.models.annotations import Annotation
from gait.models.beats import ServiceBeat
from gait.models.calibrations import TiltCalibration
from gait.models.overlay_videos import OverlayVideo
from gait.models.reports import Addendum, AlreadySigned, SignedReport, SignedReportQuerySet
from gait.models.runs import Analysis, AnalysisAttempt, AnalysisQuerySet, Finding, Measurement
from gait.models.seals import ResultSeal
from gait.models.signing_words import SigningWords
from gait.models.visits import Assessment, AssessmentQuerySet, Recording, RecordingQuerySet

__all__ = [
    "Addendum",
    "AlreadySigned",
    "Analysis",
    "AnalysisAttempt",
    "AnalysisQuerySet",
    "Annotation",
    "Assessment",
    "AssessmentQuerySet",
    "Finding",
    "Measurement",
    "OverlayVideo",
    "Recording",
    "RecordingQuerySet",
    "ResultSeal",
    "ServiceBeat",
    "SignedReport",
    "SignedReportQuerySet",
    "SigningWords",
    "TiltCalibration",
]
