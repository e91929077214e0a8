from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jieting.apps.accounts.models import Membership, Party, User
from jieting.apps.accounts.people_actions import add_person, give_role
from jieting.apps.accounts.roles import Office, Role
from jieting.apps.audit.models import Entry
from jieting.apps.base.actor import system
from jieting.domain.errors import Refused
from tests.apps.accounts.browser import sign_in, signed_in

BY = system("tests")
SUPPLIER = "ningde-12123-supplier"


@pytest.fixture
def security(world) -> Client:
    return world.client(Office.SECURITY)


def refusal(error) -> list[str]:
    return [finding.code for finding in error.value.findings]


def new(**values):
    given = {"username": "lin.meihua", "name": "Lin Meihua", **values}
    return add_person(by=BY, at=timezone.now(), **given)


def test_a_new_person_comes_in_with_the_one_time_password_and_chooses_another(world, security):
    answer = security.post(
        f"/people/new/?party={SUPPLIER}",
        {"username": "Lin.Meihua", "name": "Lin Meihua", "in ningde-12123": ["agent", "trainer"]},
    )
    assert answer["Cache-Control"] == "no-store"
    password = answer.context["password"]
    user = User.objects.get(username="lin.meihua")
    roles = Membership.objects.filter(user=user).values_list("contract", "role")
    assert set(roles) == {("ningde-12123", "agent"), ("ningde-12123", "trainer")}
    client = Client()
    sign_in(client, "lin.meihua", password)
    assert client.get("/")["Location"] == "/accounts/password/change/"
    line = Entry.objects.get(event="accounts.person.added")
    assert line.actor == "security_administrator"
    assert password not in str(vars(line))


def test_a_new_administrator_has_an_office_and_no_party(security):
    security.post(f"/people/new/?office={Office.AUDIT}", {"username": "eye", "name": "Eye"})
    user = User.objects.get(username="eye")
    assert (user.office, user.party) == (Office.AUDIT, None)


def test_a_person_s_place_is_chosen_first(security):
    page = security.get("/people/new/")
    assert "accounts/new_person_where.html" in [one.name for one in page.templates]
    assert security.get("/people/new/?office=boss").status_code == 200


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({}, ["party_or_office"]),
        ({"party": SUPPLIER, "office": Office.AUDIT}, ["party_or_office"]),
        ({"username": "agent@ningde-12123", "party": SUPPLIER}, ["name_taken"]),
        (
            {"office": Office.SYSTEM, "roles": (("ningde-12123", "agent"),)},
            ["administrator_apart"],
        ),
        ({"party": SUPPLIER, "roles": (("ningde-12123", "decider"),)}, ["role_does_not_fit"]),
        (
            {"party": SUPPLIER, "roles": (("post-loan", "agent"), ("post-loan", "decider"))},
            ["role_does_not_fit", "role_does_not_fit"],
        ),
        (
            {"party": "ningde-12123-purchaser", "roles": (("ningde-12123", "agent"),)},
            ["role_does_not_fit"],
        ),
        ({"party": SUPPLIER, "roles": (("no-such", "agent"),)}, ["contract_missing"]),
    ],
)
def test_who_may_be_what(world, values, codes):
    before = User.objects.count()
    with pytest.raises(Refused) as error:
        new(**values)
    assert refusal(error) == codes
    assert User.objects.count() == before


def test_an_administrator_gets_no_role_in_a_contract(world):
    user = world.user(Office.SYSTEM)
    with pytest.raises(Refused) as error:
        give_role(
            by=BY, at=timezone.now(), user=user, contract="ningde-12123", role="contract_manager"
        )
    assert refusal(error) == ["administrator_apart"]


def test_a_role_is_given_taken_and_given_again(world, security):
    user = world.user(Role.AGENT)
    page = f"/people/{user.pk}/roles/"
    given = {"contract": "ningde-12123", "role": "supervisor"}
    assert security.post(page, given).status_code == 302
    assert security.post(page, given).status_code == 409
    running = Membership.objects.get(user=user, role="supervisor")
    assert security.post(f"{page}{running.pk}/end/").status_code == 302
    assert security.post(f"{page}{running.pk}/end/").status_code == 409
    assert security.post(page, given).status_code == 302
    assert Membership.objects.filter(user=user, role="supervisor").count() == 2
    lines = Entry.objects.filter(object=user.username).order_by("number")
    assert [(line.event, line.outcome, line.contract) for line in lines] == [
        ("accounts.role.given", "done", "ningde-12123"),
        ("accounts.role.given", "refused", "ningde-12123"),
        ("accounts.role.ended", "done", "ningde-12123"),
        ("accounts.role.ended", "refused", "ningde-12123"),
        ("accounts.role.given", "done", "ningde-12123"),
    ]


def test_a_taken_role_closes_its_rooms_at_once(world, security):
    client, user = world.client(Role.SUPERVISOR), world.user(Role.SUPERVISOR)
    assert client.get("/c/ningde-12123/calls/").status_code == 200
    running = Membership.objects.get(user=user)
    security.post(f"/people/{user.pk}/roles/{running.pk}/end/")
    assert client.get("/c/ningde-12123/calls/").status_code == 404


def test_the_role_of_one_is_not_taken_at_the_page_of_another(world, security):
    running = Membership.objects.get(user=world.user(Role.SUPERVISOR))
    other = world.user(Role.AGENT)
    assert security.post(f"/people/{other.pk}/roles/{running.pk}/end/").status_code == 404


def test_a_locked_person_is_out_at_once_and_stays_out(world, security):
    user, client = world.user(Role.AGENT), Client()
    sign_in(client, user.username, world.password)
    page = f"/people/{user.pk}/lock/"
    security.post(page)  # without a reason nothing is done
    assert signed_in(client)
    security.post(page, {"reason": "left the company"})
    assert not signed_in(client)
    answer = sign_in(client, user.username, world.password)
    assert answer["Location"] == "/accounts/inactive/"
    assert client.get("/accounts/inactive/").status_code == 200
    assert Entry.objects.get(event="accounts.person.locked").reason == "left the company"


def test_a_one_time_password_replaces_the_password_and_ends_the_sessions(world, security):
    user, client = world.user(Role.AGENT), Client()
    sign_in(client, user.username, world.password)
    password = security.post(f"/people/{user.pk}/password/").context["password"]
    assert not signed_in(client)
    assert sign_in(client, user.username, world.password).status_code == 200
    sign_in(client, user.username, password)
    assert client.get("/")["Location"] == "/accounts/password/change/"


def test_the_sessions_of_a_person_are_shown_and_ended(world, security):
    user, client = world.user(Role.AGENT), Client()
    sign_in(client, user.username, world.password)
    assert len(security.get(f"/people/{user.pk}/").context["sessions"]) == 1
    security.post(f"/people/{user.pk}/sessions/end/")
    assert not signed_in(client)


@pytest.mark.parametrize(
    ("page", "given"),
    [
        ("lock/", {"reason": "x"}),
        ("unlock/", {}),
        ("password/", {}),
        ("sessions/end/", {}),
        ("second-factor/remove/", {"reason": "x"}),
        ("outside/", {"outside_name": "x"}),
    ],
)
def test_nobody_manages_themself(world, security, page, given):
    me = world.user(Office.SECURITY)
    assert security.post(f"/people/{me.pk}/{page}", given).status_code == 409
    assert Entry.objects.first().outcome == "refused"
    assert signed_in(security)


def test_one_outside_name_leads_to_one_person(world, security):
    one, two = world.user(Role.AGENT), world.user(Role.TRAINER)
    security.post(f"/people/{one.pk}/outside/", {"outside_name": "Lin"})
    assert security.post(f"/people/{two.pk}/outside/", {"outside_name": " lin "}).status_code == 409


def names(answer) -> list[str]:
    return sorted(row.user.username for row in answer.context["rows"])


def test_the_list_is_filtered(world, security):
    old = timezone.now() - timedelta(days=91)
    User.objects.filter(username="trainer@post-loan").update(last_login=old)
    User.objects.filter(username="agent@post-loan").update(is_active=False)
    assert names(security.get("/people/?party=post-loan-purchaser")) == [
        "decider@post-loan", "purchaser_supervisor@post-loan",
    ]  # fmt: skip
    assert names(security.get("/people/?role=audit_administrator")) == ["audit_administrator"]
    assert names(security.get("/people/?role=decider&text=ning")) == ["decider@ningde-12123"]
    assert names(security.get("/people/?state=unused")) == ["trainer@post-loan"]
    assert names(security.get("/people/?state=locked")) == ["agent@post-loan"]
    assert "agent@post-loan" not in names(security.get("/people/?state=open"))
    assert len(names(security.get("/people/?role=boss&state=x"))) == User.objects.count()
    assert names(security.get("/people/?text=%25")) == []


def test_accounts_that_nobody_used_for_long_are_marked(world, security):
    User.objects.filter(username="trainer@post-loan").update(
        last_login=timezone.now() - timedelta(days=90)
    )
    row = security.get("/people/?text=trainer@post").context["rows"][0]
    assert [str(state) for state in row.states] == ["Not used for long"]


def test_a_list_longer_than_a_page_has_more_pages(world, security, django_assert_max_num_queries):
    User.objects.bulk_create(User(username=f"p{n}", name=f"P{n:03}") for n in range(60))
    with django_assert_max_num_queries(20):
        first = security.get("/people/?text=p")
    second = security.get(f"/people/{first.context['next']}")
    assert len(names(first)) == 50
    assert second.context["next"] == ""
    assert not set(names(first)) & set(names(second))


def test_a_party_is_added_once(security):
    given = {"id": "new-supplier", "name": "New", "kind": "supplier"}
    assert security.post("/parties/", given).status_code == 302
    assert security.post("/parties/", given).context["findings"][0].code == "name_taken"
    assert Party.objects.filter(pk="new-supplier").count() == 1
    assert security.get("/people/?party=new-supplier").context["count"] == 0
