from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import generics, serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Role
from accounts.pagination import CursorPagination
from accounts.requests import SignedInAPI
from accounts.rules import MANAGE, workspace_of
from projects.actions import project as projects
from projects.actions import state
from projects.models import Field, Project, Question, State
from projects.rules import project_of, seen_by, with_role


class FieldSerializer(serializers.ModelSerializer[Field]):
    settings = serializers.DictField(required=False, help_text="What its kind has to set.")

    class Meta:
        model = Field
        fields = ["name", "title", "kind", "settings", "required"]


class QuestionSerializer(serializers.ModelSerializer[Question]):
    settings = serializers.DictField(required=False, help_text="What its kind has to set.")

    class Meta:
        model = Question
        fields = ["name", "title", "description", "kind", "settings", "required"]


@extend_schema_field(FieldSerializer(many=True))
class FieldList(serializers.ListField):
    """Checked by the action, which knows the kinds."""


@extend_schema_field(QuestionSerializer(many=True))
class QuestionList(serializers.ListField):
    """Checked by the action, which knows the kinds."""


class ProjectSerializer(serializers.ModelSerializer[Project]):
    workspace = serializers.SlugField(source="workspace.slug")
    role = serializers.ChoiceField(choices=Role.choices, help_text="Yours in the project's workspace.")
    fields = FieldSerializer(many=True)  # type: ignore[assignment]  # DRF keeps declared fields elsewhere
    questions = QuestionSerializer(many=True)

    class Meta:
        model = Project
        fields = [
            *("id", "workspace", "name", "guidelines", "overlap", "lease_minutes", "queue_depth"),
            *("state", "role", "fields", "questions"),
            *("created_at", "started_at", "finished_at", "answered_at"),
        ]


class ChangesSerializer(serializers.ModelSerializer[Project]):
    fields = FieldList(required=False)  # type: ignore[assignment]
    questions = QuestionList(required=False)

    class Meta:
        model = Project
        fields = ["name", "guidelines", "overlap", "lease_minutes", "queue_depth", "fields", "questions"]
        extra_kwargs = {"guidelines": {"trim_whitespace": False}}


class NewProjectSerializer(ChangesSerializer):
    workspace = serializers.SlugField()

    class Meta(ChangesSerializer.Meta):
        fields = ["workspace", *ChangesSerializer.Meta.fields]
        validators: ClassVar[list[Any]] = []


@extend_schema_view(
    get=extend_schema(
        parameters=[OpenApiParameter("workspace"), OpenApiParameter("state", enum=State.values)]
    )
)
class ProjectListView(generics.ListAPIView[Project]):
    """The projects that you organize, review or label."""

    request: SignedInAPI
    queryset = Project.objects.none()
    serializer_class = ProjectSerializer
    pagination_class = CursorPagination

    def get_queryset(self) -> QuerySet[Project]:
        asked = {"workspace__slug": "workspace", "state": "state"}
        given = self.request.query_params
        filters = {field: given[name] for field, name in asked.items() if given.get(name)}
        found = with_role(seen_by(self.request.user), user=self.request.user)
        return found.filter(**filters).prefetch_related("fields", "questions")

    @extend_schema(request=NewProjectSerializer, responses={201: ProjectSerializer})
    def post(self, request: SignedInAPI) -> Response:
        """Make a draft. Of a field's or question's name and title one is enough."""
        asked = NewProjectSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        changes = dict(asked.validated_data)
        workspace = workspace_of(request.user, slug=changes.pop("workspace"), roles=MANAGE)
        project = projects.create(workspace, by=request.user, **changes)
        return _answer(request, project, status.HTTP_201_CREATED)


class ProjectView(APIView):
    @extend_schema(responses=ProjectSerializer)
    def get(self, request: SignedInAPI, pk: int) -> Response:
        """A project that you organize, review or label."""
        return _answer(request, project_of(request.user, pk=pk))

    @extend_schema(request=ChangesSerializer, responses=ProjectSerializer)
    def patch(self, request: SignedInAPI, pk: int) -> Response:
        """Change what is given. Fields are frozen once there are records, questions once there are responses,
        except in wording; both are given as whole lists."""
        project = project_of(request.user, pk=pk, roles=MANAGE)
        asked = ChangesSerializer(data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        return _answer(request, projects.edit(project, **asked.validated_data))

    @extend_schema(responses={204: None})
    def delete(self, request: SignedInAPI, pk: int) -> Response:
        """Delete a draft without records."""
        projects.delete(project_of(request.user, pk=pk, roles=MANAGE))
        return Response(status=status.HTTP_204_NO_CONTENT)


class StateView(APIView):
    """One move from state to state, given where the address is."""

    move: ClassVar[str] = ""
    moves: ClassVar[dict[str, Callable[[Project], Project]]] = {
        action.__name__: action
        for action in (state.start, state.pause, state.resume, state.finish, state.reopen)
    }

    @extend_schema(request=None, responses=ProjectSerializer)
    def post(self, request: SignedInAPI, pk: int) -> Response:
        """Start, pause, resume, finish or reopen the project. Starting needs a field, a required question, a record."""
        project = project_of(request.user, pk=pk, roles=MANAGE)
        return _answer(request, self.moves[self.move](project))


def _answer(request: SignedInAPI, project: Project, code: int = status.HTTP_200_OK) -> Response:
    fresh = project_of(request.user, pk=project.pk)
    return Response(ProjectSerializer(fresh).data, status=code)
