"""What the page must know of a run before somebody measures it by hand, whether it came to a result or failed."""

from typing import Any

from gait.models import Analysis
from gait.result.conventions import RollOrigin, View
from gait.review.change_log import rightward_in


def sure_view(analysis: Analysis) -> str:
    """From where it was filmed, as somebody said or the pictures settled; empty where one must ask."""
    if analysis.hints.get("view"):
        return str(analysis.hints["view"])
    if not analysis.has_result:
        return ""
    found = analysis.found
    is_settled = found.view is not View.SIDE and not found.has_note("W_VIEW_ASSUMED")
    return found.view.value if is_settled else ""


def facts_by_hand(analysis: Analysis) -> dict[str, Any]:
    """rightwardFromBehind: +1 where the patient's right is image right in a view from behind, -1 in a mirror."""
    found = analysis.found if analysis.has_result else None
    return {
        "handFrames": [{"side": each.side, "time_s": each.time_s} for each in found.proposed_frames] if found else [],
        "isLevelKnown": found is not None and found.camera_roll.origin is not RollOrigin.ASSUMED,
        "rightwardFromBehind": rightward_in(analysis, View.POSTERIOR),
    }
