"""What the sheet offers a runner, beside the exercises."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RunningDraft:
    """What the sheet offers a runner. target_spm: fewest and most; None where no retraining is offered."""

    cadence_spm: int | None
    target_spm: tuple[int, int] | None
    start_step: int
    weekly_km: int | None
    rules: tuple[str, ...]
    reason: str
    citations: tuple[str, ...]
