import pytest

from labeling.queries import matching as module
from labeling.queries.matching import matching, occurring, typed
from projects.actions.record import import_records, numbered, retire
from tests.factories.projects import make_project

pytestmark = pytest.mark.django_db

METADATA = [
    {"lang": "en", "n": 3, "tags": ["a"], "checked": True},
    {"lang": "en", "n": "3", "note": None},
    {"lang": "de", "n": 4},
    {},
]


@pytest.fixture
def project(acme, olga):
    project = make_project(acme, olga)
    rows = [
        {"external_id": f"r{n}", "fields": {"text": "x"}, "metadata": metadata}
        for n, metadata in enumerate(METADATA, start=1)
    ]
    import_records(project, numbered(rows))
    return project


def found(project, metadata=None):
    return sorted(matching(project, metadata=metadata).values_list("external_id", flat=True))


def offered(project):
    return {key.name: [(value.json, value.records) for value in key.values] for key in occurring(project)}


def test_all_records_or_those_with_these_values(project):
    assert found(project) == ["r1", "r2", "r3", "r4"]
    assert found(project, {"lang": "en"}) == ["r1", "r2"]
    assert found(project, {"lang": "en", "n": 3}) == ["r1"]
    assert found(project, {"note": None}) == ["r2"]


def test_neither_retired_nor_withheld_ones(project):
    retire(project.records.get(external_id="r1"))
    project.records.filter(external_id="r2").update(withheld=True)
    assert found(project, {"lang": "en"}) == []
    assert "en" not in str(offered(project))


def test_the_keys_and_values_that_occur_the_most_frequent_first(project):
    assert offered(project) == {
        "checked": [("true", 1)],
        "lang": [('"en"', 2), ('"de"', 1)],
        "n": [('"3"', 1), ("3", 1), ("4", 1)],
        "note": [("null", 1)],
    }
    assert [str(value) for value in occurring(project)[1].values] == ["en", "de"]
    assert all(key.complete for key in occurring(project))


def test_not_more_values_than_can_be_offered(project, monkeypatch):
    monkeypatch.setattr(module, "VALUES", 2)
    keys = {key.name: key for key in occurring(project)}
    assert (len(keys["n"].values), keys["n"].complete) == (2, False)
    assert keys["lang"].complete


def test_not_more_records_than_can_be_looked_at(project, monkeypatch):
    monkeypatch.setattr(module, "SAMPLE", 2)
    assert sum(value.records for key in occurring(project) for value in key.values if key.name == "lang") <= 2
    assert not any(key.complete for key in occurring(project))


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [("n", "4", 4), ("n", "3", "3"), ("lang", "en", "en"), ("checked", "true", True), ("lang", "[1]", "[1]")],
)
def test_what_somebody_means_who_types_a_value(project, key, text, value):
    meant = typed(project, key=key, text=text)
    assert (meant, type(meant)) == (value, type(value))
