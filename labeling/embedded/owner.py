"""As whom the engines run. PostgreSQL refuses root, so root lends them a system user that may do nothing else."""

from __future__ import annotations

import logging
import os
import pwd
import stat
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from labeling.embedded.errors import Foreign, NoSystemUser

NAME = "quorum"
READ = stat.S_IRGRP | stat.S_IROTH
PASS = stat.S_IXGRP | stat.S_IXOTH

logger = logging.getLogger(__name__)


def needed() -> bool:
    return os.geteuid() == 0


@cache
def user() -> pwd.struct_passwd:
    """The user the engines run as. Raises NoSystemUser where root cannot make one."""
    if not needed():
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        _make_user()
        return pwd.getpwnam(NAME)


def _make_user() -> None:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/bin/false", NAME]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise NoSystemUser(user=NAME, reason="there is no useradd") from error
    except subprocess.CalledProcessError as error:
        raise NoSystemUser(user=NAME, reason=error.stderr.strip()) from error


def as_user() -> dict[str, Any]:
    """Arguments for subprocess: become the engines' user, take none of the caller's secrets along, hear no Ctrl-C."""
    apart: dict[str, Any] = {
        "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        "start_new_session": True,
    }
    if not needed():
        return apart
    return apart | {"user": user().pw_uid, "group": user().pw_gid, "extra_groups": []}


def take(folder: Path) -> None:
    """Give the folder to the engines' user and nobody else. Raises Foreign: a shared /tmp may hold a trap."""
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in {os.geteuid(), user().pw_uid}:
        raise Foreign(folder=folder)
    if needed():
        os.chown(folder, user().pw_uid, user().pw_gid)
    folder.chmod(0o700)


def let_through(path: Path) -> None:
    """Let the engines' user pass (not list) the folders above: a checkout often lies under root's closed home."""
    for folder in (path, *path.parents):
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
            logger.warning(
                "%s may now be passed through (o+x): PostgreSQL runs as %s, not as root", folder, NAME
            )


def let_run(binaries: Path, libraries: Path) -> None:
    """Let the engines' user read and run installed files that a strict umask closed to it."""
    let_through(binaries)
    for tree in (binaries, libraries):
        for path in (tree, *tree.rglob("*")) if tree.exists() else ():
            mode = path.stat().st_mode
            wanted = mode | READ | (PASS if path.is_dir() or mode & stat.S_IXUSR else 0)
            if mode != wanted:
                path.chmod(wanted)
