"""Files of records: kept, read into the project once, and read again without their bad rows if so wished."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from django.core.cache import cache
from django.core.files import File
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from redis.exceptions import RedisError

from accounts.errors import QuorumError
from accounts.models import User
from projects import sources
from projects.actions.record import Outcome, as_batch, import_records
from projects.errors import BadRows, NotRefused, UnreadableUpload
from projects.models import Project, Upload

log = logging.getLogger(__name__)

LOCK_SPACE = 0x5155 << 48
HEAD = 16_384
ATTEMPTS = 3
UNFINISHED = (Upload.State.WAITING, Upload.State.READING)


def create(
    project: Project,
    *,
    by: User,
    file: "File[bytes]",
    filename: str,
    skip_bad_rows: bool = False,
    batch: str = "",
) -> Upload:
    """Keep the file, waiting to be read. Raises UnreadableUpload if it is plainly no file of records.

    Its records will be of the batch; without one the file's name is that.
    """
    filename = "".join(c for c in filename if c.isprintable())[-255:] or "file"
    try:
        sources.sniff(filename, file.read(HEAD))
    except sources.UnreadableFile as error:
        raise UnreadableUpload(filename=f"“{filename}”", problem=str(error)) from None
    file.seek(0)
    upload = Upload(project=project, created_by=by, filename=filename, skip_bad_rows=skip_bad_rows)
    upload.batch = as_batch(batch, otherwise=filename)
    # Never under the name that the sender chose.
    upload.file.save(secrets.token_hex(16), file, save=False)
    upload.save()
    return upload


def read(upload_id: int) -> None:
    """Import the rows of a waiting file and note what became of them, both in one transaction, hence once.

    Whoever reads holds a lock of its session: a reader that dies leaves a file that is read again, up to three
    times. Does nothing where another is reading, or the file has been read.
    """
    with _only_reader(upload_id) as alone:
        if not alone or not _claim(upload_id):
            return
        upload = Upload.objects.select_related("project").get(pk=upload_id)
        try:
            with transaction.atomic():
                _note(upload, _import(upload))
                transaction.on_commit(lambda: upload.file.delete(save=False))
        except BadRows as error:
            _end(upload, Upload.State.REFUSED, **error.context)
        except QuorumError as error:
            _end(upload, Upload.State.FAILED, error=str(error))
        except Exception:
            log.exception("Upload %s could not be read.", upload_id)
            if upload.attempts >= ATTEMPTS:
                _end(upload, Upload.State.FAILED, error="Something went wrong on our side, three times over.")


def retry(upload: Upload) -> None:
    """Make a refused file wait to be read again, this time without its bad rows. Raises NotRefused."""
    refused = Upload.objects.filter(pk=upload.pk, state=Upload.State.REFUSED)
    if not refused.update(state=Upload.State.WAITING, skip_bad_rows=True, attempts=0, finished_at=None):
        raise NotRefused


def rows_so_far(upload: Upload) -> int:
    """How many rows have been read of a file that is being read; 0 where that is not known."""
    try:
        return int(cache.get(_progress_key(upload.pk), 0))
    except RedisError:
        return 0


def _claim(upload_id: int) -> bool:
    """READING without a reader is what a crash leaves; it counts as an attempt."""
    waiting = Upload.objects.filter(pk=upload_id, state__in=UNFINISHED)
    if waiting.filter(attempts__lt=ATTEMPTS).update(state=Upload.State.READING, attempts=F("attempts") + 1):
        return True
    waiting.update(
        state=Upload.State.FAILED,
        error="Reading was interrupted three times. Try a smaller file.",
        finished_at=timezone.now(),
    )
    return False


def _import(upload: Upload) -> Outcome:
    with upload.file.open("rb") as file:
        format = sources.sniff(upload.filename, file.read(HEAD))  # noqa: A001
        file.seek(0)
        return import_records(
            upload.project,
            sources.read(cast(BinaryIO, file), format),
            cells=format == "csv",
            skip_bad_rows=upload.skip_bad_rows,
            batch=upload.batch,
            on_rows=lambda count: _report(upload.pk, count),
        )


def _note(upload: Upload, outcome: Outcome) -> None:
    read = outcome.created + outcome.updated + outcome.unchanged + outcome.bad
    _end(
        upload,
        Upload.State.DONE,
        rows=read,
        created=outcome.created,
        updated=outcome.updated,
        unchanged=outcome.unchanged,
        bad=outcome.bad,
        problems=outcome.problems,
    )


def _end(upload: Upload, state: Upload.State, **found: object) -> None:
    Upload.objects.filter(pk=upload.pk).update(state=state, finished_at=timezone.now(), **found)


def _report(upload_id: int, count: int) -> None:
    """Outside the database, whose transaction shows nothing before its end."""
    try:
        cache.set(_progress_key(upload_id), count, timeout=3600)
    except RedisError:
        log.debug("The progress of upload %s is not shown: Redis does not answer.", upload_id)


def _progress_key(upload_id: int) -> str:
    return f"upload-rows-{upload_id}"


@contextmanager
def _only_reader(upload_id: int) -> Iterator[bool]:
    key = LOCK_SPACE | upload_id
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        [alone] = cursor.fetchone()
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
