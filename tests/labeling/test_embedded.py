"""The embedded engines, started for real in folders of their own."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from labeling import embedded
from labeling.embedded import folder, owner, processes


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    data = tmp_path / "data"
    yield data
    if data.exists():
        embedded.Engines(data).stop()


def ask(data: Path, question: str) -> object:
    with psycopg.connect(embedded.addresses(data).database_url) as connection:
        row = connection.execute(question).fetchone()
        assert row is not None
        return row[0]


def remember(data: Path, fact: str) -> None:
    with psycopg.connect(embedded.addresses(data).database_url) as connection:
        connection.execute("CREATE TABLE fact AS SELECT %s::text AS said", [fact])


def cache(data: Path) -> redis.Redis:
    return redis.Redis.from_url(embedded.addresses(data).redis_url)


def server(data: Path) -> psutil.Process:
    return psutil.Process(int((data / "postgres" / "postmaster.pid").read_text().split()[0]))


def tidy(data: Path) -> None:
    for socket in folder.sockets(data).iterdir():
        socket.unlink()


def lives(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def kill(process: psutil.Process) -> None:
    """And see it dead, which takes a moment."""
    process.kill()
    while lives(process):
        time.sleep(0.01)


def test_addresses_start_and_make_nothing(data: Path):
    embedded.addresses(data)
    assert not data.exists()


def test_both_answer_once_started_and_neither_once_stopped(data: Path):
    with embedded.start(data) as engines:
        assert ask(data, "SHOW server_version").startswith("18")  # type: ignore[attr-defined]
        assert cache(data).ping()
    with pytest.raises(psycopg.OperationalError):
        ask(data, "SELECT 1")
    with pytest.raises(redis.ConnectionError):
        cache(data).ping()
    engines.stop()


def test_an_acknowledged_answer_is_on_disk_and_no_network_port_is_open(data: Path):
    with embedded.start(data):
        assert ask(data, "SHOW fsync") == "on"
        assert ask(data, "SHOW synchronous_commit") == "on"
        assert ask(data, "SHOW listen_addresses") == ""
        assert cache(data).config_get("port") == {"port": "0"}
        listening = [c for c in server(data).net_connections("inet") if c.status == psutil.CONN_LISTEN]
        assert listening == []


def test_only_the_owner_may_enter_where_the_sockets_and_the_data_are(data: Path):
    with embedded.start(data):
        for private in (folder.sockets(data), folder.cluster(data)):
            assert stat.S_IMODE(private.stat().st_mode) == 0o700


def test_engines_that_still_run_are_adopted(data: Path):
    embedded.start(data)
    before = server(data).pid
    assert embedded.start(data).revive() == []
    assert server(data).pid == before


def test_a_killed_server_comes_back_with_its_data(data: Path):
    engines = embedded.start(data)
    remember(data, "kept")
    kill(server(data))
    cache(data).shutdown(nosave=True)
    assert engines.revive() == ["PostgreSQL", "Redis"]
    assert ask(data, "SELECT said FROM fact") == "kept"


def test_a_pid_that_now_belongs_to_somebody_else_does_not_keep_it_from_starting(data: Path):
    with embedded.start(data):
        left_behind = (data / "postgres" / "postmaster.pid").read_text().split("\n", 1)[1]
    stale = data / "postgres" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{left_behind}")
    os.chown(stale, owner.user().pw_uid, owner.user().pw_gid)
    with embedded.start(data):
        assert ask(data, "SELECT 1") == 1


def test_an_interrupted_first_start_is_begun_anew(data: Path):
    half_made = data / "postgres.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")
    with embedded.start(data):
        assert ask(data, "SELECT 1") == 1


def test_unreachable_servers_are_replaced_and_do_not_go_on(data: Path):
    engines = embedded.start(data)
    before = [server(data), *processes.serving("redis-server", folder.sockets(data))]
    tidy(data)
    assert engines.revive() == ["PostgreSQL", "Redis"]
    assert ask(data, "SELECT 1") == 1
    assert cache(data).ping()
    assert [process for process in before if lives(process)] == []


def test_unreachable_servers_are_stopped_too(data: Path):
    engines = embedded.start(data)
    before = [server(data), *processes.serving("redis-server", folder.sockets(data))]
    tidy(data)
    engines.stop()
    assert len(before) == 2
    assert [process for process in before if lives(process)] == []


@pytest.mark.parametrize("name", ["d" * 90, "with space, comma & 100% more", "Übung"])
def test_a_path_that_no_socket_can_have_works_too(tmp_path: Path, name: str):
    data = tmp_path / name / "data"
    with embedded.start(data):
        assert ask(data, "SELECT 1") == 1
        assert cache(data).ping()
    folder.sockets(data).joinpath("redis.pid").unlink(missing_ok=True)
    folder.sockets(data).rmdir()


def test_somebody_elses_trap_in_the_shared_folder_is_refused(tmp_path: Path):
    data = tmp_path / ("d" * 90)
    trap = folder.sockets(data)
    trap.symlink_to(tmp_path)
    try:
        with pytest.raises(embedded.CannotStart, match=f"{trap} belongs to another user"):
            embedded.start(data)
    finally:
        trap.unlink()


def test_data_of_another_major_version_is_named_and_left_alone(data: Path):
    version = data / "postgres" / "PG_VERSION"
    version.parent.mkdir(parents=True)
    version.write_text("16\n")
    with pytest.raises(
        embedded.CannotStart, match=r"data of PostgreSQL 16, .* brings PostgreSQL 18"
    ) as refusal:
        embedded.start(data)
    assert "\n" not in str(refusal.value)
    assert version.read_text() == "16\n"


def test_what_postgres_itself_refuses_is_told_in_one_line(data: Path):
    with embedded.start(data):
        pass
    with (data / "postgres" / "postgresql.conf").open("a") as configuration:
        configuration.write("max_connections = -5\n")
    with pytest.raises(
        embedded.CannotStart, match=r"PostgreSQL does not start: .*postgresql.conf"
    ) as refusal:
        embedded.start(data)
    assert "\n" not in str(refusal.value)


def test_two_folders_run_side_by_side(tmp_path: Path):
    with embedded.start(tmp_path / "one"), embedded.start(tmp_path / "two"):
        remember(tmp_path / "one", "first")
        remember(tmp_path / "two", "second")
        assert ask(tmp_path / "one", "SELECT said FROM fact") == "first"
        assert ask(tmp_path / "two", "SELECT said FROM fact") == "second"
