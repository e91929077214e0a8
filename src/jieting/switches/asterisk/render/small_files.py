"""The switch's short files: folders, logs, AMI, CEL, sound ports, web sockets, telephone codes."""

from __future__ import annotations

from collections.abc import Sequence

from jieting.switches.asterisk.cel import FILE, MAPPING
from jieting.switches.asterisk.milestone import DATE_FORMAT
from jieting.switches.asterisk.render import safe
from jieting.switches.asterisk.render.ini import Pair, file, section, yes
from jieting.switches.asterisk.render.settings import LineToRender, SwitchSettings

AMI_USER = "jieting"
READ = ("system", "call", "agent", "user")
"""What AMI tells the product; without ``dialplan`` and ``reporting`` most of it is not sent."""
WRITE = ("system", "call", "agent", "originate", "reporting")
_UNHEARD = (
    "VarSet",
    "Newexten",
    "RTCPSent",
    "RTCPReceived",
    "NewConnectedLine",
    "NewCallerid",
    "MusicOnHoldStart",
    "MusicOnHoldStop",
)
_CEL_EVENTS = (
    "CHAN_START",
    "ANSWER",
    "HANGUP",
    "BRIDGE_ENTER",
    "BRIDGE_EXIT",
    "BLINDTRANSFER",
    "ATTENDEDTRANSFER",
    "LINKEDID_END",
    "USER_DEFINED",
)
TRANSFER_CODE, ASK_CODE, THREE_CODE = "##", "*2", "*3"


def asterisk(settings: SwitchSettings) -> str:
    """Where everything lies, and the name that begins every call's id."""
    folders: list[Pair] = [
        ("astetcdir", settings.etc),
        ("astmoddir", settings.modules),
        ("astvarlibdir", settings.lib),
        ("astdbdir", settings.lib),
        ("astkeydir", settings.lib),
        ("astdatadir", settings.data),
        ("astagidir", f"{settings.lib}/agi-bin"),
        ("astspooldir", settings.spool),
        ("astrundir", settings.run),
        ("astlogdir", settings.logs),
        ("astcachedir", f"{settings.lib}/cache"),
    ]
    options: list[Pair] = [
        ("systemname", safe.system(settings.system)),
        ("transmit_silence", "yes"),
        ("live_dangerously", "no"),
        ("documentation_language", "en_US"),
        ("defaultlanguage", "zh"),
        ("verbose", 1),
    ]
    checked: list[Pair] = [(name, safe.path(str(folder))) for name, folder in folders]
    return file(section("directories", checked), section("options", options))


def plain() -> dict[str, str]:
    """Files that the switch misses where they are not there; its own settings hold in them."""
    tones: list[Pair] = [
        ("description", "China"),
        ("ringcadence", "1000,4000"),
        ("dial", "450"),
        ("busy", "450/350,0/350"),
        ("ring", "450/1000,0/4000"),
        ("congestion", "450/700,0/700"),
        ("callwaiting", "450/400,0/4000"),
    ]
    general = file(section("general", []))
    return {
        "acl.conf": "",
        "ccss.conf": general,
        "indications.conf": file(section("general", [("country", "cn")]), section("cn", tones)),
        "pjproject.conf": "",
        "queuerules.conf": general,
        "udptl.conf": general,
    }


def logger() -> str:
    """What the switch writes of itself. Rotated by rename: the observer follows a file's inode."""
    general: list[Pair] = [
        ("dateformat", "%F %T.%3q"),
        ("queue_log", "yes"),
        ("queue_log_to_file", "yes"),
        ("queue_log_name", "queue_log"),
        ("rotatestrategy", "rotate"),
    ]
    files: list[Pair] = [("messages", "notice,warning,error")]
    return file(section("general", general), section("logfiles", files))


def manager(settings: SwitchSettings) -> str:
    """The one who may listen and command: the product itself."""
    general: list[Pair] = [
        ("enabled", "yes"),
        ("webenabled", "no"),
        ("bindaddr", safe.host(settings.ami.host)),
        ("port", settings.ami.port),
        ("timestampevents", "yes"),
        ("displayconnects", "no"),
    ]
    user: list[Pair] = [
        ("secret", safe.secret(settings.ami_secret)),
        ("read", ",".join(READ)),
        ("write", ",".join(WRITE)),
        ("writetimeout", 5000),
        ("eventfilter", f"!^Event: ({'|'.join(_UNHEARD)})"),
    ]
    return file(section("general", general), section(AMI_USER, user))


def cel() -> str:
    """Which events of channels are logged: those that calls are put together from again."""
    pairs: list[Pair] = [
        ("enable", "yes"),
        ("events", ",".join(_CEL_EVENTS)),
        ("dateformat", DATE_FORMAT),
    ]
    return file(section("general", pairs), section("manager", [("enabled", "no")]))


def cel_custom() -> str:
    """The columns of the log, in the order in which they are read again."""
    return file("\n".join(["[mappings]", f"{FILE.rpartition('/')[2]} => {MAPPING}"]))


def cdr() -> str:
    """Off: an abandoned call shows an answer there, and a call has several rows."""
    return file(section("general", [("enable", "no")]))


def rtp(settings: SwitchSettings) -> str:
    """The ports of sound."""
    first, last = settings.rtp
    pairs: list[Pair] = [
        ("rtpstart", int(first)),
        ("rtpend", int(last)),
        ("strictrtp", "yes"),
        ("icesupport", "yes"),
    ]
    return file(section("general", pairs))


def http(lines: Sequence[LineToRender], settings: SwitchSettings) -> str:
    """The web socket for telephones in browsers; off where there are none."""
    browsers = any(agent.in_browser for line in lines for agent in line.plan.agents.values())
    pairs: list[Pair] = [
        ("enabled", yes(browsers)),
        ("bindaddr", safe.host(settings.http.host)),
        ("bindport", settings.http.port),
        ("sessionlimit", 2000),
        ("enablestatic", "no"),
    ]
    return file(section("general", pairs))


def features() -> str:
    """The codes that agents press on a desk telephone to hand a caller on."""
    general: list[Pair] = [
        ("transferdigittimeout", 5),
        ("featuredigittimeout", 1000),
        ("atxfernoanswertimeout", 20),
        ("atxferthreeway", THREE_CODE),
    ]
    codes: list[Pair] = [("blindxfer", TRANSFER_CODE), ("atxfer", ASK_CODE)]
    return file(section("general", general), section("featuremap", codes))
