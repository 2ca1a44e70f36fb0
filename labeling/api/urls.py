from django.urls import path, re_path

from labeling.api import (
    adjudication,
    assign,
    assignment,
    control,
    exclusion,
    export,
    forecast,
    rule,
    sanction,
    summary,
)

urlpatterns = [
    path("projects/<int:project_id>/next", assignment.NextView.as_view()),
    path("projects/<int:project_id>/undo", assignment.UndoView.as_view()),
    path("projects/<int:project_id>/assignments", assign.AssignView.as_view()),
    path("projects/<int:project_id>/assignments/withdraw", assign.WithdrawView.as_view()),
    path("projects/<int:project_id>/controls", control.ControlListView.as_view()),
    path("projects/<int:project_id>/controls/propose", control.ProposeView.as_view()),
    path("projects/<int:project_id>/controls/<int:record_id>", control.ControlView.as_view()),
    *(
        path(
            f"projects/<int:project_id>/controls/<int:record_id>/{move}",
            control.ControlStateView.as_view(move=move),
        )
        for move in control.ControlStateView.moves
    ),
    path("projects/<int:project_id>/exclusions", exclusion.ExclusionListView.as_view()),
    path("projects/<int:project_id>/exclusions/preview", exclusion.PreviewView.as_view()),
    path("projects/<int:project_id>/exclusions/<int:exclusion_id>/restore", exclusion.RestoreView.as_view()),
    path("records/<int:record_id>/adjudications", adjudication.AdjudicationListView.as_view()),
    path("records/<int:record_id>/adjudications/<str:question>", adjudication.AdjudicationView.as_view()),
    path("records/<int:record_id>/provenance", adjudication.ProvenanceView.as_view()),
    path("projects/<int:project_id>/forecast", forecast.ForecastView.as_view()),
    path("projects/<int:project_id>/progress", summary.ProgressView.as_view()),
    path("projects/<int:project_id>/agreement", summary.AgreementView.as_view()),
    path("projects/<int:project_id>/leaderboard", summary.LeaderboardView.as_view()),
    path("projects/<int:project_id>/sanction", sanction.OwnSanctionView.as_view()),
    path("projects/<int:project_id>/sanction/appeal", sanction.AppealView.as_view()),
    path("projects/<int:project_id>/sanction/dismiss", sanction.DismissView.as_view()),
    path("projects/<int:project_id>/sanctions", sanction.SanctionListView.as_view()),
    path(
        "projects/<int:project_id>/sanctions/<int:pk>/lift",
        sanction.VerdictView.as_view(verdict=sanction.actions.lift),
        name="sanction_lift",
    ),
    path(
        "projects/<int:project_id>/sanctions/<int:pk>/confirm",
        sanction.VerdictView.as_view(verdict=sanction.actions.confirm),
        name="sanction_confirm",
    ),
    path("projects/<int:project_id>/suspicions", sanction.SuspicionListView.as_view()),
    path("projects/<int:project_id>/rules", rule.RulesView.as_view()),
    path("projects/<int:project_id>/rules/backtest", rule.BacktestView.as_view()),
    path("projects/<int:project_id>/flags", summary.FlagsView.as_view()),
    path("projects/<int:project_id>/consensus", summary.ConsensusView.as_view()),
    path("projects/<int:project_id>/responses", summary.ResponsesView.as_view()),
    re_path(
        r"^projects/(?P<project_id>\d+)/export/(?P<what>responses|consensus)\.(?P<form>jsonl|csv)$",
        export.ExportView.as_view(),
        name="project_export",
    ),
    path("assignments/<int:assignment_id>/submit", assignment.SubmitView.as_view()),
    path("assignments/<int:assignment_id>/skip", assignment.SkipView.as_view()),
    path("assignments/<int:assignment_id>/flag", assignment.FlagView.as_view()),
    path("assignments/<int:assignment_id>/release", assignment.ReleaseView.as_view()),
    path("assignments/<int:assignment_id>/draft", assignment.DraftView.as_view()),
]
