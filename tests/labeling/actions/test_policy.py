import pytest

from labeling.actions.policy import change_policy, set_policy
from labeling.models import Event, Policy, policy_of
from labeling.quality.policy import Policy as Settings
from labeling.quality.qualification import Qualification
from projects.errors import BadSettings
from projects.models import Project

pytestmark = pytest.mark.django_db


def stored(project):
    return Policy.objects.get(project=project).settings


def fresh(project):
    return policy_of(Project.objects.select_related("policy").get(pk=project.pk))


def test_only_what_differs_from_the_defaults_is_stored(project, olga):
    given = {
        "gate": {"p0": 0.9, "alpha": 0.01},
        "insertion": {},
        "qualification": {},
        "overlap": {"rules": [{"where": {"language": "de"}, "overlap": 5}]},
        "standings": {"minutes": 15},
    }
    settings = set_policy(project, given, by=olga)
    assert stored(project) == {
        "gate": {"p0": 0.9}, "qualification": {},
        "overlap": {"rules": [{"where": {"language": "de"}, "overlap": 5}]},
    }  # fmt: skip
    assert fresh(project) == settings
    assert settings.qualification == Qualification()
    assert Policy.objects.get().updated_by == olga


def test_set_forgets_what_is_left_out_and_change_keeps_it(project, olga):
    set_policy(project, {"gate": {"p0": 0.9}, "qualification": {"controls": 5, "needed": 4}}, by=olga)
    change_policy(project, {"gate": {"p1": 0.5}}, by=olga)
    assert stored(project) == {"gate": {"p1": 0.5}, "qualification": {"controls": 5, "needed": 4}}
    change_policy(project, {"gate": {}, "qualification": None}, by=olga)
    assert stored(project) == {}
    set_policy(project, {"on_gate": "warning"}, by=olga)
    set_policy(project, {}, by=olga)
    assert fresh(project) == Settings()


def test_the_pages_and_whoever_follows_hear_of_it(project, olga):
    Event.objects.all().delete()
    set_policy(project, {}, by=olga)
    assert Event.objects.get().kind == Event.Kind.CHANGED


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"gate": {"p0": 2}}, ["gate", "p0"]),
        ({"gate": {"p0": "0.9"}}, ["gate", "p0"]),
        ({"gate": {"p0": 0.5, "p1": 0.6}}, ["gate"]),
        ({"gate": 3}, ["gate"]),
        ({"gates": {}}, ["gates"]),
        ({"qualification": {"controls": 3, "needed": 4}}, ["qualification"]),
        ({"overlap": {"rules": [{"where": {"a": "b"}, "overlap": 0}]}}, ["overlap", "rules", 0, "overlap"]),
        ({"overlap": {"strata": [{"group": "\0", "answers": 1}]}}, []),
        ({"on_gate": "prison"}, ["on_gate"]),
        ({"standings": {"minutes": 1}}, ["standings", "minutes"]),
    ],
)
def test_problems_are_placed_by_path_and_nothing_changes(project, olga, given, path):
    set_policy(project, {"gate": {"p0": 0.9}}, by=olga)
    for change in (set_policy, change_policy):
        with pytest.raises(BadSettings) as caught:
            change(project, given, by=olga)
        assert [problem["path"] for problem in caught.value.context["problems"]] == [path]
    assert stored(project) == {"gate": {"p0": 0.9}}


def test_every_problem_is_told_at_once(project, olga):
    with pytest.raises(BadSettings) as caught:
        set_policy(project, {"gate": {"p0": 2, "alpha": -1}, "watch": {"least": 0}}, by=olga)
    assert len(caught.value.context["problems"]) == 3
