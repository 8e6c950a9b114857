"""Opening an episode of care with its history, keeping it true, and closing it."""

from django.db import transaction
from django.utils import timezone

from clinics.models import User
from patients.history_form import HistoryForm
from patients.models import EpisodeOfCare


@transaction.atomic
def keep(form: HistoryForm, *, by: User) -> EpisodeOfCare:
    """Save the episode with what the form was told about it. Who told it last stands on it."""
    episode = form.episode
    episode.complaint = form.cleaned_data["complaint"]
    episode.save()
    history = form.save(commit=False)
    history.episode, history.taken_by, history.taken_at = episode, by, timezone.now()
    history.red_flags = form.answered_flags()
    history.save()
    return episode


def close(episode: EpisodeOfCare) -> None:
    if episode.closed_on is None:
        episode.closed_on = timezone.localdate()
        episode.save(update_fields=["closed_on"])
