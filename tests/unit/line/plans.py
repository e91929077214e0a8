"""Plans for the tests: any plan at all, and small ones that hold together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from jieting.domain.calls.call import Rating
from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.model import Contract
from jieting.domain.line.plan import (
    Agent,
    Dtmf,
    HandOver,
    Information,
    Menu,
    Message,
    Plan,
    Queue,
    Recording,
    Strategy,
    Survey,
    Trunk,
)
from jieting.domain.line.toml import parse_plan

ROOT = Path(__file__).resolve().parents[3]
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SAID = ANY.filter(lambda text: bool(text.strip()))
COUNT = st.integers(0, 10_000)


def contract(name: str = "ningde-12123") -> Contract:
    return load_contract((ROOT / "contracts" / f"{name}.toml").read_text("utf-8"), name)[0]


def example(name: str = "ningde-12123") -> Plan:
    return parse_plan((ROOT / "lines" / f"{name}.toml").read_text("utf-8"))


def changed(plan: Plan, table: str, name: str, **fields: object) -> Plan:
    """The plan with one part changed."""
    parts = dict(getattr(plan, table))
    parts[name] = replace(parts[name], **fields)
    return replace(plan, **{table: parts})


def _by_name(parts: list) -> dict:
    return {part.name: part for part in parts}


TRUNKS = st.builds(
    Trunk, name=SAID, host=SAID, port=COUNT, match=st.lists(ANY).map(tuple), user=ANY,
    registers=st.booleans(), codecs=st.lists(ANY).map(tuple), dtmf=st.sampled_from(Dtmf),
    caller_id=ANY,
)  # fmt: skip
AGENTS = st.builds(
    Agent, name=SAID, extension=SAID, person=ANY, languages=st.lists(ANY).map(tuple),
    skills=st.dictionaries(ANY, st.integers(1, 9), max_size=3), contact=ANY,
    in_browser=st.booleans(),
)  # fmt: skip
QUEUES = st.builds(
    Queue, name=SAID, skill=ANY, language=ANY, strategy=st.sampled_from(Strategy), ring_s=COUNT,
    timeout_s=COUNT, overflow=ANY, leave_when_empty=st.booleans(), priority=COUNT, wrap_up_s=COUNT,
    position=st.booleans(), announcement=ANY, announce_every_s=COUNT, music=ANY,
    call_back_after_s=st.none() | COUNT, call_back_prompt=ANY,
)  # fmt: skip
NODES = st.one_of(
    st.builds(
        Menu, name=SAID, prompt=SAID, keys=st.dictionaries(ANY, SAID, max_size=3), otherwise=SAID,
        wrong_key_prompt=ANY, wait_s=COUNT, tries=COUNT,
    ),
    st.builds(Information, name=SAID, prompt=SAID, then=ANY),
    st.builds(HandOver, name=SAID, queue=SAID, prompt=ANY),
    st.builds(Message, name=SAID, prompt=SAID),
)  # fmt: skip
SURVEYS = st.builds(
    Survey, prompt=SAID, thanks_prompt=ANY, wait_s=COUNT, tries=COUNT,
    keys=st.dictionaries(ANY, st.sampled_from(Rating), max_size=3),
)  # fmt: skip
PLANS = st.builds(
    Plan, contract=SAID, numbers=st.lists(ANY).map(tuple), start=SAID, closed=ANY, full=ANY,
    nodes=st.lists(NODES, max_size=4).map(_by_name), emergency_prompt=ANY,
    queues=st.lists(QUEUES, max_size=2).map(_by_name), most_calls=st.none() | COUNT,
    agents=st.lists(AGENTS, max_size=2).map(_by_name),
    trunks=st.lists(TRUNKS, max_size=2).map(_by_name),
    prompts=st.dictionaries(ANY, ANY, max_size=3), survey=st.none() | SURVEYS,
    recording=st.none() | st.builds(Recording, announcement=ANY, keep_days=COUNT),
)  # fmt: skip

_NAMES = ("a", "b", "c", "d", "e")
_TO = st.sampled_from(_NAMES)
_TREE = st.one_of(
    st.builds(
        Menu, name=st.just(""), prompt=st.just("p"), otherwise=_TO, tries=st.integers(1, 3),
        keys=st.dictionaries(st.sampled_from("0123456789*#"), _TO, max_size=4),
    ),
    st.builds(Information, name=st.just(""), prompt=st.just("p"), then=st.just("") | _TO),
    st.builds(HandOver, name=st.just(""), queue=st.sampled_from(["q", "r"])),
    st.builds(Message, name=st.just(""), prompt=st.just("p")),
)  # fmt: skip


@st.composite
def trees(draw: st.DrawFn) -> Plan:
    """Plans of five steps and two queues that lead somewhere, or round and round."""
    nodes = {name: replace(draw(_TREE), name=name) for name in _NAMES}
    nodes["closed"] = Message(name="closed", prompt="p")
    queues = {name: Queue(name=name, overflow=draw(_TO)) for name in ("q", "r")}
    survey = Survey(prompt="p", keys={"1": Rating.SATISFIED, "2": Rating.DISSATISFIED})
    return Plan(
        contract="ningde-12123", numbers=("12123",), start="a", closed="closed", nodes=nodes,
        queues=queues, agents={}, trunks={}, prompts={"p": "x"}, survey=survey,
    )  # fmt: skip
