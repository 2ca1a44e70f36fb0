"""Reading files of records away from the request."""

import logging

from celery import shared_task

from projects.actions import upload as uploads
from projects.models import Upload

log = logging.getLogger(__name__)

AT_ONCE = 2_000_000
"""Bytes that are read in the request, so that small files need no worker."""


@shared_task
def read_upload(upload_id: int) -> None:
    uploads.read(upload_id)


@shared_task
def read_waiting_uploads() -> None:
    """Files that no task was sent for, or whose reader died."""
    unfinished = Upload.objects.filter(state__in=uploads.UNFINISHED).order_by("id")
    for upload_id in unfinished.values_list("pk", flat=True)[:20]:
        uploads.read(upload_id)


def start_reading(upload: Upload) -> None:
    """Read a small file now and a large one in a worker. Without a broker it waits for beat, and is not lost."""
    packed = upload.filename.lower().endswith(".gz")  # nobody knows how much is in it
    if upload.file.size <= AT_ONCE and not packed:
        uploads.read(upload.pk)
        return
    try:
        read_upload.delay(upload.pk)
    except Exception as error:  # whatever the broker's transport raises
        log.warning("No worker was told of upload %s (%s); it waits for the next beat.", upload.pk, error)
