"""What a therapist typed above a signature stays theirs: through a correction, a refusal, another tab.

Words are kept as {"summary", "retest_on", "because", "findings": {"CODE side": {"text", "keep"}}, "run"}, each only
where somebody changed it. A correction makes a new run with findings of its own, which are matched by code and side.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from clinics.models import User
from gait.models import Analysis, Finding, SigningWords

MAX_BYTES = 40_000
PLAIN_FIELDS = ("summary", "retest_on", "because")

Words = dict[str, Any]


def keep(analysis: Analysis, therapist: User, changed: Mapping[str, object]) -> None:
    """changed: names of the form's fields with what was put into them. Nothing changed keeps what was kept before."""
    words = in_words(analysis, changed)
    if not words:
        return
    before = kept(analysis, therapist)
    findings = before.get("findings", {}) | words.get("findings", {})
    merged = before | words | ({"findings": findings} if findings else {})
    _store(analysis, therapist, merged)


def keep_as_typed(analysis: Analysis, therapist: User, changed: Mapping[str, object]) -> None:
    """The same where changed is all that differs from what is proposed: what is as proposed again is kept no longer.

    Words about findings that only another run of the clip has stay.
    """
    own = {key_of(each) for each in analysis.findings.all()}
    before = kept(analysis, therapist)
    others = {key: told for key, told in before.get("findings", {}).items() if key not in own}
    words = in_words(analysis, changed)
    findings = others | words.pop("findings", {})
    words |= {"findings": findings} if findings else {}
    if words:
        _store(analysis, therapist, words)
    elif before:
        forget(analysis, therapist)


def _store(analysis: Analysis, therapist: User, words: Words) -> None:
    """With the run that summary and findings were last typed above: the numbers of a later one may be others."""
    before = kept(analysis, therapist)
    is_same = all(words.get(name) == before.get(name) for name in ("summary", "findings"))
    words = words | {"run": before["run"] if is_same and "run" in before else str(analysis.pk)}
    SigningWords.objects.update_or_create(
        recording=analysis.recording, therapist=therapist, defaults={"words": words, "kept_at": timezone.now()}
    )


def kept(analysis: Analysis, therapist: User) -> Words:
    found = SigningWords.objects.filter(recording=analysis.recording_id, therapist=therapist).first()
    return found.words if found else {}


def forget(analysis: Analysis, therapist: User) -> None:
    SigningWords.objects.filter(recording=analysis.recording_id, therapist=therapist).delete()


def read_changed(told: str) -> dict[str, object]:
    """What the page sends along with a correction; empty where it is no such thing."""
    if len(told) > MAX_BYTES:
        return {}
    try:
        changed = json.loads(told or "{}")
    except ValueError:
        return {}
    return changed if isinstance(changed, dict) else {}


def in_words(analysis: Analysis, changed: Mapping[str, object]) -> Words:
    words: Words = {name: str(changed[name]) for name in PLAIN_FIELDS if name in changed}
    findings = {key_of(each): told for each in analysis.findings.all() if (told := _about(each, changed))}
    return {**words, "findings": findings} if findings else words


def key_of(finding: Finding) -> str:
    return f"{finding.code} {finding.side}"


def _about(finding: Finding, changed: Mapping[str, object]) -> dict[str, object]:
    told: dict[str, object] = {}
    if f"text_{finding.pk}" in changed:
        told["text"] = str(changed[f"text_{finding.pk}"])
    if f"keep_{finding.pk}" in changed:
        told["keep"] = changed[f"keep_{finding.pk}"] is True
    return told
