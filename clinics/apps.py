from django.apps import AppConfig


class ClinicsConfig(AppConfig):
    name = "clinics"

    def ready(self) -> None:
        """Let those listen who act on other apps' signals."""
        from clinics.accounts import adapter, sessions, unsaved_work  # noqa: F401
        from clinics.enquiries import audited

        audited.tell()
