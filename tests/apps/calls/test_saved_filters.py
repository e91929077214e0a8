import pytest
from django.urls import reverse

from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.calls.models import SavedFilter
from tests.apps.calls.kept import keep, some_calls


@pytest.fixture
def supervisor(world):
    keep(world.contract, some_calls())
    return world.client(Role.SUPERVISOR)


def save(client, contract, title, query):
    return client.post(reverse("filter_save", args=[contract]), {"title": title, "query": query})


def test_a_saved_filter_opens_the_same_list_again(supervisor, world):
    query = "outcome=answered%2Crejected&queue=hotline"
    answer = save(supervisor, world.contract, "热线", query)
    assert answer.url == reverse("calls", args=[world.contract]) + f"?{query}"
    page = supervisor.get(answer.url).content.decode()
    assert "热线" in page
    assert 'class="saved-one active"' in page
    line = Entry.objects.get(event="calls.filter.saved")
    assert (line.object, line.contract) == ("热线", world.contract)


def test_the_same_name_means_the_newer_filter(supervisor, world):
    save(supervisor, world.contract, "mine", "queue=hotline")
    save(supervisor, world.contract, "mine", "queue=post-loan")
    assert [saved.query for saved in SavedFilter.objects.all()] == ["queue=post-loan"]


def test_only_what_the_list_understands_is_kept(supervisor, world):
    save(supervisor, world.contract, "odd", "queue=hotline&after=5-5&evil=%3Cscript%3E&wait=x")
    assert SavedFilter.objects.get().query == "queue=hotline"


@pytest.mark.parametrize("title", ["", "   ", "a" * 61, "nul\x00"])
def test_a_filter_needs_a_name(supervisor, world, title):
    save(supervisor, world.contract, title, "queue=hotline")
    assert not SavedFilter.objects.exists()


def test_a_filter_belongs_to_its_person_and_contract(supervisor, world):
    save(supervisor, world.contract, "mine", "queue=hotline")
    saved = SavedFilter.objects.get()
    inspector = world.client(Role.QUALITY_INSPECTOR)
    assert "mine" not in inspector.get(reverse("calls", args=[world.contract])).content.decode()
    address = reverse("filter_remove", args=[world.contract, saved.pk])
    assert inspector.post(address).status_code == 404
    assert supervisor.post(
        reverse("filter_remove", args=[world.other_contract, saved.pk])
    ).status_code == 404  # fmt: skip
    assert supervisor.get(address).status_code == 405
    assert SavedFilter.objects.filter(pk=saved.pk).exists()
    assert supervisor.post(address).status_code == 302
    assert not SavedFilter.objects.exists()
    assert Entry.objects.filter(event="calls.filter.removed", object="mine").exists()
