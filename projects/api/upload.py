from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import SignedInAPI
from accounts.rules import MANAGE
from projects.actions import upload as uploads
from projects.api.record import ProblemSerializer
from projects.models import Upload
from projects.rules import project_of, uploads_of
from projects.tasks import start_reading


class UploadSerializer(serializers.ModelSerializer[Upload]):
    project = serializers.IntegerField(source="project_id")
    problems = ProblemSerializer(many=True)

    class Meta:
        model = Upload
        fields = [
            *(
                "id",
                "project",
                "filename",
                "batch",
                "skip_bad_rows",
                "state",
                "rows",
                "created",
                "updated",
                "unchanged",
            ),
            *("bad", "problems", "error", "created_at", "finished_at"),
        ]


class NewUploadSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="CSV or JSON Lines, gzipped or not.")
    batch = serializers.CharField(
        default="",
        allow_blank=True,
        max_length=100,
        help_text="What to call this import; by default the file's name.",
    )
    skip_bad_rows = serializers.BooleanField(default=False)


class UploadListView(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(request=NewUploadSerializer, responses={202: UploadSerializer})
    def post(self, request: SignedInAPI, pk: int) -> Response:
        """Import a file of records. It is read by a worker, small ones at once: ask again what became of it."""
        project = project_of(request.user, pk=pk, roles=MANAGE)
        asked = NewUploadSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        file = asked.validated_data.pop("file")
        upload = uploads.create(
            project, by=request.user, file=file, filename=file.name, **asked.validated_data
        )
        start_reading(upload)
        upload.refresh_from_db()
        return Response(UploadSerializer(upload).data, status=status.HTTP_202_ACCEPTED)


class UploadView(APIView):
    @extend_schema(responses=UploadSerializer)
    def get(self, request: SignedInAPI, pk: int) -> Response:
        """What became of the rows of a file."""
        return Response(UploadSerializer(get_object_or_404(uploads_of(request.user), pk=pk)).data)
