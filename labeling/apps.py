from django.apps import AppConfig


class LabelingConfig(AppConfig):
    name = "labeling"
    verbose_name = "Labelling"

    def ready(self) -> None:
        # Shared tasks bind to the application that is loaded first.
        from labeling.celery import app

        app.set_default()

        from labeling.events import project_changed
        from projects import changes

        changes.listeners.append(project_changed)
