from django.apps import AppConfig


class LabelingConfig(AppConfig):
    name = "labeling"
    verbose_name = "Labelling"

    def ready(self) -> None:
        # Shared tasks bind to the application that is loaded first.
        from labeling.celery import app

        app.set_default()

        from accounts import departures
        from labeling.actions.assignment import withdraw_from
        from labeling.events import project_changed
        from projects import changes

        changes.listeners.append(project_changed)
        departures.listeners.append(withdraw_from)
