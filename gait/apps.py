from importlib import import_module

from django.apps import AppConfig


class GaitConfig(AppConfig):
    name = "gait"

    def ready(self) -> None:
        from gait.queue.erased import let_files_go
        from gait.views import audited
        from patients.erasing import rows_erased

        import_module("gait.checks")  # registers them with Django
        audited.tell()
        rows_erased.connect(let_files_go, dispatch_uid="gait")
