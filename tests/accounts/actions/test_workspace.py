import pytest

from accounts.actions import workspace as workspaces
from accounts.errors import NameTaken
from accounts.models import Member, Role


def test_who_makes_a_workspace_owns_it(zoe):
    workspace = workspaces.create(name="Zoo & Garden", owner=zoe)

    assert workspace.slug == "zoo-garden"
    assert Member.objects.get(workspace=workspace).role == Role.OWNER


def test_a_second_one_of_the_same_name_gets_another_slug(zoe, zoo):
    workspace = workspaces.create(name="Zoo", owner=zoe)

    assert workspace.slug.startswith("zoo-")
    assert workspace.pk != zoo.pk


def test_a_slug_that_was_asked_for_is_had_or_refused(zoe, zoo):
    with pytest.raises(NameTaken):
        workspaces.create(name="Another", owner=zoe, slug="zoo")


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "slug"), [("工作区", "workspace"), ("x" * 100, "x" * 50)])
def test_every_name_makes_a_slug(zoe, name, slug):
    assert workspaces.create(name=name, owner=zoe).slug == slug
