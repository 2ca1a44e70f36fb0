from django.urls import path

from accounts.pages import annotator, invitation, member, token, workspace

urlpatterns = [
    path("workspaces/", workspace.workspace_list, name="workspace_list"),
    path("workspaces/<slug:slug>/members/", member.member_list, name="member_list"),
    path("workspaces/<slug:slug>/members/<int:pk>/role/", member.member_role, name="member_role"),
    path("workspaces/<slug:slug>/members/<int:pk>/groups/", member.member_groups, name="member_groups"),
    path("workspaces/<slug:slug>/members/<int:pk>/remove/", member.member_remove, name="member_remove"),
    path("workspaces/<slug:slug>/annotators/", annotator.annotators_new, name="annotators_new"),
    path("workspaces/<slug:slug>/invitations/", invitation.invitation_list, name="invitation_list"),
    path(
        "workspaces/<slug:slug>/invitations/<int:pk>/revoke/",
        invitation.invitation_revoke,
        name="invitation_revoke",
    ),
    path("invitations/<str:code>/", invitation.invitation, name="invitation"),
    path("tokens/", token.token_list, name="token_list"),
    path("tokens/<int:pk>/revoke/", token.token_revoke, name="token_revoke"),
]
