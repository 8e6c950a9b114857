from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        """Have the system checks registered."""
        from config import safety  # noqa: F401
