import os
import socket
from pathlib import Path

import pytest

from labeling.supervisor import claims
from labeling.supervisor.errors import FolderTaken, NoPort, PortTaken


def test_a_folder_is_held_once_and_free_again_afterwards(tmp_path: Path):
    with (
        claims.folder(tmp_path),
        pytest.raises(FolderTaken, match=f"process {os.getpid()}"),
        claims.folder(tmp_path),
    ):
        pass
    with claims.folder(tmp_path):
        pass


def test_a_port_in_use_names_who_listens_there():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} of 127.0.0.1 is not free .process {os.getpid()}"):
            claims.port("127.0.0.1", str(port))
    assert claims.port("127.0.0.1", str(port)) == port


@pytest.mark.parametrize("value", ["", "web", "0", "65536", "-1", "80.5"])
def test_what_is_no_port_is_named(value: str):
    with pytest.raises(NoPort, match="PORT must be a number"):
        claims.port("127.0.0.1", value)
