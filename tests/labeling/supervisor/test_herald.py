from labeling.supervisor.herald import Herald


def said(herald: Herald, event: str, payload: str) -> list[str]:
    return list(herald.lines(event, payload))


def log(text: str, name: str = "web") -> str:
    return f"processname:{name} groupname:{name} pid:7 channel:stdout\n{text}"


def test_a_line_bears_the_name_of_who_said_it():
    assert said(Herald(), "PROCESS_LOG_STDOUT", log("one\ntwo\n")) == ["web    | one", "web    | two"]


def test_pieces_of_a_line_are_put_together_per_child():
    herald = Herald()
    assert said(herald, "PROCESS_LOG_STDOUT", log("half a ")) == []
    assert said(herald, "PROCESS_LOG_STDOUT", log("whole\n", "worker")) == ["worker | whole"]
    assert said(herald, "PROCESS_LOG_STDOUT", log("line\n")) == ["web    | half a line"]


def test_a_first_start_is_silent_and_a_death_and_return_are_said():
    herald = Herald()
    up = "processname:web groupname:web from_state:STARTING pid:7"
    assert said(herald, "PROCESS_STATE_RUNNING", up) == []
    ended = "processname:web groupname:web from_state:RUNNING expected:0 pid:7"
    assert said(herald, "PROCESS_STATE_EXITED", ended) == [
        "quorum | web ended unexpectedly and is started again"
    ]
    assert said(herald, "PROCESS_STATE_RUNNING", up) == ["quorum | web runs again (process 7)"]
    assert said(herald, "PROCESS_STATE_RUNNING", up) == []
