from importlib import import_module

from django.apps import AppConfig


class GaitConfig(AppConfig):
    name = "gait"

    def ready(self) -> None:
        from gait.views import audited

        import_module("gait.checks")  # registers them with Django
        audited.tell()
