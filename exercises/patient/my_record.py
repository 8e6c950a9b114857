"""The part of "my data" that lies in the clinic's record: what the person told, what was tested, filmed and moved."""

from gait.models import Recording
from patients.models import EmergencyAccess, EpisodeOfCare, Patient

HISTORY = (
    "pain_sites",
    "onset",
    "onset_on",
    "mechanism",
    "nprs_now",
    "nprs_worst",
    "nprs_best",
    "nprs_running",
    "pain_after_min",
    "settles",
    "has_night_pain",
    "runs_per_week",
    "km_per_week",
    "km_per_week_before",
    "longest_run_km",
    "surfaces",
    "shoes",
    "injuries",
    "goals",
    "red_flags",
    "taken_at",
)
VISIT = ("filmed_on", "activity", "view", "speed_kmh", "surface", "footwear", "pain_nprs", "markers", "walking_aid")
SCREEN = ("signs", "signs_examined", "screened_at")


def my_record(patient: Patient) -> dict[str, object]:
    """As plain values, by the names of the database: they are for programs, and for whoever wants to know it all."""
    episodes = patient.episodes.select_related("history")
    return {
        "episodes_of_care": [episode_record(episode) for episode in episodes],
        "strength_tests": [
            {
                "day": test.tested_on,
                "motion": test.get_motion_display(),
                "position": test.get_position_display(),
                "unit": test.unit,
                "left": test.left,
                "right": test.right,
                "lever_arm_cm": test.lever_arm_cm,
                "struck_out_at": test.struck_out_at,
            }
            for test in patient.strength_tests.all()
        ],
        "questions_asked": [
            {
                "instrument": asked.get_instrument_display(),
                "asked_at": asked.asked_at,
                "withdrawn_at": asked.withdrawn_at,
                "is_answered": asked.score_id is not None,
            }
            for asked in patient.score_requests.all()
        ],
        "visits": [
            {name: getattr(visit, name) for name in (*VISIT, *SCREEN)}
            | {"videos": [video_record(video) for video in visit.recordings.all()]}
            for visit in patient.assessments.prefetch_related("recordings")
        ],
        "moved_between_locations": [
            {"from": str(move.from_clinic), "to": str(move.to_clinic), "at": move.transferred_at, "why": move.reason}
            for move in patient.transfers.select_related("from_clinic", "to_clinic")
        ],
        "opened_in_an_emergency": [emergency_record(access) for access in patient.emergency_accesses.all()],
        "reminder": [
            {"email": reminder.email, "at": reminder.at, "language": reminder.language, "is_on": reminder.is_on}
            for reminder in [getattr(patient, "reminder", None)]
            if reminder
        ],
    }


def episode_record(episode: EpisodeOfCare) -> dict[str, object]:
    history = getattr(episode, "history", None)
    told = {name: getattr(history, name) for name in HISTORY} if history else {}
    return {"complaint": episode.complaint, "opened_on": episode.opened_on, "closed_on": episode.closed_on, **told}


def video_record(video: Recording) -> dict[str, object]:
    """What there is of a film; the film itself is asked for at the clinic."""
    return {
        "kind": video.get_kind_display(),
        "file_name": video.original_name,
        "size_bytes": video.size_bytes,
        "sent_at": video.uploaded_at,
        "original_removed_at": video.original_removed_at,
    }


def emergency_record(access: EmergencyAccess) -> dict[str, object]:
    return {"opened_at": access.opened_at, "until": access.until, "why": access.reason, "note": access.note}
