"""The pages of labelling, and the fragments that they fetch again when told that something changed."""

from django.urls import path

from labeling.pages import activity, agreement, desk, flags, home, leaderboard, overview, progress, standing

urlpatterns = [
    path("", home.home, name="home"),
    path("projects/<int:pk>/", overview.overview, name="project_overview"),
    path("projects/<int:pk>/label/", desk.desk, name="project_label"),
    path("projects/<int:pk>/progress/", progress.progress, name="project_progress"),
    path("projects/<int:pk>/agreement/", agreement.agreement, name="project_agreement"),
    path("projects/<int:pk>/leaderboard/", leaderboard.leaderboard, name="project_leaderboard"),
    path("projects/<int:pk>/flags/", flags.flags, name="project_flags"),
    path("projects/<int:pk>/activity/", activity.activity, name="project_activity"),
    path("projects/<int:pk>/standing/", standing.standing, name="project_standing"),
]
