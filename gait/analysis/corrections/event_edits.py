"""Contacts and toe-offs that a therapist moved, added or deleted, laid over the stances that were found.

People see what a picture shows better than any rule, so a stance they touched counts again whatever was held against
it. One thing is still held against it: left and right take turns.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

import numpy as np

from gait.analysis.curves.clock import Clock
from gait.result.conventions import Side
from gait.result.result import Stance

SAME_EVENT_S = 0.25
"""An edit names the found event nearest to its time, if it is this near (docs/hints.md)."""
MIN_STRIDE_SHARE = 0.75
"""Two contacts of one foot closer than this share of its stride, and no contact of the other foot between: no gait."""


class EventKind(StrEnum):
    CONTACT = "contact"
    TOE_OFF = "toe_off"


@dataclass(frozen=True, slots=True)
class EventEdit:
    """at_s names a found event by its time, None adds a new one; to_s is where it belongs, None deletes it."""

    side: Side
    kind: EventKind
    at_s: float | None
    to_s: float | None

    def on(self, clock: Clock) -> "EventEdit":
        """Said about the clip's clock, applied on the true one."""
        at_s, to_s = (None if t is None else t / clock.stretch for t in (self.at_s, self.to_s))
        return replace(self, at_s=at_s, to_s=to_s)


@dataclass(frozen=True, slots=True)
class _Event:
    """stance is the index of the found stance it belonged to, None for what a person put there."""

    at_s: float
    stance: int | None


def apply_event_edits(stances: tuple[Stance, ...], edits: tuple[EventEdit, ...]) -> tuple[Stance, ...]:
    """Stances made anew from the edited events of each foot, by initial contact.

    Each contact takes the next toe-off of its foot; one without a partner makes no stance. Edits that match no event
    change nothing: the clip may have been measured anew since. Stances out of turn are left out with S_ORDER. All
    times are seconds on one clock.
    Source: a decision, docs/methods/events.md (Corrections).
    """
    if not edits:
        return stances
    edited = [stance for side in Side for stance in _foot(stances, side, [e for e in edits if e.side is side])]
    in_order = sorted(edited, key=lambda pair: pair[0].initial_contact_s)
    return _in_turn([s for s, _ in in_order], [touched for _, touched in in_order], _stride_s(stances))


def breaks_order(stances: tuple[Stance, ...], edits: tuple[EventEdit, ...], edited: tuple[Stance, ...]) -> bool:
    """Did the edits leave stances out of turn that were not so before, or an event without its partner?

    Source: docs/methods/events.md (Corrections).
    """
    out_of_turn = sum(s.reason == "S_ORDER" for s in edited) > sum(s.reason == "S_ORDER" for s in stances)
    ends = {(s.side, EventKind.CONTACT, s.initial_contact_s) for s in edited}
    ends |= {(s.side, EventKind.TOE_OFF, s.toe_off_s) for s in edited}
    return out_of_turn or not _must_be_ends(stances, edits) <= ends


def _must_be_ends(stances: tuple[Stance, ...], edits: tuple[EventEdit, ...]) -> set[tuple[Side, EventKind, float]]:
    """Every contact that is left, and every toe-off that somebody placed; a toe-off may lose its deleted contact."""
    wanted = set()
    for side in Side:
        own = [s for s in stances if s.side is side]
        contacts, leaves = _events(own, [e for e in edits if e.side is side])
        wanted |= {(side, EventKind.CONTACT, e.at_s) for e in contacts}
        wanted |= {(side, EventKind.TOE_OFF, e.at_s) for e in leaves if e.stance is None}
    return wanted


def _foot(stances: tuple[Stance, ...], side: Side, edits: list[EventEdit]) -> list[tuple[Stance, bool]]:
    own = [s for s in stances if s.side is side]
    if not edits:
        return [(stance, False) for stance in own]
    contacts, leaves = _events(own, edits)
    made = []
    for number, contact in enumerate(contacts):
        until_s = contacts[number + 1].at_s if number + 1 < len(contacts) else np.inf
        leave = next((e for e in leaves if contact.at_s < e.at_s < until_s), None)
        if leave is not None:
            made.append(_stance(own, side, contact, leave))
    return made


def _events(own: list[Stance], edits: list[EventEdit]) -> tuple[list[_Event], list[_Event]]:
    """Contacts and toe-offs of one foot after its edits, each in order of time."""
    return (
        _edited([_Event(s.initial_contact_s, k) for k, s in enumerate(own)], edits, EventKind.CONTACT),
        _edited([_Event(s.toe_off_s, k) for k, s in enumerate(own)], edits, EventKind.TOE_OFF),
    )


def _stance(own: list[Stance], side: Side, contact: _Event, leave: _Event) -> tuple[Stance, bool]:
    """The found stance when both its ends are still where they were; else a new one that counts."""
    if contact.stance is not None and contact.stance == leave.stance:
        return own[contact.stance], False
    return Stance(side, contact.at_s, leave.at_s), True


def _edited(events: list[_Event], edits: list[EventEdit], kind: EventKind) -> list[_Event]:
    for edit in edits:
        if edit.kind is not kind:
            continue
        named = _nearest(events, edit.at_s)
        if edit.at_s is not None and named is None:
            continue
        events = [e for e in events if e is not named]
        if edit.to_s is not None:
            events.append(_Event(edit.to_s, None))
    return sorted(events, key=lambda e: e.at_s)


def _nearest(events: list[_Event], at_s: float | None) -> _Event | None:
    if at_s is None:
        return None
    near = [e for e in events if abs(e.at_s - at_s) < SAME_EVENT_S]
    return min(near, key=lambda e: abs(e.at_s - at_s), default=None)


def _stride_s(stances: tuple[Stance, ...]) -> float:
    """Median time between contacts of one foot; 0 where no foot has two."""
    strides_s = [
        later.initial_contact_s - earlier.initial_contact_s
        for side in Side
        for earlier, later in pairwise(s for s in stances if s.side is side)
    ]
    return float(np.median(strides_s)) if strides_s else 0.0


def _in_turn(stances: list[Stance], touched: list[bool], stride_s: float) -> tuple[Stance, ...]:
    crowded = set()
    for k, (one, other) in enumerate(pairwise(stances)):
        apart_s = other.initial_contact_s - one.initial_contact_s
        if one.side is other.side and apart_s < MIN_STRIDE_SHARE * stride_s and (touched[k] or touched[k + 1]):
            crowded |= {k, k + 1}
    return tuple(replace(s, used=False, reason="S_ORDER") if k in crowded else s for k, s in enumerate(stances))
