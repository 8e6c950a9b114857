"""The seal on a signed report: its snapshot as canonical JSON, and the SHA-256 of that."""

import hashlib
import json
from collections.abc import Mapping

from django.core.serializers.json import DjangoJSONEncoder

from gait.models import Addendum, SignedReport
from gait.review.snapshot_form import Snapshot


def canonical(snapshot: Mapping[str, object]) -> bytes:
    """The one spelling of a snapshot: keys sorted, no spaces, UTF-8. NaN raises ValueError: JSON has none."""
    told = json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return told.encode()


def digest_of(snapshot: Mapping[str, object]) -> str:
    return hashlib.sha256(canonical(snapshot)).hexdigest()


def as_stored(snapshot: Mapping[str, object]) -> dict[str, object]:
    """The snapshot as it comes back from the database: plain JSON, and no -0.0, which PostgreSQL stores as 0.0."""
    told = json.dumps(snapshot, cls=DjangoJSONEncoder, allow_nan=False)
    return json.loads(told, parse_float=lambda number: float(number) + 0.0)


def digest_of_addendum(addendum: Addendum) -> str:
    told = {
        "report": str(addendum.report_id),
        "added_by": addendum.added_by_id,
        "added_name": addendum.added_name,
        "added_at": addendum.added_at.isoformat(),
        "text": addendum.text,
    }
    is_as_before = addendum.readers == Addendum.Readers.PATIENT_TOO and not addendum.plain_text
    readers = {} if is_as_before else {"readers": addendum.readers, "plain_text": addendum.plain_text}
    return digest_of(told | readers)


def is_intact(report: SignedReport) -> bool:
    """Whether the report is what was sealed. Reports from before seals cannot tell, and count as intact."""
    if not report.digest or report.snapshot is None:
        return not report.digest and report.snapshot is None
    return digest_of(report.snapshot) == report.digest and columns_agree(report, report.snapshot)


def columns_agree(report: SignedReport, snapshot: Snapshot) -> bool:
    """Whether the columns beside the snapshot still say what it says."""
    told = snapshot["report"]
    return (
        snapshot["content"] == as_stored(report.content)
        and told["summary"] == report.summary
        and told["signed_name"] == report.signed_name
        and told["signed_at"] == report.signed_at.isoformat()
        and told["signed_by"] == report.signed_by_id
        and told["analysis"] == str(report.analysis_id)
        and told["retest_on"] == (report.retest_on.isoformat() if report.retest_on else None)
    )
