from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


def lay_in_the_library(using: str, **kwargs: object) -> None:
    """Every database has the exercises of the catalogue, as its files say today."""
    from exercises.library.catalogue_files import lay_in

    lay_in(apps.get_model("exercises", "Exercise"), using=using)


def do_what_is_due(**kwargs: object) -> None:
    """Part of each round of the sweeper: reminders by mail, and the clinics' standing orders."""
    from exercises.patient.mail_reminders import send_due
    from exercises.plan.standing_orders import apply_all

    send_due()
    apply_all()


class ExercisesConfig(AppConfig):
    name = "exercises"

    def ready(self) -> None:
        from exercises.following.worklist import plan_sections
        from exercises.patient.merged import fold_diaries
        from exercises.views import audited
        from gait.queue.sweep import round_passed
        from gait.worklist_rows import add_sections
        from patients.records import about_to_merge

        post_migrate.connect(lay_in_the_library, sender=self)
        round_passed.connect(do_what_is_due, dispatch_uid="exercises")
        about_to_merge.connect(fold_diaries, dispatch_uid="exercises")
        add_sections(plan_sections)
        audited.tell()
