from django.apps import AppConfig


class LabelingConfig(AppConfig):
    name = "labeling"
    verbose_name = "Labelling"

    def ready(self) -> None:
        # Shared tasks bind to the application that is loaded first.
        from labeling.celery import app

        app.set_default()
