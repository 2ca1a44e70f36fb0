from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView

from accounts.api.annotator import AnnotatorsView
from accounts.api.invitation import InvitationListView, InvitationView
from accounts.api.me import MeView
from accounts.api.member import MemberListView, MemberView
from accounts.api.schema import DocsView
from accounts.api.token import TokenListView, TokenView
from accounts.api.workspace import WorkspaceListView, WorkspaceView

urlpatterns = [
    path("me", MeView.as_view()),
    path("workspaces", WorkspaceListView.as_view()),
    path("workspaces/<slug:slug>", WorkspaceView.as_view()),
    path("workspaces/<slug:slug>/members", MemberListView.as_view()),
    path("workspaces/<slug:slug>/members/<int:pk>", MemberView.as_view()),
    path("workspaces/<slug:slug>/annotators", AnnotatorsView.as_view()),
    path("workspaces/<slug:slug>/invitations", InvitationListView.as_view()),
    path("workspaces/<slug:slug>/invitations/<int:pk>", InvitationView.as_view()),
    path("tokens", TokenListView.as_view()),
    path("tokens/<int:pk>", TokenView.as_view()),
    re_path(r"^schema/?$", SpectacularAPIView.as_view(), name="schema"),
    re_path(r"^docs/?$", DocsView.as_view(), name="api_docs"),
]
