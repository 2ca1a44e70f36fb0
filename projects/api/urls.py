from django.urls import path

from projects.api.project import ProjectListView, ProjectView, StateView
from projects.api.record import RecordListView, RecordView, RestoreView, RetireView
from projects.api.upload import UploadListView, UploadView

urlpatterns = [
    path("projects", ProjectListView.as_view()),
    path("projects/<int:pk>", ProjectView.as_view()),
    *(path(f"projects/<int:pk>/{move}", StateView.as_view(move=move)) for move in StateView.moves),
    path("projects/<int:pk>/records", RecordListView.as_view()),
    path("projects/<int:pk>/uploads", UploadListView.as_view()),
    path("records/<int:pk>", RecordView.as_view()),
    path("records/<int:pk>/retire", RetireView.as_view()),
    path("records/<int:pk>/restore", RestoreView.as_view()),
    path("uploads/<int:pk>", UploadView.as_view()),
]
