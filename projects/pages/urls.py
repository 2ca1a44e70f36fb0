from django.urls import path, re_path

from projects.pages import project, record, state, upload

urlpatterns = [
    path("projects/new/", project.project_new, name="project_new"),
    path("projects/<int:pk>/settings/", project.project_settings, name="project_settings"),
    path("projects/<int:pk>/delete/", project.project_delete, name="project_delete"),
    path("projects/<int:pk>/start/", state.project_start, name="project_start"),
    path("projects/<int:pk>/pause/", state.project_pause, name="project_pause"),
    path("projects/<int:pk>/resume/", state.project_resume, name="project_resume"),
    path("projects/<int:pk>/finish/", state.project_finish, name="project_finish"),
    path("projects/<int:pk>/reopen/", state.project_reopen, name="project_reopen"),
    path("projects/<int:pk>/import/", upload.project_import, name="project_import"),
    path("projects/<int:pk>/import/<int:upload>/", upload.project_upload, name="project_upload"),
    path("projects/<int:pk>/import/<int:upload>/retry/", upload.upload_retry, name="upload_retry"),
    re_path(
        r"^projects/(?P<pk>\d+)/import/records\.(?P<form>csv|jsonl)$",
        upload.project_example,
        name="project_example",
    ),
    path("projects/<int:pk>/records/", record.project_records, name="project_records"),
    path("projects/<int:pk>/records/<int:record>/retire/", record.record_retire, name="record_retire"),
    path("projects/<int:pk>/records/<int:record>/restore/", record.record_restore, name="record_restore"),
]
