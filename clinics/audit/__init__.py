"""The audit trail: who saw or changed what. A row that is removed, edited or made up is found."""

from clinics.audit.recording import one_change, record_event, record_showing, record_view

__all__ = ["one_change", "record_event", "record_showing", "record_view"]
