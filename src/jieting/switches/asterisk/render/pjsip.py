"""SIP: transports, the carriers' trunks and the agents' telephones: ``pjsip.conf``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from jieting.domain.line.plan import Agent, Dtmf, Plan, Trunk
from jieting.switches.asterisk.render import names, safe
from jieting.switches.asterisk.render.dialplan import IN
from jieting.switches.asterisk.render.ini import Pair, file, section
from jieting.switches.asterisk.render.settings import LineToRender, SwitchSettings

KNOWN_CODECS = ("alaw", "ulaw", "g722", "opus")
_TELEPHONE, _BROWSER, _CARRIER = "jt-telephone", "jt-browser", "jt-carrier"
_DTMF = {Dtmf.RFC4733: "rfc4733", Dtmf.INFO: "info", Dtmf.INBAND: "inband", Dtmf.AUTO: "auto"}
_PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8")


def pjsip(lines: Sequence[LineToRender], settings: SwitchSettings) -> str:
    """Everything that speaks SIP with the switch."""
    taken: set[str] = set()
    parts = [*_general(settings), *_templates(settings)]
    for line in lines:
        for trunk in line.plan.trunks.values():
            parts += _trunk(line, trunk, taken)
    for line in lines:
        for agent in line.plan.agents.values():
            parts += _agent(line.plan, agent, settings, taken)
    return file(*parts)


def host_of(contact: str) -> str:
    """The machine of a telephone's fixed address."""
    return urlsplit(f"//{contact.partition(':')[2].partition(';')[0]}").hostname or ""


def _general(settings: SwitchSettings) -> Iterator[str]:
    yield section("global", [("type", "global"), ("endpoint_identifier_order", "ip,username")])
    bind = f"{_host(settings.sip.host)}:{settings.sip.port}"
    for protocol in ("udp", "tcp"):
        pairs: list[Pair] = [("type", "transport"), ("protocol", protocol), ("bind", bind)]
        if settings.public:
            public = safe.host(settings.public)
            pairs += [("local_net", net) for net in _PRIVATE]
            pairs += [("external_signaling_address", public), ("external_media_address", public)]
        yield section(f"jt-{protocol}", pairs)
    ws: list[Pair] = [("type", "transport"), ("protocol", "ws"), ("bind", bind)]
    yield section("jt-ws", ws)


def _templates(settings: SwitchSettings) -> Iterator[str]:
    media: list[Pair] = []
    if settings.media:
        media = [
            ("media_address", safe.host(settings.media)),
            ("bind_rtp_to_media_address", "yes"),
        ]
    common: list[Pair] = [
        ("type", "endpoint"),
        ("disallow", "all"),
        ("direct_media", "no"),
        ("rtp_symmetric", "yes"),
        ("force_rport", "yes"),
        *media,
    ]
    telephone: list[Pair] = [
        *common,
        ("rewrite_contact", "yes"),
        ("dtmf_mode", "auto"),
        # A telephone that talks is busy: no queue rings it a second time.
        ("device_state_busy_at", "1"),
        ("refer_blind_progress", "no"),
    ]
    carrier: list[Pair] = [
        *common,
        ("context", IN),
        # By its name alone anybody could be the carrier.
        ("identify_by", "ip"),
        # A caller whose REFER were followed could have us dial any number at our cost.
        ("allow_transfer", "no"),
        ("rtp_timeout", 300),
        ("trust_id_inbound", "yes"),
    ]
    yield section(_CARRIER, carrier, "!")
    yield section(_TELEPHONE, [*telephone, ("allow", "alaw,ulaw,g722")], "!")
    yield section(_BROWSER, [*telephone, ("allow", "opus,alaw,ulaw"), ("webrtc", "yes")], "!")


def _trunk(line: LineToRender, trunk: Trunk, taken: set[str]) -> Iterator[str]:
    name = names.trunk(line.plan, trunk)
    where = f"{_host(trunk.host)}:{int(trunk.port)}"
    codecs = [codec for codec in trunk.codecs if codec in KNOWN_CODECS] or ["alaw"]
    pairs: list[Pair] = [
        ("aors", name),
        ("allow", ",".join(codecs)),
        ("dtmf_mode", _DTMF[trunk.dtmf]),
    ]
    if trunk.user:
        pairs += [("outbound_auth", name), ("from_user", safe.user(trunk.user))]
    yield section(name, pairs, _CARRIER)
    # Not asked whether it is there: one that answers no OPTIONS would never be dialled.
    yield section(name, [("type", "aor"), ("contact", f"sip:{where}"), ("qualify_frequency", 0)])
    if trunk.user:
        yield _auth(name, trunk.user, line.trunk_secrets.get(trunk.name, ""))
    match = [safe.host(m) for m in (trunk.match or (trunk.host,)) if m not in taken]
    taken.update(match)
    if match:
        found: list[Pair] = [("type", "identify"), ("endpoint", name), ("match", ",".join(match))]
        yield section(name, found)
    if trunk.registers and trunk.user:
        yield section(name, _registration(trunk, name, where))


def _registration(trunk: Trunk, name: str, where: str) -> list[Pair]:
    user = safe.user(trunk.user)
    return [
        ("type", "registration"),
        ("outbound_auth", name),
        ("server_uri", f"sip:{where}"),
        ("client_uri", f"sip:{user.partition('@')[0]}@{where}"),
        ("contact_user", user.partition("@")[0]),
        ("retry_interval", 30),
        ("forbidden_retry_interval", 300),
        ("expiration", 300),
        ("line", "yes"),
        ("endpoint", name),
    ]


def _agent(plan: Plan, agent: Agent, settings: SwitchSettings, taken: set[str]) -> Iterator[str]:
    """A telephone that signs in with a made password, or one at a fixed address.

    A fixed address is known by its address alone: with a name alone anybody could call out.
    """
    name = names.telephone(agent)
    pairs: list[Pair] = [
        ("context", names.context(plan, "agent")),
        ("aors", name),
        ("set_var", f"JT_ME={safe.encoded(agent.name)}"),
        ("set_var", f"TRANSFER_CONTEXT={names.context(plan, 'transfer')}"),
    ]
    if agent.contact:
        yield section(name, [*pairs, ("identify_by", "ip")], _TELEPHONE)
        yield section(name, [("type", "aor"), ("contact", safe.contact(agent.contact))])
        host = safe.host(host_of(agent.contact))
        if host not in taken:
            taken.add(host)
            yield section(name, [("type", "identify"), ("endpoint", name), ("match", host)])
        return
    template = _BROWSER if agent.in_browser else _TELEPHONE
    yield section(name, [*pairs, ("auth", name)], template)
    yield _auth(name, name, settings.telephone_secret(name))
    qualify = 0 if agent.in_browser else 60
    yield section(
        name,
        [
            ("type", "aor"),
            ("max_contacts", 1),
            ("remove_existing", "yes"),
            ("qualify_frequency", qualify),
        ],
    )


def _auth(name: str, user: str, secret: str) -> str:
    return section(
        name,
        [
            ("type", "auth"),
            ("auth_type", "userpass"),
            ("username", safe.user(user)),
            ("password", safe.secret(secret)),
        ],
    )


def _host(text: str) -> str:
    checked = safe.host(text)
    return f"[{checked}]" if ":" in checked else checked
