"""The pages of labelling, and the fragments that they fetch again when told that something changed."""

from django.urls import path, re_path

from labeling.pages import (
    activity,
    agreement,
    assign,
    control,
    desk,
    flags,
    forecast,
    home,
    leaderboard,
    overview,
    progress,
    rule,
    sanction,
    standing,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("projects/<int:pk>/", overview.overview, name="project_overview"),
    path("projects/<int:pk>/assign/", assign.project_assign, name="project_assign"),
    path("projects/<int:pk>/assign/preview/", assign.project_assign_preview, name="project_assign_preview"),
    path("projects/<int:pk>/assign/withdraw/", assign.assign_withdraw, name="assign_withdraw"),
    path("projects/<int:pk>/people/", sanction.project_people, name="project_people"),
    path("projects/<int:pk>/people/list/", sanction.sanctions_list, name="sanctions_list"),
    path("projects/<int:pk>/people/suspicions/", sanction.suspicions_list, name="suspicions_list"),
    path("projects/<int:pk>/people/impose/", sanction.sanction_impose, name="sanction_impose"),
    re_path(
        r"^projects/(?P<pk>\d+)/people/(?P<sanction>\d+)/(?P<verdict>lift|confirm)/$",
        sanction.sanction_verdict,
        name="sanction_verdict",
    ),
    path("projects/<int:pk>/rules/", rule.project_rules, name="project_rules"),
    path("projects/<int:pk>/sanction/", sanction.own_sanction, name="own_sanction"),
    path("projects/<int:pk>/sanction/appeal/", sanction.sanction_appeal, name="sanction_appeal"),
    path("projects/<int:pk>/sanction/dismiss/", sanction.sanction_dismiss, name="sanction_dismiss"),
    path("projects/<int:pk>/controls/", control.project_controls, name="project_controls"),
    path("projects/<int:pk>/controls/list/", control.controls_list, name="controls_list"),
    path("projects/<int:pk>/controls/load/", control.controls_load, name="controls_load"),
    path("projects/<int:pk>/controls/propose/", control.controls_propose, name="controls_propose"),
    path("projects/<int:pk>/controls/<int:record>/", control.control_page, name="control_page"),
    re_path(
        rf"^projects/(?P<pk>\d+)/controls/(?P<record>\d+)/(?P<move>{'|'.join(control.MOVES)})/$",
        control.control_move,
        name="control_move",
    ),
    path("projects/<int:pk>/label/", desk.desk, name="project_label"),
    path("projects/<int:pk>/forecast/", forecast.forecast, name="project_forecast"),
    path("projects/<int:pk>/progress/", progress.progress, name="project_progress"),
    path("projects/<int:pk>/agreement/", agreement.agreement, name="project_agreement"),
    path("projects/<int:pk>/leaderboard/", leaderboard.leaderboard, name="project_leaderboard"),
    path("projects/<int:pk>/flags/", flags.flags, name="project_flags"),
    path("projects/<int:pk>/activity/", activity.activity, name="project_activity"),
    path("projects/<int:pk>/standing/", standing.standing, name="project_standing"),
]
