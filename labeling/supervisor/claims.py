"""What one copy must have for itself before it starts: its data folder and its port."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from labeling.supervisor.errors import FolderTaken, NoPort, PortTaken


@contextmanager
def folder(data: Path) -> Iterator[None]:
    """Hold the data folder until the end; the claim of a killed process ends with it. Raises FolderTaken."""
    with (data / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise FolderTaken(data=data, pid=lock.read().strip()) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def port(host: str, number: str) -> int:
    """The port as a number. Raises NoPort or PortTaken."""
    if not number.isdecimal() or not 0 < int(number) < 65536:
        raise NoPort(value=number)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(number)))
        except OSError as error:
            raise PortTaken(host=host, port=number, reason=_holder(int(number)) or error.strerror) from None
    return int(number)


def _holder(number: int) -> str | None:
    """Which process listens there, where the system tells."""
    try:
        connections = psutil.net_connections("tcp")
    except psutil.AccessDenied:
        return None
    for connection in connections:
        if connection.laddr.port == number and connection.status == psutil.CONN_LISTEN and connection.pid:
            return f"process {connection.pid}, {psutil.Process(connection.pid).name()}, listens there"
    return None
