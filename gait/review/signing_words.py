"""What a therapist typed above a signature stays theirs: through a correction, a refusal, another tab.

Words are kept as {"summary", "retest_on", "because", "findings": {"CODE side": {"text", "keep"}}, "run"}, each only
where somebody changed it. A correction makes a new run with findings of its own, which are matched by code and side.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any

from django.utils import timezone

from clinics.models import User
from gait.models import Analysis, Finding, SigningWords

MAX_BYTES = 40_000
PLAIN_FIELDS = ("summary", "retest_on", "because")

Words = dict[str, Any]
Findings = Mapping[str, Mapping[str, object]]


def keep(analysis: Analysis, therapist: User, changed: Mapping[str, object], as_proposed: Collection[str] = ()) -> None:
    """Add what one page changed; what another page typed, and words about findings of another run, stay.

    changed: names of the form's fields with what was put into them. as_proposed: names of those that are again as
    proposed, so that nothing of theirs is kept any longer.
    """
    if not changed:
        return
    before = kept(analysis, therapist)
    words = in_words(analysis, changed)
    settled = in_words(analysis, dict.fromkeys(as_proposed))
    findings = {
        key: told
        for key in {**before.get("findings", {}), **words.get("findings", {})}
        if (told := _merged(key, before.get("findings", {}), words.get("findings", {}), settled.get("findings", {})))
    }
    merged = {name: told for name, told in (before | words).items() if name not in {*settled, "findings"}}
    merged |= {"findings": findings} if findings else {}
    if merged.keys() <= {"run"}:
        forget(analysis, therapist)
    else:
        _store(analysis, therapist, merged)


def _merged(key: str, before: Findings, words: Findings, settled: Findings) -> dict[str, object]:
    """What is kept about one finding."""
    told = {**before.get(key, {}), **words.get(key, {})}
    return {name: value for name, value in told.items() if name not in settled.get(key, {})}


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
