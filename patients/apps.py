from django.apps import AppConfig


class PatientsConfig(AppConfig):
    name = "patients"

    def ready(self) -> None:
        """Have the system check registered."""
        from patients.outcomes import check  # noqa: F401
        from patients.views import audited

        audited.tell()
