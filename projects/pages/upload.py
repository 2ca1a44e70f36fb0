from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.errors import QuorumError
from accounts.pages.outcome import outcome
from accounts.pages.posted import posted
from accounts.requests import SignedIn
from projects.actions import upload as uploads
from projects.example import example
from projects.forms.upload import UploadForm
from projects.models import Upload
from projects.pages.access import managed
from projects.rules import uploads_of
from projects.tasks import start_reading

SHOWN = 10


@login_required
@require_http_methods(["GET", "POST"])
def project_import(request: SignedIn, pk: int) -> HttpResponse:
    """What a file has to look like, a form to send one, and what became of the latest ones."""
    project = managed(request, pk)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _keep(request, pk, form):
        return redirect("project_import", pk)
    found = uploads_of(request.user).filter(project=project)[:SHOWN]
    context = {
        "project": project,
        "manages": True,
        "tab": "import",
        "form": form,
        "fields": project.fields.all(),
        "uploads": [_shown(upload) for upload in found],
    }
    return render(request, "projects/project_import.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def project_upload(request: SignedIn, pk: int, upload: int) -> HttpResponse:
    """The fragment that follows a file while it is read."""
    found = get_object_or_404(uploads_of(request.user), project=managed(request, pk), pk=upload)
    return render(request, "projects/_upload.html", {"project": found.project, "upload": _shown(found)})


@login_required
@posted
def upload_retry(request: SignedIn, pk: int, upload: int) -> HttpResponse:
    """Import the good rows of a refused file."""
    found = get_object_or_404(uploads_of(request.user), project=managed(request, pk), pk=upload)
    with outcome(request, "Reading the file again, without its bad rows."):
        uploads.retry(found)
        start_reading(found)
    return redirect("project_import", pk)


@login_required
@require_GET
def project_example(request: SignedIn, pk: int, form: str) -> HttpResponse:
    """A file that would be imported, to fill in."""
    project = managed(request, pk)
    content_type = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}[form]
    answer = HttpResponse(example(project, form), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="records.{form}"'
    return answer


def _keep(request: SignedIn, pk: int, form: UploadForm) -> bool:
    asked = dict(form.cleaned_data)
    file = asked.pop("file")
    project = managed(request, pk)
    try:
        upload = uploads.create(project, by=request.user, file=file, filename=file.name, **asked)
    except QuorumError as error:
        form.add_error("file", str(error))
        return False
    start_reading(upload)
    return True


def _shown(upload: Upload) -> Upload:
    if upload.state == Upload.State.READING:
        upload.rows = uploads.rows_so_far(upload)
    return upload
