from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


def lay_in_the_library(using: str, **kwargs: object) -> None:
    """Every database has the exercises of the catalogue, as its files say today."""
    from exercises.library.catalogue_files import lay_in

    lay_in(apps.get_model("exercises", "Exercise"), using=using)


class ExercisesConfig(AppConfig):
    name = "exercises"

    def ready(self) -> None:
        post_migrate.connect(lay_in_the_library, sender=self)
