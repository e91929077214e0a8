"""The lines of the tests: a plan with a queue for each thing that can happen to a caller."""

from __future__ import annotations

import io
import math
import wave
from collections.abc import Iterator

from jieting.domain.calls.call import Rating
from jieting.domain.line.plan import (
    Agent,
    Dtmf,
    HandOver,
    Information,
    Menu,
    Message,
    Node,
    Plan,
    Queue,
    Recording,
    Survey,
    Trunk,
)

NINGDE = "ningde-12123"
CLOSED = "post-loan"
HOLIDAY = "post-loan-holiday"
NUMBERS = {NINGDE: "12123", CLOSED: "95501", HOLIDAY: "95502"}
"""The number that leads to each line."""

MEANINGLESS = "9"
RATINGS = {
    "1": Rating.VERY_SATISFIED,
    "2": Rating.SATISFIED,
    "3": Rating.BASICALLY_SATISFIED,
    "4": Rating.DISSATISFIED,
}
SURVEY_S = 7
EMERGENCY_S = 2.5
"""How long the emergency announcement is; the other prompts are short."""

PORTS = {
    "quick": 6001,
    "silent": 6002,
    "second": 6003,
    "blind": 6004,
    "asks": 6005,
    "target": 6006,
    "holds": 6007,
    "patient": 6008,
    "asked": 6009,
    "back": 6010,
    "steered": 6011,
}
CARRIER_PORT = 5060
"""The telephones by what they do, each kind at a port of its own."""
EXTENSIONS = {
    "quick": ("8001", "8002", "8003", "8004", "8005", "8006", "8007", "8008"),
    "silent": ("8011",),
    "second": ("8012",),
    "blind": ("8021",),
    "asks": ("8031",),
    "target": ("8022", "8023", "8032", "8033"),
    "holds": ("8041",),
    "patient": ("8051",),
    "steered": ("8052", "8053"),
    "asked": ("8054",),
    "back": ("8061",),
}
CALLS_BACK = "8061"
CALLS_BACK_AS = "zhao"
"""The telephone of the one agent who has an account, and the name to sign in."""
SERVES = {
    "quick": "hotline",
    "silent": "missed",
    "second": "missed",
    "blind": "blind",
    "asks": "asks",
    "holds": "holds",
    "patient": "patient",
    "asked": "asked",
    "steered": "steered",
}
"""Kind of telephone to the queue whose calls it takes."""
KEYS = {
    "hotline": "2",
    "nobody": "3",
    "lonely": "4",
    "missed": "5",
    "blind": "6",
    "asks": "7",
    "holds": "8",
    "back": "9",
    "patient": "0",
    "asked": "*",
    "steered": "#",
}
"""Queue to the key of the menu that leads to it; ``INFORMATION`` is that of the answer."""
INFORMATION = "1"
PROMPTS = ("menu", "answer", "sorry", "closed", "survey", "thanks", "emergency", "back")


def name_of(extension: str) -> str:
    """The agent who has a telephone."""
    return f"agent-{extension}"


def ningde(carrier: str, telephones: str) -> Plan:
    """The line that is open round the clock; the addresses of its carrier and its telephones."""
    special = {
        "nobody": {"timeout_s": 3},
        "missed": {"ring_s": 5},
        "back": {"call_back_after_s": 1, "call_back_prompt": "back"},
    }
    queues = {
        # Whoever serves a queue has a skill of its name; some queues have nobody.
        name: Queue(
            name=name, skill=name, overflow="sorry", position=False, **special.get(name, {})
        )
        for name in KEYS
    }
    keys = {INFORMATION: "answer", **{KEYS[name]: f"to-{name}" for name in queues}}
    nodes: list[Node] = [
        Menu(name="main", prompt="menu", keys=keys, otherwise="sorry", wait_s=6, tries=2),
        Information(name="answer", prompt="answer"),
        Message(name="sorry", prompt="sorry"),
        Message(name="closed", prompt="closed"),
        *(HandOver(name=f"to-{name}", queue=name) for name in queues),
    ]
    return _plan(
        NINGDE,
        nodes,
        start="main",
        queues=queues,
        agents={agent.name: agent for agent in _agents(telephones)},
        carrier=carrier,
    )


def post_loan(contract: str, carrier: str) -> Plan:
    """A line with opening hours: whoever gets in waits in the one queue."""
    queue = Queue(name=CLOSED, skill="none", timeout_s=5, overflow="sorry", position=False)
    nodes: list[Node] = [
        HandOver(name="to-agents", queue=queue.name),
        Message(name="sorry", prompt="sorry"),
        Message(name="closed", prompt="closed"),
    ]
    queues = {queue.name: queue}
    return _plan(contract, nodes, start="to-agents", queues=queues, agents={}, carrier=carrier)


def _plan(
    contract: str,
    nodes: list[Node],
    *,
    start: str,
    queues: dict[str, Queue],
    agents: dict[str, Agent],
    carrier: str,
) -> Plan:
    trunk = Trunk(name="carrier", host=carrier, match=(carrier,), dtmf=Dtmf.RFC4733)
    return Plan(
        contract=contract,
        numbers=(NUMBERS[contract],),
        start=start,
        closed="closed",
        nodes={node.name: node for node in nodes},
        queues=queues,
        agents=agents,
        trunks={trunk.name: trunk},
        prompts={name: name for name in PROMPTS},
        survey=Survey(prompt="survey", keys=RATINGS, thanks_prompt="thanks", wait_s=SURVEY_S),
        recording=Recording(),
        emergency_prompt="emergency",
    )


def _agents(telephones: str) -> Iterator[Agent]:
    for kind, extensions in EXTENSIONS.items():
        for extension in extensions:
            yield Agent(
                name=name_of(extension),
                extension=extension,
                person=CALLS_BACK_AS if extension == CALLS_BACK else "",
                skills={SERVES[kind]: 1} if kind in SERVES else {},
                contact=f"sip:{extension}@{telephones}:{PORTS[kind]}",
            )


def sound(seconds: float = 0.4) -> bytes:
    """A tone as a WAV in the switch's own format: 8 kHz, 16 bit, mono."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        tone = (round(3000 * math.sin(n / 2)) for n in range(int(8000 * seconds)))
        file.writeframes(b"".join(value.to_bytes(2, "little", signed=True) for value in tone))
    return made.getvalue()
