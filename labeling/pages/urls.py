"""The pages of labelling, and the fragments that they fetch again when told that something changed."""

from django.urls import path

from labeling.pages import (
    activity,
    agreement,
    assign,
    desk,
    flags,
    home,
    leaderboard,
    overview,
    progress,
    standing,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("projects/<int:pk>/", overview.overview, name="project_overview"),
    path("projects/<int:pk>/assign/", assign.project_assign, name="project_assign"),
    path("projects/<int:pk>/assign/preview/", assign.project_assign_preview, name="project_assign_preview"),
    path("projects/<int:pk>/assign/withdraw/", assign.assign_withdraw, name="assign_withdraw"),
    path("projects/<int:pk>/label/", desk.desk, name="project_label"),
    path("projects/<int:pk>/progress/", progress.progress, name="project_progress"),
    path("projects/<int:pk>/agreement/", agreement.agreement, name="project_agreement"),
    path("projects/<int:pk>/leaderboard/", leaderboard.leaderboard, name="project_leaderboard"),
    path("projects/<int:pk>/flags/", flags.flags, name="project_flags"),
    path("projects/<int:pk>/activity/", activity.activity, name="project_activity"),
    path("projects/<int:pk>/standing/", standing.standing, name="project_standing"),
]
