import csv
import gzip
import json
from pathlib import Path

import pytest

from labeling.assess import columns
from labeling.assess.columns import BadFile
from labeling.assess.reading import read_truth, read_votes
from labeling.quality.table import Level

HEADING = "item,worker,label\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "labels.csv"


def quiet(_: int) -> None:
    pass


def test_columns_are_found_by_name_in_any_order(path: Path) -> None:
    path.write_text("when, label ,item,worker\n1,yes,i1,w1\n2,no,i1,w2\n")
    found = read_votes(path, "nominal", quiet)
    assert (found.records, found.annotators, found.values) == (("i1",), ("w1", "w2"), ("no", "yes"))
    assert found.value.tolist() == [1, 0]


def test_a_rating_will_do_for_a_label_and_numbers_are_numbers(path: Path) -> None:
    path.write_text("item,worker,rating\ni1,w1,10\ni1,w2,9.5\ni1,w3,10.0\n")
    assert read_votes(path, "interval", quiet).values == (9.5, 10.0)
    assert read_votes(path, "nominal", quiet).values == ("10", "10.0", "9.5")


def test_gzip_is_known_by_its_content_and_a_byte_order_mark_is_passed_over(path: Path) -> None:
    path.write_bytes(gzip.compress(("\ufeff" + HEADING + "i1,w1,é\n").encode()))
    assert read_votes(path, "nominal", quiet).values == ("é",)


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl.gz"
    rows = [{"item": 7, "worker": "w1", "label": True}, {"label": False, "item": 7, "worker": "w2"}]
    path.write_bytes(gzip.compress("\n\n".join(map(json.dumps, rows)).encode()))
    found = read_votes(path, "nominal", quiet)
    assert (found.records, found.values) == (("7",), ("false", "true"))


def test_quoted_cells_may_hold_anything(path: Path) -> None:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["item", "worker", "label"], ["a,b", "w\n1", 'say "x"']])
    found = read_votes(path, "nominal", quiet)
    assert (found.records, found.annotators, found.values) == (("a,b",), ("w\n1",), ('say "x"',))


@pytest.mark.parametrize("size", [1, 2, 50_000])
def test_chunks_and_blank_rows_make_no_difference(
    path: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "CHUNK", size)
    path.write_text(HEADING + "\ni1,w1,a\n\n\ni1,w2,b\n\n")
    assert read_votes(path, "nominal", quiet).patterns() == {(("a", 1), ("b", 1)): 1}


def test_progress_is_in_bytes_of_the_file(path: Path) -> None:
    seen: list[int] = []
    path.write_text(HEADING + "".join(f"i{n},w,a\n" for n in range(200_000)))
    read_votes(path, "nominal", seen.append)
    assert len(seen) == 100
    assert seen == sorted(seen)
    assert seen[-1] == path.stat().st_size


@pytest.mark.parametrize("size", [2, 50_000])
@pytest.mark.parametrize(
    ("rows", "level", "message"),
    [
        ("i1,w1,a\ni1,w2\n", "nominal", "row 3: it has 2 of 3 cells"),
        ("i1,w1,a\n\ni1,,a\n", "nominal", "row 4: worker is empty"),
        ("i1,w1,3\ni1,w2,three\n", "interval", "row 3: 'three' is no finite number"),
        ("i1,w1,3\ni1,w2,nan\n", "ordinal", "row 3: 'nan' is no finite number"),
        ("i1,w1,3\n\n\ni1,w2,1e999\n", "interval", "row 5: '1e999' is no finite number"),
        (
            "i1,w1,a\ni2,w1,a\n\ni1,w1,b\n",
            "nominal",
            "row 5: worker 'w1' labelled item 'i1' in row 2 already",
        ),
        ('i1,w1,a\ni2,"w1"x,a\n', "nominal", "row 3: ',' expected after '\"'"),
        ("i1,w1,3\ni1,w2,\x1b[31mred" + 60 * "x" + "\n", "interval", r"row 3: '\\x1b\[31mred"),
        ("", "nominal", "there are no labels in it"),
    ],
)
def test_a_bad_row_is_named(
    path: Path, rows: str, level: Level, message: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "CHUNK", size)
    path.write_text(HEADING + rows)
    with pytest.raises(BadFile, match=f"^labels.csv: {message}"):
        read_votes(path, level, quiet)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "there is no column item; its columns are none"),
        (
            b"item,worker,answer\n1,2,3\n",
            "no column label or rating; its columns are 'item', 'worker', 'answer'",
        ),
        (HEADING.encode() + b"i1,w1,\xff\n", "not UTF-8"),
        (gzip.compress(HEADING.encode() + b"i1,w1,a\n", mtime=0)[:-6], "not whole"),
        (b"\x1f\x8bnonsense", "not whole"),
    ],
)
def test_a_file_that_cannot_be_read(path: Path, content: bytes, message: str) -> None:
    path.write_bytes(content)
    with pytest.raises(BadFile, match=message):
        read_votes(path, "nominal", quiet)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "row 1: it is no JSON"),
        ('{"item": 1, "gold": 1}\n[1]', "row 2: it is no JSON object"),
        ("[" * 99999, "row 1"),
    ],
)
def test_json_lines_that_are_none(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text(content)
    with pytest.raises(BadFile, match=message):
        read_truth(path, "nominal", quiet)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"^nowhere.csv: No such file"):
        read_votes(tmp_path / "nowhere.csv", "nominal", quiet)
    with pytest.raises(BadFile, match="directory"):
        read_votes(tmp_path, "nominal", quiet)


def test_truth_may_be_called_gold_and_be_said_twice(path: Path) -> None:
    path.write_text("gold,item\n1,i1\n0,i2\n1,i1\n")
    assert read_truth(path, "nominal", quiet) == {"i1": "1", "i2": "0"}
    assert read_truth(path, "ordinal", quiet) == {"i1": 1.0, "i2": 0.0}


def test_two_truths_are_none(path: Path) -> None:
    path.write_text("item,truth\ni1,a\ni2,a\ni1,b\n")
    with pytest.raises(BadFile, match="row 4: item 'i1' has another truth above"):
        read_truth(path, "nominal", quiet)
