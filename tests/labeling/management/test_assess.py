import gzip
import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

import labeling

ROOT = Path(labeling.__file__).parents[1]
RTE = ROOT / "labeling" / "demo" / "rte"
DATA = ROOT / "tests" / "data"
TRUTH = {"rte": RTE / "items.jsonl.gz", "dog": DATA / "dog/truth.csv.gz", "web": DATA / "web/truth.csv.gz"}
LABELS = {"rte": RTE / "labels.csv.gz", **{name: DATA / name / "labels.csv.gz" for name in ("dog", "web")}}


def assessed(*args: object) -> dict[str, Any]:
    out = StringIO()
    call_command("assess", *map(str, args), "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


@pytest.mark.parametrize(
    ("name", "alpha", "agreement", "majority", "best"),
    [
        ("rte", 0.2415, 0.6287, 0.8969, 0.9275),
        ("dog", 0.5194, 0.6411, 0.8222, 0.8426),
        ("web", 0.2104, 0.3908, 0.7307, 0.8292),
    ],
)
def test_recorded_crowds_come_to_the_published_figures(
    name: str, alpha: float, agreement: float, majority: float, best: float
) -> None:
    """Dawid-Skene within .005 of the best figure of the method."""
    found = assessed(LABELS[name], "--truth", TRUTH[name])
    assert round(found["alpha"]["value"], 4) == alpha
    assert found["alpha"]["interval"][0] < alpha < found["alpha"]["interval"][1]
    assert round(found["percent_agreement"], 4) == agreement
    assert round(found["majority"]["accuracy"], 4) == majority
    assert found["dawid_skene"]["accuracy"] >= best - 0.005
    assert found["weighted"]["accuracy"] > majority


def test_other_levels() -> None:
    assert round(assessed(LABELS["web"], "--level", "ordinal")["alpha"]["value"], 4) == 0.3828
    found = assessed(DATA / "asset_ratings/labels.csv.gz", "--level", "interval")
    assert round(found["alpha"]["value"], 4) == 0.5453
    assert found["alpha"]["interval"] == pytest.approx([0.5030, 0.5836], abs=0.006)
    assert (found["majority"], found["dawid_skene"], found["suspects"]) == (None, None, None)
    assert "no choices" in found["no_dawid_skene_because"]


def test_alpha_of_each_aspect(tmp_path: Path) -> None:
    """Pooled they are three questions in one."""
    with gzip.open(DATA / "asset_ratings/labels.csv.gz", "rt") as lines:
        heading, *rows = lines.read().splitlines()
    expected = {"meaning": 0.5872, "fluency": 0.5614, "simplicity": 0.4347}
    for aspect, alpha in expected.items():
        path = tmp_path / f"{aspect}.csv"
        path.write_text("\n".join([heading, *(row for row in rows if f"-{aspect}," in row)]))
        assert round(assessed(path, "--level", "interval")["alpha"]["value"], 4) == alpha


def test_the_careless_workers_of_rte_head_the_suspects() -> None:
    """The nine of 164 who are right on less than 60%."""
    suspects = assessed(LABELS["rte"])["suspects"]
    careless = {"w001", "w007", "w018", "w061", "w095", "w102", "w111", "w127", "w141"}
    assert {one["worker"] for one in suspects[:9]} == careless
    assert [one["evidence"] for one in suspects] == sorted(
        (one["evidence"] for one in suspects), reverse=True
    )


def test_what_a_person_sees(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    call_command("assess", str(LABELS["rte"]), "--truth", str(TRUTH["rte"]))
    shown = capsys.readouterr().out
    for word in ("8,000", "0.2415", "0.8969", "0.9287", "w095", "16 workers to look at"):
        assert word in shown


def test_names_from_a_file_are_shown_harmlessly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = "\x1b[31m[red]" + 60 * "x"
    rows = [
        f"i{n},{who},{n % 2 if who != bad else 1 - n % 2}" for n in range(40) for who in ("a", "b", "c", bad)
    ]
    path = tmp_path / "labels.csv"
    path.write_text("\n".join(["item,worker,label", *rows]))
    call_command("assess", str(path))
    shown = capsys.readouterr().out
    assert "\x1b[31m" not in shown
    assert "�[31m[red]" in shown


def test_a_bad_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("item,worker,label\ni1,w1,a\ni1,w1,b\n")
    with pytest.raises(
        CommandError, match=r"labels.csv: row 3: worker 'w1' labelled item 'i1' in row 2 already"
    ):
        call_command("assess", str(path))


def test_a_truth_about_other_items_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "truth.csv"
    path.write_text("item,truth\nelsewhere,1\n")
    with pytest.raises(CommandError, match="none of its items has a label"):
        call_command("assess", str(LABELS["rte"]), "--truth", str(path))


def test_it_needs_nothing_set_up(tmp_path: Path) -> None:
    """No database answers at this address, and nothing is left behind."""
    data = tmp_path / "data"
    environment = {
        **os.environ,
        "QUORUM_DATA": str(data),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
    command = [sys.executable, str(ROOT / "manage.py"), "assess", str(LABELS["dog"]), "--json"]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["items"] == 807
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []
