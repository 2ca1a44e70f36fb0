import pytest

# Imports of models are inside: pytest reads this file before Django is set up.


@pytest.fixture
def project(acme, olga, ann, ben, cem):
    from tests.factories.projects import make_project

    return make_project(acme, olga, records=4, overlap=3)


@pytest.fixture
def answered(project, ann, ben, cem):
    """r1: good good bad; r2: good bad; r3: good; r4: nothing."""
    from tests.factories.labeling import give, settle

    give(project, ann, r1="good", r2="good", r3="good")
    give(project, ben, r1="good", r2="bad")
    give(project, cem, r1="bad")
    settle(project)
    return project
