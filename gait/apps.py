from django.apps import AppConfig


class GaitConfig(AppConfig):
    name = "gait"
