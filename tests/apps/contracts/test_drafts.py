from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jieting.apps.accounts.models import Membership
from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.contracts.models import Contract, Draft
from jieting.apps.contracts.shipped import shipped
from jieting.domain.contracts.load import load_contract
from tests.apps.contracts.test_contract_page import text_of
from tests.apps.world import CONTRACTS

NINGDE, POST_LOAN = CONTRACTS
NEW = "/contracts/new/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def maker(world):
    client = world.client(Role.CONTRACT_MANAGER)
    client.cookies["language"] = "en"
    return client


def begin(client, name=NINGDE):
    found = client.post(NEW, {"template": name})
    assert found.status_code == 302
    return found["Location"]


def fill(client, url, **changes):
    form = client.get(url).context["head"]
    values = {name: form[name].value() for name in form.fields}
    values = {name: value for name, value in values.items() if value not in (None, False)}
    return client.post(f"{url}head/", {**values, **changes})


def imported(client, content):
    return client.post(NEW, {"file": SimpleUploadedFile("c.toml", content)})["Location"]


def test_the_shipped_contracts_are_what_a_new_one_begins_from(maker):
    assert [(one.name, one.scored) for one in shipped()] == [(NINGDE, True), (POST_LOAN, False)]
    assert [one.text for one in shipped()] == [text_of(NINGDE), text_of(POST_LOAN)]
    assert "post-loan.toml" in maker.get(NEW).content.decode()


@pytest.mark.parametrize("name", CONTRACTS)
def test_made_exported_imported_put_in_force_is_the_same_bytes_and_the_same_contract(
    maker, world, name
):
    url = begin(maker, name)
    made = fill(maker, url, id="brand-new", title="新合同", amount="123456.78", provisional="")
    assert made.status_code == 302
    exported = maker.get(f"{url}file/").content
    again = imported(maker, exported)
    assert maker.get(f"{again}file/").content == exported
    done = maker.post(f"{again}force/", {"party": f"{NINGDE}-purchaser"})
    assert done["Location"] == "/c/brand-new/contract/"
    kept = maker.get("/c/brand-new/contract/versions/1/file/").content
    assert kept == exported
    terms = load_contract(kept.decode(), "c.toml")[0]
    assert terms == load_contract(exported.decode(), "c.toml")[0]
    assert (terms.id, terms.title, terms.fee.provisional) == ("brand-new", "新合同", False)
    assert terms.clauses == load_contract(text_of(name), "c.toml")[0].clauses


@pytest.mark.parametrize(
    "change", [lambda t: t, lambda t: t.replace("\n", "\r\n"), lambda t: "\ufeff" + t]
)
def test_an_imported_file_stays_as_it_is_even_when_its_text_is_kept_untouched(maker, change):
    content = change(text_of(NINGDE)).encode()
    url = imported(maker, content)
    text = maker.get(url).context["text"]["text"].value()
    sent = text.replace("\r\n", "\n").replace("\n", "\r\n")
    assert maker.post(url, {"text": sent}).status_code == 302
    assert maker.get(f"{url}file/").content == content


def test_the_form_writes_its_values_and_no_other_letter(maker):
    url = begin(maker)
    assert fill(maker, url, title='甲 "乙"', **{"target/N-4.1": "91.5"}).status_code == 302
    text = Draft.objects.get().text
    pairs = zip(text_of(NINGDE).split("\n"), text.split("\n"), strict=True)
    changed = [new for old, new in pairs if old != new]
    assert changed == [
        'title = "甲 \\"乙\\""',
        'target = { side = "at_least", value = "91.5" }',
        '  target = "91.5"',
    ]


def test_a_text_with_errors_is_kept_and_told_line_by_line(maker):
    url = begin(maker)
    broken = text_of(NINGDE).replace("points = 25", "points = lots", 1)
    assert maker.post(url, {"text": broken}).status_code == 302
    found = maker.get(url)
    line = broken[: broken.index("points = lots")].count("\n") + 1
    assert found.context["errors"] == 1
    assert [f.place.line for f in found.context["found"]] == [line]
    force = maker.post(f"{url}force/", {"party": f"{NINGDE}-purchaser"})
    assert force.status_code == 422
    assert not Contract.objects.filter(pk="brand-new").exists()


def test_its_maker_gets_into_the_contract_and_the_draft_is_gone(maker, world):
    url = begin(maker)
    fill(maker, url, id="brand-new")
    maker.post(f"{url}force/", {"party": f"{POST_LOAN}-purchaser"})
    contract = Contract.objects.get(pk="brand-new")
    assert (contract.supplier_id, contract.purchaser_id) == (
        f"{NINGDE}-supplier",
        f"{POST_LOAN}-purchaser",
    )
    held = Membership.objects.filter(contract=contract)
    assert [(m.user.username, m.role) for m in held] == [
        (f"contract_manager@{NINGDE}", "contract_manager")
    ]
    assert not Draft.objects.exists()
    entry = Entry.objects.get(event="contracts.draft.forced", outcome="done")
    assert (entry.actor, entry.contract) == (f"contract_manager@{NINGDE}", "brand-new")


def test_a_purchaser_makes_one_with_a_supplier(world):
    client = world.client(Role.DECIDER)
    url = begin(client)
    fill(client, url, id="brand-new")
    client.post(f"{url}force/", {"party": f"{NINGDE}-supplier"})
    assert Membership.objects.get(contract_id="brand-new").role == "decider"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text, "contract_there"),
        (lambda text: text.replace("agreed = false", "agreed = true", 1), "agreed_by_one"),
    ],
)
def test_what_a_rule_forbids_is_not_put_in_force(maker, change, code):
    url = imported(maker, change(text_of(NINGDE)).encode())
    found = maker.post(f"{url}force/", {"party": f"{NINGDE}-purchaser"})
    assert found.status_code == 409
    assert [finding.code for finding in found.context["findings"]] == [code]


def test_a_draft_is_its_makers_own(maker, world):
    url = begin(maker)
    other = world.client(Role.DECIDER)
    for path in (url, f"{url}file/"):
        assert other.get(path).status_code == 404
    for path in (url, f"{url}head/", f"{url}force/", f"{url}remove/"):
        assert other.post(path, {"text": "x"}).status_code == 404
    assert world.client(Role.SUPERVISOR).get(NEW).status_code == 403
    assert maker.post(f"{url}remove/").status_code == 302
    assert not Draft.objects.exists()


def test_what_is_no_text_is_refused(maker):
    for content in (b"\xff\xfe\x00", b"a = 1\x00"):
        found = maker.post(NEW, {"file": SimpleUploadedFile("c.toml", content)})
        assert found.status_code == 422
    assert not Draft.objects.exists()
